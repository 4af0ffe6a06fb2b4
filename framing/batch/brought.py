"""What runs on a worker of dask: it keeps what the work is, and does one part at a time.

A scheduler reads this too, to know what it hands on; so nothing large is imported before there is work.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.batch.running import Job, Outcome
    from framing.batch.versions import Seen

try:
    import distributed

    _Plugin: Any = distributed.WorkerPlugin
except ModuleNotFoundError:  # who asks for dask hears that its extra is missing
    _Plugin = object

__all__ = ["Brought", "attempted"]


class Brought(_Plugin):  # type: ignore[misc]
    """What the work is: given to each worker once, to those too that come later.

    Parameters
    ----------
    name : str
        By which jobs know it.
    data : bytes
        A packed `Shared`.
    versions : mapping of str to str
        Those of the one who asks.
    """

    def __init__(self, name: str, data: bytes, versions: Mapping[str, str]) -> None:
        self.name, self.data, self.versions = name, data, versions

    def setup(self, worker: Any) -> None:
        """Make ready where a worker begins, or is told of it."""
        self.alone = threading.Lock()
        self.made: tuple[Any, Any] | None = None

    def work(self) -> tuple[Any, Any]:
        """Return what is the same for all jobs, and what they are done with."""
        if self.made is None:
            shared = pickle.loads(self.data)
            self.made = shared, shared.desk()
        return self.made


def attempted(name: str, data: bytes, apart: bool) -> Outcome | Seen:
    """Do one job.

    Parameters
    ----------
    name : str
        Of what was brought.
    data : bytes
        A packed job.
    apart : bool
        Do it in a process of its own, since workers have ended over it, or beside it.

    Returns
    -------
    Outcome or Seen
        What this worker has, where that is not what the one who asks has.
    """
    from framing.batch.processes import Processes
    from framing.batch.versions import seen

    brought: Any = distributed.get_worker().plugins[name]
    mine = seen(())
    if mine.versions != brought.versions:
        return mine
    job: Job = pickle.loads(data)
    # Warnings are heard by one at a time; a worker of several threads does no more for it.
    with brought.alone:
        shared, desk = brought.work()
        if not apart:
            return job.run(desk, shared)
        engine = Processes(1, tries=1)
        try:
            return next(outcome for _, outcome in engine.run([job], shared))
        finally:
            engine.close()
