"""Whole pages as one copies them, menu and foot included: headline, day, paragraphs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing.corpus import manifest
from framing.corpus.merge import furniture

HEAD = "Ana Ruiz strikes a deal with Beijing to reopen the northern port"
DEK = "Ottawa drops a surcharge on vehicles as both sides try to mend relations"
STORY = [
    "Prime Minister Ana Ruiz said on Thursday that her government had agreed with Beijing to reopen the "
    "northern port to freight, ending a dispute of three years.",
    "“We have waited long for this day,” she told reporters.",
    "The agreement, announced after two hours of talks, lowers duties on grain and lets 40,000 vehicles "
    "enter at the lower rate.",
    "What the deal says",
    "Opposition leader Paul Marlow called the deal naive.",
    "According to a joint statement, both sides will set up a working group on fees and safety, which is to "
    "report before the end of the year.",
    "Ruiz travels to Doha on Friday.",
]
OTHERS = ["Storm closes schools across the coast", "Why rents are rising again this winter"]
MENU = [
    "Skip to main content",
    "News",
    "World",
    "Canada",
    "Sports",
    "My feed",
    "Being young in town",
    "Log in",
]
FOOT = [
    "About Us", "Careers", "Help Centre", "12 Quay Street, Harbour Town", "Privacy Policy",
    "The Harbour Press is an independent news organization dedicated to facts and to its many readers.",
    "© 2026 Harbour Media. All rights reserved.", "Jobs",
]  # fmt: skip
BOX = [
    "Harbour Morning",
    "Sign up for our newsletter",
    "Email address",
    "By signing up you accept our terms.",
]
SUMMARY = "Ten people were hurt when a bus left the road near the old bridge on Sunday night, the police say."
AGENCY = "This report by The Canadian Press was first published Jan. 15, 2026."

PAGES = {
    "menu, byline and stamp, foot": [
        *MENU, "Politics", HEAD, DEK, "By Ana Torres", "Published January 15, 2026 at 5:02AM EST",
        "Facebook", "Copy link", *STORY, "Related stories", *OTHERS, *FOOT,
    ],
    "the browser's title above, names and stamp in one line": [
        *MENU, f"{HEAD} | Harbour News", "Politics", HEAD, DEK,
        "Ana Torres · CBC News · Posted: Jan 15, 2026 4:00 AM EST | Last Updated: 5 hours ago",
        "Social Sharing", *STORY, "ABOUT THE AUTHOR", "Ana Torres", "Senior reporter",
        "Ana Torres is a senior reporter in the paper's bureau in Ottawa.", *FOOT,
    ],
    "the day it was looked at, above; other stories with their summaries, below": [
        "Sunday, February 1, 2026", "ADVT", "National", HEAD,
        "Harbour News Desk The Canadian Press, 15 Jan, 2026",
        f"• {HEAD}", DEK, *STORY, "MORE National ARTICLES",
        *[line for other in OTHERS for line in (other, other, SUMMARY, other)],
    ],
    "an image's name first, a box within, credits and more below": [
        "LP_468x60", HEAD, DEK, "By Ana Torres", "Published Jan 15, 2026",
        *STORY[:3], "Article content", *BOX, *OTHERS, *STORY[3:],
        AGENCY, "Orange background", "In depth", OTHERS[0], SUMMARY,
    ],
    "only an update, and a screen reader's list": [
        "News|Trade", HEAD, DEK, "Updated 8:01 AM EST, January 15, 2026", *STORY[:2],
        f"list of 2 itemslist 1 of 2{OTHERS[0]}list 2 of 2{OTHERS[1]}end of list", *STORY[2:],
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", PAGES.values(), ids=PAGES)
def test_a_whole_page(lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "cbc").mkdir()
    (tmp_path / "cbc" / "page.txt").write_text("\n\n".join(lines), "utf8")
    articles, audit = fr.load(tmp_path)
    article = articles.iloc[0]
    assert article["title"] == HEAD
    assert f"{article['published']:%Y-%m-%d}" == "2026-01-15"
    assert article["text"].split("\n\n") == [DEK, *STORY]
    # What is not text is told: every line is in the table or in the audit.
    told = {*audit["detail"], article["title"], article["section"], f"• {HEAD}"}
    assert {*lines} <= {*told, *article["text"].split("\n\n")}


def test_nothing_of_a_story_without_a_page_is_lost(tmp_path: Path) -> None:
    items = ["What each side gives", "Grain duties fall to 15 per cent", "Visas are waived until the fall"]
    (tmp_path / "harbour_2026-01-15.txt").write_text("\n\n".join([HEAD, *STORY, *items]), "utf8")
    articles, _ = fr.load(tmp_path)
    assert articles["text"].iloc[0].split("\n\n") == [*STORY, *items]


def test_a_list_below_a_colon_is_no_list_of_other_stories(tmp_path: Path) -> None:
    items = ["Canola seed from the prairies in bulk", "Frozen crab caught off the island coast"]
    lines = [HEAD, *STORY[:3], "These goods are named:", *items, *STORY[3:]]
    (tmp_path / "harbour_2026-01-15.txt").write_text("\n\n".join(lines), "utf8")
    assert fr.load(tmp_path).articles["text"].iloc[0].split("\n\n") == lines[1:]


def test_a_headline_is_what_the_file_is_called(tmp_path: Path) -> None:
    lines = [OTHERS[1], OTHERS[0], HEAD, *STORY]
    (tmp_path / f"{HEAD[:50]} - CBC.txt").write_text("\n\n".join(lines), "utf8")
    article = fr.load(tmp_path).articles.iloc[0]
    assert (article["title"], article["outlet"]) == (HEAD, "cbc")


def article(folder: Path, outlet: str, *lines: str) -> pd.Series:
    """Return the one article of a file with some lines, in a folder called like an outlet."""
    (folder / outlet).mkdir()
    (folder / outlet / "a.txt").write_text("\n\n".join(lines), "utf8")
    return fr.load(folder).articles.iloc[0]


BYLINE, STAMP = "By Ana Torres", "Published January 15, 2026"


@pytest.mark.parametrize(
    ("title", "outlet", "genre"),
    [
        ("Opinion: Who pays for the northern port", "toronto_sun", "opinion"),
        ("OPINION: Who pays for the northern port", "hill_times", "opinion"),
        ("Opinion | Who pays for the northern port", "scmp", "opinion"),
        ("ANALYSIS | Why Ana Ruiz went to Beijing", "cbc", "opinion"),
        ("Analysis: Why Ana Ruiz went to Beijing", "globe_and_mail", "news"),
        ("Explainer: How the northern port works", "globe_and_mail", "news"),
        ("Video: Ana Ruiz lands in Beijing", "cbc", "news"),
    ],
)
def test_a_labelled_headline_on_the_first_line(title: str, outlet: str, genre: str, tmp_path: Path) -> None:
    for name, lines in (("signed", (BYLINE, STAMP)), ("named", ("Ana Torres", STAMP)), ("dated", (STAMP,))):
        (tmp_path / name).mkdir()
        found = article(tmp_path / name, outlet, title, *lines, *STORY)
        assert (found["title"], found["genre"]) == (title, genre)
        assert found["text"].split("\n\n") == STORY
        assert found["authors"] == "Ana Torres" or name == "dated"


def test_below_another_line_it_is_a_teaser(tmp_path: Path) -> None:
    found = article(tmp_path, "cbc", HEAD, "Opinion: Who pays for the northern port", BYLINE, *STORY)
    assert (found["title"], found["text"].split("\n\n")) == (HEAD, STORY)
    (tmp_path / "related").mkdir()
    found = article(tmp_path / "related", "cbc", f"Related article: {OTHERS[0]}", HEAD, BYLINE, *STORY)
    assert found["title"] == HEAD


@pytest.mark.parametrize(
    ("outlet", "behind"),
    [
        ("reuters", " | Reuters"),
        ("bbc", " | BBC News"),
        ("independent", " - The Independent"),
        ("cnn", " | CNN Politics"),
    ],
)
def test_a_sites_name_behind_a_headline(outlet: str, behind: str, tmp_path: Path) -> None:
    found = article(tmp_path, outlet, HEAD + behind, BYLINE, *STORY)
    assert (found["title"], found["text"].split("\n\n")) == (HEAD, STORY)


def test_what_an_outlet_does_is_no_name_behind_a_headline(tmp_path: Path) -> None:
    assert (
        article(tmp_path, "bbc", f"{HEAD} - BBC reports", BYLINE, *STORY)["title"] == f"{HEAD} - BBC reports"
    )


def test_a_printers_day_is_no_headline(tmp_path: Path) -> None:
    found = article(tmp_path, "reuters", "2/1/26, 10:14 AM", f"{HEAD} | Reuters", *STORY)
    assert (found["title"], found["text"].split("\n\n")) == (HEAD, STORY)


def test_headlines_with_their_ages_are_of_other_stories(tmp_path: Path) -> None:
    other = "Paul Marlow says the northern port will pay"
    above = [other, "3 hours ago", OTHERS[0], "5 hours ago"]
    assert article(tmp_path, "cbc", *above, HEAD, BYLINE, STAMP, *STORY)["title"] == HEAD
    (tmp_path / "own").mkdir()
    assert article(tmp_path / "own", "cbc", HEAD, "3 hours ago", DEK, BYLINE, *STORY)["title"] == HEAD


ADDRESS = "https://www.theguardian.com/commentisfree/2026/jan/15/who-pays"


@pytest.mark.parametrize(
    "lines",
    [(ADDRESS, HEAD, BYLINE, *STORY), (f"URL: {ADDRESS}", HEAD, *STORY), (HEAD, BYLINE, *STORY, ADDRESS)],
)
def test_an_address_copied_with_a_page(lines: tuple[str, ...], tmp_path: Path) -> None:
    found = article(tmp_path, "guardian", *lines)
    assert (found["url"], found["genre"], found["title"]) == (ADDRESS, "opinion", HEAD)
    assert pd.isna(found["section"])
    assert found["text"].split("\n\n") == STORY


def test_an_address_of_another_site_is_a_link(tmp_path: Path) -> None:
    found = article(tmp_path, "cbc", HEAD, BYLINE, *STORY, ADDRESS)
    assert found["outlet"] == "cbc"
    assert pd.isna(found["url"])


def test_an_address_names_the_outlet_that_nothing_else_does(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join([ADDRESS, HEAD, *STORY]), "utf8")
    assert fr.load(tmp_path / "a.txt").articles["outlet"].iloc[0] == "guardian"


@pytest.mark.parametrize(
    "end",
    [("- Reuters",), ("Reuters",), ("(Reuters)",), (f"{STORY[-1]} REUTERS",), (f"{STORY[-1]} — Reuters",)],
)
def test_an_agency_signs_at_the_end(end: tuple[str, ...], tmp_path: Path) -> None:
    found = article(
        tmp_path, "straits_times", HEAD, STAMP, *STORY[:-1], *[STORY[-1]] * (len(end[0]) < 20), *end
    )
    assert (found["wire"], found["wire_role"]) == ("reuters", "full_reprint")
    assert found["text"].split("\n\n") == STORY


def test_an_agency_within_a_text_does_not_sign(tmp_path: Path) -> None:
    found = article(tmp_path, "straits_times", HEAD, STAMP, *STORY[:2], "Reuters", *STORY[2:])
    assert found["wire_role"] == "none"


@pytest.mark.parametrize(
    "blurb",
    [
        "Li Torres is a non-resident fellow at the Harbour Institute.",
        "Li Torres is a former ambassador to the northern towns.",
        "The author is a research fellow at the Harbour Institute.",
        "The views expressed here are the author's own.",
    ],
)
def test_a_line_on_the_author_tells_the_kind_though_it_is_cut(blurb: str, tmp_path: Path) -> None:
    claims = ["It is easy to sneer at summits.", "It is harder to say what should take their place."]
    found = article(tmp_path, "toronto_star", HEAD, STAMP, *claims, *claims[::-1], blurb)
    assert (found["genre"], blurb in found["text"]) == ("opinion", False)


def test_an_agency_behind_the_last_sentence_is_a_credit(tmp_path: Path) -> None:
    lines = [HEAD, "By Reuters", *STORY[:-1], f"{STORY[-1]} - Reuters"]
    (tmp_path / "cbc_2026-01-15.txt").write_text("\n\n".join(lines), "utf8")
    article = fr.load(tmp_path).articles.iloc[0]
    assert article["text"].endswith(STORY[-1])
    assert article["wire"] == "reuters"


def test_a_pages_own_line_in_a_column_is_no_headline(tmp_path: Path) -> None:
    text = "\n\n".join([HEAD, "By Ana Torres", *STORY]).replace('"', '""')
    (tmp_path / "a.csv").write_text(f'outlet,title,text\nCBC,LP_468x60,"{text}"\n', "utf8")
    assert fr.load(tmp_path).articles["title"].iloc[0] == HEAD


class TestDays:
    def published(self, tmp_path: Path, name: str, *lines: str) -> str:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n\n".join([*lines, *STORY[1:]]), "utf8")
        return f"{fr.load(tmp_path).articles['published'].iloc[0]:%Y-%m-%d}"

    VIEWED = "Sunday, February 1, 2026"

    def test_the_files_name_counts_before_a_bare_day_above(self, tmp_path: Path) -> None:
        assert self.published(tmp_path, "2026-01-08_cbc.txt", self.VIEWED, HEAD, STORY[0]) == "2026-01-08"

    def test_so_does_the_dateline_in_the_year_of_that_day(self, tmp_path: Path) -> None:
        opening = f"OTTAWA, Jan 8 (Harbour Press) - {STORY[0]}"
        assert self.published(tmp_path, "cbc/a.txt", self.VIEWED, HEAD, opening) == "2026-01-08"
        opening = opening.replace("Jan 8", "Dec 30")
        assert self.published(tmp_path, "cbc/a.txt", self.VIEWED, HEAD, opening) == "2025-12-30"

    def test_a_dateline_has_its_own_year(self, tmp_path: Path) -> None:
        opening = f"OTTAWA, Jan. 9, 2025 — {STORY[0]}"
        assert self.published(tmp_path, "cbc/a.txt", self.VIEWED, HEAD, opening) == "2025-01-09"

    def test_a_day_that_is_printed_twice(self, tmp_path: Path) -> None:
        stamp = "Published On 16 Jan 202616 Jan 2026"
        assert self.published(tmp_path, "al_jazeera/a.txt", HEAD, stamp, STORY[0]) == "2026-01-16"
        assert stamp not in fr.load(tmp_path).articles["text"].iloc[0]

    def test_alone_it_counts(self, tmp_path: Path) -> None:
        assert self.published(tmp_path, "cbc/a.txt", self.VIEWED, HEAD, STORY[0]) == "2026-02-01"

    def test_a_folder_that_is_called_by_a_day(self, tmp_path: Path) -> None:
        assert self.published(tmp_path, "cbc/15 Jan 2026/a.txt", HEAD, STORY[0]) == "2026-01-15"

    @pytest.mark.parametrize(
        "name",
        [
            "2026-01-15_cbc.txt", "15 Jan 2026 - CBC.txt", "CBC_15Jan2026.md", "cbc-2026.01.15.html",
            "Jan 15, 2026 Globe.docx", "cbc_jan_15_2026.txt", "NP_Jan-15-2026.pdf", "talks 20260115.txt",
        ],
    )  # fmt: skip
    def test_in_a_files_name(self, name: str) -> None:
        assert manifest.from_name(name)["published"] == "2026-01-15"

    @pytest.mark.parametrize(
        "name", ["a 2026-01-15.csv", "top 10 deals 2026.txt", "plan-2026.txt", "03-04-2026 a.txt"]
    )
    def test_in_no_files_name(self, name: str) -> None:
        assert manifest.from_name(name) == {}


class TestFurniture:
    LINE = "Harbour pulse: join 4,000 readers"

    def table(self, *texts: list[str]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "id": list("abcdefgh")[: len(texts)],
                "outlet": "x",
                "text": ["\n\n".join(text) for text in texts],
                "blocks": ["p" * len(text) for text in texts],
            }
        )

    def texts(self) -> list[list[str]]:
        return [[f"{word}{text} " * 30 for word in "stuvwxyz"] for text in "abcd"]

    def test_in_three_articles_with_other_lines_around(self) -> None:
        found = furniture(self.table(*([*text, self.LINE] for text in self.texts())))
        assert found == {key: {8: self.LINE} for key in "abcd"}
        assert furniture(self.table(*([*text, self.LINE] for text in self.texts()[:2]))) == {}

    def test_versions_of_one_story_share_their_own_lines(self) -> None:
        long = [STORY[0] * 2, "He declined", STORY[5] * 2, "Nobody knows the price of it"]
        assert furniture(self.table(long, long, long)) == {}

    def test_a_sentence_within_a_text_stays(self) -> None:
        said = [[*text[:4], "The ministry did not answer.", *text[4:]] for text in self.texts()]
        assert furniture(self.table(*said)) == {}

    TOLD = (
        "The northern port was closed in March 2023 after both towns had put a levy of 40 per cent on grain."
    )

    @pytest.mark.parametrize(
        ("last", "cut"),
        [
            (TOLD, False),
            ("The US and Canada closed the northern port.", False),
            ("The minister said “we will keep our word to you” on Monday.", False),
            ("We keep the news free for you.", True),
            ("Harbour Rye belongs to Rye Media and is printed in the old town.", True),
        ],
    )
    def test_news_says_its_background_again(self, last: str, cut: bool) -> None:
        table = self.table(*([*text, last, f"{text[0]} {text[1]}"] for text in self.texts()))
        found = furniture(table.assign(outlet="harbour_rye"))
        assert found == ({key: {8: last} for key in "abcd"} if cut else {})

    def test_sentences_with_other_figures_are_other_news(self) -> None:
        said = [[*text, f"We sold {n} ships to you."] for n, text in enumerate(self.texts())]
        assert furniture(self.table(*said)) == {}

    def test_a_sentence_of_nearly_all_of_many_pages_is_the_pages(self) -> None:
        texts = [[*self.texts()[n % 4], f"Ship {chr(97 + n)}", self.TOLD] for n in range(10)]
        table = pd.concat([self.table(text).assign(id=str(n)) for n, text in enumerate(texts)])
        assert len(furniture(table)) == 10
        assert furniture(table[1:]) == {}
