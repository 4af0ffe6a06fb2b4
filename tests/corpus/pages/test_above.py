"""Standfirst, byline and stamp of pages without a layout, by their names, their form and where they stand."""

from __future__ import annotations

import pytest
from lxml import html

from framing.corpus.html.page import Page, above, read, standfirst
from tests.cases import for_each

STORY = [("The crane fell on Friday and nobody was hurt, the harbour master said.", "p")]
TITLE = "Crane falls in port"
DEK = "A storm had loosened two of its bolts"


@pytest.mark.parametrize(
    "above",
    [
        f"<p class='standfirst'>{DEK}</p>",
        f"<div class='styles_articleDek__Icz5H'>{DEK}</div>",
        f"<div data-qa='GenericArticle-SubHeadline'><span>{DEK}</span></div>",
        f"<h2 class='subhead'><span>{DEK}</span></h2>",
        f"<div class='article__summary'><p>{DEK}</p></div>",
        f"<h2>{DEK}</h2>",
    ],
)
def test_what_is_called_a_standfirst_opens_the_text(above: str) -> None:
    page = html.fromstring(f"<article><h1>{TITLE}</h1>{above}<p>{STORY[0][0]}</p></article>")
    assert standfirst(page, TITLE, STORY) == [DEK]


def test_a_list_of_points_gives_a_line_each() -> None:
    points = ["The storm had loosened its bolts", "Nobody was hurt that day"]
    listed = f"<ul class='article-summary'><li>{points[0]}</li><li>{points[1]}</li></ul>"
    page = html.fromstring(f"<article><h1>{TITLE}</h1>{listed}<p>{STORY[0][0]}</p></article>")
    assert standfirst(page, TITLE, STORY) == points


@for_each(
    "above",
    [
        "<div class='subtitle'>By Ana Ruiz and Li Ma</div>",
        "<div class='subtitle'>Published: Jan 15, 2026 11:48 PM</div>",
        "<div class='subtitle'>Sign up for our morning newsletter on the port</div>",
        "<figure class='lead'><span>The crane on its side in the water of the port</span></figure>",
        "<figure><div class='summary'>The crane on its side in the water of the port</div></figure>",
        "<div class='summary'><img src='a.jpg'>The crane on its side in the water</div>",
        f"<div class='summary'>{STORY[0][0][:60]}</div>",
        "<div class='teaser'>A storm had loosened two of its bolts</div>",
    ],
)
def test_what_is_none(above: str) -> None:
    page = html.fromstring(f"<article><h1>{TITLE}</h1>{above}<p>{STORY[0][0]}</p></article>")
    assert standfirst(page, TITLE, STORY) == []


def test_below_the_first_paragraph_nothing_is_looked_for() -> None:
    page = html.fromstring(
        f"<article><h1>{TITLE}</h1><p>{STORY[0][0]}</p><p class='subtitle'>{DEK}</p></article>"
    )
    assert standfirst(page, TITLE, STORY) == []
    assert (
        standfirst(page, "", STORY) == standfirst(page, TITLE, []) == standfirst(page, "Other", STORY) == []
    )


def test_a_page_of_no_known_outlet_opens_with_it() -> None:
    story = "".join(f"<p>{STORY[0][0]} It was the {n}th of its kind.</p>" for n in range(4, 8))
    source = f"<html><body><article><h1>{TITLE}</h1><h2 class='dek'>{DEK}</h2>{story}</article></body></html>"
    reading = read(Page(source), None)
    assert reading.fields["text"].split("\n")[0] == DEK
    assert reading.blocks == "hpppp"


@pytest.mark.parametrize(
    "line",
    [
        "<div class='info'><span>By Ana Ruiz | Harbour Daily | Updated: 2026-01-15 09:20</span></div>",
        "<div><p>By Ana Ruiz</p><p>Jan 15, 2026 9:20 AM</p></div>",
        "<p>By <a>Ana Ruiz</a></p><time>January 15, 2026 at 9:20 a.m.</time>",
    ],
)
def test_who_and_when_between_headline_and_story(line: str) -> None:
    page = html.fromstring(f"<article><h1>{TITLE}</h1>{line}<p>{STORY[0][0]}</p></article>")
    found = above(page, TITLE, STORY)
    assert found["byline"] == ["Ana Ruiz"]
    assert len(found["stamp"]) == 1
    assert "2026" in found["stamp"][0]


def test_a_page_without_data_is_dated_by_its_stamp() -> None:
    story = "".join(f"<p>{STORY[0][0]} It was the {n}th of its kind.</p>" for n in range(4, 8))
    stamp = "<header><div>By Ana Ruiz | Published: 2026-01-15 09:20</div></header>"
    source = f"<html><body><article><h1>{TITLE}</h1>{stamp}{story}</article></body></html>"
    reading = read(Page(source), None)
    assert [note.detail for note in reading.removed] == ["By Ana Ruiz | Published: 2026-01-15 09:20"]
    assert "published" not in reading.fields
    assert reading.fields["authors"] == ["Ana Ruiz"]
