"""Texts that stand on both sides of a comparison: what they take off the variance of a difference.

A wire story that two outlets ran moves both estimates the same way when it is deleted, so that
the two sides are not independent. So do the articles themselves where two voices or two parts are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, ranges, starts, summed
from framing.comparison.intervals import Segments
from framing.comparison.pairs import Sides
from framing.comparison.sums import Clusters

__all__ = ["Shared", "shared"]


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
    copies = _Copies.of(key * len(data.names) + data.family[entries])
    by_group = np.argsort(group, kind="stable")
    first = np.searchsorted(group[by_group], np.arange(len(data.groups) + 1))
    begin = np.searchsorted(both.pair, np.arange(len(both.pairs) + 1))
    for number, (a, b) in enumerate(both.pairs):
        mine = slice(begin[number], begin[number + 1])
        here = both.cell[mine] * len(data.events) + both.event[mine]
        # The rest may hold a text several times, so each of its copies is met with ours.
        left, right = copies.of_each(by_group[first[a] : first[a + 1]])
        met = group[right] != a if b == len(data.groups) else group[right] == b
        place = np.searchsorted(here, key[right])
        known = place < len(here)
        known[known] = here[place[known]] == key[right[known]]
        chosen = np.flatnonzero(met & known)
        chosen = chosen[np.argsort(right[chosen])]
        ours, theirs, row = entries[left[chosen]], entries[right[chosen]], place[chosen]
        at = begin[number] + row
        product = _pull(data, ours, both.a, at) * _pull(data, theirs, both.b, at)
        covariance[mine] = summed(row, product, len(here))
        texts[mine] = np.bincount(row, minlength=len(here))
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.clip(covariance / np.sqrt(both.a.pull * both.b.pull), -1.0, 1.0)
    return Shared(np.nan_to_num(correlation), texts, (texts == both.a.n) & (texts == both.b.n))


@dataclass(frozen=True)
class _Copies:
    """Entries by the text they are of: `order` has those of a text together, `number` each one's text."""

    order: Ints
    number: Ints
    begin: Ints

    @classmethod
    def of(cls, text: Ints) -> _Copies:
        order = np.argsort(text, kind="stable")
        begin = np.append(starts(text[order]), len(order))
        number = np.empty_like(order)
        number[order] = np.repeat(np.arange(len(begin) - 1), np.diff(begin))
        return cls(order, number, begin)

    def of_each(self, entries: Ints) -> tuple[Ints, Ints]:
        """Return some entries beside all of the same text."""
        texts = self.number[entries]
        at, owner = ranges(self.begin[texts], self.begin[texts + 1])
        return entries[owner], self.order[at]


def _pull(data: Clusters, entries: Ints, side: Segments, rows: Ints) -> Floats:
    """Return what deleting each entry does to ``x / d`` of a row of its side."""
    x, d, n = side.x[rows], side.d[rows], side.n[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (x / d * data.d[entries] - data.x[entries]) / (d - data.d[entries])
    return np.where(np.isfinite(change), change, 0.0) * np.sqrt((n - 1) / n)
