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

from framing.comparison.codes import Flags, Floats, Ints, distinct, starts, summed

__all__ = ["PRIOR", "Drawn", "drawn", "over_events", "scatter", "so_few", "together"]

#: Articles with and without the item that are added to the others' counts.
PRIOR = (0.0, 1.0)

#: Correlation below which the articles of an outlet count as independent.
_NONE = 1e-9

#: Above this p nobody looks; above so many articles a sum over events is near enough to one beta-binomial.
_UNSURPRISING, _CONVOLVED = 0.5, 40

#: Lines, of a cell and another of its event, that are held at once.
_LINES = 2_000_000


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


def together(owner: Ints, each: Drawn, size: int, correlation: Floats | None = None) -> Drawn:
    """Return one beta-binomial for the sum over events, by owner: the same mean and variance.

    Where shares differ over events the sum may vary less than a binomial; it is then taken as one, which
    makes few articles look less surprising than they are (Hoeffding 1956).

    Parameters
    ----------
    owner : array
    each : Drawn
    size : int
    correlation : array, optional
        By owner: that of two articles of one outlet on different events, as of a habit.
    """
    n = summed(owner, each.n, size)
    expected = summed(owner, each.n * each.mean, size)
    spread = each.n * each.mean * (1 - each.mean)
    variance = summed(owner, spread * (1 + (each.n - 1) * each.correlation), size)
    if correlation is not None:
        root = each.n * np.sqrt(each.mean * (1 - each.mean))
        variance = variance + correlation * (summed(owner, root, size) ** 2 - summed(owner, root**2, size))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(n > 0, expected / n, 0.0)
        every = (variance / (n * mean * (1 - mean)) - 1) / (n - 1)
    single = np.bincount(owner, minlength=size) == 1
    only = np.zeros(size)
    only[owner] = each.correlation
    every = np.where(single, only, np.where(np.isfinite(every), every, 0.0))
    return Drawn(n, mean, np.clip(every, 0.0, 1 - _NONE))


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


def over_events(found: Ints, owner: Ints, each: Drawn, size: int, correlation: Floats) -> Floats:
    """Return the probability of so few articles in all of an owner's events together.

    One event is a beta-binomial. The sum over several is convolved where outlets don't differ by habit, it
    may be surprising, and at most `_CONVOLVED` articles have the item; else it is taken as one beta-binomial
    of its mean and variance. Parameters are those of `together`.
    """
    result = so_few(found, together(owner, each, size, correlation))
    several = (np.bincount(owner, minlength=size) > 1) & (correlation == 0)
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


def scatter(
    pair: Ints, outlet: Ints, owner: Ints, x: Floats, n: Floats, wanted: Flags | None = None
) -> Floats:
    """Return how much the other outlets differ in an item: the correlation of two articles of one of them.

    For each other outlet, its articles with the item less those expected from all others' share, over its
    events ``T = sum(x - n m)``, whose variance is ``V = sum(n m (1 - m) (N - n) / (N - 1))`` if outlets don't
    differ. What ``sum(T**2)`` exceeds ``sum(V)`` by, less one standard deviation of it (``sum(V) sqrt(2 / (k
    - 1))`` with k outlets), is put down to correlation. For one event this is Pearson's X2 less what chance
    gives. Two outlets with ten articles can't tell a small difference from chance; a large one, as of a word
    that one of them alone uses, they can.

    Parameters
    ----------
    pair, outlet : arrays
        Item and event of each cell, and its outlet. Cells stand by pair.
    owner : array
        Row of each cell: an item and the outlet that is tested, which takes no part.
    x, n : arrays
        Articles of the cell's outlet with the item, and all.
    wanted : bool array, optional
        By owner: which are asked for, all by default.

    Returns
    -------
    array
        By owner, from 0; 0 where there is but one other outlet, and where it was not asked for.
    """
    size = int(owner.max(initial=-1)) + 1
    found = np.zeros(size)
    if not size:
        return found
    begin = starts(pair)
    held = np.diff(np.append(begin, len(pair)))
    first, held = np.repeat(begin, held), np.repeat(held, held)
    mine = np.arange(len(pair)) if wanted is None else np.flatnonzero(wanted[owner])
    mine = mine[np.argsort(owner[mine], kind="stable")]
    # An owner's cells go together; a line for each cell and each of its event, so many at once.
    edges = starts(owner[mine])
    lines = np.concatenate([[0], np.cumsum(held[mine])])
    at = 0
    while at < len(edges):
        upto = int(np.searchsorted(lines[edges], lines[edges[at]] + _LINES, side="right"))
        upto = max(upto - 1, at + 1) if upto < len(edges) else len(edges)
        cells = mine[edges[at] : edges[upto] if upto < len(edges) else len(mine)]
        owners, which = np.unique(owner[cells], return_inverse=True)
        found[owners] = _scattered(cells, which, len(owners), first, held, outlet, x, n)
        at = upto
    return found


def _scattered(
    tested: Ints, owner: Ints, size: int, first: Ints, held: Ints, outlet: Ints, x: Floats, n: Floats
) -> Floats:
    """Return `scatter` of some owners, whose cells are `tested`."""
    many = held[tested]
    cell = np.repeat(np.arange(len(tested)), many)
    rest = np.repeat(first[tested] - (np.cumsum(many) - many), many) + np.arange(len(cell))
    apart = rest != tested[cell]
    cell, rest = cell[apart], rest[apart]
    total, articles = summed(cell, x[rest], len(tested)), summed(cell, n[rest], len(tested))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nan_to_num(total / articles)[cell]
    every = articles[cell]
    ratio = mean * (1 - mean)
    left = 1 - n[rest] / every
    # By the row that is tested and the other outlet.
    outlets = int(outlet.max(initial=-1)) + 1
    key, of = distinct(owner[cell] * outlets + outlet[rest], size * outlets)
    row = key // outlets
    above = summed(of, x[rest] - n[rest] * mean, len(key)) ** 2
    chance = summed(of, n[rest] * ratio * left * every / np.maximum(every - 1, 1), len(key))
    by_one = summed(of, n[rest] * ratio * left, len(key))
    root = summed(of, n[rest] * np.sqrt(ratio * left), len(key))
    freedom = np.maximum(summed(row, chance > 0, size) - 1, 0.0)
    variance = summed(row, chance, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        beyond = summed(row, above, size) - variance * (1 + np.sqrt(2 / freedom))
        found = beyond / summed(row, root**2 - by_one, size)
    return np.where(np.isfinite(found) & (freedom > 0) & (beyond > 0), np.clip(found, 0.0, 0.99), 0.0)
