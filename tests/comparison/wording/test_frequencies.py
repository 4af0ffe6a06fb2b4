"""Frequencies: plain counting, and the jackknife against the one that every rate has."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError
from framing.schema import check
from tests.comparison.wording.test_keyness import WORDS, coverage


def test_counts_and_ranks() -> None:
    articles = coverage({"x": 5, "y": 4})
    found = check(fr.frequencies(articles), "frequencies")
    for outlet, part in articles.groupby("outlet"):
        plain = Counter(w for t in part["text"] for w in re.findall(r"\w+", t))
        mine = found[found["group"] == outlet]
        assert dict(zip(mine["term"], mine["count"], strict=True)) == dict(plain)
        assert mine["rank"].tolist() == list(range(1, len(plain) + 1))
        assert mine["count"].is_monotonic_decreasing
        assert mine["per_1000"].tolist() == pytest.approx((1000 * mine["count"] / plain.total()).tolist())


@pytest.mark.medium
@pytest.mark.parametrize("events", [None, ["e", "f"], ["e", "e", "e", "e", "g", "h"]])
def test_intervals_are_those_of_every_other_rate(events: list[str] | None) -> None:
    articles = coverage({"x": 12, "y": 9})
    if events:
        articles["event"] = [events[i % len(events)] for i in range(len(articles))]
    found = fr.frequencies(articles, terms=WORDS).set_index(["group", "term"])
    texts = articles["text"].map(lambda t: re.findall(r"\w+", t))
    for word in WORDS[:4]:
        scores = pd.DataFrame({
            "article": articles["id"], "outlet": articles["outlet"], "part": "body", "voice": "all",
            "measure": "m",
            "hits": texts.map(lambda w, word=word: w.count(word)), "tokens": texts.map(len), "weight": 0,
            "unit": "per_1000", "event": articles.get("event"),
        })  # fmt: skip
        profile = fr.compare(scores).profile.set_index("group")
        for outlet in "xy":
            mine, theirs = found.loc[(outlet, word)], profile.loc[outlet]
            assert [mine[c] for c in ("per_1000", "low", "high")] == pytest.approx(
                [theirs[c] for c in ("estimate", "low", "high")]
            )


def test_what_has_no_interval_says_why() -> None:
    articles = coverage({"x": 5, "y": 4})
    articles.loc[0, "text"] += " zugzwang zugzwang"
    found = fr.frequencies(articles, terms=["zugzwang"]).set_index("group")
    assert found.loc["x", "count"] == 2
    assert found.loc["x", "note"].startswith("all in one article: no interval")
    assert found.loc["y", "count"] == 0
    assert found.loc["y", "note"].startswith("not found: no interval")
    assert found["low"].isna().all()
    with pytest.raises(FramingError, match="'regimen' occurs nowhere"):
        fr.frequencies(articles, terms="regimen")


@pytest.mark.medium
def test_ngrams_stems_and_stop_words() -> None:
    articles = pd.DataFrame({
        "id": ["a", "b"], "outlet": "x",
        "text": [
            "The island traded. The island trades with islands.", "Trading of the island, the “island”.",
        ],
    })  # fmt: skip
    counts = fr.frequencies(articles, stem=True).set_index("term")["count"]
    assert counts["island"] == 5
    assert counts["trade"] == 3
    pairs = fr.frequencies(articles, ngram=2).set_index("term")["count"]
    assert pairs["the island"] == 4
    assert "traded the" not in pairs.index  # a sentence ends there
    both = fr.frequencies(articles, ngram=(1, 3))
    assert {"the", "the island", "of the island"} <= set(both["term"])
    assert (
        both["n"].iloc[0]
        == fr.frequencies(articles)["n"].iloc[0]
        + pairs.sum()
        + fr.frequencies(articles, ngram=3)["count"].sum()
    )
    plain = fr.frequencies(articles)
    without = fr.frequencies(articles, stop="english")
    assert "the" not in set(without["term"])
    assert without["n"].iloc[0] == plain["n"].iloc[0]
    assert "of the island" not in set(fr.frequencies(articles, ngram=3, stop=["of"])["term"])
    assert set(fr.frequencies(articles, min_count=4)["term"]) == {"the", "island"}
    assert "The" in set(fr.frequencies(articles, case=True)["term"])
