"""Whether a group's words lie elsewhere than the background's: sums of articles compared within events."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.stats

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.permute import Stratum, permute

__all__ = ["Tested", "departure"]


class Tested(NamedTuple):
    """By column of `x`: the difference of ratios of sums, its interval, p; then what goes for all."""

    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    p_min: float
    draws: int
    exact: bool
    events: int
    sizes: tuple[int, int]


def departure(
    x: Floats, d: Floats, mine: Flags, event: Ints, family: Ints, ids: list[str], seed: int, draws: int
) -> Tested:
    """Compare ``sum(x) / sum(d)`` of a group's articles with the rest's, within events.

    Parameters
    ----------
    x : array, articles × columns
    d : array, one item an article
        Words behind `x`.
    mine : mask over articles
    event, family : arrays
        Families of copies on both sides keep their side.
    ids : list of str
        By which draws are keyed.
    """
    # Copies of one text on one side are one cluster: deleted and permuted together.
    cluster = np.stack([event, family, mine.astype(np.int64)])
    _, first, of = np.unique(cluster, axis=1, return_index=True, return_inverse=True)
    sums, words = np.zeros((len(first), x.shape[1])), np.zeros(len(first))
    np.add.at(sums, of.reshape(-1), x)
    np.add.at(words, of.reshape(-1), d)
    x, d, mine, event, family = sums, words, mine[first], event[first], family[first]
    ids = [ids[i] for i in first.tolist()]
    columns = x.shape[1]
    total, variance, squares, weights = np.zeros(columns), np.zeros(columns), np.zeros(columns), 0.0
    strata, sizes = [], [0, 0]
    for e in np.unique(event).tolist():
        rows = np.flatnonzero((event == e) & (d > 0))
        rows = rows[np.argsort(np.array([ids[r] for r in rows], dtype=object), kind="stable")]
        sides = [rows[mine[rows]], rows[~mine[rows]]]
        if not all(map(len, sides)):
            continue
        a, b = (len(side) for side in sides)
        weight = a * b / (a + b)
        weights += weight
        parts = [_jackknife(x[side], d[side]) for side in sides]
        total += weight * (parts[0][0] - parts[1][0])
        for (_, spread), n in zip(parts, (a, b), strict=True):
            variance += weight**2 * spread
            squares += (weight**2 * spread) ** 2 / max(n - 1, 1)
        both = np.isin(family[rows], np.intersect1d(family[sides[0]], family[sides[1]]))
        key = (str(e), *(ids[r] for r in rows[~both].tolist()))
        labels = (~mine[rows]).astype(np.int8)
        each = np.repeat(d[rows, None], columns, axis=1)
        strata.append(Stratum(labels, x[rows], each, both, weight, key))
        sizes = [sizes[0] + a, sizes[1] + b]
    nothing = np.full(columns, np.nan)
    if not strata:
        return Tested(nothing, nothing, nothing, nothing, np.nan, 0, False, 0, (0, 0))
    difference = total / weights
    low = high = nothing
    if min(sizes) >= 3:
        with np.errstate(divide="ignore", invalid="ignore"):
            freedom = np.where(squares > 0, variance**2 / squares, 1.0)
        half = scipy.stats.t.ppf(0.975, freedom) * np.sqrt(variance) / weights
        low, high = difference - half, difference + half
    verdict = permute(strata, 2, np.zeros(columns, bool), seed=seed, draws=draws)
    p = verdict.p if verdict.p_min <= 0.05 and min(sizes) >= 3 else nothing
    return Tested(
        difference,
        low,
        high,
        p,
        verdict.p_min,
        verdict.draws,
        verdict.exact,
        len(strata),
        (sizes[0], sizes[1]),
    )


def _jackknife(x: Floats, d: Floats) -> tuple[Floats, Floats]:
    """Return the ratio of sums and its variance, an article deleted at a time; an only article has none."""
    ratio, n = x.sum(axis=0) / d.sum(), len(d)
    if n < 2:
        return ratio, np.zeros(x.shape[1])
    without = (x.sum(axis=0) - x) / (d.sum() - d)[:, None]
    return ratio, (n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0)
