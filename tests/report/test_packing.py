"""What is packed comes back as it was: any text, any characters, in Python and as the page has it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report import build

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ARTICLES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS).map(list), min_size=1, max_size=3)


@given(st.data())
def test_what_is_packed_comes_back_as_it_was(data: st.DataObject) -> None:
    articles = data.draw(ARTICLES)
    number = st.integers(0, len(articles) - 1)
    line = st.tuples(number, TEXTS, TEXTS, TEXTS, TEXTS, st.just(0), st.just(-1)).map(list)
    value: dict[str, Any] = {
        "articles": articles,
        "sentences": data.draw(st.lists(st.tuples(number, st.just(1), TEXTS).map(list), max_size=4)),
        "lines": {
            "articles": articles,
            "opened": {key: {"title": key, "lines": data.draw(st.lists(line, max_size=3))} for key in "ab"},
        },
        "marked": {"articles": [{"title": a[0], "url": a[3], "text": a[1]} for a in articles]},
    }
    packed = build.pack(value)
    assert packed.isascii()
    assert not set(packed) & set("<>&\"'")
    assert build.unpack(packed) == value
    assert build.pack(build.unpack(packed)) == packed


def test_nothing_and_numbers_without_a_word_in_json() -> None:
    assert build.unpack(build.pack({"lines": None, "marked": None, "sentences": []})) == {
        "lines": None,
        "marked": None,
        "sentences": [],
    }
    with pytest.raises(ValueError, match="JSON"):
        build.pack({"x": math.nan})
