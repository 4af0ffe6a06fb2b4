"""Collocates of each outlet: by hand, by plain loops over sentences, and by their formulas in fractions."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError, FramingWarning
from framing.text.tokens import tokenize

ARTICLES = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d"],
        "outlet": ["x", "x", "y", "z"],
        "text": [
            "Free trade grew. Free trade fell. Talks on trade ended.",
            "They want free trade, not fair trade.",
            "Fair trade matters. Trade is fair.",
            "Nothing of the kind stands here.",
        ],
    }
)


def row(found: pd.DataFrame, group: str, term: str) -> dict[str, Any]:
    (one,) = found[(found["group"] == group) & (found["term"] == term)].to_dict("records")
    return {str(name): value for name, value in one.items()}


def one(text: str, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text], **columns})


def test_counts_by_hand() -> None:
    found = fr.collocates(ARTICLES, "trade", window=1)
    free = row(found, "x", "free")
    # x: 17 words; beside "trade": free grew free fell on ended free not fair = 9 places.
    assert [free[name] for name in ("count", "count_term", "count_node", "n_beside", "n")] == [3, 3, 5, 9, 17]
    assert (free["window"], free["node"], free["articles"]) == ("1L 1R", "trade", 2)
    assert set(found["group"]) == {"x", "y"}
    fair = row(found, "y", "fair")
    assert (fair["count"], fair["count_term"], fair["n"]) == (1, 2, 6)


def test_measures_are_their_formulas_in_fractions() -> None:
    for found in fr.collocates(ARTICLES, "trade", window=2).to_dict("records"):
        o, e = found["count"], Fraction(found["n_beside"] * found["count_term"], found["n"])
        assert found["expected"] == pytest.approx(float(e))
        assert found["mi"] == pytest.approx(math.log2(o / e))
        assert found["t_score"] == pytest.approx(float(o - e) / math.sqrt(o))
        dice = Fraction(2 * o, found["count_node"] + found["count_term"])
        assert found["log_dice"] == pytest.approx(14 + math.log2(dice))


def plainly(text: str, wanted: str, left: int, right: int) -> tuple[int, set[int], list[str]]:
    """How often the node stands in a text, the places beside it, and the words: loops, no arrays."""
    tokens = tokenize([text])
    words = [form.lower() for form in tokens.forms.take(tokens.ids).to_pylist()]
    nodes, places = 0, set()
    for begin, stop in pairwise([*tokens.sentences.tolist(), len(words)]):
        for at in (at for at in range(begin, stop) if words[at] == wanted):
            nodes += 1
            places |= {*range(max(begin, at - left), at), *range(at + 1, min(stop, at + right + 1))}
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
    st.sampled_from([1, 2, (0, 2), (3, 1), 50]),
)
def test_counts_are_those_of_plain_loops(pieces: list[list[str]], window: Any) -> None:
    texts = [f"It began {' '.join(words)}" for words in pieces]
    left, right = window if isinstance(window, tuple) else (window, window)
    known = [plainly(text, "deal", left, right) for text in texts]
    assume(any(nodes for nodes, _, _ in known))
    frame = pd.DataFrame({"id": [str(i) for i in range(len(texts))], "outlet": "x", "text": texts})
    found = fr.collocates(frame, "deal", window, wire="keep")
    beside = Counter(words[place] for _, places, words in known for place in places)
    every = Counter(word for _, _, words in known for word in words)
    assert dict(zip(found["term"], found["count"], strict=True)) == beside
    assert dict(zip(found["term"], found["count_term"], strict=True)) == {
        name: every[name] for name in beside
    }
    assert set(found["count_node"]) <= {sum(nodes for nodes, _, _ in known)}
    assert set(found["n"]) <= {sum(every.values())}
    articles = Counter(name for _, places, words in known for name in {words[place] for place in places})
    assert dict(zip(found["term"], found["articles"], strict=True)) == articles


def test_strongest_first_and_the_order_of_articles_does_not_matter() -> None:
    found = fr.collocates(ARTICLES, "trade")
    assert found.groupby("group")["log_dice"].apply(lambda column: column.is_monotonic_decreasing).all()
    pd.testing.assert_frame_equal(found, fr.collocates(ARTICLES.iloc[::-1], "trade"))


def test_chunks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fr.collocates(ARTICLES, "trade")
    monkeypatch.setattr("framing.features.cells.CHUNK_BYTES", 8)
    pd.testing.assert_frame_equal(fr.collocates(ARTICLES, "trade"), whole)


def test_copies_in_one_outlet_count_once() -> None:
    text = (
        "The wide trade pact was signed by both of the ministers in the old harbour hall on a cold Monday. "
        * 3
    )
    twice = pd.DataFrame({"id": ["a", "b"], "outlet": "x", "text": text})
    once = fr.collocates(twice.iloc[:1], "pact")
    collapsed, kept = (fr.collocates(twice, "pact", wire=wire) for wire in ("collapse", "keep"))
    assert collapsed["count"].tolist() == once["count"].tolist()
    assert collapsed["count_node"].tolist() == once["count_node"].tolist()
    assert kept["count"].tolist() == (once["count"] * 2).tolist()


def test_a_phrase_and_a_list_are_nodes() -> None:
    assert row(fr.collocates(ARTICLES, "free trade", 1), "x", "grew")["count_node"] == 3
    assert row(fr.collocates(ARTICLES, ["free", "fair"], 1), "x", "trade")["count_node"] == 4


def test_words_of_a_phrase_are_not_beside_it_and_a_node_may_be_beside_itself() -> None:
    assert set(fr.collocates(one("A free trade deal now."), "free trade", 2)["term"]) == {"a", "deal", "now"}
    found = fr.collocates(one("trade and trade"), "trade", 2)
    assert dict(zip(found["term"], found["count"], strict=True)) == {"and": 1, "trade": 2}


def test_voices_are_kept_apart() -> None:
    text = "He said the deal was dead. “The deal is alive,” Ruiz said."
    found = fr.collocates(one(text), "deal", 3, voice="quoted", voices="quotes")
    assert set(found["term"]) == {"the", "is", "alive"}
    assert set(found["n"]) == {4}
    assert "alive" not in set(fr.collocates(one(text), "deal", 3, voice="outlet", voices="quotes")["term"])


def test_stop_words_leave_the_sizes_alone() -> None:
    text = "The deal was the deal of the year."
    whole, few = fr.collocates(one(text), "deal", 3), fr.collocates(one(text), "deal", 3, stop=["the"])
    assert "the" in set(whole["term"])
    assert "the" not in set(few["term"])
    assert set(whole["n_beside"]) == set(few["n_beside"])


def test_a_node_that_stands_nowhere() -> None:
    with pytest.warns(FramingWarning, match="'tarif' occurs nowhere in the 4 articles counted; look at"):
        found = fr.collocates(ARTICLES, "tarif")
    assert found.empty
    assert "log_dice" in found.columns


@pytest.mark.parametrize("window", [0, -1, 51, 2.5, True, "line", (0, 0), (1, 2, 3), ("a", 1), None])
def test_a_wrong_window_is_refused(window: Any) -> None:
    with pytest.raises(FramingError, match=r"window .* is not known; give a number of words from 1 to 50"):
        fr.collocates(ARTICLES, "trade", window)


@pytest.mark.parametrize(
    ("node", "options", "said"),
    [
        ("", {}, "node '' holds no word"),
        (None, {}, "node None is no text"),
        ("trade", {"by": "desk"}, "by 'desk' is not known"),
        ("trade", {"by": "voice"}, "by: collocates is of whole articles"),
        ("trade", {"genre": "sport"}, "genre 'sport' is not known"),
    ],
)
def test_wrong_arguments_are_one_line(node: Any, options: Any, said: str) -> None:
    with pytest.raises(FramingError, match=said) as error:
        fr.collocates(ARTICLES, node, **options)
    assert "\n" not in str(error.value)
