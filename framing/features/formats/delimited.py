"""Lists of terms in columns: CSV and TSV as spreadsheets and papers give them, and LIWC-22's ``.dicx``.

What a column holds is guessed from its name and its cells, by the rules in
:func:`read`; the lexicon's `meaning` says what was guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.errors import FramingError
from framing.features.formats._build import Refused, Row, build, text_of
from framing.features.lexicon import Lexicon
from framing.plugins import toml

SUFFIXES = (".csv", ".tsv", ".tab", ".dicx", ".txt")

TERM: tuple[str, ...] = tuple(toml(__package__, "lists")["delimited"]["term"])
CATEGORY: tuple[str, ...] = tuple(toml(__package__, "lists")["delimited"]["category"])
WEIGHT: tuple[str, ...] = tuple(toml(__package__, "lists")["delimited"]["weight"])
#: Columns of numbers that say nothing of a term's meaning, though their cells can look like marks.
ASIDE = frozenset(("", "id", "index", "rank", "n", "freq", "frequency", "count", "counts"))

YES = frozenset(("1", "1.0", "x", "true", "yes", "y"))
NO = frozenset(("", "0", "0.0", "false", "no", "-", "na", "nan"))
#: Delimiters, the likeliest first where two of them would do.
DELIMITERS = ("\t", ";", ",", "|")


@dataclass(frozen=True)
class _Sheet:
    """The cells of a file: `names` of columns (empty without a header), `rows` with their line numbers."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str
    headed: bool

    def column(self, index: int) -> list[str]:
        return [cells[index] for _, cells in self.rows if len(cells) > index]

    def label(self, index: int) -> str:
        return repr(self.names[index]) if self.headed else str(index + 1)


@dataclass(frozen=True)
class _Roles:
    term: int
    category: int | None
    weight: int | None
    marks: tuple[int, ...]


def read(data: bytes, name: str) -> Lexicon:
    """Read the bytes of a file of that name.

    - The delimiter is the one of tab, semicolon, comma and bar that cuts the first 50 lines most evenly;
      ``.tsv`` and ``.tab`` have tabs. A file without any is one term a line.
    - The first line is a header if a cell of it is a known name of a column of terms, categories or
      weights, or if it has no number in a column of numbers.
    - Terms stand in the column with the first name of `TERM` there is, else in the first that isn't numbers.
    - A column named as in `CATEGORY` that holds words gives the poles, one or more a row (``a; b``). One
      named as in `WEIGHT` that holds numbers, or the only column of numbers, gives the weights. A weight of
      only 0 and 1 beside a category marks the rows that count, as in the NRC emotion lexicon.
    - Without a column of categories, each column of marks (1, x, true, yes; blank, 0, false, no) is a
      pole. In ``.dicx`` a mark may be a number, which is the term's weight there.
    - Without a header, the first column that isn't numbers is terms; the one after it is weights if it
      holds numbers and categories if it holds words.

    Raises
    ------
    FramingError
        The file can't be cut into cells, or no row can be used.
    """
    sheet = _sheet(text_of(data, name), name)
    roles = _roles(sheet, weighted_marks=name.lower().endswith(".dicx"))
    return build(name, _rows(sheet, roles), _meaning(sheet, roles))


def _sheet(text: str, name: str) -> _Sheet:
    first = re.match(r"sep=(.)\n", text)
    delimiter = first[1] if first else _delimiter(text, name)
    lines = io.StringIO(text)
    if first:
        next(lines)
    # Terms in tab-separated lists hold quotation marks that quote nothing.
    if delimiter == "\t":
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    rows = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                bare = [
                    cell[1:-1].replace('""', '"').strip()
                    if len(cell) > 1 and cell[0] == cell[-1] == '"'
                    else cell
                    for cell in map(str.strip, cells)
                ]
                rows.append((reader.line_num + bool(first), tuple(bare)))
    except csv.Error as error:
        fault = f"line {reader.line_num} can't be cut into cells ({error})"
        raise FramingError(f"{name}: {fault}; save it again as CSV") from None
    if not rows:
        raise FramingError(f"{name}: empty; give one term a line with its category or weight")
    headed = _is_header(rows, delimiter)
    width = max(len(cells) for _, cells in rows)
    names = tuple(map(_plain, rows[0][1])) if headed else ("",) * width
    return _Sheet(names, tuple(rows[headed:]), delimiter, headed)


def _delimiter(text: str, name: str) -> str:
    if name.lower().endswith((".tsv", ".tab")):
        return "\t"
    sample = [line for line in text.split("\n", 200) if line.strip()][:50]
    best, most = "\t", 0
    for delimiter in DELIMITERS:
        widths = Counter(_width(line, delimiter) for line in sample)
        cut = Counter({width: rows for width, rows in widths.items() if width > 1})
        even = max(cut.values(), default=0)
        # Terms hold a comma now and then: most lines must be cut, or it is no delimiter.
        if 2 * cut.total() > len(sample) and even > most:
            best, most = delimiter, even
    return best


def _width(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 1


def _plain(name: str) -> str:
    """Return a column's name as the lists above write it.

    >>> _plain("V.Mean.Sum"), _plain("AffectDimension"), _plain(" Sentiment score ")
    ('v_mean_sum', 'affectdimension', 'sentiment_score')
    """
    return re.sub(r"\W+", "_", name.strip().lower()).strip("_")


def _is_header(rows: Sequence[tuple[int, tuple[str, ...]]], delimiter: str) -> bool:
    cells = rows[0][1]
    known = {*TERM, *CATEGORY, *WEIGHT}
    if len(cells) > 1 and any(_plain(cell) in known for cell in cells):
        return True
    if len(cells) == 1:
        return _plain(cells[0]) in TERM and len(rows) > 1
    below = [cells for _, cells in rows[1:]]
    columns = [[row[i] for row in below if len(row) > i] for i in range(len(cells))]
    return any(
        cell and _number(cell, delimiter) is None and _numeric(column, delimiter)
        for cell, column in zip(cells, columns, strict=True)
    )


def _roles(sheet: _Sheet, weighted_marks: bool) -> _Roles:
    if not sheet.headed:
        width, term = len(sheet.names), _first_words(sheet)
        numbers = [i for i in range(term + 1, width) if _numeric(sheet.column(i), sheet.delimiter)]
        beside = term + 1 if width > term + 1 and term + 1 not in numbers else None
        return _Roles(term, beside, numbers[0] if numbers else None, ())
    term = next((sheet.names.index(name) for name in TERM if name in sheet.names), _first_words(sheet))
    free = [i for i in range(len(sheet.names)) if i != term]
    numeric = {i for i in free if _numeric(sheet.column(i), sheet.delimiter)}
    weight = _named(sheet, WEIGHT, [i for i in free if i in numeric])
    category = _named(sheet, CATEGORY, [i for i in free if i not in numeric])
    if category is not None:
        return _Roles(term, category, weight, ())
    rest = [i for i in free if i != weight and sheet.names[i] not in ASIDE]
    found = []
    for i in rest:
        cells = {cell.lower() for cell in sheet.column(i)}
        others = [cell for cell in cells - YES - NO if _number(cell, sheet.delimiter) is None]
        marked = cells <= YES | NO and not cells.isdisjoint(YES)
        if marked or (weighted_marks and not others and not cells <= NO):
            found.append(i)
    marks = tuple(found)
    if weight is None and not marks and len(numeric & set(rest)) == 1:
        weight = min(numeric & set(rest))
    return _Roles(term, None, weight, marks)


def _first_words(sheet: _Sheet) -> int:
    """Return the first column that isn't numbers; the first of all where all are."""
    columns = range(len(sheet.names))
    return next((i for i in columns if not _numeric(sheet.column(i), sheet.delimiter)), 0)


def _named(sheet: _Sheet, names: Sequence[str], among: Sequence[int]) -> int | None:
    found = (i for name in names for i in among if sheet.names[i] == name)
    return next(found, None)


def _numeric(cells: Sequence[str], delimiter: str) -> bool:
    """Whether more than half of the filled cells are numbers: the others are then faults to be named."""
    filled = [cell for cell in cells if cell]
    return 2 * sum(_number(cell, delimiter) is not None for cell in filled) > len(filled)


def _number(cell: str, delimiter: str) -> float | None:
    """Read a number; with a decimal comma where the comma doesn't part cells.

    >>> _number("−1,5", ";"), _number("+2", ","), _number("high", ",")
    (-1.5, 2.0, None)
    """
    cell = cell.replace("−", "-")
    if delimiter != "," and re.fullmatch(r"[+-]?\d*,\d+", cell):
        cell = cell.replace(",", ".")
    try:
        return float(cell)
    except ValueError:
        return None


def _rows(sheet: _Sheet, roles: _Roles) -> Iterator[Row | Refused]:
    only_marks = _marks_rows(sheet, roles)
    width = len(sheet.names)
    for line, cells in sheet.rows:
        written = sheet.delimiter.join(cells).replace("\t", " ")
        if any(cells[width:]):
            yield Refused(line, written, f"{len(cells)} cells where the header has {width}")
            continue
        cells = (*cells, *[""] * (width - len(cells)))
        term = cells[roles.term]
        weight = None if roles.weight is None else _number(cells[roles.weight], sheet.delimiter)
        if roles.weight is not None and weight is None:
            yield Refused(line, written, f"a weight that is no number: {cells[roles.weight]!r}")
        elif only_marks and not weight:
            continue
        elif roles.category is not None:
            for category in re.split(r"[;|]", cells[roles.category]) if cells[roles.category] else [""]:
                yield Row(line, written, term, category, None if only_marks else weight)
        elif roles.marks:
            yield from _marks(sheet, roles, line, written, cells, weight)
        else:
            yield Row(line, written, term, None, weight)


def _marks(
    sheet: _Sheet, roles: _Roles, line: int, written: str, cells: Sequence[str], weight: float | None
) -> Iterator[Row]:
    """Yield a row for each category marked; a term with no mark belongs to none and is left out unsaid."""
    for index in roles.marks:
        mark = cells[index].lower()
        if mark in YES:
            yield Row(line, written, cells[roles.term], sheet.names[index], weight)
        elif mark not in NO:
            yield Row(line, written, cells[roles.term], sheet.names[index], _number(mark, sheet.delimiter))


def _marks_rows(sheet: _Sheet, roles: _Roles) -> bool:
    """Whether the weights are 0 and 1 beside a category, and so mark the rows that count."""
    if roles.category is None or roles.weight is None:
        return False
    return {_number(cell, sheet.delimiter) for cell in sheet.column(roles.weight)} <= {0.0, 1.0}


def _meaning(sheet: _Sheet, roles: _Roles) -> str:
    said = [f"terms from column {sheet.label(roles.term)}"]
    if roles.category is not None:
        said.append(f"categories from column {sheet.label(roles.category)}")
    if roles.weight is not None:
        what = "rows marked 1 in" if _marks_rows(sheet, roles) else "weights from"
        said.append(f"{what} column {sheet.label(roles.weight)}")
    if roles.marks:
        said.append(f"categories from the marks in {', '.join(map(sheet.label, roles.marks))}")
    marks = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}
    parted = marks.get(sheet.delimiter, repr(sheet.delimiter))
    return f"{', '.join(said)}; {'a' if sheet.headed else 'no'} header; cells parted by {parted}."
