"""Intervals: fractions by hand, and scipy where a mean makes them a t-test."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from framing.comparison.compare import compare
from framing.comparison.intervals import jackknife, satterthwaite, wilson
from tests.comparison.examples import pick, rows


def test_the_jackknife_in_fractions() -> None:
    hits, tokens = [1, 2, 3], [100, 100, 200]
    left = [Fraction(6 - h, 400 - t) for h, t in zip(hits, tokens, strict=True)]
    mean = sum(left) / 3
    by_hand = Fraction(2, 3) * sum((theta - mean) ** 2 for theta in left)
    assert left == [Fraction(5, 300), Fraction(4, 300), Fraction(3, 200)]
    x, d, owner = np.array(hits, float), np.array(tokens, float), np.zeros(3, dtype=np.int64)
    log_variance, variance, df, _ = jackknife(x, d, owner, np.array([6.0]), np.array([400.0]))
    assert variance[0] == pytest.approx(float(by_hand), rel=1e-12)
    assert df[0] == 2
    logs = [math.log(theta) for theta in left]
    assert log_variance[0] == pytest.approx(2 / 3 * sum((v - sum(logs) / 3) ** 2 for v in logs), rel=1e-12)

    scores = pd.concat(
        [rows("a", list(zip(hits, tokens, strict=True))), rows("b", [(2, 90), (4, 80), (1, 99)])]
    )
    row = pick(compare(scores).profile, group="a")
    half = scipy.stats.t.ppf(0.975, 2) * math.sqrt(log_variance[0])
    assert row["low"] == pytest.approx(15 * math.exp(-half), rel=1e-12)
    assert row["high"] == pytest.approx(15 * math.exp(half), rel=1e-12)


def test_strata_are_deleted_inside_themselves() -> None:
    x, d = np.array([1.0, 2.0, 5.0, 7.0]), np.array([10.0, 10.0, 20.0, 30.0])
    owner, stratum = np.zeros(4, dtype=np.int64), np.array([0, 0, 1, 1])
    _, variance, df, _ = jackknife(x, d, owner, np.array([15.0]), np.array([70.0]), stratum)
    left = [14 / 60, 13 / 60, 10 / 50, 8 / 40]
    wanted = sum(0.5 * sum((v - np.mean(pair)) ** 2 for v in pair) for pair in (left[:2], left[2:]))
    assert variance[0] == pytest.approx(wanted, rel=1e-12)
    assert df[0] == 2


def test_a_mean_has_the_interval_of_a_t_test() -> None:
    values = [3, -1, 4, 1, -5, 9], [2, 6, -5, 3, 5, 8, 9, 7]
    a, b = (np.array(v, float) for v in values)
    table = pd.concat(
        [
            rows(name, [(1, 50)] * len(v), unit="mean", measure="tone.valence_per_hit",
                 weights=[int(value) for value in v])
            for name, v in zip("ab", values, strict=True)
        ]
    )  # fmt: skip
    result = compare(table)
    row = pick(result.profile, group="a")
    low, high = scipy.stats.t.interval(0.95, len(a) - 1, a.mean(), scipy.stats.sem(a))
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    welch = scipy.stats.ttest_ind(a, b, equal_var=False)
    low, high = welch.confidence_interval()
    row = pick(result.contrast, a="a", b="b")
    assert row["scale"] == "difference"
    assert row["estimate"] == pytest.approx(a.mean() - b.mean())
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))


def test_from_fifty_a_side_p_is_welchs() -> None:
    rng = np.random.default_rng(4)
    values = rng.integers(-9, 9, 50), rng.integers(-8, 12, 60)
    table = pd.concat(
        [
            rows(name, [(1, 50)] * len(v), unit="mean", measure="m", weights=[int(x) for x in v])
            for name, v in zip("ab", values, strict=True)
        ]
    )
    row = pick(compare(table).contrast, a="a", b="b")
    assert row["test"] == "Welch t on the difference"
    assert row["p"] == pytest.approx(scipy.stats.ttest_ind(*values, equal_var=False).pvalue)


def test_one_article_in_two_voices_is_a_pair() -> None:
    own, quoted = [3, -1, 4, 1, -5, 9, 2], [1, 1, 5, 0, -2, 4, 4]
    table = pd.concat(
        [
            rows(
                "a",
                [(1, 50)] * 7,
                unit="mean",
                measure="m",
                voice=voice,
                weights=[v for v in values],
            )
            for voice, values in (("outlet", own), ("quoted", quoted))
        ]
    )
    row = pick(compare(table, by="voice", split=()).contrast, a="outlet", b="quoted")
    paired = scipy.stats.ttest_rel(own, quoted)
    low, high = paired.confidence_interval()
    assert row["test"] == "paired t on the difference"
    assert row["p"] == pytest.approx(paired.pvalue)
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))


def test_satterthwaite_is_welchs_for_two() -> None:
    a, b = np.array([1.0, 5, 3, 8]), np.array([2.0, 2, 9, 7, 4, 4])
    parts = np.array([a.var(ddof=1) / 4, b.var(ddof=1) / 6])
    sides = [(parts[:1], np.array([3.0])), (parts[1:], np.array([5.0]))]
    total, df = satterthwaite(sides, np.zeros(1, dtype=np.int64), 1)
    assert total[0] == pytest.approx(parts.sum())
    assert df[0] == pytest.approx(scipy.stats.ttest_ind(a, b, equal_var=False).df)


def test_a_share_stays_below_one_and_a_rate_above_zero() -> None:
    table = pd.concat(
        [
            rows("a", [(4, 99), (5, 99), (1, 99)], unit="share", weights=[3, 1, 1]),
            rows("b", [(4, 99), (5, 99), (3, 99)], unit="share", weights=[1] * 3),
        ]
    )  # fmt: skip
    profile = compare(table).profile
    assert (profile["high"] < 1).all()
    assert (profile["low"] > 0).all()


def test_the_interval_of_a_share_is_that_of_its_logit_by_a_plain_loop() -> None:
    hits, some = [9, 14, 6, 11, 8], [8, 11, 6, 9, 5]
    table = rows("a", [(n, 99) for n in hits], unit="share", weights=[n for n in some])
    other = rows("b", [(n, 99) for n in hits], unit="share", weights=[n for n in some])
    row = compare(pd.concat([table, other])).profile.iloc[0]

    def logit(keep: list[int]) -> float:
        share = sum(some[k] for k in keep) / sum(hits[k] for k in keep)
        return math.log(share / (1 - share))

    left = [logit([k for k in range(5) if k != out]) for out in range(5)]
    half = scipy.stats.t.ppf(0.975, 4) * math.sqrt(4 / 5 * sum((v - sum(left) / 5) ** 2 for v in left))
    ends = [1 / (1 + math.exp(-(logit(list(range(5))) + sign * half))) for sign in (-1, 1)]
    assert [row["low"], row["high"]] == pytest.approx(ends, rel=1e-12)


def test_a_difference_of_shares_joins_the_intervals_of_both_sides() -> None:
    counts = {"a": ([9, 14, 6, 11, 8], [8, 11, 6, 9, 5]), "b": ([7, 9, 12, 5, 10], [2, 1, 5, 0, 3])}
    table = pd.concat(
        rows(name, [(n, 99) for n in hits], unit="share", weights=[n for n in some])
        for name, (hits, some) in counts.items()
    )
    row = compare(table).contrast.iloc[0]
    assert row["scale"] == "difference"
    found, sides = {}, {}
    for name, (hits, some) in counts.items():
        keep = np.array([[k != out for k in range(5)] for out in range(5)])
        shares = keep @ np.array(some) / (keep @ np.array(hits))
        logits = np.log(shares / (1 - shares))
        sides[name] = [4 / 5 * ((v - v.mean()) ** 2).sum() for v in (shares, logits)]
        found[name] = sum(some) / sum(hits)
    plain = [sides[name][0] for name in "ab"]
    t = scipy.stats.t.ppf(0.975, sum(plain) ** 2 / sum(v**2 / 4 for v in plain))
    middle = {name: math.log(share / (1 - share)) for name, share in found.items()}
    reach = {
        name: [
            abs(1 / (1 + math.exp(-(middle[name] + sign * t * math.sqrt(sides[name][1])))) - found[name])
            for sign in (-1, 1)
        ]
        for name in "ab"
    }
    gap = found["a"] - found["b"]
    ends = [gap - math.hypot(reach["a"][0], reach["b"][1]), gap + math.hypot(reach["a"][1], reach["b"][0])]
    assert row["estimate"] == pytest.approx(gap, rel=1e-12)
    assert [row["low"], row["high"]] == pytest.approx(ends, rel=1e-9)
    assert row["p"] <= 0.05


@pytest.mark.parametrize(("k", "n"), [(0, 5), (1, 5), (5, 5), (37, 400), (400, 400)])
def test_wilson_is_scipys_wilson(k: int, n: int) -> None:
    span = scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
    assert wilson(k / n, n) == pytest.approx((span.low, span.high), abs=1e-12)


def test_wilson_takes_parts_of_draws_and_says_nothing_of_none() -> None:
    low, high = wilson(0.5, 12.5)
    assert wilson(0.5, 13)[0] > low > wilson(0.5, 12)[0]
    assert high == pytest.approx(1 - low)
    # Its ends are the shares from which what was seen is as far as the level allows.
    z = scipy.stats.norm.ppf(0.975)
    assert [abs(0.5 - end) / math.sqrt(end * (1 - end) / 12.5) for end in (low, high)] == pytest.approx(
        [z, z]
    )
    assert all(math.isnan(end) for end in (*wilson(0.5, 0), *wilson(float("nan"), 5)))
