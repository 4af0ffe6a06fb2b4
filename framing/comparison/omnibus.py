"""The omnibus test: whether any of three groups or more differs, before pairs are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from framing.comparison.codes import Floats, Ints, summed
from framing.comparison.permute import permute
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.signs import LEAST_EVENTS
from framing.comparison.strata import Sets, strata
from framing.comparison.sums import Clusters
from framing.comparison.testing import MANY, Tests, how

__all__ = ["omnibus_tests"]

#: Above this many clusters the test is made from the pairs' p.
MOST = 300


def omnibus_tests(
    data: Clusters,
    cells: Sequence[int],
    groups: Sequence[int],
    by_pair: Mapping[int, Floats],
    *,
    seed: int,
    draws: int,
) -> tuple[Tests, list[int], list[int]]:
    """Test each cell, and count its articles and the groups tested.

    Where every event holds every group, with under 50 clusters each, all labels are permuted and the
    statistic is the largest over pairs. Otherwise p is the least of the cell's pairs, times their number
    (Bonferroni). Groups under three clusters, without hits, or with all in one article
    take no part, as in the tests of pairs.

    Parameters
    ----------
    data : Clusters
    cells, groups : sequence of int
        Codes.
    by_pair : mapping
        For each cell, the p of its pairs.
    seed, draws : int
        For draws, where arrangements are too many to list.
    """
    tests = Tests.none(len(cells))
    articles, tested = [], []
    sets = Sets(data)
    for row, cell in enumerate(cells):
        entries = np.arange(*np.searchsorted(data.cell, [cell, cell + 1]))
        entries = entries[np.isin(data.group[entries], groups)]
        articles.append(int(data.articles[entries].sum()))
        entries = entries[(data.d[entries] > 0)]
        held = _with_spread(data, cell, entries)
        entries = entries[np.isin(data.group[entries], held)]
        tested.append(len(held))
        if len(held) > 2 and _permutable(data, entries, len(held)):
            sets.add(row, cell, entries, np.searchsorted(held, data.group[entries]))
            continue
        some = by_pair[cell][np.isfinite(by_pair[cell])]
        if len(some):
            tests.p[row] = min(1.0, float(some.min()) * len(some))
            tests.name[row] = "least p of the pairs, Bonferroni"
    for rows, labels, members in sets.each():
        size = int(labels.max()) + 1
        parts = strata(data, members, labels, _weights(data, members[0], labels, size))
        verdict = permute(parts, size, data.ratio[[cells[row] for row in rows]], seed=seed, draws=draws)
        for place, row in enumerate(rows):
            tests.set(int(row), verdict, float(verdict.p[place]), "omnibus permutation" + how(verdict))
    return tests, articles, tested


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
