"""Parts done by processes of this machine, a part at a time each, in whatever order they end.

The processes are those of `corpus.process`: started afresh, with a command line of their own, so that
the caller's script is not run again in them; each lives until it is not needed any more, since to start
one costs as much as a small part. This process does no part itself, so that what ends a process, as a
lack of memory does, never ends the run.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import threading
import time
import warnings
import weakref
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any

from framing.batch.running import Failure, Job, Outcome, Shared
from framing.corpus.process import Lost, Process, Steps
from framing.errors import FramingError, FramingWarning

__all__ = ["KILLED", "Processes", "packed"]

#: A part over which so many processes ended is left out.
_TRIES = 3
#: What is said of it.
KILLED = "the process that worked on it ended again and again (out of memory?)"


class Processes:
    """Who does parts by so many processes.

    Parameters
    ----------
    number : int
        Processes that work; this one hands out and waits.
    tries : int
        After so many processes that ended over it a part is given up.
    """

    def __init__(self, number: int, tries: int = _TRIES) -> None:
        self.number, self.tries = number, tries
        self._pool: list[_Hand] = []
        weakref.finalize(self, _ended, self._pool)

    def run(self, jobs: Sequence[Job], shared: Shared) -> Iterator[tuple[Job, Outcome]]:
        """Yield each job with what came of it, as it is done.

        Raises
        ------
        FramingError
            What is to be read or written is in the memory of this process.
        """
        for place in filter(None, (getattr(job.part.source, "where", job.place) for job in jobs)):
            if place.startswith("memory:"):
                raise FramingError(
                    f"workers: {place} is seen by this process alone; leave workers out, or give a folder"
                )
        queue = _Queue(jobs)
        bring, fault, threads = _Bring.of(shared), "", list[threading.Thread]()
        left = len(jobs)
        try:
            try:
                for hand in self._hands(min(self.number, left)):
                    thread = threading.Thread(target=hand.work, args=(queue, bring, self.tries), daemon=True)
                    threads.append(thread)
                    thread.start()
            except OSError as error:
                fault = f" ({error.strerror or error})"
            while left:
                try:
                    # With a time limit, so that Ctrl-C is noticed while waiting on every system.
                    done = queue.done.get(timeout=0.5)
                except Empty:
                    if any(thread.is_alive() for thread in threads) or not queue.done.empty():
                        continue
                    break
                left -= 1
                yield done
        finally:
            if left:
                self.close(threads)
            for thread in threads:
                # Stopped by hand while it was being started, it can't be waited for.
                with suppress(RuntimeError):
                    thread.join()
        if left:
            warnings.warn(
                f"workers: no process could be kept{fault}; what they had to do was done here, one part "
                "after the other",
                FramingWarning,
                stacklevel=2,
            )
            for job in queue.todo:
                yield job, job.run(shared.desk(), shared)

    def close(self, threads: Sequence[threading.Thread] = ()) -> None:
        """End the processes, whatever they do."""
        _ended(self._pool, threads)

    def _hands(self, number: int) -> list[_Hand]:
        """Return so many processes, those first that are there already."""
        while len(self._pool) < number:
            process = Process(_Settings())
            self._pool.append(_Hand(process.__enter__()))
        return self._pool[:number]


class _Queue:
    """Jobs to be done and jobs done, for several threads."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.todo = deque(jobs)
        self.done: SimpleQueue[tuple[Job, Outcome]] = SimpleQueue()


class _Hand:
    """One process, and what it was told last."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self._told = ""

    def work(self, queue: _Queue, bring: _Bring, tries: int) -> None:
        """Have the process do jobs as long as there are any: what a thread of its own does."""
        while True:
            try:
                job = queue.todo.popleft()
            except IndexError:
                return
            step = _Step(job, bring, tries)
            try:
                found = self.process.do([step] if self._told == bring.name else [bring, step])
            # Whatever it is (a process that can't be started, what can't be sent): others do the job.
            except Exception as error:
                queue.todo.appendleft(job)
                self._told = ""
                if not isinstance(error, (OSError, Lost)):
                    self.process.stop()
                return
            self._told = bring.name
            outcome = found[-1]
            queue.done.put((job, Failure(KILLED) if outcome is None else outcome))


@dataclass
class _Desk:
    """What a process was told of the work: under what name, and what it is."""

    name: str = ""
    shared: Shared | None = None
    made: Any = None


@dataclass(frozen=True)
class _Settings:
    """Nothing yet: what the work is comes with the first job, since processes outlive it."""

    def desk(self) -> _Desk:
        threading.Thread(target=_outlived, args=(os.getppid(),), daemon=True).start()
        return _Desk()


def _outlived(parent: int) -> None:
    """End this process soon after the one that started it was killed, whatever is being done."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


@dataclass(frozen=True)
class _Single(Steps):
    """A step that isn't made of others, has all the time it wants and is done in another process."""

    @property
    def seconds(self) -> float:
        return float("inf")

    def steps(self) -> Sequence[Steps]:
        return (self,)

    def elsewhere(self) -> bool:
        return True

    def joined(self, results: Sequence[Any]) -> Any:
        return results[-1]

    def smaller(self) -> Sequence[Steps]:
        return ()

    def late(self) -> Any:
        return self.ended()

    def ended(self) -> Any:
        return Failure(KILLED)


@dataclass(frozen=True)
class _Bring(_Single):
    """Tells a process what the work is."""

    name: str
    data: bytes = field(repr=False)

    @classmethod
    def of(cls, shared: Shared) -> _Bring:
        data = packed(shared)
        return cls(hashlib.sha256(data).hexdigest(), data)

    def run(self, desk: _Desk, settings: object) -> bool:
        desk.name, desk.shared, desk.made = "", None, None
        desk.shared = pickle.loads(self.data)
        desk.made, desk.name = desk.shared.desk(), self.name
        return True


@dataclass(frozen=True)
class _Step(_Single):
    """One job; where it ended a process, another is told again what the work is, and tries it."""

    job: Job
    bring: _Bring
    left: int

    def __reduce__(self) -> tuple[Any, ...]:
        # What the work is goes to a process once, not with each job.
        return _Step, (self.job, replace(self.bring, data=b""), self.left)

    def run(self, desk: _Desk, settings: object) -> Outcome:
        if desk.shared is None or desk.name != self.bring.name:
            return Failure("a process can't read what is to be done (is it defined in a file of its own?)")
        return self.job.run(desk.made, desk.shared)

    def smaller(self) -> Sequence[Steps]:
        return (self.bring, replace(self, left=self.left - 1)) if self.left > 1 else (_GivenUp(),)


@dataclass(frozen=True)
class _GivenUp(_Single):
    """In the place of a job that is tried no more."""

    def run(self, desk: object, settings: object) -> Outcome:
        return Failure(KILLED)


def packed(value: object) -> bytes:
    """Return a value to be sent to another process, with the code of what the caller's script defines."""
    try:
        data = pickle.dumps(value, protocol=5)
    except (pickle.PicklingError, AttributeError, TypeError):
        data = b""
    if data and b"__main__" not in data:
        return data
    try:
        pickler = import_module("cloudpickle")
    except ModuleNotFoundError:  # an older joblib, which scikit-learn needs, brings its own
        pickler = import_module("joblib.externals.cloudpickle")
    return bytes(pickler.dumps(value, protocol=5))


def _ended(pool: list[_Hand], threads: Sequence[threading.Thread] = ()) -> None:
    """End processes; those who wait for them hear it before their pipes are closed."""
    for hand in pool:
        hand.process.stop()
    for thread in threads:
        with suppress(RuntimeError):
            thread.join()
    for hand in pool:
        hand.process.close()
    pool.clear()
