"""Benjamini and Hochberg's adjustment where many tests could never have come out small.

Of p alone; nothing of items or outlets.
"""

from __future__ import annotations

import numpy as np

from framing.comparison.codes import Floats, Ints

__all__ = ["adjusted"]


def adjusted(p: Floats, least: Floats, test: Ints, value: Floats, upto: float = 1.0) -> Floats:
    """Adjust p over the tests of one family.

    A count has few values, and so has its p: a test whose p can only be .002, .02 or more is no danger to one
    at .001. In place of the number of tests times q, Benjamini and Hochberg's bound, stands the sum of what
    each test's p can reach up to q (Heyse 2011): ``min over q >= p of sum(F(q)) / k(q)``, with ``F(q)`` the
    largest value up to q that a test's p can have, and ``k`` the number of tests with a p up to q. With p
    that can have any value it is the usual adjustment.

    Parameters
    ----------
    p : array
    least : array
        The least p each test could have had.
    test, value : arrays
        Values up to `upto` that the p of a test can have, as pairs. Of tests without one here, and above
        `upto`, ``F(q)`` is taken as q, from the test's least p on.

    Examples
    --------
    >>> none = np.zeros(0, np.int64), np.zeros(0)
    >>> adjusted(np.array([0.01, 0.4, 0.5]), np.array([0.01, 0.2, 0.2]), *none).tolist()
    [0.01, 0.5, 0.5]
    """
    order = np.argsort(p, kind="stable")
    ranked = p[order]
    rank = np.searchsorted(ranked, ranked, side="right")
    least = np.minimum(least, p)
    told = np.zeros(len(p), bool)
    told[test] = True
    could = np.searchsorted(np.sort(least), ranked, side="right")
    bound = np.searchsorted(np.sort(least[~told]), ranked, side="right")
    by_test = np.lexsort((value, test))
    test, value = test[by_test], value[by_test]
    step = np.diff(value, prepend=0.0)
    first = np.diff(test, prepend=-1) > 0
    step[first] = value[first]
    by_value = np.argsort(value, kind="stable")
    upward = np.append(0.0, np.cumsum(step[by_value]))
    # A value that rounding puts a hair above the p it is.
    reached = np.searchsorted(value[by_value], ranked * (1 + 1e-9), side="right")
    summed = np.where(ranked <= upto, upward[reached] + ranked * bound, ranked * could)
    falling = np.minimum.accumulate((summed / rank)[::-1])[::-1]
    result = np.empty(len(p))
    result[order] = np.clip(falling, ranked, 1.0)
    return result
