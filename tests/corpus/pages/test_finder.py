"""The quick way finds what libxml2 finds, for every expression of every outlet and for made ones."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from framing.corpus.html import layout as xpaths
from framing.corpus.html.layout import Layout
from framing.corpus.html.page import Finder, _planned
from framing.corpus.outlets import outlets

SAVED = Path(__file__).parents[4] / "shared" / "fixtures" / "html"


def _paths(layout: Layout) -> Iterator[str]:
    yield from (*layout.when, *layout.body, *layout.credits, *layout.paywall)
    yield from (path for _, path in layout.cut)
    yield from (path for paths in (layout.fields or {}).values() for path in paths)


EXPRESSIONS = sorted({path for entry in outlets().values() for one in entry.layouts for path in _paths(one)})


def _same(expression: str, tree: html.HtmlElement) -> None:
    finder = Finder(tree)
    assert finder.elements(expression) == xpaths.elements(expression, tree)
    assert finder.strings(expression) == xpaths.strings(expression, tree)
    assert finder.finds(expression) == xpaths.finds(expression, tree)


@pytest.mark.medium
@pytest.mark.skipif(not SAVED.is_dir(), reason="the saved pages in ../shared/fixtures/html are not here")
def test_saved_pages() -> None:
    for file in sorted(SAVED.glob("*.html*")):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        tree = html.fromstring(data)
        finder = Finder(tree)
        for expression in EXPRESSIONS:
            found = xpaths.elements(expression, tree)
            assert finder.elements(expression) == found
            if found:
                assert finder.strings(expression) == xpaths.strings(expression, tree)


def test_most_of_what_layouts_search_for_is_planned() -> None:
    assert sum(_planned(path) is not None for path in EXPRESSIONS) > 0.8 * len(EXPRESSIONS)


_WORDS = st.sampled_from(["ad", "story", "ad-box", "more ad", " ad\n", "ad\u00a0x", "Ad", "a\x0bd"])
_NODE = st.recursive(
    st.tuples(st.sampled_from(["p", "div"]), st.none() | _WORDS, st.none() | _WORDS, st.just(())),
    lambda inner: st.tuples(
        st.sampled_from(["p", "div"]), st.none() | _WORDS, st.none() | _WORDS, st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


def _made(node: tuple[str, str | None, str | None, list[object]]) -> html.HtmlElement:
    tag, words, name, inner = node
    element = html.Element(tag)
    if words is not None:
        element.set("class", words.replace("\x0b", "\u2003"))
    if name is not None:
        element.set("id", name.replace("\x0b", "\u2003"))
    element.text = "words"
    for part in inner:
        element.append(_made(part))  # type: ignore[arg-type]
    return element


@given(_NODE)
def test_made_pages(node: tuple[str, str | None, str | None, list[object]]) -> None:
    tree = _made(node)
    for expression in (
        "//*[has-class('ad')]",
        "//div[has-class('ad') or @id='story']",
        "//*[contains(@class, 'ad') and not(has-class('more'))]",
        "//p[starts-with(@id, 'ad') and (@class or @id = 'ad')]",
        "//*[not(@class)]",
        "//div[@id]//p[1]",
        "//*[has-class('ad')]/ancestor::*[last()]",
        "//*[has-class('story')]/@id",
        "//*[contains(@class, 'ad')] | //p",
        "//*[has-class('ad')][2]",
        "//*[contains(@class, 'ad') = false()]",
        "count(//*[has-class('ad')]) > 1",
    ):
        _same(expression, tree)
