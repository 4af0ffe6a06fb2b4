"""Each row is what `compare` says when that one choice is changed by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.robust.table import vary_choices
from tests.robust.coverage import cells, compared, coverage, measured

NAMED = ["a", "b", "genre", "part", "voice", "measure"]


def made_of(articles: pd.DataFrame, *names: str, **named: str) -> pd.DataFrame:
    measures = measured(*names)
    scores, contrast = compared(articles, measures)
    rows = cells(contrast, measure=names[0], genre="news", **named)
    return vary_choices(articles, scores, rows, measures=measures)


def uneven() -> pd.DataFrame:
    """Two events, one with fewer articles: weights of events matter."""
    return coverage(events=2).iloc[:-4].reset_index(drop=True)


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    return made_of(uneven(), "hedges", "tone.net")


def by_hand(articles: pd.DataFrame, row: dict[str, Any]) -> pd.Series[Any]:
    """Return the row of `compare` after doing to articles, lexicon and scores what a row says."""
    spec = {row["choice"]: row["option"]}
    wanted = measured(row["measure"])[row["measure"]]
    lexicon = wanted.finder
    if spec.get("mask") == "off":
        entries = tuple(dataclasses.replace(entry, mask=()) for entry in lexicon.entries)
        lexicon = dataclasses.replace(lexicon, mask=(), entries=entries)
    if spec.get("genre") == "known news":
        articles = articles[articles["genre"] != "unknown"]
    if spec.get("genre") == "news and opinion":
        articles = articles.assign(genre="news")
    rule = spec.get("voices", "full")
    voice = "all" if rule in ("none", "attributed") else row["voice"]
    scores = fr.score(
        articles,
        [dataclasses.replace(wanted, finder=lexicon)],
        voices={"none": None, "attributed": "full"}.get(rule, rule),
    )
    if rule == "attributed":
        scores = scores[scores["voice"].isin(["quoted", "reported"])]
    parts = {"body": ["body"], "without headline": ["lead", "body"]}.get(spec.get("parts", "all"))
    scores = scores if parts is None else scores[scores["part"].isin(parts)]
    contrast = fr.compare(
        scores.reset_index(drop=True),
        split=() if voice == "all" else ("voice",),
        wire=spec.get("wire", "collapse"),
    ).contrast
    here = (contrast["voice"] == voice) & (contrast["genre"] == "news") & (contrast["a"] == row["a"])
    return contrast[here].iloc[0]


@pytest.mark.medium
def test_a_row_is_what_compare_says_when_that_choice_is_changed_by_hand(found: pd.DataFrame) -> None:
    articles = uneven()
    assert set(found["measure"]) == {"hedges"}
    for row in found[found["voice"].isin(["outlet", "quoted"])].to_dict("records"):
        right = by_hand(articles, row)
        for name in ("estimate", "low", "high"):
            assert row[name] == pytest.approx(right[name], rel=1e-12, nan_ok=True), row["option"]
        assert (row["n_a"], row["n_b"], row["n_events"]) == (right["n_a"], right["n_b"], right["n_events"])
    own = found[found["voice"] == "outlet"]
    assert set(own.loc[own["choice"] == "voices", "option"]) == {"quotes", "none"}
    assert {"wire", "genre", "parts"} <= set(own["choice"])
    assert "attributed" in set(found.loc[found["voice"] == "quoted", "option"])


@pytest.mark.medium
def test_a_mask_is_minded_or_not() -> None:
    articles = coverage()
    table = made_of(articles, "tone.net")
    table = table[table["choice"] == "mask"]
    assert len(table)
    for row in table.to_dict("records"):
        assert row["estimate"] == pytest.approx(by_hand(articles, row)["estimate"], rel=1e-12)


def test_the_first_row_is_the_study(found: pd.DataFrame) -> None:
    _, contrast = compared(uneven(), measured("hedges", "tone.net"))
    base = found[found["choice"] == "as made"].merge(contrast, on=NAMED, suffixes=("", "_c"))
    assert len(base) == found["contrast"].nunique()
    for name in ("estimate", "low", "high", "n_a", "n_b", "n_events"):
        np.testing.assert_array_equal(base[name], base[f"{name}_c"])


def test_side_and_interval_are_told_against_the_study(found: pd.DataFrame) -> None:
    for _, rows in found.groupby("contrast"):
        above = rows["estimate"].iloc[0] > 1
        assert rows["choice"].iloc[0] == "as made"
        for row in rows.to_dict("records"):
            assert row["same_sign"] == ((row["estimate"] > 1) if above else (row["estimate"] < 1))
            clear = row["low"] > 1 if above else row["high"] < 1
            assert row["stands"] == (row["same_sign"] and clear)


@pytest.mark.medium
def test_options_that_change_nothing_are_left_out_and_named() -> None:
    plain = coverage().assign(genre="news", wire_role="none", copy_group=None, published=pd.NaT)
    table = made_of(plain, "hedges", voice="outlet")
    idle = {"wire", "genre"}
    assert not idle & set(table["choice"])
    assert idle <= set(table["note"].iloc[0].removeprefix("of no effect: ").split(", "))


@pytest.mark.medium
def test_nothing_hangs_on_the_order_of_rows_and_names_turn_the_ratio_over() -> None:
    articles = coverage(events=2)
    measures = measured("hedges")
    scores, contrast = compared(articles, measures)
    rows = cells(contrast, measure="hedges", voice="outlet", genre="news")
    one = vary_choices(articles, scores, rows, measures=measures)
    shuffled = scores.sample(frac=1, random_state=1).reset_index(drop=True)
    turned = articles.sample(frac=1, random_state=2).reset_index(drop=True)
    pd.testing.assert_frame_equal(one, vary_choices(turned, shuffled, rows, measures=measures))
    swapped = rows.assign(a=rows["b"], b=rows["a"])
    other = vary_choices(articles, scores, swapped, measures=measures)
    np.testing.assert_allclose(other["estimate"], 1 / one["estimate"], rtol=1e-9)
    assert other["stands"].tolist() == one["stands"].tolist()


@pytest.mark.medium
@pytest.mark.parametrize(
    ("voice", "voices", "ways"),
    [
        ("outlet", "quotes", {"full", "none"}),
        # By quotation marks alone the same words are quoted here.
        ("quoted", "full", {"attributed"}),
        ("reported", "full", {"attributed"}),
    ],
)
def test_voice_rules_that_fit_a_row(voice: str, voices: str, ways: set[str]) -> None:
    articles, measures = coverage(events=2), measured("hedges")
    scores, contrast = compared(articles, measures, voices)
    rows = cells(contrast, measure="hedges", voice=voice, genre="news")
    found = vary_choices(articles, scores, rows, measures=measures, rule=voices)
    assert set(found.loc[found["choice"] == "voices", "option"]) == ways


@pytest.mark.medium
def test_words_that_were_not_told_apart_may_be_the_outlets_own() -> None:
    articles, measures = coverage(events=2), measured("hedges")
    scores, contrast = compared(articles, measures, None, split=())
    rows = cells(contrast, measure="hedges", genre="news")
    found = vary_choices(articles, scores, rows, measures=measures, rule="none", split=())
    assert set(found.loc[found["choice"] == "voices", "option"]) == {"full", "quotes"}
    _, right = compared(articles, measures, "quotes")
    right = right[(right["voice"] == "outlet") & (right["genre"] == "news")]
    assert found.loc[found["option"] == "quotes", "estimate"].item() == right["estimate"].item()
