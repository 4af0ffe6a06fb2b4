"""CSV and TSV, one article a row: what spreadsheets, archives and R scripts write."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from framing.corpus import encoding
from framing.corpus.columns import guess
from framing.corpus.records import Fault, Note, Record, Source
from framing.corpus.sheets.open_quotes import Lines, Looks, irregular
from framing.corpus.sheets.ours import given_back, is_ours
from framing.corpus.streams import TooLarge

SUFFIXES = (".csv", ".tsv", ".tab")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

_DELIMITERS = (",", "\t", ";", "|")
#: So many rows with a mark that is never closed are mended; a file with more is no table.
_RESCUES = 100
#: Put behind the last line, to see if a quotation mark is open there; no line is left with this sign.
_END = "\x00"


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
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not _is_utf8(head):
        # Which encoding it is, only the whole shows.
        most = source.limits.whole_bytes
        data = head + stream.read(most + 1 - len(head))
        if len(data) > most:
            detail = "not in UTF-8, and too long to be held as a whole (limit whole_bytes); save it as UTF-8"
            yield Fault("too_large", detail)
            return
        text, notes = encoding.decode(data, hint=source.encoding)
        lines = iter(io.StringIO(text, newline=""))
    else:
        # The part read already and the rest are one stream again; lines come one at a time.
        told = io.TextIOWrapper(Joined(head, stream), encoding="utf-8-sig", errors="replace", newline="")  # type: ignore[type-var]
        lines = _bounded(told, source.limits.line_bytes)
    yield from _rows(lines, notes, source.limits.record_bytes)


def _bounded(stream: io.TextIOBase, most: int) -> Iterator[str]:
    """Yield lines, none longer than a bound."""
    while line := stream.readline(most + 1):
        if len(line) > most:
            raise TooLarge(
                "a line is longer than any table has (limit line_bytes); what stands before it was read"
            )
        yield line


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


class Joined(io.RawIOBase):
    """Bytes that were read already, then the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


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
    lines.back(1)
    lines.mark()
    rows = csv.reader(lines, delimiter=delimiter)
    names = [name.strip().lstrip("\ufeff") for name in _next(rows, most)]
    ours = is_ours(names)
    names = [given_back(name) for name in names] if ours else names
    counted = Counter(filter(None, names))
    repeated = next((name for name, count in counted.items() if count > 1), None)
    if repeated:
        yield Fault("duplicate_columns", f"column {repeated!r} stands twice; rename or drop one of them")
        return
    looks, empty, rescues = Looks(names, delimiter), True, 0
    while True:
        number = lines.number + 1
        lines.mark()
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
        unclosed = bool(broken) or row[-1].endswith(_END)
        doubtful = unclosed or (len(lines.taken) > 1 and irregular(lines.taken, delimiter))
        start = looks.start(lines.taken) if doubtful and rescues < _RESCUES else None
        if start is not None:
            # Another row begins inside this one: its mark was never closed, and what follows is read anew.
            rescues += 1
            own = lines.taken[:start]
            lines.back(len(lines.taken) - start)
            yield _closed(own, looks, names, delimiter, number, notes, ours)
            continue
        alone = len([line for line in lines.taken if line != _END]) == 1
        wrong = unclosed or len(row) != len(names)
        if wrong and alone and rescues < _RESCUES and (mended := _unmarked(lines.taken[0], looks)):
            rescues += 1
            yield _record(names, mended, number, (*notes, _UNMARKED), ours)
            if unclosed:
                break
        elif unclosed:
            yield _swallowed(lines.taken, number, broken)
            if not broken:
                break
        elif len(row) != len(names):
            yield Fault(
                "bad_row",
                f"{len(row)} cells where the header has {len(names)}; "
                f"look for a {_NAMES[delimiter]} or a line break outside quotation marks",
                number,
            )
        else:
            looks.learn(row)
            yield _record(names, row, number, (*notes, _DOUBT) if doubtful else notes, ours)
    if empty:
        yield Fault("empty", "the table has a header and no rows", kind="skipped")


_DOUBT = Note(
    "guessed",
    "quotes",
    "quotation marks of the row don't come in pairs: rows may have run together; look at it in the file",
)


def _record(names: list[str], row: list[str], number: int, notes: tuple[Note, ...], ours: bool) -> Record:
    if ours:
        # What was made safe for spreadsheets is given back; in anybody else's table an apostrophe is one.
        row = [given_back(cell) for cell in row]
    if any("\ufffd" in cell for cell in row):
        notes = (*notes, Note("repaired", "bad_bytes", "bytes that are not UTF-8 stand as U+FFFD"))
    raw = "\x1f".join(row).encode("utf-8", "surrogatepass")
    return Record(dict(zip(names, row, strict=True)), raw, number, notes=notes)


_UNMARKED = Note(
    "repaired", "open_quote", "a quotation mark was never closed; left out, the row has cells as the others"
)


def _unmarked(line: str, looks: Looks) -> list[str] | None:
    return looks.unmarked(line.rstrip("\r\n" + _END))


def _closed(
    lines: list[str],
    looks: Looks,
    names: list[str],
    delimiter: str,
    number: int,
    notes: tuple[Note, ...],
    ours: bool,
) -> Record | Fault:
    """Return the row of a mark that was never closed, closed where the next row begins, if it is whole.

    Where the mark stands before the last cell, it is left out instead.
    """
    whole = "".join(lines).rstrip("\r\n")
    try:
        row = next(csv.reader(io.StringIO(f'{whole}"', newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        row = []
    if len(row) != len(names):
        mended = _unmarked(lines[0], looks) if len(lines) == 1 else None
        if mended is None:
            return _swallowed(lines, number, "")
        return _record(names, mended, number, (*notes, _UNMARKED), ours)
    told = Note("repaired", "open_quote", "a quotation mark was never closed; the cell ends with its row")
    return _record(names, row, number, (*notes, told), ours)


def _swallowed(lines: list[str], number: int, broken: str) -> Fault:
    behind = sum(line != _END and bool(line.strip()) for line in lines[1:])
    lost = f", and the {behind:,} lines behind it can't be told from it" if behind > 1 else ""
    lost = ", and the line behind it can't be told from it" if behind == 1 else lost
    if "field limit" in broken:
        detail = (
            f"a cell is longer than one article may be (limit record_bytes){lost}; close a quotation mark"
        )
        return Fault("bad_row", f"{detail} that is open in it, or drop the row", number)
    said = f" ({broken})" if broken else ""
    return Fault("bad_row", f"a quotation mark in the row is never closed{said}{lost}; close it", number)


_NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "stroke"}
