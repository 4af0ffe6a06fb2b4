"""Which test each comparison gets, and the clusters it permutes.

One event to five: labels change places over clusters inside events. Six or more: signs change over
events. From 50 clusters a side, and where one side is very large: Welch's t on the pooled gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing.comparison.codes import Flags, Floats, Ints, starts
from framing.comparison.pairs import Sides
from framing.comparison.permute import Stratum, Verdict, least_p, permute
from framing.comparison.pooled import Pooled
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.rest import rest_rows
from framing.comparison.shared import Shared
from framing.comparison.signs import LEAST_EVENTS, sign_flip
from framing.comparison.sums import Clusters

__all__ = ["ALPHA", "Tests", "omnibus_tests", "pair_tests"]

#: A test whose least p is above this is not made.
ALPHA = 0.05

#: From this many clusters on both sides, Welch's t on the gap.
MANY = 50

#: Above this many clusters on both sides together, the same.
MOST = 2_000

#: Above this many clusters the omnibus test is made from the pairs' p.
MOST_OMNIBUS = 300


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
    """
    tests = Tests.none(len(pooled.pair))
    enough = open_to & (np.minimum(*n) >= LEAST_ARTICLES)
    same = np.bincount(pooled.owner, ~common.all, minlength=len(pooled.pair)) == 0
    many = (np.minimum(*n) >= MANY) | (n[0] + n[1] > MOST) | same
    over_events = enough & (pooled.n_events >= LEAST_EVENTS)
    for row in np.flatnonzero(over_events):
        rows = slice(pooled.begin[row], pooled.begin[row] + pooled.n_events[row])
        gaps = pooled.weight[rows] * (both.a.x[rows] / both.a.d[rows] - both.b.x[rows] / both.b.d[rows])
        names = tuple(str(data.events[event]) for event in both.event[rows])
        verdict = sign_flip(gaps, names, seed=seed, draws=draws)
        tests.set(int(row), verdict, float(verdict.p[0]), "sign-flip over events" + _how(verdict))
    for row in np.flatnonzero(enough & many & ~over_events & np.isfinite(pooled.p)):
        kind = "log ratio" if pooled.ratio[row] else "difference"
        tests.p[row], tests.name[row] = pooled.p[row], f"{'paired' if same[row] else 'Welch'} t on the {kind}"
    wanted = np.flatnonzero(enough & ~many & ~over_events)
    for members, strata in _sets(data, both, pooled, wanted):
        if least_p(strata, 2) > ALPHA:
            tests.p_min[members] = least_p(strata, 2)
            continue
        verdict = permute(strata, 2, pooled.ratio[members], seed=seed, draws=draws)
        for place, row in enumerate(members):
            tests.set(int(row), verdict, float(verdict.p[place]), "permutation" + _how(verdict))
    return tests


def omnibus_tests(
    data: Clusters,
    cells: Sequence[int],
    groups: Sequence[int],
    by_pair: dict[int, Floats],
    *,
    seed: int,
    draws: int,
) -> tuple[Tests, list[int]]:
    """Test whether any of three or more groups differs, for each cell, and count the articles.

    All labels are permuted, the statistic is the largest over pairs, where every event holds
    every group and there are not too many clusters; otherwise the least p of the cell's pairs
    times their number (Bonferroni).

    Parameters
    ----------
    cells, groups : sequence of int
        Codes.
    by_pair : dict
        For each cell, the p of its pairs.
    """
    tests, counts = Tests.none(len(cells)), []
    by_set: dict[bytes, tuple[list[int], list[int], Ints]] = {}
    ratio = data.ratio
    for row, cell in enumerate(cells):
        rows = np.arange(*np.searchsorted(data.cell, [cell, cell + 1]))
        rows = rows[np.isin(data.group[rows], groups)]
        counts.append(int(data.articles[rows].sum()))
        rows = rows[data.d[rows] > 0]
        held = np.unique(data.group[rows])
        table = np.zeros((len(data.events), len(data.groups)), dtype=np.int64)
        np.add.at(table, (data.event[rows], data.group[rows]), 1)
        table = table[table.any(axis=1)][:, held]
        plain = (
            len(rows) <= MOST_OMNIBUS
            and table.all()
            and len(table) < LEAST_EVENTS
            and not data.shared[rows].all()
        )
        if (
            len(held) > 2
            and plain
            and (table.sum(axis=0) >= LEAST_ARTICLES).all()
            and table.sum(axis=0).max() < MANY
        ):
            rows = rows[np.lexsort((data.group[rows], data.family[rows], data.event[rows]))]
            labels = np.searchsorted(held, data.group[rows])
            parts = (data.event[rows], data.family[rows], labels, data.per_hit[[cell]])
            key = b"".join(part.tobytes() for part in parts)
            by_set.setdefault(key, ([], [], labels))
            by_set[key][0].append(row)
            by_set[key][1].append(int(cell))
            continue
        some = by_pair.get(int(cell), np.zeros(0))
        some = some[np.isfinite(some)]
        if len(some):
            tests.p[row], tests.name[row] = (
                min(1.0, float(some.min()) * len(some)),
                "least p of the pairs, Bonferroni",
            )
    for in_set, its_cells, labels in by_set.values():
        entries = [_entries(data, cell, groups) for cell in its_cells]
        size = int(labels.max()) + 1
        strata = list(
            _strata(data, entries, labels, lambda event, counts: 1.0 / float((1.0 / counts).sum()), size)
        )
        verdict = permute(strata, size, ratio[its_cells], seed=seed, draws=draws)
        for place, row in enumerate(in_set):
            tests.set(int(row), verdict, float(verdict.p[place]), "omnibus permutation" + _how(verdict))
    return tests, counts


def _how(verdict: Verdict) -> str:
    return ", exact" if verdict.exact else ", draws"


def _entries(data: Clusters, cell: int, groups: Sequence[int]) -> Ints:
    rows = np.arange(*np.searchsorted(data.cell, [cell, cell + 1]))
    rows = rows[np.isin(data.group[rows], groups) & (data.d[rows] > 0)]
    return rows[np.lexsort((data.group[rows], data.family[rows], data.event[rows]))]


def _sets(data: Clusters, both: Sides, pooled: Pooled, wanted: Ints) -> Iterator[tuple[Ints, list[Stratum]]]:
    """Yield the rows of one pair whose cells have the same clusters, with those clusters."""
    rest = len(data.groups)
    by_group = [np.flatnonzero((data.group == group) & (data.d > 0)) for group in range(rest)]
    for number, (a, b) in enumerate(both.pairs):
        found: dict[bytes, tuple[list[int], list[Ints], npt.NDArray[np.int64]]] = {}
        rows_of_pair = wanted[pooled.pair[wanted] == number]
        if not len(rows_of_pair):
            continue
        second = by_group[b] if b < rest else _rest(data, a, both, number)
        for row in rows_of_pair:
            cell = int(pooled.cell[row])
            span = slice(pooled.begin[row], pooled.begin[row] + pooled.n_events[row])
            ours, theirs = (_in_cell(data, rows, cell, both.event[span]) for rows in (by_group[a], second))
            entries = np.concatenate([ours, theirs])
            labels = np.repeat([0, 1], [len(ours), len(theirs)])
            order = np.lexsort((data.group[entries], labels, data.family[entries], data.event[entries]))
            entries, labels = entries[order], labels[order]
            # Cells with the same denominators are quickest together, so what they divide by is in the key.
            parts = (data.event[entries], data.family[entries], labels, data.per_hit[[cell]])
            key = b"".join(part.tobytes() for part in parts)
            found.setdefault(key, ([], [], labels))
            found[key][0].append(int(row))
            found[key][1].append(entries)
        for rows, entries_of, labels in found.values():
            weight = _weights(both, pooled, rows[0])
            yield (
                np.array(rows),
                list(_strata(data, entries_of, labels, lambda event, _, w=weight: w[event], 2)),
            )


def _rest(data: Clusters, group: int, both: Sides, number: int) -> Ints:
    mine = both.pair == number
    rows = rest_rows(data, group, both.cell[mine] * len(data.events) + both.event[mine])
    return rows[data.d[rows] > 0]


def _in_cell(data: Clusters, rows: Ints, cell: int, events: Ints) -> Ints:
    low, high = np.searchsorted(data.cell[rows], [cell, cell + 1])
    rows = rows[low:high]
    return rows[np.isin(data.event[rows], events)]


def _weights(both: Sides, pooled: Pooled, row: int) -> dict[int, float]:
    span = slice(pooled.begin[row], pooled.begin[row] + pooled.n_events[row])
    return dict(zip(both.event[span].tolist(), pooled.weight[span].tolist(), strict=True))


def _strata(
    data: Clusters, entries: list[Ints], labels: Ints, weigh: object, groups: int
) -> Iterator[Stratum]:
    """Yield a stratum an event; `entries` has, for each cell, the same clusters in the same order."""
    event, family = data.event[entries[0]], data.family[entries[0]]
    begin = starts(event)
    for low, high in zip(begin, np.append(begin[1:], len(event)), strict=True):
        part = slice(low, high)
        fixed = _shared(family[part], labels[part])
        counts = np.bincount(labels[part], minlength=groups)
        names = tuple(data.names[f] for f in family[part][~fixed])
        yield Stratum(
            labels=labels[part].astype(np.int8),
            x=np.column_stack([data.x[rows[part]] for rows in entries]),
            d=np.column_stack([data.d[rows[part]] for rows in entries]),
            fixed=fixed,
            weight=float(weigh(int(event[low]), counts)),  # type: ignore[operator]
            key=(str(data.events[event[low]]), *names),
        )


def _shared(family: Ints, labels: Ints) -> Flags:
    """Return which clusters belong to a family that stands under more than one label."""
    keys = np.unique(np.stack([family, labels]), axis=1)
    families, times = np.unique(keys[0], return_counts=True)
    return np.isin(family, families[times > 1])
