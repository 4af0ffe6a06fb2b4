"""Leaving one out: against comparing again without it, copies and speakers as one, and what is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError, FramingWarning
from framing.robust import influence as module
from framing.robust.influence import influence
from framing.schema import schema
from tests.robust.scored import scored

MEASURES = {
    "hedges": ("per_1000", 0.02),
    "tone.net": ("net_per_1000", 0.03),
    "tone.valence": ("mean", 0.03),
    "reporting.neutral": ("share", 0.02),
}
VALUES = ["estimate", "low", "high"]


def compared(scores: pd.DataFrame, row: pd.Series, **settings: object) -> pd.Series:
    """Return the same comparison, made by `compare` from other scores."""
    contrast = fr.compare(scores, draws=99, **settings).contrast
    same = contrast[(contrast["a"] == row["a"]) & (contrast["b"] == row["b"])]
    return same[(same["measure"] == row["measure"]) & (same["voice"] == row["voice"])].iloc[0]


@pytest.mark.medium
@pytest.mark.parametrize("events", [("e",), ("e", "f", "g")])
def test_each_estimate_is_that_of_comparing_without_the_article(events: tuple[str, ...]) -> None:
    scores = scored({"x": 7, "y": 8, "z": 6}, measures=MEASURES, events=events, voices=("outlet", "quoted"))
    every = fr.compare(scores, draws=99).contrast
    found = influence(scores, every, most=None)
    assert set(found["kind"]) == {"article"}
    for _, row in found.sample(6, random_state=3).iterrows():
        without = compared(scores[scores["article"] != row["left_out"]], row)
        np.testing.assert_allclose(
            row[VALUES].to_numpy(float), without[VALUES].to_numpy(float), rtol=1e-9, equal_nan=True
        )
        same = (every[["a", "b", "measure", "voice"]] == row[["a", "b", "measure", "voice"]]).all(axis=1)
        whole = every[same].iloc[0]
        np.testing.assert_allclose(
            row[["found", "found_low", "found_high"]].to_numpy(float),
            whole[VALUES].to_numpy(float),
            rtol=1e-9,
        )
        assert (row["n_a"], row["n_b"]) == (without["n_a"], without["n_b"])


def test_copies_are_left_out_together() -> None:
    scores = scored({"x": 6, "y": 6})
    twins = scores["article"].isin(["x-01", "x-04", "y-02"])
    scores["copy_group"] = np.where(twins, "wire", None)
    found = influence(scores, split=())
    together = found[found["left_out"] == "x-01"].iloc[0]
    assert together["articles"] == 3
    assert together["side"] == "both"
    without = compared(scores[~twins], together, split=())
    np.testing.assert_allclose(together[VALUES].to_numpy(float), without[VALUES].to_numpy(float), rtol=1e-9)
    assert not found["left_out"].isin(["x-04", "y-02"]).any()


def test_what_a_difference_rests_on_is_named() -> None:
    scores = scored({"x": 8, "y": 8}, 5)
    lone = scores["article"] == "x-03"
    scores.loc[lone, "hits"] *= 12
    articles = pd.DataFrame({
        "id": scores["article"], "outlet": scores["outlet"], "text": "Words.", "provenance": "illustrative",
        "title": "Headline " + scores["article"], "published": "2026-01-15",
    })  # fmt: skip
    found = influence(scores, articles=articles)
    first = found.iloc[0]
    assert first["left_out"] == "x-03"
    assert first["rank"] == 1
    assert first["name"] == "“Headline x-03” (x (invented text), 15 January 2026)"
    assert (found["rank"] == np.arange(1, len(found) + 1)).all()
    moved = np.abs(np.log(found["change"]))
    assert (np.diff(moved) <= 1e-12).all()


@pytest.mark.medium
@pytest.mark.parametrize(("times", "flips"), [(1.0, {"lost", "sign", "none", "gained"}), (6.0, {"none"})])
def test_a_flip_is_what_the_intervals_say(times: float, flips: set[str]) -> None:
    found = influence(scored({"x": 6, "y": 9}, 8, times={"x": times}))
    stood = (found["found_low"] > 1) | (found["found_high"] < 1)
    stands = (found["low"] > 1) | (found["high"] < 1)
    crossed = (found["found"] - 1) * (found["estimate"] - 1) < 0
    expected = np.select(
        [crossed, stood & ~stands, ~stood & stands], ["sign", "lost", "gained"], default="none"
    )
    assert found["flips"].tolist() == expected.tolist()
    assert set(found["flips"]) <= flips


def test_without_an_interval_it_is_closed() -> None:
    scores = scored({"x": 3, "y": 6})
    found = influence(scores)
    of_x = found[found["side"] == "a"]
    assert (of_x["flips"] == "closed").all()
    assert of_x["note"].str.startswith("no interval without it").all()
    assert of_x["estimate"].notna().all()
    assert of_x["low"].isna().all()


@pytest.mark.medium
def test_groups_that_change_places_turn_the_ratio() -> None:
    scores = scored({"x": 6, "y": 7}, 3)
    other = scores.assign(outlet=scores["outlet"].map({"x": "z", "y": "y"}))
    one, two = influence(scores), influence(other)
    joined = one.merge(two, on="left_out", suffixes=("", "_two"))
    np.testing.assert_allclose(joined["estimate"] * joined["estimate_two"], 1.0, rtol=1e-9)
    np.testing.assert_allclose(joined["low"] * joined["high_two"], 1.0, rtol=1e-9)
    assert (joined["rank"] == joined["rank_two"]).all()


@pytest.mark.medium
def test_the_order_of_rows_changes_nothing() -> None:
    scores = scored({"x": 6, "y": 6}, voices=("outlet", "quoted"))
    mixed = scores.sample(frac=1.0, random_state=2)
    pd.testing.assert_frame_equal(influence(scores), influence(mixed))


def test_a_census_has_no_intervals() -> None:
    found = influence(scored({"x": 5, "y": 5}), collection="census")
    assert found[["low", "high", "p"]].isna().all(axis=None)
    assert set(found["flips"]) <= {"sign", "none"}


@pytest.mark.medium
def test_all_others_together_can_be_the_other_side() -> None:
    scores = scored({"x": 5, "y": 5, "z": 5})
    contrast = fr.compare(scores, pairs="rest", draws=99).contrast
    found = influence(scores, contrast, most=None)
    row = found[(found["a"] == "x") & (found["left_out"] == "z-02")].iloc[0]
    without = fr.compare(scores[scores["article"] != "z-02"], pairs="rest", draws=99).contrast
    np.testing.assert_allclose(
        row[VALUES].to_numpy(float), without.loc[without["a"] == "x", VALUES].to_numpy(float)[0], rtol=1e-9
    )


@pytest.mark.medium
def test_of_very_many_those_that_pull_most_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = scored({"x": 12, "y": 12})
    every = influence(scores)
    monkeypatch.setattr(module, "MOST_LEFT_OUT", 6)
    some = influence(scores)
    assert len(some) == 6
    assert some.loc[0, "note"] == "left out in turn: the 6 of 24 that pull the estimate most"
    assert set(every["left_out"][:3]) <= set(some["left_out"])


def test_the_table_is_as_its_schema_says() -> None:
    assert list(influence(scored({"x": 4, "y": 4})).columns) == list(schema("influence").columns)


def test_what_is_wrong_is_said() -> None:
    scores = scored({"x": 4, "y": 4})
    with pytest.raises(FramingError, match="most"):
        influence(scores, most=0)
    with pytest.raises(FramingError, match="contrast: column"):
        influence(scores, scores)
    with pytest.raises(FramingError, match="wire"):
        influence(scores, wire="fold")
    with (
        pytest.warns(FramingWarning, match="nothing to contrast"),
        pytest.warns(FramingWarning, match="no comparison"),
    ):
        assert influence(scored({"x": 4})).empty
