"""Excel, one article a row: workbooks of both kinds, and what is called one; every sheet with a header."""

from __future__ import annotations

import datetime as dt
import importlib
import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from framing.corpus import streams, trees
from framing.corpus.archive import Archive
from framing.corpus.limits import Limits
from framing.corpus.records import Fault, Item, Source
from framing.corpus.sheets import markup, xlsx
from framing.corpus.sheets import records as sheets_records
from framing.corpus.sheets.xlsx import Row, Sheet

SUFFIXES = (".xlsx", ".xlsm", ".xls")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True
#: A ZIP archive with this member is a workbook.
PACKED = ("xl/workbook.xml",)

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDEST = tuple(bytes((9, kind)) for kind in (0, 2, 4, 8))
# The stream in which workbooks before 2007 keep their sheets, as the directory of the file names it.
_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
# That in which any document of Office since 2007 lies that has a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_NEW = (".xlsx", ".xlsm", ".xlsb")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is: workbooks before 2007 by their first bytes; later ones are told by `PACKED`.

    One that is encrypted, and one in the binary form, are known so that the line says what they are.
    """
    if head.startswith(_OLD):
        named = name.lower().endswith((".xls", ".xlt", *_NEW))
        return 98 if named or any(stream in head for stream in _STREAMS) else 0
    if head.startswith(b"PK"):
        return 98 if name.lower().endswith(".xlsb") else 0
    if markup.is_xml(head) or markup.is_page(head, name):
        return 98
    # Excel's oldest files begin with a mark of their own, and no other file of that name does.
    return 98 if head[:2] in _OLDEST and name.lower().endswith(".xls") else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield an article for each row of each sheet."""
    head = stream.read(32_768)
    stream.seek(0)
    try:
        if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
            yield from _markup(stream, head, source.limits)
            return
        if not head.startswith(b"PK"):
            yield from _old(stream, source.limits)
            return
        if _is_binary(stream, source.limits):
            detail = "a workbook in Excel's binary form (.xlsb): open it in Excel and save it as .xlsx"
            yield Fault("no_reader", detail, kind="skipped")
            return
        # The rows of each are read when they are asked for.
        yield from _items(list(xlsx.sheets(stream, source.limits)))
    except trees.Refused as error:
        yield Fault("bad_excel", f"the workbook can't be read: {error}")
    except KeyError:
        yield Fault("bad_excel", "the workbook lacks a part that every workbook has; save it again in Excel")


def _is_binary(stream: BinaryIO, limits: Limits) -> bool:
    names = set(Archive(stream, limits).names)
    return "xl/workbook.bin" in names and not names.issuperset(PACKED)


def _items(sheets: list[Sheet]) -> Iterator[Item]:
    found = False
    for sheet in sheets:
        for item in sheets_records.records(sheet, sheet.name if len(sheets) > 1 else ""):
            found = True
            yield item
    if not found:
        yield Fault("empty", "the workbook holds no rows", kind="skipped")


def _markup(stream: BinaryIO, head: bytes, limits: Limits) -> Iterator[Item]:
    raw = streams.whole(stream, limits, "save it as .xlsx")
    yield from _items((markup.xml if markup.is_xml(head) else markup.pages)(raw, limits))


def _old(stream: BinaryIO, limits: Limits) -> Iterator[Item]:
    """Read a workbook before 2007, which is held whole, or say that one has a password."""
    raw = streams.whole(stream, limits, "save it as .xlsx")
    if _LOCKED in raw:
        detail = "the workbook is encrypted with a password: take it away in Excel (File, Info), and save it"
        yield Fault("encrypted", detail)
        return
    try:
        xlrd: Any = importlib.import_module("xlrd")
    except ImportError:
        yield Fault("no_library", "needs xlrd: pip install 'newsframing[excel]'", kind="skipped")
        return
    try:
        book = xlrd.open_workbook(file_contents=raw, formatting_info=True, logfile=io.StringIO())
    except MemoryError:
        raise
    except Exception as error:  # whatever is in a broken file, its reader stumbles over it in ways of its own
        said = " ".join(str(error).split())[:100] or type(error).__name__
        locked = "encrypted" in said.lower() or "password" in said.lower()
        todo = "take its password away" if locked else "open it in Excel and save it as .xlsx"
        yield Fault("bad_excel", f"the workbook can't be read ({said}); {todo}")
        return
    yield from _items([_old_sheet(book, sheet) for sheet in book.sheets()])


def _old_sheet(book: Any, sheet: Any) -> Sheet:
    merged = [(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells]
    since = dt.datetime(1904, 1, 1) if book.datemode else None
    return Sheet(sheet.name, bool(sheet.visibility), _old_rows(book, sheet, since), merged[:10_000], since)


def _old_rows(book: Any, sheet: Any, since: dt.datetime | None) -> Iterator[Row]:
    hidden: Mapping[int, Any] = sheet.rowinfo_map
    for index in range(sheet.nrows):
        values = {
            column: value
            for column, cell in enumerate(sheet.row(index))
            if (value := _old_value(book, cell, since)) not in (None, "")
        }
        told = hidden.get(index)
        yield Row(index + 1, values, bool(told is not None and told.hidden))


#: Codes of errors, as BIFF writes them.
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def _old_value(book: Any, cell: Any, since: dt.datetime | None) -> Any:
    if cell.ctype in (2, 3):
        shown = "date" if cell.ctype == 3 else _shape(book, cell.xf_index)
        return xlsx.number(repr(cell.value), shown, since)
    if cell.ctype == 4:
        return bool(cell.value)
    if cell.ctype == 5:
        return _ERRORS.get(cell.value, "#N/A")
    return cell.value if isinstance(cell.value, str) else ""


def _shape(book: Any, style: int | None) -> str:
    """Return the row of zeros that a number is shown with, or nothing."""
    if style is None or style >= len(book.xf_list):
        return ""
    known = book.format_map.get(book.xf_list[style].format_key)
    code = str(known.format_str) if known is not None else ""
    return code if len(code) > 1 and not code.strip("0") else ""
