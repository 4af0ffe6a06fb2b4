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

    TOLD = "The northern port was closed in March 2023 after the two towns had put a levy of 40 per cent on grain."

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
