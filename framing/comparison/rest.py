"""The rest: all groups but one, taken together as the other side of a comparison.

With hundreds of groups the rest is nearly everything, hundreds of times over; so where it is
large its sums are those of all groups less the group's own, and its variance is made
from such sums. Where it is small it is computed as any group's.
"""

from __future__ import annotations

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, ranges, starts
from framing.comparison.intervals import Segments, segments
from framing.comparison.sums import Clusters

__all__ = ["rest_of_all", "rest_rows"]

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
        return _most_of_others(values, order, begin, place)

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
            log_variance=np.where(rate > 0, variance / rate**2, np.nan), variance=variance, df=n - 1.0,
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
        self._group, self._none = data.group[order], len(data.groups)
        # In this order once, so that no group's rest is gathered from everywhere.
        names = ("cell", "event", "x", "d", "hits", "tokens", "articles")
        self._columns = [getattr(data, name)[order] for name in names]

    def rest(self, group: int, keys: Ints) -> Segments:
        """Return it in order of the keys, which are sorted."""
        rows = _among(self._key, keys)
        rows = rows[self._group[rows] != group]
        cell, event, *values = (column[rows] for column in self._columns)
        return segments(cell, np.full_like(cell, self._none), event, *values, within=True)


def _by_group(group: Ints, rows: Ints) -> list[Ints]:
    rows = rows[np.argsort(group[rows], kind="stable")]
    return np.split(rows, starts(group[rows])[1:])


def _most_of_others(values: Floats, order: Ints, begin: Ints, place: Ints) -> Floats:
    """Return the largest value among the other segments of a cell and event."""
    top = np.maximum.reduceat(values[order], begin)[place]
    at_top = values == top
    ties = np.add.reduceat(at_top[order].astype(np.int64), begin)[place]
    second = np.maximum.reduceat(np.where(at_top, -np.inf, values)[order], begin)[place]
    return np.where(at_top & (ties == 1), second, top)
