"""What runs on a worker of dask: it keeps what the work is, and does one part at a time.

A scheduler reads this too, to know what it hands on; so nothing large is imported before there is work.
"""

from __future__ import annotations

import pickle
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from framing.engine import places
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.engine.tasks import Job, Outcome


# Whether who works elsewhere would count alike: the same versions, and the same files in sight.

#: How Python says that a package is missing.
_MISSING = re.compile(r"No module named '(\w+)")
#: So many of those that differ are named.
_NAMED = 3


@dataclass(frozen=True)
class Seen:
    """What one who works says of itself: its versions, and the places it does not see."""

    versions: Mapping[str, str]
    unseen: tuple[str, ...] = ()


def look_around(wanted: Sequence[str]) -> Seen:
    """Return what the one who is asked has and sees; called where parts are done.

    Parameters
    ----------
    wanted : sequence of str
        Files that the one who asks sees.
    """
    from framing.engine.keys import versions

    return Seen(versions(), tuple(place for place in wanted if not _there(place)))


def check_agreement(here: Mapping[str, str], there: Mapping[str, Seen | BaseException]) -> None:
    """Raise where someone who is to work has other versions, lacks framing, or does not see the files.

    Parameters
    ----------
    here : mapping of str to str
        Versions of the one who asks.
    there : mapping of str to Seen or exception
        What each said, or why it said nothing.

    Raises
    ------
    FramingError
        One line, of the first thing that is wrong, with who it is wrong with.
    """
    lacking, differing, unseen = dict[str, str](), dict[str, str](), dict[str, str]()
    for who, said in there.items():
        if not isinstance(said, Seen):
            lacking[who] = _why(said)
        elif wrong := _differing(here, said.versions):
            differing[who] = wrong
        elif said.unseen:
            unseen[who] = f"{said.unseen[0]} can't be seen"
    shared = "a shared folder, or an address as s3://bucket/folder"
    for faults, remedy in (
        (lacking, f"install there what is here: pip install 'newsframing[distributed]=={here['framing']}'"),
        (differing, "figures could differ: give all machines the same versions"),
        (unseen, f"put the store and the cache where all machines see them under one name: {shared}"),
    ):
        if faults:
            raise FramingError(f"dask: {_told(faults)}; {remedy}")


def _differing(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return what differs, in words; empty for nothing."""
    from framing.engine.keys import FILES

    wrong = [name for name in dict.fromkeys([*here, *there]) if here.get(name) != there.get(name)]
    # That files differ goes without saying where versions do.
    told = [name for name in wrong if name != FILES]
    if told:
        return ", ".join(f"{name} is {_version(there, name)} ({_version(here, name)} here)" for name in told)
    return "framing is of the same version, but has other files," if wrong else ""


def _version(versions: Mapping[str, str], name: str) -> str:
    return versions.get(name, "not installed")


def _why(error: BaseException) -> str:
    said = " ".join(str(error).split())[:120]
    # What comes from afar has lost its class on the way.
    if missing := _MISSING.search(said):
        return f"{missing[1]} is not installed"
    return f"framing can't be asked ({type(error).__name__}{': ' if said else ''}{said})"


def _told(wrong: Mapping[str, str]) -> str:
    """Return what is wrong with whom: those together with whom the same is wrong."""
    by_fault: dict[str, list[str]] = {}
    for who, what in wrong.items():
        by_fault.setdefault(what, []).append(who)
    what, those = next(iter(by_fault.items()))
    more = len(wrong) - min(len(those), _NAMED)
    return f"{what} on {', '.join(those[:_NAMED])}" + (f" and {more} more" if more else "")


def _there(place: str) -> bool:
    try:
        return places.place_exists(place)
    except (FramingError, OSError):
        return False


try:
    import distributed

    _Plugin: Any = distributed.WorkerPlugin
except ModuleNotFoundError:  # who asks for dask hears that its extra is missing
    _Plugin = object


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


def attempt_job(name: str, data: bytes, apart: bool) -> Outcome | Seen:
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
    from framing.engine.pool import Pool

    brought: Any = distributed.get_worker().plugins[name]
    mine = look_around(())
    if mine.versions != brought.versions:
        return mine
    job: Job = pickle.loads(data)
    # Warnings are heard by one at a time; a worker of several threads does no more for it.
    with brought.alone:
        shared, desk = brought.work()
        if not apart:
            return job.run(desk, shared)
        pool = Pool(1)
        try:
            ((_, outcome),) = pool.run([replace(job, tries=1)], shared)
            return cast("Outcome", outcome)
        finally:
            pool.close()
