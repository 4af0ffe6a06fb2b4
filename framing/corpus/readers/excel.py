"""Excel, one article a row: workbooks of both kinds, and what is called one; every sheet with a header."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from framing.corpus import encoding, streams
from framing.corpus import xlsx as xlsx
from framing.corpus.columns import check_names, guess, is_ours
from framing.corpus.exports import invert, pages, read_words
from framing.corpus.exports.proquest import clean_address, finish_record, set_authors
from framing.corpus.html import trees
from framing.corpus.limits import Limits
from framing.corpus.readers.parquet import make_row
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.corpus.streams import Archive
from framing.corpus.xlsx import NO_VALUE, Row, Sheet, read_number
from framing.io.files import undone

# The table that ProQuest writes as XLS: its columns by our names, its rows without text.

_COLUMNS = invert(read_words("proquest")["table"])
#: Columns by which the table is known: no other has them together.
_MARKS = (
    frozenset(("storeid", "pubtitle")),
    frozenset(("storeid", "pubdate")),
    frozenset(("pubtitle", "findacopy")),
)


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def is_export(names: Iterable[str]) -> bool:
    """Say whether the columns are those of ProQuest's table."""
    folded = set(map(_folded, names))
    return any(folded >= marks for marks in _MARKS)


def _made(row: Record) -> Record:
    """Return a row of ProQuest's table as a record."""
    fields: dict[str, Any] = {"database": "proquest"}
    for name, value in row.fields.items():
        column = _COLUMNS.get(_folded(name), "_".join(name.lower().split()))
        known, shown = fields.get(column), str(value)
        fields[column] = f"{known}; {shown}" if known and shown and known != shown else shown or known
    fields["url"] = clean_address(str(fields.get("url") or ""))
    set_authors(fields, str(fields.get("authors") or ""))
    why = "ProQuest's table gives no full text"
    return finish_record(fields, row.number, why, notes=row.notes, member=row.member)


#: The most characters that a cell of Excel holds; what is longer was cut when it was written.
CELL = 32_767
#: So many first rows may hold the header.
_TOP = 40
_LONGEST_NAME = 60
#: Counts of days that are dates: of 1954 to 2119, or four years later; no date is written in five digits.
_FIRST, _LAST = 20_000, 80_000
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,20})?")


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
    hidden = count = 0
    export = is_export(names.values())
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
            column: read_number(str(value).strip(), "date", sheet.since)
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
        record = replace(record, sheet=sheet.name, notes=(*record.notes, *notes))
        hidden += row.hidden
        count += 1
        yield _made(record) if export else record
    if merged.across:
        detail = f"{named}: of cells merged across columns the first holds the value"
        yield Note("checked", "merged", detail)
    if hidden:
        said = "1 row is" if hidden == 1 else f"{hidden:,} rows are"
        yield Note("checked", "hidden", f"{named}: {said} hidden in Excel, by a filter or by hand; read too")
    if not count:
        yield Fault("empty", f"{named} has a header and no rows", kind="skipped", member=member)


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
        known = len(guess(cells)[0]) + 2 * is_export(cells)
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


_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|GETTING_DATA|SPILL!)")


def _record(values: dict[int, Any], row: Row, names: dict[int, str], member: str) -> Record:
    fields: dict[str, Any] = {name: values.get(column, "") for column, name in names.items()}
    fields |= {f"column_{letter_column(at)}": value for at, value in values.items() if at not in names}
    notes = []
    for name, value in fields.items():
        if value == NO_VALUE:
            fields[name] = ""
            detail = f"{name!r} is a formula saved without its value; open the workbook in Excel and save it"
            notes.append(Note("guessed", "formula", detail))
        elif isinstance(value, str) and len(value) >= CELL:
            most = f"{len(value):,} characters, the most that a cell can"
            notes.append(Note("guessed", "cell_cut", f"{name!r} holds {most}: its end may be missing"))
        elif isinstance(value, str) and _ERROR.fullmatch(value):
            fields[name] = ""
            notes.append(Note("removed", "cell_error", f"{name!r} holds {value}"))
    return make_row(fields, row.number, notes, member)


def letter_column(column: int) -> str:
    """Return the letters of a column.

    >>> letter_column(0), letter_column(27)
    ('A', 'AB')
    """
    above, last = divmod(column, 26)
    return (letter_column(above - 1) if above else "") + chr(65 + last)


# What programs call Excel and write as markup: tables of HTML, and the XML of Excel 2003.

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
        elif text := "".join(data.itertext()):
            kind = str(data.get(f"{_SS}Type") or "")
            # A day is written as its first moment.
            day = text.removesuffix(".000").removesuffix("T00:00:00")
            values[column] = day if kind == "DateTime" else text == "1" if kind == "Boolean" else text
        column += int(across) if across.isdecimal() and len(across) < 4 else 0
    return values


def read_page(raw: bytes, limits: Limits) -> list[Sheet]:
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

    def enter(node: Any, where: None) -> pages.Place:
        between = "block" if node.tag in ("p", "div") else ""
        return None, "br" if node.tag == "br" else between, between

    return "\n".join(line.text for line in pages.read_lines(cell, None, enter))


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
    if is_xml(head) or is_page(head, name):
        return 98
    # Excel's oldest files begin with a mark of their own, and no other file of that name does.
    return 98 if head[:2] in _OLDEST and name.lower().endswith(".xls") else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield an article for each row of each sheet."""
    head = stream.read(32_768)
    stream.seek(0)
    try:
        if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
            raw = streams.read_rest(stream, source.limits, "save it as .xlsx")
            sheets: list[Sheet] | Fault = (xml if is_xml(head) else read_page)(raw, source.limits)
        elif not head.startswith(b"PK"):
            sheets = _old(stream, source.limits)
        else:
            names = set(Archive(stream, source.limits).names)
            if "xl/workbook.bin" in names and not names.issuperset(PACKED):
                detail = "a workbook in Excel's binary form (.xlsb): open it in Excel and save it as .xlsx"
                yield Fault("no_reader", detail, kind="skipped")
                return
            # The rows of each are read when they are asked for.
            sheets = list(xlsx.sheets(stream, source.limits))
        if isinstance(sheets, Fault):
            yield sheets
            return
        found = False
        for sheet in sheets:
            for item in read_records(sheet, sheet.name if len(sheets) > 1 else ""):
                found = True
                yield item
        if not found:
            yield Fault("empty", "the workbook holds no rows", kind="skipped")
    except trees.Refused as error:
        yield Fault("bad_excel", f"the workbook can't be read: {error}")
    except KeyError:
        yield Fault("bad_excel", "the workbook lacks a part that every workbook has; save it again in Excel")


def _old(stream: BinaryIO, limits: Limits) -> list[Sheet] | Fault:
    """Read a workbook before 2007, which is held whole, or say that one has a password."""
    raw = streams.read_rest(stream, limits, "save it as .xlsx")
    if _LOCKED in raw:
        detail = "the workbook is encrypted with a password: take it away in Excel (File, Info), and save it"
        return Fault("encrypted", detail)
    try:
        xlrd: Any = importlib.import_module("xlrd")
    except ImportError:
        return Fault("no_library", "needs xlrd: pip install 'newsframing[excel]'", kind="skipped")
    try:
        book = xlrd.open_workbook(file_contents=raw, formatting_info=True, logfile=io.StringIO())
    except MemoryError:
        raise
    except Exception as error:  # whatever is in a broken file, its reader stumbles over it in ways of its own
        said = " ".join(str(error).split())[:100] or type(error).__name__
        locked = "encrypted" in said.lower() or "password" in said.lower()
        todo = "take its password away" if locked else "open it in Excel and save it as .xlsx"
        return Fault("bad_excel", f"the workbook can't be read ({said}); {todo}")
    since = dt.datetime(1904, 1, 1) if book.datemode else None
    found = []
    for sheet in book.sheets():
        merged = [(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells]
        rows = _old_rows(book, sheet, since)
        found.append(Sheet(sheet.name, bool(sheet.visibility), rows, merged[:10_000], since))
    return found


def _old_rows(book: Any, sheet: Any, since: dt.datetime | None) -> Iterator[Row]:
    for index in range(sheet.nrows):
        cells = ((column, _old_value(book, cell, since)) for column, cell in enumerate(sheet.row(index)))
        values = {column: value for column, value in cells if value not in (None, "")}
        about = sheet.rowinfo_map.get(index)
        yield Row(index + 1, values, bool(about is not None and about.hidden))


#: Codes of errors, as BIFF writes them.
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def _old_value(book: Any, cell: Any, since: dt.datetime | None) -> Any:
    if cell.ctype in (2, 3):
        shown = "date" if cell.ctype == 3 else _shape(book, cell.xf_index)
        return xlsx.read_number(repr(cell.value), shown, since)
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
