"""The sign-flip test over events by brute force."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from framing.comparison.compare import compare
from framing.comparison.signs import sign_flip
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
