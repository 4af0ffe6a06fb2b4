"""Jobs done by processes of our own, results in order: the same bytes for any number of them.

What a job is, and what it is done with, is the business of who has them: files to read, targets to judge.

The processes are started afresh (pyarrow and threads do not survive a fork)
with a command line of their own, so that the caller's script or notebook is
not run again in them and needs no guard. They live on their standard input:
when it closes, for whatever reason, they end.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import warnings
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, suppress
from typing import IO, Any, Generic, Protocol, TypeVar

from framing.errors import FramingError, FramingWarning, brief, whole

__all__ = ["Job", "Settings", "available", "number", "run"]

_CODE = "import sys; sys.path[:] = {path!r}; from framing.corpus.workers import serve; serve()"
#: Jobs handed out before the first of them is taken back, for each process.
_AHEAD = 3


class Settings(Protocol):
    """What is part of the input of every job; sent to each process once."""

    def desk(self) -> Any:
        """Return what jobs are done with: made once in each process."""


class Job(Protocol):
    """A pure unit of work; sent to one process."""

    def run(self, desk: Any, settings: Any) -> Any:
        """Return its result, never None."""


_Job = TypeVar("_Job", bound=Job)


def available() -> int:
    """Return on how many processors this process may run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def number(workers: object) -> int | None:
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
        raise FramingError(f"workers: {brief(workers)} is no number of processes; give 1 or more, or None")
    return count


def run(jobs: Iterable[_Job], settings: Settings, workers: int) -> Generator[tuple[_Job, Any]]:
    """Yield each job with its result, in order, done by so many processes, this one among them.

    What a process that ends early has left undone is done here too, and said.
    """
    with ExitStack() as stack:
        pool: list[_Worker] = []
        if workers > 1 and sys.executable:
            try:
                pool = [stack.enter_context(_Worker(settings)) for _ in range(workers - 1)]
            except OSError as error:
                _told(f"no processes could be started ({error.strerror or error})")
        shared: _Shared[_Job] = _Shared(settings, pool)
        yield from shared.results(iter(jobs))


class _Shared(Generic[_Job]):
    """Work shared between processes and this one, which does what nobody has begun while it waits."""

    def __init__(self, settings: Settings, pool: list[_Worker]) -> None:
        self._settings, self._pool = settings, pool
        self._queue: _Queue[_Job] = _Queue()
        self._desk: Any = None
        self._missed = False

    def results(self, jobs: Iterator[_Job]) -> Iterator[tuple[_Job, Any]]:
        """Yield each job with its result, in order."""
        waiting: deque[_Task[_Job]] = deque()
        for worker in self._pool:
            worker.follow(self._queue)
        try:
            for job in jobs:
                waiting.append(self._queue.put(job))
                if len(waiting) > _AHEAD * len(self._pool):
                    yield waiting[0].job, self._result(waiting.popleft())
            while waiting:
                yield waiting[0].job, self._result(waiting.popleft())
        finally:
            self._queue.close()

    def _result(self, task: _Task[_Job]) -> Any:
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
        if self._desk is None:
            self._desk = self._settings.desk()
        return job.run(self._desk, self._settings)


def _told(what: str) -> None:
    warnings.warn(
        f"workers: {what}; what it had to do was done here, one after the other", FramingWarning, stacklevel=3
    )


class _Task(Generic[_Job]):
    """A job that someone will do; it has no result where it failed, or was lost with who had it."""

    def __init__(self, job: _Job) -> None:
        self.job = job
        self.found: Any = None
        self.lost = False
        self.done = threading.Event()

    def finish(self, found: Any, *, lost: bool = False) -> None:
        self.found, self.lost = found, lost
        self.done.set()


class _Queue(Generic[_Job]):
    """Tasks in order, for threads that each speak with one process."""

    def __init__(self) -> None:
        self._tasks: deque[_Task[_Job]] = deque()
        self._ready = threading.Condition()
        self._closed = False

    def put(self, job: _Job) -> _Task[_Job]:
        task = _Task(job)
        with self._ready:
            self._tasks.append(task)
            self._ready.notify()
        return task

    def take(self, *, wait: bool = True) -> _Task[_Job] | None:
        """Return the next task; None when there is none, or there will be none any more."""
        with self._ready:
            while wait and not self._tasks and not self._closed:
                self._ready.wait()
            return self._tasks.popleft() if self._tasks and not self._closed else None

    def close(self) -> None:
        with self._ready:
            self._closed = True
            self._ready.notify_all()


class _Worker:
    """One process and the thread that speaks with it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __enter__(self) -> _Worker:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CODE.format(path=list(map(str, sys.path)))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C in a terminal is for the first process alone, which ends the others.
            start_new_session=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        return self

    def follow(self, queue: _Queue[Any]) -> None:
        """Begin to work through a queue."""
        self._thread = threading.Thread(target=self._serve, args=(queue,), daemon=True)
        self._thread.start()

    def _serve(self, queue: _Queue[Any]) -> None:
        task: _Task[Any] | None = None
        try:
            _send(self._process.stdin, self._settings)
            while (task := queue.take()) is not None:
                _send(self._process.stdin, task.job)
                task.finish(_receive(self._process.stdout))
        # Whatever it is (a broken pipe, what can't be sent): the job is done by the first process, and said.
        except Exception:
            if task is not None:
                task.finish(None, lost=True)

    def __exit__(self, *_: object) -> None:
        # A process that waits ends when its input closes; one that is busy with what nobody wants is ended.
        self._process.kill()
        self._process.wait()
        if hasattr(self, "_thread"):
            self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _send(stream: IO[bytes] | None, value: object) -> None:
    assert stream is not None
    data = pickle.dumps(value, protocol=5)
    stream.write(len(data).to_bytes(8, "little"))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> Any:
    assert stream is not None
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    data = stream.read(int.from_bytes(head, "little"))
    return pickle.loads(data)


def serve() -> None:
    """Do jobs from standard input until it closes: what runs in a process of its own."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not stand between the answers.
    os.dup2(2, 1)
    # What fails here is done again by the one who asked, who hears what is wrong: once, and in one line.
    with suppress(Exception):
        settings = _receive(asked)
        desk = settings.desk()
        while True:
            job = _receive(asked)
            try:
                found = job.run(desk, settings)
            except Exception:
                found = None
            _send(answers, found)
