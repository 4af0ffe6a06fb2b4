"""A concordance stays aligned at any width, with wide characters, in colour, and in a notebook."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.features.kwic import Concordance, listed
from framing.views.text import size

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


@pytest.mark.medium
@pytest.mark.parametrize("columns", [66, 80, 100, 132, 200])
def test_what_was_found_stands_in_one_column(columns: int) -> None:
    lines = [
        line for line in listed(fr.words.kwic(ARTICLES, "deal"), columns).splitlines() if "  deal" in line
    ]
    assert len(lines) == 4
    assert len({size(line.split("  deal")[0]) for line in lines}) == 1
    assert max(map(size, lines)) <= columns


def test_whose_words_and_where_stand_beside() -> None:
    found = listed(fr.words.kwic(ARTICLES, "deal"), 120)
    assert "quoted: Ana Ruiz" in found
    assert "lead" in found
    assert "voice" not in listed(fr.words.kwic(ARTICLES, "deal", voices=None), 120)
    assert listed(fr.words.kwic(ARTICLES, "deal").head(0), 80) == ""


def test_invented_text_says_so() -> None:
    found = fr.words.kwic(ARTICLES.assign(provenance="illustrative"), "deal")
    assert "Harbour Courier (invented text)" in listed(found, 160)
    assert "(invented text)" in repr(found)


def test_the_terminal_obeys_no_article() -> None:
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["\x1b[31mRed\u202e deal\x07 here."]})
    shown = repr(fr.words.kwic(articles, "deal", voices=None))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\x07" not in shown


def test_it_is_a_table_like_any_other() -> None:
    found = fr.words.kwic(ARTICLES, "deal")
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
    page = fr.words.kwic(articles, "deal")._repr_html_()
    assert page is not None
    assert "<script>" not in page
    assert "<b>x" not in page
    assert ">deal</td>" in page
    assert "&amp; more" in page
    assert "1 time in 1 article" in page
    assert (fr.words.kwic(articles, "deal")[["left", "node"]]._repr_html_() or "").count("<td") == 2


def test_long_ones_are_cut_and_counted() -> None:
    articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["The deal ended. " * 100]})
    found = fr.words.kwic(articles, "deal", voices=None)
    assert "… and 40 more" in repr(found)
    assert "100 times in 1 article" in repr(found)
    assert "… and 40 more" in (found._repr_html_() or "")
