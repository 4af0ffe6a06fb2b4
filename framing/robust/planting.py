"""Articles drawn again, with a difference planted in them, and tested: power without a formula.

Each side's articles are drawn with replacement from its own, event by event, so that lengths and unevenness
are those of the articles at hand. The difference is planted in what is drawn: of a ratio
by striking out hits at random on the side that has too many and doubling hits at random on the side that
has too few; of a difference by adding to each article in proportion to its denominator. n articles drawn
from n show ``(n - 1) / n`` of the variance, so deviations from the side's rate are widened by ``sqrt(n / (n
- 1))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import scipy.stats

from framing.comparison.codes import Floats, Ints, summed
from framing.comparison.compared import Compared, compared
from framing.comparison.intervals import wilson
from framing.comparison.permute import Stratum, permute, seeded
from framing.comparison.signs import LEAST_EVENTS, sign_flip
from framing.comparison.sums import Clusters
from framing.comparison.testing import MANY
from framing.robust.finding import Side, factors

__all__ = ["GRID", "Powers", "simulated"]

#: Sizes of difference that are planted, in multiples of the one computed; 0 shows the false alarms.
GRID = (0.0, 0.5, 0.75, 1.0, 1.25, 1.6, 2.0)

#: Arrangements drawn for each test; with a smaller alpha more.
ARRANGEMENTS = 499

#: Sets tested at once: few, so that all arrangements of them are one batch.
_SETS = 50


class Powers(NamedTuple):
    """What the simulation showed.

    Power at the difference computed, with its interval; the share of false alarms; the difference nearest to
    0, on the side of the one computed, that is found as often as wanted, on the working scale (missing where
    none was); how many sets of each size.
    """

    power: float
    low: float
    high: float
    alarms: float
    least: float
    draws: int


def simulated(
    found: Compared, k: int, gap: float, *, wanted: float, alpha: float, weights: str, draws: int, seed: int
) -> Powers:
    """Plant differences of several sizes and count how often each is found.

    Parameters
    ----------
    found : Compared
        Comparisons, as `compared` gives them.
    k : int
        Which of them: its place in `found.pooled`.
    gap : float
        The difference computed, on the working scale: of a ratio its logarithm. Below 0 the second side
        has more, and so it is in what is planted.
    wanted, alpha
        As in `framing.robust.power.power`.
    weights : str
        As in `framing.compare`.
    draws : int
        Simulated sets of articles for each size.
    seed : int
    """
    data = _cell(found, k)
    rng = seeded(seed, ("power", *(data.names[family] for family in np.unique(data.family))))
    world = _World(float(found.pooled.gap[k]), data, rng, draws)
    sizes = [gap * times for times in GRID]
    sets = [world.planted(size) for size in sizes]
    shares = np.full(len(GRID), np.nan)
    at = [place for place, made in enumerate(sets) if made is not None]
    test = _kind(found, k)
    p = _tested(data, [made for made in sets if made is not None], test, weights, alpha, seed)
    for place, values in zip(at, np.split(p, len(at)) if at else [], strict=True):
        shares[place] = float((values <= alpha).mean())
    power = float(shares[GRID.index(1.0)])
    low, high = wilson(power, draws)
    return Powers(power, low, high, float(shares[0]), _least(sizes, shares, wanted), draws)


def _kind(found: Compared, k: int) -> str:
    """Return which test these articles get: signs over events, Welch's t, or labels that change places."""
    if found.pooled.n_events[k] >= LEAST_EVENTS:
        return "signs"
    return "t" if min(found.n_a[k], found.n_b[k]) >= MANY else "labels"


def _cell(found: Compared, k: int) -> Clusters:
    """Return the clusters of both sides in events that hold both; each is its own family."""
    data, (a, b) = found.data, found.every.pairs[found.pooled.pair[k]]
    cell = int(found.pooled.cell[k])
    side = np.where(data.group == a, 0, 1 if b == len(data.groups) else np.where(data.group == b, 1, 2))
    keep = (data.cell == cell) & (data.d > 0) & (side < 2)
    keep &= np.isin(data.event, found.both.event[found.entries(k)])
    order = np.flatnonzero(keep)
    order = order[np.lexsort((data.group[order], data.family[order], data.event[order], side[order]))]
    names = tuple(f"{data.names[data.family[row]]}\x1f{data.group[row]}" for row in order.tolist())
    fields = ("event", "x", "d", "hits", "tokens", "articles")
    cut: dict[str, Any] = {name: getattr(data, name)[order] for name in fields}
    plain = np.zeros((1, 2), dtype=np.int64)
    return replace(
        data, cells=data.cells.iloc[[cell]], groups=("a", "b"), names=names,
        cell=np.zeros(len(order), np.int64), group=side[order],
        family=np.arange(len(order)), shared=np.zeros(len(order), bool), unknown=plain, dropped=plain,
        illustrative=plain, **cut,
    )  # fmt: skip


class _World:
    """What articles are drawn from, and which were drawn: the same for every size of difference."""

    def __init__(self, gap: float, data: Clusters, rng: np.random.Generator, draws: int) -> None:
        self.ratio = bool(data.ratio[0])
        self.bounded = bool(data.bounded[0])
        self.gap = gap
        self.rng = rng
        unit = 1e6 if self.bounded and data.units[0] == "share" else 1.0
        self.x, self.d, self.unit, self.hits = data.x / unit, data.d, unit, data.hits
        self.side = data.group
        self.strata = np.unique(np.stack([data.group, data.event]), axis=1, return_inverse=True)[1].ravel()
        size = int(self.strata.max()) + 1
        self.n = np.bincount(self.strata, minlength=size)
        self.rate = summed(self.strata, self.x, size) / summed(self.strata, self.d, size)
        first = np.concatenate([[0], np.cumsum(self.n)[:-1]])
        picks = rng.random((draws, len(self.x)))
        # Strata lie together, so that a place within one is a place behind its first.
        self.drawn = (first[self.strata] + np.floor(picks * self.n[self.strata])).astype(np.int64)

    def planted(self, gap: float) -> tuple[Floats, Floats, Floats] | None:
        """Return x, d and hits of the articles drawn, a row a set, with that difference in them.

        None where it can't be: of a share no more can be planted than all.
        """
        x, d = self.x[self.drawn], self.d[self.drawn]
        rate = self.rate[self.strata]
        if not self.ratio:
            shift = np.where(self.side == 0, 0.5, -0.5) * (gap - self.gap)
            x, rate = x + shift * d, rate + shift
        else:
            factors = self._factors(gap - self.gap)
            if factors is None:
                return None
            factor = factors[self.strata]
            x = self._struck(x, np.minimum(factor, 1.0))
            x = (
                self._raised(x, d, factor, rate)
                if self.bounded
                else self._doubled(x, np.maximum(factor, 1.0))
            )
            rate = rate * factor
        wide = np.sqrt(self.n / np.maximum(self.n - 1, 1))[self.strata]
        x = (rate * d + wide * (x - rate * d)) * self.unit
        # What is added to a net count is no hit, and one below 0 has hits too.
        return x, d, np.maximum(x, 0.0) if self.ratio else self.hits[self.drawn]

    def _factors(self, change: float) -> Floats | None:
        """Return what each stratum's rate is multiplied by, for the logarithm of the ratio to change so."""
        first = np.array([self.side[self.strata == k][0] == 0 for k in range(len(self.n))])
        sides = [
            Side(
                float(self.x[self.side == side].sum()),
                self.bounded * float(self.rate[first == (side == 0)].max()),
            )
            for side in (0, 1)
        ]
        made = factors(change, sides[0], sides[1])
        return None if made is None else np.where(first, made[0], made[1])

    def _struck(self, x: Floats, keep: Floats) -> Floats:
        whole = self._whole(x)
        return np.where(keep < 1, self.rng.binomial(whole, np.broadcast_to(keep, x.shape)), x)

    def _doubled(self, x: Floats, factor: Floats) -> Floats:
        times = np.floor(factor)
        more = self.rng.binomial(self._whole(x), np.broadcast_to(factor - times, x.shape))
        return np.where(factor > 1, x * times + more, x)

    def _raised(self, x: Floats, d: Floats, factor: Floats, rate: Floats) -> Floats:
        """Return a share's numerators with some of the others turned: of each the same part."""
        part = np.clip((factor - 1) * rate / np.maximum(1 - rate, 1e-12), 0.0, 1.0)
        more = self.rng.binomial(self._whole(np.maximum(d - x, 0.0)), np.broadcast_to(part, x.shape))
        return np.where(factor > 1, x + more, x)

    def _whole(self, x: Floats) -> Ints:
        """Return counts; what is not whole, as the mean of copies, is rounded at random."""
        low = np.floor(x)
        return (low + (self.rng.random(x.shape) < x - low)).astype(np.int64)


def _tested(
    data: Clusters,
    sets: Sequence[tuple[Floats, Floats, Floats]],
    test: str,
    weights: str,
    alpha: float,
    seed: int,
) -> Floats:
    """Return p of every set, by the test that these articles get; 1 where there is none."""
    if not sets:
        return np.zeros(0)
    x, d, hits = (np.concatenate([made[part] for made in sets]) for part in (0, 1, 2))
    every, size = x.shape
    order = np.lexsort((data.event, data.group))
    place = np.tile(order, every)
    cells = data.cells.iloc[np.zeros(every, dtype=np.int64)].reset_index(drop=True)
    per_hit = bool(data.per_hit[0])
    flat_x, flat_d = x[:, order].ravel(), d[:, order].ravel()
    per_hit &= data.units[0] != "share"
    columns: dict[str, Any] = {
        name: getattr(data, name)[place] for name in ("group", "event", "family", "shared", "articles")
    }
    many = np.zeros((every, 2), dtype=np.int64)
    world = replace(
        data, cells=cells, cell=np.repeat(np.arange(every), size), x=flat_x, d=flat_d,
        hits=flat_d if per_hit else hits[:, order].ravel(), tokens=flat_d, unknown=many,
        dropped=many, illustrative=many, **columns,
    )  # fmt: skip
    made = compared(world, [(0, 1)], weights=weights, census=False, seed=seed, draws=99, tested=False)
    p = np.ones(every)
    if made is None:
        return p
    at = made.pooled.cell
    if test == "signs":
        p[at] = np.where(made.closed, 1.0, _flipped(made, seed, alpha))
        return p
    if test == "t":
        p[at] = np.where(made.closed, 1.0, np.nan_to_num(made.pooled.p, nan=1.0))
        return p
    rounds = ARRANGEMENTS if alpha >= 0.02 else min(9999, round(20 / alpha) - 1)
    open_to = np.zeros(every, dtype=bool)
    open_to[at] = ~made.closed
    p[open_to] = _rearranged(data, x[open_to], d[open_to], weights, seed, rounds)
    return p


def _rearranged(data: Clusters, x: Floats, d: Floats, weights: str, seed: int, rounds: int) -> Floats:
    """Return p of labels that change places within events, all sets meeting the same arrangements."""
    events = []
    for event in np.unique(data.event):
        here = np.flatnonzero(data.event == event)
        labels = (data.group[here] > 0).astype(np.int8)
        n, m = np.bincount(labels, minlength=2).tolist()
        weight = n * m / (n + m) if weights == "mantel-haenszel" else 1.0
        events.append((here, labels, weight, ("arranged", *(data.names[data.family[row]] for row in here))))
    p = [np.zeros(0)]
    for begin in range(0, len(x), _SETS):
        part = slice(begin, begin + _SETS)
        strata = [
            Stratum(labels, x[part, here].T, d[part, here].T, np.zeros(len(here), dtype=bool), weight, key)
            for here, labels, weight, key in events
        ]
        logs = np.full(len(x[part]), bool(data.ratio[0]))
        p.append(permute(strata, 2, logs, seed=seed, draws=rounds, most=rounds).p)
    return np.concatenate(p)


def _flipped(made: Compared, seed: int, alpha: float) -> Floats:
    """Return p of the sign flip over events, all sets meeting the same signs."""
    both, pooled = made.both, made.pooled
    m, rounds = int(pooled.n_events[0]), max(999, round(20 / alpha))
    gaps = (pooled.weight * (both.a.x / both.a.d - both.b.x / both.b.d)).reshape(-1, m)
    return np.array([sign_flip(row, (), seed=seed, draws=rounds, most=rounds).p[0] for row in gaps])


def _least(sizes: Sequence[float], shares: Floats, wanted: float) -> float:
    """Return the size found as often as wanted, between two that were planted (on probits of power)."""
    known = np.isfinite(shares)
    size, share = np.array(sizes)[known], np.maximum.accumulate(shares[known])
    reached = np.flatnonzero(share >= wanted)
    if not len(reached) or reached[0] == 0:
        return float("nan")
    k = int(reached[0])
    low, high, aim = (
        scipy.stats.norm.ppf(np.clip(v, 1e-3, 1 - 1e-3)) for v in (share[k - 1], share[k], wanted)
    )
    return float(size[k - 1] + (size[k] - size[k - 1]) * (aim - low) / (high - low))
