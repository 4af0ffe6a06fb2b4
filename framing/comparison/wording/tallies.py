"""Terms added up by side: each entry of the counts is looked at once, however many comparisons there are.

Rows that stand on the same sides everywhere are of one kind; kinds are added up to sides. Whole numbers, so
that sums are exact in any order, and the same however terms are cut into blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_array

from framing.comparison.codes import Flags, Floats, Ints, starts

__all__ = ["Side", "Sides", "Tallies", "deviation", "normalised"]


# How evenly a term's occurrences lie over articles: Gries' deviation of proportions.


def deviation(x: Ints, d: Ints, count: Ints, n: int) -> Floats:
    """Return DP of terms: the sum of ``v - s`` over the articles that have more than their share.

    Parameters
    ----------
    x, d : arrays, one item a term
        Occurrences in these articles, and words of them: sums of whole numbers, so that DP is the same in
        any order of articles.
    count : array
        Occurrences in all.
    n : int
        Words of all.

    Examples
    --------
    >>> deviation(np.array([3]), np.array([20]), np.array([4]), 40).tolist()
    [0.25]
    """
    return np.maximum(x / count - d / n, 0.0)


def normalised(dp: Floats, least: int, n: int) -> Floats:
    """Return DP divided by the most it can be; missing with one article, or where DP is.

    Parameters
    ----------
    dp : array, one item a term
    least, n : int
        Words of the shortest article of the side that has any, and of all.

    Examples
    --------
    >>> normalised(np.array([0.25, np.nan]), 10, 40).round(4)
    array([0.3333,    nan])
    """
    most = 1.0 - least / n if n else 0.0
    return np.minimum(dp / most, 1.0) if most > 0 else np.full(len(dp), np.nan)


#: Sides of which sums are remembered.
_REMEMBERED = 4

#: Shares this near to each other are not told apart in floating point.
_NEAR = 1e-9


@dataclass(frozen=True)
class Side:
    """Terms on one side: occurrences, articles with the term, the most in one article, dispersion."""

    n: int
    n_articles: int
    count: Ints
    articles: Ints
    top: Ints
    dispersion: Floats


@dataclass(frozen=True)
class Sides:
    """Which rows stand on which sides, and how large these are.

    `kinds` is a mask, sides × kinds; `kind` the kind of each row; `tokens` its words, `words` those of each
    kind. `least` is the fewest words of an article of each side that has any.
    """

    tokens: Ints
    kinds: Flags
    kind: Ints
    words: Ints
    n: Ints
    n_articles: Ints
    least: Ints

    @classmethod
    def of(cls, tokens: Ints, masks: Sequence[Flags], of: Ints | None = None) -> Sides:
        """Return sides from masks.

        Parameters
        ----------
        tokens : array, one item a row
        masks : sequence of masks over rows, or over what `of` points to
        of : array, one item a row, optional
            What each row is, as the masks have it; -1 stands on no side.
        """
        every = np.zeros((len(masks), len(masks[0]) + 1), bool)
        every[:, :-1] = masks
        _, first, kind = np.unique(np.packbits(every, axis=0), axis=1, return_index=True, return_inverse=True)
        kind = kind.reshape(-1)
        kind = kind[:-1] if of is None else kind[of]
        kinds = every[:, first]
        filled = tokens > 0
        words = np.zeros(len(first), np.int64)
        np.add.at(words, kind, tokens)
        rows = np.bincount(kind[filled], minlength=len(first))
        least = np.full(len(first), np.iinfo(np.int64).max)
        np.minimum.at(least, kind[filled], tokens[filled])
        return cls(
            tokens,
            kinds,
            kind.astype(np.int32),
            words,
            np.array([words[side].sum() for side in kinds], np.int64),
            np.array([rows[side].sum() for side in kinds], np.int64),
            np.array([least[side].min(initial=np.iinfo(np.int64).max) for side in kinds], np.int64),
        )

    def rows(self, side: int) -> Flags:
        """Return the mask of the rows of a side."""
        return np.asarray(self.kinds[side][self.kind], bool)


class _Above(NamedTuple):
    """Occurrences and words above every share, by run; and entries that are above some shares at most."""

    x: Ints
    d: Ints
    term: Ints
    kind: Ints
    times: Ints
    size: Ints


class Tallies:
    """Sums of terms by side.

    Parameters
    ----------
    counts : csc_array, rows × terms
        Entries of a term in order of row.
    sides : Sides
    """

    def __init__(self, counts: csc_array, sides: Sides) -> None:
        self.sides, self.counts, self.terms = sides, counts, counts.shape[1]
        self.row, self.count = counts.indices, counts.data
        self.events: Ints | None = None
        self._last: dict[int, Ints] = {}
        lengths = np.diff(counts.indptr)
        self.term = np.repeat(np.arange(self.terms, dtype=np.int32), lengths)
        self.kind = sides.kind[self.row]
        # Runs of entries of one term and kind.
        new = np.ones(len(self.row), bool)
        np.not_equal(self.kind[1:], self.kind[:-1], out=new[1:])
        new[counts.indptr[:-1][lengths > 0]] = True
        self._begin = np.flatnonzero(new)
        self._run_kind, run_term = self.kind[self._begin], self.term[self._begin]
        self._filled = np.flatnonzero(lengths > 0)
        self._starts = np.searchsorted(run_term, self._filled)
        self._run_articles = np.diff(np.append(self._begin, len(self.row)))

    def _by_run(self, values: Ints) -> Ints:
        return np.add.reduceat(values, self._begin) if len(self._begin) else np.zeros(0, np.int64)

    @cached_property
    def _run_count(self) -> Ints:
        return self._by_run(self.count)

    @cached_property
    def _run_top(self) -> Ints:
        return np.maximum.reduceat(self.count, self._begin) if len(self._begin) else np.zeros(0, np.int64)

    @cached_property
    def _run_squares(self) -> Ints:
        return self._by_run(self.count * self.count)

    @cached_property
    def size(self) -> Ints:
        """Words of the article that each entry stands in."""
        size: Ints = self.sides.tokens[self.row]
        return size

    @cached_property
    def _run_products(self) -> Ints:
        return self._by_run(self.count * self.size)

    def _of(self, kinds: Flags, values: Ints, gather: np.ufunc = np.add) -> Ints:
        """Gather the runs of some kinds by term."""
        found = np.zeros(self.terms, np.int64)
        if len(self._starts):
            found[self._filled] = gather.reduceat(values * kinds[self._run_kind], self._starts)
        return found

    def occurrences(self, side: int) -> Ints:
        """Return how often each term stands on a side; the sides asked for last are remembered."""
        if side not in self._last:
            self._last[side] = self._of(self.sides.kinds[side], self._run_count)
            if len(self._last) > _REMEMBERED:
                del self._last[next(iter(self._last))]
        return self._last[side]

    def articles(self, side: int) -> Ints:
        """Return in how many articles of a side each term stands."""
        return self._of(self.sides.kinds[side], self._run_articles)

    def top(self, side: int) -> Ints:
        """Return how often each term stands in the article of a side that has most of it."""
        return self._of(self.sides.kinds[side], self._run_top, np.maximum)

    def moments(self, kinds: Flags) -> tuple[Ints, Ints, Ints]:
        """Return sums over some kinds of counts, of their squares, and of counts by words of the article."""
        return (
            self._of(kinds, self._run_count),
            self._of(kinds, self._run_squares),
            self._of(kinds, self._run_products),
        )

    @cached_property
    def _by_event(self) -> tuple[Ints, Ints, Ints]:
        """Entries in order of term and event, where runs of one of each begin, and the event of each run."""
        assert self.events is not None
        event = self.events[self.row]
        key = self.term * np.int64(event.max(initial=0) + 1) + event
        order = np.argsort(key, kind="stable")
        begin = starts(key[order])
        return order, begin, event[order[begin]]

    def by_event(self, kinds: Flags, event: Ints, terms: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return sums of some kinds by term and event: place in `terms`, event, and sums as of `moments`."""
        if self.events is not event:
            self.events = event
            self.__dict__.pop("_by_event", None)
        order, begin, events = self._by_event
        place = np.full(self.terms, -1, np.int64)
        place[terms] = np.arange(len(terms))
        count = (self.count * kinds[self.kind])[order]
        size = self.size[order]
        x, xx, xd = (np.add.reduceat(v, begin) if len(begin) else np.zeros(0, np.int64)
                     for v in (count, count * count, count * size))  # fmt: skip
        of = place[self.term[order[begin]]]
        some = np.flatnonzero((of >= 0) & (x > 0))
        order = np.argsort(of[some], kind="stable")
        some = some[order]
        return of[some], events[some], x[some], xx[some], xd[some]

    @cached_property
    def _above_own(self) -> tuple[Ints, Ints]:
        """Occurrences and words, by run, of articles with more than their share of the run's kind."""
        lengths = self._run_articles
        n = np.repeat(self.sides.words[self._run_kind], lengths)
        above = self.count * n > self.size * np.repeat(self._run_count, lengths)
        return self._by_run(self.count * above), self._by_run(self.size * above)

    @cached_property
    def _above(self) -> _Above:
        """What lies above an article's share on all sides of several kinds, and what may on some of them."""
        low, high = np.full(self.terms, np.inf), np.zeros(self.terms)
        for side in np.flatnonzero(self.sides.kinds.sum(axis=1) > 1).tolist():
            share = self.occurrences(side) / max(int(self.sides.n[side]), 1)
            np.minimum(low, share, out=low)
            np.maximum(high, share, out=high)
        # What is near a share is looked at in whole numbers.
        lengths = np.diff(self.counts.indptr)
        above = self.count > self.size * np.repeat(high * (1 + _NEAR), lengths)
        some = self.count >= self.size * np.repeat(low * (1 - _NEAR), lengths)
        some &= ~above
        at = np.flatnonzero(some)
        return _Above(
            self._by_run(self.count * above),
            self._by_run(self.size * above),
            self.term[at],
            self.kind[at],
            self.count[at],
            self.size[at],
        )

    def dispersion(self, side: int, count: Ints) -> Floats:
        """Return normalised DP of the terms on a side; `count` as `occurrences` gives it."""
        n, kinds = int(self.sides.n[side]), self.sides.kinds[side]
        if kinds.sum() == 1:
            x, d = (self._of(kinds, values) for values in self._above_own)
        else:
            known = self._above
            x, d = (self._of(kinds, values) for values in (known.x, known.d))
            at = np.flatnonzero(kinds[known.kind])
            at = at[known.times[at] * n > known.size[at] * count[known.term[at]]]
            for total, values in ((x, known.times), (d, known.size)):
                # Whole numbers below 2**53: exact.
                total += np.bincount(known.term[at], values[at], self.terms).astype(np.int64)
        found, there = np.full(self.terms, np.nan), count > 0
        found[there] = deviation(x[there], d[there], count[there], n)
        return normalised(found, int(self.sides.least[side]), n)

    def entries(self, side: int) -> Ints:
        """Return which entries of the counts stand on a side."""
        return np.flatnonzero(self.sides.kinds[side][self.kind])

    def side(self, side: int) -> Side:
        """Return the sums of a side."""
        count = self.occurrences(side)
        return Side(
            n=int(self.sides.n[side]),
            n_articles=int(self.sides.n_articles[side]),
            count=count,
            articles=self.articles(side),
            top=self.top(side),
            dispersion=self.dispersion(side, count),
        )
