"""Where a CSV goes on behind a quotation mark that is never closed: seen from what rows look like, or not.

Such a mark swallows the rows behind it, whole or up to the next mark. A line
inside the swallowed part counts as the start of a row only if its first cells
look like those of rows that were read well: a date, an address, a number, a
name out of few. Where no column tells, nothing is guessed.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Sequence

from framing.corpus.columns import guess

__all__ = ["Lines", "Looks", "irregular"]

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
        return next((index for index, line in enumerate(lines) if index and self._begins(line)), None)

    def fits(self, row: Sequence[str]) -> bool:
        """Say whether a whole row looks as those before it, in one column that tells at least."""
        if len(row) != self._size:
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

    def _begins(self, line: str) -> bool:
        """Say whether a line's cells are those of a row, as far as it shows them."""
        cells, whole = _cells(line, self._delimiter)
        if len(cells) > self._size or (whole and len(cells) != self._size):
            return False
        seen = [self._likely(index, cell) for index, cell in enumerate(cells)]
        return True in seen and False not in seen

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
    """Return the cells that a line shows whole, and whether it is a whole row."""
    try:
        row = next(csv.reader([line.rstrip("\r\n") + "\x00"], delimiter=delimiter), [])
    except csv.Error:
        return [], True
    end = row[-1] if row else ""
    # An open quotation mark holds on to the line's end; a closed cell has the sign right behind it.
    whole = not _open(line, delimiter)
    return ([*row[:-1], end.rstrip("\x00")], True) if whole else (row[:-1], False)


def _open(line: str, delimiter: str) -> bool:
    """Say whether a quotation mark that opens a cell is still open at the line's end."""
    rows = csv.reader([line.rstrip("\r\n") + "\r\n", "\x00"], delimiter=delimiter)
    try:
        first = next(rows, [])
    except csv.Error:
        return False
    return bool(first) and first[-1].endswith("\x00")


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
