"""Which engine works on parts: this process, several of this machine, or dask."""

from __future__ import annotations

from framing.batch.running import Engine
from framing.batch.serial import Serial
from framing.corpus.workers import number
from framing.errors import FramingError

__all__ = ["engine"]


def engine(workers: int | None = None, dask: str | None = None) -> Engine:
    """Return who does the work: this process, so many, or dask.

    Raises
    ------
    FramingError
        Both were asked for, but for dask's own processes, or one can't be had.
    """
    count = number(workers)
    if dask is not None:
        if count is not None and dask != "local":
            raise FramingError("workers: the scheduler has workers of its own; leave one of the two out")
        from framing.batch.cluster import Cluster

        return Cluster(dask, count)
    if count is None or count == 1:
        return Serial()
    from framing.batch.processes import Processes

    return Processes(count)
