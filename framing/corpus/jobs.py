"""Found files cut into jobs: pure units of work, the same whoever does them and however many do.

Small files go several to a job. A large file of records is read in one process
beside this one, which can be ended, and its records are handed out in runs; a
page is read by whoever gets it, since reading it is the work. Each file has its
time, and so has each run of records; of a run that took too long its records
are tried one by one. All runs together have no more time than a file of that size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from framing.corpus import parts, streams
from framing.corpus.article import RowBuilder
from framing.corpus.files import FoundFile
from framing.corpus.outlets import Book
from framing.corpus.parts import Entry, Part
from framing.corpus.records import Fault, Item, Note, Record
from framing.engine import process
from framing.engine.process import Lost, Process, Steps

if TYPE_CHECKING:
    from framing.corpus.load import Cache


#: Files of one job, and the most bytes of them; records of one job.
_FILES, _BYTES, _RECORDS = 8, 4_000_000, 400
#: A file of more bytes is read in runs, if it is one of many records.
_LONG = 2_000_000
#: Each started megabyte of a file, or of a run of records, has its time.
_TIMED = 1024**2
#: From so many bytes on a file, or a record, is read where it can be ended and its memory is bounded: a
#: tree of a page takes three hundred times its bytes, and more than a shorter one has no process lacks.
_LARGE = 1024**2
#: Rules of faults that another run may not find: they depend on the machine.
TIMED = ("too_slow", "too_much_memory", "ended")
# How files begin that may unfold to very much, or that libraries read which may not come back: archives,
# gzip, PDF, older documents of Office, Parquet and Feather.
_PACKED = (b"PK", b"\x1f\x8b", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1", b"ARROW1")


@dataclass(frozen=True)
class Settings:
    """What the user asked for: part of the input of every job.

    Attributes
    ----------
    given : mapping of str to str
        Outlet as written, or pattern of files, to the outlet it is.
    columns : mapping of str to str, optional
        Field to column.
    kept : Cache, optional
        What came of runs of records before; it changes no result.
    """

    book: Book
    given: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] | None = None
    kept: Cache | None = None

    def make_tools(self) -> RowBuilder:
        """Return what makes rows under these settings."""
        return RowBuilder(self.book, self.given)


@dataclass
class _Whole:
    """What is left of the time that all runs of a long file have to be read, or to be cleaned."""

    left: float


@dataclass(frozen=True)
class Job(Steps):
    """Whole files, or a run of records of one file.

    Attributes
    ----------
    files : tuple of Found
        One where `records` are given.
    size : int
        Bytes on disk that are done with it.
    last : bool
        No more records of the file follow.
    whole : _Whole, optional
        The time of the file's cleaning, of which the run takes its own.
    """

    files: tuple[FoundFile, ...]
    size: int
    records: tuple[Item, ...] | None = None
    last: bool = True
    whole: _Whole | None = field(default=None, compare=False)

    def run(self, tools: RowBuilder, settings: Settings) -> list[Part]:
        """Return a part for each file."""
        if self._is_over():
            return self.late()
        if self.records is not None:
            file, records = self.files[0], self.records
            if settings.kept is None:
                return [parts.read_records(records, file, tools, settings.columns)]
            make = partial(parts.read_records, records, file, tools, settings.columns)
            return [settings.kept.run(file, records, make, lasting)]
        return [parts.read_file(file, tools, settings.columns) for file in self.files]

    @property
    def seconds(self) -> float:
        """How long a file, or the run of records, may take."""
        size = self.size
        if self.records is not None:
            size = sum(len(item.raw) for item in self.records if isinstance(item, Record))
        own = self.files[0].source.limits.seconds * (1 + size // _TIMED)
        return own if self.whole is None or self._is_over() else min(own, self.whole.left)

    @property
    def memory(self) -> float:
        """How much memory a file, or the run of records, may take."""
        return self.files[0].source.limits.memory

    def took(self, seconds: float) -> None:
        """Take from the time of the file what a run of it took."""
        if self.whole is not None:
            self.whole.left -= seconds

    def _is_over(self) -> bool:
        return self.whole is not None and self.whole.left <= 0

    def steps(self) -> Sequence[Job]:
        """Return a job for each file."""
        if len(self.files) == 1:
            return (self,)
        return [Job((file,), file.size) for file in self.files]

    def elsewhere(self) -> bool:
        """Say whether its reading may not come back or take much memory, by size and how the file begins."""
        if self.records is not None:
            return any(len(item.raw) >= _LARGE for item in self.records if isinstance(item, Record))
        return self.files[0].fault is None and _is_risky(self.files[0])

    def joined(self, results: Sequence[list[Part]]) -> list[Part]:
        """Return the parts of all files, or those of all records as one."""
        made = [part for result in results for part in result]
        if self.records is None:
            return made
        whole = Part()
        for part in made:
            whole.extend(part)
        return [whole]

    def smaller(self) -> Sequence[Job]:
        """Return a job for each record, if it is several."""
        if self.records is None or len(self.records) < 2 or self._is_over():
            return ()
        return [Job(self.files, 0, (item,), whole=self.whole) for item in self.records]

    def late(self) -> list[Part]:
        """Return the one line of what took too long."""
        if self._is_over():
            file = self.files[0]
            return [Part([Entry(file.source.path, None, b"", False, (_too_slow(file, "cleaning"),))])]
        said = f"its reading took longer than {_told(self.seconds)} (limit seconds); leave it out"
        return self._lost("too_slow", said)

    def full(self) -> list[Part]:
        """Return the one line of what took too much memory."""
        return self._lost("too_much_memory", f"{_FULL}; leave it out")

    def ended(self) -> list[Part]:
        """Return the one line of what no process survived."""
        return self._lost("ended", f"{_ENDED}; leave it out, or save it in another form")

    def _lost(self, rule: str, detail: str) -> list[Part]:
        item, source = self.records[0] if self.records else None, self.files[0].source
        place = source.at(item.number, item.member) if isinstance(item, (Record, Fault)) else source.path
        return [Part([parts.lost(place, Fault(rule, detail), source)])]


_FULL = "its reading took more memory than it may (limit memory)"
_ENDED = "the process that read it was ended twice, by lack of memory or a fault of a library"
_BEFORE = "what stands before was read: leave the rest out"


def lasting(part: Part) -> bool:
    """Say whether another run finds the same, since nothing took too long: only then it is to be kept."""
    return not any(note.rule in TIMED for entry in part.entries for note in entry.notes)


def cut(found: Iterable[FoundFile]) -> Iterator[Job]:
    """Yield the jobs of some files, in their order."""
    waiting: list[FoundFile] = []
    size = 0
    with ExitStack() as stack:
        reading = _Reading(stack)
        for file in found:
            long = file.fault is None and file.size > _LONG
            if long and (runs := reading.runs(file)) is not None:
                if waiting:
                    yield Job(tuple(waiting), size)
                    waiting, size = [], 0
                yield from runs
                continue
            waiting.append(file)
            size += file.size
            if len(waiting) >= _FILES or size >= _BYTES:
                yield Job(tuple(waiting), size)
                waiting, size = [], 0
        if waiting:
            yield Job(tuple(waiting), size)


def _is_risky(file: FoundFile) -> bool:
    """Say whether a file must be read where it can be ended: it is long, packed, or its reader says so."""
    if file.size >= _LARGE or file.source.name.lower().endswith(_suffixes()):
        return True
    try:
        with file.path.open("rb") as stream:
            return stream.read(8).startswith(_PACKED)
    except OSError:
        return False  # whoever reads it will say what is wrong


def _suffixes() -> tuple[str, ...]:
    readers = parts.readers().values()
    return tuple(end for reader in readers if getattr(reader, "ENDABLE", False) for end in reader.SUFFIXES)


class _Run(NamedTuple):
    """Records of a long file, and how far it is read then; `many` says whether it is read in runs at all."""

    items: list[Item]
    reached: int = 0
    many: bool = True


class _Opened:
    """A long file that is read, run after run: what the process that reads keeps open."""

    def __init__(self) -> None:
        self.streams: list[BinaryIO] = []
        self.records: Iterator[Item] | None = None

    def begin(self, file: FoundFile) -> bool:
        """Open a file, and say whether it holds so many records that reading it is worth splitting."""
        self.streams = []
        self.records = parts.records_of(file, self.streams.append)
        try:
            with streams.open_bounded(file.path, file.source.limits) as stream:
                reader = parts.choose(stream, file.source)
        except MemoryError:
            raise
        except Exception:
            return False  # whoever reads it will say what is wrong
        return getattr(reader, "MANY", False) is True and getattr(reader, "ENDABLE", False) is not True


class _NoSettings:
    """Settings of the process that reads long files: it has none."""

    def make_tools(self) -> _Opened:
        return _Opened()


@dataclass(frozen=True)
class _Next(Steps):
    """The next records of a long file, as far as they can be read in the time of a run."""

    file: FoundFile
    first: bool
    whole: _Whole
    most: int
    size: int

    @property
    def bound(self) -> float:
        """How long the reading may take; the process is ended only where that doesn't come back."""
        return min(self.file.source.limits.seconds, self.whole.left)

    @property
    def seconds(self) -> float:
        return self.bound + 1

    @property
    def memory(self) -> float:
        return self.file.source.limits.memory

    def run(self, tools: _Opened, settings: object) -> _Run:
        items, size = list[Item](), 0
        try:
            with process.limit_time(self.bound):
                if self.first and not tools.begin(self.file):
                    return _Run([], many=False)
                if tools.records is None:
                    return self.ended()
                for item in tools.records:
                    items.append(item)
                    size += len(item.raw) if isinstance(item, Record) else 0
                    if len(items) == self.most or size >= self.size:
                        break
        except process.Late:
            items += self.late().items
        return _Run(items, streams.position(tools.streams[-1]) if tools.streams else 0)

    def took(self, seconds: float) -> None:
        self.whole.left -= seconds

    def late(self) -> _Run:
        seconds = self.file.source.limits.seconds
        if self.bound < seconds:
            return _Run([_too_slow(self.file, "reading")])
        said = f"reading on took longer than {_told(seconds)} (limit seconds) for {self.most} records"
        return _Run([Fault("too_slow", f"{said}; {_BEFORE}")])

    def full(self) -> _Run:
        return _Run([Fault("too_much_memory", f"{_FULL}; {_BEFORE}")])

    def ended(self) -> _Run:
        return _Run([Fault("ended", f"{_ENDED}; {_BEFORE}")])


class _Reading:
    """Reads long files in a process beside this one, which is started for the first of them."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._process: Process | None = None
        self._here: _Opened | None = None

    def runs(self, file: FoundFile) -> Iterator[Job] | None:
        """Return the records of a long file in runs, or None where it isn't to be read in runs.

        What stops their reading is a fault behind them.
        """
        reading, cleaning = _Whole(_whole(file)), _Whole(_whole(file))
        first = self._next(file, reading, first=True)
        return self._jobs(first, file, reading, cleaning) if first.many else None

    def _jobs(self, run: _Run, file: FoundFile, reading: _Whole, cleaning: _Whole) -> Iterator[Job]:
        done = 0
        while run.items:
            last = run.items[-1]
            if cleaning.left <= 0:
                following = _Run([])
                run.items[:] = [_too_slow(file, "cleaning")]
            elif isinstance(last, (Fault, Note)) and last.rule in TIMED:
                following = _Run([])
            else:
                following = self._next(file, reading)
            reached = min(run.reached, file.size) if following.items else file.size
            yield Job((file,), reached - done, tuple(run.items), not following.items, cleaning)
            run, done = following, reached

    def _next(self, file: FoundFile, whole: _Whole, *, first: bool = False) -> _Run:
        if whole.left <= 0:
            return _Run([_too_slow(file, "reading")])
        step = _Next(file, first, whole, _RECORDS, _BYTES)
        if self._here is None:
            try:
                if self._process is None:
                    self._process = self._stack.enter_context(Process(_NoSettings()))
                return self._process.do([step])[0]
            except (OSError, Lost):
                # No process can be had.
                self._here = _Opened()
        return step.run(self._here, None)


def _whole(file: FoundFile) -> float:
    """Return how many seconds all of a file has."""
    return file.source.limits.seconds * (1 + file.size // _TIMED)


def _too_slow(file: FoundFile, what: str) -> Note:
    """Return the one line of a long file whose time is over, whatever of it was to be done then."""
    said = f"its {what} took longer than {_told(_whole(file))} in all (limit seconds); {_BEFORE}"
    return Note("failed", "too_slow", file.source.limits.explained(said), once=True)


def _told(seconds: float) -> str:
    return f"{seconds:,.0f} seconds" if seconds >= 10 else f"{seconds:g} seconds"
