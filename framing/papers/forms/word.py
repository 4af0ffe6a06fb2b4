"""Word, in the style of the American Psychological Association: three rules, title above, note below."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.papers.sheet import Sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["written"]

#: Columns from which the page is turned, so that none is squeezed.
_WIDE = 8


def written(sheet: Sheet, data: pd.DataFrame, path: Path) -> dict[Path, bytes]:
    """Return the file to write; takes python-docx.

    Raises
    ------
    FramingError
        The library isn't there.
    """
    try:
        import docx
    except ImportError:
        raise FramingError(f"{path.name}: Word takes python-docx; pip install 'newsframing[word]'") from None
    document = docx.Document()
    _page(document, len(sheet.heads))
    if sheet.number is not None:
        _paragraph(document, f"Table {sheet.number}", bold=True)
    _paragraph(document, sheet.title, italic=True)
    table = document.add_table(rows=1 + len(sheet.rows), cols=len(sheet.heads))
    table.autofit = True
    for place, head in enumerate(sheet.heads):
        _cell(table.cell(0, place), head.words, head.number, italic=head.symbol)
    # Row by row, since the library looks for each cell from the beginning.
    for row, words in zip(list(table.rows)[1:], sheet.rows, strict=True):
        for cell, said, head in zip(row.cells, words, sheet.heads, strict=True):
            _cell(cell, said, head.number)
    _rules(table)
    if sheet.note:
        paragraph = document.add_paragraph()
        paragraph.add_run("Note. ").italic = True
        paragraph.add_run(sheet.note)
    # The time of writing would make each file another one.
    import datetime

    core = document.core_properties
    core.author, core.title = "", sheet.caption
    core.created = core.modified = datetime.datetime(1980, 1, 1)
    target = io.BytesIO()
    document.save(target)
    return {path: _settled(target.getvalue())}


def _settled(raw: bytes) -> bytes:
    """Return the archive with the same date on each member: the same bytes for the same table."""
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return target.getvalue()


def _page(document: Any, columns: int) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11 if columns < _WIDE else 9)
    if columns >= _WIDE:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _paragraph(document: Any, words: str, *, bold: bool = False, italic: bool = False) -> None:
    run = document.add_paragraph().add_run(words)
    run.bold, run.italic = bold, italic


def _cell(cell: Any, words: str, number: bool, *, italic: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run("".join(c if c.isprintable() else " " for c in words)).italic = italic


def _rules(table: Any) -> None:
    """Draw the three rules: above and below the heads, and below the last row."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    rows = list(table.rows)
    for row, sides in (
        (rows[0], ("top", "bottom")),
        (rows[-1], ("bottom",) if len(rows) > 1 else ("top", "bottom")),
    ):
        for cell in row.cells:
            borders = OxmlElement("w:tcBorders")
            for side in sides:
                line = OxmlElement(f"w:{side}")
                for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "auto")):
                    line.set(qn(f"w:{key}"), value)
                borders.append(line)
            cell._tc.get_or_add_tcPr().append(borders)
    # The heads stand again where the table goes over a page.
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    rows[0]._tr.get_or_add_trPr().append(mark)
