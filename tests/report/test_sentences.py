"""Each row of contrast becomes one sentence that carries number, interval, n, reading and family."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report import sentences
from framing.report.material import Material
from framing.report.sections import differs
from framing.views.vocabulary import Names
from tests import wording
from tests.report import examples

NBSP = "\N{NO-BREAK SPACE}"


def _said(**settings: Any) -> dict[tuple[str, str, str], sentences.Sentence]:
    material = Material.of(examples.tables(), {}, examples.settings(**settings))
    rows = material.contrast.to_dict("records")
    return {
        (r["measure"], r["voice"], r["b"]): sentences.sentence(r, material.names, *material.sides(r))
        for r in rows
    }


def test_a_ratio_is_said_whole() -> None:
    said = _said()["hedges", "outlet", "harbour_post"]
    assert str(said).replace(NBSP, " ") == (
        "In these 23 articles, outside quotation marks, hedging words stood at 12.3 per 1,000 tokens in "
        "Daily Lantern against 8.1 in Harbour Post: 1.52 times as many (95 % interval 1.10 to 2.10; "
        "n = 11 and 12 articles; p = .003, adjusted .012 over 18 primary tests; "
        "completeness unknown). Significant after adjustment."
    )


def test_the_higher_side_comes_first_and_the_interval_is_inverted_with_it() -> None:
    said = _said()["reporting.distancing", "outlet", "daily_lantern"]
    text = str(said).replace(NBSP, " ")
    assert "31 % in Daily Lantern against 17 % in Harbour Post: 14 percentage points higher" in text
    assert "95 % interval −3 to 31; n = 11 and 12 articles" in text
    assert said.verdict == "Inconclusive"


def test_a_difference_is_said_on_its_own_scale() -> None:
    said = _said()["tone.net", "outlet", "harbour_post"]
    assert said.compared == "5.0 higher"
    assert "interval 1.5 to 8.5" in said.support


def test_without_interval_and_p_the_note_gives_the_reason() -> None:
    said = str(_said()["boosters", "quoted", "harbour_post"])
    assert "no interval; n" in said
    assert "no p" in said
    assert "Note: under 3 articles on a side: estimate only." in said
    assert "Not estimable: too few articles or hits" in said


def test_means_that_disagree_say_so() -> None:
    said = str(_said()["boosters", "outlet", "harbour_post"])
    assert "adjusted .85 over 40 exploratory tests" in said
    assert "The means of the articles' own numbers point the other way: 3.0 against 4.0." in said


def test_a_census_has_no_interval_and_no_p() -> None:
    said = str(_said(collection="census")["hedges", "outlet", "harbour_post"])
    assert "interval or p is needed" in said
    assert "1.10" not in said
    assert "adjusted" not in said


def test_several_events_are_named() -> None:
    row = {**examples.contrast().to_dict("records")[0], "n_events": 3}
    assert "within 3 events" in sentences.sentence(row, Names({})).support


def test_invented_outlets_are_marked_in_every_sentence() -> None:
    material = Material.of(examples.tables("illustrative"), {}, examples.settings())
    for item in differs.ranked(material):
        for name in ("Daily Lantern", "Harbour Post"):
            assert str(item["sentence"]).count(name) == str(item["sentence"]).count(f"{name} (invented text)")


def test_the_most_certain_row_comes_first_and_bands_follow_the_rule() -> None:
    material = Material.of(examples.tables(), {}, examples.settings())
    found = differs.ranked(material)
    for band in sentences.BANDS:
        own = [item for item in found if item["band"] == band]
        adjusted = [material.contrast["p_adjusted"][int(item["id"][1:])] for item in own]
        known = [p for p in adjusted if p == p]
        assert known == sorted(known)
        assert all(p != p for p in adjusted[len(known) :])
    rows = material.contrast.to_dict("records")
    bands = {
        (row["measure"], row["voice"], row["b"]): item["band"]
        for item in found
        for row in (rows[int(item["id"][1:])],)
    }
    assert bands["hedges", "outlet", "harbour_post"] == "significant"
    assert bands["hedges", "quoted", "harbour_post"] == "nominal"
    assert bands["boosters", "outlet", "harbour_post"] == "inconclusive"
    assert bands["boosters", "quoted", "harbour_post"] == "not_estimable"


def test_what_is_fragile_comes_after_what_is_not_and_ties_go_by_the_nearer_end_of_the_interval() -> None:
    first = examples.contrast().to_dict("records")[0]
    rows = [
        {**first, "voice": "outlet", "p": 0.0001, "p_adjusted": 0.0002, "note": "fragile: 28 against 5 hits"},
        {**first, "voice": "quoted", "p": 0.004, "p_adjusted": 0.02, "low": 1.01, "high": 2.28},
        {**first, "voice": "reported", "p": 0.009, "p_adjusted": 0.02, "low": 1.3, "high": 1.77},
        # Of all that doesn't hold, this is the least fragile, and still comes after what does.
        {**first, "voice": "all", "p": 0.04, "p_adjusted": 0.3},
    ]
    tables = examples.tables() | {"contrast": pd.DataFrame(rows)}
    material = Material.of(tables, {}, examples.settings())
    assert [(rows[number]["voice"], band) for number, band in material.order] == [
        ("reported", "significant"),
        ("quoted", "significant"),
        ("outlet", "significant"),
        ("all", "nominal"),
    ]


def test_without_an_interval_nothing_holds() -> None:
    row = {**examples.contrast().to_dict("records")[0], "low": math.nan, "high": math.nan}
    assert not sentences.is_significant(row)
    assert sentences.band(row) == "nominal"
    assert sentences.sentence(row, Names({})).verdict == (
        "Significant after adjustment by its test, without an interval to say how large it might be"
    )


def test_an_interval_that_disagrees_with_the_test_is_not_called_clear() -> None:
    row = {**examples.contrast().to_dict("records")[0], "low": 0.9}
    assert sentences.band(row) == "nominal"
    assert "by its test alone" in sentences.sentence(row, Names({})).verdict


_number = st.floats(0.001, 1000) | st.just(math.nan)
_p = st.floats(0, 1) | st.just(math.nan)


@pytest.mark.medium
@given(
    estimate=_number | st.just(math.inf) | st.just(0.0), low=_number, high=_number, p=_p, adjusted=_p,
    n=st.integers(0, 500), scale=st.sampled_from(["ratio", "difference"]),
    unit=st.sampled_from(["per_1000", "net_per_1000", "mean", "share", "share_of_headlines"]),
    collection=st.sampled_from(["census", "sample", "unknown"]),
)  # fmt: skip
def test_any_row_has_a_sentence_that_keeps_to_the_words_allowed(
    estimate: float,
    low: float,
    high: float,
    p: float,
    adjusted: float,
    n: int,
    scale: str,
    unit: str,
    collection: str,
) -> None:
    row = {
        **examples.contrast().to_dict("records")[0],
        **{"estimate": estimate, "low": low, "high": high, "p": p, "p_adjusted": adjusted, "n_a": n},
        **{"scale": scale, "unit": unit},
    }
    names = Names(examples.settings(collection=collection))
    profile = examples.profile().to_dict("records")[0]
    for sides in ((None, None), (profile, profile)):
        said = str(sentences.sentence(row, names, *sides))
        assert wording.breaches(said, ["Daily Lantern", "Harbour Post"]) == []
        assert "nan" not in said
        assert names.reading()[0] in said
        assert f"{n:,}" in said
        assert all(part == part for part in sentences.certainty(row, *sides))
