"""Lines of a concordance give back the text they were cut from, and find what a plain search finds."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError, FramingWarning
from framing.features.kwic import kwic, kwic_chunks


def frame(*texts: str, titles: tuple[str, ...] = ()) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(len(texts))],
            "outlet": "x",
            "title": list(titles) or [""] * len(texts),
            "text": list(texts),
        }
    )


def found_in(articles: pd.DataFrame, pattern: Any, *args: Any, **options: Any) -> pd.DataFrame:
    """Return the lines; that there are none is no matter here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return kwic(articles, pattern, *args, **options)


def lines(articles: pd.DataFrame, pattern: str, window: int | str = 2) -> list[tuple[str, str, str]]:
    found = found_in(articles, pattern, window)
    return list(zip(found["left"], found["node"], found["right"], strict=True))


def test_a_window_is_counted_in_words_and_stops_at_the_text() -> None:
    assert lines(frame("One two three, four five six."), "three") == [("One two", "three", ", four five")]
    assert lines(frame("One two.", "Three one."), "one", 8) == [("", "One", "two"), ("Three", "one", "")]
    assert lines(frame("One two three."), "two", 0) == [("", "two", "")]


def test_case_and_possessive_do_not_matter() -> None:
    assert [node for _, node, _ in lines(frame("Canada’s trade; CANADA; canada's. Canadas."), "canada")] == [
        "Canada’s",
        "CANADA",
        "canada's",
    ]


def test_a_phrase_ends_at_punctuation() -> None:
    text = "A trade deal. Trade, deal. The trade “deal” and trade\n\ndeal."
    assert [node for _, node, _ in lines(frame(text), "trade deal")] == ["trade deal", "trade “deal"]


@pytest.mark.parametrize(
    ("pattern", "nodes"),
    [
        ("cooperat*", ["cooperation", "cooperate"]),
        ("cooperate|talk", ["cooperate", "talk"]),
        ("#", ["3", "118.7"]),
        ("in _ fields", ["in 3 fields"]),
        ("win-win", ["win-win"]),
        ("win", []),
    ],
)
def test_patterns_are_those_of_lexicons(pattern: str, nodes: list[str]) -> None:
    text = "They praise win-win cooperation in 3 fields. They cooperate and talk on 118.7 billion."
    assert [node for _, node, _ in lines(frame(text), pattern)] == nodes


def test_the_sentence_as_context() -> None:
    text = "It was cold. The U.S. envoy met Mr. Li at 5 p.m. in Beijing, he said. It ended."
    assert lines(frame(text), "envoy", "sentence") == [
        ("The U.S.", "envoy", "met Mr. Li at 5 p.m. in Beijing, he said.")
    ]


def test_parts_and_order() -> None:
    articles = frame("Sub\n\nThe visit began.\n\nThe visit ended.", "A visit.", titles=("Visit", "None"))
    articles["blocks"] = ["hpp", "p"]
    found = kwic(articles, "visit")
    assert list(found["article"]) == ["a0", "a0", "a0", "a1"]
    assert list(found["part"]) == ["headline", "lead", "body", "lead"]


@given(
    st.lists(
        st.sampled_from(["visit", "Visit", "trade", "—", "“visit”", "x-visit", "deal.", "\n\n", "visits"]),
        max_size=30,
    )
)
def test_offsets_give_back_the_word_and_all_are_found(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = found_in(frame(text), "visit", 3, voices=None)
    spans = list(zip(found["start"], found["end"], strict=True))
    assert [text[a:b] for a, b in spans] == list(found["node"])
    assert spans == [m.span() for m in re.finditer(r"(?<![\w-])visit(?![\w-])", text, re.IGNORECASE)]


@pytest.mark.parametrize("window", ["line", -1, 1.5, True, 100_000])
def test_a_wrong_window_is_refused(window: object) -> None:
    with pytest.raises(FramingError, match="window"):
        kwic(frame("One."), "one", window)  # type: ignore[arg-type]


@pytest.mark.parametrize("pattern", ["", "  ", "...", "_ _", "*", "* _"])
def test_a_pattern_without_a_word_is_refused(pattern: str) -> None:
    with pytest.raises(FramingError, match="holds no word"):
        kwic(frame("One."), pattern)


def test_nothing_found_is_an_empty_table() -> None:
    with pytest.warns(FramingWarning, match="'two' occurs nowhere in 1 article; look"):
        found = kwic(frame("One."), "two")
    assert found.empty
    assert "node" in found.columns
    with pytest.warns(FramingWarning, match="nowhere in 0 articles"):
        assert kwic(frame(), "two").empty
    assert list(kwic_chunks(frame("One."), "two")) == []
