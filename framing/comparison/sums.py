"""Exact sums per article and cell, and copies as one cluster: what every statistic starts from.

Hits, weights and tokens are whole numbers, added exactly. What leaves this
module is sorted by cell, group, event and family of copies, so that nothing
after it depends on the order of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from framing.comparison.cells import HEADLINES, cells_of
from framing.comparison.codes import Flags, Floats, Ints, coded, combined, constant, distinct, exact, starts
from framing.comparison.treatment import collapses, left_out
from framing.errors import FramingError
from framing.units import UNITS

__all__ = ["Clusters", "clusters"]


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
        return np.array([UNITS[unit].ratio for unit in self.units], dtype=bool)

    @cached_property
    def per_hit(self) -> Flags:
        """Whether the cell's denominator is hits, so that an article without hits says nothing."""
        return np.array([UNITS[unit].denominator == "hits" for unit in self.units], dtype=bool)

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


def clusters(scores: pd.DataFrame, by: str, split: Sequence[str], wire: str) -> Clusters:
    """Add up a checked scores table.

    Parameters
    ----------
    scores : pandas.DataFrame
        A scores table with at least one row, as `tables.check` gives it, no value of `by` missing.
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
        An article stands under two events, genres or copy groups; a measure has two units; a sum
        would not be exact.
    """
    cells, cell = cells_of(scores, by, split)
    units = _units(scores, by, split)
    tokens, hits, weight = (exact(scores[name], name) for name in ("tokens", "hits", "weight"))
    if tokens.min() < 0 or hits.min() < 0:
        raise FramingError("scores: hits and tokens are counts and can't be negative")
    reprint = left_out(scores["wire_role"], wire)
    used = (tokens > 0) & ~reprint
    width = len(units.group)
    keys, place = distinct(cell * width + units.of_row, len(cells) * width)
    sums = {
        name: np.bincount(place[used], values[used], minlength=len(keys)).astype(np.float64)
        for name, values in (("hits", hits), ("weight", weight), ("tokens", tokens))
    }
    marked = {
        # Where genres are compared, unknown is one of them and counts as nothing else.
        "unknown": (scores["genre"] == "unknown").to_numpy() & used & (by != "genre"),
        "illustrative": (scores["provenance"] == "illustrative").to_numpy() & used,
        "dropped": reprint & (tokens > 0),
    }
    shape = (len(cells), len(units.groups))
    counted: dict[str, Any] = {
        name: _articles(
            place[rows],
            keys,
            units.first() if name == "unknown" and collapses(wire) else None,
            units.group,
            shape,
        )
        for name, rows in marked.items()
    }
    present = np.flatnonzero(sums["tokens"] > 0)
    at_cell, at = np.divmod(keys[present], width)
    x, d = _fraction(cells, at_cell, {name: values[present] for name, values in sums.items()})
    entries: dict[str, Any] = {
        "cell": at_cell,
        "group": units.group[at],
        "event": units.event[at],
        "family": units.family[at],
        "shared": units.shared()[at],
    }
    values = {"x": x, "d": d, "hits": sums["hits"][present], "tokens": sums["tokens"][present]}
    return Clusters(
        cells=cells,
        groups=units.groups,
        events=units.events,
        names=units.names,
        **_gathered(entries, values, mean=collapses(wire)),
        **counted,
    )


@dataclass(frozen=True)
class _Units:
    """Articles in groups (in two only where `by` is a voice or a part), by group, event, family and article.

    `of_row` is each row's unit; a family is named by the article of the least id.
    """

    groups: tuple[str, ...]
    events: tuple[str | None, ...]
    names: tuple[str, ...]
    of_row: Ints
    group: Ints
    event: Ints
    family: Ints

    def first(self) -> Ints:
        """Return for each unit the first of those that are copies of it in its group and event."""
        begin = starts(self.group, self.event, self.family)
        return np.repeat(begin, np.diff(np.append(begin, len(self.group))))

    def shared(self) -> Flags:
        """Return which units' family stands under more than one group in their event."""
        key = self.family * len(self.events) + self.event
        pairs = np.unique(np.stack([key, self.group]), axis=1)
        families, times = np.unique(pairs[0], return_counts=True)
        return np.isin(key, families[times > 1])


def _units(scores: pd.DataFrame, by: str, split: Sequence[str]) -> _Units:
    article, groups = coded(scores["article"]), coded(scores[by])
    keys, unit = distinct(*combined([groups, article]))
    first = _first(unit, len(keys))
    _same_everywhere(scores, by, first, unit)
    events = coded(_missing(len(scores)) if by == "event" or "event" in split else scores["event"])
    event = events.codes[first]
    group, number = np.divmod(keys, len(article.labels))
    family = _families(scores["copy_group"], first, number, len(article.labels))
    order = np.lexsort((number, family, event, group))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return _Units(
        groups=tuple(str(label) for label in groups.labels),
        events=events.labels,
        names=tuple(str(label) for label in article.labels),
        of_row=rank[unit],
        group=group[order],
        event=event[order],
        family=family[order],
    )


def _missing(size: int) -> pd.Series[str]:
    return pd.Series(pd.Categorical.from_codes(np.full(size, -1), categories=pd.Index([], dtype="str")))


def _first(owner: Ints, size: int) -> Ints:
    """Return the first row of each owner."""
    first = np.empty(size, dtype=np.int64)
    first[owner[::-1]] = np.arange(len(owner) - 1, -1, -1)
    return first


def _same_everywhere(scores: pd.DataFrame, by: str, first: Ints, unit: Ints) -> None:
    for name in ("event", "genre", "copy_group", "wire_role"):
        if name == by:
            continue
        codes = coded(scores[name])
        row = constant(codes.codes, first, unit)
        if row >= 0:
            one, other = codes.labels[codes.codes[first[unit[row]]]], codes.labels[codes.codes[row]]
            raise FramingError(
                f"scores: article {scores['article'].iloc[row]!r} has {name} {one!r} in one row "
                f"and {other!r} in another; give each article one {name}"
            )


def _families(copy_group: pd.Series[str], first: Ints, article: Ints, size: int) -> Ints:
    """Return for each unit the article that names its family: the one of the least id."""
    group = coded(copy_group)
    code = group.codes[first]
    if group.labels and group.labels[-1] is None:
        alone = code == len(group.labels) - 1
        code = np.where(alone, len(group.labels) + article, code)
    least = np.full(len(group.labels) + size, size, dtype=np.int64)
    np.minimum.at(least, code, article)
    return least[code]


def _articles(place: Ints, keys: Ints, first: Ints | None, unit_group: Ints, shape: tuple[int, int]) -> Ints:
    """Count the articles behind some rows, by cell and group; copies once, where `first` is given."""
    there = np.zeros(len(keys), dtype=bool)
    there[place] = True
    at_cell, at_unit = np.divmod(keys[there], len(unit_group))
    if first is not None:
        once = np.unique(at_cell * len(first) + first[at_unit])
        at_cell, at_unit = np.divmod(once, len(first))
    flat = np.bincount(at_cell * shape[1] + unit_group[at_unit], minlength=shape[0] * shape[1])
    return flat.astype(np.int64).reshape(shape)


def _fraction(cells: pd.DataFrame, cell: Ints, sums: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Return numerator and denominator of each entry by its cell's unit."""
    x, d = np.empty(len(cell)), np.empty(len(cell))
    units = cells["unit"].to_numpy()
    for name in sorted(set(units)):
        rows = (units == name)[cell]
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
