"""One process that does jobs for us, is ended when a step takes too long, and then replaced.

It watches its own time, by a clock that needs nothing of what runs: a library
that never comes back is ended as surely as a loop.
"""

from __future__ import annotations

import faulthandler
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from types import FrameType
from typing import IO, Any, Protocol

# A bound on how long something may take in this very process, where Python can be interrupted.

#: What was interrupted and goes on all the same is interrupted again, so many seconds later.
_AGAIN = 1.0
#: So many seconds later it is looked again whether a module has been imported.
_IMPORTED = 0.05
#: A longer bound is none.
_LONGEST = 1e6


class Late(BaseException):
    """It took too long. No `Exception`, so that nothing which catches those takes it for a broken value."""


def can_interrupt() -> bool:
    """Say whether what runs here can be interrupted: in the first thread, on systems that have alarms."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise `Late` in the block when so many seconds are over; an alarm set by others rings as it would have.

    Parameters
    ----------
    seconds : float
        Infinite for no bound.
    """
    if seconds > _LONGEST or not can_interrupt():
        yield
        return
    theirs, interval = signal.getitimer(signal.ITIMER_REAL)
    if 0 < theirs <= seconds:
        # Someone bounds this already, and more tightly.
        yield
        return
    ringing, outer = [True], sys._getframe(2)

    def ring(number: int, frame: FrameType | None) -> None:
        if not ringing:
            return
        # A module that is cut off half way through its import can't be imported again.
        inside = _imports(frame, outer)
        signal.setitimer(signal.ITIMER_REAL, _IMPORTED if inside else _AGAIN)
        if not inside:
            raise Late

    before = signal.signal(signal.SIGALRM, ring)
    begun = time.monotonic()
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            yield
        finally:
            ringing.clear()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if before is None else before)
        if theirs:
            left = max(theirs - (time.monotonic() - begun), 1e-3)
            signal.setitimer(signal.ITIMER_REAL, left, interval)


def _imports(frame: FrameType | None, outer: FrameType) -> bool:
    """Say whether a module is being imported by what began in the outer frame."""
    machinery = sys.modules["_frozen_importlib"].__dict__
    while frame is not None and frame is not outer:
        if frame.f_globals is machinery:
            return True
        frame = frame.f_back
    return False


_CODE = "import sys; sys.path[:] = {path!r}; from framing.engine.process import serve; serve()"
#: What a process says when it is ready, and the status it ends with when its time is over, or its memory.
_READY, _LATE, _FULL = "ready", 1, 3
#: So many seconds a process is given to leave, when it says nothing more.
_LEAVING = 5.0


class Settings(Protocol):
    """What is part of the input of every job; sent to each process once."""

    def make_tools(self) -> Any:
        """Return what jobs are done with: made once in each process."""


class Job(Protocol):
    """A pure unit of work; sent to one process."""

    def run(self, tools: Any, settings: Any) -> Any:
        """Return its result, never None."""


class Steps(ABC):
    """A job of several steps, or one of them: what takes longer than `seconds` is told and left.

    As it stands it is one step without bounds, that is done in a process which can be ended.
    """

    #: So many processes may end over it.
    tries: int = 2

    @property
    def seconds(self) -> float:
        """How long it may take as one step; infinite for no bound."""
        return math.inf

    @property
    def memory(self) -> float:
        """How many bytes it may take as one step beside what a process of ours has; infinite for no bound."""
        return math.inf

    def steps(self) -> Sequence[Steps]:
        """What it is made of, each with its own time."""
        return (self,)

    def elsewhere(self) -> bool:
        """Say whether, as one step, it must be done in a process that can be ended."""
        return True

    @abstractmethod
    def run(self, tools: Any, settings: Any) -> Any:
        """Return its result, never None."""

    def joined(self, results: Sequence[Any]) -> Any:
        """Return the results of its steps as its own."""
        return results[0]

    def smaller(self) -> Sequence[Steps]:
        """What it is cut into when it took too long, to find the guilty one; empty where it is that."""
        return ()

    def took(self, seconds: float) -> None:  # noqa: B027
        """Hear how long it took, or was given where it took longer."""

    def late(self) -> Any:
        """Return what is said in place of a result where it took too long."""
        return self.ended()

    def full(self) -> Any:
        """Return what is said in place of a result where it took too much memory."""
        return self.ended()

    @abstractmethod
    def ended(self) -> Any:
        """Return what is said where it ended every process that tried."""


class Lost(Exception):
    """A process that can't be had, or is to be no more."""


class Process:
    """A process that does jobs; use it as a context.

    It is started afresh (pyarrow and threads do not survive a fork) with a command line of its own, so that
    the caller's script or notebook is not run again in it and needs no guard. It lives on its standard input:
    when that closes, for whatever reason, it ends.

    Parameters
    ----------
    settings : Settings
    fork : bool
        Whether to fork this process where `can_fork` says that it may be: then nothing is imported again, and
        the settings need not be sent.

    Raises
    ------
    OSError
        None can be started.
    """

    def __init__(self, settings: Settings, *, fork: bool = False) -> None:
        self._settings = settings
        self._data: bytes | None = None
        self._closing = False
        self._fork = fork and can_fork()
        self._start()

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.close()

    def usable(self, settings: Settings) -> bool:
        """Say whether it can do more: it hasn't been told to end, nor is it a fork that knows of others."""
        return not self._closing and (not self._fork or settings is self._settings)

    def tell(self, settings: Settings) -> None:
        """Have what follows done under these settings; what they hold may not be such as can be sent."""
        if not self._fork and (self._data is None or settings is not self._settings):
            self._settings, self._data, self._told = settings, pack(settings), False

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
        self._began = self._ready = self._told = self._fork
        if self._fork:
            self._process: subprocess.Popen[bytes] | _Fork = _Fork(self._settings)
            return
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

    def do(self, steps: Sequence[Job | Steps], *, tries: int = 0) -> list[Any]:
        """Return the result of each step; None where it failed.

        Parameters
        ----------
        tries : int
            So many processes may still end over each; by default as many as it says itself.

        Raises
        ------
        Lost
            The process ended before it had done anything, or over a job that isn't made of steps.
        """
        self.tell(self._settings)
        results: list[Any] = []
        rest = list(steps)
        while rest:
            try:
                if not self._told:
                    send(self._process.stdin, self._data)
                    self._told, self._ready = True, False
                send(self._process.stdin, tuple(rest))
                if not self._ready:
                    receive(self._process.stdout)
                    self._began = self._ready = True
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
                results.append(self._cut(guilty, status, (tries or guilty.tries) - 1))
        return results

    def _cut(self, guilty: Steps, status: int, left: int) -> Any:
        """Return what comes of a step over which the process ended: by its parts, or what is to be said."""
        if status == _LATE:
            guilty.took(guilty.seconds)
        smaller = guilty.smaller()
        if smaller:
            found = self.do(smaller)
            return None if any(one is None for one in found) else guilty.joined(found)
        # Whoever has no bound ended with that status by itself.
        if status == _LATE and guilty.seconds < math.inf:
            return guilty.late()
        if status == _FULL and guilty.memory < math.inf:
            return guilty.full()
        return self.do([guilty], tries=left)[0] if left > 0 else guilty.ended()

    def _replaced(self) -> int:
        """Start a fresh process in the place of one that ended; return the status it ended with."""
        usable = self._began
        try:
            status = self._process.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        self.close()
        if self._closing or not usable:
            raise Lost
        self._start()
        return status


def can_fork() -> bool:
    """Say whether this process may be forked: on Linux, where no thread of the caller's may hold a lock.

    Threads of ours rest whenever the first one forks, and libraries look after their own.
    """
    others = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    first = threading.current_thread() is threading.main_thread()
    return sys.platform == "linux" and first and all(name.startswith(OURS) for name in others)


#: What the names of our threads begin with.
OURS = "framing"


class _Fork:
    """A fork of this process that does jobs, with what is used of `subprocess.Popen`."""

    def __init__(self, settings: Settings) -> None:
        import multiprocessing

        (asked, more), (answers, out) = os.pipe(), os.pipe()

        def work() -> None:
            for one in (more, answers):
                os.close(one)
            serve(os.fdopen(asked, "rb"), os.fdopen(out, "wb"), settings)

        self._process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
        with warnings.catch_warnings():
            # It has threads, as `can_fork` allows.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        os.close(asked)
        os.close(out)
        self.stdin, self.stdout = os.fdopen(more, "wb"), os.fdopen(answers, "rb")
        self.kill = self._process.kill

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, and return its status."""
        self._process.join(timeout)
        return self._process.exitcode or 0


def pack(value: object) -> bytes:
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


def serve(asked: IO[bytes] | None = None, answers: IO[bytes] | None = None, settings: Any = None) -> None:
    """Do jobs from a pipe, by default standard input, until it closes: what runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive, args=(os.getppid(),), daemon=True).start()
    tools = settings and settings.make_tools()
    if asked is None or answers is None:
        asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
        # What a library prints must not stand between the answers.
        os.dup2(2, 1)
    # What fails here is done again by the one who asked, who hears what is wrong: once, and in one line.
    with suppress(Exception), open(os.devnull, "w", encoding="utf8") as nowhere:
        while True:
            asked_for = receive(asked)
            if isinstance(asked_for, bytes):
                settings = pickle.loads(asked_for)
                tools = settings.make_tools()
                send(answers, _READY)
                continue
            for job in asked_for:
                begun, memory = time.monotonic(), getattr(job, "memory", math.inf)
                try:
                    with _watched(getattr(job, "seconds", math.inf), nowhere), _bounded(memory):
                        found = job.run(tools, settings)
                except Exception as error:
                    if isinstance(error, MemoryError) and memory < math.inf:
                        # Nothing that it holds is of use any more, and no other may find it in the way.
                        os._exit(_FULL)
                    found = None
                send(answers, (found, time.monotonic() - begun))
    # Whoever asked may be gone, and with it the pipe: what is still to be written is for nobody.
    with suppress(OSError):
        answers.close()


def _outlive(parent: int) -> None:
    """End this process soon after the one that started it was killed, whatever is being done."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


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
