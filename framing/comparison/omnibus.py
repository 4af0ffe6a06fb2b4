"""The omnibus test: whether any of three groups or more differs, before pairs are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, starts, summed
from framing.comparison.permute import permute
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.signs import LEAST_EVENTS
from framing.comparison.strata import Sets, strata
from framing.comparison.sums import Clusters
from framing.comparison.testing import MANY, Tests, how

__all__ = ["Omnibus"]

#: Above this many clusters the test is made from the pairs' p.
MOST = 300

#: From this many groups in a cell there is something to test.
LEAST_GROUPS = 3


class Omnibus:
    """The omnibus tests, put down a block of cells at a time and made once the pairs have been tested.

    Where every event holds every group, with under 50 clusters each, all labels are permuted and the
    statistic is the largest over pairs. Otherwise p is the least of the cell's pairs, times their number
    (Bonferroni). Groups under three clusters, without hits, or with all in one article
    take no part, as in the tests of pairs.

    Attributes
    ----------
    cells, articles, tested : list of int
        The cells where three groups or more meet, their articles, and the groups tested.
    invented : list of bool
        Whether any article of a cell is illustrative.
    """

    def __init__(self, groups: Sequence[int]) -> None:
        self._groups = groups
        self._sets = Sets()
        self._weights: dict[int, dict[int, float]] = {}
        self._arranged: set[int] = set()
        self.cells: list[int] = []
        self.articles: list[int] = []
        self.tested: list[int] = []
        self.invented: list[bool] = []

    def add(self, data: Clusters, compared: Sequence[int]) -> None:
        """Look at the cells of a block in which groups were compared."""
        first = starts(data.cell, data.group)
        mine = np.isin(data.group[first], self._groups)
        count = summed(data.cell[first], mine, len(data.cells))
        for cell in np.intersect1d(np.flatnonzero(count >= LEAST_GROUPS), compared).tolist():
            entries = np.arange(*np.searchsorted(data.cell, [cell, cell + 1]))
            entries = entries[np.isin(data.group[entries], self._groups)]
            articles = int(data.articles[entries].sum())
            entries = entries[(data.d[entries] > 0)]
            held = _with_spread(data, cell, entries)
            entries = entries[np.isin(data.group[entries], held)]
            self.cells.append(cell)
            self.articles.append(articles)
            self.tested.append(len(held))
            self.invented.append(bool(data.illustrative[cell].any()))
            if len(held) >= LEAST_GROUPS and _permutable(data, entries, len(held)):
                labels = np.searchsorted(held, data.group[entries])
                self._sets.add(cell, data, cell, entries, labels)
                self._weights[cell] = _weights(data, entries, labels, len(held))
                self._arranged.add(cell)

    def done(
        self,
        by_pair: Mapping[int, Floats],
        ratio: Flags,
        names: Sequence[str],
        events: Sequence[str | None],
        *,
        seed: int,
        draws: int,
    ) -> Tests:
        """Return the tests, a row a cell.

        Parameters
        ----------
        by_pair : mapping
            For each cell, the p of its pairs.
        ratio, names, events
            As in `sums.Clusters`.
        seed, draws : int
            For draws, where arrangements are too many to list.
        """
        tests = Tests.none(len(self.cells))
        at = {cell: row for row, cell in enumerate(self.cells)}
        for cell, row in at.items():
            some = by_pair[cell][np.isfinite(by_pair[cell])]
            if len(some) and cell not in self._arranged:
                tests.p[row] = min(1.0, float(some.min()) * len(some))
                tests.name[row] = "least p of the pairs, Bonferroni"
        for members in self._sets.each():
            size = int(members.labels.max()) + 1
            parts = strata(members, self._weights[members.rows[0]], names, events)
            verdict = permute(parts, size, ratio[members.rows], seed=seed, draws=draws)
            for place, cell in enumerate(members.rows):
                tests.set(at[cell], verdict, float(verdict.p[place]), "omnibus permutation" + how(verdict))
        return tests


def _with_spread(data: Clusters, cell: int, entries: Ints) -> Ints:
    """Return the groups that can be tested."""
    size = len(data.groups)
    group = data.group[entries]
    n = summed(group, np.ones(len(group)), size)
    counts = data.x if data.ratio[cell] else data.hits
    total = summed(group, counts[entries], size)
    most = np.zeros(size)
    np.maximum.at(most, group, counts[entries])
    alone = most >= total if data.ratio[cell] or not data.per_hit[cell] else total == 0
    return np.flatnonzero((n >= LEAST_ARTICLES) & (total > 0) & ~alone)


def _permutable(data: Clusters, entries: Ints, groups: int) -> bool:
    """Return whether every event holds every group, with few clusters, some of which may move."""
    event = np.unique(data.event[entries], return_inverse=True)[1]
    group = np.unique(data.group[entries], return_inverse=True)[1]
    table = np.zeros((event.max() + 1, groups), dtype=np.int64)
    np.add.at(table, (event, group), 1)
    few = len(entries) <= MOST and table.sum(axis=0).max() < MANY and len(table) < LEAST_EVENTS
    return bool(few and table.all() and not data.shared[entries].all())


def _weights(data: Clusters, entries: Ints, labels: Ints, groups: int) -> dict[int, float]:
    """Return each event's weight: 1 / sum(1 / n), which is n_a n_b / (n_a + n_b) for two."""
    weights = {}
    for event in np.unique(data.event[entries]).tolist():
        n = np.bincount(labels[data.event[entries] == event], minlength=groups)
        weights[event] = float(1.0 / (1.0 / n).sum())
    return weights
