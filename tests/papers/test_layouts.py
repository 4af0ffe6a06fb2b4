"""Every layout: its columns are in the schema, its note says what it must, and every form can be written."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from framing import schema
from framing.papers import columns, table
from framing.papers.table import FORMS, layouts, paper
from framing.report import wording
from tests.cases import for_each
from tests.house import blocks
from tests.papers import made

each = for_each("kind", made.kinds())
ROOT = Path(__file__).parent.parent.parent


@each
def test_a_layout_is_of_a_table_and_says_what_its_numbers_are(kind: str) -> None:
    layout = layouts()[kind]
    source = getattr(layout, "OF", kind)
    assert source in schema.names()
    assert layout.TITLE[0].isupper()
    assert not layout.TITLE.endswith(".")
    assert hasattr(layout, "made") == hasattr(layout, "MEANINGS")


@each
def test_columns_read_what_the_table_has(kind: str) -> None:
    layout = layouts()[kind]
    frame = made.of(kind)
    asked = table.Given(table.names({}))
    shown = layout.made(frame, asked) if hasattr(layout, "made") else frame
    have = set(shown.columns) | set(schema.schema(getattr(layout, "OF", kind)).columns)
    shown = layout.shaped(shown, asked) if hasattr(layout, "shaped") else shown
    have |= set(shown.columns)
    declared = layout.COLUMNS(shown, asked) if callable(layout.COLUMNS) else layout.COLUMNS
    for column in declared:
        assert isinstance(column, columns.Column)
        assert {*column.reads, *filter(None, [column.needs])} <= have, column.head
        assert column.reads, column.head


@each
def test_the_note_says_n_interval_test_correction_copies_and_that_text_is_invented(kind: str) -> None:
    note = paper(made.of(kind), kind, articles=made.articles()).sheet.note
    assert re.search(r"\bn\b[^.]* = ", note), note
    assert re.search(r"CI = 95 % interval|[Nn]o interval is given", note), note
    assert re.search(r"\bp [^.]*by |\bp joint: |[Nn]o (?:further )?test was made|no test was made", note), (
        note
    )
    assert re.search(r"p adjusted by|[Nn]o p is adjusted|p is not adjusted|no p is adjusted", note), note
    assert re.search(r"\b[Cc]op(?:y|ies)\b|counts? once|counts as often|counted once", note), note
    invented = "invented to show the method" in note
    assert invented == (kind not in ("measures",))
    assert "invented" not in paper(made.of(kind, provenance="published"), kind).sheet.note


@each
def test_a_note_is_plain_english_without_words_that_promise_too_much(kind: str) -> None:
    sheet = paper(made.of(kind), kind, articles=made.articles()).sheet
    wording.check(" ".join([sheet.title, sheet.note, *(head.words for head in sheet.heads)]))
    assert not re.search(r"  |\.\.|\bnan\b|\bNone\b|<NA>| ,|\{|\}", sheet.note), sheet.note
    assert sheet.note.endswith(".")
    for row in sheet.rows:
        assert not {"nan", "None", "<NA>", ""} & set(row), row


@pytest.mark.parametrize("suffix", FORMS)
@each
def test_every_form_is_written_the_same_each_time_whatever_outlets_are_called(
    kind: str, suffix: str, tmp_path: Path
) -> None:
    if suffix == ".docx":
        pytest.importorskip("docx")
    printed = paper(made.of(kind, made.HOSTILE), kind, number=3, articles=made.articles(made.HOSTILE))
    first = printed.save(tmp_path / f"a{suffix}").read_bytes()
    again = paper(made.of(kind, made.HOSTILE), kind, number=3, articles=made.articles(made.HOSTILE))
    assert again.save(tmp_path / f"b{suffix}").read_bytes() == first
    assert first


@each
def test_a_table_without_rows_is_printed_too(kind: str) -> None:
    source = getattr(layouts()[kind], "OF", kind)
    sheet = paper(schema.empty(source), kind).sheet
    assert all(len(row) == len(sheet.heads) for row in sheet.rows)


@pytest.mark.parametrize("name", sorted(set(schema.names()) - set(made.kinds())))
def test_a_table_without_a_layout_is_printed_column_by_column(name: str) -> None:
    frame = made.of(name)
    sheet = paper(frame, name).sheet
    assert len(sheet.rows) == len(frame)
    assert re.search(r"\bn = ", sheet.note)
    wording.check(sheet.note)


def test_the_table_is_known_by_its_columns() -> None:
    for kind in set(made.kinds()) - {"confusion", "measures"}:
        assert paper(made.of(kind)).sheet.table == kind


def test_numbers_behind_are_the_rows_that_are_printed() -> None:
    frame = made.of("contrast")
    printed = paper(frame, measure="hedges")
    assert len(printed.sheet.rows) == len(printed.data) == (frame["measure"] == "hedges").sum()
    pd.testing.assert_frame_equal(printed.data, frame[frame["measure"] == "hedges"])


def test_the_page_on_tables_names_every_layout() -> None:
    page = (ROOT / "docs" / "figures-and-tables.md").read_text("utf8")
    named = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) - {"kind"}
    assert named == set(made.kinds())


def test_the_layout_that_the_page_shows_prints_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    block = next(b for b in blocks(ROOT / "docs" / "figures-and-tables.md", "python") if "TABLE, TITLE" in b)
    module = ModuleType("dispersion")
    exec(block, module.__dict__)
    monkeypatch.setattr(table, "layouts", lambda: {"dispersion": module})
    sheet = paper(made.of("dispersion"), "dispersion").sheet
    assert sheet.title == "Where a word stands"
    assert [head.words for head in sheet.heads] == ["Outlet", "Term", "Place", "Of"]
    assert sheet.note.startswith("n = 6 occurrences.")
