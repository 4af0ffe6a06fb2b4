"""Workbooks of Excel since 2007: sheets as rows of values, read as they stream and within bounds.

After ECMA-376, parts 1 and 3 (18.2 workbook, 18.3 sheets, 18.4 shared strings,
18.8 styles). Formulas are never worked out: the value that was kept with one
is taken.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from framing.corpus.html import trees as trees
from framing.corpus.limits import RATIO_FROM, Limits
from framing.corpus.streams import Archive, TooLarge

#: Stands where a formula was saved without its value.
NO_VALUE = "\x00formula"
_WHOLE = frozenset(("workbook.xml", "workbook.xml.rels", "styles.xml"))
#: Columns that a sheet can have.
_COLUMNS = 16_384
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REL_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# Numbers of formats that show dates in every workbook: 18.8.30.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class Row(NamedTuple):
    """A row: its number in the sheet, values by column from 0, and whether it is hidden."""

    number: int
    values: dict[int, Any]
    hidden: bool = False


class Sheet(NamedTuple):
    """A sheet: its name, whether it is hidden, its rows, and runs of cells merged downwards or across.

    Attributes
    ----------
    merged : list of (int, int, int, int)
        First row, first column, last row and last column; rows from 1, columns from 0.
    since : datetime, optional
        The day from which its dates are counted, where it isn't that of 1900.
    """

    name: str
    hidden: bool
    rows: Iterator[Row]
    merged: list[tuple[int, int, int, int]]
    since: dt.datetime | None = None


def sheets(stream: BinaryIO, limits: Limits) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in order; the rows of one are to be read before the next is asked for.

    Raises
    ------
    Damaged, TooLarge, Refused
        It is no whole archive; it unpacks to too much; its XML is broken or hostile.
    """
    stream.seek(0, 2)
    packed = stream.tell()
    stream.seek(0)
    archive = Archive(stream, limits)
    present = {name.lstrip("/"): name for name in archive.names}
    _bounded(archive, packed, limits)
    book = trees.xml(archive.read(present["xl/workbook.xml"]), limits)
    targets = _targets(archive, present, limits)
    strings = _strings(archive, present, limits)
    formats = _formats(archive, present, limits)
    properties = next(book.iter("{*}workbookPr"), None)
    since = dt.datetime(1904, 1, 1) if properties is not None and _true(properties.get("date1904")) else None
    for sheet in book.iter("{*}sheet"):
        part = targets.get(sheet.get(_REL) or sheet.get(_REL_STRICT) or "", "")
        if part not in present or "worksheets" not in part:
            continue
        name = present[part]
        yield Sheet(
            str(sheet.get("name") or ""),
            (sheet.get("state") or "visible") != "visible",
            _rows(archive, name, strings, formats, since, limits),
            _merged(archive, name, limits),
            since,
        )


def _bounded(archive: Archive, packed: int, limits: Limits) -> None:
    """Look at what the members say that they unpack to, before any is opened."""
    for name in archive.names:
        size = archive.size(name)
        if size > limits.whole_bytes:
            raise TooLarge(f"{name[:80]} unpacks to more than is held as a whole (limit whole_bytes)")
        if size > RATIO_FROM and size > limits.ratio * max(packed, 1):
            raise TooLarge(f"{name[:80]} unpacks to more than {limits.ratio} times its size (limit ratio)")
        # These are held as trees, which are many times as large.
        if size > limits.record_bytes and name.rpartition("/")[2] in _WHOLE:
            raise TooLarge(f"{name[:80]} unpacks to more than one record may have (limit record_bytes)")


def _true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _targets(archive: Archive, present: dict[str, str], limits: Limits) -> dict[str, str]:
    name = present.get("xl/_rels/workbook.xml.rels")
    if name is None:
        return {}
    root = trees.xml(archive.read(name), limits)
    targets = {}
    for relation in root.iter("{*}Relationship"):
        target = str(relation.get("Target") or "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        targets[str(relation.get("Id") or "")] = path
    return targets


def _strings(archive: Archive, present: dict[str, str], limits: Limits) -> list[str]:
    name = next((present[key] for key in present if key.casefold() == "xl/sharedstrings.xml"), None)
    if name is None:
        return []
    strings: list[str] = []
    parts: list[str] = []
    with archive.open(name) as stream:
        for element in trees.events(stream, "*", limits):
            kind = _local(element)
            if kind == "t":
                parts += _words(element)
            elif kind == "si":
                strings.append(_unescaped("".join(parts)))
                parts.clear()
                if len(strings) > limits.records:
                    raise TooLarge(f"more than {limits.records:,} texts (limit records)")
    return strings


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(element: Any) -> list[str]:
    """Return the text of a run; how a word is pronounced is left out."""
    spoken = element.getparent() is not None and _local(element.getparent()) == "rPh"
    return [element.text] if element.text and not spoken else []


def _unescaped(text: str) -> str:
    """Return a text with what XML can't hold put back: _x000D_ is a carriage return."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _formats(archive: Archive, present: dict[str, str], limits: Limits) -> list[str]:
    """Return for each style what its numbers are: "date", a row of zeros to be filled up, or ""."""
    name = present.get("xl/styles.xml")
    if name is None:
        return []
    root = trees.xml(archive.read(name), limits)
    own = {str(one.get("numFmtId")): str(one.get("formatCode") or "") for one in root.iter("{*}numFmt")}
    listed = next(root.iter("{*}cellXfs"), None)
    found = []
    for style in listed if listed is not None else ():
        number = str(style.get("numFmtId") or "0")
        found.append(_kind(number, own.get(number, "")))
    return found


def _kind(number: str, code: str) -> str:
    if number.isdecimal() and int(number) in _DATES and not code:
        return "date"
    bare = _QUOTED.sub("", code[:256].split(";")[0])
    if bare.strip("0") == "" and len(bare) > 1:
        return bare
    return (
        "date" if any(letter in bare.lower() for letter in "dmyh") and "general" not in bare.lower() else ""
    )


def _rows(
    archive: Archive,
    name: str,
    strings: list[str],
    formats: list[str],
    since: dt.datetime | None,
    limits: Limits,
) -> Iterator[Row]:
    """Yield the rows of a sheet; every element is let go as it ends, however many there are in one row."""
    number, column = 0, -1
    values: dict[int, Any] = {}
    written, texts, formula = "", list[str](), False
    with archive.open(name) as stream:
        for element in trees.events(stream, "*", limits):
            kind = _local(element)
            if kind == "v":
                written = element.text or ""
            elif kind == "t":
                texts += _words(element)
            elif kind == "f":
                formula = True
            elif kind == "c":
                column = _column(element.get("r"), column + 1)
                # A formula that gives an empty text says that it gives text.
                empty = NO_VALUE if formula and element.get("t") != "str" else ""
                text = _unescaped("".join(texts)) if element.get("t") == "inlineStr" else ""
                value = _value(element, written, strings, formats, since) if written else text or empty
                if column < _COLUMNS and value not in (None, ""):
                    values[column] = value
                written, texts, formula = "", [], False
            elif kind == "row":
                stated = str(element.get("r") or "")
                number = int(stated) if stated.isdecimal() and len(stated) < 8 else number + 1
                yield Row(number, values, _true(element.get("hidden")))
                values, column = {}, -1


def _column(place: str | None, after: int) -> int:
    """Return the column of a cell such as "AB12", from 0; cells without a place follow on each other."""
    found = _PLACE.fullmatch(place or "")
    if not found:
        return after
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _value(cell: Any, written: str, strings: list[str], formats: list[str], since: dt.datetime | None) -> Any:
    kind = cell.get("t") or "n"
    if kind == "s":
        index = int(written) if written.isdecimal() and len(written) < 10 else len(strings)
        return strings[index] if index < len(strings) else ""
    if kind == "b":
        return written == "1"
    if kind == "d":
        return written
    if kind != "n":
        return _unescaped(written)
    style = str(cell.get("s") or "0")
    shown = formats[int(style)] if style.isdecimal() and len(style) < 7 and int(style) < len(formats) else ""
    return read_number(written, shown, since)


def read_number(written: str, shown: str, since: dt.datetime | None) -> Any:
    """Return a number as a sheet shows it: a date, digits with zeros in front, or the number.

    >>> read_number("46037", "date", None), read_number("46037.5", "date", None)
    ('2026-01-15', '2026-01-15T12:00:00')
    >>> read_number("2347", "0000000", None)
    '0002347'
    >>> read_number("3100000001", "", None), read_number("0.5", "", None)
    (3100000001, 0.5)
    """
    try:
        value = float(written)
    except ValueError:
        return written
    if shown == "date":
        return _date(value, since) or written
    whole = abs(value) < 1e15 and value == int(value)
    if shown and whole and value >= 0:
        return str(int(value)).zfill(len(shown))
    return int(value) if whole else value


def _date(value: float, since: dt.datetime | None) -> str:
    """Return a count of days as a date; Excel counts a 29th of February 1900, which never was."""
    if not 0 <= value < 2_958_466:
        return ""
    if since is None:
        since = dt.datetime(1899, 12, 30) if value >= 60 else dt.datetime(1899, 12, 31)
    moment = since + dt.timedelta(seconds=round(value * 86_400))
    if value < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if value == int(value) else moment.isoformat()


def _merged(archive: Archive, name: str, limits: Limits) -> list[tuple[int, int, int, int]]:
    """Return the merged cells of a sheet, which are listed behind its rows; most sheets have none."""
    with archive.open(name) as stream:
        before = b""
        while chunk := stream.read(1 << 20):
            if b"mergeCell " in before + chunk:
                break
            before = chunk[-16:]
        else:
            return []
    merged: list[tuple[int, int, int, int]] = []
    with archive.open(name) as stream:
        for cell in trees.events(stream, "{*}mergeCell", limits):
            first, _, last = str(cell.get("ref") or "").partition(":")
            ends = [_PLACE.fullmatch(place) for place in (first, last)]
            if ends[0] and ends[1] and len(merged) < 10_000:
                merged.append(
                    (int(ends[0][2]), _column(first, 0), int(ends[1][2]), _column(last, 0)),
                )
    return merged
