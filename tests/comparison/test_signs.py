"""The sign-flip test over events by brute force."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from framing.comparison import permute
from framing.comparison.compare import compare
from framing.comparison.permute import sign_flip
from tests.comparison.examples import pick, rows


def test_every_sign_is_tried() -> None:
    gaps = np.array([3.0, 1.0, 4.0, -1.0, 5.0, 2.0])
    sums = [
        abs(sum(s * g for s, g in zip(signs, gaps, strict=True)))
        for signs in itertools.product((1, -1), repeat=6)
    ]
    verdict = sign_flip(gaps, ("e",) * 6, seed=1, draws=999)
    assert verdict.p[0] == pytest.approx(np.mean([value >= abs(gaps.sum()) - 1e-9 for value in sums]))
    assert verdict.p_min == 2 / 64


def several(m: int, seed: int) -> np.ndarray:
    """Return differences of five comparisons in m events: measured ones, whole ones with ties, and none."""
    rng = np.random.default_rng(seed)
    whole = rng.integers(-3, 5, (m, 2)).astype(float)
    return np.column_stack([rng.normal(0.3, 1.0, (m, 2)), whole, np.zeros(m)])


@pytest.mark.parametrize("held", [1 << 20, 64])
@pytest.mark.parametrize("m", [6, 7, 11])
def test_every_sign_is_tried_for_all_comparisons_at_once(
    m: int, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("framing.comparison.permute._HELD_SIGNS", held)
    gaps = several(m, m)
    sums = np.abs(np.array(list(itertools.product((1, -1), repeat=m))) @ gaps)
    verdict = sign_flip(gaps, ("e",), seed=1, draws=99)
    assert verdict.p.tolist() == (sums >= np.abs(gaps.sum(axis=0)) - 1e-9).mean(axis=0).tolist()
    assert (verdict.p_min, verdict.draws, verdict.exact) == (2 / 2**m, 2**m, True)


@pytest.mark.parametrize("m", [18, 19, 101])
def test_comparisons_in_the_same_events_share_their_draws(m: int, monkeypatch: pytest.MonkeyPatch) -> None:
    gaps = several(m, m)
    alone = [sign_flip(column, ("e",), seed=3, draws=499).p[0] for column in gaps.T]
    for held in (1 << 20, 700):
        monkeypatch.setattr("framing.comparison.permute._HELD_SIGNS", held)
        verdict = sign_flip(gaps, ("e",), seed=3, draws=499)
        assert verdict.p.tolist() == alone
    assert verdict.p[-1] == 1.0


def test_drawn_signs_are_near_those_that_were_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    gaps = several(12, 4)
    listed = sign_flip(gaps, ("e",), seed=1, draws=9999)
    monkeypatch.setattr(permute, "EXACT", 100)
    drawn = sign_flip(gaps, ("e",), seed=1, draws=9999)
    assert (listed.exact, drawn.exact) == (True, False)
    assert drawn.p == pytest.approx(listed.p, abs=0.02)


def test_more_events_than_a_power_of_two_holds_as_a_float() -> None:
    # 2**1024 is past the largest double.
    rng = np.random.default_rng(5)
    gaps = np.column_stack([rng.normal(0, 1, 1100), np.ones(1100)])
    verdict = sign_flip(gaps, ("e",), seed=1, draws=199)
    assert verdict.p_min == verdict.p[1] == 1 / 200
    # So many signs add up to what is near normal.
    z = abs(gaps[:, 0].sum()) / math.sqrt((gaps[:, 0] ** 2).sum())
    assert verdict.p[0] == pytest.approx(math.erfc(z / math.sqrt(2)), abs=0.1)


def test_over_a_thousand_events_are_compared() -> None:
    rng = np.random.default_rng(6)
    m = 1030
    table = pd.concat([rows(outlet, list(zip(rng.poisson(8, m), [500] * m, strict=True))) for outlet in "ab"])
    table["event"] = [f"e{number:04}" for number in range(m)] * 2
    row = pick(compare(table, draws=199).contrast, a="a", b="b")
    assert row["test"] == "sign-flip over events, draws"
    assert (row["n_events"], row["p_min"], row["draws"]) == (m, 1 / 200, 199)
    assert row["p"] >= row["p_min"]


def test_many_events_are_drawn_with_a_key() -> None:
    gaps = np.linspace(-1, 2, 30)
    one, again, other = (
        sign_flip(gaps, key, seed=1, draws=499).p[0] for key in (("a", "b"), ("a", "b"), ("a", "c"))
    )
    assert one == again
    assert one == pytest.approx(other, abs=0.03)
    assert one <= 0.02


def test_six_events_are_tested_by_their_signs() -> None:
    parts = [
        part
        for k in range(6)
        for part in (
            rows("a", [(6 + k, 100)], event=f"e{k}"),
            rows("b", [(3, 100), (2, 100), (3, 90)], event=f"e{k}"),
        )
    ]
    row = pick(compare(pd.concat(parts)).contrast, a="a", b="b")
    assert row["test"] == "sign-flip over events, exact"
    assert (row["p"], row["p_min"], row["draws"]) == (2 / 64, 2 / 64, 64)
    assert "same sign in 6 of 6 events" in row["note"]


def test_ten_events_have_an_interval_by_events() -> None:
    rng = np.random.default_rng(2)
    rates = [(int(a), int(b)) for a, b in rng.integers(5, 30, size=(10, 2))]
    parts = [rows(o, [(r[i], 500)], event=f"e{k}") for k, r in enumerate(rates) for i, o in enumerate("ab")]
    row = pick(compare(pd.concat(parts)).contrast, a="a", b="b")
    theta = [
        math.log(
            sum(a for j, (a, _) in enumerate(rates) if j != k)
            / sum(b for j, (_, b) in enumerate(rates) if j != k)
        )
        for k in range(10)
    ]
    variance = 9 / 10 * sum((t - np.mean(theta)) ** 2 for t in theta)
    half = 2.2621571628540993 * math.sqrt(variance)  # t with 9 degrees of freedom
    assert row["low"] == pytest.approx(row["estimate"] * math.exp(-half))
    assert row["high"] == pytest.approx(row["estimate"] * math.exp(half))
