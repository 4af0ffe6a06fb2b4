"""A concordance stays aligned at any width, with wide characters, in colour, and in a notebook."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.features.kwic import Concordance, Layout, clean, end
from framing.views.text import cut, size

ARTICLES = pd.DataFrame(
    {
        "id": ["a", "b", "c"],
        "outlet": ["harbour_courier", "中文报", "x"],
        "text": [
            "The long negotiated deal on canola was signed in the old harbour hall.",
            "北京 deal 访问 很 重要 的 事情。",
            "“A deal,” Ana Ruiz said, “is a deal.”",
        ],
    }
)


def painted(text: str, **style: object) -> str:
    return f"<{text}>" if "fg" in style else text


@pytest.mark.medium
@pytest.mark.parametrize("columns", [20, 40, 66, 80, 100, 132, 200])
def test_what_was_found_stands_in_one_column(columns: int) -> None:
    found = fr.kwic(ARTICLES, "deal")
    lines = list(Layout.of(found, columns).lines(found, painted))
    assert len({size(line.split("<")[0]) for line in lines}) == 1
    assert all("<deal" in line or columns < 30 for line in lines)
    plain = list(Layout.of(found, columns).lines(found))
    assert max(map(size, plain)) <= max(columns, 30)


def test_more_is_shown_where_there_is_room() -> None:
    found = fr.kwic(ARTICLES, "deal")
    wide, middle, narrow = ("\n".join(Layout.of(found, n).lines(found)) for n in (120, 80, 40))
    assert "quoted: Ana Ruiz" in wide
    assert "lead" in wide
    assert "quoted" in middle
    assert "lead" not in middle
    assert "quoted" not in narrow


def test_invented_text_says_so_where_there_is_no_room_for_it() -> None:
    found = fr.kwic(ARTICLES.assign(provenance="illustrative"), "deal")
    roomy, narrow = Layout.of(found, 160), Layout.of(found, 70)
    assert "Harbour Courier (invented text)" in next(roomy.lines(found))
    assert not roomy.starred
    assert "Harbour Courier*" in next(narrow.lines(found))
    assert narrow.starred == "* (invented text)"
    assert repr(found).endswith("(invented text)") or "(invented text)" in repr(found)


def test_the_terminal_obeys_no_article() -> None:
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["\x1b[31mRed\u202e deal\x07 here."]})
    shown = repr(fr.kwic(articles, "deal", voices=None))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\x07" not in shown


def test_it_is_a_table_like_any_other() -> None:
    found = fr.kwic(ARTICLES, "deal")
    assert isinstance(found, Concordance)
    assert found["node"].tolist() == ["deal"] * 4
    assert "3 articles" in repr(found)
    assert "1 time in 1 article" in repr(found[found["article"] == "a"])
    assert "columns" not in repr(found[["left", "node"]])
    assert "node" in repr(found[["left", "node"]])
    assert found.groupby("outlet").size().sum() == 4
    assert found.head(0)._repr_html_()
    assert repr(found.head(0)) == "Not found."


def test_a_notebook_gets_a_table_in_which_nothing_is_markup() -> None:
    articles = pd.DataFrame(
        {"id": ["a"], "outlet": ["<b>x"], "text": ["A <script>alert(1)</script> deal & more."]}
    )
    page = fr.kwic(articles, "deal")._repr_html_()
    assert page is not None
    assert "<script>" not in page
    assert "<b>x" not in page
    assert "<mark>deal</mark>" in page
    assert "&amp; more" in page
    assert "1 time in 1 article" in page
    assert (fr.kwic(articles, "deal")[["left", "node"]]._repr_html_() or "").count("<td") == 2


def test_long_ones_are_cut_and_counted() -> None:
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["The deal ended. " * 100]})
    found = fr.kwic(articles, "deal", voices=None)
    assert "… and 40 more" in repr(found)
    assert "100 times in 1 article" in repr(found)
    assert "… and 40 more" in (found._repr_html_() or "")


@given(st.text(max_size=30), st.integers(0, 20))
def test_cut_texts_fit(text: str, columns: int) -> None:
    text = clean(text)
    assert size(end(text, columns)) == columns
    assert size(cut(text, columns)) <= max(columns, 1)
    if size(text) <= columns:
        assert end(text, columns).endswith(text)
