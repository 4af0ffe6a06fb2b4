"""Shuffled labels: what stays as it was, against comparing again, and what comes up where nothing differs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.compare import ready
from framing.comparison.sums import clusters
from framing.errors import FramingError, FramingWarning
from framing.robust import placebo as module
from framing.robust.placebo import placebo
from tests.robust.scored import scored

MEASURES = {"hedges": ("per_1000", 0.02), "tone.net": ("net_per_1000", 0.03), "loaded": ("per_1000", 0.01)}


def sums(scores: pd.DataFrame) -> object:
    return clusters(ready(scores, "outlet", ("voice",)), "outlet", ("voice",), "collapse")


def on_scale(estimate: pd.Series, scale: pd.Series) -> np.ndarray:
    """Return differences: of a ratio its logarithm."""
    ratio = (scale == "ratio").to_numpy()
    return np.where(ratio, np.log(estimate.where(ratio, 1.0)), estimate)


def test_each_group_keeps_its_number_of_articles_in_every_event() -> None:
    scores = scored({"x": 7, "y": 9, "z": 5}, measures=MEASURES, events=("e", "f"))
    data = sums(scores)
    table = pd.DataFrame({"cell": data.cell, "event": data.event, "group": data.group})
    moved = []
    for other in module._shuffled(data, 5, 1):
        again = pd.DataFrame({"cell": other.cell, "event": other.event, "group": other.group})
        pd.testing.assert_frame_equal(again, table)
        # In every cell a family has the same label.
        label = pd.DataFrame({"family": other.family, "event": other.event, "group": other.group})
        assert (label.groupby(["family", "event"])["group"].nunique() == 1).all()
        moved.append(tuple(label.drop_duplicates(["event", "family"]).sort_values("family")["group"]))
    assert len(set(moved)) == 5


def test_a_text_under_two_labels_keeps_them_and_copies_move_as_one() -> None:
    scores = scored({"x": 6, "y": 6})
    scores["copy_group"] = scores["article"].map(
        {"x-01": "both", "y-02": "both", "x-03": "own", "x-04": "own"}
    )
    data = sums(scores)
    assert len(data.x) == 11
    both = data.names.index("x-01")
    for other in module._shuffled(data, 8, 1):
        assert sorted(other.group[other.family == both]) == [0, 1]
        assert np.bincount(other.group).tolist() == np.bincount(data.group).tolist()
        assert (other.family == data.names.index("x-03")).sum() == 1


def test_a_shuffle_is_a_comparison_of_articles_with_other_labels() -> None:
    scores = scored({"x": 7, "y": 6, "z": 6}, measures=MEASURES, events=("e", "f"))
    contrast = fr.compare(scores, draws=199).contrast
    found = placebo(scores, contrast, draws=3, seed=5, inner=199)
    rows = found[found["a"] != "any"].reset_index(drop=True)
    pairs = contrast[contrast["low"].notna()].reset_index(drop=True)
    gaps, outside = [], []
    for other in module._shuffled(sums(scores), 3, 5):
        label = {other.names[f]: "xyz"[g] for f, g in zip(other.family, other.group, strict=True)}
        again = scores.assign(outlet=scores["article"].map(label))
        made = fr.compare(again, draws=199).contrast
        same = pairs[["a", "b", "measure", "scale"]].merge(made, on=["a", "b", "measure"], how="left")
        value = on_scale(same["estimate"], pairs["scale"])
        gaps.append(value)
        null = np.where(pairs["scale"] == "ratio", 1.0, 0.0)
        outside.append((same["low"] > null) | (same["high"] < null))
    seen = on_scale(pairs["estimate"], pairs["scale"])
    large = (np.abs(np.array(gaps)) >= np.abs(seen) * (1 - 1e-9)).sum(axis=0)
    assert rows["as_large"].tolist() == large.tolist()
    np.testing.assert_allclose(rows["shuffled_outside"], np.mean(outside, axis=0))
    np.testing.assert_allclose(rows["share"], (large + 1) / 4)
    middle = np.median(np.abs(np.array(gaps)), axis=0)
    np.testing.assert_allclose(
        rows["typical"], np.where(pairs["scale"] == "ratio", np.exp(middle), middle), rtol=1e-9
    )


@pytest.mark.medium
def test_a_shuffle_without_an_estimate_is_no_small_difference() -> None:
    """Of a rare measure many shuffles leave both groups without hits, or one of them."""
    scores = scored({"x": 4, "y": 4, "z": 30}, 3, measures={"rare": ("per_1000", 0.0)})
    few = {"x-00": 3, "x-01": 2, "x-02": 1, "y-00": 2, "y-01": 1}
    scores["hits"] = scores["article"].map(few).fillna(0).astype(int)
    scores["weight"] = scores["hits"] * 1_000_000
    contrast = fr.compare(scores, draws=199).contrast
    found = placebo(scores, contrast, draws=40, seed=2, inner=199)
    row = found[(found["a"] == "x") & (found["b"] == "y")].iloc[0]
    gaps = []
    for other in module._shuffled(sums(scores), 40, 2):
        hits = [other.x[other.group == group].sum() / other.d[other.group == group].sum() for group in (0, 1)]
        with np.errstate(divide="ignore", invalid="ignore"):
            gaps.append(abs(np.log(hits[0] / hits[1])))
    known = [gap for gap in gaps if gap == gap]
    assert 0 < row["shuffled_estimates"] == len(known) < 40
    assert row["shuffled_endless"] == np.isinf(known).sum() > 0
    as_large = sum(gap >= abs(np.log(row["estimate"])) * (1 - 1e-9) for gap in known)
    assert row["as_large"] == as_large
    assert row["share"] == (as_large + 1) / (len(known) + 1)
    assert f"{len(known)} of 40 shuffles have an estimate" in row["note"]
    assert found.iloc[0]["shuffled_estimates"] == 40


def test_quantiles_are_of_the_known_values_alone() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(size=(60, 5))
    values[rng.random((60, 5)) < 0.3] = np.nan
    values[:, 4] = np.nan
    made = module._quantile(values, 0.025)
    right = [np.quantile(v[~np.isnan(v)], 0.025, method="inverted_cdf") for v in values.T[:4]]
    np.testing.assert_array_equal(made, [*right, np.nan])


@pytest.mark.medium
def test_what_was_found_is_that_of_the_contrast() -> None:
    scores = scored({"x": 9, "y": 9}, measures=MEASURES, times={"x": 3.0})
    contrast = fr.compare(scores).contrast
    found = placebo(scores, contrast, draws=19)
    every, rows = found.iloc[0], found.iloc[1:].reset_index(drop=True)
    pairs = contrast[contrast["low"].notna()].reset_index(drop=True)
    pd.testing.assert_frame_equal(rows[["estimate", "low", "high"]], pairs[["estimate", "low", "high"]])
    null = np.where(pairs["scale"] == "ratio", 1.0, 0.0)
    outside = (pairs["low"] > null) | (pairs["high"] < null)
    assert rows["outside"].tolist() == outside.astype(int).tolist()
    assert rows["significant"].tolist() == (outside & (pairs["p_adjusted"] <= 0.05)).astype(int).tolist()
    assert every["significant"] == rows["significant"].sum()
    assert every["comparisons"] == len(rows)
    assert every["shuffled_significant"] == pytest.approx(rows["shuffled_significant"].sum())
    # What is three times as much doesn't come up by itself.
    hedges = rows[rows["measure"] == "hedges"].iloc[0]
    assert hedges["as_large"] == 0
    assert hedges["shuffled_low"] < 1 < hedges["shuffled_high"]


@pytest.mark.medium
def test_where_nothing_differs_half_of_the_shuffles_are_as_large() -> None:
    many = {f"m.{k:02d}": ("per_1000", 0.02) for k in range(40)}
    scores = scored({"x": 8, "y": 8}, 11, measures=many)
    found = placebo(scores, draws=60, inner=199).iloc[1:]
    assert 0.38 < found["share"].mean() < 0.62
    assert 0.01 < (found["shuffled_outside"].sum() / found["shuffled_intervals"].sum()) < 0.09
    assert found["shuffled_significant"].sum() < 1.0


def test_holding_needs_the_p_of_all_arrangements() -> None:
    """A first look at few arrangements can't reach a small p; what might hold is looked at again."""
    scores = scored({"x": 10, "y": 10}, measures=MEASURES, times={"x": 4.0})
    data = sums(scores)
    made = module.compared(data, [(0, 1)], weights="mantel-haenszel")
    wanted = np.ones(len(made.closed), dtype=bool)
    families = np.array(["one"] * len(wanted), dtype=object)
    p = module._tested(made, wanted, families, 1, 4999)
    assert p.min() == pytest.approx(1 / 5000)
    few = module.pair_tests(made, ~made.closed, seed=1, draws=199, most=199)
    assert few.p.min() == pytest.approx(1 / 200)


@pytest.mark.medium
def test_order_of_rows_and_names_of_groups_change_nothing() -> None:
    scores = scored({"x": 6, "y": 8}, measures=MEASURES)
    found = placebo(scores, draws=19, inner=199)
    mixed = scores.sample(frac=1.0, random_state=1)
    pd.testing.assert_frame_equal(found, placebo(mixed, draws=19, inner=199))
    other = placebo(scores.assign(outlet=scores["outlet"].map({"x": "z", "y": "y"})), draws=19, inner=199)
    assert found["as_large"].tolist() == other["as_large"].tolist()
    assert found["shuffled_outside"].tolist() == other["shuffled_outside"].tolist()


def test_measures_of_other_scores_are_passed_over_and_said() -> None:
    scores = scored({"x": 5, "y": 5}, measures=MEASURES)
    contrast = fr.compare(scores, draws=99).contrast
    with pytest.warns(FramingWarning, match="passed over: loaded"):
        found = placebo(scores[scores["measure"] != "loaded"], contrast, draws=5, inner=199)
    assert set(found["measure"]) == {"any", "hedges", "tone.net"}
    with pytest.raises(FramingError, match="none of their measures"):
        placebo(scores[scores["measure"] == "hedges"].assign(measure="other"), contrast)


@pytest.mark.parametrize(
    ("argument", "value"), [("draws", 0), ("draws", 1.5), ("seed", "one"), ("inner", 10), ("wire", "fold")]
)
def test_what_is_wrong_is_said(argument: str, value: object) -> None:
    with pytest.raises(FramingError, match=argument):
        placebo(scored({"x": 4, "y": 4}), **{argument: value})


def test_other_splits_than_the_contrast_was_made_with_are_refused() -> None:
    scores = scored({"x": 5, "y": 5}, voices=("outlet", "quoted"))
    contrast = fr.compare(scores, draws=99).contrast
    with pytest.raises(FramingError, match="give the same by, split and pairs"):
        placebo(scores, contrast, split=(), draws=5)


def test_without_an_interval_there_is_nothing_to_shuffle() -> None:
    with pytest.warns(FramingWarning, match="no comparison has an interval"):
        assert placebo(scored({"x": 2, "y": 2}), draws=5).empty


def test_two_voices_of_the_same_articles_cannot_be_shuffled() -> None:
    scores = scored({"x": 6, "y": 6}, voices=("outlet", "quoted"))
    with pytest.warns(FramingWarning, match="the same articles stand on both sides"):
        assert placebo(scores, by="voice", split=(), draws=5).empty


@pytest.mark.medium
def test_what_holds_in_a_shuffle_is_what_comparing_would_say() -> None:
    many = {f"m{k}": ("per_1000", 0.02) for k in range(3)}
    scores = scored({"x": 7, "y": 7}, 5, measures=many)
    found = placebo(scores, draws=40, seed=2, split=()).iloc[1:]
    held = np.zeros(len(found))
    for other in module._shuffled(sums(scores), 40, 2):
        label = {other.names[f]: "xy"[g] for f, g in zip(other.family, other.group, strict=True)}
        made = fr.compare(scores.assign(outlet=scores["article"].map(label)), split=()).contrast
        outside = (made["low"] > 1) | (made["high"] < 1)
        # All measures are one family, and every arrangement is listed.
        held += (outside & (made["p_adjusted"] <= 0.05)).to_numpy()
    assert held.sum() > 0
    assert np.abs(held - 40 * found["shuffled_significant"].to_numpy()).sum() <= 1


def test_a_census_shows_how_large_shuffled_differences_are_and_tests_nothing() -> None:
    scores = scored({"x": 7, "y": 7}, 5)
    told = fr.compare(scores, split=(), collection="census").contrast
    found = placebo(scores, told, split=(), draws=20, seed=2)
    sample = placebo(scores, split=(), draws=20, seed=2).iloc[1:]
    assert len(found) == len(told) == len(sample)
    assert found["significant"].sum() == 0
    for name in ("as_large", "shuffled_low", "shuffled_high", "typical"):
        assert found[name].tolist() == sample[name].tolist(), name


def test_sums_that_are_shuffled_are_left_as_they_were() -> None:
    data = sums(scored({"x": 5, "y": 5}))
    before = replace(data, group=data.group.copy())
    list(module._shuffled(data, 3, 1))
    assert np.array_equal(before.group, data.group)
