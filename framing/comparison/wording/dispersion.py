"""How evenly a term's occurrences lie over articles: Gries' deviation of proportions.

``DP = 1/2 sum |v - s|`` over articles, ``v`` the share of the term's occurrences that stand in the article,
``s`` the article's share of all words (Gries 2008, Dispersions and adjusted frequencies in corpora);
divided by ``1 - min(s)`` (Lijffijt and Gries 2012), so that it goes from 0, even, to 1, all in the shortest
article. What lies above an article's share adds up to what lies below, so that only articles with the term
need be looked at.
"""

from __future__ import annotations

import numpy as np

from framing.comparison.codes import Floats, Ints

__all__ = ["above", "normalised"]


def above(v: Floats, s: Floats) -> Floats:
    """Return ``max(v - s, 0)`` of articles with the term; their sum is DP. `v` is overwritten.

    >>> above(np.array([0.75, 0.25]), np.array([0.5, 0.25])).tolist()
    [0.25, 0.0]
    """
    v -= s
    return np.maximum(v, 0.0, out=v)


def normalised(dp: Floats, total: Ints) -> Floats:
    """Return DP divided by the most it can be; missing with one article, or where DP is.

    Parameters
    ----------
    dp : array, one item a term
    total : array
        Words of every article of the side, those without any of the terms too.

    Examples
    --------
    >>> normalised(np.array([0.25, np.nan]), np.array([20, 10, 10])).round(4)
    array([0.3333,    nan])
    """
    total = total[total > 0]
    most = 1.0 - float(total.min()) / float(total.sum()) if len(total) else 0.0
    return np.minimum(dp / most, 1.0) if most > 0 else np.full(len(dp), np.nan)
