"""How far a term's frequency on one side goes beyond that on the other: measures that rank, and do not test.

Each takes counts of the term and sizes of the sides, as numbers or arrays, and carries the sign of the
difference: above 0 where the first side has more of it for its size. Words of one article are not
independent, so none of these is a test here, whatever table of chi-squared one holds it against.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import xlogy

from framing.comparison.codes import Floats
from framing.errors import unknown

__all__ = ["CORRECTIONS", "chi_squared", "g2", "g2_dunning"]

CORRECTIONS = ("none", "yates", "williams")

#: An expected count below this calls for Yates' correction.
_FEW = 5.0


def g2(a: Any, b: Any, n_a: Any, n_b: Any) -> Floats:
    """Return the log-likelihood ratio of two terms, ``2 (a ln(a / E_a) + b ln(b / E_b))``, signed.

    ``E_a = n_a (a + b) / (n_a + n_b)``: the words that are not the term have no part in it (Rayson and
    Garside 2000, Comparing corpora using frequency profiling).

    >>> round(float(g2(12000, 10000, 1_000_000, 1_000_000)), 4)
    182.0695
    """
    a, b, n_a, n_b = _floats(a, b, n_a, n_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = n_a * (a + b) / (n_a + n_b)
        value = 2 * (xlogy(a, a / expected) + xlogy(b, b / (a + b - expected)))
    return _signed(value, a, b, n_a, n_b)


def g2_dunning(a: Any, b: Any, n_a: Any, n_b: Any, correction: str = "none") -> Floats:
    """Return the log-likelihood ratio of all four cells, ``2 sum O ln(O / E)``, signed.

    The cells are the term and all other words on either side (Dunning 1993, Accurate methods for the
    statistics of surprise and coincidence). Yates' correction moves each cell by a half towards what is
    expected, where one expects fewer than five and the gap is that large, as quanteda does unless told
    otherwise; Williams' (1976) divides.
    """
    a, b, n_a, n_b = _floats(a, b, n_a, n_b)
    move = _yates(a, b, n_a, n_b, correction) * np.sign(a * n_b - b * n_a)
    cells = a - move, b + move, n_a - a + move, n_b - b - move
    expected = _expected(a, b, n_a, n_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = 2 * sum(xlogy(o, o / e) for o, e in zip(cells, expected, strict=True))
        return _signed(value / _williams(a, b, n_a, n_b, correction), a, b, n_a, n_b)


def chi_squared(a: Any, b: Any, n_a: Any, n_b: Any, correction: str = "none") -> Floats:
    """Return Pearson's chi-squared of all four cells, ``sum (O - E)**2 / E``, signed.

    Corrections as in `g2_dunning`.

    >>> round(float(chi_squared(1048, 779, 43002, 108539)), 4)
    764.4484
    """
    a, b, n_a, n_b = _floats(a, b, n_a, n_b)
    n = n_a + n_b
    gap = np.abs(a * n_b - b * n_a) - n * _yates(a, b, n_a, n_b, correction)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = n * gap**2 / ((a + b) * (n - a - b) * n_a * n_b)
        return _signed(value / _williams(a, b, n_a, n_b, correction), a, b, n_a, n_b)


def _floats(*values: Any) -> list[Floats]:
    return [np.asarray(value, np.float64) for value in values]


def _signed(value: Floats, a: Floats, b: Floats, n_a: Floats, n_b: Floats) -> Floats:
    # Rounding may leave a hair below zero where nothing differs.
    return np.asarray(np.where(a * n_b >= b * n_a, 1.0, -1.0) * np.maximum(value, 0.0) + 0.0)


def _expected(a: Floats, b: Floats, n_a: Floats, n_b: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    n, term = n_a + n_b, a + b
    return n_a * term / n, n_b * term / n, n_a * (n - term) / n, n_b * (n - term) / n


def _yates(a: Floats, b: Floats, n_a: Floats, n_b: Floats, correction: str) -> Floats:
    if correction not in CORRECTIONS:
        raise unknown("correction", correction, CORRECTIONS)
    if correction != "yates":
        return np.zeros(np.broadcast(a, b, n_a, n_b).shape)
    few = np.min(np.broadcast_arrays(*_expected(a, b, n_a, n_b)), axis=0) < _FEW
    return np.where(few & (np.abs(a * n_b - b * n_a) >= (n_a + n_b) / 2), 0.5, 0.0)


def _williams(a: Floats, b: Floats, n_a: Floats, n_b: Floats, correction: str) -> Floats:
    """Return what a statistic is divided by; 1 where a cell is empty."""
    if correction != "williams":
        return np.ones(np.broadcast(a, b, n_a, n_b).shape)
    n, term = n_a + n_b, a + b
    with np.errstate(divide="ignore", invalid="ignore"):
        q = 1 + (n / term + n / (n - term) - 1) * (n / n_a + n / n_b - 1) / (6 * n)
    return np.where(a * b * (n_a - a) * (n_b - b) == 0, 1.0, q)
