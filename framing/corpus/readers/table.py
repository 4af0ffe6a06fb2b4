"""CSV and TSV, one article a row: what spreadsheets, archives and R scripts write."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from framing.corpus import encoding, streams
from framing.corpus.columns import check_names, guess, is_ours
from framing.corpus.records import Fault, Note, Record, Source
from framing.corpus.streams import TooLarge
from framing.io.files import undone

#: Put behind the last line, to see if a quotation mark is open there; no line is left with this sign.
_END = "\x00"


class Lines:
    """Lines one at a time, with their number and those taken for the row that is read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number += 1
        self.taken.append(line)
        return line


def irregular(lines: Sequence[str], delimiter: str) -> bool:
    """Say whether quotation marks in some lines don't come in pairs that open and close cells.

    >>> irregular(['a,"one\\n', 'b,"two"\\n'], ","), irregular(['a,"one\\n', 'more"\\n'], ",")
    (True, False)
    """
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return len(rows) != 1


SUFFIXES = (".csv", ".tsv", ".tab")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

_DELIMITERS = (",", "\t", ";", "|")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a table: its first row names two known columns or more."""
    if encoding.is_binary(head):
        return 0
    named = name.lower().endswith(SUFFIXES)
    header = encoding.decode(head)[0].lstrip().replace("\r", "\n").split("\n", 1)[0].strip()
    if header.startswith(("{", "[", "<")):
        return 0
    delimiter = _delimiter(header)
    names = next(csv.reader([header], delimiter=delimiter), []) if delimiter else []
    # A row of prose has commas too; a header's cells are short, and some are names of the field.
    known = len(guess(names)[0]) if names and all(len(cell) < 60 for cell in names) else 0
    if known >= 2 and len(names) >= 2:
        return 80
    return 60 if named else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Record | Fault]:
    """Yield an article for each row, numbered as the line it starts in, so that a bad one can be found."""
    head = stream.read(65536)
    notes: tuple[Note, ...] = ()
    lines: Iterator[str]
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        known = not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    except UnicodeDecodeError:
        known = False
    if known:
        # The part read already and the rest are one stream again; lines come one at a time.
        told = io.TextIOWrapper(Joined(head, stream), encoding="utf-8-sig", errors="replace", newline="")  # type: ignore[type-var]
        lines = _bounded(told, source.limits.line_bytes)
    else:
        # Which encoding it is, only the whole shows.
        data = head + streams.read_rest(stream, source.limits, "save it as UTF-8")
        text, notes = encoding.decode(data)
        lines = iter(io.StringIO(text, newline=""))
    yield from _rows(lines, notes, source.limits.record_bytes)


def _bounded(stream: io.TextIOBase, most: int) -> Iterator[str]:
    """Yield lines, none longer than a bound."""
    while line := stream.readline(most + 1):
        if len(line) > most:
            raise TooLarge(
                "a line is longer than any table has (limit line_bytes); what stands before it was read"
            )
        yield line


class Joined(streams.Readable):
    """Bytes that were read already, then the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def take(self, size: int) -> bytes:
        return self._head.read(size) or self._rest.read(size)


def _delimiter(header: str) -> str | None:
    counts = {mark: header.count(mark) for mark in _DELIMITERS}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else None


def _next(rows: Iterator[list[str]], most: int) -> list[str]:
    """Read a row of any length; the limit is the process's own, so it is put back."""
    before = csv.field_size_limit(most)
    try:
        return next(rows)
    finally:
        csv.field_size_limit(before)


def _rows(source: Iterator[str], notes: tuple[Note, ...], most: int) -> Iterator[Record | Fault]:
    lines = Lines(itertools.chain((line.replace(_END, "") for line in source), [_END]))
    header = next(line for line in lines if line.strip())
    if header == _END:
        yield Fault("empty", "the table is empty", kind="skipped")
        return
    delimiter = _delimiter(header) or ","
    rows = csv.reader(itertools.chain([header], lines), delimiter=delimiter)
    names = [name.strip().lstrip("\ufeff") for name in _next(rows, most)]
    ours = is_ours(names)
    names = [undone(name) for name in names] if ours else names
    if faults := check_names(names):
        yield from faults
        return
    empty = True
    while True:
        number, lines.taken = lines.number + 1, []
        try:
            row, broken = _next(rows, most), ""
        except StopIteration:
            break
        except csv.Error as error:
            row, broken = [], str(error)
        if row == [_END]:
            break
        if not broken and not any(cell.strip() for cell in row):
            continue
        empty = False
        if broken or row[-1].endswith(_END):
            yield _unclosed(lines.taken, number, broken)
            if not broken:
                break
        elif len(row) != len(names):
            what = f"look for a {_NAMES[delimiter]} or a line break outside quotation marks"
            detail = f"{len(row)} cells where the header has {len(names)}; {what}"
            yield Fault("bad_row", detail, number)
        else:
            told = [_DOUBT] if len(lines.taken) > 1 and irregular(lines.taken, delimiter) else []
            # What was made safe for spreadsheets is given back; elsewhere an apostrophe is one.
            row = [undone(cell) for cell in row] if ours else row
            if any("\ufffd" in cell for cell in row):
                told.append(Note("repaired", "bad_bytes", "bytes that are not UTF-8 stand as U+FFFD"))
            raw = "\x1f".join(row).encode("utf-8", "surrogatepass")
            yield Record(dict(zip(names, row, strict=True)), raw, number, notes=(*notes, *told))
    if empty:
        yield Fault("empty", "the table has a header and no rows", kind="skipped")


_DOUBT = Note(
    "guessed",
    "quotes",
    "quotation marks of the row don't come in pairs: rows may have run together; look at it in the file",
)


def _unclosed(lines: list[str], number: int, broken: str) -> Fault:
    """Return the fault of a row in which a quotation mark is never closed, or a cell is too long."""
    behind = sum(bool(line.strip(_END).strip()) for line in lines[1:])
    many = "line" if behind == 1 else f"{behind:,} lines"
    lost = f", and the {many} behind it can't be told from it" if behind else ""
    if "field limit" in broken:
        detail = f"a cell is longer than one article may be (limit record_bytes){lost}"
        return Fault(
            "bad_row", f"{detail}; close a quotation mark that is open in it, or drop the row", number
        )
    said = f" ({broken})" if broken else ""
    return Fault("bad_row", f"a quotation mark in the row is never closed{said}{lost}; close it", number)


_NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "stroke"}
