"""The kind of an article from headline, byline, section, address and text, each with its evidence."""

from __future__ import annotations

import pandas as pd
import pytest

from framing import schema
from framing.corpus import genre
from framing.corpus.outlets import Outlet
from framing.corpus.overview import check
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
        (["Ana Ruiz, Harbour columnist"], [], [], "Ministers meet", "opinion"),
        ([], ["Opinion contributor", "Ships wait."], [], "Ministers meet", "opinion"),
        ([], ["Ana Ruiz", "Ships wait."], [], "Ana Ruiz: Ministers meet", "opinion"),
        ([], [], ["Ana Ruiz"], "RUIZ: Ministers meet", "opinion"),
        ([], ["Ships wait.", "© 2026 Harbour Writers Group"], [], "Ships", "opinion"),
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


REPORT = [
    "OSLO, Jan. 15 - The ministry opened the port to foreign ships on Thursday, according to a statement.",
    "“We have waited for years, and I think that everyone should be glad,” a port official told reporters.",
    "Trade through the port rose 4 percent in 2025, the statistics office said on Monday. Officials added "
    "that two more quays were announced last week and would be finished in 2027.",
    "A spokesman for the union said its members had asked for talks. The company declined to comment.",
]
COLUMN = [
    "I have never understood why we treat a harbour as if it were only a machine for boxes. It is a place "
    "where people live, and we should be honest about what is lost when it is sold.",
    "The truth is simple enough: this is not a question of money but of what kind of country we want to be. "
    "Those who believe otherwise must explain why it has never worked.",
    "Perhaps that is too much to ask. But if our leaders cannot see the danger, we need to tell them, and "
    "not merely hope that they will be wise.",
]


@for_each(
    ("paragraphs", "english", "agency", "expected"),
    [
        (REPORT, True, False, "news"),
        (COLUMN, True, False, "opinion"),
        # A column that is quoted is a report's, and its words tell nothing of who prints them.
        ([*REPORT, *(f"“{text}” the union said." for text in COLUMN)], True, False, "news"),
        # Of another language nothing is judged, and of a few words neither; an agency's text is news.
        (COLUMN, False, False, "unknown"),
        (REPORT[:1], True, False, "unknown"),
        (REPORT[:1], True, True, "news"),
        ([], True, False, "unknown"),
    ],
)
def test_how_a_text_reads(paragraphs: list[str], english: bool, agency: bool, expected: str) -> None:
    found, evidence = genre.of(
        "The port", None, None, HOUSE, paragraphs=paragraphs, english=english, agency=agency
    )
    assert (found, bool(evidence)) == (expected, expected != "unknown")


def test_a_mark_stands_against_how_a_text_reads() -> None:
    assert genre.of("Analysis: the port", None, None, HOUSE, paragraphs=COLUMN)[0] == "news"
    assert genre.of("The port", "World", None, HOUSE, paragraphs=REPORT)[0] == "news"
    assert genre.of("The port", "World", None, HOUSE, paragraphs=COLUMN)[0] == "unknown"
    assert genre.of("Opinion | The port", None, None, HOUSE, paragraphs=REPORT)[0] == "opinion"


@for_each("shape", ["{}", "{} ", "\n{}\n"])
def test_only_words_and_sources_are_judged(shape: str) -> None:
    before = genre.chance(COLUMN)
    assert before == pytest.approx(genre.chance([shape.format(text) for text in COLUMN]))
    assert before == pytest.approx(genre.chance([text.replace("'", "’") for text in COLUMN]))


def test_what_an_outlet_prints_as_a_rule_shifts_how_its_articles_read() -> None:
    mixed = [*REPORT, *COLUMN]
    plain, usual = genre.chance(mixed), genre.card()["share"]
    for outlet, share in genre.card()["outlets"].items():
        told = genre.chance(mixed, outlet)
        odds = plain / (1 - plain) * share / (1 - share) * (1 - usual) / usual
        assert told == pytest.approx(odds / (1 + odds))
    assert genre.chance(mixed, "harbour_courier") == plain


def test_a_line_on_who_wrote_counts_where_the_text_tells_nothing_of_the_person() -> None:
    mixed = [*REPORT[2:3], *COLUMN[:2]]
    line = "Ana Ruiz is a senior fellow at the Harbour Institute."
    assert genre.of("The port", None, None, HOUSE, paragraphs=[*mixed, line])[1].startswith("text 'Ana Ruiz")
    told = [*REPORT, "Ms Ruiz said that the port was old, and that nobody in the town had been asked.", line]
    assert genre.of("The port", None, None, HOUSE, paragraphs=told)[0] == "news"


def test_entries_with_their_times_are_live() -> None:
    entries = [f"{hour}:05 GMT - {REPORT[2]}" for hour in range(9, 14)]
    assert genre.of("The port", None, None, HOUSE, paragraphs=entries)[0] == "live"
    assert genre.of("The port", None, None, HOUSE, paragraphs=[entries[0], *REPORT])[0] == "news"


def test_the_card_says_how_often_it_is_wrong() -> None:
    card = genre.card()
    for figures in (card["as_filed"], card["without_doubtful"]):
        assert figures["known_and_right"] >= 0.87
        assert figures["opinion_taken_for_news"] <= 0.025
    assert 0 < card["open"] < card["news"] < card["opinion"] < 1


def test_one_text_under_two_outlets_is_said_once() -> None:
    rows = [("a", "x", "Ministers meet at the old port"), ("b", "y", "Ministers Meet at the Old Port")]
    table = pd.DataFrame(rows, columns=["id", "outlet", "title"]).assign(
        text=" ".join(REPORT), source="f.txt"
    )
    table.loc[1, "text"] += " It rained."

    def said(frame: pd.DataFrame) -> list[int]:
        gaps = check(frame, schema.empty("audit")).gaps
        return gaps.loc[gaps["gap"] == "one text, two outlets", "articles"].tolist()

    assert said(table) == [2]
    # An agency's text is expected in two; so is a headline that both use for different stories.
    assert said(table.assign(wire_role="full_reprint")) == said(table.assign(outlet="x")) == []
    assert said(table.assign(text=[" ".join(REPORT), " ".join(REPORT * 2)])) == []


def test_a_label_taken_out_of_the_text_and_an_address_tell_the_kind() -> None:
    assert genre.of("The port must grow", None, None, HOUSE, labels=["ANALYSIS/OPINION:"])[0] == "opinion"
    assert genre.of("The port must grow", None, None, HOUSE, labels=["Watch the video"])[0] == "unknown"
    address = f"{SITE}/news/2026/jan/15/editorial-the-port-must-grow/"
    assert genre.of("The port must grow", None, address, HOUSE)[0] == "editorial"


def test_a_headline_before_the_name_of_a_site_is_no_author() -> None:
    title = "Shift in talks on the old quay surprises : Radio Rye"
    first = "Shift in talks on the old quay surprises"
    assert genre.of(title, None, None, HOUSE, paragraphs=[first])[0] == "unknown"
