"""Power: with these articles, the least difference that would be found 8 times in 10.

It is computed from how far articles spread and not from the difference found, and checked by simulation on
the side on which that difference lies: articles are drawn again from each side's own, a difference of that
size is planted in them, and they are tested as `framing.compare` tests.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.optimize
import scipy.stats

from framing.comparison.compare import ready
from framing.comparison.intervals import wilson
from framing.comparison.permute import LEAST_EVENTS, Stratum, permute, seeded, sign_flip
from framing.comparison.sums import WIRE, Clusters, Floats, Ints, clusters, summed
from framing.comparison.testing import ALPHA, MANY, Compared, chosen, compared
from framing.errors import (
    FramingError,
    FramingWarning,
    among,
    brief,
    check_choice,
    check_number,
    several,
)
from framing.robust.variants import Row, asked, only, places, scored
from framing.schema import check, empty, schema

# How often a difference of some size is found, and the least that is found often enough: the formulas.

#: Quantiles that stand for the distribution of a variance.
_QUANTILES = 24

#: Differences of logarithms that are looked at: up to a ratio of 1,000.
_SIZES = (*np.arange(0.05, 1.0, 0.05).tolist(), *np.linspace(1.0, float(np.log(1000.0)), 60).tolist())


def power_of(gap: float, spread: float, df: float, alpha: float = 0.05) -> float:
    """Return how often a two-sided t test finds a difference, where its standard error is known to be right.

    Parameters
    ----------
    gap : float
        The true difference; of a ratio its logarithm.
    spread : float
        Standard error of the difference.
    df : float
        Its degrees of freedom.
    alpha : float
        What p must not be above.

    Notes
    -----
    ``P(|T| > t)`` where T has the noncentral t distribution with `df` and ``gap / spread`` (Cohen
    1988, Statistical power analysis for the behavioral sciences, 2nd ed., chapter 2).

    Examples
    --------
    >>> round(power_of(0.0, 0.2, 18), 3), round(power_of(0.6, 0.2, 18), 3)
    (0.05, 0.81)
    """
    if not (spread > 0 and df > 0):
        return float("nan")
    return float(_found(np.array([abs(gap) / spread]), df, alpha)[0])


def _found(away: Floats, df: float, alpha: float) -> Floats:
    edge = float(scipy.stats.t.ppf(1 - alpha / 2, df))
    # Far out the series of the distribution can't be summed, and all is found.
    near = np.minimum(away, edge + 30.0)
    above = scipy.stats.nct.sf(edge, df, near)
    below = np.where(near < 5, scipy.stats.nct.cdf(-edge, df, np.minimum(near, 5.0)), 0.0)
    return np.where(away > edge + 30.0, 1.0, np.nan_to_num(above) + np.nan_to_num(below))


def steps(df: float, wanted: float = 0.8, alpha: float = 0.05) -> float:
    """Return how many standard errors a difference must be to be found that often.

    Parameters
    ----------
    df : float
        Degrees of freedom of the standard error, rounded to tenths before it is used.
    wanted : float
        How often.
    alpha : float
        What p must not be above.

    Notes
    -----
    Solves ``mean over q of power(k sqrt(q / df)) = wanted``, where q has the chi-square distribution
    with `df`: the true variance is as likely ``df / q`` times the one seen (Julious and Owen 2006, Sample
    size calculations for clinical studies allowing for uncertainty about the variance, Pharmaceutical
    Statistics 5, 29-37).

    Examples
    --------
    >>> round(steps(12.0), 2), round(steps(1000.0), 2)
    (3.27, 2.81)
    """
    return _steps(round(df, 1), wanted, alpha) if df >= 0.5 else float("nan")


@lru_cache(maxsize=4096)
def _steps(df: float, wanted: float, alpha: float) -> float:
    q = scipy.stats.chi2.ppf((np.arange(_QUANTILES) + 0.5) / _QUANTILES, df)
    root = np.sqrt(q / df)

    def short(k: float) -> float:
        return float(_found(k * root, df, alpha).mean()) - wanted

    top = 4.0
    while short(top) < 0:
        top *= 2.0
        if top > 1e4:
            return float("nan")
    return float(scipy.optimize.brentq(short, 0.0, top, xtol=1e-6))


def factors(change: float, a: float, b: float) -> tuple[float, float] | None:
    """Return what the rate of each side is multiplied by, for the logarithm of their ratio to change so much.

    All hits together, `a` and `b`, stay as many as they are. None where a side has none.

    Examples
    --------
    >>> up, down = factors(0.6931471805599453, 30.0, 30.0)
    >>> round(up, 3), round(down, 3)
    (1.333, 0.667)
    """
    if a <= 0 or b <= 0:
        return None
    times = float(np.exp(change))
    of_b = (a + b) / (times * a + b)
    return of_b * times, of_b


def least(
    variance: float,
    df: float,
    wanted: float,
    alpha: float,
    gap: float = 0.0,
    sides: tuple[float, float] | None = None,
) -> float:
    """Return the least difference, first side above second, that is found that often, on the working scale.

    For the other direction change the sides, and the sign of `gap`.

    Parameters
    ----------
    variance, df : float
        Of the difference found: of a ratio, of its logarithm.
    wanted, alpha
        As in `steps`.
    gap : float
        The logarithm of the ratio found.
    sides : (float, float) or None
        Hits of both sides of a ratio; None for a difference, whose variance is taken to be the same at any
        size.

    Returns
    -------
    float
        Above 0; missing where nothing up to a ratio of 1,000 is found that often, as where hits run
        out.

    Notes
    -----
    Striking out hits at random until a part ``f`` is left adds ``(1 / f - 1) / hits`` to the variance
    of the logarithm of a rate. So a ratio that leaves one side few hits must be larger than the spread
    alone would say.
    """
    k = steps(float(df), wanted, alpha)
    if not (variance > 0 and k == k):
        return float("nan")
    if sides is None:
        return k * float(np.sqrt(variance))
    a, b = sides

    def short(size: float) -> float:
        made = factors(size - gap, a, b)
        if made is None:
            return float("nan")
        more = sum(max(1 / f - 1, 0.0) / hits for f, hits in zip(made, sides, strict=True))
        return k * float(np.sqrt(variance + more)) - size

    before = 0.0
    for size in _SIZES:
        if short(size) <= 0:
            return float(scipy.optimize.brentq(short, before, size, xtol=1e-9))
        before = size
    return float("nan")


# Articles drawn again, with a difference planted in them, and tested: power without a formula.

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
    test = _test(found, k)
    p = _tested(data, [made for made in sets if made is not None], test, weights, alpha, seed)
    for place, values in zip(at, np.split(p, len(at)) if at else [], strict=True):
        shares[place] = float((values <= alpha).mean())
    power = float(shares[GRID.index(1.0)])
    low, high = wilson(power, draws)
    return Powers(power, low, high, float(shares[0]), _least(sizes, shares, wanted), draws)


def _cell(found: Compared, k: int) -> Clusters:
    """Return the clusters of both sides in events that hold both; each is its own family."""
    data, (a, b) = found.data, found.both.pairs[found.pooled.pair[k]]
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
        self.unit = float(data.full[0]) if self.bounded else 1.0
        self.x, self.d, self.hits = data.x / self.unit, data.d, data.hits
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
        shift = np.where(self.side == 0, 0.5, -0.5) * (gap - self.gap) / self.unit
        if self.bounded:
            # Hits of the class are struck out at random, or others turned: of each article the same part.
            if (rate + shift <= 0).any() or (rate + shift >= 1).any():
                return None
            keep, turned = np.minimum(1 + shift / rate, 1.0), np.maximum(shift / (1 - rate), 0.0)
            left = self.rng.binomial(self._whole(x), np.broadcast_to(keep, x.shape))
            others = self.rng.binomial(self._whole(np.maximum(d - x, 0)), np.broadcast_to(turned, x.shape))
            x, rate = np.where(shift < 0, left, x + others), rate + shift
        elif not self.ratio:
            x, rate = x + shift * d, rate + shift
        else:
            factors = self._factors(gap - self.gap)
            if factors is None:
                return None
            factor = factors[self.strata]
            # Where there are to be fewer hits, some are struck out.
            keep = np.broadcast_to(np.minimum(factor, 1.0), x.shape)
            x = np.where(factor < 1, self.rng.binomial(self._whole(x), keep), x)
            times = np.floor(np.maximum(factor, 1.0))
            part = np.broadcast_to(np.maximum(factor, 1.0) - times, x.shape)
            more = x * times + self.rng.binomial(self._whole(x), part)
            x = np.where(factor > 1, more, x)
            rate = rate * factor
        wide = np.sqrt(self.n / np.maximum(self.n - 1, 1))[self.strata]
        x = (rate * d + wide * (x - rate * d)) * self.unit
        # What is added to a net count is no hit, and one below 0 has hits too.
        return (
            x,
            d,
            np.maximum(x, 0.0) if self.ratio else self.hits[self.drawn],
        )

    def _factors(self, change: float) -> Floats | None:
        """Return what each stratum's rate is multiplied by, for the logarithm of the ratio to change so."""
        first = np.array([self.side[self.strata == k][0] == 0 for k in range(len(self.n))])
        made = factors(change, *(float(self.x[self.side == side].sum()) for side in (0, 1)))
        return None if made is None else np.where(first, made[0], made[1])

    def _whole(self, x: Floats) -> Ints:
        """Return counts; what is not whole, as the mean of copies, is rounded at random."""
        low = np.floor(x)
        return (low + (self.rng.random(x.shape) < x - low)).astype(np.int64)


def _tested(
    data: Clusters, sets: Sequence[tuple[Floats, Floats, Floats]], test: str, weights: str, alpha: float,
    seed: int,
) -> Floats:  # fmt: skip
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
    made = compared(world, [(0, 1)], weights=weights)
    p = np.ones(every)
    if made is None:
        return p
    at = made.pooled.cell
    if test != "permutation":
        flips = test.startswith("sign-flip")
        values = _flipped(made, seed, alpha) if flips else np.nan_to_num(made.pooled.p, nan=1.0)
        p[at] = np.where(made.closed, 1.0, values)
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
        p.append(permute(strata, logs, seed=seed, draws=rounds, most=rounds).p)
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


#: More simulated sets say no more, and take all memory.
_MOST_DRAWS = 100_000


def power(
    scores: pd.DataFrame,
    measure: str | Sequence[str] | None = None,
    a: str | None = None,
    b: str | None = None,
    *,
    contrasts: pd.DataFrame | None = None,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    wire: str = "collapse",
    weights: str = "mantel-haenszel",
    alpha: float = ALPHA,
    wanted: float = 0.8,
    draws: int = 400,
    seed: int = 1,
    most: int | None = 12,
) -> pd.DataFrame:
    """Say how large a difference must be for these articles to show it.

    Parameters
    ----------
    scores : pandas.DataFrame
        A table `scores`.
    measure : str or sequence of str, optional
        Measures, all by default.
    a, b : str, optional
        Groups: comparisons of `a` alone, or of both; in either order.
    contrasts : pandas.DataFrame, optional
        The comparisons, rows of the table `contrast`; those that `compare` makes of the scores by default.
    by, split, wire, weights
        As in `framing.compare`.
    alpha : float
        What p must not be above, at most .05. For a test that must stand in a family of k, ``0.05 / k`` is
        on the safe side.
    wanted : float
        How often the difference is to be found.
    draws : int
        Simulated sets of articles for each size of difference; 0 for none.
    seed : int
        For the simulation.
    most : int or None
        How many comparisons are simulated, the clearest first (`None`: all); the others are computed only.

    Returns
    -------
    pandas.DataFrame
        The table `power`, as in ``schemas/power.toml``: a row for each comparison, in their order.

    Raises
    ------
    FramingError
        A table or argument that is not what it should be.

    Warns
    -----
    FramingWarning
        There is nothing to compare.

    Notes
    -----
    `least` and `least_below` come from the noncentral t with the jackknife variance of the difference and
    Welch's degrees of freedom, averaged over what that variance may be (`steps`, `least`). They are
    no "observed power": the difference found plays no part but that hits stay as many as they are, and are
    shared out otherwise, and that its side is the one simulated. `least_checked` is the number to go by.
    The simulation (`simulated`) takes the articles at hand for all there are, and
    so finds what was computed a little more often than `wanted`.
    """
    check_choice("wire", wire, WIRE)
    rounds, start = check_number("draws", draws, 0, _MOST_DRAWS), check_number("seed", seed)
    if most is not None:
        check_number("most", most, 0)
    _within("alpha", alpha, ALPHA)
    _within("wanted", wanted, 0.99)
    further = several("split", split)
    table = ready(scores, by, further)
    measures = several("measure", measure)
    if measures:
        _here("measure", measures, table["measure"])
        table = table[table["measure"].isin(measures)]
    for name, value in (("a", a), ("b", b)):
        if value is not None and not among(value, ("rest",)):
            _here(name, [value], table[by])
    given: dict[str, Any] = {"wire": wire, "weights": weights, "pairs": [(a, b)] if a and b else None}
    rows = asked(table, contrasts, None, by=by, split=further, **given)
    for value in (a, b):
        if value is not None:
            rows = rows[(rows["a"] == value) | (rows["b"] == value)]
    if measures:
        rows = rows[rows["measure"].isin(measures)]
    if rows.empty:
        warnings.warn("power: no comparison has an estimate", FramingWarning, stacklevel=2)
        return empty("power")
    rows = scored(rows, table, "power")
    data = clusters(only(ready(table, by, further), rows, by), by, further, wire)
    which = _pairs(rows, data.groups)
    if not which:
        raise FramingError(
            f"contrasts: the scores hold one {by} alone, and these of several; give the scores they are of"
        )
    found = compared(data, which, weights=weights)
    at = places(data, rows, which)
    aim = _Aim(float(alpha), float(wanted), weights, start)
    made = [
        _one(row, found, int(place), aim, rounds if most is None or number < most else 0)
        for number, (row, place) in enumerate(zip(rows.to_dict("records"), at, strict=True))
    ]
    extra = [name for name in rows.columns if name not in schema("contrast").columns]
    first = list(schema("power").columns)
    return check(pd.DataFrame(made)[[*first, *extra]], "power")


def _within(name: str, value: float, top: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= top:
        raise FramingError(f"{name}: {brief(value)} must lie above 0 and not above {top}")


def _here(name: str, values: Sequence[str], column: pd.Series) -> None:
    there = set(column.dropna().astype(str))
    for value in values:
        check_choice(name, value, there)


class _Aim(NamedTuple):
    """What is to be found, how often, and how comparisons are made."""

    alpha: float
    wanted: float
    weights: str
    seed: int


def _pairs(rows: pd.DataFrame, groups: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs that stand in the rows, as codes."""
    names = list(dict.fromkeys(zip(rows["a"], rows["b"], strict=True)))
    return chosen(names, groups) if len(groups) > 1 else []


def _one(row: Row, found: Compared | None, place: int, aim: _Aim, draws: int) -> dict[str, Any]:
    """Return one row of the table; `place` is its pair × cell."""
    scale, alpha, wanted = str(row["scale"]), aim.alpha, aim.wanted
    result = {name: row[name] for name in row if name not in ("p", "p_min", "p_adjusted", "wire", "note")}
    result |= {name: float("nan") for name in _NUMBERS}
    result |= {"alpha": alpha, "wanted": wanted, "draws": 0, "test": None, "side": None, "note": ""}
    k = -1
    if found is not None:
        entries = found.pooled.pair * len(found.data.cells) + found.pooled.cell
        k = next(iter(np.flatnonzero(entries == place).tolist()), -1)
    if found is None or k < 0 or found.closed[k]:
        return result | {"note": "no interval here, so no spread to tell power by"}
    pooled = found.pooled
    times = 1.0 if pooled.ratio[k] else float(found.data.scale[pooled.cell[k]])
    spread, df = float(np.sqrt(pooled.variance[k])), float(pooled.df[k])
    below_it = float(pooled.gap[k]) < 0
    result |= {"spread": spread * times, "df": df, "test": _test(found, k)}
    result["side"] = "below" if below_it else "above"
    if row["p_min"] == row["p_min"] and row["p_min"] > alpha:
        least = f"{row['p_min']:.3f}".lstrip("0")
        return result | {"note": f"nothing can be found: the least p that these articles allow is {least}"}
    gap, below = _both(found, k, wanted, alpha)
    result |= {"least": _shown(gap, scale, times), "least_below": _shown(-below, scale, times)}
    if gap != gap and below != below:
        return result | {"note": "nothing would be found that often: hits run out on a side"}
    size = -below if below_it else gap
    result["least_checked"] = _shown(size, scale, times)
    # Texts that stand on both sides would be two where they are drawn again.
    texts = int(found.common.texts[found.entries(k)].sum())
    if texts > _FEW * min(int(found.n_a[k]), int(found.n_b[k])):
        notes = ["computed, not simulated: texts stand on both sides"]
    elif draws and size == size:
        made = simulated(
            found, k, size, wanted=wanted, alpha=alpha, weights=aim.weights, draws=draws, seed=aim.seed
        )
        result |= {
            "draws": made.draws, "power_simulated": made.power, "power_low": made.low,
            "power_high": made.high, "alarms": made.alarms,
            "least_simulated": _shown(made.least, scale, times),
        }  # fmt: skip
        if made.least == made.least:
            result["least_checked"] = result["least_simulated"]
        notes = _notes(made, wanted, alpha)
    else:
        notes = ["computed, not simulated"]
    if pooled.n_events[k] >= LEAST_EVENTS:
        notes.append(
            "computed from articles within events, tested over events: those that differ count against it"
        )
    result["note"] = "; ".join(notes)
    return result


#: A simulation is said to differ where power is less than wanted, or more, by this much.
_LESS, _MORE = 0.04, 0.1

#: Texts on both sides are a few up to this part of the smaller one.
_FEW = 0.25

_NUMBERS = (
    "spread", "df", "least", "least_below", "power_simulated", "power_low", "power_high", "alarms",
    "least_simulated", "least_checked",
)  # fmt: skip


def _test(found: Compared, k: int) -> str:
    if found.common.all[found.entries(k)].all():
        return f"paired t on the {'log ratio' if found.pooled.ratio[k] else 'difference'}"
    if found.pooled.n_events[k] >= LEAST_EVENTS:
        return "sign-flip over events"
    if min(found.n_a[k], found.n_b[k]) >= MANY:
        return f"Welch t on the {'log ratio' if found.pooled.ratio[k] else 'difference'}"
    return "permutation"


def _both(found: Compared, k: int, wanted: float, alpha: float) -> tuple[float, float]:
    """Return the least difference with the first side above, and with the second, on the working scale."""
    pooled = found.pooled
    variance, df, gap = float(pooled.variance[k]), float(pooled.df[k]), float(pooled.gap[k])
    if not pooled.ratio[k]:
        alike = least(variance, df, wanted, alpha)
        # No two shares differ by more than 1.
        alike = np.nan if alike > found.data.full[int(pooled.cell[k])] else alike
        return alike, alike
    rows = found.entries(k)
    a, b = (float(side.x[rows].sum()) for side in (found.both.a, found.both.b))
    return least(variance, df, wanted, alpha, gap, (a, b)), least(variance, df, wanted, alpha, -gap, (b, a))


def _shown(gap: float, scale: str, times: float) -> float:
    return float(np.exp(gap)) if scale == "ratio" else gap * times


def _notes(made: Powers, wanted: float, alpha: float) -> list[str]:
    notes = []
    if made.power != made.power:
        notes.append("no simulation: a share can't be as large as that")
    elif made.high < wanted - _LESS or made.low > wanted + _MORE:
        less = "less" if made.high < wanted else "more"
        notes.append(f"the simulation finds it {less} often than computed: go by least_simulated")
    if made.power == made.power and made.least != made.least:
        notes.append("none of those tried, up to twice as far out, was found that often")
    slack = 2.6 * float(np.sqrt(alpha * (1 - alpha) / made.draws))
    if made.alarms > alpha + max(slack, 0.02):
        notes.append(
            f"with nothing planted the simulation still found something in {100 * made.alarms:.0f} of 100 "
            f"sets, and not in {100 * alpha:g}: these articles are so uneven that the test finds too much"
        )
    return notes
