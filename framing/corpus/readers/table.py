"""CSV and TSV, one article a row: what spreadsheets, archives and R scripts write."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from framing.corpus import encoding
from framing.corpus.columns import check_names, guess, is_ours
from framing.corpus.records import Fault, Note, Record, Source
from framing.corpus.streams import TooLarge
from framing.io.files import undone

# Where a CSV goes on behind a quotation mark that is never closed: seen from what rows look like, or not.

_FORMS = {
    "number": re.compile(r"\d{1,12}"),
    "date": re.compile(
        r"(?:19|20)\d\d-?[01]\d-?[0-3]\d(?:[ T].{0,30})?|[0-3]?\d[/.][0-3]?\d[/.](?:19|20)\d\d(?: .{0,20})?"
    ),
    "address": re.compile(r"(?:https?://|www\.)\S+"),
    "key": re.compile(r"(?=\S*\d)[\w:-]{6,64}"),
}  # fmt: skip
# What a column must hold if it is this field of ours, before any row was read.
_BY_FIELD = {"published": "date", "updated": "date", "url": "address"}
#: Names out of few: so many rows at least, and at most this share of them different.
_ROWS, _SHARE, _LONGEST = 4, 0.5, 60
#: Put behind the last line, to see if a quotation mark is open there; no line is left with this sign.
_END = "\x00"
#: Quotation marks of a line that are tried.
_MARKS = 12


class Lines:
    """Lines one at a time; those of the last row can be taken back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: list[str] = []
        #: Lines given so far, and those since `mark`.
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._back.pop() if self._back else next(self._lines)
        self.number += 1
        self.taken.append(line)
        return line

    def mark(self) -> None:
        """Begin a row."""
        self.taken = []

    def back(self, count: int) -> None:
        """Take the last lines of the row back, so that they come again."""
        self._back.extend(reversed(self.taken[len(self.taken) - count :]))
        self.number -= count


class Looks:
    """What the rows of a table look like, learned from those that were read."""

    def __init__(self, names: Sequence[str], delimiter: str) -> None:
        self._size = len(names)
        self._delimiter = delimiter
        fields = {column: field for field, column in guess(names)[0].items()}
        self._fixed = [_BY_FIELD.get(fields.get(name, "")) for name in names]
        self._forms: list[set[str]] = [{form} if form else set(_FORMS) for form in self._fixed]
        self._values: list[set[str] | None] = [set() for _ in names]
        self._rows = 0

    def learn(self, row: Sequence[str]) -> None:
        """Take note of a row that was read well."""
        self._rows += 1
        for index, cell in enumerate(row):
            if not cell.strip():
                continue
            forms = self._forms[index]
            if forms and not self._fixed[index]:
                forms.intersection_update([form for form in forms if _FORMS[form].fullmatch(cell.strip())])
            values = self._values[index]
            if values is not None:
                values.add(cell)
                if len(cell) > _LONGEST or len(values) > max(8, self._rows * _SHARE):
                    self._values[index] = None

    def start(self, lines: Sequence[str]) -> int | None:
        """Return which of some lines, behind the first, begins a row; None where none shows it."""
        seen = ((index, *_cells(line, self._delimiter)) for index, line in enumerate(lines) if index)
        return next((index for index, cells, whole in seen if self.fits(cells, whole=whole)), None)

    def fits(self, row: Sequence[str], *, whole: bool = True) -> bool:
        """Say whether a row, or what is seen of one, looks as those before it in a column that tells."""
        if len(row) > self._size or (whole and len(row) != self._size):
            return False
        seen = [self._likely(index, cell) for index, cell in enumerate(row)]
        return True in seen and False not in seen

    def unmarked(self, line: str) -> list[str] | None:
        """Return the row of a line in which one quotation mark opens a cell and is never closed.

        The mark is left out: that gives a row which looks like those before it. None where no mark, or
        more than one, does so.

        >>> looks = Looks(["title", "date", "text"], ",")
        >>> looks.unmarked('"Port reopens,2026-01-15,"It did, at last."')
        ['Port reopens', '2026-01-15', 'It did, at last.']
        """
        found = []
        for mark in itertools.islice(re.finditer(f'(?:^|{re.escape(self._delimiter)})"', line), _MARKS):
            tried = line[: mark.end() - 1] + line[mark.end() :]
            try:
                rows = list(csv.reader([tried], delimiter=self._delimiter, strict=True))
            except csv.Error:
                continue
            if len(rows) == 1 and self.fits(rows[0]):
                found.append(rows[0])
        return found[0] if len(found) == 1 else None

    def _likely(self, index: int, cell: str) -> bool | None:
        """Say whether a cell fits its column; None where the column takes anything, or the cell is empty."""
        forms, values = self._forms[index], self._values[index]
        if not cell.strip():
            return None
        if values is not None and self._rows >= _ROWS and len(values) <= self._rows * _SHARE:
            return cell in values
        if forms and (self._rows or self._fixed[index]):
            return any(_FORMS[form].fullmatch(cell.strip()) for form in forms)
        return None


def _cells(line: str, delimiter: str) -> tuple[list[str], bool]:
    """Return the cells that a line shows whole, and whether it is a whole row: no cell is open at its end."""
    try:
        row = next(csv.reader([line.rstrip("\r\n") + "\r\n", _END], delimiter=delimiter), [])
    except csv.Error:
        return [], True
    opened = bool(row) and row[-1].endswith(_END)
    return (row[:-1], False) if opened else (row, True)


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
#: So many rows with a mark that is never closed are mended; a file with more is no table.
_RESCUES = 100


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
        most = source.limits.whole_bytes
        data = head + stream.read(most + 1 - len(head))
        if len(data) > most:
            detail = "not in UTF-8, and too long to be held as a whole (limit whole_bytes); save it as UTF-8"
            yield Fault("too_large", detail)
            return
        text, notes = encoding.decode(data, hint=source.encoding)
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
    names = [undone(name) for name in names] if ours else names
    if faults := check_names(names):
        yield from faults
        return
    looks, empty, rescues = Looks(names, delimiter), True, 0

    def record(row: list[str], number: int, *told: Note) -> Record:
        if ours:
            # What was made safe for spreadsheets is given back; in anybody else's table an apostrophe is one.
            row = [undone(cell) for cell in row]
        if any("\ufffd" in cell for cell in row):
            told = (*told, Note("repaired", "bad_bytes", "bytes that are not UTF-8 stand as U+FFFD"))
        raw = "\x1f".join(row).encode("utf-8", "surrogatepass")
        return Record(dict(zip(names, row, strict=True)), raw, number, notes=(*notes, *told))

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
        own = [line for line in lines.taken[:start] if line != _END]
        mended = None
        if start is not None:
            # Another row begins inside this one: its mark was never closed, and what follows is read anew.
            lines.back(len(lines.taken) - start)
            if (closed := _close(own, delimiter)) and len(closed) == len(names):
                rescues += 1
                detail = "a quotation mark was never closed; the cell ends with its row"
                yield record(closed, number, Note("repaired", "open_quote", detail))
                continue
        if (start is not None or unclosed or len(row) != len(names)) and rescues < _RESCUES:
            # Where the mark stands before the last cell, it is left out instead.
            mended = looks.unmarked(own[0].rstrip("\r\n")) if len(own) == 1 else None
        if start is not None or mended:
            rescues += 1
        if mended:
            detail = "a quotation mark was never closed; left out, the row has cells as the others"
            yield record(mended, number, Note("repaired", "open_quote", detail))
        elif unclosed or start is not None:
            yield _swallowed(own, number, broken if start is None else "")
        elif len(row) != len(names):
            what = f"look for a {_NAMES[delimiter]} or a line break outside quotation marks"
            detail = f"{len(row)} cells where the header has {len(names)}; {what}"
            yield Fault("bad_row", detail, number)
        else:
            looks.learn(row)
            yield record(row, number, *((_DOUBT,) if doubtful else ()))
        if unclosed and start is None and (mended or not broken):
            break
    if empty:
        yield Fault("empty", "the table has a header and no rows", kind="skipped")


_DOUBT = Note(
    "guessed",
    "quotes",
    "quotation marks of the row don't come in pairs: rows may have run together; look at it in the file",
)


def _close(lines: list[str], delimiter: str) -> list[str]:
    """Return the row of a mark that was never closed, closed where the next row begins."""
    whole = "".join(lines).rstrip("\r\n")
    try:
        return next(csv.reader(io.StringIO(f'{whole}"', newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _swallowed(lines: list[str], number: int, broken: str) -> Fault:
    behind = sum(bool(line.strip()) for line in lines[1:])
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
