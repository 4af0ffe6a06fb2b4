"""The rest: what is made from sums is what direct counting gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.comparison import testing as module
from framing.comparison.compare import compare
from framing.errors import FramingError
from tests.comparison.examples import pick, random_scores

NUMBERS = ["n_a", "n_b", "n_events", "estimate", "low", "high"]


def test_the_rest_is_all_others_under_one_name() -> None:
    scores = random_scores({"a": 6, "b": 8, "c": 5}, 4, events=("e1", "e2"))
    found = compare(scores, pairs="rest").contrast
    for outlet in "abc":
        renamed = scores.assign(outlet=np.where(scores["outlet"] == outlet, outlet, "rest"))
        wanted = compare(renamed, pairs=[(outlet, "rest")]).contrast if outlet < "rest" else None
        mine = found[found["a"] == outlet].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine[NUMBERS], wanted[NUMBERS])
        assert mine["p"].tolist() == pytest.approx(wanted["p"].tolist(), nan_ok=True, abs=0.02)


def test_a_large_rest_has_nearly_the_same_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = random_scores({"a": 30, "b": 300, "c": 40}, 4, parts=("body",))
    monkeypatch.setattr(module, "LARGE", 10_000)
    direct = compare(scores, pairs="rest").contrast
    monkeypatch.setattr(module, "LARGE", 100)
    closed = compare(scores, pairs="rest").contrast
    pd.testing.assert_frame_equal(
        closed[["estimate", "n_b", "a", "b"]], direct[["estimate", "n_b", "a", "b"]]
    )
    both = closed["low"].notna() & direct["low"].notna()
    assert both.sum() >= 18
    width = {
        name: np.where(t["scale"] == "ratio", np.log((t["high"] / t["low"]).abs()), t["high"] - t["low"])[
            both
        ]
        for name, t in (("direct", direct), ("closed", closed))
    }
    assert width["closed"] == pytest.approx(width["direct"], rel=0.02)


def test_more_than_six_groups_are_set_against_the_rest() -> None:
    contrast = compare(random_scores({name: 3 for name in "abcdefg"}, 1, parts=("body",))).contrast
    assert set(contrast["b"]) == {"rest"}
    assert len(compare(random_scores({n: 3 for n in "abcdef"}, 1, parts=("body",))).contrast) == 6 * 15


def test_named_pairs() -> None:
    scores = random_scores({"a": 4, "b": 4, "c": 4}, 1)
    contrast = compare(scores, pairs=[("c", "a"), ("b", "rest")]).contrast
    assert set(zip(contrast["a"], contrast["b"], strict=True)) == {("c", "a"), ("b", "rest")}
    for pairs, said in (
        ([("a", "x")], "pairs 'x' is not known"),
        ([("a", "a")], "name two different groups"),
        ([("a",)], "is not a pair"),
        ("most", "pairs 'most' is not known"),
    ):
        with pytest.raises(FramingError, match=said):
            compare(scores, pairs=pairs)
    assert pick(contrast, a="c", b="a", voice="outlet", measure="hedges")["estimate"] > 0
