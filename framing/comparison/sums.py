"""Exact sums per article and cell, and copies as one cluster: what every statistic starts from.

Hits, weights and tokens are whole numbers, added exactly. What leaves this
module is sorted by cell, group, event and family of copies, so that nothing
after it depends on the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.cells import HEADLINES, places_of
from framing.comparison.codes import (
    Codes,
    Flags,
    Floats,
    Ints,
    coded,
    combined,
    constant,
    distinct,
    exact,
    starts,
)
from framing.comparison.grid import Grid, Read, of_table
from framing.comparison.treatment import collapses, left_out
from framing.errors import FramingError
from framing.schema import UNITS

__all__ = ["ENTRIES", "Clusters", "Layout", "clusters", "ratios"]


# Articles in groups, sorted by group, event and family of copies: the same for all measures.


@dataclass(frozen=True)
class Grouped:
    """Articles in groups (in two only where a voice, a part or a target is compared), in order.

    `of_row` is the place of each row's article; a family is named by the article of the least id.
    """

    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    names: tuple[str, ...]
    of_row: Ints
    group: Ints
    event: Ints
    family: Ints

    def first(self) -> Ints:
        """Return for each article the first of those that are copies of it in its group and event."""
        begin = starts(self.group, self.event, self.family)
        return np.repeat(begin, np.diff(np.append(begin, len(self.group))))

    def shared(self) -> Flags:
        """Return which articles' family stands under more than one group in their event."""
        key = self.family * len(self.events) + self.event
        pairs = np.unique(key * len(self.groups) + self.group)
        families, times = np.unique(pairs // len(self.groups), return_counts=True)
        several = families[times > 1]
        return np.isin(key, several) if len(several) else np.zeros(len(key), dtype=bool)


def grouped(grid: Grid, by: str, split: Sequence[str]) -> Grouped:
    """Put articles into groups.

    Parameters
    ----------
    grid : Grid
        No value of `by` missing.
    by : str
        Column whose values are compared.
    split : sequence of str
        Events that are kept apart are cells, and no strata.

    Raises
    ------
    FramingError
        An article has more than one event, genre, family of copies or role of an agency.
    """
    light = grid.by_article(by)

    def codes(name: str) -> Codes:
        return coded(grid.about(name)) if light else grid.codes(name)

    article, groups = codes("article"), codes(by)
    keys, unit = distinct(*combined([groups, article]))
    first = np.empty(len(keys), dtype=np.int64)
    first[unit[::-1]] = np.arange(len(unit) - 1, -1, -1)
    if not light:
        _same_everywhere(grid, by, article, first, unit)
    events = _no_event(len(unit)) if by == "event" or "event" in split else codes("event")
    event = events.codes[first]
    group, number = np.divmod(keys, len(article.labels))
    family = _families(codes("copy_group"), first, number, len(article.labels))
    order = np.lexsort((number, family, event, group))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Grouped(
        groups=tuple(str(label) for label in groups.labels),
        events=events.labels,
        names=tuple(str(label) for label in article.labels),
        of_row=rank[unit[grid.of]] if light else rank[unit],
        group=group[order],
        event=event[order],
        family=family[order],
    )


def _no_event(size: int) -> Codes:
    return Codes(np.zeros(size, dtype=np.int64), (None,))


def _same_everywhere(grid: Grid, by: str, article: Codes, first: Ints, unit: Ints) -> None:
    for name in ("event", "genre", "copy_group", "wire_role"):
        if name == by or grid.by_article(name):
            continue
        codes = grid.codes(name)
        row = constant(codes.codes, first, unit)
        if row >= 0:
            one, other = codes.labels[codes.codes[first[unit[row]]]], codes.labels[codes.codes[row]]
            raise FramingError(
                f"scores: article {article.labels[article.codes[row]]!r} has {name} {one!r} in one row "
                f"and {other!r} in another; give each article one {name}"
            )


def _families(group: Codes, first: Ints, article: Ints, size: int) -> Ints:
    """Return for each place the article that names its family: the one of the least id."""
    code = group.codes[first]
    if group.labels and group.labels[-1] is None:
        alone = code == len(group.labels) - 1
        code = np.where(alone, len(group.labels) + article, code)
    least = np.full(len(group.labels) + size, size, dtype=np.int64)
    np.minimum.at(least, code, article)
    return least[code]


_NEGATIVE = "scores: hits and tokens are counts and can't be negative"


@dataclass(frozen=True)
class Clusters:
    """One entry a cluster × cell; a cluster is an article, or the copies of a text in one group and event.

    `cell`, `group`, `event` and `family` are codes into `cells` (a row each), `groups`, `events` and
    `names`; `shared` marks families under more than one group in an event; `x` and `d` are
    numerator and denominator of the cell's unit, `hits` and `tokens` the counts behind them, `articles`
    how many articles the cluster stands for (1 where copies are collapsed).
    `unknown` (counted as `articles` counts them), `dropped` and `illustrative` are counts of articles by cell
    and group.
    """

    cells: pd.DataFrame
    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    names: tuple[str, ...]
    cell: Ints
    group: Ints
    event: Ints
    family: Ints
    shared: Flags
    x: Floats
    d: Floats
    hits: Floats
    tokens: Floats
    articles: Ints
    unknown: Ints
    dropped: Ints
    illustrative: Ints

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The unit of each cell."""
        return tuple(self.cells["unit"])

    @cached_property
    def scale(self) -> Floats:
        """What a numerator over a denominator is multiplied by, for each cell."""
        return np.array([UNITS[unit].scale for unit in self.units], dtype=np.float64)

    @cached_property
    def ratio(self) -> Flags:
        """Whether two estimates of the cell compare as a ratio."""
        return ratios(self.cells)

    @cached_property
    def per_hit(self) -> Flags:
        """Whether the cell's denominator is hits, so that an article without hits says nothing."""
        return np.array([UNITS[unit].denominator == "hits" for unit in self.units], dtype=bool)

    @cached_property
    def by_event(self) -> tuple[Ints, Ints]:
        """The entries in order of cell and event, and ``cell * events + event`` of each in that order."""
        key = self.cell * len(self.events) + self.event
        order = np.argsort(key, kind="stable")
        return order, key[order]

    @cached_property
    def counted(self) -> Ints:
        """How many articles count, by cell and group."""
        shape = len(self.cells), len(self.groups)
        flat = np.bincount(self.cell * shape[1] + self.group, self.articles, minlength=shape[0] * shape[1])
        return flat.astype(np.int64).reshape(shape)

    @cached_property
    def bounded(self) -> Flags:
        """Whether the cell's estimate is a share, at most 1."""
        return np.array([unit in ("share", HEADLINES) for unit in self.units], dtype=bool)


#: Entries of a block, about: what is held at once of a million articles.
ENTRIES = 1_500_000


class Layout:
    """What is the same for all measures: cells, articles in groups, and which row adds to which sum.

    Parameters
    ----------
    grid : Grid
        With at least one row, no value of `by` missing.
    by : str
        Column whose values are compared.
    split : sequence of str
        Columns that make cells, beside genre, measure and target; voices and
        parts that are not among them are added up.
    wire : {"collapse", "keep", "drop"}
        Copies inside one group share one weight; each counts; the same as
        collapse once full reprints of an agency are out.

    Raises
    ------
    FramingError
        An article stands under two events, genres or copy groups; a measure has two units.
    """

    def __init__(self, grid: Grid, by: str, split: Sequence[str], wire: str) -> None:
        self._grid, self._collapses = grid, collapses(wire)
        self._places = places_of(grid, by, split)
        self._units = grouped(grid, by, split)
        self._shared = self._units.shared()
        self._first = self._units.first() if self._collapses else None
        reprint = grid.flags("wire_role", lambda role: left_out(role, wire))
        if grid.tokens.min() < 0:
            raise FramingError(_NEGATIVE)
        self._used = (grid.tokens > 0) & ~reprint
        self._all_used = bool(self._used.all())
        # Where genres are compared, unknown is one of them and counts as nothing else.
        unknown = grid.flags("genre", lambda genre: (genre == "unknown") & (by != "genre"))
        self._marked = {
            "unknown": unknown & self._used,
            "illustrative": grid.flags("provenance", lambda where: where == "illustrative") & self._used,
            "dropped": reprint & (grid.tokens > 0),
        }
        width = len(self._units.group)
        keys, self._slot = distinct(
            self._places.kind * width + self._units.of_row, self._places.kinds * width
        )
        self._slot_kind, self._slot_unit = np.divmod(keys, width)
        self._alike: dict[str, Ints] = {}

    @property
    def cells(self) -> pd.DataFrame:
        """The table of cells."""
        return self._places.cells

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that are compared."""
        return self._units.groups

    @property
    def names(self) -> tuple[str, ...]:
        """The articles, in order; families are named by one."""
        return self._units.names

    @property
    def events(self) -> tuple[str | None, ...]:
        """The events there are."""
        return self._units.events

    def blocks(self, entries: int | None) -> Iterator[Clusters]:
        """Yield the sums of some measures at a time, each cell whole in one block.

        Parameters
        ----------
        entries : int or None
            So many in a block, about; all in one where it is None. Changes nothing else.

        Raises
        ------
        FramingError
            A count is negative, or a sum would not be exact.
        """
        atoms = self._atoms()
        each = len(atoms) if entries is None else max(1, entries // max(1, len(self._slot_unit)))
        for begin in range(0, len(atoms), each):
            some = atoms[begin : begin + each]
            reads = iter(self._grid.read([column for atom in some for column in atom]))
            yield self._block([(atom, [next(reads) for _ in atom]) for atom in some])

    def _atoms(self) -> list[list[int]]:
        """Return the columns that may meet in a cell, together."""
        names = [name for name in ("measure", "target") if name in self._grid.columns.columns]
        keys, _ = combined([coded(self._grid.columns[name]) for name in names])
        order = np.argsort(keys, kind="stable")
        return [part.tolist() for part in np.split(order, starts(keys[order])[1:])]

    def _block(self, atoms: Sequence[tuple[list[int], list[Read]]]) -> Clusters:
        shape = len(self.cells), len(self.groups)
        counts: dict[str, Any] = {name: np.zeros(shape, dtype=np.int64) for name in self._marked}
        parts = []
        for columns, reads in atoms:
            cell = self._places.cell[columns].max(axis=0)
            there = np.flatnonzero(cell >= 0)
            for name, table in counts.items():
                table[cell[there]] = self._counted(name, columns)[there]
            parts.append(self._entries(cell, columns, reads))
        found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        if (found["cell"][1:] < found["cell"][:-1]).any():
            order = np.argsort(found["cell"], kind="stable")
            found = {name: values[order] for name, values in found.items()}
        units = self._units
        return Clusters(self.cells, units.groups, units.events, units.names, **found, **counts)

    def _entries(self, cell: Ints, columns: Sequence[int], reads: Sequence[Read]) -> dict[str, Any]:
        """Return the clusters of some columns, by cell, group, event and family."""
        size = len(self._slot_unit)
        sums = {name: np.zeros(size) for name in ("hits", "weight", "tokens")}
        for column, read in zip(columns, reads, strict=True):
            rows = self._grid.lines[column]
            tokens = self._grid.tokens if rows is None else self._grid.tokens[rows]
            counts = {"tokens": tokens, "hits": read.hits, "weight": read.weight}
            numbers = {name: exact(values, name) for name, values in counts.items()}
            if numbers["hits"].min() < 0:
                raise FramingError(_NEGATIVE)
            slot = self._slot if rows is None else self._slot[rows]
            if not self._all_used:
                used = self._used if rows is None else self._used[rows]
                slot, numbers = slot[used], {name: all_of[used] for name, all_of in numbers.items()}
            for name, added in numbers.items():
                sums[name] += np.bincount(slot, added, minlength=size)
        present = np.flatnonzero(sums["tokens"] > 0)
        at_cell, at = cell[self._slot_kind[present]], self._slot_unit[present]
        sums = {name: total[present] for name, total in sums.items()}
        x, d = _fraction(self.cells, at_cell, sums)
        units = self._units
        entries: dict[str, Any] = {
            "cell": at_cell,
            "group": units.group[at],
            "event": units.event[at],
            "family": units.family[at],
            "shared": self._shared[at],
        }
        values = {"x": x, "d": d, "hits": sums["hits"], "tokens": sums["tokens"]}
        return _gathered(entries, values, mean=self._collapses)

    def _counted(self, name: str, columns: Sequence[int]) -> Ints:
        """Count the articles that are marked, by kind of row and group; copies once, where they collapse."""
        lines = [self._grid.lines[column] for column in columns]
        if any(rows is None for rows in lines):
            if name not in self._alike:
                self._alike[name] = self._articles(name, np.flatnonzero(self._marked[name]))
            return self._alike[name]
        marked = self._marked[name]
        return self._articles(
            name, np.concatenate([rows[marked[rows]] for rows in lines if rows is not None])
        )

    def _articles(self, name: str, rows: Ints) -> Ints:
        shape = self._places.kinds, len(self.groups)
        if not len(rows):
            return np.zeros(shape, dtype=np.int64)
        there = np.unique(self._slot[rows])
        kind, unit = self._slot_kind[there], self._slot_unit[there]
        if name == "unknown" and self._first is not None:
            once = np.unique(kind * len(self._first) + self._first[unit])
            kind, unit = np.divmod(once, len(self._first))
        flat = np.bincount(kind * shape[1] + self._units.group[unit], minlength=shape[0] * shape[1])
        return flat.astype(np.int64).reshape(shape)


def ratios(cells: pd.DataFrame) -> Flags:
    """Return for each cell whether two estimates compare as a ratio."""
    return np.array([UNITS[unit].ratio for unit in cells["unit"]], dtype=bool)


def clusters(scores: pd.DataFrame, by: str, split: Sequence[str], wire: str) -> Clusters:
    """Add up a checked scores table, all of it at once.

    Parameters
    ----------
    scores : pandas.DataFrame
        A scores table with at least one row, as `tables.check` gives it, no value of `by` missing.
    by, split, wire
        As in `Layout`.

    Raises
    ------
    FramingError
        The table contradicts itself, as in `Layout`, or a sum would not be exact.
    """
    return next(Layout(of_table(scores, by, split), by, split, wire).blocks(None))


def _fraction(cells: pd.DataFrame, cell: Ints, sums: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Return numerator and denominator of each entry by its cell's unit."""
    x, d = np.empty(len(cell)), np.empty(len(cell))
    units = cells["unit"].to_numpy()
    here = np.flatnonzero(np.bincount(cell, minlength=len(cells)))
    names = sorted(set(units[here]))
    for name in names:
        rows = (units == name)[cell] if len(names) > 1 else slice(None)
        if name == HEADLINES:
            x[rows], d[rows] = np.minimum(sums["hits"][rows], 1.0), 1.0
        else:
            x[rows], d[rows] = sums[UNITS[name].numerator][rows], sums[UNITS[name].denominator][rows]
    return x, d


def _gathered(entries: dict[str, Any], values: dict[str, Floats], *, mean: bool) -> dict[str, Any]:
    """Make one entry of the copies of a text in one cell, group and event: their mean, or their sum."""
    begin = starts(*(entries[name] for name in ("cell", "group", "event", "family")))
    size = np.diff(np.append(begin, len(entries["cell"])))
    if (size > 1).any():
        entries = {name: codes[begin] for name, codes in entries.items()}
        values = {name: np.add.reduceat(numbers, begin) for name, numbers in values.items()}
        if mean:
            values = {name: numbers / size for name, numbers in values.items()}
    return {**entries, **values, "articles": np.ones_like(size) if mean else size}
