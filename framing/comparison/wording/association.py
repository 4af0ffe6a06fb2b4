"""How far a term's frequency on one side goes beyond that on the other: measures that rank, and do not test.

Each takes counts of the term and sizes of the sides, as numbers or arrays, and carries the sign of the
difference: above 0 where the first side has more of it for its size. Words of one article are not
independent, so none of these is a test here, whatever table of chi-squared one holds it against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.special
import scipy.stats
from scipy.sparse import csc_array
from scipy.special import xlogy

from framing.comparison.intervals import LEAST_ARTICLES, LEVEL
from framing.comparison.permute import EXACT, Stratum, arrangements, least_p, permute, seeded
from framing.comparison.sums import Floats, Ints, summed
from framing.comparison.testing import ALPHA, MANY, MOST
from framing.comparison.wording.words import Sides, Tallies, Words

# How large a difference in frequency is: effect sizes, which don't grow with the amount of text.

#: What stands for a count of zero in a ratio.
HALF = 0.5


def log_odds(a: Any, b: Any, n_a: Any, n_b: Any, prior: Any, size: Any) -> Floats:
    """Return the log odds ratio with a Dirichlet prior, natural logarithm.

    ``ln((a + p) / (n_a + s - a - p)) - ln((b + p) / (n_b + s - b - p))``, where ``p`` is the term's share of
    the prior and ``s`` the prior's size (Monroe, Colaresi and Quinn 2008, Fightin' words, eq. 16).

    >>> round(float(log_odds(1, 0, 9, 9, 0.05, 0.55)), 6)
    3.155748
    """
    a, b, n_a, n_b, prior, size = (np.asarray(v, np.float64) for v in (a, b, n_a, n_b, prior, size))
    with np.errstate(divide="ignore", invalid="ignore"):
        ours, theirs = ((y + prior) / (n + size - y - prior) for y, n in ((a, n_a), (b, n_b)))
        return np.asarray(np.log(ours / theirs)) + 0.0


def log_odds_error(a: Any, b: Any, prior: Any) -> Floats:
    """Return what `log_odds` is divided by to make z, ``sqrt(1 / (a + p) + 1 / (b + p))``.

    Its standard error if words were drawn one by one (Monroe, Colaresi and Quinn 2008, eq. 20, without
    the terms that hardly count). They are not, so z ranks and does not test.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(np.sqrt(1.0 / (np.asarray(a) + prior) + 1.0 / (np.asarray(b) + prior)))


def log_ratio(a: Any, b: Any, n_a: Any, n_b: Any) -> Floats:
    """Return the binary logarithm of the ratio of rates (Hardie 2014, Log ratio: an informal introduction).

    A count of zero counts as a half, so that what one side lacks has a ratio.

    >>> round(float(log_ratio(6, 2, 10_000, 10_000)), 7)
    1.5849625
    """
    a, b = (np.where(np.asarray(y) == 0, HALF, y) for y in (a, b))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2((a / np.asarray(n_a)) / (b / np.asarray(n_b)))) + 0.0


# p of terms: articles, not words, change sides.

#: A term in fewer articles, on both sides together, is not tested.
LEAST_WITH_TERM = 3

#: Where arrangements are listed, which may be very many, terms are first tested by so many drawn; those with
#: p above `_PLAIN` then keep it, which leaves the test exact: what is below is decided by the list alone.
_FIRST = 999
_PLAIN = 0.1

#: Terms that are permuted together.
_BLOCK = 5_000


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
        p = self._by_permutation(tallies.counts, terms) if self.strata else self._by_score(tallies, terms)
        return np.maximum(p, self._by_words(tallies, terms))

    def _by_permutation(self, counts: csc_array, terms: Ints) -> Floats:
        p = np.full(len(terms), np.nan)
        listed = arrangements([stratum for _, stratum in self.strata]) <= EXACT
        passes = [(_FIRST, 0), (self.draws, EXACT)] if listed else [(self.draws, 0)]
        for draws, most in passes:
            left = np.flatnonzero(~(p > _PLAIN))
            for begin in range(0, len(left), _BLOCK):
                block = left[begin : begin + _BLOCK]
                dense = counts[:, terms[block]].toarray().astype(np.float64)
                strata = [replace(stratum, x=dense[rows]) for rows, stratum in self.strata]
                none = np.zeros(len(block), bool)
                p[block] = permute(strata, none, seed=self.seed, draws=draws, most=most).p
        return p

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
    # The rows of each event that has both sides, and its stratum, still without terms.
    strata = []
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
        strata.append((rows, Stratum(label, np.zeros((len(rows), 1)), d, fixed, weight, key)))
    floor = least_p([stratum for _, stratum in strata])
    if floor > ALPHA:
        least = f"{floor:.2f}".lstrip("0")
        return made(floor, None, 0, f"no test: the least p these articles allow is {least}")
    ways = arrangements([stratum for _, stratum in strata])
    if ways <= EXACT:
        return made(floor, "permutation, exact", ways, "", strata)
    return made(max(floor, 1 / (draws + 1)), "permutation, draws", draws, "", strata)


# Intervals for what is not smooth: articles are drawn again, and all is computed anew from their counts.

#: How often articles are drawn.
REPLICATES = 1_000

#: Numbers held at once.
_HELD = 32_000_000

#: Weights of rows held at once, a byte each.
_WEIGHTS = 512_000_000

#: Rows that are drawn at once.
_PICKS = 4_000_000

#: Sums below this are exact in a single.
_EXACT = 2**24

#: Makes replicates (… × terms × draws) from counts (terms × draws) and sizes (draws) of each side.
Statistic = Callable[[Sequence[tuple[npt.NDArray[np.floating], Floats]], Ints], Floats]

#: Gives the terms wanted, ascending, some at a time, and their counts, rows × terms; asked several times.
Counts = Callable[[], Iterable[tuple[Ints, csc_array]]]


@dataclass(frozen=True)
class Draws:
    """How rows are drawn again.

    Parameters
    ----------
    stratum : array, one item a row
        Rows are drawn inside strata, as many as there are; -1 is never drawn.
    names, ids : sequences of str
        What the strata and the rows are called; rows of a stratum in order of id.
    """

    stratum: Ints
    names: Sequence[str]
    ids: Sequence[str]
    seed: int
    draws: int = REPLICATES

    def whole(self) -> npt.NDArray[np.uint8]:
        """Return how often each row is drawn in all draws."""
        return np.concatenate([drawn for _, drawn in self.portions()], axis=1)

    def portions(self) -> Iterator[tuple[slice, npt.NDArray[np.uint8]]]:
        """Yield draws, and how often each row is drawn in them, rows × draws; at once if these are few."""
        order = np.argsort(self.stratum, kind="stable")
        order = order[self.stratum[order] >= 0]
        rows = np.split(order, np.searchsorted(self.stratum[order], np.arange(1, len(self.names))))
        streams = [
            seeded(self.seed, ("bootstrap", name, *(self.ids[row] for row in members.tolist())))
            for name, members in zip(self.names, rows, strict=True)
        ]
        step = max(1, min(self.draws, _WEIGHTS // max(len(self.stratum), 1)))
        for begin in range(0, self.draws, step):
            portion = slice(begin, min(begin + step, self.draws))
            drawn = np.zeros((len(self.stratum), portion.stop - begin), np.uint8)
            for members, rng in zip(rows, streams, strict=True):
                if len(members):
                    _draw(drawn, members, rng)
            yield portion, drawn


def _draw(drawn: npt.NDArray[np.uint8], rows: Ints, rng: np.random.Generator) -> None:
    """Fill in how often the rows of a stratum are drawn; the stream goes on where it stands."""
    n, draws = len(rows), drawn.shape[1]
    step = max(1, _PICKS // n)
    for begin in range(0, draws, step):
        size = min(step, draws - begin)
        picks = rng.integers(0, n, size=(size, n)) + np.arange(size)[:, None] * n
        times = np.bincount(picks.reshape(-1), minlength=size * n).reshape(size, n)
        # A row is drawn once a time on average; beyond 255 it is never.
        drawn[rows, begin : begin + size] = times.T


def widening(n: int) -> float:
    """Return what the ends of a percentile interval are moved out by.

    >>> round(widening(5), 3), round(widening(1000), 3)
    (1.584, 1.002)
    """
    level = 0.5 + LEVEL / 2
    return float(scipy.stats.t.ppf(level, n - 1) / scipy.stats.norm.ppf(level) * np.sqrt(n / (n - 1)))


def widened(replicates: Floats, estimate: Floats, n: int) -> tuple[Floats, Floats]:
    """Return both ends of the interval of each row of replicates; `n` articles on the smaller side."""
    tail = (1.0 - LEVEL) / 2
    low, high = np.quantile(replicates, [tail, 1.0 - tail], axis=1)
    factor = widening(n)
    return estimate - factor * (estimate - low), estimate + factor * (high - estimate)


def replicated(
    counts: Counts,
    sides: Sides,
    drawn: Draws,
    comparisons: Sequence[Sequence[int]],
    terms: Sequence[Ints],
    statistic: Statistic,
    take: Callable[[int, Ints, Floats], None],
) -> None:
    """Compute a statistic for some terms of each comparison under every draw.

    Parameters
    ----------
    counts : callable
        Gives the counts of all terms wanted.
    sides : Sides
    drawn : Draws
    comparisons : sequence of sequences of int
        The sides of each.
    terms : sequence of arrays
        The terms wanted of each comparison, ascending.
    statistic : callable
    take : callable
        Given the comparison's number, places in its `terms`, and what `statistic` gave for them.
    """
    held: list[Floats | None] = [None] * len(comparisons)
    for portion, weights in drawn.portions():
        alone = weights.shape[1] == drawn.draws
        for number, at, values in _portion(counts, sides, weights, comparisons, terms, statistic):
            if alone:
                take(number, at, values)
                continue
            whole = held[number]
            if whole is None:
                whole = held[number] = np.empty((len(values), len(terms[number]), drawn.draws))
            whole[:, at, portion] = values
    for number, whole in enumerate(held):
        if whole is not None:
            take(number, np.arange(len(terms[number])), whole)


def _portion(
    counts: Counts,
    sides: Sides,
    weights: npt.NDArray[np.uint8],
    comparisons: Sequence[Sequence[int]],
    terms: Sequence[Ints],
    statistic: Statistic,
) -> Iterator[tuple[int, Ints, Floats]]:
    """Yield each comparison, places in its terms, and the statistic of these under some draws."""
    every = sorted({side for comparison in comparisons for side in comparison})
    used = np.flatnonzero(sides.kinds[every].any(axis=0))
    members = [_rows(np.flatnonzero(sides.kind == k)) for k in used]
    sizes = np.array([_sized(sides.tokens, weights, rows) for rows in members])
    step = max(1, _HELD // max(1, len(used) * weights.shape[1]))
    for places, matrix in counts():
        for begin in range(0, len(places), step):
            block = places[begin : begin + step]
            by_row = matrix[:, begin : begin + step].tocsr()
            single = int(np.asarray(by_row.sum(axis=0)).max(initial=0)) * 4 < _EXACT
            by_row = by_row.astype(np.float32 if single else np.float64)
            # Kinds of rows × terms × draws: whole numbers, exact in any order.
            sums = np.empty((len(members), len(block), weights.shape[1]), by_row.dtype)
            for place, rows in enumerate(members):
                sums[place] = by_row[rows].T @ weights[rows].astype(by_row.dtype)
            total = None
            for number, comparison in enumerate(comparisons):
                low, high = np.searchsorted(terms[number], [block[0], block[-1] + 1])
                if low == high:
                    continue
                here = np.searchsorted(block, terms[number][low:high])
                parts = []
                for side in comparison:
                    mine = sides.kinds[side][used]
                    if 2 * mine.sum() > len(used):
                        total = sums.sum(axis=0) if total is None else total
                        count = total[here] - sum(sums[m][here] for m in np.flatnonzero(~mine))
                    else:
                        count = sum(sums[m][here] for m in np.flatnonzero(mine))
                    parts.append((count, sizes[mine].sum(axis=0)))
                yield number, np.arange(low, high), statistic(parts, terms[number][low:high])


def _rows(rows: Ints) -> slice | Ints:
    """Return rows as a slice where they stand together, which copies nothing."""
    run = len(rows) and rows[-1] - rows[0] + 1 == len(rows)
    return slice(int(rows[0]), int(rows[-1]) + 1) if run else rows


def _sized(tokens: Ints, weights: npt.NDArray[np.uint8], rows: slice | Ints) -> Floats:
    """Return the words drawn of some rows, by draw."""
    words, drawn = tokens[rows], weights[rows]
    total = np.zeros(weights.shape[1])
    for begin in range(0, len(words), 10_000):
        some = slice(begin, begin + 10_000)
        total += (drawn[some] * words[some, None]).sum(axis=0)
    return total


def g2(a: Any, b: Any, n_a: Any, n_b: Any) -> Floats:
    """Return the log-likelihood ratio of two terms, ``2 (a ln(a / E_a) + b ln(b / E_b))``, signed.

    ``E_a = n_a (a + b) / (n_a + n_b)``: the words that are not the term have no part in it (Rayson and
    Garside 2000, Comparing corpora using frequency profiling).

    >>> round(float(g2(12000, 10000, 1_000_000, 1_000_000)), 4)
    182.0695
    """
    a, b, n_a, n_b = _floats(a, b, n_a, n_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = n_a * (a + b) / (n_a + n_b)
        value = 2 * (xlogy(a, a / expected) + xlogy(b, b / (a + b - expected)))
    return _signed(value, a, b, n_a, n_b)


def chi_squared(a: Any, b: Any, n_a: Any, n_b: Any) -> Floats:
    """Return Pearson's chi-squared of all four cells, ``sum (O - E)**2 / E``, signed.

    The cells are the term and all other words on either side; without Yates' correction.

    >>> round(float(chi_squared(1048, 779, 43002, 108539)), 4)
    764.4484
    """
    a, b, n_a, n_b = _floats(a, b, n_a, n_b)
    n = n_a + n_b
    with np.errstate(divide="ignore", invalid="ignore"):
        value = n * (a * n_b - b * n_a) ** 2 / ((a + b) * (n - a - b) * n_a * n_b)
        return _signed(value, a, b, n_a, n_b)


def _floats(*values: Any) -> list[Floats]:
    return [np.asarray(value, np.float64) for value in values]


def _signed(value: Floats, a: Floats, b: Floats, n_a: Floats, n_b: Floats) -> Floats:
    # Rounding may leave a hair below zero where nothing differs.
    return np.asarray(np.where(a * n_b >= b * n_a, 1.0, -1.0) * np.maximum(value, 0.0) + 0.0)
