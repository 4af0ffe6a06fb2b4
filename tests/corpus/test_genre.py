"""The kind of an article from headline, byline, section, address and text, each with its evidence."""

from __future__ import annotations

import pytest

from framing.corpus import genre
from framing.corpus.outlets import Outlet
from tests.cases import for_each

HOUSE = Outlet("harbour_courier", "Harbour Courier")
SITE = "https://courier.example"


@for_each(
    ("title", "section", "url", "expected"),
    [
        ("Opinion | The port must grow", None, None, "opinion"),
        ("OPINION: The port must grow", None, None, "opinion"),
        ("The port must grow | Opinion", None, None, "opinion"),
        ("The port must grow - Harbour commentary", None, None, "opinion"),
        ("Commentary: The port must grow", None, None, "opinion"),
        ("Xinhua Commentary: The port must grow", None, None, "opinion"),
        ("Letters to the editor: the port", None, None, "opinion"),
        ("Kommentar: Der Hafen muss wachsen", None, None, "opinion"),
        ("人民锐评：港口要发展", None, None, "opinion"),
        ("Editorial: The port must grow", None, None, "editorial"),
        ("The port must grow: Harbour Courier editorial", None, None, "editorial"),
        ("The Harbour view on ports: let them grow", None, None, "editorial"),
        ("社评：港口要发展", None, None, "editorial"),
        ("Live: ministers meet", None, None, "live"),
        ("Ministers meet – live updates", None, None, "live"),
        ("En direct : les ministres se rencontrent", None, None, "live"),
        ("Analysis: what the ministers want", None, None, "news"),
        ("Ministers meet", "Opinion", None, "opinion"),
        ("Ministers meet", "OPINION / OBSERVER", None, "opinion"),
        ("Ministers meet", "Débats", None, "opinion"),
        ("Ministers meet", "Editorials", None, "editorial"),
        ("Ministers meet", "World", None, "news"),
        ("Ministers meet", "国际", None, "news"),
        ("Ministers meet", None, f"{SITE}/opinion/ministers-meet", "opinion"),
        ("Ministers meet", None, f"{SITE}/commentisfree/2026/jan/15/ministers", "opinion"),
        ("Ministers meet", None, f"{SITE}/2026/01/15/opinion/ministers.html", "opinion"),
        ("Ministers meet", None, f"{SITE}/commentisfree/2026/the-harbour-view-on-ports", "editorial"),
        ("Ministers meet", None, f"{SITE}/opinion/editorials/ministers", "editorial"),
        ("Ministers meet", None, f"{SITE}/world/live/2026/jan/15/ministers", "live"),
        ("Ministers meet", None, f"{SITE}/world/ministers-live-updates-1234", "live"),
        ("Ministers meet", None, f"{SITE}/world/2026/ministers", "news"),
        ("Ministers meet", None, f"{SITE}/a/1234", "unknown"),
        ("Ministers meet", None, None, "unknown"),
        # words that mean a kind elsewhere, and nothing where they stand
        ("Ministers have no opinion on the port", None, None, "unknown"),
        ("Harbour votes: no comment from ministers", None, None, "unknown"),
        ("Where the dolphins live", None, None, "unknown"),
        ("Court hears views of neighbours", None, f"{SITE}/a/reviews", "unknown"),
    ],
)
def test_marks(title: str, section: str | None, url: str | None, expected: str) -> None:
    found, evidence = genre.of(title, section, url, HOUSE)
    assert found == expected
    assert bool(evidence) == (expected != "unknown")


@for_each(
    ("bylines", "paragraphs", "authors", "title", "expected"),
    [
        (["Opinion by Ana Ruiz"], [], [], "Ministers meet", "opinion"),
        (["Analysis by Ana Ruiz"], [], [], "Ministers meet", "news"),
        ([], [], ["Ana Ruiz"], "Ana Ruiz: The port must grow", "opinion"),
        ([], [], ["Ana Ruiz"], "Li Ma: The port must grow", "unknown"),
        ([], ["Ships wait.", "The author is a fellow at the Harbour Institute."], [], "Ships", "opinion"),
        ([], ["Ships wait.", "Ana Ruiz is a columnist for the Courier."], [], "Ships", "opinion"),
        ([], ["Ships wait.", "The views expressed here are her own."], [], "Ships", "opinion"),
        ([], ["港口很忙。", "本文作者是港口研究所研究员。"], [], "港口", "opinion"),
        ([], ["Ships wait.", "The minister said that the author was wrong."], [], "Ships", "unknown"),
    ],
)
def test_what_byline_and_text_say(
    bylines: list[str], paragraphs: list[str], authors: list[str], title: str, expected: str
) -> None:
    found, evidence = genre.of(
        title, None, None, HOUSE, authors=authors, bylines=bylines, paragraphs=paragraphs
    )
    assert (found, bool(evidence)) == (expected, expected != "unknown")


def test_the_outlets_own_list_comes_first() -> None:
    own = Outlet("x", "X", sections={"news": ("VIEWS FROM THE PORT*",), "opinion": ("HARBOUR VOICE*",)})
    assert genre.of("Ministers meet", "Views from the port", None, own)[0] == "news"
    assert genre.of("Harbour Voice: The port must grow", None, None, own)[0] == "opinion"


@pytest.mark.parametrize(
    ("word", "expected", "weak"),
    [
        ("OpinionNewsArticle", "opinion", False),
        ("https://schema.org/LiveBlogPosting", "live", False),
        ("ReportageNewsArticle", "news", False),
        ("NewsArticle", "news", True),
        ("http://schema.org/NewsArticle", "news", True),
        ("Leading article", "editorial", False),
        ("Recipe", None, False),
    ],
)
def test_words_that_name_a_kind(word: str, expected: str | None, weak: bool) -> None:
    assert (genre.said(word), genre.is_weak(word)) == (expected, weak)
