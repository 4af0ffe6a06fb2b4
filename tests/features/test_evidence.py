"""From each number back to its sentences: what is shown adds up to what was counted."""

from __future__ import annotations

from functools import cache
from typing import Any
from unittest import mock

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.features import cells as cells_module
from framing.features.evidence import evidence
from framing.features.lexicon import Entry, Lexicon, Measure, Pole
from framing.features.scoring import score
from framing.text.tokens import chunks, fold, sentences
from tests.features.test_scoring import ARTICLES, MEASURES, MOOD, article, frame

CELL = ["article", "part", "voice", "measure"]


def test_a_hit_is_shown_with_all_that_is_known_of_it() -> None:
    articles = frame(article("It rains. “It isn't a good deal for us,” he said.", title="Talks"))
    (row,) = evidence(articles, MOOD).query("measure == 'mood.valence'").to_dict("records")
    shown = {
        k: row[k]
        for k in ("article", "outlet", "part", "voice", "term", "pole", "weight", "negated", "sentence")
    }
    assert shown == {
        "article": "a",
        "outlet": "x",
        "part": "lead",
        "voice": "quoted",
        "term": "good",
        "pole": "negative",
        "weight": -1.406,
        "negated": True,
        "sentence": "“It isn't a good deal for us,” he said.",
    }
    assert articles["text"][0][row["start"] : row["end"]] == "good"


def test_order_is_of_articles_measures_parts_and_text() -> None:
    articles = frame(article("bad good\n\nbad", title="good"), article("good", id="0", title=""))
    found = evidence(articles, MOOD)
    of_one = found[found["measure"] == "mood.valence"]
    assert of_one[["article", "part", "term"]].values.tolist() == [
        ["a", "headline", "good"],
        ["a", "lead", "bad"],
        ["a", "lead", "good"],
        ["a", "body", "bad"],
        ["0", "lead", "good"],
    ]
    assert found["measure"].drop_duplicates().tolist() == list(MOOD.measures)


def test_a_term_of_two_poles_is_shown_for_each() -> None:
    both = Lexicon(
        "both",
        (Entry("proud", "one"), Entry("proud", "two")),
        {"one": Pole("one"), "two": Pole("two")},
        {f"both.{p}": Measure(f"both.{p}", "per_1000", {p: None}) for p in ("one", "two")},
    )
    found = evidence(frame(article("A proud man.")), both)
    assert found[["measure", "pole", "term"]].values.tolist() == [
        ["both.one", "one", "proud"],
        ["both.two", "two", "proud"],
    ]
    assert score(frame(article("A proud man.")), both)["hits"].tolist() == [1, 1]


def test_a_limit_spreads_over_articles() -> None:
    articles = frame(
        article("good good good"), article("good good", id="b"), article("good", id="c", outlet="y")
    )
    found = evidence(articles, MOOD, limit=2)
    found = found[found["measure"] == "mood.good"]
    assert found["article"].tolist() == ["a", "b", "c"]
    assert found["start"].tolist() == [0, 0, 0]
    assert len(evidence(articles, MOOD, limit=100)) == len(evidence(articles, MOOD))


@pytest.mark.parametrize("limit", [0, -1, 2.0, "3"])
def test_a_wrong_limit(limit: Any) -> None:
    with pytest.raises(FramingError, match=r"limit .* should be a whole number of hits, at least 1"):
        evidence(frame(article("good")), MOOD, limit=limit)


def test_wrong_names() -> None:
    with pytest.raises(FramingError, match="did you mean 'hedges'"):
        evidence(frame(article("good")), "hegdes")
    with pytest.raises(FramingError, match=r"^voices 'fall' is not known; did you mean 'full'"):
        evidence(frame(article("good")), "hedges", voices="fall")


def test_nothing_found_is_an_empty_table() -> None:
    found = evidence(frame(article("It rains.")), MOOD)
    assert len(found) == 0
    assert {"article", "sentence", "weight"} <= set(found.columns)


@pytest.mark.medium
@given(ARTICLES, st.sampled_from(["full", "quotes", None]))
def test_what_is_shown_adds_up_to_what_was_counted(articles: pd.DataFrame, voices: str | None) -> None:
    scores = score(articles, MEASURES, voices=voices).astype({k: "str" for k in CELL})
    counted = scores[scores["hits"] > 0].set_index(CELL)[["hits", "weight"]].sort_index()
    shown = (
        evidence(articles, MEASURES, voices=voices).groupby(CELL)["weight"].agg(["size", "sum"]).sort_index()
    )
    assert list(shown.index) == list(counted.index)
    assert shown.round(6).to_numpy().tolist() == counted.to_numpy().tolist()


@pytest.mark.medium
@given(ARTICLES)
def test_offsets_give_back_the_term_and_the_sentence_holds_it(articles: pd.DataFrame) -> None:
    by_id = articles.set_index("id")
    cut = cache(sentences)
    for row in evidence(articles, MOOD).itertuples():
        source = by_id.loc[row.article, "title" if row.part == "headline" else "text"]
        assert fold(source[row.start : row.end]) == row.term
        assert source[row.start : row.end] in row.sentence
        assert row.sentence in source
        assert row.sentence in cut(source)


@pytest.mark.medium
@given(ARTICLES, st.integers(1, 3), st.integers(1, 60))
def test_a_limit_keeps_as_many_of_a_cell_as_it_can(articles: pd.DataFrame, limit: int, size: int) -> None:
    cell = ["outlet", "part", "voice", "measure"]
    full, some = evidence(articles, MEASURES), evidence(articles, MEASURES, limit=limit)
    assert some.groupby(cell).size().to_dict() == full.groupby(cell).size().clip(upper=limit).to_dict()
    assert set(some.itertuples(index=False, name=None)) <= set(full.itertuples(index=False, name=None))
    with mock.patch.object(cells_module, "chunks", lambda sizes, _: chunks(sizes, size)):
        pd.testing.assert_frame_equal(evidence(articles, MEASURES, limit=limit), some)
