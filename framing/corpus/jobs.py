"""Found files cut into jobs: pure units of work, the same whoever does them and however many do.

Small files go several to a job. A large file of records is read here, which
is quick, and its records are handed out in runs; a page is read by whoever
gets it, since reading it is the work. Each file has its time, and so has each
run of records; of a run that took too long its records are tried one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from framing.corpus import alarm, parts, streams
from framing.corpus.article import Desk
from framing.corpus.files import Found
from framing.corpus.outlets import Book
from framing.corpus.parts import Part
from framing.corpus.process import Steps
from framing.corpus.records import Fault, Item, Record

if TYPE_CHECKING:
    from framing.corpus.cache import Cache

__all__ = ["TIMED", "Job", "Settings", "cut", "lasting"]

#: Files of one job, and the most bytes of them; records of one job.
_FILES, _BYTES, _RECORDS = 8, 4_000_000, 400
#: Each started megabyte of a file, or of a run of records, has its time.
_TIMED = 1024**2
#: From so many bytes on a file that isn't many records is read where it can be ended.
_LARGE = 8_000_000
#: Rules of faults that another run may not find: they depend on how quick the machine was.
TIMED = ("too_slow", "ended")
# How files begin that libraries read which may not come back: archives, PDF, older documents of Office.
_PACKED = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")


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

    def desk(self) -> Desk:
        """Return a desk that makes rows under these settings."""
        return Desk(self.book, self.given)


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
    """

    files: tuple[Found, ...]
    size: int
    records: tuple[Item, ...] | None = None
    last: bool = True

    def run(self, desk: Desk, settings: Settings) -> list[Part]:
        """Return a part for each file."""
        if self.records is not None:
            file, records = self.files[0], self.records
            if settings.kept is None:
                return [parts.read_records(records, file, desk, settings.columns)]
            make = partial(parts.read_records, records, file, desk, settings.columns)
            return [settings.kept.run(file, records, make, lasting)]
        return [parts.read_file(file, desk, settings.columns) for file in self.files]

    @property
    def seconds(self) -> float:
        """How long a file, or the run of records, may take."""
        size = self.size
        if self.records is not None:
            size = sum(len(item.raw) for item in self.records if isinstance(item, Record))
        return self.files[0].source.limits.seconds * (1 + size // _TIMED)

    def steps(self) -> Sequence[Job]:
        """Return a job for each file."""
        if len(self.files) == 1:
            return (self,)
        return [Job((file,), file.size) for file in self.files]

    def elsewhere(self) -> bool:
        """Say whether a file's reader may be one that never comes back, by how the file begins."""
        return self.records is None and self.files[0].fault is None and _endable(self.files[0])

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
        if self.records is None or len(self.records) < 2:
            return ()
        return [Job(self.files, 0, (item,)) for item in self.records]

    def late(self) -> list[Part]:
        """Return the one line of what took too long."""
        said = f"its reading took longer than {_told(self.seconds)} (limit seconds); leave it out"
        return self._lost("too_slow", said)

    def ended(self) -> list[Part]:
        """Return the one line of what no process survived."""
        said = (
            "the process that read it was ended twice, by lack of memory or a fault of a library; "
            "leave it out, or save it in another form"
        )
        return self._lost("ended", said)

    def _lost(self, rule: str, detail: str) -> list[Part]:
        item, source = self.records[0] if self.records else None, self.files[0].source
        place = source.at(item.number, item.member) if isinstance(item, (Record, Fault)) else source.path
        return [Part([parts.lost(place, Fault(rule, detail), source)])]


def lasting(part: Part) -> bool:
    """Say whether another run finds the same, since nothing took too long: only then it is to be kept."""
    return not any(note.rule in TIMED for entry in part.entries for note in entry.notes)


def cut(found: Iterable[Found]) -> Iterator[Job]:
    """Yield the jobs of some files, in their order."""
    waiting: list[Found] = []
    size = 0
    for file in found:
        if _many(file):
            if waiting:
                yield Job(tuple(waiting), size)
                waiting, size = [], 0
            yield from _runs(file)
            continue
        waiting.append(file)
        size += file.size
        if len(waiting) >= _FILES or size >= _BYTES:
            yield Job(tuple(waiting), size)
            waiting, size = [], 0
    if waiting:
        yield Job(tuple(waiting), size)


def _many(file: Found) -> bool:
    """Say whether a file holds so many records that reading it is worth splitting."""
    if file.fault is not None or file.size <= _BYTES // 2:
        return False
    reader = _reader(file)
    return getattr(reader, "MANY", False) is True and getattr(reader, "ENDABLE", False) is not True


def _endable(file: Found) -> bool:
    """Say whether a file's reader says of itself that it must be one that can be ended, or it is large."""
    # Most files are small pages and texts: to choose their reader twice would cost more than it helps.
    if file.size < _LARGE and not file.source.name.lower().endswith(_suffixes()) and not _is_packed(file):
        return False
    reader = _reader(file)
    many = getattr(reader, "MANY", False) is True
    return getattr(reader, "ENDABLE", file.size >= _LARGE and not many) is True


def _suffixes() -> tuple[str, ...]:
    readers = parts.readers().values()
    return tuple(end for reader in readers if getattr(reader, "ENDABLE", False) for end in reader.SUFFIXES)


def _is_packed(file: Found) -> bool:
    try:
        with file.path.open("rb") as stream:
            return stream.read(8).startswith(_PACKED)
    except OSError:
        return False  # whoever reads it will say what is wrong


def _reader(file: Found) -> Any:
    try:
        with streams.open_bounded(file.path, file.source.limits) as stream:
            return parts.choose(stream, file.source)
    except Exception:
        return None  # whoever reads it will say what is wrong


def _runs(file: Found) -> Iterator[Job]:
    """Yield the records of a long file in runs; what stops their reading is a fault behind them."""
    opened: list[BinaryIO] = []
    records = parts.records_of(file, opened.append)
    run, done = _run(records, file), 0
    while run:
        following = _run(records, file)
        reached = min(streams.position(opened[-1]), file.size) if following and opened else file.size
        yield Job((file,), reached - done, tuple(run), not following)
        run, done = following, reached


def _run(records: Iterator[Item], file: Found) -> list[Item]:
    """Return the next records, as far as they can be read in the time of a run."""
    seconds, run, size = file.source.limits.seconds, list[Item](), 0
    try:
        with alarm.within(seconds):
            for item in records:
                run.append(item)
                size += len(item.raw) if isinstance(item, Record) else 0
                if len(run) == _RECORDS or size >= _BYTES:
                    break
    except alarm.Late:
        run.append(
            Fault(
                "too_slow",
                f"reading on took longer than {_told(seconds)} (limit seconds) for {_RECORDS} records; "
                "what stands before was read: leave the rest out",
            )
        )
    return run


def _told(seconds: float) -> str:
    return f"{seconds:,.0f} seconds" if seconds >= 10 else f"{seconds:g} seconds"
