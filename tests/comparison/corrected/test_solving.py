"""Equations of shares: by hand in fractions, and against solvers that know nothing of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given
from hypothesis import strategies as st

from framing.comparison.corrected import held, inside, undone

TENTHS = ((7, 2, 1), (1, 8, 1), (2, 3, 5))


def determinant(m: list[list[Fraction]]) -> Fraction:
    return sum(
        (
            m[0][k] * (m[1][(k + 1) % 3] * m[2][(k + 2) % 3] - m[1][(k + 2) % 3] * m[2][(k + 1) % 3])
            for k in range(3)
        ),
        Fraction(0),
    )


def by_cramer(rates: list[list[Fraction]], counted: list[Fraction]) -> list[Fraction]:
    """Solve ``counted = rates' shares`` by Cramer's rule."""
    turned = [[rates[j][k] for j in range(3)] for k in range(3)]
    whole = determinant(turned)
    found = []
    for place in range(3):
        swapped = [[counted[k] if j == place else turned[k][j] for j in range(3)] for k in range(3)]
        found.append(determinant(swapped) / whole)
    return found


def rates_of(seed: int) -> np.ndarray:
    """Rates of a model that is more often right than wrong."""
    rng = np.random.default_rng(seed)
    return 0.5 * np.eye(3) + 0.5 * rng.dirichlet(np.ones(3), 3)


def test_a_table_solved_by_hand() -> None:
    rates = [[Fraction(n, 10) for n in row] for row in TENTHS]
    counted = [Fraction(2, 5), Fraction(2, 5), Fraction(1, 5)]
    hand = by_cramer(rates, counted)
    assert hand == [Fraction(11, 24), Fraction(7, 24), Fraction(1, 4)]
    assert sum(hand) == 1
    # 11/24 of .7, 7/24 of .1 and 6/24 of .2 are .4 again.
    assert sum(share * row[0] for share, row in zip(hand, rates, strict=True)) == counted[0]
    found = undone(np.array(TENTHS) / 10) @ [0.4, 0.4, 0.2]
    np.testing.assert_allclose(found, [float(one) for one in hand], rtol=1e-12)


def test_shares_that_are_shares_stay() -> None:
    shares = np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]])
    np.testing.assert_array_equal(held(shares, rates_of(1)), shares)


def test_a_share_below_nothing_is_nothing() -> None:
    # With rates of 1 the nearest shares are the nearest point of the triangle.
    found = held(np.array([[0.6, 0.6, -0.2], [1.5, 0.0, -0.5]]), np.eye(3))
    np.testing.assert_allclose(found, [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]], atol=1e-12)


@given(seed=st.integers(0, 10_000))
def test_nearest_shares_are_those_of_a_solver(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rates = rates_of(seed)
    counted = rng.dirichlet([0.3, 0.3, 0.3])
    found = held((undone(rates) @ counted)[None], rates)[0]
    # A row that weighs much makes non-negative least squares keep the sum.
    heavy = np.vstack([rates.T, np.full(3, 1e4)])
    other, _ = scipy.optimize.nnls(heavy, np.append(counted, 1e4))
    assert inside(found)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(found, other, atol=1e-5)


@given(seed=st.integers(0, 10_000))
def test_mistakes_made_and_undone(seed: int) -> None:
    rates = rates_of(seed)
    shares = np.random.default_rng(seed).dirichlet(np.ones(3))
    np.testing.assert_allclose(undone(rates) @ (shares @ rates), shares, atol=1e-9)
