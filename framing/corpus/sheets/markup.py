"""What programs call Excel and write as markup: tables of HTML, and the XML of Excel 2003."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from framing.corpus import encoding, trees
from framing.corpus.limits import Limits
from framing.corpus.sheets.xlsx import NO_VALUE, Row, Sheet

__all__ = ["is_page", "is_xml", "pages", "xml"]

_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_PAGE = b"urn:schemas-microsoft-com:office:excel"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_TABLE = re.compile(rb"<table\b", re.I)
#: Cells that one cell of a page may stand for.
_SPAN = 1_000


def is_xml(head: bytes) -> bool:
    """Say whether a file is a workbook in the XML of Excel 2003."""
    plain = head[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.startswith(b"<") and _XML in plain and b"Workbook" in plain


def is_page(head: bytes, name: str) -> bool:
    """Say whether a file is a table of HTML that is called a workbook, or was saved from one."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not plain.startswith(b"<") or is_xml(head):
        return False
    return _PAGE in plain[:4000] or (name.lower().endswith(".xls") and _TABLE.search(plain) is not None)


def xml(raw: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of a workbook in the XML of Excel 2003; raises as `trees.events` does."""
    found: dict[str, list[Row]] = {}
    for element in trees.events(io.BytesIO(raw), f"{_SS}Row", limits):
        # No two sheets of a workbook have one name.
        rows = found.setdefault(str(element.getparent().getparent().get(f"{_SS}Name") or ""), [])
        stated = str(element.get(f"{_SS}Index") or "")
        number = (
            int(stated) if stated.isdecimal() and len(stated) < 8 else (rows[-1].number if rows else 0) + 1
        )
        rows.append(Row(number, _cells(element), element.get(f"{_SS}Hidden") == "1"))
    return [Sheet(name, False, iter(rows), []) for name, rows in found.items()]


def _cells(row: Any) -> dict[int, Any]:
    values: dict[int, Any] = {}
    column = -1
    for cell in row.iterfind(f"{_SS}Cell"):
        stated = str(cell.get(f"{_SS}Index") or "")
        column = int(stated) - 1 if stated.isdecimal() and len(stated) < 6 else column + 1
        data = cell.find(f"{_SS}Data")
        across = str(cell.get(f"{_SS}MergeAcross") or "")
        if data is None:
            if cell.get(f"{_SS}Formula"):
                values[column] = NO_VALUE
        elif value := _typed("".join(data.itertext()), str(data.get(f"{_SS}Type") or "")):
            values[column] = value
        column += int(across) if across.isdecimal() and len(across) < 4 else 0
    return values


def _typed(text: str, kind: str) -> Any:
    if kind == "DateTime":
        # A day is written as its first moment.
        return text.removesuffix(".000").removesuffix("T00:00:00")
    if kind == "Boolean":
        return text == "1"
    return text


def pages(raw: bytes, limits: Limits) -> list[Sheet]:
    """Return the tables of a page as sheets: of those within others the innermost."""
    root = trees.html(encoding.decode(raw)[0])
    tables = [] if root is None else list(root.iter("table"))
    inner = [table for table in tables if next(table.iterdescendants("table"), None) is None]
    return [Sheet(f"table {number}", False, _page_rows(table), []) for number, table in enumerate(inner, 1)]


def _page_rows(table: Any) -> Iterator[Row]:
    held: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(table.iter("tr"), 1):
        values = {column: text for column, (left, text) in held.items() if left > 0}
        held = {column: (left - 1, text) for column, (left, text) in held.items() if left > 1}
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column in values:
                column += 1
            values[column] = text = _words(cell)
            down = _span(cell.get("rowspan"))
            if down > 1:
                held[column] = (down - 1, text)
            column += _span(cell.get("colspan"))
        yield Row(number, {at: text for at, text in values.items() if text})


def _span(written: str | None) -> int:
    return min(int(written), _SPAN) if written and written.isdecimal() and len(written) < 6 else 1


def _words(cell: Any) -> str:
    """Return the text of a cell; its breaks and paragraphs are line breaks, as in a cell of Excel."""
    parts: list[str] = []
    for event, element in _steps(cell):
        if event == "start":
            parts.append("\n" if element.tag in ("br", "p", "div") else "")
            parts.append(" ".join((element.text or "").split()) and re.sub(r"\s+", " ", element.text or ""))
        elif element is not cell:
            parts.append("\n" if element.tag in ("p", "div") else "")
            parts.append(re.sub(r"\s+", " ", element.tail or ""))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _steps(cell: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if isinstance(element.tag, str):
            yield event, element
