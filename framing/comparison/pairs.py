"""Which groups are compared, and the two sides of each comparison, event by event.

Two groups meet inside an event; what one of them lacks is no part of a comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Ints, starts
from framing.comparison.intervals import Segments, segments
from framing.comparison.sums import Clusters
from framing.errors import FramingError, unknown

__all__ = ["REST", "Sides", "chosen", "sides"]

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
    if pairs == "all":
        return [(a, b) for a in range(len(groups)) for b in range(a + 1, len(groups))]
    if pairs == "rest":
        return [(a, len(groups)) for a in range(len(groups))]
    if isinstance(pairs, str):
        raise unknown("pairs", pairs, ("all", "rest"))
    code = {name: place for place, name in enumerate(groups)} | {REST: len(groups)}
    result = []
    for pair in pairs:
        if len(tuple(pair)) != 2:
            raise FramingError(f"pairs: {pair!r} is not a pair; give two groups, as ('a', 'b')")
        for name in pair:
            if name not in code:
                raise unknown("pairs", name, code)
        a, b = (code[name] for name in pair)
        if a == b or a == len(groups) or (a, b) in result:
            raise FramingError(f"pairs: {tuple(pair)!r} can't be compared; name two different groups, each pair once")
        result.append((a, b))
    return result


def sides(data: Clusters, pairs: list[tuple[int, int]]) -> Sides:
    """Return both sides of every pair, cell and event."""
    own = segments(
        data.cell, data.group, data.event, data.x, data.d, data.hits, data.tokens, data.articles, within=True
    )
    rest_code = len(data.groups)
    width = len(data.events)
    key = own.cell * width + own.event
    by_group = [np.flatnonzero(own.group == group) for group in range(rest_code)]
    found: list[tuple[Ints, Ints, Ints]] = []
    others, offset = [own], len(own.cell)
    for number, (a, b) in enumerate(pairs):
        rows_a = by_group[a]
        if b == rest_code:
            rest = rest_of(data, a, key[rows_a])
            rows_b, keys_b = np.arange(offset, offset + len(rest.cell)), rest.cell * width + rest.event
            offset += len(rest.cell)
            others.append(rest)
        else:
            rows_b, keys_b = by_group[b], key[by_group[b]]
        _, at_a, at_b = np.intersect1d(key[rows_a], keys_b, assume_unique=True, return_indices=True)
        found.append((np.full(len(at_a), number), rows_a[at_a], rows_b[at_b]))
    pair, at_a, at_b = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return Sides(pairs, pair, own.cell[at_a], own.event[at_a], own.take(at_a), Segments.joined(others).take(at_b))


def rest_of(data: Clusters, group: int, keys: Ints) -> Segments:
    """Return the segments of all groups but one, in the cells and events it has."""
    rows = rest_rows(data, group, keys)
    parts = (getattr(data, n)[rows] for n in ("cell", "group", "event", "x", "d", "hits", "tokens", "articles"))
    cell, which, event, x, d, hits, tokens, articles = parts
    return segments(cell, np.full_like(which, len(data.groups)), event, x, d, hits, tokens, articles, within=True)


def rest_rows(data: Clusters, group: int, keys: Ints) -> Ints:
    """Return the entries of all groups but one, by cell and event, in the cells and events given."""
    key = data.cell * len(data.events) + data.event
    rows = np.flatnonzero((data.group != group) & np.isin(key, keys))
    return rows[np.argsort(key[rows], kind="stable")]


def runs(pair: Ints, cell: Ints) -> tuple[Ints, Ints]:
    """Return where each pair × cell begins among its events, and which one each entry belongs to."""
    begin = starts(pair, cell)
    return begin, np.repeat(np.arange(len(begin)), np.diff(np.append(begin, len(pair))))
