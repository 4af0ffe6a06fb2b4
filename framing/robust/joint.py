"""All specifications tested at once: labels change places over articles within events, through every one.

Specifications share their articles, so that their p can't be added up; what all of them show together is set
against what they show together in rearranged data (Simonsohn, Simmons and Nelson 2020). Three statistics: the
median difference, how many differences reach .05 in the commoner direction, and Stouffer's Z. Differences are
studentised, as in `comparison.permute`, and brought to one scale, that of a normal deviate (Wallace 1959).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from framing.comparison.codes import Flags, Floats
from framing.comparison.intervals import Z
from framing.comparison.permute import Stratum, arrangements, least_p, seeded
from framing.comparison.pooled import EVENTS_AS_DRAWS
from framing.comparison.testing import ALPHA
from framing.robust.adding import Marks
from framing.robust.curve import Curve

__all__ = ["Joint", "deviates", "joint"]

#: No difference counts for more than this many standard deviations: one without spread would be infinite.
_CAP = 8.0

#: Where a normal deviate is at p .05.
_REACHED = Z

#: Statistics this close are ties: the same arrangement summed in another order.
_TIE = 1e-9

#: Numbers held at once, arrangements × specifications.
_HELD = 200_000


class Joint(NamedTuple):
    """p of each statistic and of the three together, the least there could be, how many arrangements."""

    p_median: float
    p_share: float
    p_stouffer: float
    p_joint: float
    p_min: float
    draws: int


def joint(curve: Curve, ratio: bool, *, seed: int, draws: int) -> Joint:
    """Test whether labels can change places, over every specification at once.

    A text that stands on both sides keeps its labels; news, opinion and the other kinds are rearranged among
    themselves. p is (k + 1) / (draws + 1); that of the three together is of the least of them, set against
    the least in each arrangement (Westfall and Young 1993), so that taking three costs nothing.
    """
    marks = curve.clusters
    used = np.flatnonzero((curve.d[curve.met] > 0).any(axis=0))
    # In an order of their own: which group comes first must not matter.
    order = used[np.lexsort((marks.group[used], marks.family[used], marks.kind[used], marks.event[used]))]
    labels, least = _rearranged(marks, order, seed, draws)
    floor = max(least, 1 / (draws + 1))
    if floor > ALPHA:
        return Joint(np.nan, np.nan, np.nan, np.nan, floor, 0)
    # A specification that no event holds both sides of says nothing, however labels stand.
    met = np.flatnonzero(curve.met)
    x, d = curve.x[met][:, order], curve.d[met][:, order]
    z = deviates(x, d, labels, marks.event[order], curve.equal[met], ratio)
    found = np.stack([
        np.abs(np.median(z, axis=1)),
        np.maximum((z > _REACHED).sum(axis=1), (z < -_REACHED).sum(axis=1)).astype(np.float64),
        np.abs(z.sum(axis=1)) / np.sqrt(z.shape[1]),
    ])  # fmt: skip
    ranks = np.stack([_as_far(one) for one in found])
    together = ranks.min(axis=0)
    p = float((together <= together[0] + _TIE).mean())
    median, share, stouffer = (float(one[0]) for one in ranks)
    return Joint(median, share, stouffer, p, floor, draws)


def deviates(x: Floats, d: Floats, labels: Flags, event: np.ndarray, equal: Flags, ratio: bool) -> Floats:
    """Return the studentised difference, as a normal deviate, by arrangement and specification.

    Parameters
    ----------
    x, d : arrays, specifications × clusters
        Numerator and denominator, 0 where a cluster takes no part.
    labels : bool array, arrangements × clusters
        True on the first side.
    event : array
        Of each cluster, in runs.
    equal : bool array
        Whether a specification gives each event the same weight.
    ratio : bool
        Whether the difference is one of logarithms; where a side has none, it is one of rates.
    """
    step = max(1, _HELD // max(len(labels), 1))
    parts = []
    for begin in range(0, len(x), step):
        part = slice(begin, begin + step)
        parts.append(_part(x[part], d[part], labels, event, equal[part], ratio))
    return np.concatenate(parts, axis=1)


class _Sums:
    """Sums over events, by arrangement and specification, from which a difference and its spread are made."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.level = [np.zeros(shape), np.zeros(shape)]
        self.spread = [np.zeros(shape), np.zeros(shape)]
        self.need = [np.zeros(shape), np.zeros(shape)]
        self.lent = [np.zeros(shape), np.zeros(shape)]
        self.df = [np.zeros(shape), np.zeros(shape)]
        self.squares = [np.zeros(shape), np.zeros(shape)]
        self.firsts = [np.zeros(shape), np.zeros(shape)]
        self.product = np.zeros(shape)
        self.weight = np.zeros(shape)
        self.weights = np.zeros(shape)
        self.events = np.zeros(shape)

    def add(self, sides: list[tuple[Floats, Floats, Floats]], weight: Floats) -> None:
        """Add an event: rate, variance (missing for one cluster) and number of clusters of each side."""
        rates = []
        for side, (rate, variance, n) in enumerate(sides):
            has = n > 1
            self.level[side] += weight * rate
            self.spread[side] += np.where(has, weight**2 * variance, 0.0)
            self.need[side] += np.where(has, 0.0, weight**2 / np.maximum(n, 1))
            there = has & (weight > 0)
            self.lent[side] += np.where(there, (n - 1) * n * variance, 0.0)
            self.df[side] += np.where(there, n - 1, 0.0)
            self.squares[side] += weight**2 * rate**2
            self.firsts[side] += weight**2 * rate
            rates.append(rate)
        self.product += weight**2 * rates[0] * rates[1]
        self.weight += weight
        self.weights += weight**2
        self.events += weight > 0

    def deviate(self, ratio: bool) -> Floats:
        """Return the difference over its standard error, as a normal deviate."""
        with np.errstate(divide="ignore", invalid="ignore"):
            a, b = (level / self.weight for level in self.level)
            logs = (a > 0) & (b > 0) if ratio else np.zeros(a.shape, dtype=bool)
            gap = np.where(logs, np.log(np.where(logs, a / b, 1.0)), a - b)
            one, other = np.where(logs, 1 / a**2, 1.0), np.where(logs, 1 / b**2, 1.0)
            lent = [np.where(df > 0, v / df, np.nan) for v, df in zip(self.lent, self.df, strict=True)]
            va, vb = (
                scale * (s + np.where(need > 0, need * v, 0.0)) / self.weight**2
                for scale, s, need, v in zip((one, other), self.spread, self.need, lent, strict=True)
            )
            within = va + vb
            df = within**2 / (va**2 / self.df[0] + vb**2 / self.df[1])
            m = self.events
            over = (m >= EVENTS_AS_DRAWS) | ((m > 1) & ~np.isfinite(within))
            if over.any():
                logged = self.squares[0] / a**2 - 2 * self.product / (a * b) + self.squares[1] / b**2
                square = self.squares[0] - 2 * self.product + self.squares[1]
                plain = square - 2 * (a - b) * (self.firsts[0] - self.firsts[1]) + (a - b) ** 2 * self.weights
                between = m / (m - 1) * np.where(logs, logged, plain) / self.weight**2
                within, df = np.where(over, between, within), np.where(over, m - 1, df)
            t = gap / np.sqrt(np.maximum(within, 0.0))
            z = (8 * df + 1) / (8 * df + 3) * np.sqrt(df * np.log1p(t**2 / df)) * np.sign(gap)
        z = np.where(np.isfinite(z), z, np.where(np.abs(np.nan_to_num(gap)) > 0, np.sign(gap) * _CAP, 0.0))
        return np.asarray(np.clip(z, -_CAP, _CAP))


def _part(x: Floats, d: Floats, labels: Flags, event: np.ndarray, equal: Flags, ratio: bool) -> Floats:
    sums = _Sums((len(labels), len(x)))
    for code in np.unique(event):
        here = np.flatnonzero(event == code)
        xs, ds = x[:, here].T, d[:, here].T
        products = np.concatenate([xs, xs * xs, xs * ds, ds, ds * ds, (ds > 0).astype(np.float64)], axis=1)
        # Not a product of BLAS, whose bits hang on the number of threads.
        first = np.einsum("bf,fk->bk", labels[:, here].astype(np.float64), products)
        second = products.sum(axis=0) - first
        sides = [_moments(np.split(side, 6, axis=1)) for side in (first, second)]
        n, other = sides[0][2], sides[1][2]
        both = (n > 0) & (other > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            weight = np.where(both, np.where(equal, 1.0, n * other / (n + other)), 0.0)
        sums.add(sides, weight)
    return sums.deviate(ratio)


def _moments(sums: list[Floats]) -> tuple[Floats, Floats, Floats]:
    """Return a ratio of sums, its linearised variance (Cochran 1977, eq. 6.13) and the number of clusters."""
    x, xx, xd, d, dd, n = sums
    n = np.round(n)
    d = np.where(n > 0, d, 1.0)
    rate = np.where(n > 0, x / d, 0.0)
    square = np.maximum(xx - 2 * rate * xd + rate**2 * dd, 0.0) / d**2
    # What rounding leaves of no spread is none.
    square = np.where(square > 1e-14 * rate**2, square, 0.0)
    return rate, square * n / np.maximum(n - 1, 1), n


def _as_far(statistic: Floats) -> Floats:
    """Return, for each arrangement, the share of all that lie as far out."""
    ordered = np.sort(statistic)
    below = np.searchsorted(ordered, statistic - _TIE * np.maximum(statistic, 1.0), side="left")
    return np.asarray((len(statistic) - below) / len(statistic))


def _rearranged(marks: Marks, order: np.ndarray, seed: int, draws: int) -> tuple[Flags, float]:
    """Return the labels as they are and rearranged, a row each, and the least p these allow."""
    labels = np.empty((draws + 1, len(order)), dtype=bool)
    labels[:] = marks.label[order] == 0
    strata = []
    for places in _strata(marks, order):
        where = order[places]
        fixed = marks.shared[where]
        moving = places[~fixed]
        own = marks.label[order[moving]].astype(np.int8)
        names = tuple(marks.name[place] for place in order[moving])
        key = (str(marks.events[marks.event[where[0]]]), str(marks.kind[where[0]]), *names)
        nothing = np.zeros((len(where), 0))
        strata.append(Stratum(marks.label[where].astype(np.int8), nothing, nothing, fixed, 1.0, key))
        if len(set(own.tolist())) == 2:
            # The smaller group's labels come first, so that names that change places meet the same draws.
            counts = np.bincount(own, minlength=2)
            small = int(own[0]) if counts[0] == counts[1] else int(counts.argmin())
            base = np.repeat([small == 0, small != 0], [counts[small], counts[1 - small]])
            dealt = np.broadcast_to(base, (draws, len(base)))
            labels[1:, moving] = seeded(seed, ("joint", *key)).permuted(dealt, axis=1)
    if not strata or arrangements(strata, 2) < 2:
        return labels, 1.0
    return labels, least_p(strata, 2)


def _strata(marks: Marks, order: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the places of the clusters of each event and kind."""
    key = marks.event[order] * (int(marks.kind.max(initial=0)) + 1) + marks.kind[order]
    for code in np.unique(key):
        yield np.flatnonzero(key == code)
