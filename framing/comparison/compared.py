"""All that is computed about pairs of groups, before it is put into a table.

The story of a contrast, one call a step: which sides meet, what they share, how events are
pooled, where an interval or a test may stand, and the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.pairs import Sides, sides
from framing.comparison.pooled import Pooled, pool
from framing.comparison.profile import LEAST_ARTICLES, share_alone
from framing.comparison.shared import Shared, shared
from framing.comparison.sums import Clusters
from framing.comparison.testing import Tests, pair_tests

__all__ = ["Compared", "compared"]


# How far the events of one comparison differ among themselves: what stands beside a pooled difference.


@dataclass(frozen=True)
class Spread:
    """Cochran's Q of each pair × cell and its degrees of freedom: the events it is made of, less one."""

    q: Floats
    df: Ints

    def share(self, row: int) -> float:
        """Return I2, ``max(0, 1 - df / Q)``: the share of the spread that articles alone don't make."""
        q = float(self.q[row])
        return max(0.0, 1.0 - int(self.df[row]) / q) if q > 0 else 0.0


def spread(both: Sides, common: Shared, owner: Ints, logs: Flags) -> Spread:
    """Return how the differences of the events spread around their mean.

    Parameters
    ----------
    both : Sides
        The two sides of every pair × cell × event.
    common : Shared
        What they have in common.
    owner : array
        The pair × cell each entry belongs to.
    logs : array of bool
        For each pair × cell: a difference of logarithms.

    Returns
    -------
    Spread
        ``Q = sum(w (g - sum(w g) / sum(w))**2)`` over the events with a variance on both sides, where
        ``w`` is one by the jackknife variance of the event's difference ``g`` (Cochran 1954, The
        combination of estimates from different experiments, Biometrics 10); I2 as in Higgins and
        Thompson (2002). `df` is 0 where fewer than two events have one.
    """
    size = len(logs)
    log = logs[owner]
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = both.a.x / both.a.d, both.b.x / both.b.d
        gap = np.where(log, np.log(a / b), a - b)
        parts = [np.where(log, side.log_variance, side.variance) for side in (both.a, both.b)]
        variance = parts[0] + parts[1] - 2 * common.correlation * np.sqrt(parts[0] * parts[1])
        weight = 1.0 / variance
    usable = np.isfinite(gap) & np.isfinite(weight) & (weight > 0)
    gap, weight = np.where(usable, gap, 0.0), np.where(usable, weight, 0.0)
    total = summed(owner, weight, size)
    mean = summed(owner, weight * gap, size) / np.where(total > 0, total, 1.0)
    q = summed(owner, weight * (gap - mean[owner]) ** 2, size)
    return Spread(q, np.maximum(np.bincount(owner, usable, minlength=size).astype(np.int64) - 1, 0))


@dataclass(frozen=True)
class Compared:
    """Pairs of groups, compared.

    `every` holds all that meet, `both` those where both sides have a denominator; `pooled` has an entry a
    pair × cell of `both`, and so have `spread`, `n_a` and `n_b` (clusters with a denominator), `bare`
    (nothing to measure a spread by), `closed` (no interval) and `tests`.
    """

    data: Clusters
    census: bool
    every: Sides
    both: Sides
    common: Shared
    pooled: Pooled
    spread: Spread
    n_a: Ints
    n_b: Ints
    bare: Flags
    closed: Flags
    tests: Tests

    @property
    def n(self) -> tuple[Ints, Ints]:
        """Clusters of `a` and of `b` that have a denominator."""
        return self.n_a, self.n_b

    def entries(self, row: int) -> slice:
        """Return where the events of a row of `pooled` stand in `both`."""
        begin = int(self.pooled.begin[row])
        return slice(begin, begin + int(self.pooled.n_events[row]))


def compared(
    data: Clusters,
    pairs: Sequence[tuple[int, int]],
    *,
    weights: str,
    census: bool,
    seed: int,
    draws: int,
    tested: bool = True,
) -> Compared | None:
    """Compare pairs of groups; None where none share a cell and an event.

    Parameters
    ----------
    data : Clusters
        Sums, as `sums.clusters` gives them.
    pairs : sequence of (int, int)
        Codes of groups, as `pairs.chosen` gives them.
    weights, seed, draws
        As in `compare.compare`.
    census : bool
        No intervals and no tests.
    tested : bool
        Without it there are intervals and no tests, for those who need thousands of comparisons.
    """
    every = sides(data, list(pairs))
    if not len(every.pair):
        return None
    both = every.take(np.flatnonzero((every.a.d > 0) & (every.b.d > 0)))
    common = shared(data, both)
    pooled = pool(both, common, data.ratio, weights)
    apart = spread(both, common, pooled.owner, pooled.ratio)
    n_a, n_b = (_by_row(pooled, side.n).astype(np.int64) for side in (both.a, both.b))
    bare = _bare(data, both, pooled)
    closed = bare | ~np.isfinite(pooled.low) | census
    tests = Tests.none(len(closed))
    if not census and tested:
        tests = pair_tests(data, both, common, pooled, (n_a, n_b), ~bare, seed=seed, draws=draws)
    return Compared(data, census, every, both, common, pooled, apart, n_a, n_b, bare, closed, tests)


def _bare(data: Clusters, both: Sides, pooled: Pooled) -> Flags:
    """Return where a side is too small, has no hits, all in one article, or nothing but hits of the class."""
    closed = np.zeros(len(pooled.pair), dtype=bool)
    per_hit = data.per_hit[pooled.cell]
    for side in (both.a, both.b):
        n, hits, x = (_by_row(pooled, values) for values in (side.n, side.hits, side.x))
        hits_most, x_most = (_most(pooled, values) for values in (side.hits_most, side.x_most))
        whole = _by_row(pooled, ~share_alone(data, side)) == 0
        closed |= (n < LEAST_ARTICLES) | (hits == 0) | whole
        closed |= np.where(pooled.ratio, x_most >= x, ~per_hit & (hits_most >= hits))
    return closed


def _by_row(pooled: Pooled, values: Floats | Ints | Flags) -> Floats:
    return summed(pooled.owner, values, len(pooled.pair))


def _most(pooled: Pooled, values: Floats) -> Floats:
    return np.maximum.reduceat(values, pooled.begin) if len(pooled.begin) else values[:0]
