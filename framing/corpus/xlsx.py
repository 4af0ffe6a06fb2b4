"""Workbooks of Excel: sheets as rows of values, within bounds.

python-calamine reads every form; what is added is distrust of what unpacks to
very much, or spans more cells than a sheet has. Formulas are never worked out.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from framing.corpus.limits import Limits
from framing.corpus.streams import Archive, Damaged, TooLarge, is_zip

#: Cells from the first one of a sheet to its last; they are held even where they are empty.
_CELLS = 10_000_000
_PLACE = re.compile(rb"""\sr=["']([A-Z]{0,9})(\d{1,12})["']""")
_TAIL = 64
# The stream in which any document of Office since 2007 lies that has a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class Row(NamedTuple):
    """A row: its number in the sheet, from 1, and values by column, from 0."""

    number: int
    values: dict[int, Any]


class Sheet(NamedTuple):
    """A sheet: its name, whether it is hidden, its rows that hold anything, and merged cells.

    Attributes
    ----------
    merged : list of int
        The last row of each run of merged cells, from 1.
    """

    name: str
    hidden: bool
    rows: Iterator[Row]
    merged: list[int]


def sheets(raw: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of a workbook in order; the rows of each are read when they are asked for.

    Raises
    ------
    Damaged
        It is broken, hostile, or locked with a password.
    TooLarge
        It unpacks to too much, or spans too many cells.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if _LOCKED in raw:
        raise Damaged("the workbook is encrypted with a password: take it away in Excel (File, Info)")
    if is_zip(raw[:4]):
        _look_through(raw, limits)
    book = _read(lambda: CalamineWorkbook.from_filelike(io.BytesIO(raw)))
    return [
        Sheet(about.name, about.visible != SheetVisibleEnum.Visible, *_opened(book, number))
        for number, about in enumerate(book.sheets_metadata)
        if about.typ == SheetTypeEnum.WorkSheet
    ]


def _look_through(raw: bytes, limits: Limits) -> None:
    """Unpack every part once within the limits, and see how far the cells of each sheet reach."""
    archive = Archive(io.BytesIO(raw), limits, "Excel workbook")
    for name in archive.names:
        rows = columns = 1
        before = b""
        with archive.open(name) as stream:
            while chunk := stream.read(1 << 20):
                text = before + chunk
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise Damaged(f"{name[:80]} defines entities, which no workbook does; it isn't read")
                for letters, digits in _PLACE.findall(text) if "worksheets" in name else ():
                    rows = max(rows, int(digits))
                    columns = max(columns, _column(letters))
                before = chunk[-_TAIL:]
        if rows * columns > _CELLS:
            raise TooLarge(f"{name[:80]} spans {rows:,} rows and {columns:,} columns; save its table as CSV")


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column


def _read(step: Any) -> Any:
    """Return what a step of the library gives; whatever it stumbles over is damage."""
    try:
        return step()
    except BaseException as error:
        # A panic of Rust is no Exception.
        panic = type(error).__name__ == "PanicException"
        if isinstance(error, MemoryError) or not (panic or isinstance(error, Exception)):
            raise
        said = " ".join(str(error).split())[:100] or type(error).__name__
        raise Damaged(f"the workbook can't be read ({said}); open it in Excel and save it again") from None


def _opened(book: Any, number: int) -> tuple[Iterator[Row], list[int]]:
    sheet = _read(lambda: book.get_sheet_by_index(number))
    merged = [end[0] + 1 for _, end in (sheet.merged_cell_ranges or ())[:10_000]]

    def rows() -> Iterator[Row]:
        for at, cells in enumerate(_read(lambda: sheet.to_python(skip_empty_area=False)), 1):
            if values := {column: _value(cell) for column, cell in enumerate(cells) if cell != ""}:
                yield Row(at, values)

    return rows(), merged


def _value(cell: Any) -> Any:
    """Return a value as a sheet shows it: whole numbers without a point, days and times in ISO 8601."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, dt.timedelta) else cell
