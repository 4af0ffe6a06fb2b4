"""How probable so few articles with an item are, if an outlet carried it as often as the others did.

The statistic alone: counts in, probabilities out. What an item is, which articles count and what may be said
of the result stand elsewhere.

An outlet's share of articles with an item is a draw from a beta distribution. Its mean is the others' share;
its spread is what the others' number of articles leaves open, and what outlets differ by anyway (`scatter`).
With the prior (0, 1), no scatter and a detector that finds all, the probability is exactly the one-sided p of
Fisher's test, since beta-binomial and hypergeometric tails are two readings of one sum (Altham 1969).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, betaln

from framing.comparison.codes import Floats, Ints, summed

__all__ = ["PRIOR", "Drawn", "drawn", "over_events", "scatter", "so_few", "together"]

#: Articles with and without the item that are added to the others' counts.
PRIOR = (0.0, 1.0)

#: Correlation below which the articles of an outlet count as independent.
_NONE = 1e-9

#: Above this p nobody looks; above so many articles a sum over events is near enough to one beta-binomial.
_UNSURPRISING, _CONVOLVED = 0.5, 40


class Drawn(NamedTuple):
    """What is expected of an outlet on an event: its articles, the mean share, and their correlation."""

    n: Floats
    mean: Floats
    correlation: Floats


def drawn(
    n: Floats, share: Floats, effective: Floats, correlation: Floats, recall: Floats,
    prior: tuple[float, float] = PRIOR,
) -> Drawn:  # fmt: skip
    """Return the beta-binomial of an outlet's number of articles with an item.

    Parameters
    ----------
    n : array
        Articles of the outlet.
    share, effective : arrays
        Share of the others' articles with the item, and how many independent articles that share is worth.
    correlation : array
        What `scatter` gives: the correlation of two articles of one outlet.
    recall : array
        Share of the articles with the item in which the detector finds it. The mean is multiplied by it,
        though the others' counts have been through the same detector: an outlet may use words of its own.
        The first parameter of the beta stays, so that the lower tail keeps its shape.
    prior : (float, float)
        Added to the others' articles with and without.
    """
    weight = effective + sum(prior)
    mean = (share * effective + prior[0]) / weight
    open_ = 1 / (weight + 1)
    every = correlation + open_ - correlation * open_
    first = mean * (1 / every - 1)
    thinned = mean * recall
    with np.errstate(divide="ignore", invalid="ignore"):
        after = 1 / (first / thinned + 1)
    return Drawn(n, thinned, np.where(thinned > 0, after, 0.0))


def together(owner: Ints, each: Drawn, size: int) -> Drawn:
    """Return one beta-binomial for the sum over events, by owner: the same mean and variance.

    Where shares differ over events the sum varies less than a binomial; it is then taken as one, which makes
    few articles look less surprising than they are (Hoeffding 1956).
    """
    n = summed(owner, each.n, size)
    expected = summed(owner, each.n * each.mean, size)
    spread = each.n * each.mean * (1 - each.mean) * (1 + (each.n - 1) * each.correlation)
    variance = summed(owner, spread, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(n > 0, expected / n, 0.0)
        correlation = (variance / (n * mean * (1 - mean)) - 1) / (n - 1)
    single = np.bincount(owner, minlength=size) == 1
    only = np.zeros(size)
    only[owner] = each.correlation
    correlation = np.where(single, only, np.where(np.isfinite(correlation), correlation, 0.0))
    return Drawn(n, mean, np.clip(correlation, 0.0, 1 - _NONE))


def so_few(found: Ints, law: Drawn) -> Floats:
    """Return the probability of `found` articles or fewer.

    >>> law = Drawn(np.array([5.0]), np.array([10 / 11]), np.array([1 / 12]))
    >>> round(float(so_few(np.array([0]), law)[0]), 6)  # 0 of 5 against 10 of 10: 1 in 3,003 arrangements
    0.000333
    """
    n, mean, correlation = law
    result = np.ones(len(n))
    todo = (found < n) & (mean > 0) & (found >= 0)
    plain = todo & (correlation <= _NONE)
    result[plain] = bdtr(found[plain], n[plain].astype(np.int64), np.minimum(mean[plain], 1.0))
    rows = np.flatnonzero(todo & ~plain)
    rows = rows[np.argsort(-found[rows], kind="stable")]
    size, least = n[rows], found[rows]
    precision = 1 / correlation[rows] - 1
    a, b = mean[rows] * precision, (1 - mean[rows]) * precision
    term = betaln(a, b + size) - betaln(a, b)
    total = term.copy()
    for k in range(int(least.max(initial=0))):
        # Rows stand by falling count, so that those still to be added to are the first ones.
        some = slice(0, int(np.searchsorted(-least, -k, side="left")))
        with np.errstate(divide="ignore"):
            step = np.log((size[some] - k) * (k + a[some]) / ((k + 1) * (size[some] - k - 1 + b[some])))
        term[some] += step
        total[some] = np.logaddexp(total[some], term[some])
    result[rows] = np.minimum(np.exp(total), 1.0)
    return result


def over_events(found: Ints, owner: Ints, each: Drawn, size: int) -> Floats:
    """Return the probability of so few articles in all of an owner's events together.

    One event is a beta-binomial. The sum over several is convolved where it may be surprising and at most
    `_CONVOLVED` articles have the item; else it is taken as one beta-binomial of its mean and variance.
    """
    result = so_few(found, together(owner, each, size))
    several = np.bincount(owner, minlength=size) > 1
    rows = np.flatnonzero(several & (result < _UNSURPRISING) & (found <= _CONVOLVED))
    # Rows with equal counts go together, so that none is carried further than it must.
    for count in np.unique(found[rows]):
        some = rows[found[rows] == count]
        number = np.full(size, -1)
        number[some] = np.arange(len(some))
        cells = np.flatnonzero(number[owner] >= 0)
        result[some] = _convolved(
            int(count), number[owner[cells]], Drawn(*(v[cells] for v in each)), len(some)
        )
    return np.minimum(result, 1.0)


def _convolved(count: int, owner: Ints, each: Drawn, size: int) -> Floats:
    order = np.argsort(owner, kind="stable")
    turn = np.empty(len(owner), np.int64)
    begin = np.searchsorted(owner[order], np.arange(size))
    turn[order] = np.arange(len(owner)) - begin[owner[order]]
    total = np.zeros((size, count + 1))
    total[:, 0] = 1.0
    for nth in range(int(turn.max(initial=-1)) + 1):
        cells = np.flatnonzero(turn == nth)
        here, before = owner[cells], total[owner[cells]]
        term = _terms(count, Drawn(*(v[cells] for v in each)))
        after = before * term[:, :1]
        for k in range(1, count + 1):
            after[:, k:] += before[:, : count + 1 - k] * term[:, k : k + 1]
        total[here] = after
    return np.asarray(total.sum(axis=1))


def _terms(count: int, each: Drawn) -> Floats:
    """Return the probabilities of 0 to `count` articles, a row an event."""
    n, mean, correlation = each
    precision = 1 / np.maximum(correlation, _NONE) - 1
    a, b = mean * precision, np.maximum((1 - mean) * precision, 1e-12)
    result = np.zeros((len(n), count + 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        term = np.where(a > 0, betaln(a, b + n) - betaln(a, b), 0.0)
        result[:, 0] = np.exp(term)
        for k in range(count):
            term = term + np.log(np.maximum(n - k, 0) * (k + a) / ((k + 1) * (n - k - 1 + b)))
            result[:, k + 1] = np.where((k < n) & (a > 0), np.exp(term), 0.0)
    return result


def scatter(pair: Ints, owner: Ints, x: Floats, n: Floats) -> Floats:
    """Return how much the other outlets differ in an item: the correlation of two articles of one of them.

    Pearson's X2 of the others' counts, over events, by as much as it exceeds what chance gives: its mean and
    one standard deviation, ``(X2 - f - sqrt(2 f)) / sum((k - 1) (m - 1))`` with f degrees of freedom, k
    outlets and m articles an outlet (the estimator of the analysis of variance, Donner 1986, less its
    standard error). Two outlets and ten articles can't tell a small difference from chance; a large one, as
    of a word that one of them alone uses, they can.

    Parameters
    ----------
    pair : array
        Item and event of each cell.
    owner : array
        Row of each cell: an item and the outlet that is tested, which takes no part.
    x, n : arrays
        Articles of the cell's outlet with the item, and all.

    Returns
    -------
    array
        By owner, from 0; 0 where there is but one other outlet.
    """
    pairs, size = int(pair.max(initial=-1)) + 1, int(owner.max(initial=-1)) + 1

    def rest(values: Floats) -> Floats:
        return summed(pair, values, pairs)[pair] - values

    total, articles, outlets = rest(x), rest(n), rest(np.ones(len(x)))
    apart = rest(x * x / n) - total**2 / np.maximum(articles, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / articles
        squares = np.nan_to_num(apart / (mean * (1 - mean)), posinf=0.0, neginf=0.0)
        freedom = np.where((total > 0) & (total < articles), outlets - 1, 0.0)
        each = np.nan_to_num((articles - rest(n * n) / articles) / np.maximum(outlets - 1, 1))
    f = summed(owner, freedom, size)
    above = summed(owner, np.where(freedom > 0, squares, 0.0), size) - f - np.sqrt(2 * f)
    below = summed(owner, freedom * np.maximum(each - 1, 0.0), size)
    return np.where((below > 0) & (above > 0), np.minimum(above / np.maximum(below, 1e-9), 0.99), 0.0)
