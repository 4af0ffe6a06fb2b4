"""XPath of outlet files: what is let through finds what it should, what is none is refused."""

from __future__ import annotations

import pytest
from lxml import html

from framing.corpus.html import layout as layout
from framing.errors import FramingError
from tests.cases import for_each

TREE = html.fromstring(
    "<div><p class='a b'>One <b>two</b></p><p class='ab'>Three</p>"
    "<time datetime='2026-01-15'>x</time><p> </p></div>"
)


@for_each(
    ("expression", "found"),
    [
        ("//p[has-class('a')]", ["One two"]),
        ('//p[has-class("b")]', ["One two"]),
        ("//p[has-class('ab')]", ["Three"]),
        ("//time/@datetime", ["2026-01-15"]),
        ("concat(//p[2], '-', //time)", ["Three-x"]),
        ("//p", ["One two", "Three"]),
        ("//q", []),
        ("substring-before(//p[2], 'r')", ["Th"]),
    ],
)
def test_strings(expression: str, found: list[str]) -> None:
    assert layout.strings(layout.check(expression, "x"), TREE) == found


def test_elements_are_elements_only() -> None:
    assert [e.tag for e in layout.elements("//p | //time/@datetime", TREE)] == ["p", "p", "p"]
    assert layout.elements("string(//p)", TREE) == []
    assert layout.finds("//b", TREE)
    assert not layout.finds("//i", TREE)


@for_each(
    ("expression", "said"),
    [
        ("//p[", "is no XPath"),
        ("", "is no XPath"),
        (7, "is no XPath; give a string"),
        ("//p[has_class('a')]", "calls has_class(), which XPath 1.0 has not; did you mean 'has-class'"),
        ("//p[matches(., 'a')]", "calls matches()"),
        ("//p[$x]", "has a variable or a namespace"),
        ("//re:p", "has a variable or a namespace"),
        ("//p" + "/a" * 400, "more than 600 characters"),
    ],
)
def test_refused_in_one_line(expression: object, said: str) -> None:
    with pytest.raises(FramingError) as raised:
        layout.check(expression, "outlet x: body")
    assert str(raised.value).startswith("outlet x: body: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@for_each(
    "expression",
    [
        "//p[.//a]",
        "//p[a/b]",
        "//a[@href='//x']",
        "//div[@id='x']//p[not(ancestor::figure)]",
        "//h2[. = 'Related']/following-sibling::*",
        "//div[has-class('a')]/*[.//*[has-class('b')]]",
        "//a | //b//c | //d//e//f",
        "translate(//a//b, '/', '-')",
        "//*[self::h2 or self::h3][not(text())]",
    ],
)
def test_what_authors_of_rules_need_is_let_through(expression: str) -> None:
    assert layout.check(expression, "x") == expression
