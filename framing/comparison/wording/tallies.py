"""Terms added up by side: each entry of the counts is looked at once, however many comparisons there are.

Rows that stand on the same sides everywhere are of one kind; kinds are added up to sides. Whole numbers, so
that sums are exact in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.wording.dispersion import above, normalised

__all__ = ["Side", "Tallies"]


@dataclass(frozen=True)
class Side:
    """Terms on one side: occurrences, articles with the term, the most in one article, dispersion."""

    n: int
    n_articles: int
    count: Ints
    articles: Ints
    top: Ints
    dispersion: Floats


class Tallies:
    """Sums of terms by side.

    Parameters
    ----------
    counts : csc_array, rows × terms
    tokens : array, one item a row
    sides : sequence of masks over rows
    """

    def __init__(self, counts: csc_array, tokens: Ints, sides: Sequence[Flags]) -> None:
        self.tokens, self.terms = tokens, counts.shape[1]
        self.kinds, kind = np.unique(np.array(sides), axis=1, return_inverse=True)
        self.kind = kind.reshape(-1)
        self.row, self.count = counts.indices, counts.data
        self._starts, self._lengths = counts.indptr[:-1], np.diff(counts.indptr)
        self.term = np.repeat(np.arange(self.terms, dtype=np.int32), self._lengths)

    @cached_property
    def size(self) -> Ints:
        """Words of the article that each entry stands in."""
        size: Ints = self.tokens[self.row]
        return size

    @cached_property
    def _key(self) -> tuple[Ints, Ints]:
        """Where a run of entries of one kind and term begins, and its place among kinds × terms."""
        key = self.kind[self.row] * np.int64(self.terms)
        key += self.term
        new = np.ones(len(key), bool)
        np.not_equal(key[1:], key[:-1], out=new[1:])
        begin = np.flatnonzero(new)
        return begin, key[begin]

    def _by_kind(self, values: Ints) -> Floats:
        begin, key = self._key
        sums = np.add.reduceat(values, begin) if len(begin) else np.zeros(0, np.int64)
        # Whole numbers below 2**53: exact.
        flat = np.bincount(key, sums, self.kinds.shape[1] * self.terms)
        return np.asarray(flat.reshape(-1, self.terms))

    @cached_property
    def counts(self) -> Floats:
        """Occurrences, kinds × terms."""
        return self._by_kind(self.count)

    @cached_property
    def _articles(self) -> Floats:
        begin, key = self._key
        runs = np.diff(np.append(begin, len(self.term)))
        flat = np.bincount(key, runs, self.kinds.shape[1] * self.terms)
        return flat.astype(np.float64).reshape(-1, self.terms)

    @cached_property
    def _tops(self) -> Ints:
        begin, key = self._key
        tops = np.zeros(self.kinds.shape[1] * self.terms, np.int64)
        if len(begin):
            np.maximum.at(tops, key, np.maximum.reduceat(self.count, begin))
        return tops.reshape(-1, self.terms)

    @cached_property
    def squares(self) -> Floats:
        """Sums of squared counts, kinds × terms."""
        return self._by_kind(self.count * self.count)

    @cached_property
    def products(self) -> Floats:
        """Sums of counts by words of the article, kinds × terms."""
        return self._by_kind(self.count * self.size)

    @cached_property
    def _whole(self) -> Floats:
        return np.asarray(self.count, np.float64)

    @cached_property
    def _above(self) -> Floats:
        """Deviation of proportions inside each kind, kinds × terms."""
        begin, key = self._key
        runs = np.diff(np.append(begin, len(self.term)))
        kind = key // self.terms
        n = np.bincount(self.kind, self.tokens, self.kinds.shape[1])
        v = self._whole * np.repeat(1.0 / self.counts.reshape(-1)[key], runs)
        over = above(v, self._share(np.repeat(1.0 / np.maximum(n, 1.0)[kind], runs)))
        sums = np.add.reduceat(over, begin) if len(begin) else np.zeros(0)
        flat = np.bincount(key, sums, self.kinds.shape[1] * self.terms).astype(np.float64)
        return flat.reshape(-1, self.terms)

    def _share(self, each: Floats | float) -> Floats:
        return np.asarray(self.size * each, np.float64)

    def _deviation(self, side: int, count: Ints, n: int) -> Floats:
        """Return the deviation of proportions of each term on a side, 0 where it doesn't stand there."""
        mine = np.flatnonzero(self.kinds[side])
        if len(mine) == 1:
            return np.asarray(self._above[mine[0]])
        with np.errstate(divide="ignore"):
            v = self._whole * np.repeat(np.where(count > 0, 1.0 / count, 0.0), self._lengths)
        over = above(v, self._share(1.0 / max(n, 1)))
        over *= self.kinds[side][self.kind][self.row]
        deviation = np.zeros(self.terms)
        filled = self._lengths > 0
        if len(over):
            deviation[filled] = np.add.reduceat(over, self._starts[filled])
        return deviation

    def entries(self, side: int) -> Ints:
        """Return which entries of the counts stand on a side."""
        return np.flatnonzero(self.kinds[side][self.kind][self.row])

    def side(self, side: int) -> Side:
        """Return the sums of a side."""
        mine = np.flatnonzero(self.kinds[side])
        total = self.tokens[self.kinds[side][self.kind]]
        count = self.counts[mine].sum(axis=0).astype(np.int64)
        n = int(total.sum())
        deviation = np.where(count > 0, self._deviation(side, count, n), np.nan)
        return Side(
            n=n,
            n_articles=int((total > 0).sum()),
            count=count,
            articles=self._articles[mine].sum(axis=0).astype(np.int64),
            top=self._tops[mine].max(axis=0, initial=0),
            dispersion=normalised(deviation, total),
        )
