"""Lines of a concordance give back the text they were cut from, and find what a plain search finds."""

from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError, FramingWarning
from framing.features.kwic import kwic
from framing.features.measures import registry
from framing.features.nodes import Node, node
from framing.schema import check
from framing.text.tokens import tokenize
from tests.cases import for_each


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


@pytest.mark.medium
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


# ---- patterns -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "nodes"),
    [
        ("*ation", ["cooperation", "nation"]),
        ("co*ation", ["cooperation"]),
        ("*operat*", ["cooperation", "cooperate"]),
        ("in * fields", ["in 3 fields"]),
        (["cooperation in", "cooperation", "talk"], ["cooperation in", "talk"]),
        (["talk", "talk"], ["talk"]),
        ("nation|talk", ["talk", "nation"]),
    ],
)
def test_stars_anywhere_and_several_patterns(pattern: Any, nodes: list[str]) -> None:
    text = "They praise win-win cooperation in 3 fields. They cooperate and talk; a nation."
    assert [node for _, node, _ in lines(frame(text), pattern)] == nodes


def test_which_pattern_fits_is_said() -> None:
    found = kwic(frame("A fair deal, a bad deal."), ["fair", "bad deal"])
    assert found["term"].tolist() == ["fair", "bad deal"]


def test_case_on_request() -> None:
    text = "The US told us so. Let us go. US’s view. UK view."
    assert [node for _, node, _ in lines(frame(text), "US|UK")] == ["US", "us", "us", "US’s", "UK"]
    assert list(found_in(frame(text), "US|UK", case=True)["node"]) == ["US", "US’s", "UK"]
    assert list(found_in(frame(text), "us _", case=True)["node"]) == ["us so", "us go"]


def test_a_lexicon_and_measures() -> None:
    articles = frame("It may rain. Perhaps it will not.")
    hedges = kwic(articles, measure="hedges")
    assert list(hedges["node"]) == ["may", "Perhaps"]
    assert list(hedges["start"]) == list(fr.evidence(articles, "hedges")["start"])
    lexicon = registry()["hedges"].finder
    assert list(kwic(articles, lexicon)["node"]) == ["may", "Perhaps"]
    assert list(kwic(articles, measure=["hedges", "hedges"])["node"]) == ["may", "Perhaps"]


# ---- whose words, which lines ---------------------------------------------------

SAID = frame(
    "The deal is done. Ana Ruiz, the minister, said the deal was fair. “The deal is dead,” Marlow said.",
    "No deal here.",
    titles=("Deal done", "Nothing"),
).assign(outlet=["x", "y"], published=pd.to_datetime(["2026-01-14T23:30Z", None], utc=True))


def test_voice_speaker_and_part_stand_beside_each_line() -> None:
    found = kwic(SAID, "deal")
    assert found[["article", "part", "voice"]].values.tolist() == [
        ["a0", "headline", "outlet"],
        ["a0", "lead", "outlet"],
        ["a0", "lead", "reported"],
        ["a0", "lead", "quoted"],
        ["a1", "lead", "outlet"],
    ]
    assert [key if isinstance(key, str) else None for key in found["speaker_key"]][2:4] == [
        "Ana Ruiz",
        "Marlow",
    ]
    assert set(kwic(SAID, "deal", voices=None)["voice"]) == {"all"}
    assert set(kwic(SAID, "deal", voices="quotes")["voice"]) == {"outlet", "quoted"}
    assert list(kwic(SAID, "deal", voices=fr.sources.voices(SAID))["voice"]) == list(found["voice"])


@pytest.mark.parametrize(
    ("chosen", "starts"),
    [
        ({"part": "headline"}, [0]),
        ({"voice": ["quoted", "reported"]}, [51, 71]),
        ({"voice": "outlet", "part": "lead", "limit": 2}, [4, 3]),
    ],
)
def test_lines_are_chosen(chosen: dict[str, Any], starts: list[int]) -> None:
    assert list(found_in(SAID, "deal", **chosen)["start"]) == starts


def test_sorted_by_what_stands_beside() -> None:
    articles = frame("A zebra deal ends. An ant deal begins. “Big, ant” deal cools.")
    assert list(kwic(articles, "deal", sort="right")["right"].str.split().str[0]) == [
        "begins.",
        "cools",
        "ends.",
    ]
    assert list(kwic(articles, "deal", 2, sort="left")["left"]) == ["An ant", "Big, ant”", "A zebra"]
    assert list(kwic(articles, "deal", sort="right", limit=1)["right"].str.split().str[0]) == ["begins."]
    assert list(kwic(SAID, "deal", sort=["voice", "position"])["voice"]) == sorted(
        kwic(SAID, "deal")["voice"]
    )
    assert kwic(articles, ["ends", "begins"], sort="node")["node"].tolist() == ["begins", "ends"]


@for_each(
    ("options", "said"),
    [
        ({"sort": "lefft"}, "sort 'lefft' is not known; did you mean 'left'"),
        ({"voice": "loud"}, "voice 'loud' is not known"),
        ({"voice": "reported", "voices": "quotes"}, "voice 'reported' is not known"),
        ({"part": "foot"}, "part 'foot' is not known"),
        ({"limit": 0}, "limit: 0 is no number of lines"),
        ({"measure": "hedges"}, "pattern and measure are both given"),
    ],
)
def test_a_wrong_option_is_one_line(options: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError, match=said) as error:
        kwic(SAID, "deal", **options)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("pattern", [[], [3], 3, {"a": 1}])
def test_what_is_no_pattern_is_refused(pattern: Any) -> None:
    with pytest.raises(FramingError, match="pattern"):
        kwic(SAID, pattern)


def test_chunks_of_text_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = kwic(SAID, "deal|the")
    monkeypatch.setattr("framing.features.cells.CHUNK_BYTES", 10)
    pd.testing.assert_frame_equal(pd.DataFrame(whole), pd.DataFrame(kwic(SAID, "deal|the")))


@pytest.mark.medium
@given(st.lists(st.sampled_from(["İzmir", "US", "Deal’s", "deal", "K", "straße", "no"]), max_size=6))
def test_looking_for_letters_first_loses_nothing(words: list[str]) -> None:
    articles = frame(" ".join(words), "deal")
    for pattern in ("deal", "İzmir", "izmir", "k", "straße|us"):
        quick = node(pattern).candidates(check(articles, "articles"))
        every = Node(terms=(pattern,), said=pattern, lexicon=node(pattern).lexicon)
        assert every.candidates(check(articles, "articles")).all()
        found = found_in(articles, pattern, voices=None)
        assert set(found["article"]) <= {f"a{i}" for i in np.flatnonzero(quick)}
        slow = [key for text in articles["text"] for key in [len(lines_by_engine(text, every))]]
        assert len(found) == sum(slow)


def lines_by_engine(text: str, wanted: Node) -> list[int]:
    assert wanted.lexicon is not None
    return wanted.lexicon.find(tokenize([text])).start.tolist()
