"""The pooled within-event difference of two groups, and its interval.

Each event that holds both gives a difference; events are weighted, never articles
across events, so that an outlet that wrote more about one event is not
compared with one that wrote about another.

Rates compare as a ratio. With one event it is the ratio of the two rates, its
interval from the jackknife of each logarithm. With more it is the ratio of
the rates standardised to the same weights, ``sum(w r_a) / sum(w r_b)``, which stands where an
event has no hits; its variance is that of the sums, by the delta method. From ten events
events are deleted instead, one at a time: their spread holds that of the articles in it, and
there are as many degrees of freedom as events of one weight, less one.
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

#: But not where they say as much as fewer than so many of one weight: one event that has nearly all the
#: articles is no ten, and what its articles say would be lost.
LEAST_ALIKE = 6

#: Below this part of its variance a difference has none.
SAME = 1e-9


@dataclass(frozen=True)
class Pooled:
    """One entry a pair × cell. `begin` and `owner` lead from here to the entries of `Sides` and back.

    `a` and `b` are the standardised rates, `gap` their difference on the working scale (log of
    the ratio, or difference), `variance` and `df` of it, `low` and `high` on the working scale;
    `p` of Welch's t. `mean_gap` is the same difference of the means of articles' rates.
    `agree` counts the events whose difference has the pooled one's sign; `as_draws` marks where events are
    what was deleted.
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
    as_draws: Flags


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
    total, welch = satterthwaite([(part.by_lender, part.df) for part in parts], owner, size)
    total, welch = _less_common(both, common, owner, parts, total, welch)
    alike = effective(owner, weight, size)
    several = (n_events >= EVENTS_AS_DRAWS) & (alike >= LEAST_ALIKE)
    if several.any():
        spread = _over_events(raw, rate_a, rate_b, owner, size, logs)
        total, welch = np.where(several, spread, total), np.where(several, alike - 1.0, welch)
    floor = np.where(logs, NO_SPREAD, NO_SPREAD * (a**2 + b**2))
    total = np.where(np.isfinite(gap) & (total > floor), total, np.nan)
    half = t_half(total, welch)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * scipy.stats.t.sf(np.abs(gap) / np.sqrt(total), welch)
    means = [summed(owner, weight * side.rates / side.n, size) for side in (both.a, both.b)]
    agree = summed(owner, np.sign(rate_a - rate_b) == np.sign(a - b)[owner], size).astype(np.int64)
    return Pooled(
        begin, owner, weight, pair, cell, logs, n_events, a, b, gap, total, welch, gap - half, gap + half,
        np.asarray(p), means[0] - means[1], agree, several,
    )  # fmt: skip


def _gap(a: Floats, b: Floats, logs: Flags) -> Floats:
    """Return a against b: the log of the ratio (missing where a side has none), or the difference."""
    usable = (a > 0) & (b > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(logs, np.where(usable, np.log(a / b), np.nan), a - b) + 0.0


def effective(owner: Ints, weight: Floats, size: int) -> Floats:
    """Return how many events of one weight say as much as those there are (Kish 1965, Survey Sampling, 8.2).

    ``1 / sum(w**2)``, for weights that sum to 1: all of them where they are alike, and hardly more than one
    where one event has nearly all the articles.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1.0 / summed(owner, weight**2, size))


@dataclass(frozen=True)
class _Part:
    """What each event adds to the variance of the gap, for one side.

    An event with one article shows no spread and borrows that of others: `by_event` counts what it borrows
    as its own, `by_lender` as theirs, whose degrees of freedom `df` are; both have the same sum.
    """

    by_event: Floats
    by_lender: Floats
    df: Floats


def _parts(
    both: Sides, owner: Ints, weight: Floats, n_events: Ints, logs: Flags, pooled: tuple[Floats, Floats]
) -> list[_Part]:
    """Return what each event adds to the variance of the gap, side by side."""
    parts = []
    single = (n_events == 1)[owner]
    for side, level in ((both.a, pooled[0]), (both.b, pooled[1])):
        by_event, by_lender, df = _borrowed(side, owner, weight**2, len(n_events))
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.where(logs[owner], 1.0 / level[owner] ** 2, 1.0)
            by_event, by_lender = by_event * scale, by_lender * scale
        alone = single & logs[owner]
        by_event, by_lender = (np.where(alone, side.log_variance, part) for part in (by_event, by_lender))
        parts.append(_Part(by_event, by_lender, df))
    return parts


def _less_common(
    both: Sides, common: Shared, owner: Ints, parts: list[_Part], total: Floats, df: Floats
) -> tuple[Floats, Floats]:
    """Take twice the covariance of the sides off; where they are the same texts, df is that of pairs."""
    size = len(total)
    if not common.texts.any():
        return total, df
    ours, theirs = (part.by_event for part in parts)
    off = 2 * summed(owner, common.correlation * np.sqrt(ours * theirs), size)
    same = summed(owner, ~common.all, size) == 0
    pairs = summed(owner, both.a.n - 1.0, size)
    left = total - off
    # What is left of a difference between a text and itself is rounding.
    return np.where(left > SAME * total, left, np.nan), np.where(same, pairs, df)


def _borrowed(side: Segments, owner: Ints, weight: Floats, size: int) -> tuple[Floats, Floats, Floats]:
    """Return weight × variance by event and by lender, and degrees of freedom.

    An event with one article borrows what single articles show in the others, ``sum(df n v) / sum(df)`` by
    its n: a sum of the lenders' variances, each with its own degrees of freedom, not a variance more.
    """
    has = np.isfinite(side.variance) & np.isfinite(side.df)
    df = np.where(has, side.df, 0.0)
    one = np.where(has, df * side.n * side.variance, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        lent = one / summed(owner, df, size)[owner]
        need = np.where(has, 0.0, weight / side.n)
        by_event = np.where(has, weight * side.variance, need * summed(owner, lent, size)[owner])
        by_lender = np.where(has, weight * side.variance, 0.0) + lent * summed(owner, need, size)[owner]
    return by_event, by_lender, np.where(has, df, np.inf)


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
