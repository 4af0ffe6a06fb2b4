"""Every layout: its columns are in the schema, its note says what it must, and every form can be written."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from framing import schema
from framing.errors import FramingError
from framing.views.columns import Given
from framing.views.paper import FORMS, names_of, paper, views
from tests import wording
from tests.cases import for_each
from tests.views import made

each = for_each("kind", made.kinds())
ROOT = Path(__file__).parent.parent.parent


@each
def test_a_view_is_of_a_table_and_says_what_its_numbers_are(kind: str) -> None:
    view = views()[kind]
    assert (view.of or kind) in schema.names()
    assert view.title[0].isupper()
    assert not view.title.endswith(".")


@pytest.mark.medium
@each
def test_columns_read_what_the_table_has(kind: str) -> None:
    view, given = views()[kind], Given(names_of({}))
    shown = made.of(kind)
    shown = view.made(shown, given) if view.made else shown
    shown = view.shape(shown) if view.shape else shown
    for column in view.columns:
        assert not column.needs or column.needs in shown.columns, column.head
        for row in shown.to_dict("records"):
            assert column.write(row, given.names)


def test_places_tell_the_order_of_a_paper() -> None:
    places = [view.place for view in views().values()]
    assert places == sorted(set(places))
    assert list(views())[:3] == ["findings", "articles", "comparability"]


@pytest.mark.medium
@each
def test_the_note_says_n_interval_test_correction_copies_and_that_text_is_invented(kind: str) -> None:
    note = paper(made.of(kind), kind, articles=made.articles()).sheet.note
    assert re.search(r"\bn\b[^.]* = ", note), note
    assert re.search(r"CI = 95 % interval|[Nn]o interval is given", note), note
    assert re.search(r"\bp [^.]*by |[Nn]o (?:further )?test was made|no test was made", note), note
    assert re.search(r"p adjusted by|[Nn]o p is adjusted|p is not adjusted|no p is adjusted", note), note
    assert re.search(r"\b[Cc]op(?:y|ies)\b|counts? once|counts as often|counted once", note), note
    invented = "invented to show the method" in note
    assert invented == (kind not in ("measures",))
    assert "invented" not in paper(made.of(kind, provenance="published"), kind).sheet.note


@pytest.mark.medium
@each
def test_a_note_is_plain_english_without_words_that_promise_too_much(kind: str) -> None:
    sheet = paper(made.of(kind), kind, articles=made.articles()).sheet
    wording.check(" ".join([sheet.title, sheet.note, *(head.words for head in sheet.heads)]))
    assert not re.search(r"  |\.\.|\bnan\b|\bNone\b|<NA>| ,|\{|\}", sheet.note), sheet.note
    assert sheet.note.endswith(".")
    for row in sheet.rows:
        assert not {"nan", "None", "<NA>", ""} & set(row), row


@pytest.mark.medium
@pytest.mark.parametrize("suffix", FORMS)
@each
def test_every_form_is_written_the_same_each_time_whatever_outlets_are_called(
    kind: str, suffix: str, tmp_path: Path
) -> None:
    printed = paper(made.of(kind, made.HOSTILE), kind, number=3, articles=made.articles(made.HOSTILE))
    first = printed.save(tmp_path / f"a{suffix}").read_bytes()
    again = paper(made.of(kind, made.HOSTILE), kind, number=3, articles=made.articles(made.HOSTILE))
    assert again.save(tmp_path / f"b{suffix}").read_bytes() == first
    assert first


@each
def test_a_table_without_rows_is_printed_too(kind: str) -> None:
    source = views()[kind].of or kind
    sheet = paper(schema.empty(source), kind).sheet
    assert all(len(row) == len(sheet.heads) for row in sheet.rows)


def test_a_table_without_a_layout_is_refused_in_one_line() -> None:
    with pytest.raises(FramingError, match="scores has no printed form") as error:
        paper(made.of("scores"))
    assert "\n" not in str(error.value)
    with pytest.raises(FramingError, match="kind 'scores' is not known"):
        paper(made.of("scores"), "scores")


@pytest.mark.medium
def test_the_table_is_known_by_its_columns() -> None:
    for kind in set(made.kinds()) - {"measures"}:
        assert paper(made.of(kind)).sheet.table == kind


def test_numbers_behind_are_the_rows_that_are_printed() -> None:
    frame = made.of("contrast").query("measure == 'hedges'").reset_index(drop=True)
    printed = paper(frame)
    assert len(printed.sheet.rows) == len(printed.data) == len(frame)
    pd.testing.assert_frame_equal(printed.data, frame)


def test_a_finding_that_could_not_be_told_has_no_sides() -> None:
    frame = made.of("findings")
    frame.loc[0, ["a", "b", "estimate_a", "estimate_b"]] = None
    assert not re.search(r"\bnan\b", paper(frame).to_text("md"))


def test_the_page_on_tables_names_every_view() -> None:
    page = (ROOT / "docs" / "figures-and-tables.md").read_text("utf8")
    named = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert [name for name in named if name != "kind"] == list(views())


def test_no_text_of_an_article_goes_along(tmp_path: Path) -> None:
    for suffix in FORMS:
        raw = paper(made.articles()).save(tmp_path / f"a{suffix}").read_bytes()
        assert b"Words of article" not in raw
