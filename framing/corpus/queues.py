"""Tasks in order, taken by threads that each speak with one process, and by the first one while it waits."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any, Generic, TypeVar

__all__ = ["Queue", "Task"]

_Job = TypeVar("_Job")


class Task(Generic[_Job]):
    """A job that someone will do; it has no result where it failed, or was lost with who had it.

    `elsewhere` says that the first process must leave it to the others.
    """

    def __init__(self, job: _Job, *, elsewhere: bool = False) -> None:
        self.job, self.elsewhere = job, elsewhere
        self.found: Any = None
        self.lost = False
        self.done = threading.Event()

    def finish(self, found: Any, *, lost: bool = False) -> None:
        """Set what came of it."""
        self.found, self.lost = found, lost
        self.done.set()


class Queue(Generic[_Job]):
    """Tasks in order, for several threads."""

    def __init__(self) -> None:
        self._tasks: deque[Task[_Job]] = deque()
        self._ready = threading.Condition()
        self._takers = 0
        self._closed = False

    def join(self) -> None:
        """Be one who takes tasks, besides the first process."""
        with self._ready:
            self._takers += 1

    def leave(self) -> None:
        """Be none any more: when the last one leaves, the first process does all that is left."""
        with self._ready:
            self._takers -= 1

    def put(self, job: _Job, *, elsewhere: bool = False) -> Task[_Job]:
        """Add a job."""
        task = Task(job, elsewhere=elsewhere)
        with self._ready:
            self._tasks.append(task)
            self._ready.notify()
        return task

    def take(self, *, wait: bool = True) -> Task[_Job] | None:
        """Return the next task; None when there is none, or there will be none any more.

        Who doesn't wait is the first process, which gets what may be done there.
        """
        with self._ready:
            while wait and not self._tasks and not self._closed:
                self._ready.wait()
            if self._closed:
                return None
            for task in self._tasks:
                if wait or not task.elsewhere or not self._takers:
                    self._tasks.remove(task)
                    return task
            return None

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._ready:
            self._closed = True
            self._ready.notify_all()
