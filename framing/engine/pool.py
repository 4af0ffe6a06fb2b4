"""Jobs done by processes of our own, results in order: the same bytes for any number of them.

What a job is, and what it is done with, is the business of who has them: files to read, targets to judge,
parts of a store. A job that is made of steps, each of which has its time, is never waited for without end:
what takes longer is interrupted here, or its process ended and replaced, and only the guilty step is lost.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
import warnings
import weakref
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager, suppress
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from framing.engine import process
from framing.engine.process import Job, Lost, Process, Settings, Steps
from framing.errors import FramingError, FramingWarning, as_integer, brief, warn

# How far work is, for who waits: what is done, its rate, the time left; silence where nobody looks.


def shows_bar(progress: bool | None) -> bool:
    """Say whether a bar is shown: as asked, else on a terminal and in a notebook."""
    if progress is None:
        return sys.stderr.isatty() or "ipykernel" in sys.modules
    return bool(progress)


_UNITS = ((3600, "hours"), (60, "min"), (1, "s"))


def say_time(seconds: float) -> str:
    """Return a time to two digits, in the unit people would say it in.

    >>> [say_time(seconds) for seconds in (3, 47.2, 100, 232, 3000, 5400, 90000)]
    ['3 s', '47 s', '1.7 min', '4 min', '50 min', '1.5 hours', '25 hours']
    """
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= 1.5 * size), _UNITS[-1])
    number = seconds / size
    return (
        f"{number:.1f} {unit}".replace(".0 ", " ")
        if number < 3 and size > 1
        else f"{max(1, round(number))} {unit}"
    )


class Stages:
    """Stages of long work, for who waits: a bar with the time left; where output is redirected a line each.

    Parameters
    ----------
    progress : bool, optional
        Whether anything is shown; by default a bar on a terminal and in a notebook.
    """

    def __init__(self, progress: bool | None) -> None:
        self._expected: dict[str, float] = {}
        self._name, self._detail, self._share, self._began = "starting", "", 0.0, time.monotonic()
        #: Seconds of the stages that are done: those expected, and those it took. A second of either is
        #: given, so that a first quick stage promises nothing.
        self._done = self._took = 1.0
        self._bar: Any = None
        self._lines = shows_bar(progress) and not shows_bar(None)
        self._ended = threading.Event()
        if self._lines:
            print("Stages, with their seconds:", file=sys.stderr, flush=True)
        elif shows_bar(progress):
            # Rows that a terminal doesn't give would hide it.
            self._bar = _tqdm()(total=1.0, bar_format="{bar:30} {desc}{postfix}", leave=False, nrows=20)
            threading.Thread(target=self._refresh, name=process.OURS, daemon=True).start()

    def __enter__(self) -> Stages:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._bar is not None:
            self._bar.close()

    def plan(self, expected: Mapping[str, float]) -> None:
        """Say which stages are to come, and how many seconds each is expected to take."""
        self._expected = dict(expected)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Do a stage in the block; it counts for the time left where it was planned."""
        self._name, self._detail, self._share, self._began = name, "", 0.0, time.monotonic()
        yield
        took = time.monotonic() - self._began
        if name in self._expected:
            self._done += self._expected.pop(name)
            self._took += took
        if self._lines and took >= 0.05:
            print(f"  {name} {took:.1f}", file=sys.stderr, flush=True)

    def within(self, size: int, doing: str) -> Callable[[int], object]:
        """Return a function that is told how much more of a stage's inner work is done."""
        done = 0

        def advance(more: int) -> None:
            nonlocal done
            done += more
            self._share = min(done / size, 1.0) if size else 0.0
            self._detail = f"{f', {doing}' * (doing != self._name)} {100 * self._share:.0f} %"

        return advance

    def left(self) -> tuple[float, float]:
        """Return the share that is done, and the seconds left by how long what is done took."""
        slower, expected = self._took / self._done, self._expected.get(self._name, 0.0)
        if expected:
            passed = max((time.monotonic() - self._began) / slower / expected, self._share)
            # A stage that takes longer than expected goes on ever more slowly.
            expected *= passed if passed < 0.7 else 1 - 0.3 * math.exp(1 - passed / 0.7)
        total = sum(self._expected.values())
        return (self._done + expected) / (self._done + total), slower * (total - expected)

    def _refresh(self) -> None:
        while not self._ended.wait(0.2):
            share, left = self.left()
            self._bar.n = share if self._expected else 0.0
            self._bar.set_description_str(f"{self._name}{self._detail}", refresh=False)
            self._bar.set_postfix_str(f"{say_time(left)} left" if self._expected else "", refresh=False)
            self._bar.refresh()


def _tqdm() -> Any:
    with warnings.catch_warnings():
        # Without ipywidgets a notebook gets the bar of a terminal, which will do.
        warnings.filterwarnings("ignore", "IProgress not found")
        from tqdm.auto import tqdm
    return tqdm


@contextmanager
def bar(
    size: int, progress: bool | Stages | None, *, unit: str = "B", doing: str = "reading"
) -> Iterator[Callable[[int], object]]:
    """Give a function that is told how many bytes, or other units, more are done.

    Parameters
    ----------
    size : int
        Bytes in all, or whatever `unit` says.
    progress : bool or Stages, optional
        As in `load`; stages that are shown say it themselves.
    """
    if isinstance(progress, Stages):
        yield progress.within(size, doing)
        return
    if not shows_bar(progress):
        yield lambda done: None
        return
    # Shown from the second on in which someone begins to wonder.
    with _tqdm()(
        total=size, unit=unit, unit_scale=unit == "B", desc=doing, delay=0 if progress else 0.5, leave=False
    ) as shown:
        yield shown.update


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
    count = as_integer(workers)
    if count is None or count < 1:
        raise FramingError(
            f"workers: {brief(workers)} is no number of processes; give 1 or more, or leave it out"
        )
    return count


def run_jobs(jobs: Iterable[_Job], settings: Settings, workers: int) -> Generator[tuple[_Job, Any]]:
    """Yield each job with its result, in order, done by so many processes, this one among them."""
    pool = Pool(workers - 1)
    try:
        yield from pool.run(jobs, settings)
    finally:
        pool.close()


_Work: TypeAlias = Callable[[Any], Any]


class _Given(NamedTuple):
    """What functions are called with."""

    value: Any

    def make_tools(self) -> Any:
        """Return it."""
        return self.value


class _Call(NamedTuple):
    """The call of a function; its result has the warnings with it."""

    work: _Work

    def run(self, tools: Any, settings: object) -> tuple[Any, list[str]]:
        """Return what comes of it, and what it warned of."""
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always", FramingWarning)
            made = self.work(tools)
        return made, [str(one.message) for one in said if issubclass(one.category, FramingWarning)]


class Pool:
    """Processes beside this one, which live until it is closed, since to start one takes a while.

    Parameters
    ----------
    number : int
        How many, at most.
    fork : bool
        Whether they may be forks of this one.
    """

    def __init__(self, number: int, *, fork: bool = False) -> None:
        self.number, self._fork = number, fork
        self._processes: list[Process] = []
        weakref.finalize(self, _end, self._processes)

    def run(self, jobs: Iterable[_Job], settings: Settings) -> Generator[tuple[_Job, Any]]:
        """Yield each job with its result, in order.

        What a process that ends early has left undone is done here too, and said. One more process is
        started where a step must not be done here, since nothing here could end it.
        """
        run: _Run[_Job]
        with self._serving(settings, len(jobs) if isinstance(jobs, Sized) else self.number) as (run, others):
            yield from run.results(iter(jobs), others)

    @contextmanager
    def beside(self, works: Sequence[_Work], given: Any) -> Iterator[Callable[[_Work], Any]]:
        """Have functions called with what is given while the block does other things; give what awaits each.

        Who waits for a result that nobody has begun makes it. What is warned of is warned of here.
        """
        run: _Run[_Call]
        with self._serving(_Given(given), len(works)) as (run, _):
            tasks = {id(work): run.add(_Call(work)) for work in works}

            def wait(work: _Work) -> Any:
                made, said = run.result(tasks[id(work)], alone=True)
                for message in said:
                    warn(message)
                return made

            yield wait

    @contextmanager
    def _serving(self, settings: Settings, jobs: int) -> Iterator[tuple[_Run[Any], int]]:
        """Have processes serve in the block; give who hands out jobs, and how many processes there are."""
        _end([one for one in self._processes if not one.usable(settings)])
        self._processes[:] = [one for one in self._processes if one.usable(settings)]
        most = min(self.number, jobs)
        try:
            while len(self._processes) < most:
                self._processes.append(Process(settings, fork=self._fork))
        except OSError as error:
            if not self._processes:
                _warn(f"no processes could be started ({error.strerror or error})")
        run: _Run[Any] = _Run(settings)
        threads: list[threading.Thread] = []
        done = False
        try:
            # Stopped by hand between two of them, the first would wait for work that never comes.
            for one in self._processes[:most]:
                # Before anything can change what they hold; what can't be sent is said by who sends it.
                with suppress(Exception):
                    one.tell(settings)
                run.takers += 1
                threads.append(threading.Thread(target=run.serve, args=(one,), daemon=True))
                threads[-1].start()
            yield run, len(threads)
            done = True
        finally:
            run.close()
            if not done:
                # One that is busy with what nobody wants is ended.
                _end(self._processes, threads)
            _join(threads)

    def close(self) -> None:
        """End the processes, whatever they do."""
        _end(self._processes)


class _Task(Generic[_Job]):
    """A job that someone will do; it has no result where it failed, or was lost with who had it.

    `elsewhere` says that the first process must leave it to the others.
    """

    def __init__(self, job: _Job) -> None:
        self.job = job
        self.elsewhere = isinstance(job, Steps) and (
            not process.can_interrupt() or any(step.elsewhere() for step in job.steps())
        )
        self.found: Any = None
        self.lost = False
        self.done = threading.Event()

    def finish(self, found: Any, *, lost: bool = False) -> None:
        """Set what came of it."""
        self.found, self.lost = found, lost
        self.done.set()


class _Run(Generic[_Job]):
    """Tasks in order, for threads that each speak with a process, and for the first one while it waits."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tasks: deque[_Task[_Job]] = deque()
        self._ready = threading.Condition()
        self._closed = self._missed = False
        self._tools: Any = None
        self._beside: Process | None = None
        #: Threads that take tasks; when the last one leaves, the first process does all that is left.
        self.takers = 0

    def results(self, jobs: Iterator[_Job], others: int) -> Iterator[tuple[_Job, Any]]:
        """Yield each job with its result, in order."""
        waiting: deque[_Task[_Job]] = deque()
        for job in jobs:
            waiting.append(self.add(job))
            if len(waiting) > _AHEAD * others:
                yield waiting[0].job, self.result(waiting.popleft())
        while waiting:
            yield waiting[0].job, self.result(waiting.popleft())

    def add(self, job: _Job) -> _Task[_Job]:
        """Have a job done by whoever takes it."""
        task = _Task(job)
        with self._ready:
            self._tasks.append(task)
            self._ready.notify()
        return task

    def serve(self, one: Process) -> None:
        """Have a process do tasks as long as there are any: what a thread of its own does."""
        task: _Task[_Job] | None = None
        try:
            one.tell(self._settings)
            while (task := self._take(wait=True)) is not None:
                job = task.job
                found = one.do(job.steps() if isinstance(job, Steps) else [job])
                if any(result is None for result in found):
                    task.finish(None)
                else:
                    task.finish(job.joined(found) if isinstance(job, Steps) else found[0])
        # Whatever it is (a broken pipe, what can't be sent): the job is done by the first process, and said.
        except Exception:
            one.stop()
            one.close()
            if task is not None:
                task.finish(None, lost=True)
        finally:
            with self._ready:
                self.takers -= 1

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._ready:
            self._closed = True
            self._ready.notify_all()
        if self._beside is not None:
            self._beside.stop()
            self._beside.close()

    def _take(self, *, wait: bool, only: _Task[_Job] | None = None) -> _Task[_Job] | None:
        """Return the next task; None when there is none, or there will be none any more.

        Who doesn't wait is the first process, which gets what may be done there, or the `only` one it wants.
        """
        with self._ready:
            while wait and not self._tasks and not self._closed:
                self._ready.wait()
            if self._closed:
                return None
            for task in self._tasks:
                if only in (None, task) and (wait or not task.elsewhere or not self.takers):
                    self._tasks.remove(task)
                    return task
            return None

    def result(self, task: _Task[_Job], *, alone: bool = False) -> Any:
        """Return the result of a task; what nobody has begun, or it alone, is done here meanwhile."""
        while not task.done.is_set():
            mine = self._take(wait=False, only=task if alone else None)
            if mine is None:
                # With a time limit, so that Ctrl-C is noticed while waiting on every system.
                task.done.wait(0.5)
            else:
                mine.finish(self._do(mine.job))
        if task.lost and not self._missed:
            self._missed = True
            _warn("a process ended early (out of memory?)")
        # What failed in a process fails here again, and is heard.
        return self._do(task.job) if task.found is None else task.found

    def _do(self, job: _Job) -> Any:
        """Do a job here, but for steps that nothing here could end."""
        if not isinstance(job, Steps):
            return job.run(self._at(), self._settings)
        return job.joined([self._step(step) for step in job.steps()])

    def _step(self, step: Steps) -> Any:
        if step.elsewhere() or not process.can_interrupt():
            with suppress(OSError, Lost):
                self._beside = self._beside or Process(self._settings)
                found = self._beside.do([step])[0]
                if found is not None:
                    return found
        begun = time.monotonic()
        try:
            with process.limit_time(step.seconds):
                found = step.run(self._at(), self._settings)
            step.took(time.monotonic() - begun)
            return found
        except process.Late:
            step.took(time.monotonic() - begun)
            smaller = step.smaller()
            return step.joined([self._step(one) for one in smaller]) if smaller else step.late()

    def _at(self) -> Any:
        if self._tools is None:
            self._tools = self._settings.make_tools()
        return self._tools


def _warn(what: str) -> None:
    warn(f"workers: {what}; what it had to do was done here, one after the other")


def _end(processes: list[Process], threads: Sequence[threading.Thread] = ()) -> None:
    """End processes; those who wait for them hear it before their pipes are closed."""
    for one in processes:
        one.stop()
    _join(threads)
    for one in processes:
        one.close()
    processes.clear()


def _join(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        # Stopped by hand while it was being started, it can't be waited for.
        with suppress(RuntimeError):
            thread.join()
