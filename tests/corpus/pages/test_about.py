"""What a page says of its own article, and not what it says of others."""

from __future__ import annotations

import json

from lxml import html

from framing.corpus.html.metadata import Stated, about, headline, is_address, own
from framing.corpus.html.page import Page, read
from tests.cases import for_each
from tests.corpus.made import LONG, MORE

OWN = {
    "@type": "NewsArticle",
    "headline": "Ministers meet in the old port",
    "url": "https://harbour.example/news/ministers-meet",
    "datePublished": "2026-01-15T09:38:00+08:00",
    "author": [{"@type": "Person", "name": "Ana Ruiz"}, {"@type": "Organization", "name": "The Wire"}],
    "publisher": {"name": "Harbour Courier"},
}
OTHER = {
    "@type": "NewsArticle",
    "headline": "A tale of last year",
    "url": "https://harbour.example/news/last-year",
    "datePublished": "2025-01-01",
    "author": "Li Ma",
    "articleBody": "Long ago.",
}
URL = ("https://www.harbour.example/news/ministers-meet?x=1",)
TITLES = ("Ministers meet in the old port | Harbour Courier",)


def page(*scripts: object, head: str = "", body: str = "") -> html.HtmlElement:
    said = "".join(
        f"<script type='application/ld+json'>{s if isinstance(s, str) else json.dumps(s)}</script>"
        for s in scripts
    )
    return html.document_fromstring(f"<html><head>{said}{head}</head><body>{body}</body></html>")


@for_each(
    "scripts",
    [
        [OWN],
        [OTHER, OWN],
        [[OTHER, OWN]],
        [{"@graph": [{"@type": "WebPage", "mainEntity": OWN}, OTHER]}],
        [{"@type": "WebPage", "mainEntity": OWN}],
        ["{broken", OWN, "null", "[]", "7"],
        ["<!-- " + json.dumps(OWN) + ";-->"],
        [{"@type": "ItemList", "itemListElement": [OTHER]}, OWN],
    ],
)
def test_its_own(scripts: list[object]) -> None:
    stated = own(page(*scripts), URL, TITLES)
    assert stated.published == "2026-01-15T09:38:00+08:00"
    assert stated.persons == ("Ana Ruiz",)
    assert stated.organisations == ("The Wire",)
    assert stated.publisher == "Harbour Courier"


def test_another_story_s_data_are_not_this_one_s() -> None:
    assert own(page(OTHER), URL, TITLES) == Stated()
    assert own(page({"@type": "ItemList", "itemListElement": [OWN]}), URL, TITLES) == Stated()
    assert (
        own(page({"@type": "VideoObject", "name": TITLES[0], "datePublished": "2020-01-01"}), URL) == Stated()
    )


def test_an_article_without_address_counts_by_its_headline() -> None:
    plain = {key: value for key, value in OWN.items() if key != "url"}
    assert own(page({**OTHER, "url": None}, plain), (), TITLES).title == OWN["headline"]
    assert own(page({**plain, "headline": "Shorter words"}), URL, TITLES).published == OWN["datePublished"]


def test_names_by_reference_and_types_in_lists() -> None:
    item = {
        **OWN,
        "@type": ["Article", "OpinionNewsArticle"],
        "author": {"@id": "#a"},
        "publisher": {"@id": "#p"},
    }
    people = [{"@type": "Person", "@id": "#a", "name": "Li &amp; Ma"}, {"@id": "#p", "name": "The Courier"}]
    stated = own(page({"@graph": [item, *people]}), URL, TITLES)
    assert (stated.persons, stated.publisher, stated.kind) == (("Li & Ma",), "The Courier", "Article")


def test_authors_that_are_none() -> None:
    assert own(page({**OWN, "author": ["https://a.example/b", "105092", {"name": None}]}), URL).persons == ()


def test_addresses() -> None:
    assert is_address("https://harbour.example/a")
    for value in ("file:///home/a.html", "/a/b", "", None, "https://", "mailto:a@b.example", "http://[::1"):
        assert not is_address(value)
    saved = "<!-- saved from url=(0040)https://harbour.example/news/a -->"
    links = "<link rel='canonical' href='file:///C:/a.html'><meta property='og:url' content='a.html'>"
    assert about(page(head=links), saved).url == "https://harbour.example/news/a"
    assert about(page(head=links), "").url is None
    front = "<link rel='canonical' href='https://harbour.example/'><meta property='og:url' content='https://harbour.example/a'>"
    assert about(page(head=front), "").url == "https://harbour.example/a"


@for_each(
    ("head", "body", "title"),
    [
        ("<title>Ministers meet | Harbour Courier</title>", "", "Ministers meet"),
        ("<title>Ministers meet - News - Harbour Courier</title>", "", "Ministers meet"),
        ("<title>促进合作--时政--人民网</title><meta name='publisher' content='人民网'>", "", "促进合作"),
        ("<title>促进合作-新华网</title>", "", "促进合作"),
        ("<title>Port - a history</title>", "", "Port - a history"),
        ("<meta property='og:title' content='Ministers meet | Harbour Courier'>", "", "Ministers meet"),
        ("<title>Ministers: a tale - H. C.</title>", "<h1>Ministers: a tale</h1>", "Ministers: a tale"),
        ("<title>Ministers meet</title>", "<h1>Harbour Courier</h1>", "Ministers meet"),
    ],
)
def test_headline_without_the_site(head: str, body: str, title: str) -> None:
    said = about(page(head=head, body=body), "")
    assert headline(said, None, ("Harbour Courier", "新华网")) == title


def test_metas() -> None:
    head = (
        "<meta name='author' content='105092'><meta name='byl' content='By Ana Ruiz'>"
        "<meta name='parsely-pub-date' content='2026-01-15T01:00:00Z'>"
        "<meta name='publishdate' content='soon'>"
        "<meta http-equiv='Content-Language' content='utf-8'><meta property='og:locale' content='en_CA'>"
    )
    said = about(page(head=head), "")
    assert said.metas["authors"] == "By Ana Ruiz"
    assert said.metas["published"] == "2026-01-15T01:00:00Z"
    assert said.language == "en_CA"
    assert said.is_article


def _saved(data: str, beside: str = "", foot: str = "") -> Page:
    told = "".join(f"<p>{text}</p>" for text in (LONG, MORE))
    return Page(
        f"<html><head>{beside}<script type='application/ld+json'>{data}</script></head>"
        f"<body><article><h1>Port opens</h1>{told}</article>{foot}</body></html>"
    )


def test_two_dates_that_contradict_are_told_of() -> None:
    meta = "<meta property='article:published_time' content='2026-01-15T10:00:00Z'>"
    page = _saved('{"@type": "NewsArticle", "headline": "Port opens", "datePublished": "2024-03-01"}', meta)
    reading = read(page, None)
    assert reading.fields["published"] == "2024-03-01"
    assert [note.rule for note in reading.notes] == ["dates_differ"]
    assert "2024-03-01" in reading.notes[0].detail
    assert "2026-01-15" in reading.notes[0].detail


def test_owners_and_files_beside_the_text() -> None:
    page = _saved(
        '{"@graph": [{"@type": "NewsArticle", "headline": "Port opens", "copyrightHolder": {"@id": "#cp"},'
        ' "provider": "The Harbour Courier"},'
        ' {"@type": "Organization", "@id": "#cp", "name": "The Canadian Press"}]}',
        foot="<footer><div>With files from <b>Reuters</b></div><p>Help with files from the archive of the"
        " port, which was closed on Friday, is wanted by those who write of its ships</p></footer>",
    )
    reading = read(page, None)
    assert reading.holders == ["The Canadian Press", "The Harbour Courier"]
    assert reading.credits == ["With files from Reuters"]
