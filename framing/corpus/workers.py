"""Jobs done by processes of our own, results in order: the same bytes for any number of them.

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
from typing import IO, Any

from framing.corpus.article import Desk
from framing.corpus.jobs import Job, Settings
from framing.corpus.parts import Part
from framing.errors import FramingError, FramingWarning, brief, whole

__all__ = ["available", "number", "run"]

_CODE = "import sys; sys.path[:] = {path!r}; from framing.corpus.workers import serve; serve()"
#: Jobs handed out before the first of them is taken back, for each process.
_AHEAD = 3


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


def run(jobs: Iterable[Job], settings: Settings, workers: int) -> Generator[tuple[Job, list[Part]]]:
    """Yield each job with its parts, in order, done by so many processes, this one among them.

    What a process that ends early has left undone is done here too, and said.
    """
    with ExitStack() as stack:
        pool: list[_Worker] = []
        if workers > 1 and sys.executable:
            try:
                pool = [stack.enter_context(_Worker(settings)) for _ in range(workers - 1)]
            except OSError as error:
                _told(f"no processes could be started ({error.strerror or error})")
        yield from _Shared(settings, pool).results(iter(jobs))


class _Shared:
    """Work shared between processes and this one, which does what nobody has begun while it waits."""

    def __init__(self, settings: Settings, pool: list[_Worker]) -> None:
        self._settings, self._pool, self._queue = settings, pool, _Queue()
        self._desk: Desk | None = None
        self._missed = False

    def results(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, list[Part]]]:
        """Yield each job with its parts, in order."""
        waiting: deque[_Task] = deque()
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

    def _result(self, task: _Task) -> list[Part]:
        while not task.done.is_set():
            mine = self._queue.take(wait=False)
            if mine is None:
                # With a time limit, so that Ctrl-C is noticed while waiting on every system.
                task.done.wait(0.5)
            else:
                mine.finish(self._run(mine.job))
        if task.lost and not self._missed:
            self._missed = True
            _told("a process that was reading ended early (out of memory?)")
        # What failed in a process fails here again, and is heard.
        return self._run(task.job) if task.parts is None else task.parts

    def _run(self, job: Job) -> list[Part]:
        self._desk = self._desk or self._settings.desk()
        return job.run(self._desk, self._settings)


def _told(what: str) -> None:
    warnings.warn(
        f"workers: {what}; its files were read here, one after the other", FramingWarning, stacklevel=3
    )


class _Task:
    """A job that someone will do; it has no parts where it failed, or was lost with who had it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.parts: list[Part] | None = None
        self.lost = False
        self.done = threading.Event()

    def finish(self, parts: list[Part] | None, *, lost: bool = False) -> None:
        self.parts, self.lost = parts, lost
        self.done.set()


class _Queue:
    """Tasks in order, for threads that each speak with one process."""

    def __init__(self) -> None:
        self._tasks: deque[_Task] = deque()
        self._ready = threading.Condition()
        self._closed = False

    def put(self, job: Job) -> _Task:
        task = _Task(job)
        with self._ready:
            self._tasks.append(task)
            self._ready.notify()
        return task

    def take(self, *, wait: bool = True) -> _Task | None:
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

    def follow(self, queue: _Queue) -> None:
        """Begin to work through a queue."""
        self._thread = threading.Thread(target=self._serve, args=(queue,), daemon=True)
        self._thread.start()

    def _serve(self, queue: _Queue) -> None:
        task: _Task | None = None
        try:
            _send(self._process.stdin, self._settings)
            while (task := queue.take()) is not None:
                _send(self._process.stdin, task.job)
                task.finish(_receive(self._process.stdout))
        except (OSError, EOFError, ValueError, pickle.PickleError):
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
                parts: list[Part] | None = job.run(desk, settings)
            except Exception:
                parts = None
            _send(answers, parts)
