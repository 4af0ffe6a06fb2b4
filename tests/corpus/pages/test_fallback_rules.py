"""The parts of reading any page: lines in a flow, names, notices, what a page's data hold, broken pages."""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from framing.corpus.html import blocks
from framing.corpus.html import fallback as fallback
from framing.corpus.html.blocks import Block, read_blocks
from framing.corpus.html.fallback import is_notice
from framing.corpus.html.metadata import about
from tests.cases import for_each

LINE = "The council and the growers met again on day {}, and this time they agreed on a fee for the silos."
LINES = [LINE.format(n) for n in range(1, 7)]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
EXAMPLES = tomllib.loads((resources.files("framing.corpus.html") / "fallback.toml").read_text("utf8"))[
    "examples"
]


def parsed(source: str) -> Any:
    return html.document_fromstring(
        source.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
    )


def read(source: str) -> list[tuple[str, str]]:
    tree = parsed(source)
    return fallback.body(tree, source, about(tree, source).stated.text)


def texts(source: str) -> list[str]:
    return [text for text, _ in read(source)]


@for_each("line", EXAMPLES["cut"])
def test_notices_go(line: str) -> None:
    assert is_notice(Block(line, 0, "p"))


@for_each("line", EXAMPLES["kept"])
def test_lines_like_notices_stay(line: str) -> None:
    assert not is_notice(Block(line, 0, "p"))


class TestNames:
    @for_each(
        "names",
        [
            "story-related", "c-newsletterSignUp", "AdSlot__container___2BqUD", "wp-caption alignright",
            "RelatedCoverage-container-3AnSP", "comments-area", "author_bio", "ad1", "read-more",
        ],
    )  # fmt: skip
    def test_what_is_named_as_something_else(self, names: str) -> None:
        assert blocks.junk_word(names)

    @for_each(
        "names",
        [
            "entry-content", "sc-f98b1ad2-0 hlZyQG", "ad-free", "has-sidebar", "layout-with-rail", "adelaide",
            "StoryBodyCompanionColumn", "post type-post status-publish hentry category-video tag-facebook",
        ],
    )  # fmt: skip
    def test_what_is_not(self, names: str) -> None:
        assert not blocks.junk_word(names)

    def test_numbers_and_builds_make_no_difference(self) -> None:
        assert blocks.normal("css-1a2b paragraph-3 lead") == blocks.normal("lead paragraph-14")


class TestFlow:
    """Line breaks: two part paragraphs, one does where a sentence ends in a flow."""

    def test_two_breaks_part(self) -> None:
        assert texts(f"<div id=story>{'<br><br>'.join(LINES)}</div>") == LINES

    def test_one_break_parts_sentences_in_a_flow(self) -> None:
        assert texts(f"<div id=story>{'<br>'.join(LINES)}</div>") == LINES

    def test_one_break_in_a_paragraph_does_not(self) -> None:
        first, second, *rest = LINES
        source = f"<article><p>{first}<br>{second}</p>{''.join(f'<p>{line}</p>' for line in rest)}</article>"
        assert texts(source) == [f"{first} {second}", *rest]

    def test_lines_wrapped_to_a_width_are_joined(self) -> None:
        words = [*" ".join(LINES).replace(",", "").replace(".", "").split(), "end."]
        wrapped = [" ".join(words[at : at + 9]) for at in range(0, len(words), 9)]
        assert texts(f"<div>{'<br>'.join(wrapped)}</div>") == [" ".join(words)]

    def test_indented_lines_are_paragraphs(self) -> None:
        lines = [
            "　　港务会与农户代表星期四签署协议，同意重新启用十一座粮仓，为期三年。",
            "　　双方没有说明修缮费用如何分担",
        ]
        assert texts(f"<div>{'<br>'.join(lines)}</div>") == [line.strip() for line in lines]

    def test_a_bold_line_above_a_flow_is_a_subhead(self) -> None:
        first, *rest = LINES
        found = read(f"<div id=story>{first}<br><br><b>A quarrel over fees</b><br>{'<br>'.join(rest)}</div>")
        assert found[1] == ("A quarrel over fees", "h")

    def test_words_in_inline_elements_are_kept(self) -> None:
        source = PARAGRAPHS.replace("growers", '<a href="/t"><b>gro</b>wers</a>').replace("fee", "<i>fee</i>")
        assert texts(f"<article>{source}</article>") == LINES

    def test_what_only_screen_readers_say_is_not(self) -> None:
        source = PARAGRAPHS.replace(" met", '<span class="sr-only">, opens new tab</span> met')
        assert texts(f"<article>{source}</article>") == LINES

    def test_text_set_line_by_line(self) -> None:
        halves = [line.replace(" and this", "\nand this") for line in LINES]
        blank = "\n\n"
        assert texts(f"<body><pre>{blank.join(halves)}</pre></body>") == LINES
        assert texts(f'<div style="white-space: pre-wrap">{blank.join(LINES)}</div>') == LINES


def test_short_chinese_paragraphs_are_not_one_text_wrapped_to_a_width() -> None:
    from framing.corpus.lines import paragraphs

    lines = [
        f"港务会与农户代表第{n}次会面，同意重新启用十一座粮仓，为期三年，费用每吨四元，此后每年一月复核一次。"
        for n in range(8)
    ]
    assert paragraphs("\n".join(lines)) == lines


def test_readers_may_write_more_than_the_paper() -> None:
    said = "".join(
        f"<li><div><p>{LINE.format(n)} I for one do not believe a word.</p></div></li>" for n in range(20, 32)
    )
    page = f"<h1>Silos to open again</h1><div>{PARAGRAPHS}</div><ol>{said}</ol>"
    found = texts(
        f"<html><head><title>Silos to open again</title></head><body><div>{page}</div></body></html>"
    )
    assert found[: len(LINES)] == LINES
    assert len(found) == len(LINES)


class TestLetters:
    def test_each_kind_has_its_letter(self) -> None:
        one, two, three, four, five, six = LINES
        source = (
            f"<article><p>{one}</p><h2>Who pays?</h2><p>{two}</p><ul><li>Four dollars a tonne</li></ul>"
            f"<p>{three}</p><blockquote><p>{four}</p></blockquote><p>{five}</p><p>{six}</p></article>"
        )
        assert "".join(letter for _, letter in read(source)) == "phplpqpp"

    def test_a_heading_with_nothing_under_it_goes(self) -> None:
        assert texts(f"<article>{PARAGRAPHS}<h2>What comes next</h2></article>") == LINES

    def test_the_headline_is_not_repeated(self) -> None:
        head = "<title>Silos to open again - Courier</title>"
        body = f"<article><h1>Silos to open again</h1><p>Silos to open again</p>{PARAGRAPHS}</article>"
        assert texts(f"<html><head>{head}</head><body>{body}</body></html>") == LINES


class TestData:
    """Where the elements hold nothing, the page's own data may."""

    def test_json_ld(self) -> None:
        data = json.dumps({"@type": "NewsArticle", "headline": "x", "articleBody": "\n\n".join(LINES)})
        page = f'<head><script type="application/ld+json">{data}</script></head><body><p>Subscribe</p></body>'
        assert texts(page) == LINES

    def test_the_elements_come_first(self) -> None:
        data = json.dumps({"@type": "NewsArticle", "articleBody": "Something else. " * 20})
        page = f'<script type="application/ld+json">{data}</script><article>{PARAGRAPHS}</article>'
        assert texts(f"<body>{page}</body>") == LINES


BROKEN = {
    "div": f"<div>{' '.join(LINES * 3000)}</div>",
    "unclosed": "<div><p>" + "<p>".join(LINES) + "<table><tr><td><b>",
    "deep": "<div>" * 10_000 + PARAGRAPHS + "</div>" * 10_000,
    "deep inline": "<span>" * 10_000 + " ".join(LINES) + "</span>" * 10_000,
    "tables": "<table><tr><td>" * 200 + PARAGRAPHS + "</td></tr></table>" * 200,
    "noscript": f"<noscript>{PARAGRAPHS}</noscript>",
    "form": f"<form id=aspnetForm><div>{PARAGRAPHS}</div></form>",
    "hidden": f'<div style="display:none">{PARAGRAPHS}</div>',
    "template": f"<template><p>{LINES[0]} Not this.</p></template><main>{PARAGRAPHS}</main>",
    "cdata": f"<article><![CDATA[ no ]]>{PARAGRAPHS}</article>",
    "comment": f"<article><!-- {'x' * 100_000} -->{PARAGRAPHS}</article>",
    "data uri": f'<img src="data:image/png;base64,{"A" * 500_000}"><article>{PARAGRAPHS}</article>',
    "breaks": "<div>" + "<br>" * 20_000 + PARAGRAPHS + "</div>",
    "widgets": "".join(f'<div class="widget widget-text"><p>{line}</p></div>' for line in LINES),
}


@for_each("name", BROKEN)
def test_pages_broken_in_many_ways_are_read(name: str) -> None:
    found = " ".join(texts(f"<html><body>{BROKEN[name]}</body></html>"))
    assert [line for line in LINES if line not in found] == []
    assert "Not this" not in found


@pytest.mark.parametrize(
    "source",
    [
        "<html></html>",
        "<html><head><title>x</title></head><body></body></html>",
        '<html><frameset cols="1,2"><frame src="a"></frameset></html>',
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
    ],
)
def test_a_page_without_a_story_has_none(source: str) -> None:
    assert read(source) == []


def test_a_teaser_is_what_there_is() -> None:
    page = f"<article><p>{LINES[0]}</p></article><div class=paywall>Subscribe to read more.</div>"
    assert texts(f"<html><body>{page}</body></html>") == LINES[:1]


def test_the_tree_is_left_as_it_is() -> None:
    tree = parsed(f"<html><body><article>{PARAGRAPHS}<script>x</script></article></body></html>")
    before = etree.tostring(tree)
    fallback.body(tree, "", None)
    assert etree.tostring(tree) == before


@given(
    st.lists(
        st.sampled_from(
            ["<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<br>", "<ul><li>", "<h2>", "</h2>",
             "<a href=/x>", "</a>", "<table><tr><td>", "</table>", "<blockquote>", "<article class='ad'>",
             "<span hidden>", "text ", LINES[0], "&nbsp;"]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_markup_is_read_and_nothing_is_made_up(parts: list[str]) -> None:
    tree = parsed("<html><body>" + "".join(parts) + "</body></html>")
    shown = "".join("".join(tree.itertext()).split())
    for block in read_blocks(tree).blocks:
        assert "".join(block.text.split()) in shown
    for text, letter in fallback.body(tree, "", None):
        assert "".join(text.split()) in shown
        assert letter in "phql"
