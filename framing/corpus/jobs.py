"""Found files cut into jobs: pure units of work, the same whoever does them and however many do.

Small files go several to a job. A large file of records is read here, which
is quick, and its records are handed out in runs; a page is read by whoever
gets it, since reading it is the work.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from framing.corpus import files, parts
from framing.corpus.article import Desk
from framing.corpus.files import Found
from framing.corpus.outlets import Book
from framing.corpus.parts import Part
from framing.corpus.records import Item

__all__ = ["Job", "Settings", "cut"]

#: Files of one job, and the most bytes of them; records of one job.
_FILES, _BYTES, _RECORDS = 8, 4_000_000, 400


@dataclass(frozen=True)
class Settings:
    """What the user asked for: part of the input of every job.

    Attributes
    ----------
    given : mapping of str to str
        Outlet as written, or pattern of files, to the outlet it is.
    columns : mapping of str to str, optional
        Field to column.
    """

    book: Book
    given: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] | None = None

    def desk(self) -> Desk:
        """Return a desk that makes rows under these settings."""
        return Desk(self.book, self.given)


@dataclass(frozen=True)
class Job:
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
            return [parts.read_records(self.records, self.files[0], desk, settings.columns)]
        return [parts.read_file(file, desk, settings.columns) for file in self.files]


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
    return file.size > _BYTES // 2 and getattr(_reader(file), "MANY", False) is True


def _reader(file: Found) -> Any:
    try:
        with files.open_bounded(file.path, file.source.limits) as stream:
            return parts.choose(stream, file.source)
    except Exception:
        return None  # whoever reads it will say what is wrong


def _runs(file: Found) -> Iterator[Job]:
    opened: list[BinaryIO] = []
    records = parts.records_of(file, opened.append)
    run, done = tuple(itertools.islice(records, _RECORDS)), 0
    while run:
        following = tuple(itertools.islice(records, _RECORDS))
        reached = min(files.position(opened[-1]), file.size) if following and opened else file.size
        yield Job((file,), reached - done, run, not following)
        run, done = following, reached
