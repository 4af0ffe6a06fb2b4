"""The pooled within-event difference of two groups, and its interval.

Each event that holds both gives a difference; events are weighted, never articles
across events, so that an outlet that wrote more about one event is not
compared with one that wrote about another.

Rates compare as a ratio. With one event it is the ratio of the two rates, its
interval from the jackknife of each logarithm. With more it is the ratio of
the rates standardised to the same weights, ``sum(w r_a) / sum(w r_b)``, which stands where an
event has no hits; its variance is that of the sums, by the delta method. From ten events
events are deleted instead, one at a time: their spread holds that of the articles in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.stats

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.intervals import NO_SPREAD, Segments, satterthwaite, t_half
from framing.comparison.pairs import Sides, runs
from framing.comparison.shared import Shared

__all__ = ["EVENTS_AS_DRAWS", "Pooled", "pool"]

#: From this many events, events are what is deleted.
EVENTS_AS_DRAWS = 10

#: Below this part of its variance a difference has none.
SAME = 1e-9


@dataclass(frozen=True)
class Pooled:
    """One entry a pair × cell. `begin` and `owner` lead from here to the entries of `Sides` and back.

    `a` and `b` are the standardised rates, `gap` their difference on the working scale (log of
    the ratio, or difference), `variance` and `df` of it, `low` and `high` on the working scale;
    `p` of Welch's t. `mean_gap` is the same difference of the means of articles' rates.
    `agree` counts the events whose difference has the pooled one's sign.
    """

    begin: Ints
    owner: Ints
    weight: Floats
    pair: Ints
    cell: Ints
    ratio: Flags
    n_events: Ints
    a: Floats
    b: Floats
    gap: Floats
    variance: Floats
    df: Floats
    low: Floats
    high: Floats
    p: Floats
    mean_gap: Floats
    agree: Ints


def pool(both: Sides, common: Shared, ratio: Flags, weights: str) -> Pooled:
    """Pool the events of every pair and cell.

    Parameters
    ----------
    both : Sides
        The two sides; entries without a denominator on a side are left out beforehand.
    common : Shared
        What the two sides have in common.
    ratio : array of bool
        For each cell: compared as a ratio.
    weights : {"mantel-haenszel", "equal"}
        An event's weight: ``n_a n_b / (n_a + n_b)``, or the same for each.
    """
    begin, owner = runs(both.pair, both.cell)
    size = len(begin)
    pair, cell = both.pair[begin], both.cell[begin]
    logs = ratio[cell]
    n_events = np.bincount(owner, minlength=size)
    raw = both.a.n * both.b.n / (both.a.n + both.b.n) if weights == "mantel-haenszel" else np.ones(len(owner))
    weight = raw / summed(owner, raw, size)[owner]

    rate_a, rate_b = both.a.x / both.a.d, both.b.x / both.b.d
    a, b = (summed(owner, weight * rate, size) for rate in (rate_a, rate_b))
    gap = _gap(a, b, logs)
    parts = _parts(both, owner, weight, n_events, logs, (a, b))
    total, welch = satterthwaite(parts, owner, size)
    total, welch = _less_common(both, common, owner, parts, total, welch)
    several = n_events >= EVENTS_AS_DRAWS
    if several.any():
        spread = _over_events(raw, rate_a, rate_b, owner, size, logs)
        total, welch = np.where(several, spread, total), np.where(several, n_events - 1.0, welch)
    floor = np.where(logs, NO_SPREAD, NO_SPREAD * (a**2 + b**2))
    total = np.where(np.isfinite(gap) & (total > floor), total, np.nan)
    half = t_half(total, welch)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * scipy.stats.t.sf(np.abs(gap) / np.sqrt(total), welch)
    means = [summed(owner, weight * side.rates / side.n, size) for side in (both.a, both.b)]
    agree = summed(owner, np.sign(rate_a - rate_b) == np.sign(a - b)[owner], size).astype(np.int64)
    return Pooled(
        begin, owner, weight, pair, cell, logs, n_events, a, b, gap, total, welch, gap - half, gap + half,
        np.asarray(p), means[0] - means[1], agree,
    )  # fmt: skip


def _gap(a: Floats, b: Floats, logs: Flags) -> Floats:
    """Return a against b: the log of the ratio (missing where a side has none), or the difference."""
    usable = (a > 0) & (b > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(logs, np.where(usable, np.log(a / b), np.nan), a - b) + 0.0


def _parts(
    both: Sides, owner: Ints, weight: Floats, n_events: Ints, logs: Flags, pooled: tuple[Floats, Floats]
) -> list[tuple[Floats, Floats]]:
    """Return what each event adds to the variance of the gap and its degrees of freedom, side by side."""
    parts = []
    single = (n_events == 1)[owner]
    for side, level in ((both.a, pooled[0]), (both.b, pooled[1])):
        variance, df = _borrowed(side, owner, len(n_events))
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(logs[owner], variance / level[owner] ** 2, variance)
        parts.append((np.where(single & logs[owner], side.log_variance, weight**2 * share), df))
    return parts


def _less_common(
    both: Sides, common: Shared, owner: Ints, parts: list[tuple[Floats, Floats]], total: Floats, df: Floats
) -> tuple[Floats, Floats]:
    """Take twice the covariance of the sides off; where they are the same texts, df is that of pairs."""
    size = len(total)
    if not common.texts.any():
        return total, df
    (ours, _), (theirs, _) = parts
    off = 2 * summed(owner, common.correlation * np.sqrt(ours * theirs), size)
    same = summed(owner, ~common.all, size) == 0
    pairs = summed(owner, both.a.n - 1.0, size)
    left = total - off
    # What is left of a difference between a text and itself is rounding.
    return np.where(left > SAME * total, left, np.nan), np.where(same, pairs, df)


def _borrowed(side: Segments, owner: Ints, size: int) -> tuple[Floats, Floats]:
    """Return each event's variance; where it has one article, what single articles show in the others."""
    has = np.isfinite(side.variance) & np.isfinite(side.df)
    df = np.where(has, side.df, 0.0)
    total = summed(owner, df, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        one = summed(owner, np.where(has, df * side.n * side.variance, 0.0), size) / total
    lent = (one[owner], total[owner])
    return np.where(has, side.variance, lent[0] / side.n), np.where(has, side.df, lent[1])


def _over_events(raw: Floats, rate_a: Floats, rate_b: Floats, owner: Ints, size: int, logs: Flags) -> Floats:
    """Return the delete-one-event jackknife variance of the gap."""
    level = [summed(owner, raw * rate, size) for rate in (rate_a, rate_b)]
    mass = summed(owner, raw, size)
    m = np.bincount(owner, minlength=size)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = [(sums[owner] - raw * rate) / (mass[owner] - raw)
                for sums, rate in zip(level, (rate_a, rate_b), strict=True)]  # fmt: skip
    theta = _gap(left[0], left[1], logs[owner])
    mean = summed(owner, theta, size) / m
    return (m - 1) / m * summed(owner, (theta - mean[owner]) ** 2, size)
