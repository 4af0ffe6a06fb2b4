"""One process that does jobs for us, is ended when a step takes too long, and then replaced.

It watches its own time, by a clock that needs nothing of what runs: a library
that never comes back is ended as surely as a loop.
"""

from __future__ import annotations

import faulthandler
import math
import os
import pickle
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, Protocol

__all__ = ["Job", "Lost", "Process", "Settings", "Steps", "serve", "steps_of"]

_CODE = "import sys; sys.path[:] = {path!r}; from framing.corpus.process import serve; serve()"
#: What a process says when it is ready, and the status it ends with when its time is over, or its memory.
_READY, _LATE, _FULL = "ready", 1, 3
#: So many seconds a process is given to leave, when it says nothing more; and the longest time there is.
_LEAVING, _LONGEST = 5.0, 1e6


class Settings(Protocol):
    """What is part of the input of every job; sent to each process once."""

    def desk(self) -> Any:
        """Return what jobs are done with: made once in each process."""


class Job(Protocol):
    """A pure unit of work; sent to one process."""

    def run(self, desk: Any, settings: Any) -> Any:
        """Return its result, never None."""


class Steps(ABC):
    """A job of several steps, or one of them: what takes longer than `seconds` is told and left."""

    @property
    @abstractmethod
    def seconds(self) -> float:
        """How long it may take as one step; infinite for no bound."""

    @property
    def memory(self) -> float:
        """How many bytes it may take as one step beside what a process of ours has; infinite for no bound."""
        return math.inf

    @abstractmethod
    def steps(self) -> Sequence[Steps]:
        """What it is made of, each with its own time."""

    @abstractmethod
    def elsewhere(self) -> bool:
        """Say whether, as one step, it must be done in a process that can be ended."""

    @abstractmethod
    def run(self, desk: Any, settings: Any) -> Any:
        """Return its result, never None."""

    @abstractmethod
    def joined(self, results: Sequence[Any]) -> Any:
        """Return the results of its steps as its own."""

    @abstractmethod
    def smaller(self) -> Sequence[Steps]:
        """What it is cut into when it took too long, to find the guilty one; empty where it is that."""

    def took(self, seconds: float) -> None:  # noqa: B027
        """Hear how long it took, or was given where it took longer."""

    @abstractmethod
    def late(self) -> Any:
        """Return what is said in place of a result where it took too long."""

    def full(self) -> Any:
        """Return what is said in place of a result where it took too much memory."""
        return self.ended()

    @abstractmethod
    def ended(self) -> Any:
        """Return what is said where it ended every process that tried."""


def steps_of(job: Steps) -> list[Steps]:
    """Return the steps of a job, as a list of its own."""
    return list(job.steps())


class Lost(Exception):
    """A process that can't be had, or is to be no more."""


class Process:
    """A process; use it as a context.

    Raises
    ------
    OSError
        None can be started.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._closing = False

    def __enter__(self) -> Process:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.close()

    def stop(self) -> None:
        """End it, whatever it does; who waits for it hears that it is lost."""
        self._closing = True
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close its pipes, when nobody reads them any more."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _start(self) -> None:
        if not sys.executable:
            raise OSError("no Python is known to start it with")
        self._ready = self._told = False
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CODE.format(path=list(map(str, sys.path)))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C in a terminal is for the first process alone, which ends the others.
            start_new_session=True,
            # Arrow's own pool takes a gigabyte at once, which is counted though it is never used.
            env={**os.environ, "PYTHONWARNINGS": "ignore", "ARROW_DEFAULT_MEMORY_POOL": "system"},
        )
        if self._closing:
            self._process.kill()

    def do(self, steps: Sequence[Job | Steps], *, last: bool = False) -> list[Any]:
        """Return the result of each step; None where it failed.

        Parameters
        ----------
        last : bool
            What ends the process is not tried again.

        Raises
        ------
        Lost
            The process ended before it had done anything, or over a job that isn't made of steps.
        """
        results: list[Any] = []
        rest = list(steps)
        while rest:
            try:
                self._hand_out(rest)
                while rest:
                    found, seconds = receive(self._process.stdout)
                    results.append(found)
                    if isinstance(done := rest.pop(0), Steps):
                        done.took(seconds)
            except (EOFError, OSError):
                guilty = rest.pop(0)
                status = self._replaced()
                if not isinstance(guilty, Steps):
                    raise Lost from None
                results.append(self._cut(guilty, status, last))
        return results

    def tell(self) -> None:
        """Send the settings, if that wasn't done; what they hold may not be such as can be sent."""
        if not self._told:
            send(self._process.stdin, self._settings)
            self._told = True

    def _hand_out(self, steps: Sequence[Job | Steps]) -> None:
        self.tell()
        send(self._process.stdin, tuple(steps))
        if not self._ready:
            receive(self._process.stdout)
            self._ready = True

    def _cut(self, guilty: Steps, status: int, last: bool) -> Any:
        """Return what comes of a step over which the process ended: by its parts, or what is to be said."""
        if status == _LATE:
            guilty.took(guilty.seconds)
        smaller = guilty.smaller()
        if smaller:
            found = self.do(smaller)
            return None if None in found else guilty.joined(found)
        if status in (_LATE, _FULL):
            return guilty.late() if status == _LATE else guilty.full()
        return guilty.ended() if last else self.do([guilty], last=True)[0]

    def _replaced(self) -> int:
        """Start a fresh process in the place of one that ended; return the status it ended with."""
        usable = self._ready
        status = self._over()
        self.close()
        if self._closing or not usable:
            raise Lost
        self._start()
        return status

    def _over(self) -> int:
        """Return the status of a process that closed its end of a pipe."""
        try:
            return self._process.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def send(stream: IO[bytes] | None, value: object) -> None:
    """Write a value, its length before it."""
    assert stream is not None
    data = pickle.dumps(value, protocol=5)
    stream.write(len(data).to_bytes(8, "little"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes] | None) -> Any:
    """Return the next value.

    Raises
    ------
    EOFError
        There is none, or no whole one.
    """
    assert stream is not None
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    size = int.from_bytes(head, "little")
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


def serve() -> None:
    """Do jobs from standard input until it closes: what runs in a process of its own."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not stand between the answers.
    os.dup2(2, 1)
    # What fails here is done again by the one who asked, who hears what is wrong: once, and in one line.
    with suppress(Exception), open(os.devnull, "w", encoding="utf8") as nowhere:
        settings = receive(asked)
        desk = settings.desk()
        send(answers, _READY)
        while True:
            for job in receive(asked):
                begun, memory = time.monotonic(), getattr(job, "memory", math.inf)
                try:
                    with _watched(getattr(job, "seconds", math.inf), nowhere), _bounded(memory):
                        found = job.run(desk, settings)
                except Exception as error:
                    if isinstance(error, MemoryError) and memory < math.inf:
                        # Nothing that it holds is of use any more, and no other may find it in the way.
                        os._exit(_FULL)
                    found = None
                send(answers, (found, time.monotonic() - begun))
    # Whoever asked may be gone, and with it the pipe: what is still to be written is for nobody.
    with suppress(OSError):
        answers.close()


@contextmanager
def _watched(seconds: float, nowhere: IO[str]) -> Iterator[None]:
    """End this process when so many seconds are over, whatever it does then."""
    if seconds > _LONGEST:
        yield
        return
    faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@contextmanager
def _bounded(memory: float) -> Iterator[None]:
    """Let this process take so many bytes more than it has, where the system tells and bounds that: on Linux.

    It is the data that is bounded, and not what is mapped: of that libraries reserve much and use little.
    """
    try:
        if memory == math.inf:
            raise OSError
        # Its BLAS takes memory for each processor when it is imported, which no file is to blame for.
        import numpy  # noqa: F401

        with open("/proc/self/status", encoding="ascii") as status:
            held = int(status.read().partition("VmData:")[2].split()[0]) * 1024
    except (OSError, IndexError):
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    most = min(bound for bound in (held + int(memory), *before) if bound != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_DATA, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
