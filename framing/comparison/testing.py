"""Which test each pair gets, and that test.

One event to five: labels change places over clusters inside events. Six or more: signs change over
events. From 50 clusters a side, and where one side is very large: Welch's t on the pooled gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.pairs import Sides
from framing.comparison.permute import Stratum, Verdict, least_p, permute
from framing.comparison.pooled import Pooled
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.rest import rest_rows
from framing.comparison.shared import Shared
from framing.comparison.signs import LEAST_EVENTS, sign_flip
from framing.comparison.strata import Sets, strata
from framing.comparison.sums import Clusters

__all__ = ["ALPHA", "MANY", "Tests", "how", "pair_tests"]

#: A test whose least p is above this is not made.
ALPHA = 0.05

#: From this many clusters on both sides, Welch's t on the gap.
MANY = 50

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
    """Test every pair × cell that has at least three clusters a side.

    A side without hits, or with all in one article, has no spread to studentise by: where outlets
    differ in the length of their items, such cells alone raise false alarms to 15 % (measured, 5
    short items against 20 long ones), so they get no test.

    Parameters
    ----------
    data, both, common, pooled
        Sums, the sides of each pair, the texts on both, their pooled difference.
    n : two arrays
        Clusters of `a` and of `b` that have a denominator, by pair × cell.
    open_to : array of bool
        Where a test may be made at all, by pair × cell.
    seed, draws, most
        As in `permute.permute`.
    """
    tests = Tests.none(len(pooled.pair))
    enough = open_to & (np.minimum(*n) >= LEAST_ARTICLES)
    same = np.bincount(pooled.owner, ~common.all, minlength=len(pooled.pair)) == 0
    many = (np.minimum(*n) >= MANY) | (n[0] + n[1] > MOST) | same
    over_events = enough & (pooled.n_events >= LEAST_EVENTS)
    for row in np.flatnonzero(over_events).tolist():
        rows = _span(pooled, row)
        gaps = pooled.weight[rows] * (both.a.x[rows] / both.a.d[rows] - both.b.x[rows] / both.b.d[rows])
        names = tuple(str(data.events[event]) for event in both.event[rows])
        verdict = sign_flip(gaps, names, seed=seed, draws=draws)
        tests.set(row, verdict, float(verdict.p[0]), "sign-flip over events" + how(verdict))
    for row in np.flatnonzero(enough & many & ~over_events & np.isfinite(pooled.p)).tolist():
        kind = "log ratio" if pooled.ratio[row] else "difference"
        tests.p[row], tests.name[row] = pooled.p[row], f"{'paired' if same[row] else 'Welch'} t on the {kind}"
    wanted = np.flatnonzero(enough & ~many & ~over_events & np.isfinite(pooled.low))
    for members, parts in _sets(data, both, pooled, wanted):
        if least_p(parts, 2) > ALPHA:
            tests.p_min[members] = least_p(parts, 2)
            continue
        verdict = permute(parts, 2, pooled.ratio[members], seed=seed, draws=draws, most=most)
        for place, row in enumerate(members):
            tests.set(int(row), verdict, float(verdict.p[place]), "permutation" + how(verdict))
    return tests


def how(verdict: Verdict) -> str:
    """Return what is added to a test's name."""
    return ", exact" if verdict.exact else ", draws"


def _sets(data: Clusters, both: Sides, pooled: Pooled, wanted: Ints) -> Iterator[tuple[Ints, list[Stratum]]]:
    """Yield the rows of one pair whose cells have the same clusters, with those clusters."""
    rest = len(data.groups)
    by_group = [np.flatnonzero((data.group == group) & (data.d > 0)) for group in range(rest)]
    for number, (a, b) in enumerate(both.pairs):
        rows = wanted[pooled.pair[wanted] == number]
        if not len(rows):
            continue
        second = by_group[b] if b < rest else _rest(data, a, both, number)
        sets = Sets(data)
        for row in rows:
            cell, events = int(pooled.cell[row]), both.event[_span(pooled, row)]
            ours, theirs = (_in_cell(data, side, cell, events) for side in (by_group[a], second))
            labels = np.repeat([0, 1], [len(ours), len(theirs)])
            sets.add(int(row), cell, np.concatenate([ours, theirs]), labels)
        for members, labels, entries in sets.each():
            span = _span(pooled, members[0])
            weights = dict(zip(both.event[span].tolist(), pooled.weight[span].tolist(), strict=True))
            yield members, strata(data, entries, labels, weights)


def _span(pooled: Pooled, row: int) -> slice:
    begin = int(pooled.begin[row])
    return slice(begin, begin + int(pooled.n_events[row]))


def _rest(data: Clusters, group: int, both: Sides, number: int) -> Ints:
    mine = both.pair == number
    rows = rest_rows(data, group, both.cell[mine] * len(data.events) + both.event[mine])
    return rows[data.d[rows] > 0]


def _in_cell(data: Clusters, rows: Ints, cell: int, events: Ints) -> Ints:
    low, high = np.searchsorted(data.cell[rows], [cell, cell + 1])
    rows = rows[low:high]
    return rows[np.isin(data.event[rows], events)]
