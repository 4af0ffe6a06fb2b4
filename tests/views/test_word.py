"""Word: opened again, it has the three rules of APA style, its heads on each page, title and note."""

from __future__ import annotations

import builtins
import zipfile
from pathlib import Path
from typing import Any

import pytest

from framing.errors import FramingError
from framing.views.columns import Head, TextTable
from framing.views.paper import Paper, paper
from tests.views import made

docx = pytest.importorskip("docx", reason="python-docx is not installed")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(printed: Paper, folder: Path) -> Any:
    return docx.Document(str(printed.save(folder / "a.docx")))


def borders(row: Any) -> set[str]:
    """Return the rules that each cell of a row has."""
    found = []
    for cell in row.cells:
        own = cell._tc.find(f"{W}tcPr/{W}tcBorders")
        found.append(frozenset(line.tag.removeprefix(W) for line in own) if own is not None else frozenset())
    assert len(set(found)) == 1, "a rule is broken off"
    return set(found[0])


def test_a_table_has_three_rules_and_no_other(tmp_path: Path) -> None:
    table = opened(paper(made.of("contrast")), tmp_path).tables[0]
    rows = list(table.rows)
    assert borders(rows[0]) == {"top", "bottom"}
    assert borders(rows[-1]) == {"bottom"}
    assert all(borders(row) == set() for row in rows[1:-1])
    # The style of the table draws none by itself.
    assert table.style.name == "Normal Table"


def test_heads_stand_on_each_page_and_no_row_is_torn(tmp_path: Path) -> None:
    rows = list(opened(paper(made.of("contrast")), tmp_path).tables[0].rows)
    assert rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row._tr.find(f"{W}trPr/{W}tblHeader") is None for row in rows[1:])
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_number_title_cells_and_note_come_back(tmp_path: Path) -> None:
    printed = paper(made.of("contrast"), number=2, title="Hedges by outlet")
    document = opened(printed, tmp_path)
    number, title, note = [paragraph for paragraph in document.paragraphs if paragraph.text]
    assert (number.text, title.text) == ("Table 2", "Hedges by outlet")
    assert [run.bold for run in number.runs] == [True]
    assert [run.italic for run in title.runs] == [True]
    assert note.text == f"Note. {printed.sheet.note}"
    assert note.runs[0].italic is True
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [[head.words for head in printed.sheet.heads], *map(list, printed.sheet.rows)]


def test_symbols_are_in_italics_and_numbers_to_the_right(tmp_path: Path) -> None:
    printed = paper(made.of("contrast"))
    head, first = list(opened(printed, tmp_path).tables[0].rows)[:2]
    for cell, below, told in zip(head.cells, first.cells, printed.sheet.heads, strict=True):
        assert bool(cell.paragraphs[0].runs[0].italic) == told.symbol
        assert (below.paragraphs[0].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT) == told.number


@pytest.mark.parametrize(("columns", "turned"), [(3, False), (9, True)])
def test_a_wide_table_turns_the_page_and_fills_it(columns: int, turned: bool, tmp_path: Path) -> None:
    heads = tuple(Head(f"h{number}") for number in range(columns))
    sheet = TextTable("contrast", "T", heads, (("1.23",) * columns,), "N.")
    document = opened(Paper(sheet, made.of("contrast")), tmp_path)
    section = document.sections[0]
    assert (section.page_width > section.page_height) == turned
    room = section.page_width - section.left_margin - section.right_margin
    widths = [cell.width for cell in document.tables[0].rows[0].cells]
    assert room * 0.99 < sum(widths) <= room


def test_words_that_xml_can_not_hold_do_no_harm(tmp_path: Path) -> None:
    printed = paper(made.of("contrast", made.HOSTILE), title="a\x00b\x0bc" * 200, number=1)
    document = opened(printed, tmp_path)
    assert "<Script>Alert('X')</Script>" in "".join(c.text for r in document.tables[0].rows for c in r.cells)
    assert len(document.core_properties.title) <= 255


def test_nothing_in_the_file_says_when_or_where_it_was_written(tmp_path: Path) -> None:
    path = paper(made.of("contrast")).save(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {3}
        core = archive.read("docProps/core.xml").decode("utf8")
    assert "1980-01-01" in core
    assert "python-docx" not in core


def test_without_the_library_one_line_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name.split(".")[0] == "docx":
            raise ImportError(name)
        return real(name, *arguments, **named)

    printed = paper(made.of("contrast"))
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(FramingError) as error:
        printed.save(tmp_path / "a.docx")
    assert str(error.value) == "a.docx: Word takes python-docx; pip install 'newsframing[word]'"
    assert not list(tmp_path.iterdir())
