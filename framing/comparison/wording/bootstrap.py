"""Intervals for what is not smooth: articles are drawn again, and all is computed anew from their counts.

One draw of weights serves every term, measure and pair. Draws are keyed by the seed, the stratum and the
names of its articles, never by their position. The percentile interval is widened for few articles by ``t / z
sqrt(n / (n - 1))`` (Hesterberg 2015, What teachers should know about the bootstrap): unwidened it holds
83 % at five articles where it should hold 95.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.stats
from scipy.sparse import csc_array

from framing.comparison.codes import Floats, Ints
from framing.comparison.intervals import LEVEL
from framing.comparison.permute import seeded
from framing.comparison.wording.tallies import Sides

__all__ = ["REPLICATES", "Drawn", "Draws", "Statistic", "replicated", "widened", "widening"]

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


@dataclass(frozen=True)
class Drawn:
    """Rows that have been drawn: how often each is in each draw, rows × draws."""

    weights: npt.NDArray[np.uint8]

    @property
    def draws(self) -> int:
        """How often rows were drawn."""
        return int(self.weights.shape[1])

    def portions(self) -> Iterator[tuple[slice, npt.NDArray[np.uint8]]]:
        """Yield all draws."""
        yield slice(0, self.draws), self.weights


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
    drawn: Draws | Drawn,
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
    drawn : Draws or Drawn
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
