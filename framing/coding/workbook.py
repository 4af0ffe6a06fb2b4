"""A workbook of Excel that is written without a library: text in cells, lists to choose from, the same bytes.

After ECMA-376, part 1: 18.3 (sheets), 18.8 (styles), 18.3.1.33 (lists of allowed values). Every cell is text:
nothing in it is worked out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

__all__ = ["workbook"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML can't hold, and what looks like the escape of it (22.9.2.19).
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")
#: Characters that a cell can hold.
_LONGEST = 32_767


def workbook(
    sheets: Mapping[str, Sequence[Sequence[str]]],
    *,
    widths: Mapping[str, Sequence[float]] | None = None,
    choices: Mapping[int, Sequence[str]] | None = None,
) -> bytes:
    """Return sheets of text as the bytes of an .xlsx file.

    Parameters
    ----------
    sheets : mapping of str to rows
        The first row of each is its head, which stays in sight.
    widths : mapping of str to sequence of float, optional
        Of a sheet's columns, in characters.
    choices : mapping of int to sequence of str, optional
        For columns of the first sheet, what may be chosen; other entries are refused with a word.
    """
    names = list(sheets)
    parts = {
        "[Content_Types].xml": _types(len(names)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _book(names),
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{nth}": ("worksheet", f"worksheets/sheet{nth}.xml") for nth in range(1, len(names) + 1)}
            | {f"rId{len(names) + 1}": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": _STYLES,
    }
    for nth, (name, rows) in enumerate(sheets.items(), start=1):
        own = choices if nth == 1 and choices else {}
        parts[f"xl/worksheets/sheet{nth}.xml"] = _sheet(rows, (widths or {}).get(name, ()), own)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # A fixed day and system: the same sample gives the same bytes.
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(info, _HEAD + content)
    return stream.getvalue()


def _types(count: int) -> str:
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{nth}.xml" ContentType="{base}.worksheet+xml"/>'
        for nth in range(1, count + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{base}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{base}.styles+xml"/></Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _book(names: Sequence[str]) -> str:
    listed = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{nth}" r:id="rId{nth}"/>'
        for nth, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    # 0: text that wraps; 1: the head. Format 49 is text, so that 1-2 stays what was typed.
    '<cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def _sheet(
    rows: Sequence[Sequence[str]], widths: Sequence[float], choices: Mapping[int, Sequence[str]]
) -> str:
    columns = "".join(
        f'<col min="{nth}" max="{nth}" width="{width:g}" style="0" customWidth="1"/>'
        for nth, width in enumerate(widths, start=1)
    )
    body = "".join(
        f'<row r="{number}">{"".join(_cell(number, nth, text) for nth, text in enumerate(row) if text)}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>{body}</sheetData>"
        f"{_validations(choices, len(rows))}</worksheet>"
    )


def _cell(number: int, column: int, text: str) -> str:
    plain = _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text[:_LONGEST])
    return (
        f'<c r="{_letters(column)}{number}" s="{int(number == 1)}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(plain)}</t></is></c>'
    )


def _letters(column: int) -> str:
    """Return the letters of a column, from 0.

    >>> _letters(0), _letters(25), _letters(26), _letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _validations(choices: Mapping[int, Sequence[str]], rows: int) -> str:
    """Return the lists to choose from; one that a cell's rule can't hold is left out, reading will tell."""
    listed = []
    for column, values in choices.items():
        joined = ",".join(values)
        if rows < 2 or len(joined) > 255 or any(sign in value for value in values for sign in ',"'):
            continue
        place = f"{_letters(column)}2:{_letters(column)}{rows}"
        listed.append(
            '<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="No such answer" '
            f'error="{escape(joined[:200], {chr(34): "&quot;"})}" sqref="{place}">'
            f'<formula1>"{escape(joined)}"</formula1></dataValidation>'
        )
    return f'<dataValidations count="{len(listed)}">{"".join(listed)}</dataValidations>' if listed else ""
