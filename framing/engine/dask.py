"""Parts done by dask: by workers of this machine, or by those of a scheduler that stands anywhere.

What dask is told is one function over one part. A part is given out when a worker is free for it, so
that a run of any length is never in the scheduler all at once; what the work is goes to each worker once.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import re
import shutil
import subprocess
import sys
import threading
import time
import uuid
import warnings
import weakref
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from typing import Any, cast

from framing.engine.pool import available
from framing.engine.process import pack
from framing.engine.results import Failure, Job, Outcome, Shared, open_to_write, versions
from framing.engine.store import LIST
from framing.errors import FramingError
from framing.io.files import check_scheduler

# What runs on a worker of dask: it keeps what the work is, and does one part at a time.

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
    from framing.engine.results import versions

    unseen = []
    for place in wanted:
        try:
            there = os.path.exists(place)
        except (FramingError, OSError):
            there = False
        if not there:
            unseen.append(place)
    return Seen(versions(), tuple(unseen))


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
            why = " ".join(str(said).split())[:120]
            # What comes from afar has lost its class on the way.
            missing = _MISSING.search(why)
            asked = f"framing can't be asked ({type(said).__name__}{': ' if why else ''}{why})"
            lacking[who] = f"{missing[1]} is not installed" if missing else asked
        elif wrong := _differing(here, said.versions):
            differing[who] = wrong
        elif said.unseen:
            unseen[who] = f"{said.unseen[0]} can't be seen"
    for faults, remedy in (
        (lacking, f"install there what is here: pip install 'newsframing[distributed]=={here['framing']}'"),
        (differing, "figures could differ: give all machines the same versions"),
        (unseen, "put the store and the cache in a shared folder, under one name for all"),
    ):
        if faults:
            raise FramingError(f"dask: {_told(faults)}; {remedy}")


def _differing(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Return what differs, in words; empty for nothing."""
    from framing.engine.results import FILES

    wrong = [name for name in dict.fromkeys([*here, *there]) if here.get(name) != there.get(name)]
    # That files differ goes without saying where versions do.
    told = [name for name in wrong if name != FILES]
    if told:
        own, theirs = ({name: side.get(name, "not installed") for name in told} for side in (here, there))
        return ", ".join(f"{name} is {theirs[name]} ({own[name]} here)" for name in told)
    return "framing is of the same version, but has other files," if wrong else ""


def _told(wrong: Mapping[str, str]) -> str:
    """Return what is wrong with whom: those together with whom the same is wrong."""
    by_fault: dict[str, list[str]] = {}
    for who, what in wrong.items():
        by_fault.setdefault(what, []).append(who)
    what, those = next(iter(by_fault.items()))
    more = len(wrong) - min(len(those), _NAMED)
    return f"{what} on {', '.join(those[:_NAMED])}" + (f" and {more} more" if more else "")


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
            self.made = shared, shared.make_tools()
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
        shared, tools = brought.work()
        if not apart:
            return job.run(tools, shared)
        pool = Pool(1)
        try:
            ((_, outcome),) = pool.run([replace(job, tries=1)], shared)
            return cast("Outcome", outcome)
        finally:
            pool.close()


#: Seconds within which a scheduler must answer, and after which it is no use to wait for workers.
_ANSWERS, _WORKERS = 8.0, 60.0
#: Seconds after which it is looked again how many workers there are.
_LOOKED = 2.0
#: What is said where a run can't go on.
_KEPT = "finished parts are kept where there is a cache"
_GONE = f"dask: the connection to the scheduler was lost; see that it runs and run again: {_KEPT}"
_CODE = "import sys; sys.path[:] = {path!r}; from framing.engine.dask import serve; serve({number})"


class Cluster:
    """Who does parts by dask.

    Parameters
    ----------
    address : str
        "local", or that of a scheduler, as tcp://host:8786.
    number : int, optional
        Processes of a cluster of our own; by default one a processor.

    Raises
    ------
    FramingError
        It is no address, or dask isn't installed.
    """

    def __init__(self, address: str, number: int | None = None) -> None:
        self.address, self.number = check_scheduler(address), number
        self._open: list[Any] = []
        try:
            there = find_spec("distributed")
        except ValueError:
            there = None
        if there is None:
            raise FramingError(
                "dask: needs distributed, which is not installed; install it with: "
                "pip install 'newsframing[distributed]'"
            )
        if address == "local":
            # It begins while the rest is made ready.
            self._open.append(_Local(self.number or available()))
        weakref.finalize(self, _closed, self._open)

    def run(self, jobs: Sequence[Job], shared: Shared) -> Iterator[tuple[Job, Outcome]]:
        """Yield each job with what came of it, as it is done."""

        client = self._client()
        # Raises where workers would not count alike, or don't see what is to be read and written.
        with _seen_by_all(jobs) as wanted:
            there = client.run(look_around, wanted, on_error="return")
        check_agreement(versions(), dict(there))
        data = pack(shared)
        name = f"framing-{hashlib.sha256(data).hexdigest()[:12]}-{uuid.uuid4().hex[:8]}"
        # Every worker is told what the work is, for as long as it is done.
        client.register_plugin(Brought(name, data, versions()), name=name)
        try:
            yield from _Handing(client, name, jobs).results()
        finally:
            if client.status == "running":
                with suppress(Exception):
                    client.unregister_worker_plugin(name)

    def close(self) -> None:
        """Leave the scheduler, and end the processes of a cluster of our own."""
        _closed(self._open)

    def _client(self) -> Any:
        """Return the connection; the first time, it is made."""
        if self._open and getattr(self._open[-1], "status", "") == "running":
            return self._open[-1]
        if self.address != "local":
            self.close()
            self._open.append(_connected(self.address, self.address))
            return self._open[-1]
        if len(self._open) != 1:
            self.close()
            self._open.append(_Local(self.number or available()))
        try:
            self._open.append(_connected(self._open[0].address(), self.address))
        except FramingError:
            self.close()
            raise
        return self._open[-1]


class _Handing:
    """Jobs handed to the workers of a scheduler: to each one at a time."""

    def __init__(self, client: Any, name: str, jobs: Sequence[Job]) -> None:
        self._client, self._name = client, name
        self._todo = deque((job, False) for job in jobs)
        self._out: dict[str, tuple[Job, bool, Any]] = {}
        self._done: SimpleQueue[str] = SimpleQueue()
        self._free, self._looked, self._seen = 0, 0.0, time.monotonic()

    def results(self) -> Iterator[tuple[Job, Outcome]]:
        """Yield each job with what came of it, as it is done."""
        try:
            while self._todo or self._out:
                self._look()
                while self._todo and len(self._out) < self._free:
                    self._hand(*self._todo.popleft())
                try:
                    key = self._done.get(timeout=0.5)
                except Empty:
                    continue
                job, apart, future = self._out.pop(key)
                outcome = self._outcome(job, future, apart)
                if outcome is None:
                    # Others that were on the way to the same workers are blamed with the one that ended them.
                    self._todo.appendleft((job, True))
                else:
                    yield job, outcome
        finally:
            for _, _, future in self._out.values():
                with suppress(Exception):
                    future.cancel()

    def _hand(self, job: Job, apart: bool) -> None:

        key = f"{self._name}-{job.number}{'-apart' if apart else ''}"
        future = self._client.submit(attempt_job, self._name, pack(job), apart, key=key, pure=False)
        self._out[key] = job, apart, future
        future.add_done_callback(lambda done: self._done.put(done.key))

    def _outcome(self, job: Job, future: Any, apart: bool) -> Outcome | None:
        """Return what came of a job, None where workers ended over it."""
        from distributed import KilledWorker

        if future.cancelled():
            raise FramingError(_GONE)
        try:
            found = future.result()
        except KilledWorker:
            return job.ended() if apart else None
        except Exception as error:
            self._alive()
            said = " ".join(str(error).split())[:200]
            return Failure(f"{type(error).__name__}: {said}")
        if isinstance(found, Seen):
            check_agreement(versions(), {"a worker that came later": found})
        return found

    def _look(self) -> None:
        """See how many workers there are, from time to time."""
        now = time.monotonic()
        if now - self._looked < _LOOKED and self._free:
            return
        self._alive()
        self._looked, self._free = now, _count(self._client)
        if self._free:
            self._seen = now
        elif now - self._seen > _WORKERS:
            raise FramingError(f"dask: no worker is left; start some and run again: {_KEPT}")

    def _alive(self) -> None:
        if self._client.status != "running":
            raise FramingError(_GONE)


class _Local:
    """Workers of our own on this machine: a process that has them, and ends with us.

    They are not started from here, since each would then run the caller's script again.
    """

    def __init__(self, number: int) -> None:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CODE.format(path=list(map(str, sys.path)), number=number)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Ctrl-C in a terminal is for this process alone, which ends the others.
                start_new_session=True,
            )
        except OSError as error:
            raise FramingError(f"dask: no processes could be started ({error.strerror or error})") from None

    def address(self) -> str:
        """Return where its scheduler listens."""
        assert self._process.stdout is not None
        said = self._process.stdout.readline().decode().strip()
        if not said:
            raise FramingError("dask: no workers could be started on this machine; try workers instead")
        return said

    def close(self) -> None:
        """End it: it lives on what it reads."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


def serve(number: int) -> None:
    """Have a scheduler and workers until standard input closes: what runs in a process of its own."""
    import os
    import signal
    import tempfile

    import dask

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    dask.config.set(
        {
            "distributed.scheduler.allowed-failures": 2,
            # A part may take as long as it takes.
            "distributed.scheduler.worker-ttl": None,
            "distributed.worker.memory.terminate": False,
        }
    )
    import distributed

    made: Any = distributed.LocalCluster
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        cluster = made(
            n_workers=number,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=0,
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        )
        print(cluster.scheduler_address, flush=True)
        with suppress(OSError):
            sys.stdin.buffer.read()
    # Its workers see that it is gone, and go too: to ask each takes longer than to leave.
    os._exit(0)


def _connected(address: str, asked: str) -> Any:
    """Return a client of a scheduler that has workers."""
    theirs = "distributed" in sys.modules
    import distributed

    # What the library writes to standard error of each lost connection is said by us.
    for name in () if theirs else list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    maker: Any = distributed.Client
    client = maker.__new__(maker)
    fault = f"no scheduler answers at {asked} within {_ANSWERS:.0f} seconds; start one with: dask scheduler"
    try:
        with warnings.catch_warnings():
            # What differs is told by us, where it matters.
            warnings.simplefilter("ignore")
            client.__init__(address, timeout=_ANSWERS, set_as_default=False, name="framing")
    except Exception as error:
        # What never was connected must not try to say goodbye.
        client.status = "closed"
        if isinstance(error, ValueError):
            fault = f"{asked} is no address ({error}); give one as tcp://host:8786"
        elif not isinstance(error, OSError):
            fault = f"what answers at {asked} is no scheduler of dask ({type(error).__name__})"
        raise FramingError(f"dask: {fault}") from None
    deadline = time.monotonic() + _ANSWERS
    while not _count(client):
        if time.monotonic() > deadline:
            client.close()
            raise FramingError(
                f"dask: the scheduler at {asked} has no workers; start some with: dask worker {asked} "
                "--nthreads 1 --nworkers -1"
            )
        time.sleep(0.1)
    return client


def _count(client: Any) -> int:
    """Return how many workers there are."""
    return len(client.nthreads())


@contextmanager
def _seen_by_all(jobs: Sequence[Job]) -> Iterator[list[str]]:
    """Give files that whoever does the jobs must see: one of the store, one where results are written."""
    stores = {where for job in jobs if (where := getattr(job.part.source, "where", None)) is not None}
    wanted = [os.path.join(where, LIST) for where in sorted(stores)]
    place = jobs[0].place
    if place is None:
        yield wanted
        return
    # A folder of the same name on another machine isn't the same folder.
    probe = f"{place}.{uuid.uuid4().hex[:8]}"
    try:
        with open_to_write(os.path.join(probe, "seen")) as stream:
            stream.write(b"")
        yield [*wanted, os.path.join(probe, "seen")]
    finally:
        shutil.rmtree(probe, ignore_errors=True)


def _closed(opened: list[Any]) -> None:
    while opened:
        with suppress(Exception):
            opened.pop().close()
