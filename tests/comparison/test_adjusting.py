"""Differences with length, date, kind and event held: closed forms, planted effects, coverage."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import framing as fr
from framing.comparison.comparability import (
    Adjusted,
    adjust_difference,
    covariates_of,
    describe_adjustment,
)
from tests.cases import for_each

_NONE = pd.DataFrame(index=range(30))


def _articles(seed: int, n: int = 30) -> tuple[np.ndarray, np.ndarray, np.ndarray, pd.DataFrame]:
    """Return counts without noise, words, groups and covariates; planted 1.5 times, 0.6 of log length."""
    rng = np.random.default_rng(seed)
    first = np.arange(n) < n // 2
    length = rng.normal(6 + 0.7 * first, 0.5)
    covariates = pd.DataFrame(
        {
            "length": length,
            "date": rng.normal(0, 4, n),
            "kind": (rng.random(n) < 0.4).astype(float),
            "event": rng.choice(["x", "y"], n),
        }
    )
    rate = np.log(1.5) * first + 0.6 * length - 0.3 * covariates["kind"] + 0.5 * (covariates["event"] == "x")
    return np.exp(rate + length), np.exp(length), first, covariates


def test_without_covariates_the_ratio_is_that_of_pooled_rates_and_its_interval_the_jackknife() -> None:
    rng = np.random.default_rng(7)
    words, first = rng.integers(200, 900, 30).astype(float), np.arange(30) < 14
    hits = rng.poisson(words * np.where(first, 0.02, 0.012) * rng.gamma(3, 1 / 3, 30)).astype(float)

    def log_ratio(kept: np.ndarray) -> float:
        rates = [hits[kept & side].sum() / words[kept & side].sum() for side in (first, ~first)]
        return math.log(rates[0] / rates[1])

    found = adjust_difference(hits, words, first, _NONE, ratio=True)
    assert found.estimate == pytest.approx(math.exp(log_ratio(np.ones(30, bool))), rel=1e-8)
    assert found.raw == pytest.approx(found.estimate)
    # Of two pooled rates the sandwich with leverages has a closed form, and is near the jackknife.
    variance = 0.0
    for side in (first, ~first):
        x, d = hits[side], words[side]
        variance += (((x - x.sum() / d.sum() * d) / (1 - d / d.sum())) ** 2).sum() / x.sum() ** 2
    half = math.log(found.high / found.low) / 2
    assert half == pytest.approx(scipy.stats.t.ppf(0.975, 28) * math.sqrt(variance), rel=1e-6)
    left = np.array([log_ratio(np.arange(30) != one) for one in range(30)])
    error = math.sqrt(((left - log_ratio(np.ones(30, bool))) ** 2).sum())
    assert math.sqrt(variance) == pytest.approx(error, rel=0.05)


def test_without_covariates_the_difference_is_that_of_weighted_means() -> None:
    rng = np.random.default_rng(3)
    weight, first = rng.integers(1, 9, 30).astype(float), np.arange(30) < 14
    total = weight * rng.normal(0, 1, 30)
    found = adjust_difference(total, weight, first, _NONE, ratio=False)
    means = [total[side].sum() / weight[side].sum() for side in (first, ~first)]
    assert found.estimate == pytest.approx(means[0] - means[1])
    assert found.low < found.estimate < found.high


def test_what_goes_with_length_kind_and_event_is_taken_out_exactly() -> None:
    hits, words, first, covariates = _articles(1)
    found = adjust_difference(hits, words, first, covariates, ratio=True)
    assert found.estimate == pytest.approx(1.5, rel=1e-6)
    assert found.raw > 1.8
    assert found.held == ("event", "length", "date", "kind")
    assert set(found.without) == {"length", "date", "kind"}
    assert found.without["date"] == pytest.approx(1.5, rel=1e-6)
    assert describe_adjustment(found).endswith("of it goes with length")
    linear = adjust_difference(
        words * (0.5 * first + 0.2 * covariates["length"]), words, first, covariates, ratio=False
    )
    assert linear.estimate == pytest.approx(0.5)


def test_a_date_that_is_missing_has_a_term_of_its_own() -> None:
    hits, words, first, covariates = _articles(1)
    gaps = covariates.assign(date=covariates["date"].where(covariates.index % 5 > 0))
    shifted = hits * np.where(gaps["date"].isna(), 1.7, 1.0)
    assert adjust_difference(shifted, words, first, gaps, ratio=True).estimate == pytest.approx(1.5, rel=1e-6)


@for_each(
    "change, said",
    [
        ({"first": np.arange(30) < 30}, "articles of one group alone"),
        ({"counts": np.arange(30) * (np.arange(30) < 15.0)}, "no hits on a side"),
        (
            {"covariates": pd.DataFrame({"event": ["x"] * 15 + ["y"] * 15})},
            "nothing tells the groups from event",
        ),
    ],
)
def test_what_cannot_be_estimated_says_why(change: dict[str, Any], said: str) -> None:
    first = np.arange(30) < 15
    given = {"counts": np.ones(30), "exposure": np.ones(30), "first": first, "covariates": _NONE}
    found = adjust_difference(**(given | change), ratio=True)
    assert np.isnan([found.estimate, found.low, found.high]).all()
    assert found.note == said
    assert describe_adjustment(found) == f"not adjusted: {said}"


def test_too_few_articles_hold_nothing() -> None:
    hits, words, first, covariates = _articles(1, 8)
    found = adjust_difference(hits, words, first, covariates, ratio=True)
    assert math.isnan(found.low)
    assert found.note == "8 articles are too few to hold event, length, date and kind"


def test_a_kind_without_hits_is_left_out() -> None:
    hits, words, first, covariates = _articles(1, 40)
    silent = covariates["kind"].to_numpy() == 1
    found = adjust_difference(np.where(silent, 0.0, hits), words, first, covariates, ratio=True)
    assert found.n == int((~silent).sum())
    assert found.estimate == pytest.approx(1.5, rel=1e-6)
    assert "kind" not in found.held


def test_intervals_cover_what_was_planted() -> None:
    rng = np.random.default_rng(8)
    inside = 0
    for _ in range(150):
        first = np.arange(24) < 12
        length = rng.normal(6 + 0.5 * first, 0.5)
        rate = np.exp(-4.6 + math.log(1.5) * first + 0.8 * (length - 6)) * rng.gamma(2, 1 / 2, 24)
        hits = rng.poisson(rate * np.exp(length))
        covariates = pd.DataFrame({"length": length, "date": rng.normal(size=24)})
        found = adjust_difference(hits, np.exp(length), first, covariates, ratio=True)
        inside += found.low <= 1.5 <= found.high
    # Of 150 at 95 %, under 134 would come once in a thousand.
    assert inside >= 134


def test_covariates_are_read_from_articles_and_parts() -> None:
    articles = pd.DataFrame(
        {
            "id": ["a", "b"],
            "outlet": "x",
            "text": ["Rain fell on us.", "Sun."],
            "published": pd.to_datetime(["2026-01-02", None], utc=True),
            "genre": ["editorial", "news"],
            "event": ["rain", None],
        }
    )
    found = covariates_of(articles)
    assert found["length"].tolist() == [math.log(4), 0.0]
    assert found["kind"].tolist() == [1.0, 0.0]
    assert found["date"]["a"] == (pd.Timestamp("2026-01-02") - pd.Timestamp(0)).days
    assert math.isnan(found["date"]["b"])
    pd.testing.assert_frame_equal(covariates_of(fr.Parts.of(articles, 1)), found)


@for_each(
    "raw, estimate, said",
    [
        (4.0, 2.0, "about half of it goes with length"),
        (0.25, 0.5, "about half of it goes with length"),
        (4.0, 1.02, "nearly all of it goes with length"),
        (4.0, 0.5, "reverses with length held"),
        (4.0, 3.9, "unchanged with length and kind held"),
        (2.0, 4.0, "larger with length held"),
    ],
)
def test_what_becomes_of_a_difference_is_said(raw: float, estimate: float, said: str) -> None:
    without = {"length": raw, "kind": estimate}
    found = Adjusted(raw, estimate, 0.1, 9.0, True, 40, ("length", "kind"), without, "")
    assert describe_adjustment(found) == said


def test_where_each_carries_a_part_all_are_named() -> None:
    found = Adjusted(4.0, 2.0, 0.1, 9.0, True, 40, ("length", "kind"), {"length": 2.6, "kind": 2.6}, "")
    assert describe_adjustment(found) == "about half of it goes with length and kind"


def test_a_hit_that_its_event_explains_alone_leaves_no_difference() -> None:
    """What an event of one article explains is fitted exactly; rounding can't make its variance negative."""
    size = 71
    made = np.random.default_rng(7)
    covariates = pd.DataFrame(
        {
            "event": ["alone", *(f"e{n % 32}" for n in range(size - 1))],
            "length": made.normal(6, 1, size),
            "date": made.normal(0, 30, size),
        }
    )
    hits = np.where(covariates["event"] == "alone", 1.0, 0.0)
    found = adjust_difference(hits, np.ones(size), made.random(size) < 0.8, covariates, ratio=False)
    assert [found.low, found.estimate, found.high] == pytest.approx([0, 0, 0], abs=1e-9)
