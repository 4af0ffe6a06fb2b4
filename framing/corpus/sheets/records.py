"""From the rows of a sheet to records: where its header is, what stands above it, what of it must be told."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from framing.corpus.columns import guess
from framing.corpus.proquest.table import export_of
from framing.corpus.records import Fault, Item, Note, Record
from framing.corpus.sheets.ours import given_back, is_ours
from framing.corpus.sheets.xlsx import NO_VALUE, Row, Sheet, number

__all__ = ["records"]

#: The most characters that a cell of Excel holds; what is longer was cut when it was written.
CELL = 32_767
#: So many first rows may hold the header.
_TOP = 40
_LONGEST_NAME = 60
#: Counts of days that are dates: of 1954 to 2119, or four years later; no date is written in five digits.
_FIRST, _LAST = 20_000, 80_000
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,20})?")


def records(sheet: Sheet, member: str) -> Iterator[Item]:
    """Yield an article for each row below the header, numbered as Excel numbers its rows.

    Parameters
    ----------
    sheet : Sheet
    member : str
        The sheet's name where the workbook has several.
    """
    rows = (row for row in sheet.rows if any(_shown(value) for value in row.values.values()))
    top = [row for row, _ in zip(rows, range(_TOP), strict=False)]
    if not top:
        return
    named = f"sheet {sheet.name!r}"
    if sheet.hidden:
        yield Note("checked", "hidden", f"{named} is hidden in Excel; it is read too")
    at = _header(top)
    if at is None:
        detail = f"{named} has no row that names its columns; put one above the articles"
        yield Fault("no_header", detail, kind="skipped", member=member)
        return
    for row in top[:at]:
        text = " ".join(_shown(value) for value in row.values.values())
        yield Note("removed", "above_header", f"{named}, row {row.number}: {text[:200]}")
    names = {
        column: " ".join(_shown(value).split()) for column, value in top[at].values.items() if _shown(value)
    }
    ours = is_ours(names.values())
    names = {column: given_back(name) if ours else name for column, name in names.items()}
    repeated = next((name for name, count in Counter(names.values()).items() if count > 1), None)
    if repeated:
        detail = f"{named}: column {repeated!r} stands twice; rename or drop one of them"
        yield Fault("duplicate_columns", detail, member=member)
        return
    merged = _Merged(sheet.merged, top[at].number)
    hidden = empty = 0
    export = export_of(list(names.values()))
    days = _days(names)
    for row in _chained(top[at + 1 :], rows):
        values, filled = merged.fill(row)
        if ours:
            values = {column: given_back(value) for column, value in values.items()}
        values, counted = _dated(values, days, sheet.since)
        record = replace(_record(values, row, names, member), sheet=sheet.name)
        if counted:
            told = Note("guessed", "serial_date", f"{counted}, which Excel counts from its first day")
            record = replace(record, notes=(*record.notes, told))
        if filled:
            which = ", ".join(names[column] for column in filled if column in names)
            told = Note("repaired", "merged", f"merged cells hold one value for several rows: {which}")
            record = replace(record, notes=(*record.notes, told))
        hidden += row.hidden
        empty += 1
        yield export(record) if export else record
    if merged.across:
        yield Note(
            "checked",
            "merged",
            f"{named}: of cells merged across columns the first holds the value",
        )
    if hidden:
        said = "1 row is" if hidden == 1 else f"{hidden:,} rows are"
        yield Note("checked", "hidden", f"{named}: {said} hidden in Excel, by a filter or by hand; read too")
    if not empty:
        yield Fault("empty", f"{named} has a header and no rows", kind="skipped", member=member)


def _chained(first: Sequence[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _days(names: dict[int, str]) -> dict[int, str]:
    """Return the columns that hold dates, by their names."""
    fields = guess(names.values())[0]
    wanted = {fields.get("published"), fields.get("updated")}
    return {column: name for column, name in names.items() if name in wanted}


def _dated(
    values: dict[int, Any], days: dict[int, str], since: dt.datetime | None
) -> tuple[dict[int, Any], str]:
    """Return a row's values with days that no format shows as such written out, and what was done.

    A cell that was never formatted as a date shows the count of days behind it.
    """
    found = {}
    for column in days.keys() & values.keys():
        value = values[column]
        if isinstance(value, bool) or not _SERIAL.fullmatch(str(value).strip()):
            continue
        if _FIRST <= float(value) <= _LAST:
            found[column] = number(str(value).strip(), "date", since)
    told = [f"{days[column]!r} {values[column]} read as {found[column]}" for column in sorted(found)]
    return ({**values, **found}, ", ".join(told)) if found else (values, "")


def _shown(value: Any) -> str:
    return "" if value is None or value == NO_VALUE else str(value).strip()


def _header(top: Sequence[Row]) -> int | None:
    """Return which of the first rows names the columns: the one with most names known in the field.

    Where none is known it is the first with two short texts or more, as a table
    with names of its own has them.
    """
    best, most, first = None, 1, None
    for index, row in enumerate(top):
        cells = [_shown(value) for value in row.values.values() if _shown(value)]
        texts = all(isinstance(value, str) for value in row.values.values())
        if not cells or not texts or any(len(cell) > _LONGEST_NAME for cell in cells):
            continue
        known = len(guess(cells)[0]) + 2 * bool(export_of(cells))
        if known > most:
            best, most = index, known
        if first is None and len(cells) >= 2:
            first = index
    if best is None and len(top) > 1 and first is None:
        # One column of texts under its name is a table as well.
        alone = [_shown(value) for value in top[0].values.values()]
        first = 0 if len(alone) == 1 and guess(alone)[0] else None
    return best if best is not None else first


class _Merged:
    """Cells merged downwards, whose value holds for every row of theirs.

    Attributes
    ----------
    across : bool
        Some are merged across columns.
    """

    def __init__(self, ranges: Sequence[tuple[int, int, int, int]], header: int) -> None:
        below = [one for one in ranges if one[2] > header]
        self.across = any(first < last for _, first, _, last in below)
        self._down = sorted((top, column, bottom) for top, column, bottom, _ in below if bottom > top)
        self._values: dict[int, tuple[int, Any]] = {}

    def fill(self, row: Row) -> tuple[dict[int, Any], list[int]]:
        """Return a row's values with those of merged cells above it, and which columns they fill."""
        while self._down and self._down[0][0] <= row.number:
            top, column, bottom = self._down.pop(0)
            if top == row.number and column in row.values:
                self._values[column] = (bottom, row.values[column])
        self._values = {column: held for column, held in self._values.items() if row.number <= held[0]}
        filled = [
            column
            for column, (bottom, _) in self._values.items()
            if row.number <= bottom and column not in row.values
        ]
        return {**row.values, **{column: self._values[column][1] for column in filled}}, filled


def _record(values: dict[int, Any], row: Row, names: dict[int, str], member: str) -> Record:
    fields: dict[str, Any] = {name: values.get(column, "") for column, name in names.items()}
    fields.update(
        {f"column_{letters(column)}": value for column, value in values.items() if column not in names}
    )
    notes = []
    for name, value in fields.items():
        if value == NO_VALUE:
            fields[name] = ""
            detail = f"{name!r} is a formula saved without its value; open the workbook in Excel and save it"
            notes.append(Note("guessed", "formula", detail))
        elif isinstance(value, str) and len(value) >= CELL:
            detail = (
                f"{name!r} holds {len(value):,} characters, the most that a cell can: its end may be missing"
            )
            notes.append(Note("guessed", "cell_cut", detail))
        elif isinstance(value, str) and value in _ERRORS:
            fields[name] = ""
            notes.append(Note("removed", "cell_error", f"{name!r} holds {value}"))
    raw = json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
    return Record(fields, raw.encode("utf-8", "surrogatepass"), row.number, notes=tuple(notes), member=member)


_ERRORS = frozenset(
    ("#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!")
)


def letters(column: int) -> str:
    """Return the letters of a column.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    found = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        found = chr(65 + left) + found
    return found
