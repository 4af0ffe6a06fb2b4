"""Words that decide whether a pattern is searched for never hide what the pattern would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.patterns import needles

PATTERNS = [
    "harbour",
    r"^told (?:the )?Harbour Courier\b",
    "a(?:bc|d)e?f",
    "(?:ab)+c",
    "(?:ab)*",
    "x{2,3}y",
    "[ab]c|d",
    "(?i:ab)c",
    "a|",
    "",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
def test_whatever_is_found_holds_one_of_the_words(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(pattern, re.M)))
    words = needles(pattern)
    assert not words or any(word in text for word in words)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("told (?:the )?Harbour Courier", ("Harbour Courier",)),
        ("Pic: .{2,9}|Harbour pool", ("Pic: ", "Harbour pool")),
        ("(?:ab)*", ()),
        ("(?i)harbour", ()),
        ("(?i:harbour)", ()),
        ("[ab]c|[de]", ()),
    ],
)
def test_words(pattern: str, words: tuple[str, ...]) -> None:
    assert needles(pattern) == words
