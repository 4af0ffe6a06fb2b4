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

__all__ = ["deviation", "normalised"]


def deviation(x: Ints, d: Ints, count: Ints, n: int) -> Floats:
    """Return DP of terms: the sum of ``v - s`` over the articles that have more than their share.

    Parameters
    ----------
    x, d : arrays, one item a term
        Occurrences in these articles, and words of them: sums of whole numbers, so that DP is the same in
        any order of articles.
    count : array
        Occurrences in all.
    n : int
        Words of all.

    Examples
    --------
    >>> deviation(np.array([3]), np.array([20]), np.array([4]), 40).tolist()
    [0.25]
    """
    return np.maximum(x / count - d / n, 0.0)


def normalised(dp: Floats, least: int, n: int) -> Floats:
    """Return DP divided by the most it can be; missing with one article, or where DP is.

    Parameters
    ----------
    dp : array, one item a term
    least, n : int
        Words of the shortest article of the side that has any, and of all.

    Examples
    --------
    >>> normalised(np.array([0.25, np.nan]), 10, 40).round(4)
    array([0.3333,    nan])
    """
    most = 1.0 - least / n if n else 0.0
    return np.minimum(dp / most, 1.0) if most > 0 else np.full(len(dp), np.nan)
