"""The most alike articles of each article, block by block: never a matrix of all pairs.

Only a row's heaviest words are multiplied, in whole numbers, so that neither blocks nor the order of rows
change a bit. Articles further apart in time than the window never meet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from framing.comparison.events.weights import SCALE, Weighted

__all__ = ["KEPT", "Pairs", "heaviest", "neighbours"]

#: Neighbours kept of each article: in a corpus of many thousands, those on one event may not be the first.
KEPT = 50
#: Heaviest words of an article by which its neighbours are sought.
_HEAVIEST = 96
#: Articles less alike than this (cosine of their heaviest words) are no neighbours.
_LEAST = int(0.02 * SCALE * SCALE)
#: Products of a block that are made at once, about.
_PRODUCTS = 12_000_000


class Pairs(NamedTuple):
    """Pairs that may belong together: rows `a` and `b`, ``a < b``, each once, in order."""

    a: np.ndarray
    b: np.ndarray


def neighbours(
    data: Weighted, day: np.ndarray, window: float, tell: Callable[[int], object] = lambda done: None
) -> Pairs:
    """Return each article's `KEPT` most alike articles within the window, as pairs.

    Parameters
    ----------
    data : Weighted
    day : float64 array
        When each article appeared, in days; NaN where unknown, which is within any window.
    window : float
        Days.
    tell : callable
        Is told how many articles more are done.
    """
    size = len(day)
    # In order of time, what a block may meet stands together; articles without a date stand behind.
    order = np.argsort(day, kind="stable")
    ordered, dated = day[order], int(np.isfinite(day).sum())
    matrix = heaviest(data, _HEAVIEST)[order]
    columns = matrix.T.tocsr()
    cost = np.bincount(
        np.repeat(np.arange(size), np.diff(matrix.indptr)), np.diff(columns.indptr)[matrix.indices], size
    ).cumsum()
    found: list[np.ndarray] = []
    begin = 0
    while begin < size:
        spent = cost[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(cost, spent + _PRODUCTS, side="right")))
        low, high = 0, dated
        if begin < dated:
            end = min(end, dated)
            low = int(np.searchsorted(ordered[:dated], ordered[begin] - window, side="left"))
            high = int(np.searchsorted(ordered[:dated], ordered[end - 1] + window, side="right"))
        meet = np.concatenate([np.arange(low, high), np.arange(dated, size)])
        other = columns if len(meet) == size else matrix[meet].T.tocsr()
        product = (matrix[begin:end] @ other).tocsr()
        found.append(_nearest(product, order, meet, begin, ordered, window))
        tell(end - begin)
        begin = end
    keys = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return Pairs(keys // max(size, 1), keys % max(size, 1))


def heaviest(data: Weighted, count: int) -> csr_array:
    """Return the weights of the heaviest words of each article, as articles × terms."""
    words = data.words
    chosen, sizes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for articles, part, row in words.runs():
        weight = data.whole[part]
        # By weight, then by term, in which order they stand: the place in its row decides.
        sorting = np.argsort(row * np.int64(2 * SCALE) - weight, kind="stable")
        first = words.start[articles] - part.start
        place = np.arange(len(row)) - first[row]
        kept = np.sort(sorting[(place < count) & (weight[sorting] > 0)])
        chosen.append(kept + part.start)
        sizes.append(np.bincount(row[kept], minlength=len(first)))
    kept = np.concatenate(chosen)
    indptr = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    return csr_array(
        (data.whole[kept], words.term[kept], indptr), shape=(len(words), max(len(words.terms), 1))
    )


def _nearest(
    product: csr_array, order: np.ndarray, meet: np.ndarray, begin: int, day: np.ndarray, window: float
) -> np.ndarray:
    """Return the most alike articles of each row of a block, each pair as one number."""
    size = len(order)
    enough = np.flatnonzero(product.data >= _LEAST)
    row = np.searchsorted(product.indptr, enough, side="right") - 1
    at, value = meet[product.indices[enough]], product.data[enough]
    # Where a date is missing the difference is, and no comparison with it holds.
    use = (at != row + begin) & ~(np.abs(day[at] - day[row + begin]) > window)
    row, other, value = row[use], order[at[use]], value[use]
    bounds = np.searchsorted(row, np.arange(product.shape[0] + 1))
    kept = np.ones(len(row), bool)
    for i in np.flatnonzero(np.diff(bounds) > KEPT).tolist():
        part = slice(bounds[i], bounds[i + 1])
        mine = value[part]
        least = np.partition(mine, len(mine) - KEPT)[len(mine) - KEPT]
        chosen = mine > least
        ties = np.flatnonzero(mine == least)
        chosen[ties[np.argsort(other[part][ties])][: KEPT - int(chosen.sum())]] = True
        kept[part] = chosen
    own, other = order[row[kept] + begin], other[kept]
    keys: np.ndarray = np.minimum(other, own) * size + np.maximum(other, own)
    return keys
