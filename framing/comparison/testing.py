"""Which test each pair gets, and that test.

One event to five: labels change places over clusters inside events. Six or more: signs change over
events. From 50 clusters a side, and where one side is very large: Welch's t on the pooled gap.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.stats

from framing.comparison.intervals import (
    LEAST_ARTICLES,
    NO_SPREAD,
    Segments,
    logit_ends,
    satterthwaite,
    segments,
    t_half,
)
from framing.comparison.permute import LEAST_EVENTS, Stratum, Verdict, least_p, permute, sign_flip
from framing.comparison.sums import Clusters, Flags, Floats, Ints, ranges, starts, summed
from framing.corpus.outlets import book
from framing.errors import FramingError, brief, refuse_unknown, several, unknown

# The rest: all groups but one, taken together as the other side of a comparison.

#: From this many clusters the linearised variance stands for the jackknife's; they differ by less than 1 %.
LARGE = 200


def rest_of_all(data: Clusters, own: Segments) -> tuple[Segments, Flags]:
    """Return, for each group's segment, that of the rest in its cell and event, and whether there is any.

    Parameters
    ----------
    data : Clusters
    own : Segments
        One a cell × group × event, as `segments` gives them with ``within=True``.
    """
    key = own.cell * len(data.events) + own.event
    order = np.argsort(key, kind="stable")
    begin = starts(key[order])
    place = np.empty_like(order)
    place[order] = np.repeat(np.arange(len(begin)), np.diff(np.append(begin, len(order))))

    def less(values: Floats | Ints) -> Floats:
        return (np.add.reduceat(values[order], begin)[place] - values).astype(np.float64)

    def most(values: Floats) -> Floats:
        # The largest value among the other segments of a cell and event.
        top = np.maximum.reduceat(values[order], begin)[place]
        at_top = values == top
        ties = np.add.reduceat(at_top[order].astype(np.int64), begin)[place]
        second = np.maximum.reduceat(np.where(at_top, -np.inf, values)[order], begin)[place]
        return np.where(at_top & (ties == 1), second, top)

    first = starts(data.cell, data.group, data.event)
    xx, xd, dd = (less(np.add.reduceat(v, first)) for v in (data.x**2, data.x * data.d, data.d**2))
    n, x, d = less(own.n), less(own.x), less(own.d)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = x / d
        variance = n / (n - 1.0) * np.maximum(xx - 2 * rate * xd + rate**2 * dd, 0.0) / d**2
        rest = Segments(
            cell=own.cell, group=np.full_like(own.group, len(data.groups)), event=own.event,
            n=n.astype(np.int64), articles=less(own.articles).astype(np.int64),
            x=x, d=d, hits=less(own.hits), tokens=less(own.tokens), rates=less(own.rates),
            x_most=most(own.x_most), d_most=most(own.d_most), hits_most=most(own.hits_most),
            log_variance=np.where(rate > 0, variance / _slope(rate, data.full[own.cell]) ** 2, np.nan),
            variance=variance, df=n - 1.0,
            pull=variance,
        )  # fmt: skip
    there = less(np.ones(len(key))) > 0
    small = np.flatnonzero(there & (rest.n < LARGE))
    if not len(small):
        return rest, there
    one = _Direct(data)
    direct = [(rows, one.rest(int(own.group[rows[0]]), key[rows])) for rows in _by_group(own.group, small)]
    together = Segments.joined([rest, *(part for _, part in direct)])
    take = np.arange(len(key))
    take[np.concatenate([rows for rows, _ in direct])] = len(key) + np.arange(len(small))
    return together.take(take), there


def rest_rows(data: Clusters, group: int, keys: Ints) -> Ints:
    """Return the entries of all groups but one in some cells × events, in order of the keys.

    These are ``cell * events + event``, sorted.
    """
    order, key = data.by_event
    rows: Ints = order[_among(key, keys)]
    return np.asarray(rows[data.group[rows] != group])


def _among(key: Ints, keys: Ints) -> Ints:
    """Return where entries in order of their keys have one of some keys."""
    return ranges(np.searchsorted(key, keys), np.searchsorted(key, keys, side="right"))[0]


class _Direct:
    """The rest of one group in some cells × events, computed as any group's."""

    def __init__(self, data: Clusters) -> None:
        order, self._key = data.by_event
        # In this order once, so that no group's rest is gathered from everywhere.
        names = ("cell", "group", "event", "x", "d", "hits", "tokens", "articles")
        self._data, self._columns = data, {name: getattr(data, name)[order] for name in names}

    def rest(self, group: int, keys: Ints) -> Segments:
        """Return it in order of the keys, which are sorted."""
        rows = _among(self._key, keys)
        rows = rows[self._columns["group"][rows] != group]
        columns = {name: column[rows] for name, column in self._columns.items()}
        columns["group"] = np.full_like(columns["cell"], len(self._data.groups))
        return segments(replace(self._data, **columns), within=True)


def _by_group(group: Ints, rows: Ints) -> list[Ints]:
    rows = rows[np.argsort(group[rows], kind="stable")]
    return np.split(rows, starts(group[rows])[1:])


# Which groups are compared, and the two sides of each comparison, event by event.

#: The other side where a group is set against all others together.
REST = "rest"

#: Up to this many groups, each is set against each.
ALL_PAIRS = 6

Pairs = str | Sequence[tuple[str, str]] | None


@dataclass(frozen=True)
class Sides:
    """One entry a pair × cell × event that holds both; `a` and `b` are segments in the same order.

    `pair` counts into `pairs`, tuples of group codes; the code of `rest` is the number of groups.
    """

    pairs: list[tuple[int, int]]
    pair: Ints
    cell: Ints
    event: Ints
    a: Segments
    b: Segments

    def take(self, rows: Ints) -> Sides:
        """Return some of the entries, in the order asked for."""
        parts = (self.pair[rows], self.cell[rows], self.event[rows], self.a.take(rows), self.b.take(rows))
        return Sides(self.pairs, *parts)


def chosen(pairs: Pairs, groups: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs to compare, as codes.

    Parameters
    ----------
    pairs : None, "all", "rest" or list of (str, str)
        None is all pairs of up to six groups, and each group against the rest where there are more.

    Raises
    ------
    FramingError
        A pair names a group that is not there, or one group twice.
    """
    if len(groups) < 2:
        return []
    if pairs is None:
        pairs = "all" if len(groups) <= ALL_PAIRS else "rest"
    if isinstance(pairs, str) and pairs == "all":
        return [(a, b) for a in range(len(groups)) for b in range(a + 1, len(groups))]
    if isinstance(pairs, str) and pairs == "rest":
        return [(a, len(groups)) for a in range(len(groups))]
    if isinstance(pairs, str):
        raise unknown("pairs", pairs, ("all", "rest"))
    code = {name: place for place, name in enumerate(groups)} | {REST: len(groups)}
    result = []
    for pair in several("pairs", pairs):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise FramingError(f"pairs: {brief(pair)} is not a pair; give two groups, as ('a', 'b')")
        pair = [book().called(name, code) for name in pair]
        refuse_unknown(pair, code, argument="pairs")
        a, b = (code[name] for name in pair)
        if a == b or a == len(groups) or (a, b) in result:
            said = f"pairs: {tuple(pair)!r} can't be compared; name two different groups, each pair once"
            raise FramingError(said)
        result.append((a, b))
    return result


def check_compared(compared: Sequence[str] | None, labels: pd.Series) -> frozenset[str] | None:
    """Return the groups that are compared, None for all; raises FramingError for one that no article has."""
    if compared is None:
        return None
    known = set(labels.dropna().astype("str"))
    wanted = [book().called(name, known) for name in several("compared", compared)]
    refuse_unknown(wanted, known, argument="compared")
    return frozenset(wanted)


def sides(data: Clusters, pairs: list[tuple[int, int]]) -> Sides:
    """Return both sides of every pair, cell and event."""
    own = segments(data, within=True)
    key = own.cell * len(data.events) + own.event
    last = len(data.groups)
    by_group = [np.flatnonzero(own.group == group) for group in range(last)]
    others, there = own, np.zeros(0, dtype=bool)
    if any(b == last for _, b in pairs):
        rest, there = rest_of_all(data, own)
        others = Segments.joined([own, rest])
    found: list[tuple[Ints, Ints, Ints]] = []
    for number, (a, b) in enumerate(pairs):
        rows = by_group[a]
        if b == last:
            rows = rows[there[rows]]
            found.append((np.full(len(rows), number), rows, rows + len(key)))
        else:
            _, at_a, at_b = np.intersect1d(
                key[rows], key[by_group[b]], assume_unique=True, return_indices=True
            )
            found.append((np.full(len(at_a), number), rows[at_a], by_group[b][at_b]))
    pair, at_a, at_b = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return Sides(pairs, pair, own.cell[at_a], own.event[at_a], own.take(at_a), others.take(at_b))


def runs(pair: Ints, cell: Ints) -> tuple[Ints, Ints]:
    """Return where each pair × cell begins among its events, and which one each entry belongs to."""
    begin = starts(pair, cell)
    return begin, np.repeat(np.arange(len(begin)), np.diff(np.append(begin, len(pair))))


# Texts that stand on both sides of a comparison: what they take off the variance of a difference.


@dataclass(frozen=True)
class Shared:
    """By entry of `Sides`: correlation of the two ratios of sums, how many texts, whether no others."""

    correlation: Floats
    texts: Ints
    all: Flags


def shared(data: Clusters, both: Sides) -> Shared:
    """Return what each pair × cell × event has in common.

    The correlation is the jackknife's: ``sum(u_a u_b)`` over texts on both sides, by the root of
    ``sum(u_a**2) sum(u_b**2)`` over all, where ``u`` is what deleting a text does to a side's ratio of sums.
    """
    size = len(both.pair)
    covariance, texts = np.zeros(size), np.zeros(size, dtype=np.int64)
    entries = np.flatnonzero(data.shared & (data.d > 0))
    if not len(entries):
        return Shared(covariance, texts, np.zeros(size, dtype=bool))  # nothing in common
    group = data.group[entries]
    key = data.cell[entries] * len(data.events) + data.event[entries]
    # Each entry beside all of the same text in its cell and event.
    texts_of = pd.DataFrame({"text": key * len(data.names) + data.family[entries]}).reset_index()
    left, right = texts_of.merge(texts_of, on="text")[["index_x", "index_y"]].to_numpy().T
    begin = np.searchsorted(both.pair, np.arange(len(both.pairs) + 1))
    for number, (a, b) in enumerate(both.pairs):
        mine = slice(begin[number], begin[number + 1])
        here = both.cell[mine] * len(data.events) + both.event[mine]
        # The rest may hold a text several times, so each of its copies is met with ours.
        met = group[right] != a if b == len(data.groups) else group[right] == b
        met = np.flatnonzero(met & (group[left] == a) & np.isin(key[right], here))
        met = met[np.argsort(right[met])]
        ours, theirs = entries[left[met]], entries[right[met]]
        row = np.searchsorted(here, key[right[met]])
        at = begin[number] + row
        product = _pull(data, ours, both.a, at) * _pull(data, theirs, both.b, at)
        covariance[mine] = summed(row, product, len(here))
        texts[mine] = np.bincount(row, minlength=len(here))
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.clip(covariance / np.sqrt(both.a.pull * both.b.pull), -1.0, 1.0)
    return Shared(np.nan_to_num(correlation), texts, (texts == both.a.n) & (texts == both.b.n))


def _pull(data: Clusters, entries: Ints, side: Segments, rows: Ints) -> Floats:
    """Return what deleting each entry does to ``x / d`` of a row of its side."""
    x, d, n = side.x[rows], side.d[rows], side.n[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (x / d * data.d[entries] - data.x[entries]) / (d - data.d[entries])
    return np.where(np.isfinite(change), change, 0.0) * np.sqrt((n - 1) / n)


# The pooled within-event difference of two groups, and its interval.

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


def _slope(rate: Floats, full: Floats) -> Floats:
    """Return by how much a rate changes as its logarithm, or of a share its logit, changes by a little."""
    return rate * np.where(np.isnan(full), 1.0, 1 - rate / full)


def pool(both: Sides, common: Shared, ratio: Flags, full: Floats, weights: str) -> Pooled:
    """Pool the events of every pair and cell.

    Parameters
    ----------
    both : Sides
        The two sides; entries without a denominator on a side are left out beforehand.
    common : Shared
        What the two sides have in common.
    ratio : array of bool
        For each cell: compared as a ratio.
    full : array
        For each cell: ``x / d`` where a share is 1, missing where it is no share.
    weights : {"mantel-haenszel", "equal"}
        An event's weight: ``n_a n_b / (n_a + n_b)``, or the same for each.

    Notes
    -----
    The interval of a difference of shares joins those of both sides, made on the logit, so that neither
    end can lie beyond 1: ``a - b - sqrt((a - l_a)**2 + (u_b - b)**2 - 2 r (a - l_a)(u_b - b))`` below, and
    above likewise (Newcombe 1998, Statistics in Medicine 17, 873-890; Zou 2007, Psychological Methods 12,
    399-413), with the degrees of freedom of the difference and `r` from texts on both sides.
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
    total, welch = satterthwaite([(by_lender, df) for _, by_lender, df in parts], owner, size)
    off = np.zeros(size)
    if common.texts.any():
        # Twice the covariance of the sides is taken off; where they are the same texts, df is that of pairs.
        off = 2 * summed(owner, common.correlation * np.sqrt(parts[0][0] * parts[1][0]), size)
        same = summed(owner, ~common.all, size) == 0
        # What is left of a difference between a text and itself is rounding.
        total = np.where(total - off > SAME * total, total - off, np.nan)
        welch = np.where(same, summed(owner, both.a.n - 1.0, size), welch)
    alike = effective(owner, weight, size)
    several = (n_events >= EVENTS_AS_DRAWS) & (alike >= LEAST_ALIKE)
    if several.any():
        # The delete-one-event jackknife variance of the gap.
        level = [summed(owner, raw * rate, size) for rate in (rate_a, rate_b)]
        mass = summed(owner, raw, size)
        m = np.bincount(owner, minlength=size)
        with np.errstate(divide="ignore", invalid="ignore"):
            left = [(sums[owner] - raw * rate) / (mass[owner] - raw)
                    for sums, rate in zip(level, (rate_a, rate_b), strict=True)]  # fmt: skip
        theta = _gap(left[0], left[1], logs[owner])
        mean = summed(owner, theta, size) / m
        spread = (m - 1) / m * summed(owner, (theta - mean[owner]) ** 2, size)
        total, welch = np.where(several, spread, total), np.where(several, alike - 1.0, welch)
    floor = np.where(logs, NO_SPREAD, NO_SPREAD * (a**2 + b**2))
    total = np.where(np.isfinite(gap) & (total > floor), total, np.nan)
    half = t_half(total, welch)
    low, high = gap - half, gap + half
    if np.isfinite(full[cell]).any():
        top = full[cell]
        shares = np.isfinite(top) & np.isfinite(total)
        below, above = _joined_ends(both, parts, owner, (a, b), top, n_events, welch, off)
        low = np.where(shares, np.where(several, np.maximum(low, -top), below), low)
        high = np.where(shares, np.where(several, np.minimum(high, top), above), high)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * scipy.stats.t.sf(np.abs(gap) / np.sqrt(total), welch)
    means = [summed(owner, weight * side.rates / side.n, size) for side in (both.a, both.b)]
    agree = summed(owner, np.sign(rate_a - rate_b) == np.sign(a - b)[owner], size).astype(np.int64)
    return Pooled(
        begin, owner, weight, pair, cell, logs, n_events, a, b, gap, total, welch, low, high,
        np.asarray(p), means[0] - means[1], agree, several,
    )  # fmt: skip


def _joined_ends(
    both: Sides, parts: list[tuple[Floats, Floats, Floats]], owner: Ints, pooled: tuple[Floats, Floats],
    full: Floats, n_events: Ints, df: Floats, off: Floats,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Return the ends of intervals of differences of shares, joined of those of both sides."""
    size, reach, sums = len(n_events), [], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for side, level, (by_event, _, _) in zip((both.a, both.b), pooled, parts, strict=True):
            sums.append(summed(owner, by_event, size))
            alone = summed(owner, side.log_variance, size)
            logit = np.where(n_events == 1, alone, sums[-1] / _slope(level, full) ** 2)
            low, high = logit_ends(level / full, t_half(logit, df))
            reach.append((level - low * full, high * full - level))
        r = np.clip(off / 2 / np.sqrt(sums[0] * sums[1]), -1.0, 1.0)
        (a_down, a_up), (b_down, b_up) = reach
        down = np.sqrt(a_down**2 + b_up**2 - 2 * r * a_down * b_up)
        up = np.sqrt(a_up**2 + b_down**2 - 2 * r * a_up * b_down)
    gap = pooled[0] - pooled[1]
    return np.maximum(gap - down, -full), np.minimum(gap + up, full)


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


def _parts(
    both: Sides, owner: Ints, weight: Floats, n_events: Ints, logs: Flags, pooled: tuple[Floats, Floats]
) -> list[tuple[Floats, Floats, Floats]]:
    """Return what each event adds to the variance of the gap, for each side, and the degrees of freedom.

    An event with one article shows no spread and borrows that of others: the first counts what it borrows
    as its own, the second as theirs, whose degrees of freedom are given; both have the same sum.
    """
    parts = []
    single = (n_events == 1)[owner]
    for side, level in ((both.a, pooled[0]), (both.b, pooled[1])):
        by_event, by_lender, df = _borrowed(side, owner, weight**2, len(n_events))
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.where(logs[owner], 1.0 / level[owner] ** 2, 1.0)
            by_event, by_lender = by_event * scale, by_lender * scale
        alone = single & logs[owner]
        by_event, by_lender = (np.where(alone, side.log_variance, part) for part in (by_event, by_lender))
        parts.append((by_event, by_lender, df))
    return parts


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


#: A test whose least p is above this is not made.
ALPHA = 0.05

#: From this many clusters on both sides, Welch's t on the gap.
MANY = 50

#: Differences by event that are kept before they are tested; changes nothing else.
_FLIPS = 1 << 24

#: Above this many clusters on both sides together, the same.
MOST = 2_000


@dataclass
class Tests:
    """p, the least p, how p was made and from how many arrangements, by pair × cell."""

    p: Floats
    p_min: Floats
    name: list[str | None]
    draws: Ints

    @classmethod
    def none(cls, size: int) -> Tests:
        """Return a table without any test."""
        missing = np.full(size, np.nan)
        return cls(missing, missing.copy(), [None] * size, np.zeros(size, dtype=np.int64))

    def set(self, row: int, verdict: Verdict, p: float, name: str) -> None:
        """Put a verdict down; p stays missing where the least p is above `ALPHA`."""
        self.p_min[row] = verdict.p_min
        if verdict.p_min <= ALPHA:
            name = f"{name}, {'exact' if verdict.exact else 'draws'}"
            self.p[row], self.name[row], self.draws[row] = p, name, verdict.draws


@dataclass
class Members:
    """Clusters under labels, by event and family, and the rows of a table whose cells have just these.

    `weights` are by code of the event; `x` and `d` have an array a row. Such rows share one set of
    arrangements, so that testing them costs little more than testing one.
    """

    event: Ints
    family: Ints
    labels: Ints
    weights: dict[int, float]
    rows: list[int]
    x: list[Floats]
    d: list[Floats]

    def strata(self, names: Sequence[str], events: Sequence[str | None]) -> list[Stratum]:
        """Return a stratum an event; `names` and `events` are those of `sums.Clusters`."""
        begin = starts(self.event)
        found = []
        for low, high in zip(begin, np.append(begin[1:], len(self.event)), strict=True):
            part = slice(low, high)
            family, labels, event = self.family[part], self.labels[part], int(self.event[low])
            # A family that stands under both labels doesn't move.
            fixed = np.isin(family, np.intersect1d(family[labels == 0], family[labels == 1]))
            x, d = (np.column_stack([one[part] for one in columns]) for columns in (self.x, self.d))
            key = (str(events[event]), *(names[f] for f in family[~fixed]))
            found.append(Stratum(labels.astype(np.int8), x, d, fixed, self.weights[event], key))
        return found


class Testing:
    """The tests of pairs, put down a block of cells at a time and made together.

    A side without hits, or with all in one article, has no spread to studentise by: where outlets
    differ in the length of their items, such cells alone raise false alarms to 15 % (measured, 5
    short items against 20 long ones), so they get no test.

    Parameters
    ----------
    names, events
        As in `sums.Clusters`.
    seed, draws
        As in `permute.permute`.
    """

    def __init__(self, names: Sequence[str], events: Sequence[str | None], *, seed: int, draws: int) -> None:
        self._names, self._events = names, events
        self._seed, self._draws = seed, draws
        self._ratio: list[Flags] = []
        self._size = 0
        self._by_t: list[tuple[int, float, str]] = []
        self._sets: dict[tuple[int, bytes], Members] = {}
        self._flips: dict[bytes, list[tuple[int, Floats]]] = {}
        self._flipped: list[tuple[int, Verdict, float]] = []

    def add(self, found: Compared, open_to: Flags) -> None:
        """Test what needs no arrangements of articles, and keep the clusters of what does.

        Parameters
        ----------
        found : Compared
        open_to : array of bool
            Where a test may be made at all, by pair × cell.
        """
        both, common, pooled, n = found.both, found.common, found.pooled, (found.n_a, found.n_b)
        enough = open_to & (np.minimum(*n) >= LEAST_ARTICLES)
        same = np.bincount(pooled.owner, ~common.all, minlength=len(pooled.pair)) == 0
        many = (np.minimum(*n) >= MANY) | (n[0] + n[1] > MOST) | same
        over_events = enough & (pooled.n_events >= LEAST_EVENTS)
        gaps = pooled.weight * (both.a.x / both.a.d - both.b.x / both.b.d)
        for row in np.flatnonzero(over_events).tolist():
            rows = found.entries(row)
            self._flips.setdefault(both.event[rows].tobytes(), []).append((self._size + row, gaps[rows]))
        for row in np.flatnonzero(enough & many & ~over_events & np.isfinite(pooled.p)).tolist():
            kind = "log ratio" if pooled.ratio[row] else "difference"
            name = f"{'paired' if same[row] else 'Welch'} t on the {kind}"
            self._by_t.append((self._size + row, float(pooled.p[row]), name))
        wanted = np.flatnonzero(enough & ~many & ~over_events & np.isfinite(pooled.low))
        self._keep(found, wanted)
        if sum(len(flips) * len(flips[0][1]) for flips in self._flips.values()) > _FLIPS:
            self._flip()
        self._ratio.append(pooled.ratio)
        self._size += len(pooled.pair)

    def done(self) -> Tests:
        """Return the tests of all rows, in the order in which they were put down."""
        self._flip()
        tests = Tests.none(self._size)
        for row, p, name in self._by_t:
            tests.p[row], tests.name[row] = p, name
        for row, verdict, p in self._flipped:
            tests.set(row, verdict, p, "sign-flip over events")
        ratio = np.concatenate([np.zeros(0, dtype=bool), *self._ratio])
        while self._sets:
            members = self._sets.pop(next(iter(self._sets)))  # let go of, as these are large
            strata, rows = members.strata(self._names, self._events), np.array(members.rows)
            if least_p(strata) > ALPHA:
                tests.p_min[rows] = least_p(strata)
                continue
            verdict = permute(strata, ratio[rows], seed=self._seed, draws=self._draws)
            for place, row in enumerate(members.rows):
                tests.set(row, verdict, float(verdict.p[place]), "permutation")
        return tests

    def _flip(self) -> None:
        """Test over events: the rows of the same events together, which share their draws."""
        for codes, flips in self._flips.items():
            names = tuple(str(self._events[event]) for event in np.frombuffer(codes, dtype=np.int64).tolist())
            gaps = np.column_stack([gaps for _, gaps in flips])
            verdict = sign_flip(gaps, names, seed=self._seed, draws=self._draws)
            self._flipped += [
                (row, verdict, p) for (row, _), p in zip(flips, verdict.p.tolist(), strict=True)
            ]
        self._flips = {}

    def _keep(self, found: Compared, wanted: Ints) -> None:
        """Keep the clusters of the rows that are to be tested by permutation."""
        data, both, pooled = found.data, found.both, found.pooled
        of_group: dict[int, Ints] = {}
        for number, pair in enumerate(both.pairs):
            rows = wanted[pooled.pair[wanted] == number]
            if not len(rows):
                continue
            for group in pair:
                if group == len(data.groups):
                    mine = both.pair == number
                    keys = both.cell[mine] * len(data.events) + both.event[mine]
                    of_group[group] = rest_rows(data, pair[0], keys)
                elif group not in of_group:
                    of_group[group] = np.flatnonzero(data.group == group)
            sides = [of_group[group][data.d[of_group[group]] > 0] for group in pair]
            cells = [data.cell[side] for side in sides]
            for row in rows.tolist():
                cell, entries = int(pooled.cell[row]), found.entries(row)
                here = [
                    side[slice(*np.searchsorted(of, [cell, cell + 1]))]
                    for side, of in zip(sides, cells, strict=True)
                ]
                if len(data.events) > 1:
                    here = [side[np.isin(data.event[side], both.event[entries])] for side in here]
                at, labels = np.concatenate(here), np.repeat([0, 1], [len(side) for side in here])
                order = np.lexsort((data.group[at], labels, data.family[at], data.event[at]))
                at, labels = at[order], labels[order]
                event, family, d = data.event[at], data.family[at], data.d[at]
                # Cells that divide by the same are quickest together, so what they divide by is in the key.
                parts = (event, family, labels, data.per_hit[[cell]])
                key = number, hashlib.blake2b(b"".join(part.tobytes() for part in parts)).digest()
                weight = dict(zip(both.event[entries].tolist(), pooled.weight[entries].tolist(), strict=True))
                members = self._sets.setdefault(key, Members(event, family, labels, weight, [], [], []))
                members.rows.append(self._size + row)
                members.x.append(data.x[at])
                # Most divide by the same words, which are kept once.
                members.d.append(members.d[0] if members.d and np.array_equal(members.d[0], d) else d)


# All that is computed about pairs of groups, before it is put into a table.

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

    `both` holds what meets with a denominator on both sides; `pooled` has an entry a pair × cell of it, and
    so have `spread`, `n_a` and `n_b` (clusters with a denominator), `bare`
    (nothing to measure a spread by), `closed` (no interval).
    """

    data: Clusters
    census: bool
    both: Sides
    common: Shared
    pooled: Pooled
    spread: Spread
    n_a: Ints
    n_b: Ints
    bare: Flags
    closed: Flags

    @property
    def articles(self) -> tuple[Ints, Ints]:
        """How many articles with a denominator each side has, by pair × cell."""
        a, b = (_by_row(self.pooled, side.articles).astype(np.int64) for side in (self.both.a, self.both.b))
        return a, b

    def entries(self, row: int) -> slice:
        """Return where the events of a row of `pooled` stand in `both`."""
        begin = int(self.pooled.begin[row])
        return slice(begin, begin + int(self.pooled.n_events[row]))


def compared(
    data: Clusters, pairs: Sequence[tuple[int, int]], *, weights: str, census: bool = False
) -> Compared | None:
    """Compare pairs of groups, without tests; None where nothing can be divided on both.

    Parameters
    ----------
    data : Clusters
        Sums, as `sums.clusters` gives them.
    pairs : sequence of (int, int)
        Codes of groups, as `chosen` gives them.
    weights : str
        As in `compare.compare`.
    census : bool
        No intervals.
    """
    both = sides(data, list(pairs))
    both = both.take(np.flatnonzero((both.a.d > 0) & (both.b.d > 0)))
    if not len(both.pair):
        return None
    common = shared(data, both)
    pooled = pool(both, common, data.ratio, data.full, weights)
    apart = spread(both, common, pooled.owner, pooled.ratio)
    n_a, n_b = (_by_row(pooled, side.n).astype(np.int64) for side in (both.a, both.b))
    # Where a side is too small, has no hits, all in one article, or nothing but hits of the class.
    closed = np.zeros(len(pooled.pair), dtype=bool)
    per_hit, shares = data.per_hit[pooled.cell], data.bounded[pooled.cell]
    for side in (both.a, both.b):
        n, hits, x = (_by_row(pooled, values) for values in (side.n, side.hits, side.x))
        hits_most, x_most = (_most(pooled, values) for values in (side.hits_most, side.x_most))
        whole = shares & (x >= data.full[pooled.cell] * _by_row(pooled, side.d))
        closed |= (n < LEAST_ARTICLES) | (hits == 0) | whole
        closed |= np.where(pooled.ratio | shares, x_most >= x, ~per_hit & (hits_most >= hits))
    bare = closed
    closed = bare | ~np.isfinite(pooled.low) | census
    return Compared(data, census, both, common, pooled, apart, n_a, n_b, bare, closed)


def _by_row(pooled: Pooled, values: Floats | Ints | Flags) -> Floats:
    return summed(pooled.owner, values, len(pooled.pair))


def _most(pooled: Pooled, values: Floats) -> Floats:
    return np.maximum.reduceat(values, pooled.begin) if len(pooled.begin) else values[:0]
