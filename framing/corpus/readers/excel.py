"""Excel, one article a row: workbooks of both kinds, every sheet with a header."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from framing.corpus import streams
from framing.corpus import xlsx as xlsx
from framing.corpus.columns import check_names, guess, is_ours
from framing.corpus.readers.parquet import make_row
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.corpus.xlsx import Row, Sheet
from framing.io.files import undone

#: The most characters that a cell of Excel holds; what is longer was cut when it was written.
CELL = 32_767
#: So many first rows may hold the header.
_TOP = 40
_LONGEST_NAME = 60
#: Counts of days that are dates: of 1954 to 2119, or four years later; no date is written in five digits.
_FIRST, _LAST = 20_000, 80_000
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,20})?")
_EPOCH = dt.datetime(1899, 12, 30)


def read_records(sheet: Sheet, member: str) -> Iterator[Item]:
    """Yield an article for each row below the header, numbered as Excel numbers its rows.

    Parameters
    ----------
    sheet : Sheet
    member : str
        The sheet's name where the workbook has several.
    """
    rows = (row for row in sheet.rows if any(_shown(value) for value in row.values.values()))
    top = list(itertools.islice(rows, _TOP))
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
    names = {column: undone(name) if ours else name for column, name in names.items()}
    if faults := check_names(names.values(), f"{named}: ", member):
        yield from faults
        return
    merged = _Merged(sheet.merged, top[at].number)
    count = 0
    fields = guess(names.values())[0]
    days = {
        column for column, name in names.items() if name in (fields.get("published"), fields.get("updated"))
    }
    for row in itertools.chain(top[at + 1 :], rows):
        values, filled = merged.fill(row)
        if ours:
            values = {at: undone(value) if isinstance(value, str) else value for at, value in values.items()}
        notes = []
        # A cell that was never formatted as a date shows the count of days behind it.
        counted = {
            column: str(_EPOCH + dt.timedelta(float(value)))[:10]
            for column, value in values.items()
            if column in days
            and not isinstance(value, bool)
            and _SERIAL.fullmatch(str(value).strip())
            and _FIRST <= float(value) <= _LAST
        }
        if counted:
            told = (f"{names[at]!r} {values[at]} read as {counted[at]}" for at in sorted(counted))
            detail = f"{', '.join(told)}, which Excel counts from its first day"
            notes.append(Note("guessed", "serial_date", detail))
        if filled:
            which = ", ".join(names[column] for column in filled if column in names)
            detail = f"merged cells hold one value for several rows: {which}"
            notes.append(Note("repaired", "merged", detail))
        record = _record({**values, **counted}, row, names, member)
        count += 1
        yield replace(record, sheet=sheet.name, notes=(*record.notes, *notes))
    if merged.across:
        detail = f"{named}: of cells merged across columns the first holds the value"
        yield Note("checked", "merged", detail)
    if not count:
        yield Fault("empty", f"{named} has a header and no rows", kind="skipped", member=member)


def _shown(value: Any) -> str:
    return "" if value is None else str(value).strip()


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
        known = len(guess(cells)[0])
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
    from xlsxwriter.utility import xl_col_to_name

    fields: dict[str, Any] = {name: values.get(column, "") for column, name in names.items()}
    fields |= {f"column_{xl_col_to_name(at)}": value for at, value in values.items() if at not in names}
    notes = []
    for name, value in fields.items():
        if isinstance(value, str) and len(value) >= CELL:
            most = f"{len(value):,} characters, the most that a cell can"
            notes.append(Note("guessed", "cell_cut", f"{name!r} holds {most}: its end may be missing"))
    return make_row(fields, row.number, notes, member)


# What programs call Excel and write as markup, tables of HTML, is told and not read.

_PAGE = b"urn:schemas-microsoft-com:office:excel"
_TABLE = re.compile(rb"<table\b", re.I)


def is_page(head: bytes, name: str) -> bool:
    """Say whether a file is a table of HTML that is called a workbook, or was saved from one."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not plain.startswith(b"<") or plain.startswith(b"<?xml"):
        return False
    return _PAGE in plain[:4000] or (name.lower().endswith(".xls") and _TABLE.search(plain) is not None)


SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True
#: A ZIP archive with this member is a workbook.
PACKED = ("xl/workbook.xml",)

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream in which workbooks before 2007 keep their sheets, as the directory of the file names it.
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is: workbooks before 2007 by their first bytes; later ones are told by `PACKED`."""
    if head.startswith(_OLD):
        return 98 if name.lower().endswith(SUFFIXES) or any(stream in head for stream in _STREAMS) else 0
    if head.startswith(b"PK"):
        return 98 if name.lower().endswith(".xlsb") else 0
    return 98 if is_page(head, name) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield an article for each row of each sheet."""
    raw = streams.read_rest(stream, source.limits, "save it as CSV")
    if raw[:40].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        detail = "a table of HTML that is called a workbook: open it in Excel and save it as a workbook"
        yield Fault("no_reader", detail, kind="skipped")
        return
    try:
        sheets = xlsx.sheets(raw, source.limits)
        found = False
        for sheet in sheets:
            for item in read_records(sheet, sheet.name if len(sheets) > 1 else ""):
                found = True
                yield item
    except streams.Damaged as error:
        yield Fault("bad_excel", str(error))
    else:
        if not found:
            yield Fault("empty", "the workbook holds no rows", kind="skipped")
