"""Words beside a node are those that plain loops over sentences find, whatever the window and the text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.wording.collocates import Beside, Neighbours
from framing.errors import FramingError
from framing.features.nodes import node
from framing.features.terms import choice
from framing.schema import check
from framing.text.tokens import tokenize
from tests.cases import for_each


def counted(texts: list[str], wanted: str, window: Any, span: str, **how: Any) -> tuple[Neighbours, Any]:
    frame = check(
        pd.DataFrame({"id": [str(i) for i in range(len(texts))], "outlet": "x", "text": texts}), "articles"
    )
    counter = Neighbours(node(wanted), Beside.of(window, span))
    return counter, counter(frame, choice(**how), None)


def plainly(text: str, wanted: str, window: Any, span: str) -> tuple[int, set[int], list[str]]:
    """How often the node stands in a text, the places beside it, and the words: loops, no arrays."""
    tokens = tokenize([text])
    words = [form.lower() for form in tokens.forms.take(tokens.ids).to_pylist()]
    starts = [*tokens.sentences.tolist(), len(words)]
    nodes, places = 0, set()
    for begin, stop in pairwise(starts):
        for at in range(begin, stop):
            if words[at] != wanted:
                continue
            nodes += 1
            left, right = window if isinstance(window, tuple) else (window, window)
            if window == "sentence":
                left = right = len(words)
            for way, steps in ((-1, left), (1, right)):
                place = at
                for _ in range(steps):
                    behind = place if way < 0 else place + 1
                    place += way
                    if not begin <= place < stop or (span == "phrase" and tokens.breaks[behind]):
                        break
                    places.add(place)
    return nodes, places, words


@pytest.mark.medium
@given(
    st.lists(
        st.lists(
            st.sampled_from(["trade", "deal", "Deal,", "“talks”", "fell.", "It", "—", "\n\n"]), max_size=25
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([1, 2, (0, 2), (3, 1), "sentence"]),
    st.sampled_from(["sentence", "phrase"]),
)
def test_counts_are_those_of_plain_loops(pieces: list[list[str]], window: Any, span: str) -> None:
    texts = [" ".join(words) for words in pieces]
    counter, found = counted(texts, "deal", window, span)
    names = found.terms.to_pylist()
    rows = found.counts.toarray()
    for row, text in enumerate(texts):
        nodes, places, words = plainly(text, "deal", window, span)
        assert counter.nodes[row] == nodes
        assert counter.words[row] == len(words)
        assert found.tokens[row] == len(places)
        beside = Counter(words[place] for place in places)
        assert {name: n for name, n in zip(names, rows[row].tolist(), strict=True) if n} == dict(beside)
    every = Counter(word for text in texts for word in plainly(text, "deal", window, span)[2])
    anywhere = counter.everywhere(np.zeros(len(texts), np.int64), 1)[0]
    assert dict(zip(names, anywhere.tolist(), strict=True)) == {name: every[name] for name in names}


def test_a_window_never_leaves_the_sentence() -> None:
    _, found = counted(["Talks failed. Trade grew. Rates fell."], "trade", 5, "sentence")
    assert found.terms.to_pylist() == ["grew"]


def test_punctuation_ends_a_phrase() -> None:
    text = "In Lisbon, trade grew fast, they said."
    assert counted([text], "trade", 5, "phrase")[1].terms.to_pylist() == ["fast", "grew"]
    assert counted([text], "trade", 5, "sentence")[1].terms.to_pylist() == [
        "fast", "grew", "in", "lisbon", "said", "they",
    ]  # fmt: skip


def test_words_of_a_phrase_are_not_beside_it() -> None:
    counter, found = counted(["A free trade deal now."], "free trade", 2, "sentence")
    assert counter.nodes.tolist() == [1]
    assert found.terms.to_pylist() == ["a", "deal", "now"]


def test_a_node_beside_itself_is_its_own_neighbour() -> None:
    counter, found = counted(["trade and trade"], "trade", 2, "sentence")
    assert counter.nodes.tolist() == [2]
    assert dict(zip(found.terms.to_pylist(), found.counts.toarray()[0].tolist(), strict=True)) == {
        "and": 1,
        "trade": 2,
    }


def test_voices_are_kept_apart() -> None:
    text = "He said the deal was dead. “The deal is alive,” Ruiz said."
    frame = check(pd.DataFrame({"id": ["a"], "outlet": "x", "text": [text]}), "articles")
    counter = Neighbours(node("deal"), Beside.of(3, "sentence"))
    found = counter(frame, choice(voice="quoted", voices="quotes"), None)
    assert found.terms.to_pylist() == ["alive", "is", "the"]
    assert counter.words.tolist() == [4]
    apart = Neighbours(node("deal"), Beside.of(3, "sentence"))
    found = apart(frame, choice(voices="quotes", apart="voice"), "voice")
    assert list(found.value) == ["outlet", "quoted"]
    assert apart.nodes.tolist() == [1, 1]
    total = apart.everywhere(np.arange(2), 2)
    the = found.terms.to_pylist().index("the")
    assert total[:, the].tolist() == [1, 1]


def test_stop_words_and_least_counts_leave_the_sizes_alone() -> None:
    text = "The deal was the deal of the year."
    whole, few = (
        counted([text], "deal", 3, "sentence", **how)[1] for how in ({}, {"stop": ["the"], "min_count": 1})
    )
    assert "the" in whole.terms.to_pylist()
    assert "the" not in few.terms.to_pylist()
    assert whole.tokens.tolist() == few.tokens.tolist()
    assert counted([text], "deal", 3, "sentence", min_count=3)[1].terms.to_pylist() == ["the"]


def test_chunks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["A good deal.", "A bad deal here.", "", "No deal."]
    one, whole = counted(texts, "deal", 2, "sentence")
    monkeypatch.setattr("framing.features.cells.CHUNK_BYTES", 8)
    two, parts = counted(texts, "deal", 2, "sentence")
    assert whole.terms.equals(parts.terms)
    assert (whole.counts != parts.counts).nnz == 0
    label = np.array([0, 1, 1, -1])
    assert one.everywhere(label, 2).tolist() == two.everywhere(label, 2).tolist()
    monkeypatch.setattr("framing.comparison.wording.collocates._CELLS", 1)
    assert one.everywhere(label, 2).tolist() == two.everywhere(label, 2).tolist()


@for_each("window", [0, -1, 51, 2.5, True, "line", (0, 0), (1, 2, 3), ("a", 1), None])
def test_a_wrong_window_is_refused(window: Any) -> None:
    with pytest.raises(FramingError, match=r"window .* is not known; give a number of words from 1 to 50"):
        Beside.of(window, "sentence")


def test_a_wrong_span_names_those_there_are() -> None:
    with pytest.raises(FramingError, match="span 'sentense' is not known; did you mean 'sentence'"):
        Beside.of(5, "sentense")
