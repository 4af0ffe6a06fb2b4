"""The contrast table: each pair of groups, cell by cell, with interval, p and what to bear in mind.

Nothing is estimated here; `compared` does that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison import adjust
from framing.comparison.codes import Flags, Floats, Ints, starts, summed
from framing.comparison.compared import Compared, compared
from framing.comparison.notes import Draft, drafted
from framing.comparison.pairs import REST, Pairs, chosen, runs
from framing.comparison.permute import permute
from framing.comparison.profile import LEAST_ARTICLES
from framing.comparison.signs import LEAST_EVENTS
from framing.comparison.strata import Sets, strata
from framing.comparison.sums import Clusters, Layout, ratios
from framing.comparison.testing import MANY, Testing, Tests, how
from framing.schema import schema

__all__ = ["ANY", "Contrast"]


# The omnibus test: whether any of three groups or more differs, before pairs are looked at.

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


#: What stands for both sides in the row of the omnibus test.
ANY = "any"


class Contrast:
    """The contrast table, made a block of cells at a time.

    Parameters
    ----------
    layout : Layout
        The cells, groups and events of all blocks.
    pairs, weights, collection, wire, primary, seed, draws
        As in `compare.compare`.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        pairs: Pairs,
        weights: str,
        collection: str,
        wire: str,
        primary: Sequence[str],
        seed: int,
        draws: int,
    ) -> None:
        self._layout, self._weights, self._wire = layout, weights, wire
        self._named = adjust.primary_measures(primary, sorted(set(layout.cells["measure"])))
        self._pairs = chosen(pairs, layout.groups)
        self._census = collection == "census"
        self._draw = {"seed": seed, "draws": draws}
        groups = sorted({code for pair in self._pairs for code in pair if code < len(layout.groups)})
        several = len(self._pairs) > 1 and not self._census and len(groups) > 2
        self._omnibus = Omnibus(groups) if several else None
        self._testing = Testing(layout.names, layout.events, seed=seed, draws=draws)
        self._rows: list[pd.DataFrame] = []
        self._drafts: list[Draft] = []
        self._tested = 0

    def add(self, data: Clusters) -> None:
        """Compare the groups in the cells of a block."""
        if not self._pairs:
            return
        options: Any = {"weights": self._weights, "census": self._census, **self._draw}
        found = compared(data, self._pairs, **options, tested=False)
        if found is None:
            return
        rows = _rows(found)
        row = rows["_row"].to_numpy()
        asked = zip(row, rows["_cell"], rows["_pair"], rows["n_a"] + rows["n_b"], strict=True)
        self._drafts += [
            drafted(found, self._wire, row=int(at), cell=int(c), pair=int(p), articles=int(n))
            for at, c, p, n in asked
        ]
        rows["_row"] = np.where(row >= 0, row + self._tested, -1)
        self._tested += len(found.closed)
        self._rows.append(rows)
        if not self._census:
            self._testing.add(found.data, found.both, found.common, found.pooled, found.n, ~found.bare)
        if self._omnibus is not None:
            self._omnibus.add(data, rows["_cell"].to_numpy())

    def table(self) -> pd.DataFrame | None:
        """Return the table; None where no two groups share a cell.

        Returns
        -------
        pandas.DataFrame or None
            A row a pair × cell that share an event, and one a cell where three groups or more meet (the
            omnibus test; `a` and `b` are "any"), as in ``schemas/contrast.toml``.
        """
        if not self._rows:
            return None
        tests = Tests.none(self._tested) if self._census else self._testing.done()
        rows = self._with_tests(pd.concat(self._rows, ignore_index=True), tests)
        if self._omnibus is not None and len(self._omnibus.cells):
            rows = pd.concat([rows, self._every(self._omnibus, rows)], ignore_index=True)
        return self._finished(rows)

    def _with_tests(self, rows: pd.DataFrame, tests: Tests) -> pd.DataFrame:
        """Put down what the tests said, and the notes."""
        at = rows["_row"].to_numpy()
        name = [*tests.name, None]
        rows["p"], rows["p_min"] = np.append(tests.p, np.nan)[at], np.append(tests.p_min, np.nan)[at]
        rows["test"] = _strings([name[row] for row in at.tolist()])
        rows["draws"] = np.append(tests.draws, 0)[at]
        told = zip(self._drafts, rows["test"].isna().tolist(), at.tolist(), strict=True)
        least = [*tests.p_min.tolist(), np.nan]
        rows["note"] = _strings([draft.finished(name[row], least[row]) for draft, _, row in told])
        return rows

    def _every(self, omnibus: Omnibus, rows: pd.DataFrame) -> pd.DataFrame:
        """Return a row a cell where three groups or more meet."""
        cells = omnibus.cells
        data = self._layout
        by_pair = {int(cell): part.to_numpy() for cell, part in rows.groupby("_cell")["p"]}
        ratio = ratios(data.cells)
        tests = omnibus.done(by_pair, ratio, data.names, data.events, **self._draw)
        events = rows.groupby("_cell")["n_events"].max()
        return data.cells.iloc[cells].assign(
            a=ANY,
            b=ANY,
            n_a=omnibus.articles,
            n_b=omnibus.articles,
            n_events=[int(events[cell]) for cell in cells],
            scale=np.where(ratio[cells], "ratio", "difference"),
            estimate=np.nan,
            low=np.nan,
            high=np.nan,
            p=tests.p,
            p_min=tests.p_min,
            test=_strings(tests.name).to_numpy(),
            draws=tests.draws,
            provenance=np.where(omnibus.invented, "illustrative", "published"),
            note=[f"omnibus over {number} groups" for number in omnibus.tested],
            _cell=cells,
            _pair=-1,
        )

    def _finished(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows in order, with their families, and columns in the table's order."""
        rows = rows.sort_values(["_cell", "_pair"], kind="stable", ignore_index=True)
        known, pairs = self._layout.events, len(self._pairs)
        only = known[0] if len(known) == 1 else None
        events = only or (f"{len(known)} events" if len(known) > 1 else "1 event")
        said = f"{pairs} pair{'s' if pairs > 1 else ''}"
        omnibus = (rows["_pair"] < 0).tolist()
        families = adjust.family_names(rows["measure"].tolist(), omnibus, self._named, events, said)
        rows["family"] = _strings(families)
        rows["p_adjusted"], rows["family_size"] = adjust.adjusted(rows["p"], rows["family"])
        rows["wire"] = _strings([self._wire] * len(rows))
        for column in ("a", "b", "scale", "test", "provenance", "note"):
            rows[column] = rows[column].astype("str")
        first = list(schema("contrast").columns)
        return rows[[*first, *(name for name in self._layout.cells.columns if name not in first)]]


def _rows(found: Compared) -> pd.DataFrame:
    """Return a row a pair × cell that share an event, whether or not anything can be said there.

    `_row` is its place in `found.pooled`, -1 where it has none; tests and notes come later.
    """
    data, every, pooled = found.data, found.every, found.pooled
    begin, owner = runs(every.pair, every.cell)
    cell, pair = every.cell[begin], every.pair[begin]
    where = np.full(len(every.pairs) * len(data.cells), -1)
    where[pooled.pair * len(data.cells) + pooled.cell] = np.arange(len(pooled.pair))
    at = where[pair * len(data.cells) + cell]

    def spread(values: Floats | Ints, absent: float = np.nan) -> Floats:
        return np.asarray(np.append(values.astype(np.float64), absent)[at])

    scale, ratio = data.scale[cell], data.ratio[cell]
    a, b = spread(pooled.a), spread(pooled.b)
    closed = spread(found.closed.astype(np.int64), 1.0) == 1
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        estimate = np.where(ratio, np.where(b > 0, a / b, np.nan), (a - b) * scale) + 0.0
        ends = [np.where(ratio, np.exp(spread(e)), spread(e) * scale) for e in (pooled.low, pooled.high)]
    low, high = (np.where(closed, np.nan, end) + 0.0 for end in ends)
    table = data.cells.iloc[cell].reset_index(drop=True)
    names = np.array([*data.groups, REST], dtype=object)
    codes = np.array(every.pairs)[pair]
    for place, column in enumerate(("a", "b")):
        table[column] = _strings(names[codes[:, place]])
    table["n_a"], table["n_b"] = (
        summed(owner, side.articles, len(cell)).astype(np.int64) for side in (every.a, every.b)
    )
    table["n_events"] = spread(pooled.n_events, 0).astype(np.int64)
    table["scale"] = _strings(np.where(ratio, "ratio", "difference"))
    table["estimate"], table["low"], table["high"] = estimate, low, high
    table["provenance"] = _strings(np.where(_invented(data, cell, codes), "illustrative", "published"))
    return table.assign(_cell=cell, _pair=pair, _row=at)


def _invented(data: Clusters, cell: Ints, codes: Ints) -> Flags:
    """Return where an article of either side is illustrative; the rest is all groups but one."""
    some = data.illustrative > 0
    either = some[cell, codes[:, 0]] | some[cell, np.minimum(codes[:, 1], len(data.groups) - 1)]
    return np.where(codes[:, 1] == len(data.groups), some[cell].any(axis=1), either)


def _strings(values: Any) -> pd.Series[str]:
    return pd.Series(values, dtype="str")
