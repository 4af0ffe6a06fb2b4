"""Which test each pair gets, and that test.

One event to five: labels change places over clusters inside events. Six or more: signs change over
events. From 50 clusters a side, and where one side is very large: Welch's t on the pooled gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.pairs import Sides
from framing.comparison.permute import Verdict, least_p, permute
from framing.comparison.pooled import Pooled
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.rest import rest_rows
from framing.comparison.shared import Shared
from framing.comparison.signs import LEAST_EVENTS, sign_flip
from framing.comparison.strata import Sets, strata
from framing.comparison.sums import Clusters

__all__ = ["ALPHA", "MANY", "Testing", "Tests", "how", "pair_tests"]

#: A test whose least p is above this is not made.
ALPHA = 0.05

#: From this many clusters on both sides, Welch's t on the gap.
MANY = 50

#: Differences by event that are kept before they are tested; changes nothing else.
_FLIPS = 1 << 24

#: Above this many clusters on both sides together, the same.
MOST = 2_000


@dataclass
class Tests:
    """p, the least p, how p was made and from how many arrangements, by pair × cell."""

    p: Floats
    p_min: Floats
    name: list[str | None]
    draws: Ints

    @classmethod
    def none(cls, size: int) -> Tests:
        """Return a table without any test."""
        return cls(
            np.full(size, np.nan), np.full(size, np.nan), [None] * size, np.zeros(size, dtype=np.int64)
        )

    @classmethod
    def joined(cls, parts: Sequence[Tests]) -> Tests:
        """Return several, one behind the other."""
        every = [cls.none(0), *parts]
        return cls(
            np.concatenate([part.p for part in every]),
            np.concatenate([part.p_min for part in every]),
            [name for part in every for name in part.name],
            np.concatenate([part.draws for part in every]),
        )

    def set(self, row: int, verdict: Verdict, p: float, name: str) -> None:
        """Put a verdict down; p stays missing where the least p is above `ALPHA`."""
        self.p_min[row] = verdict.p_min
        if verdict.p_min <= ALPHA:
            self.p[row], self.name[row], self.draws[row] = p, name, verdict.draws


def pair_tests(
    data: Clusters,
    both: Sides,
    common: Shared,
    pooled: Pooled,
    n: tuple[Ints, Ints],
    open_to: Flags,
    *,
    seed: int,
    draws: int,
    most: int | None = None,
) -> Tests:
    """Test every pair × cell that has at least three clusters a side, all at once; see `Testing`."""
    testing = Testing(data.names, data.events, seed=seed, draws=draws, most=most)
    testing.add(data, both, common, pooled, n, open_to)
    return testing.done()


class Testing:
    """The tests of pairs, put down a block of cells at a time and made together.

    A side without hits, or with all in one article, has no spread to studentise by: where outlets
    differ in the length of their items, such cells alone raise false alarms to 15 % (measured, 5
    short items against 20 long ones), so they get no test.

    Parameters
    ----------
    names, events
        As in `sums.Clusters`.
    seed, draws, most
        As in `permute.permute`.
    """

    def __init__(
        self,
        names: Sequence[str],
        events: Sequence[str | None],
        *,
        seed: int,
        draws: int,
        most: int | None = None,
    ) -> None:
        self._names, self._events = names, events
        self._seed, self._draws, self._most = seed, draws, most
        self._parts: list[Tests] = []
        self._ratio: list[Flags] = []
        self._size = 0
        self._sets = Sets()
        self._weights: dict[int, dict[int, float]] = {}
        self._flips: dict[bytes, list[tuple[int, Floats]]] = {}
        self._flipped: list[tuple[int, Verdict, float]] = []

    def add(
        self,
        data: Clusters,
        both: Sides,
        common: Shared,
        pooled: Pooled,
        n: tuple[Ints, Ints],
        open_to: Flags,
    ) -> None:
        """Test what needs no arrangements of articles, and keep the clusters of what does.

        Parameters
        ----------
        data, both, common, pooled
            Sums, the sides of each pair, the texts on both, their pooled difference.
        n : two arrays
            Clusters of `a` and of `b` that have a denominator, by pair × cell.
        open_to : array of bool
            Where a test may be made at all, by pair × cell.
        """
        tests = Tests.none(len(pooled.pair))
        enough = open_to & (np.minimum(*n) >= LEAST_ARTICLES)
        same = np.bincount(pooled.owner, ~common.all, minlength=len(pooled.pair)) == 0
        many = (np.minimum(*n) >= MANY) | (n[0] + n[1] > MOST) | same
        over_events = enough & (pooled.n_events >= LEAST_EVENTS)
        gaps = pooled.weight * (both.a.x / both.a.d - both.b.x / both.b.d)
        for row in np.flatnonzero(over_events).tolist():
            rows = _span(pooled, row)
            self._flips.setdefault(both.event[rows].tobytes(), []).append((self._size + row, gaps[rows]))
        for row in np.flatnonzero(enough & many & ~over_events & np.isfinite(pooled.p)).tolist():
            kind = "log ratio" if pooled.ratio[row] else "difference"
            tests.p[row] = pooled.p[row]
            tests.name[row] = f"{'paired' if same[row] else 'Welch'} t on the {kind}"
        wanted = np.flatnonzero(enough & ~many & ~over_events & np.isfinite(pooled.low))
        self._keep(data, both, pooled, wanted)
        self._parts.append(tests)
        if sum(len(flips) * len(flips[0][1]) for flips in self._flips.values()) > _FLIPS:
            self._flip()
        self._ratio.append(pooled.ratio)
        self._size += len(pooled.pair)

    def done(self) -> Tests:
        """Return the tests of all rows, in the order in which they were put down."""
        self._flip()
        tests = Tests.joined(self._parts)
        for row, verdict, p in self._flipped:
            tests.set(row, verdict, p, "sign-flip over events" + how(verdict))
        ratio = np.concatenate([np.zeros(0, dtype=bool), *self._ratio])
        for members in self._sets.each():
            parts = strata(members, self._weights[members.rows[0]], self._names, self._events)
            rows = np.array(members.rows)
            if least_p(parts, 2) > ALPHA:
                tests.p_min[rows] = least_p(parts, 2)
                continue
            verdict = permute(parts, 2, ratio[rows], seed=self._seed, draws=self._draws, most=self._most)
            for place, row in enumerate(members.rows):
                tests.set(row, verdict, float(verdict.p[place]), "permutation" + how(verdict))
        return tests

    def _flip(self) -> None:
        """Test over events: the rows of the same events together, which share their draws."""
        for codes, flips in self._flips.items():
            names = tuple(str(self._events[event]) for event in np.frombuffer(codes, dtype=np.int64).tolist())
            gaps = np.column_stack([gaps for _, gaps in flips])
            verdict = sign_flip(gaps, names, seed=self._seed, draws=self._draws)
            self._flipped += [
                (row, verdict, p) for (row, _), p in zip(flips, verdict.p.tolist(), strict=True)
            ]
        self._flips = {}

    def _keep(self, data: Clusters, both: Sides, pooled: Pooled, wanted: Ints) -> None:
        """Keep the clusters of the rows that are to be tested by permutation."""
        rest = len(data.groups)
        mine = [np.zeros(0, dtype=np.int64)] * rest
        for number, (a, b) in enumerate(both.pairs):
            rows = wanted[pooled.pair[wanted] == number]
            if not len(rows):
                continue
            for group in (a, b):
                if group < rest and not len(mine[group]):
                    mine[group] = np.flatnonzero((data.group == group) & (data.d > 0))
            second = mine[b] if b < rest else _rest(data, a, both, number)
            two = [(side, data.cell[side]) for side in (mine[a], second)]
            for row in rows.tolist():
                cell, span = int(pooled.cell[row]), _span(pooled, row)
                ours, theirs = (_in_cell(data, side, of, cell, both.event[span]) for side, of in two)
                labels = np.repeat([0, 1], [len(ours), len(theirs)])
                at = self._size + row
                self._sets.add(at, data, cell, np.concatenate([ours, theirs]), labels, number)
                weights = zip(both.event[span].tolist(), pooled.weight[span].tolist(), strict=True)
                self._weights[at] = dict(weights)


def how(verdict: Verdict) -> str:
    """Return what is added to a test's name."""
    return ", exact" if verdict.exact else ", draws"


def _span(pooled: Pooled, row: int) -> slice:
    begin = int(pooled.begin[row])
    return slice(begin, begin + int(pooled.n_events[row]))


def _rest(data: Clusters, group: int, both: Sides, number: int) -> Ints:
    mine = both.pair == number
    rows = rest_rows(data, group, both.cell[mine] * len(data.events) + both.event[mine])
    return rows[data.d[rows] > 0]


def _in_cell(data: Clusters, rows: Ints, of: Ints, cell: int, events: Ints) -> Ints:
    """Return the rows of one cell and some events; `of` is the cell of each, in order."""
    low, high = np.searchsorted(of, [cell, cell + 1])
    rows = rows[low:high]
    return rows if len(data.events) == 1 else rows[np.isin(data.event[rows], events)]
