"""Pages as people save them, whole and broken, through `fr.load`: one row or one clear line each."""

from __future__ import annotations

import io
import pickle
from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing.corpus.html.page import Page, Reading, read_again
from framing.corpus.html.page import read as read_page
from framing.corpus.outlets import outlets, read
from framing.corpus.readers import html
from framing.corpus.records import Fault, Record, Source
from framing.errors import FramingError

LONG = (
    "The two sides agreed on Thursday to open the northern port to more ships, officials on both sides said. "
)
HEAD = (
    '<html><head><link rel="canonical" href="https://nationalpost.com/news/port">'
    "<title>Port opens</title></head>"
)
GROUP = '<section class="article-content__content-group article-content__content-group--story">'
STORY = (
    f"{HEAD}<body><h1 class='article-title'>Port opens</h1>{GROUP}<p>{LONG}</p><p>Ships came.</p></section>"
)


def load(tmp_path: Path, content: str, **options: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    (tmp_path / "a.html").write_text(content, "utf8")
    return fr.load(tmp_path / "a.html", progress=False, **options)  # type: ignore[arg-type]


def record(content: str) -> Record:
    found = next(html.read(io.BytesIO(content.encode()), Source("a.html")))
    assert isinstance(found, Record)
    return found


class TestBroken:
    def test_no_title(self, tmp_path: Path) -> None:
        articles, _ = load(
            tmp_path, f"<html><body><article><p>{LONG}</p></article></body></html>", outlets="X"
        )
        assert articles["text"].tolist() == [LONG.strip()]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (
                "<html><head><title>T</title></head><body></body></html>",
                "no article text was found in the page",
            ),
            (
                f"{HEAD}<frameset cols='1,2'><frame src='a'><frame src='b'></frameset></html>",
                "made of frames",
            ),
        ],
    )
    def test_no_text(self, tmp_path: Path, content: str, said: str) -> None:
        with pytest.raises(FramingError, match=said) as raised:
            load(tmp_path, content)
        assert "\n" not in str(raised.value)

    @pytest.mark.parametrize("close", ["", "</p></section></body></html>"])
    def test_unclosed_tags(self, tmp_path: Path, close: str) -> None:
        articles, _ = load(tmp_path, f"{HEAD}<body>{GROUP}<p>{LONG}<p>Ships <b>came.{close}")
        assert articles["text"].tolist() == [f"{LONG.strip()}\n\nShips came."]

    @pytest.mark.slow
    def test_one_element_of_two_megabytes(self, tmp_path: Path) -> None:
        text = (LONG * 20_000).strip()
        articles, _ = load(tmp_path, f"{HEAD}<body>{GROUP}{text}</section></body></html>")
        assert articles["text"].tolist() == [text]
        assert articles["blocks"].tolist() == ["p"]

    def test_elements_a_thousand_deep(self, tmp_path: Path) -> None:
        articles, _ = load(tmp_path, f"{HEAD}<body>{GROUP}{'<div>' * 1_000}{LONG}")
        assert articles["text"].tolist() == [LONG.strip()]

    def test_a_link_to_a_file_is_no_address(self, tmp_path: Path) -> None:
        page = STORY.replace("https://nationalpost.com/news/port", "file:///C:/Users/x/port.html")
        articles, _ = load(tmp_path, page, outlets={"*": "National Post"})
        assert articles["url"].isna().all()
        assert articles["outlet"].tolist() == ["national_post"]

    def test_saved_twice(self, tmp_path: Path) -> None:
        for name in ("a.html", "b.html"):
            (tmp_path / name).write_text(STORY, "utf8")
        articles, audit = fr.load(tmp_path, progress=False)
        assert articles["source"].tolist() == ["a.html"]
        assert audit.loc[audit["kind"] == "duplicate", "source"].tolist() == ["b.html"]

    def test_only_a_caption_and_a_description(self, tmp_path: Path) -> None:
        said = '{"@type": "NewsArticle", "headline": "Port opens", "datePublished": "2024-05-01T10:00:00Z"}'
        page = (
            f"{HEAD}<script type='application/ld+json'>{said}</script>"
            f"<meta name='description' content='Ships come.'><body>{GROUP}"
            "<figure><figcaption>A quay.</figcaption></figure></section>"
        )
        articles, audit = load(tmp_path, page)
        assert articles[["text", "status"]].values.tolist() == [["Ships come.", "stub"]]
        assert "stub" in audit["rule"].tolist()
        captions, _ = load(tmp_path, page.replace("<meta name='description' content='Ships come.'>", ""))
        assert captions[["text", "status"]].values.tolist() == [["A quay.", "stub"]]


class TestWhose:
    def test_no_layout_fits_and_that_is_told(self, tmp_path: Path) -> None:
        articles, audit = load(
            tmp_path, f"{HEAD}<body><article><p>{LONG}</p><p>{LONG}</p></article></body></html>"
        )
        assert articles["outlet"].tolist() == ["national_post"]
        told = audit.loc[audit["rule"] == "layout", "detail"].tolist()
        assert told == ["no layout of National Post fits this page; its text was found as any page's is"]

    def test_an_address_counts_before_a_name_that_is_nobody_s(self, tmp_path: Path) -> None:
        named = STORY.replace("<title>", "<meta property='og:site_name' content='The Great Reader'><title>")
        articles, audit = load(tmp_path, named)
        assert articles["outlet"].tolist() == ["national_post"]
        assert any("'The Great Reader'" in line for line in audit["detail"])
        mine, _ = load(tmp_path, named, outlets={"The Great Reader": "reader"})
        assert mine["outlet"].tolist() == ["reader"]

    def test_a_user_s_rules_win(self, tmp_path: Path) -> None:
        rules = tmp_path / "rules"
        rules.mkdir()
        (rules / "harbour_courier.toml").write_text(
            'name = "Harbour Courier"\ndomains = ["harbour.example"]\nzone = "Asia/Tokyo"\nlanguage = "en"\n'
            '[[layouts]]\nname = "plain"\nbody = "//div[@id=\'tale\']"\nstrategy = "br_flow"\n'
            'title = "//h2"\nstamp = "//i"\nbyline = "//u"\ncut.promotion = "//div[@id=\'tale\']/em"\n',
            "utf8",
        )
        page = (
            "<html><head><meta property='og:url' content='https://www.harbour.example/t/1'></head><body>"
            "<h2>Port opens</h2><u>By Ana Ruiz</u><i>2026-01-15 09:30</i>"
            "<div id='tale'>Ships came.<br>Ships went."
            f"<em>Buy a boat</em></div><p>{LONG * 3}</p></body></html>"
        )
        articles, audit = load(tmp_path, page, outlets=rules)
        row = articles.iloc[0]
        assert (row["outlet"], row["title"], row["authors"]) == ("harbour_courier", "Port opens", "Ana Ruiz")
        assert row["published"].isoformat() == "2026-01-15T00:30:00+00:00"
        assert row["text"] == "Ships came.\n\nShips went."
        assert ["promotion", "Buy a boat"] in audit[["rule", "detail"]].values.tolist()

    def test_the_record_is_the_same_whether_its_outlet_was_known_at_first_or_not(self) -> None:
        outlet = outlets()["national_post"]
        known = record(STORY)
        assert read_again(known, outlet) is known
        unknown = record(STORY.replace("nationalpost.com", "harbour.example"))
        assert isinstance(unknown.document, Reading)
        assert unknown.document.layout is None
        again = read_again(unknown, outlet)
        assert again.fields["text"] == known.fields["text"]
        assert again.blocks == known.blocks == "pp"
        assert again.raw == unknown.raw

    def test_records_go_from_process_to_process(self) -> None:
        first = record(STORY)
        again = pickle.loads(pickle.dumps(first))
        assert again.fields == first.fields
        assert (
            read_again(again, read('name = "X"\n[[layouts]]\nname = "h"\nbody = "//p[2]"', "x")).fields[
                "text"
            ]
            == "Ships came."
        )


class TestLayouts:
    def test_one_that_had_ended_comes_last(self) -> None:
        rules = (
            'name = "X"\n[[layouts]]\nname = "old"\nuntil = 2020-12-31\nbody = "//p"\n'
            '[[layouts]]\nname = "new"\nsince = 2021-01-01\nbody = "//p"\n'
        )
        outlet = read(rules, "x")
        for day, name in (("2020-06-01", "old"), ("2024-06-01", "new"), ("", "old")):
            said = f"<meta property='article:published_time' content='{day}T10:00:00Z'>" if day else ""
            page = Page(f"<html><head>{said}</head><body><p>Ships came.</p></body></html>")
            assert read_page(page, outlet).layout == name

    def test_text_of_the_data(self) -> None:
        outlet = read('name = "X"\n[[layouts]]\nname = "data"\nstrategy = "jsonld"\n', "x")
        text = "<p>Ships &amp; sugar.</p><p>All <b>of</b> it.</p>"
        said = f'{{"@type": "NewsArticle", "headline": "Port", "articleBody": "{text}"}}'
        page = Page(
            f"<html><head><script type='application/ld+json'>{said}</script></head><body></body></html>"
        )
        assert read_page(page, outlet).fields["text"] == "Ships & sugar.\nAll of it."

    def test_a_headline_printed_again_is_cut(self) -> None:
        found = record(f"{HEAD}<body>{GROUP}<p>Port opens</p><p>{LONG}</p></section></body></html>")
        assert found.fields["text"] == LONG.strip()
        assert isinstance(found.document, Reading)
        assert ("repeated_title", "Port opens") in [
            (note.rule, note.detail) for note in found.document.removed
        ]


def test_nothing_is_raised_for_what_is_no_page() -> None:
    for data in (
        b"",
        b"<",
        b"<html>",
        b"\x00\xff",
        b"<p>",
        "<html><body>\ud800".encode("utf8", "surrogatepass"),
    ):
        for found in html.read(io.BytesIO(data), Source("a.html")):
            assert isinstance(found, (Record, Fault))
