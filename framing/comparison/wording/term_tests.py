"""p of terms: articles, not words, change sides.

Up to 49 articles a side the labels are permuted over articles inside events, on the studentised
difference of rates. From 50 a side (as in `testing`), t on the score: the gap between what the first side has
and its part of all, over its spread under the null. That spread is made from all articles, so that it
stands where a side has none of the term, which no spread of that side's own does.

Where one outlet's items are short, articles can't simply change places: that few short ones lack a rare
word is no sign of anything, yet alone raises false alarms to 16 % (``benchmarks/quality_words.py``). So p is
never below that of words drawn one by one, given the sides' sizes, which knows nothing of articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import scipy.special
import scipy.stats
from scipy.sparse import csc_array

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.permute import EXACT, Stratum, arrangements, least_p, permute
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.testing import ALPHA, MANY, MOST
from framing.comparison.wording.tallies import Sides, Tallies
from framing.comparison.wording.words import Words

__all__ = ["LEAST_WITH_TERM", "TermTests", "term_tests"]

#: A term in fewer articles, on both sides together, is not tested.
LEAST_WITH_TERM = 3

#: Terms are first permuted so often; those with p above `_PLAIN` then keep it, which leaves the test exact:
#: what is below is decided by the second p alone, which comes from the full number.
_FIRST = 499
_PLAIN = 0.2

#: Terms that are permuted together; fewer, and always as many, where members of a small side are drawn:
#: how many are drawn at a time hangs on how many terms there are.
_BLOCK, _FIXED = 2_000, 128
#: One side is small that is at most one article in so many: more than `permute` asks, and none is missed.
_SMALL = 6


class _Events(NamedTuple):
    """Events of two sides: articles, words, their squares summed, and the first side's share of the words."""

    event: Ints
    n: Floats
    words: Floats
    squares: Floats
    share: Floats


@dataclass(frozen=True)
class TermTests:
    """How the terms of one comparison are tested: the least p, the test's name and, where none is, why.

    `pair` are two of the sides; terms can be tested in any portions.
    """

    sides: Sides
    pair: tuple[int, int]
    p_min: float
    name: str | None
    draws: int
    why: str
    event: Ints
    strata: list[tuple[Ints, Stratum]]
    seed: int

    def p(self, tallies: Tallies, terms: Ints) -> Floats:
        """Return p of some terms of the tallies, which stand in enough articles; nan where there is none."""
        if self.name is None:
            return np.full(len(terms), np.nan)
        if self.strata:
            p = _permuted(tallies.counts, terms, self.strata, self.seed, self.draws)
        else:
            p = self._by_score(tallies, terms)
        return np.maximum(p, self._by_words(tallies, terms))

    @cached_property
    def _events(self) -> _Events:
        ours = self.sides.rows(self.pair[0])
        rows = np.flatnonzero((ours | self.sides.rows(self.pair[1])) & (self.sides.tokens > 0))
        d = self.sides.tokens[rows].astype(np.float64)
        event, of = np.unique(self.event[rows], return_inverse=True)
        n, words, squares = (summed(of, values, len(event)) for values in (np.ones(len(d)), d, d * d))
        return _Events(event, n, words, squares, summed(of, d * ours[rows], len(event)) / words)

    def _by_score(self, tallies: Tallies, terms: Ints) -> Floats:
        """Return p of terms: t on the stratified score, its variance from all articles of an event.

        ``U = sum over events of sum over the first side of e``, ``e = x - r d``, ``r`` the rate of both
        sides together; ``var U = sum over events of f (1 - f) sum e**2``, ``f`` the first side's share of
        the words: Mantel and Haenszel's test where words are independent, divided by how far articles are
        not (a quasi-score test, McCullagh and Nelder 1989, Generalized linear models, ch. 9).
        """
        _, n, all_d, dd, share = self._events
        own = tallies.occurrences(self.pair[0])[terms]
        term, at, x, xx, xd = self._moments(tallies, terms)
        rate = x / all_d[at]
        squares = np.maximum(xx - 2 * rate * xd + rate**2 * dd[at], 0.0)
        weight = (share * (1 - share) * n / np.maximum(n - 1, 1))[at]
        score = own - summed(term, share[at] * x, len(terms))
        variance = summed(term, weight * squares, len(terms))
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(score) / np.sqrt(variance)
        left = max(int((n - 1).sum()), 1)
        return np.where(variance > 0, 2 * scipy.stats.t.sf(t, left), np.nan)

    def _by_words(self, tallies: Tallies, terms: Ints) -> Floats:
        """Return p of terms if words were drawn one by one: binomial, two-sided, mid-p (Lancaster 1961).

        The first side's chance of an occurrence is its share of the words, event by event.
        """
        a, b = (tallies.occurrences(side)[terms] for side in self.pair)
        share: Floats | float = float(self._events.share[0])
        if len(self._events.event) > 1:
            term, at, x, _, _ = self._moments(tallies, terms)
            share = summed(term, x * self._events.share[at], len(terms)) / np.maximum(a + b, 1)
        n = a + b
        whole = scipy.special.bdtr(a.astype(np.float64), n, share)
        below = np.where(a > 0, scipy.special.bdtr(np.maximum(a - 1, 0).astype(np.float64), n, share), 0.0)
        middle = (whole + below) / 2
        return np.asarray(np.minimum(1.0, 2 * np.minimum(middle, 1 - middle)))

    def _moments(self, tallies: Tallies, terms: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return sums of both sides by term and event: place in `terms`, place among the events, sums."""
        either = self.sides.kinds[self.pair[0]] | self.sides.kinds[self.pair[1]]
        if len(self._events.event) == 1:
            x, xx, xd = (sums[terms] for sums in tallies.moments(either))
            return np.arange(len(terms)), np.zeros(len(terms), np.int64), x, xx, xd
        term, event, x, xx, xd = tallies.by_event(either, self.event, terms)
        return term, np.searchsorted(self._events.event, event), x, xx, xd


def term_tests(
    data: Words, sides: Sides, pair: tuple[int, int], event: Ints, *, seed: int, draws: int
) -> TermTests:
    """Say how the terms of one comparison are tested.

    Parameters
    ----------
    data : Words
    sides : Sides
    pair : (int, int)
        Which two of them.
    event : array, one item a row
        Strata.
    seed, draws : int
        As in `permute.permute`.
    """

    def made(p_min: float, name: str | None, number: int, why: str, strata: Sequence[Any] = ()) -> TermTests:
        return TermTests(sides, pair, p_min, name, number, why, event, list(strata), seed)

    n = [int(sides.n_articles[side]) for side in pair]
    if min(n) < LEAST_ARTICLES:
        return made(np.nan, None, 0, f"under {LEAST_ARTICLES} articles on a side: no test")
    if min(n) >= MANY or sum(n) > MOST:
        return made(0.0, "t on the score", 0, "")
    masks = [sides.rows(side) & (sides.tokens > 0) for side in pair]
    strata = _strata(data, masks, event)
    floor = least_p([stratum for _, stratum in strata], 2)
    if floor > ALPHA:
        least = f"{floor:.2f}".lstrip("0")
        return made(floor, None, 0, f"no test: the least p these articles allow is {least}")
    ways = arrangements([stratum for _, stratum in strata], 2)
    if ways <= EXACT:
        return made(floor, "permutation, exact", ways, "", strata)
    return made(max(floor, 1 / (draws + 1)), "permutation, draws", draws, "", strata)


def _strata(data: Words, masks: list[Flags], event: Ints) -> list[tuple[Ints, Stratum]]:
    """Return the rows of each event that has both sides, and its stratum, still without terms."""
    found = []
    both = masks[0] | masks[1]
    for number in np.unique(event[both]).tolist():
        rows = np.flatnonzero((event == number) & both)
        rows = rows[np.argsort([data.ids[row] for row in rows.tolist()], kind="stable")]
        label, family = masks[1][rows].astype(np.int8), data.family[rows]
        sizes = np.bincount(label, minlength=2)
        if not sizes.all():
            continue
        fixed = np.isin(family, np.intersect1d(family[label == 0], family[label == 1]))
        key = (data.events[number], *(data.ids[row] for row in rows[~fixed].tolist()))
        weight = float(sizes[0] * sizes[1] / sizes.sum())
        d = data.counted.tokens[rows].astype(np.float64)[:, None]
        found.append((rows, Stratum(label, np.zeros((len(rows), 1)), d, fixed, weight, key)))
    return found


def _permuted(
    counts: csc_array, enough: Ints, strata: list[tuple[Ints, Stratum]], seed: int, draws: int
) -> Floats:
    p = np.full(len(enough), np.nan)
    sizes = [np.bincount(stratum.labels[~stratum.fixed], minlength=2) for _, stratum in strata]
    size = _FIXED if any(_SMALL * both.min() <= both.sum() for both in sizes) else _BLOCK
    for number, most in ((min(_FIRST, draws), 0), (draws, EXACT)):
        left = np.arange(len(enough)) if most == 0 else np.flatnonzero(p <= _PLAIN)
        for begin in range(0, len(left), size):
            block = left[begin : begin + size]
            p[block] = _p(counts, enough[block], strata, seed, number, most, size)
    return p


def _p(
    counts: csc_array,
    terms: Ints,
    strata: list[tuple[Ints, Stratum]],
    seed: int,
    draws: int,
    most: int,
    size: int,
) -> Floats:
    dense = np.zeros((counts.shape[0], _FIXED if size == _FIXED else len(terms)))
    dense[:, : len(terms)] = counts[:, terms].toarray()
    filled = [Stratum(s.labels, dense[rows], s.d, s.fixed, s.weight, s.key) for rows, s in strata]
    none = np.zeros(dense.shape[1], bool)
    return permute(filled, 2, none, seed=seed, draws=draws, most=most).p[: len(terms)]
