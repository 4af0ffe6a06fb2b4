"""Word, in the style of the American Psychological Association: three rules, title above, note below."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from framing.errors import FramingError
from framing.views.columns import TextTable, plain

#: Columns, and characters a line, from which the page is turned, so that none is squeezed.
_WIDE, _LINE = 8, 100
#: Characters that a column's width goes by, at least and at most.
_LEAST, _MOST = 5, 26
#: What a title in a document's properties may hold, by the format.
_LONGEST = 255


def write(sheet: TextTable, name: str) -> bytes:
    """Return the document, a file of that name; takes python-docx.

    Raises
    ------
    FramingError
        The library isn't there.
    """
    try:
        import docx
    except ImportError:
        raise FramingError(f"{name}: Word takes python-docx; pip install 'newsframing[word]'") from None
    from docx.shared import Pt

    document = docx.Document()
    room = _page(document, len(sheet.heads) >= _WIDE or sum(sheet.widths) > _LINE)
    if sheet.number is not None:
        _paragraph(document, f"Table {sheet.number}", bold=True)
    _paragraph(document, sheet.title, italic=True)
    table = document.add_table(rows=1 + len(sheet.rows), cols=len(sheet.heads))
    rows = list(table.rows)
    for cell, head in zip(rows[0].cells, sheet.heads, strict=True):
        _cell(cell, head.words, head.number, italic=head.symbol)
    # Row by row, since the library looks for each cell from the beginning.
    for row, words in zip(rows[1:], sheet.rows, strict=True):
        for cell, said, head in zip(row.cells, words, sheet.heads, strict=True):
            _cell(cell, said, head.number)
    _widths(table, rows, sheet.widths, room)
    _rules(rows)
    if sheet.note:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(4)
        paragraph.add_run("Note. ").italic = True
        paragraph.add_run(plain(sheet.note))
    # The time of writing would make each file another one.
    import datetime

    core = document.core_properties
    core.author, core.comments, core.title = "", "", plain(sheet.caption)[:_LONGEST]
    core.created = core.modified = datetime.datetime(1980, 1, 1)
    target = io.BytesIO()
    document.save(target)
    return _settle(target.getvalue())


def _settle(raw: bytes) -> bytes:
    """Return the archive with the same date on each member: the same bytes for the same table."""
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            # Or it would say on which system it was written.
            info.create_system = 3
            new.writestr(info, old.read(name))
    return target.getvalue()


def _page(document: Any, across: bool) -> int:
    """Set type and page; return the width that is left for the table."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Inches, Mm, Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(9 if across else 11)
    style.paragraph_format.space_after = Pt(2)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Inches(1)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    # A point less: Word keeps widths in whole twentieths of one.
    return int(section.page_width - section.left_margin - section.right_margin - Pt(1))


def _paragraph(document: Any, words: str, *, bold: bool = False, italic: bool = False) -> None:
    paragraph = document.add_paragraph()
    # A title is not left alone at the foot of a page.
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(plain(words))
    run.bold, run.italic = bold, italic


def _cell(cell: Any, words: str, number: bool, *, italic: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(plain(words)).italic = italic


def _widths(table: Any, rows: Sequence[Any], widths: Sequence[int], room: int) -> None:
    """Share the width of the page by the words of the columns: not all programs fit columns by themselves."""
    table.autofit = False
    weights = [min(max(width, _LEAST), _MOST) for width in widths]
    shares = [room * weight // sum(weights) for weight in weights]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    for row in rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = share


def _rules(rows: Sequence[Any]) -> None:
    """Draw the three rules: above and below the heads, and below the last row."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    space = nsdecls("w")
    sides: dict[int, tuple[str, ...]] = {0: ("top", "bottom")}
    if len(rows) > 1:
        sides[len(rows) - 1] = ("bottom",)
    for place, drawn in sides.items():
        lines = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="auto"/>' for side in drawn)
        for cell in rows[place].cells:
            cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {space}>{lines}</w:tcBorders>"))
    for place, row in enumerate(rows):
        # No row is torn by a page; the heads stand again where the table goes over one.
        for name in ("cantSplit", *(["tblHeader"] if place == 0 else [])):
            row._tr.get_or_add_trPr().append(parse_xml(f'<w:{name} {space} w:val="true"/>'))
