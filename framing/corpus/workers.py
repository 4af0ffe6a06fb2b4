"""Jobs done by processes of our own, results in order: the same bytes for any number of them.

What a job is, and what it is done with, is the business of who has them: files to read, targets to judge.

The processes are started afresh (pyarrow and threads do not survive a fork)
with a command line of their own, so that the caller's script or notebook is
not run again in them and needs no guard. They live on their standard input:
when it closes, for whatever reason, they end.

A job that is made of steps, each of which has its time, is never waited for
without end: what takes longer is interrupted here, or its process ended and
replaced, and only the guilty step is lost.
"""

from __future__ import annotations

import os
import threading
import time
import warnings
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, suppress
from typing import Any, Generic, TypeVar

from framing.corpus import alarm
from framing.corpus.process import Job, Lost, Process, Settings, Steps, steps_of
from framing.corpus.queues import Queue, Task
from framing.errors import FramingError, FramingWarning, brief, whole

__all__ = ["Job", "Settings", "available", "check_workers", "run"]

#: Jobs handed out before the first of them is taken back, for each process.
_AHEAD = 3

_Job = TypeVar("_Job", bound=Job)


def available() -> int:
    """Return on how many processors this process may run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_workers(workers: object) -> int | None:
    """Return how many processes were asked for, None where that is left to us.

    Raises
    ------
    FramingError
        No whole number above 0.
    """
    if workers is None:
        return None
    count = whole(workers)
    if count is None or count < 1:
        raise FramingError(
            f"workers: {brief(workers)} is no number of processes; give 1 or more, or leave it out"
        )
    return count


def run(jobs: Iterable[_Job], settings: Settings, workers: int) -> Generator[tuple[_Job, Any]]:
    """Yield each job with its result, in order, done by so many processes, this one among them.

    What a process that ends early has left undone is done here too, and said.
    One more process is started where a step must not be done here, since
    nothing here could end it.
    """
    with ExitStack() as stack:
        pool: list[_Worker[_Job]] = []
        shared: _Shared[_Job] = _Shared(settings, pool, stack)
        if workers > 1:
            try:
                pool += [stack.enter_context(_Worker(settings)) for _ in range(workers - 1)]
            except OSError as error:
                _told(f"no processes could be started ({error.strerror or error})")
        yield from shared.results(iter(jobs))


class _Shared(Generic[_Job]):
    """Work shared between processes and this one, which does what nobody has begun while it waits."""

    def __init__(self, settings: Settings, pool: list[_Worker[_Job]], stack: ExitStack) -> None:
        self._settings, self._pool, self._stack = settings, pool, stack
        self._queue: Queue[_Job] = Queue()
        self._desk: Any = None
        self._missed = False
        self._beside: Process | None = None

    def results(self, jobs: Iterator[_Job]) -> Iterator[tuple[_Job, Any]]:
        """Yield each job with its result, in order."""
        waiting: deque[Task[_Job]] = deque()
        try:
            # Stopped by hand between two of them, the first would wait for work that never comes.
            for worker in self._pool:
                worker.follow(self._queue)
            for job in jobs:
                waiting.append(self._queue.put(job, elsewhere=bool(self._pool) and _elsewhere(job)))
                if len(waiting) > _AHEAD * len(self._pool):
                    yield waiting[0].job, self._result(waiting.popleft())
            while waiting:
                yield waiting[0].job, self._result(waiting.popleft())
        finally:
            self._queue.close()

    def _result(self, task: Task[_Job]) -> Any:
        while not task.done.is_set():
            mine = self._queue.take(wait=False)
            if mine is None:
                # With a time limit, so that Ctrl-C is noticed while waiting on every system.
                task.done.wait(0.5)
            else:
                mine.finish(self._run(mine.job))
        if task.lost and not self._missed:
            self._missed = True
            _told("a process ended early (out of memory?)")
        # What failed in a process fails here again, and is heard.
        return self._run(task.job) if task.found is None else task.found

    def _run(self, job: _Job) -> Any:
        """Do a job here, but for steps that nothing here could end."""
        if not isinstance(job, Steps):
            return job.run(self._at(), self._settings)
        return job.joined([self._step(step) for step in steps_of(job)])

    def _step(self, step: Steps) -> Any:
        if step.elsewhere() or not alarm.possible():
            try:
                found = self._process().do([step])
            except (OSError, Lost):
                found = [None]
            if found[0] is not None:
                return found[0]
        begun = time.monotonic()
        try:
            with alarm.within(step.seconds):
                found = step.run(self._at(), self._settings)
            step.took(time.monotonic() - begun)
            return found
        except alarm.Late:
            step.took(time.monotonic() - begun)
            smaller = step.smaller()
            return step.joined([self._step(one) for one in smaller]) if smaller else step.late()

    def _process(self) -> Process:
        if self._beside is None:
            self._beside = self._stack.enter_context(Process(self._settings))
        return self._beside

    def _at(self) -> Any:
        if self._desk is None:
            self._desk = self._settings.desk()
        return self._desk


def _elsewhere(job: Job) -> bool:
    """Say whether a job has steps that must not be done here."""
    return isinstance(job, Steps) and (
        not alarm.possible() or any(step.elsewhere() for step in steps_of(job))
    )


def _told(what: str) -> None:
    warnings.warn(
        f"workers: {what}; what it had to do was done here, one after the other", FramingWarning, stacklevel=3
    )


class _Worker(Generic[_Job]):
    """One process and the thread that speaks with it."""

    def __init__(self, settings: Settings) -> None:
        self._process = Process(settings)

    def __enter__(self) -> _Worker[_Job]:
        self._process.__enter__()
        return self

    def follow(self, queue: Queue[_Job]) -> None:
        """Begin to work through a queue."""
        queue.join()
        self._thread = threading.Thread(target=self._serve, args=(queue,), daemon=True)
        self._thread.start()

    def _serve(self, queue: Queue[_Job]) -> None:
        task: Task[_Job] | None = None
        try:
            self._process.tell()
            while (task := queue.take()) is not None:
                job = task.job
                if isinstance(job, Steps):
                    found = self._process.do(steps_of(job))
                    task.finish(None if None in found else job.joined(found))
                else:
                    task.finish(self._process.do([job])[0])
        # Whatever it is (a broken pipe, what can't be sent): the job is done by the first process, and said.
        except Exception:
            if task is not None:
                task.finish(None, lost=True)
        finally:
            queue.leave()

    def __exit__(self, *_: object) -> None:
        # A process that waits ends when its input closes; one that is busy with what nobody wants is ended.
        self._process.stop()
        # Stopped by hand while it was being started, there may be no thread.
        if hasattr(self, "_thread"):
            with suppress(RuntimeError):
                self._thread.join()
        self._process.close()
