"""Which groups are compared, and the two sides of each comparison, event by event.

Two groups meet inside an event; what one of them lacks is no part of a comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Ints, starts
from framing.comparison.intervals import Segments, segments
from framing.comparison.rest import rest_of_all
from framing.comparison.sums import Clusters
from framing.errors import FramingError, among, brief, several, unknown

__all__ = ["REST", "Pairs", "Sides", "chosen", "runs", "sides"]

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
        for name in pair:
            if not among(name, code):
                raise unknown("pairs", name, code)
        a, b = (code[name] for name in pair)
        if a == b or a == len(groups) or (a, b) in result:
            said = f"pairs: {tuple(pair)!r} can't be compared; name two different groups, each pair once"
            raise FramingError(said)
        result.append((a, b))
    return result


def sides(data: Clusters, pairs: list[tuple[int, int]]) -> Sides:
    """Return both sides of every pair, cell and event."""
    own = segments(
        data.cell, data.group, data.event, data.x, data.d, data.hits, data.tokens, data.articles, within=True
    )
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
