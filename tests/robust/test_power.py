"""Power: formulas against integration, simulation and published figures; one row a pair, and what it says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import framing as fr
from framing.errors import FramingError
from framing.robust.power import exaggeration, least, power, power_of
from tests.cases import for_each
from tests.robust.scored import scored

MEASURES = {name: ("per_1000", 0.02) for name in ("hedges", "boosters", "loaded")}


def contrast(sizes: dict[str, int], seed: int = 1, **given: object) -> pd.DataFrame:
    return fr.compare(scored(sizes, seed, measures=MEASURES), split=(), draws=9999, **given).contrast


@for_each(("gap", "spread", "df"), [(0.5, 0.2, 4.0), (0.3, 0.2, 18.5), (2.0, 0.4, 90.0), (0.0, 1.0, 7.0)])
def test_power_is_that_of_the_noncentral_t(gap: float, spread: float, df: float) -> None:
    edge = scipy.stats.t.isf(0.025, df)
    exact = scipy.stats.nct.sf(edge, df, gap / spread) + scipy.stats.nct.cdf(-edge, df, gap / spread)
    assert power_of(gap, spread, df) == pytest.approx(exact, abs=2e-3)


def test_published_power_of_two_groups_of_64() -> None:
    """Cohen (1988), table 2.3.5: d .5 with 64 a group is found with power .80."""
    assert power_of(0.5, np.sqrt(2 / 64), 126) == pytest.approx(0.80, abs=0.005)


def test_published_exaggeration() -> None:
    """Gelman and Carlin (2014): true differences of .1 and 2 with standard errors of 3.28 and 8.1."""
    assert power_of(0.1, 3.28, 1e6) == pytest.approx(0.05, abs=0.002)
    assert exaggeration(0.1, 3.28, 1e6) == pytest.approx(77, abs=2)
    assert exaggeration(2.0, 8.1, 1e6) == pytest.approx(9.7, abs=0.3)


@for_each(("n", "alpha"), [(8, 0.05), (15, 0.05), (30, 0.005)])
def test_exaggeration_is_what_tests_of_normal_samples_show(n: int, alpha: float) -> None:
    rng = np.random.default_rng(n)
    gap, sigma = np.log(1.5), 0.8
    a, b = rng.normal(gap, sigma, (200_000, n)), rng.normal(0.0, sigma, (200_000, n))
    found = scipy.stats.ttest_ind(a, b, axis=1)
    small = found.pvalue <= alpha
    shown = np.abs(a.mean(axis=1) - b.mean(axis=1))[small]
    spread, df = sigma * np.sqrt(2 / n), 2 * n - 2.0
    assert small.mean() == pytest.approx(power_of(gap, spread, df, alpha), rel=0.05)
    assert shown.mean() / gap == pytest.approx(exaggeration(gap, spread, df, alpha), rel=0.02)


def test_the_least_difference_comes_down_to_that_of_the_normal() -> None:
    normal = scipy.stats.norm.ppf(0.975) + scipy.stats.norm.ppf(0.8)
    made = [least(1.0, df) for df in (3.0, 6.0, 12.0, 30.0, 300.0, 1e6)]
    assert made == sorted(made, reverse=True)
    assert made[-1] == pytest.approx(normal, abs=0.005)
    assert least(1.0, 12.0, 0.9) > least(1.0, 12.0, 0.8) > least(1.0, 12.0, 0.5)
    assert least(0.3, 12.0) == pytest.approx(0.3 * least(1.0, 12.0))


@pytest.mark.slow
def test_the_least_difference_is_enough_on_average_over_spreads_that_may_be_seen() -> None:
    """Corpora of two normal samples: what each calls least is found 8 times in 10 on average."""
    n = 6
    sample = np.random.default_rng(3).normal(size=(400, 2, n))
    spread = np.sqrt(sample.var(axis=2, ddof=1).sum(axis=1) / n)
    true = [power_of(least(one, 2 * n - 2.0), np.sqrt(2 / n), 2 * n - 2) for one in spread]
    assert np.mean(true) == pytest.approx(0.8, abs=0.02)


def test_a_pair_has_one_row_of_the_median_spread_at_the_level_of_its_family() -> None:
    table = contrast({"x": 12, "y": 12, "z": 9}).assign(family_size=30)
    made = power(table)
    assert made[["a", "b"]].values.tolist() == [["x", "y"], ["x", "z"], ["y", "z"]]
    own = table[(table["a"] == "x") & (table["b"] == "y")]
    row = made.iloc[0]
    assert (row["n_a"], row["n_b"], row["comparisons"]) == (12, 12, 3)
    # Of two sides alike Welch's degrees of freedom are those of two samples.
    assert row["df"] == pytest.approx(22)
    spread = np.log(own["high"] / own["low"]) / 2 / scipy.stats.t.isf(0.025, 22)
    assert row["spread"] == pytest.approx(spread.median())
    assert row["family_size"] == 30
    assert row["alpha"] == pytest.approx(0.05 / row["family_size"])
    assert np.log(row["least"]) == pytest.approx(least(row["spread"], 22, 0.8, row["alpha"]))
    assert np.log(row["least_alone"]) == pytest.approx(least(row["spread"], 22))
    assert row["least"] > row["least_alone"]
    assert row["shown"] > row["ratio"] == 1.5


def test_more_articles_show_smaller_ratios_and_exaggerate_less() -> None:
    few, many = (power(contrast({"x": n, "y": n})).iloc[0] for n in (8, 40))
    assert 1 < many["least"] < few["least"]
    assert 1.5 < many["shown"] < few["shown"]
    assert many["power"] > few["power"]


def test_what_no_arrangement_can_reach_has_no_least_ratio() -> None:
    row = power(contrast({"x": 3, "y": 3})).iloc[0]
    assert np.isnan(row[["least", "least_alone"]].astype(float)).all()
    assert row["note"].startswith("the least p that these articles allow, 0.1, is above")
    four = power(contrast({"x": 4, "y": 4}).assign(family_size=30)).iloc[0]
    assert np.isnan(four["least"])
    assert four["least_alone"] > 1


def test_the_outlets_own_news_counts_where_there_is_any_and_order_changes_nothing() -> None:
    table = contrast({"x": 12, "y": 12})
    other = table.assign(genre="opinion", high=table["high"] * 9)
    quoted = table.assign(voice="quoted", high=table["high"] * 9)
    own = table.assign(voice="outlet")
    every = pd.concat([other, quoted, own], ignore_index=True)
    pd.testing.assert_frame_equal(power(every), power(own))
    pd.testing.assert_frame_equal(power(every.sample(frac=1.0, random_state=2)), power(own))
    assert power(table.assign(low=np.nan)).empty


@for_each(("argument", "value"), [("alpha", 0.2), ("wanted", 0), ("ratio", 1.0), ("ratio", "2")])
def test_what_is_wrong_is_said(argument: str, value: object) -> None:
    with pytest.raises(FramingError, match=argument):
        power(contrast({"x": 4, "y": 4}), **{argument: value})
