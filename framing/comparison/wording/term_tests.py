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

from dataclasses import dataclass

import numpy as np
import scipy.special
import scipy.stats
from scipy.sparse import csc_array

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.permute import EXACT, Stratum, arrangements, least_p, permute
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.testing import ALPHA, MANY, MOST
from framing.comparison.wording.tallies import Tallies
from framing.comparison.wording.words import Words

__all__ = ["LEAST_WITH_TERM", "TermTests", "term_tests"]

#: A term in fewer articles, on both sides together, is not tested.
LEAST_WITH_TERM = 3

#: Terms are first permuted so often; those with p above `_PLAIN` then keep it, which leaves the test exact:
#: what is below is decided by the second p alone, which comes from the full number.
_FIRST = 499
_PLAIN = 0.2

#: Terms that are permuted together.
_BLOCK = 2_000


@dataclass(frozen=True)
class TermTests:
    """p of each term; for all of them the least p, the test's name and, where there is none, why."""

    p: Floats
    p_min: float
    name: str | None
    draws: int
    why: str


def term_tests(
    data: Words,
    tallies: Tallies,
    sides: tuple[int, int],
    event: Ints,
    enough: Flags,
    *,
    seed: int,
    draws: int,
) -> TermTests:
    """Test all terms of one comparison.

    Parameters
    ----------
    data : Words
    tallies : Tallies
    sides : (int, int)
        Which sides of the tallies.
    event : array, one item a row
        Strata.
    enough : mask over terms
        Those that stand in enough articles.
    seed, draws : int
        As in `permute.permute`.
    """
    tokens = data.counted.tokens
    masks = [tallies.kinds[side][tallies.kind] & (tokens > 0) for side in sides]
    nothing = np.full(len(enough), np.nan)
    n = [int(mask.sum()) for mask in masks]
    if min(n) < LEAST_ARTICLES:
        return TermTests(nothing, np.nan, None, 0, f"under {LEAST_ARTICLES} articles on a side: no test")
    if min(n) >= MANY or sum(n) > MOST:
        p = np.where(enough, _score(tallies, sides, masks, event), np.nan)
        p = np.maximum(p, _by_words(tallies, sides, masks, event))
        return TermTests(p, 0.0, "t on the score", 0, "")
    strata = _strata(data, masks, event)
    floor = least_p([stratum for _, stratum in strata], 2)
    if floor > ALPHA:
        least = f"{floor:.2f}".lstrip("0")
        return TermTests(nothing, floor, None, 0, f"no test: the least p these articles allow is {least}")
    ways = arrangements([stratum for _, stratum in strata], 2)
    exact = ways <= EXACT
    p = _permuted(data.counted.counts, np.flatnonzero(enough), strata, seed, draws)
    p = np.maximum(p, _by_words(tallies, sides, masks, event))
    name = "permutation, exact" if exact else "permutation, draws"
    return TermTests(p, floor if exact else max(floor, 1 / (draws + 1)), name, ways if exact else draws, "")


def _score(tallies: Tallies, sides: tuple[int, int], masks: list[Flags], event: Ints) -> Floats:
    """Return p of each term: t on the stratified score, its variance from all articles of an event.

    ``U = sum over events of sum over the first side of e``, ``e = x - r d``, ``r`` the rate of both sides
    together; ``var U = sum over events of f (1 - f) sum e**2``, ``f`` the first side's share of the words:
    Mantel and Haenszel's test where words are independent, divided by how far articles are not (a
    quasi-score test, McCullagh and Nelder 1989, Generalized linear models, ch. 9).
    """
    rows = masks[0] | masks[1]
    events, of_row = np.unique(event[rows], return_inverse=True)
    d = tallies.tokens[rows].astype(np.float64)
    n, all_d, dd = (summed(of_row, values, len(events)) for values in (np.ones(len(d)), d, d * d))
    share = summed(of_row, d * masks[0][rows], len(events)) / all_d
    if len(events) == 1:
        either = tallies.kinds[sides[0]] | tallies.kinds[sides[1]]
        own = tallies.counts[tallies.kinds[sides[0]]].sum(axis=0)
        x, xx, xd = (v[either].sum(axis=0) for v in (tallies.counts, tallies.squares, tallies.products))
        term, at = np.arange(tallies.terms), np.zeros(tallies.terms, np.int64)
    else:
        own = tallies.counts[tallies.kinds[sides[0]]].sum(axis=0)
        number = np.zeros(len(event), np.int64)
        number[rows] = of_row
        here = np.flatnonzero(rows[tallies.row])
        key = tallies.term[here] * np.int64(len(events)) + number[tallies.row[here]]
        pairs, place = np.unique(key, return_inverse=True)
        term, at = np.divmod(pairs, len(events))
        count, size = tallies.count[here], tallies.size[here]
        x, xx, xd = (summed(place, v, len(pairs)) for v in (count, count * count, count * size))
    rate = x / all_d[at]
    squares = np.maximum(xx - 2 * rate * xd + rate**2 * dd[at], 0.0)
    weight = (share * (1 - share) * n / np.maximum(n - 1, 1))[at]
    score = own - summed(term, share[at] * x, tallies.terms)
    variance = summed(term, weight * squares, tallies.terms)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(score) / np.sqrt(variance)
    left = max(int((n - 1).sum()), 1)
    return np.where(variance > 0, 2 * scipy.stats.t.sf(t, left), np.nan)


def _by_words(tallies: Tallies, sides: tuple[int, int], masks: list[Flags], event: Ints) -> Floats:
    """Return p of each term if words were drawn one by one: binomial, two-sided, mid-p (Lancaster 1961).

    The first side's chance of an occurrence is its share of the words, event by event.
    """
    rows = masks[0] | masks[1]
    a, b = (tallies.counts[tallies.kinds[side]].sum(axis=0) for side in sides)
    events, of_row = np.unique(event[rows], return_inverse=True)
    d = tallies.tokens[rows].astype(np.float64)
    by_event = summed(of_row, d * masks[0][rows], len(events)) / summed(of_row, d, len(events))
    share: Floats | float = float(by_event[0])
    if len(events) > 1:
        of_article = np.zeros(len(event))
        of_article[rows] = by_event[of_row]
        expected = summed(tallies.term, tallies.count * of_article[tallies.row], tallies.terms)
        share = expected / np.maximum(a + b, 1)
    n = (a + b).astype(np.int64)
    at = scipy.special.bdtr(a, n, share)
    below = np.where(a > 0, scipy.special.bdtr(np.maximum(a - 1, 0), n, share), 0.0)
    middle = (at + below) / 2
    return np.asarray(np.minimum(1.0, 2 * np.minimum(middle, 1 - middle)))


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
    p = np.full(counts.shape[1], np.nan)
    for begin in range(0, len(enough), _BLOCK):
        block = enough[begin : begin + _BLOCK]
        p[block] = _p(counts, block, strata, seed, min(_FIRST, draws), 0)
        block = block[p[block] <= _PLAIN]
        if len(block):
            p[block] = _p(counts, block, strata, seed, draws, EXACT)
    return p


def _p(
    counts: csc_array, terms: Ints, strata: list[tuple[Ints, Stratum]], seed: int, draws: int, most: int
) -> Floats:
    dense = counts[:, terms].toarray().astype(np.float64)
    filled = [Stratum(s.labels, dense[rows], s.d, s.fixed, s.weight, s.key) for rows, s in strata]
    return permute(filled, 2, np.zeros(len(terms), bool), seed=seed, draws=draws, most=most).p
