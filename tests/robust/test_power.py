"""Power: formulas against integration and published figures, planting against counting, what is said."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import framing as fr
from framing.comparison.compare import ready
from framing.comparison.permute import seeded, sign_flip
from framing.comparison.sums import clusters
from framing.comparison.testing import Compared, compared
from framing.errors import FramingError, FramingWarning
from framing.robust import power as planting
from framing.robust.power import factors, least, power, power_of, steps
from tests.robust.scored import scored

NEWS = {"hedges": ("per_1000", 0.02)}


def studentised(x: np.ndarray, d: np.ndarray, first: np.ndarray) -> float:
    """Return the squared difference of logarithms of two rates over its variance, by the book."""
    gap, variance = 0.0, 0.0
    for side, sign in ((first, 1), (~first, -1)):
        n, rate = side.sum(), x[side].sum() / d[side].sum()
        residual = x[side] - rate * d[side]
        gap += sign * np.log(rate)
        variance += n / (n - 1) * (residual**2).sum() / x[side].sum() ** 2
    return float(gap**2 / variance)


def found(scores: pd.DataFrame) -> Compared:
    """Return a comparison, without a test, as power is given it."""
    data = clusters(ready(scores, "outlet", ()), "outlet", (), "collapse")
    made = compared(data, [(0, 1)], weights="mantel-haenszel")
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("gap", "spread", "df"), [(0.5, 0.2, 4.0), (0.3, 0.2, 18.5), (2.0, 0.4, 90.0), (0.0, 1.0, 7.0)]
)
def test_power_is_that_of_a_normal_over_the_root_of_a_chi_square(
    gap: float, spread: float, df: float
) -> None:
    q = scipy.stats.chi2.ppf((np.arange(20000) + 0.5) / 20000, df)
    edge = scipy.stats.t.ppf(0.975, df) * np.sqrt(q / df)
    exact = (scipy.stats.norm.sf(edge - gap / spread) + scipy.stats.norm.cdf(-edge - gap / spread)).mean()
    assert power_of(gap, spread, df) == pytest.approx(exact, abs=1e-4)


def test_published_power_of_two_groups_of_64() -> None:
    """Cohen (1988), table 2.3.5: d .5 with 64 a group is found with power .80."""
    assert power_of(0.5, np.sqrt(2 / 64), 126) == pytest.approx(0.80, abs=0.005)


def test_steps_come_down_to_those_of_the_normal() -> None:
    normal = scipy.stats.norm.ppf(0.975) + scipy.stats.norm.ppf(0.8)
    made = [steps(df) for df in (3.0, 6.0, 12.0, 30.0, 300.0, 1e6)]
    assert made == sorted(made, reverse=True)
    assert made[-1] == pytest.approx(normal, abs=0.005)
    assert steps(12.0, 0.9) > steps(12.0, 0.8) > steps(12.0, 0.5)
    assert steps(12.0, 0.8, 0.01) > steps(12.0, 0.8, 0.05)
    assert np.isnan(steps(0.2))


def test_steps_are_enough_on_average_over_spreads_that_may_be() -> None:
    """Corpora of two normal samples: what each calls least is found 8 times in 10 on average."""
    rng = np.random.default_rng(3)
    n = 6
    sample = rng.normal(size=(4000, 2, n))
    spread = np.sqrt(sample.var(axis=2, ddof=1).sum(axis=1) / n)
    true = [power_of(steps(2 * n - 2.0) * one, np.sqrt(2 / n), 2 * n - 2) for one in spread[:400]]
    assert np.mean(true) == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("change", [-2.0, -0.3, 0.0, 0.7, 3.0])
def test_hits_shared_out_stay_as_many(change: float) -> None:
    made = factors(change, 40.0, 13.0)
    assert made is not None
    assert made[0] * 40.0 + made[1] * 13.0 == pytest.approx(53.0)
    assert np.log(made[0] / made[1]) == pytest.approx(change)


def test_without_hits_on_a_side_nothing_can_be_planted() -> None:
    assert factors(1.0, 0.0, 5.0) is None


def test_few_hits_make_the_least_ratio_larger_or_none() -> None:
    plain = steps(20.0) * 0.3
    values = [least(0.09, 20.0, 0.8, 0.05, 0.0, (h, h)) for h in (1e9, 100.0, 40.0, 25.0)]
    assert values[0] == pytest.approx(plain, rel=1e-6)
    assert values == sorted(values)
    assert np.isnan(least(0.5, 20.0, 0.8, 0.05, 0.0, (3.0, 3.0)))
    assert least(0.09, 20.0, 0.8, 0.05) == pytest.approx(plain)


def test_more_articles_find_less() -> None:
    small = power(scored({"x": 8, "y": 8}), split=(), draws=0)["least"].iloc[0]
    large = power(scored({"x": 40, "y": 40}), split=(), draws=0)["least"].iloc[0]
    assert 1 < large < small


def test_the_row_is_that_of_the_contrast_and_spread_that_of_its_interval() -> None:
    scores = scored({"x": 9, "y": 14}, measures={**NEWS, "tone.net": ("net_per_1000", 0.03)})
    made = power(scores, split=(), draws=0).set_index("measure")
    contrast = fr.compare(scores, split=(), draws=99).contrast.set_index("measure")
    for measure, row in made.iterrows():
        other = contrast.loc[measure]
        assert row["estimate"] == other["estimate"]
        edges = np.log([other["low"], other["high"]]) if row["scale"] == "ratio" else other[["low", "high"]]
        half = (edges[1] - edges[0]) / 2 if row["scale"] == "ratio" else (other["high"] - other["low"]) / 2
        assert row["spread"] * scipy.stats.t.ppf(0.975, row["df"]) == pytest.approx(half)
    net = made.loc["tone.net"]
    assert net["least"] == pytest.approx(net["spread"] * steps(net["df"]))
    assert net["least_below"] == -net["least"]


def test_groups_that_change_places_turn_the_least_ratio() -> None:
    scores = scored({"x": 8, "y": 20}, 6)
    one = power(scores, split=(), draws=0).iloc[0]
    two = power(scores.assign(outlet=scores["outlet"].map({"x": "z", "y": "y"})), split=(), draws=0).iloc[0]
    assert one["least"] * two["least_below"] == pytest.approx(1.0)
    assert one["least_below"] * two["least"] == pytest.approx(1.0)


def test_order_of_rows_changes_nothing() -> None:
    scores = scored({"x": 8, "y": 9})
    made = power(scores, split=(), draws=60)
    pd.testing.assert_frame_equal(made, power(scores.sample(frac=1.0, random_state=4), split=(), draws=60))


def test_simulation_and_formula_are_near_where_articles_are_alike() -> None:
    row = power(scored({"x": 20, "y": 20}, 2), "hedges", "x", "y", split=(), draws=400).iloc[0]
    assert row["test"] == "permutation"
    assert 0.7 < row["power_simulated"] < 0.95
    assert row["power_low"] < row["power_simulated"] < row["power_high"]
    assert row["alarms"] < 0.1
    assert row["least_simulated"] == pytest.approx(row["least_below"], rel=0.1)
    assert row["note"] == ""


@pytest.mark.parametrize(
    ("more", "side", "computed"), [(1.5, "above", "least"), (0.6, "below", "least_below")]
)
def test_the_side_on_which_the_estimate_lies_is_simulated(more: float, side: str, computed: str) -> None:
    row = power(scored({"x": 14, "y": 14}, 2, times={"x": more}), split=(), draws=200).iloc[0]
    assert row["side"] == side
    assert [row["least_simulated"] > 1, row["estimate"] > 1] == [side == "above"] * 2
    assert row["least_simulated"] == pytest.approx(row[computed], rel=0.2)
    assert row["least_checked"] == row["least_simulated"]


def test_a_difference_below_nothing_is_planted_as_one_above_turned_round() -> None:
    scores = scored({"x": 16, "y": 16}, 3, measures={"tone.net": ("net_per_1000", 0.03)})
    row = power(scores, split=(), draws=200).iloc[0]
    turned = power(scores.assign(weight=-scores["weight"]), split=(), draws=200).iloc[0]
    assert {row["side"], turned["side"]} == {"above", "below"}
    assert turned["least_checked"] == pytest.approx(-row["least_checked"])
    assert turned["power_simulated"] == row["power_simulated"]


@pytest.mark.medium
def test_what_is_called_least_is_found_8_times_in_10_on_average_over_corpora() -> None:
    """Power with the true spread, of what each of 300 small corpora calls least. With the spread seen taken
    for the true one it would be 75 in 100; Welch's degrees of freedom, seen too, make it a little more."""
    n, every, true = 6, 300, np.sqrt(2 / 6)
    values = np.random.default_rng(5).normal(size=(every, 2 * n))
    scores = pd.DataFrame({
        "article": np.tile([f"{k:02d}" for k in range(2 * n)], every),
        "outlet": np.tile(["x"] * n + ["y"] * n, every), "part": "all", "voice": "all",
        "measure": np.repeat([f"m{k:03d}" for k in range(every)], 2 * n), "unit": "net_per_1000", "hits": 1,
        "weight": (values.ravel() * 1e6).round().astype(int), "tokens": 1000,
    })  # fmt: skip
    rows = power(scores, split=(), draws=0)
    normal = scipy.stats.norm.ppf(0.8) + scipy.stats.t.ppf(0.975, rows["df"])
    found, plain = (
        np.mean([power_of(size, true, 2 * n - 2) for size in sizes])
        for sizes in (rows["least"], normal * rows["spread"])
    )
    assert 0.79 < found < 0.84
    assert plain < 0.76


@pytest.mark.parametrize(
    ("unit", "sizes"), [("per_1000", (0.0, 0.7)), ("net_per_1000", (0.0, 0.03)), ("share", (0.0, 0.2))]
)
def test_what_is_planted_is_there(unit: str, sizes: tuple[float, ...]) -> None:
    made = found(scored({"x": 30, "y": 25}, 9, measures={"m": (unit, 0.05)}, times={"x": 1.6}))
    data = planting._cell(made, 0)
    world = planting._World(float(made.pooled.gap[0]), data, np.random.default_rng(1), 400)
    scale = 1.0 if unit == "per_1000" else 1e6
    for size in sizes:
        planted = world.planted(size * scale)
        assert planted is not None
        x, d, _ = planted
        first = data.group == 0
        a, b = (x[:, side].sum() / d[:, side].sum() for side in (first, ~first))
        gap = np.log(a / b) if unit == "per_1000" else (a - b) / scale
        assert gap == pytest.approx(size, abs=0.002 if unit == "net_per_1000" else 0.02)


def test_labels_rearranged_give_the_p_of_the_tests() -> None:
    """Eight articles have 70 arrangements: all are listed, and p is counted out."""
    made = found(scored({"x": 4, "y": 4}, 4))
    data = planting._cell(made, 0)
    sets = np.stack([data.x, data.x[::-1], data.x + 1.0])
    p = planting._rearranged(data, sets, np.tile(data.d, (3, 1)), "mantel-haenszel", 1, 499)
    for x, mine in zip(sets, p, strict=True):
        statistics = [studentised(x, data.d, np.isin(np.arange(8), few)) for few in combinations(range(8), 4)]
        seen = studentised(x, data.d, data.group == 0)
        assert mine == np.mean(np.array(statistics) >= seen - 1e-9)


def test_sets_tested_in_parts_are_those_tested_together(monkeypatch: pytest.MonkeyPatch) -> None:
    made = found(scored({"x": 9, "y": 11}, 4, events=("e", "f")))
    data = planting._cell(made, 0)
    rng = np.random.default_rng(2)
    x = data.x[None, :] + rng.integers(0, 9, (7, len(data.x)))
    d = np.tile(data.d, (7, 1))
    whole = planting._rearranged(data, x, d, "mantel-haenszel", 1, 199)
    monkeypatch.setattr(planting, "_SETS", 3)
    assert np.array_equal(planting._rearranged(data, x, d, "mantel-haenszel", 1, 199), whole)


def test_signs_turned_give_the_p_of_the_tests() -> None:
    made = found(scored({"x": 14, "y": 14}, 3, events=tuple("abcdefg")))
    pooled, both = made.pooled, made.both
    gaps = pooled.weight * (both.a.x / both.a.d - both.b.x / both.b.d)
    exact = sign_flip(gaps, tuple("abcdefg"), seed=1, draws=99)
    assert planting._flipped(made, 1, 0.05)[0] == exact.p[0]


def test_of_many_events_signs_are_drawn() -> None:
    made = found(scored({"x": 26, "y": 26}, 3, events=tuple("abcdefghijklm")))
    pooled, both = made.pooled, made.both
    gaps = pooled.weight * (both.a.x / both.a.d - both.b.x / both.b.d)
    drawn = sign_flip(gaps, (), seed=1, draws=999, most=999)
    assert (drawn.draws, drawn.exact) == (999, False)
    assert planting._flipped(made, 1, 0.05)[0] == drawn.p[0]


def test_each_size_of_corpus_gets_its_test() -> None:
    many = power(scored({"x": 55, "y": 52}), split=(), draws=50).iloc[0]
    assert many["test"] == "Welch t on the log ratio"
    assert many["power_simulated"] > 0.6
    events = power(scored({"x": 18, "y": 18}, events=tuple("abcdef")), split=(), draws=50).iloc[0]
    assert events["test"] == "sign-flip over events"
    assert events["n_events"] == 6


def test_the_same_articles_on_both_sides_are_not_drawn_as_two() -> None:
    scores = scored({"x": 8, "y": 8}, voices=("outlet", "quoted"))
    row = power(scores, by="voice", split=(), draws=50).iloc[0]
    assert row["test"] == "paired t on the log ratio"
    assert row["draws"] == 0
    assert row["note"] == "computed, not simulated: texts stand on both sides"
    assert row["least"] > 1


def test_comparisons_are_found_by_measure_and_group() -> None:
    scores = scored({"x": 5, "y": 5, "z": 5}, measures={**NEWS, "loaded": ("per_1000", 0.01)})
    assert set(power(scores, "loaded", draws=0)["measure"]) == {"loaded"}
    of_x = power(scores, ["hedges"], "x", draws=0)
    assert of_x[["a", "b"]].isin(["x"]).any(axis=1).all()
    assert len(of_x) == 2
    both = power(scores, "hedges", "y", "x", draws=0)
    assert both[["a", "b"]].values.tolist() == [["y", "x"]]


def test_three_against_three_can_find_nothing() -> None:
    row = power(scored({"x": 3, "y": 3}), split=(), draws=20).iloc[0]
    assert np.isnan(row["least"])
    assert row["note"] == "nothing can be found: the least p that these articles allow is .100"
    bare = power(scored({"x": 2, "y": 3}), split=(), draws=20).iloc[0]
    assert bare["note"] == "no interval here, so no spread to tell power by"


def test_uneven_articles_raise_false_alarms_and_it_is_said() -> None:
    made = planting.Powers(0.5, 0.45, 0.55, 0.2, float("nan"), 400)
    from framing.robust.power import _notes

    notes = "; ".join(_notes(made, 0.8, 0.05))
    assert "less often than computed" in notes
    assert "still found something in 20 of 100 sets" in notes
    assert "alpha" not in notes
    assert "none of those tried" in notes


def test_the_least_size_is_between_two_that_were_planted() -> None:
    sizes = [0.0, 0.5, 1.0]
    assert planting._least(sizes, np.array([0.05, 0.5, 0.9]), 0.8) == pytest.approx(
        0.5 + 0.5 * scipy.stats.norm.ppf(0.8) / scipy.stats.norm.ppf(0.9)
    )
    assert np.isnan(planting._least(sizes, np.array([0.05, 0.1, 0.2]), 0.8))


def test_draws_hang_on_names_alone() -> None:
    one, two = (seeded(1, ("power", "a")).random(3) for _ in range(2))
    assert np.array_equal(one, two)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("draws", -1),
        ("seed", 0.5),
        ("alpha", 0.2),
        ("wanted", 0),
        ("measure", "hedge"),
        ("a", "w"),
        ("most", -1),
    ],
)
def test_what_is_wrong_is_said(argument: str, value: object) -> None:
    with pytest.raises(FramingError, match=argument):
        power(scored({"x": 4, "y": 4}), **{argument: value})


def test_one_group_alone_has_no_power() -> None:
    with (
        pytest.warns(FramingWarning, match="nothing to contrast"),
        pytest.warns(FramingWarning, match="power"),
    ):
        assert power(scored({"x": 4})).empty
