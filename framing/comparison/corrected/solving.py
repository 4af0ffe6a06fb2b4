"""What the shares were before the model mistook some: linear equations, held to shares.

Adjusted classify and count (Forman 2008, Data Mining and Knowledge Discovery 17: 164-206), for several
classes as Hopkins and King (2010, American Journal of Political Science 54: 229-247) solve it: of the true
shares ``pi`` and the rates ``M`` (a row a true class) the counted shares are ``M.T @ pi``. Plain arrays in
and out; nothing here knows of articles.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from framing.comparison.codes import Flags, Floats

__all__ = ["held", "inside", "undone"]

#: A share may be this far outside 0 to 1 by rounding alone.
ROUNDING = 1e-12


def undone(rates: Floats) -> Floats:
    """Return the matrix that counted shares are multiplied by to have the true ones.

    >>> undone(np.array([[0.8, 0.2], [0.4, 0.6]])) @ [0.6, 0.4]
    array([0.5, 0.5])
    """
    return np.asarray(np.linalg.inv(rates.T))


def inside(shares: Floats) -> Flags:
    """Return which rows are shares, none below 0; they sum to 1."""
    return np.asarray((shares >= -ROUNDING).all(axis=-1))


def held(solved: Floats, rates: Floats) -> Floats:
    """Return the shares that explain best what was counted, least squares of counted shares.

    Parameters
    ----------
    solved : array, one row a cell
        What the equations give, which may lie outside 0 to 1; each row sums to 1.
    rates : array
        A row a true class, a column a class given; rows sum to 1.

    Notes
    -----
    What is nearest on a face of the simplex is found by projection, for every face; the nearest of those
    that lie in their face is the answer. Exact, with no iteration to end early.

    Examples
    --------
    >>> held(np.array([[1.25, -0.25]]), np.eye(2))
    array([[1., 0.]])
    """
    found = np.maximum(solved, 0.0)
    found /= found.sum(axis=1, keepdims=True)
    for row in np.flatnonzero(~inside(solved)):
        found[row] = _nearest(solved[row] @ rates, rates)
    return found


def _nearest(counted: Floats, rates: Floats) -> Floats:
    """Return the shares whose counts are nearest to those counted."""
    size = len(rates)
    best, least = np.full(size, np.nan), np.inf
    for count in range(1, size):
        for face in combinations(range(size), count):
            corner, *others = face
            part = np.zeros(size)
            if others:
                sides = (rates[others] - rates[corner]).T
                part[others] = np.linalg.lstsq(sides, counted - rates[corner], rcond=None)[0]
            part[corner] = 1.0 - part.sum()
            away = float(((part @ rates - counted) ** 2).sum())
            if inside(part) and away < least - ROUNDING:
                best, least = np.maximum(part, 0.0), away
    return best
