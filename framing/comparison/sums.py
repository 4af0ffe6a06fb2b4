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
from framing.errors import FramingError
from framing.tables import schema
from framing.units import UNITS

__all__ = ["GENRES", "HEADLINES", "Clusters", "clusters"]

#: Kinds of article that are cells of their own; unknown counts as news.
GENRES = ("news", "opinion", "editorial", "live")

#: The unit that a rate per 1,000 tokens turns into where the part is a headline of ten tokens.
HEADLINES = "share_of_headlines"


@dataclass(frozen=True)
class Clusters:
    """One entry a cluster × cell; a cluster is an article, or the copies of a text in one group and event.

    `cell`, `group`, `event` and `family` are codes into `cells` (a row each), `groups`, `events` and
    `names`; `shared` marks families under more than one group in an event; `x` and `d` are
    numerator and denominator of the cell's unit, `hits` and `tokens` the counts behind them, `articles`
    how many articles the cluster stands for (1 where copies are collapsed).
    `unknown`, `dropped` and `illustrative` are counts of articles by cell and group.
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
    article = coded(scores["article"])
    group = coded(scores[by])
    cells, cell = _cells(scores, by, split)

    # A unit is an article in a group (in two groups only where `by` is a voice or a part).
    unit_keys, unit = distinct(*combined([group, article]))
    first = _first(unit, len(unit_keys))
    event = coded(scores["event"] if by != "event" and "event" not in split else _missing(len(scores)))
    _same_everywhere(scores, by, first, unit)
    unit_group, unit_article = np.divmod(unit_keys, len(article.labels))
    family = _families(scores["copy_group"], first, unit_article, len(article.labels))
    order = np.lexsort((unit_article, family, event.codes[first], unit_group))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    unit_of = {"group": unit_group[order], "event": event.codes[first][order], "family": family[order]}

    tokens, hits, weight = (exact(scores[name], name) for name in ("tokens", "hits", "weight"))
    if tokens.min() < 0 or hits.min() < 0:
        raise FramingError("scores: hits and tokens are counts and can't be negative")
    kept = tokens > 0
    reprint = (
        (scores["wire_role"] == "full_reprint").to_numpy() if wire == "drop" else np.zeros(len(scores), bool)
    )
    width = len(unit_keys)
    keys, place = distinct(cell * width + rank[unit], len(cells) * width)
    kept_rows = kept & ~reprint
    sums = {
        name: np.bincount(place[kept_rows], values[kept_rows], minlength=len(keys))
        for name, values in (("hits", hits), ("weight", weight), ("tokens", tokens))
    }
    shape = (len(cells), len(group.labels))
    genre_unknown = (scores["genre"] == "unknown").to_numpy() & kept_rows
    invented = (scores["provenance"] == "illustrative").to_numpy() & kept_rows
    counted = {
        name: _articles(place[rows], keys, width, unit_of["group"], shape)
        for name, rows in (
            ("unknown", genre_unknown),
            ("dropped", reprint & kept),
            ("illustrative", invented),
        )
    }

    present = np.flatnonzero(sums["tokens"] > 0)
    at_cell, at_unit = np.divmod(keys[present], width)
    x, d = _fraction(cells, at_cell, {name: values[present] for name, values in sums.items()})
    columns: dict[str, Any] = {name: values[at_unit] for name, values in unit_of.items()}
    columns["shared"] = _in_two_groups(unit_of)[at_unit]
    values = {"x": x, "d": d, "hits": sums["hits"][present], "tokens": sums["tokens"][present]}
    return Clusters(
        cells=cells,
        groups=tuple(str(label) for label in group.labels),
        events=event.labels,
        names=tuple(str(label) for label in article.labels),
        **_gathered(at_cell, columns, values, mean=wire != "keep"),
        **counted,
    )


def _cells(scores: pd.DataFrame, by: str, split: Sequence[str]) -> tuple[pd.DataFrame, Ints]:
    """Return the table of cells and each row's cell."""
    genre = scores["genre"]
    if by == "genre":
        kind = Codes(np.zeros(len(scores), dtype=np.int64), ("all",))
    else:
        plain = coded(genre, (*GENRES, "unknown"))
        new = coded(pd.Series(["news" if g == "unknown" else g for g in plain.labels], dtype="str"), GENRES)
        kind = Codes(new.codes[plain.codes], new.labels)
    names = ["genre", "measure", "target", *[name for name in split if name not in ("genre", "target")]]
    names = [name for name in names if name != by or name == "genre"]
    known = schema("scores").columns
    columns = [
        kind if name == "genre" else coded(scores[name], known[name].values if name in known else ())
        for name in names
    ]
    keys, cell = distinct(*combined(columns))
    table = {}
    rest = keys
    for name, column in reversed(list(zip(names, columns, strict=True))):
        rest, code = np.divmod(rest, max(len(column.labels), 1))
        table[name] = pd.Series([column.labels[c] for c in code], dtype="str")
    cells = pd.DataFrame({name: table[name] for name in names})
    for name in ("part", "voice"):
        if name not in cells:
            cells[name] = pd.Series(["all"] * len(cells), dtype="str")
    if "target" not in cells:
        cells["target"] = pd.Series([None] * len(cells), dtype="str")
    cells["unit"] = _units(scores, cell, cells)
    return cells, cell


def _units(scores: pd.DataFrame, cell: Ints, cells: pd.DataFrame) -> pd.Series[str]:
    unit = coded(scores["unit"])
    keys, _ = distinct(cell * len(unit.labels) + unit.codes, len(cells) * len(unit.labels))
    of_cell, code = np.divmod(keys, len(unit.labels))
    if len(of_cell) != len(cells):
        twice = of_cell[1:][of_cell[1:] == of_cell[:-1]][0]
        raise FramingError(
            f"scores: measure {cells['measure'][twice]!r} has more than one unit; "
            "give each unit a measure of its own"
        )
    labels = [str(unit.labels[c]) for c in code]
    headline = (cells["part"] == "headline").to_numpy()
    return pd.Series(
        [
            HEADLINES if head and label == "per_1000" else label
            for head, label in zip(headline, labels, strict=True)
        ],
        dtype="str",
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


def _in_two_groups(unit: dict[str, Ints]) -> Flags:
    """Return which units' family stands under more than one group in their event."""
    key = unit["family"] * (int(unit["event"].max()) + 1) + unit["event"]
    pairs = np.unique(np.stack([key, unit["group"]]), axis=1)
    families, times = np.unique(pairs[0], return_counts=True)
    return np.isin(key, families[times > 1])


def _articles(place: Ints, keys: Ints, width: int, unit_group: Ints, shape: tuple[int, int]) -> Ints:
    """Count the articles behind some rows, by cell and group."""
    at_cell, at_unit = np.divmod(keys[np.unique(place)], width)
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


def _gathered(
    cell: Ints, columns: dict[str, Any], values: dict[str, Floats], *, mean: bool
) -> dict[str, Any]:
    """Make one entry of the copies of a text in one cell, group and event: their mean, or their sum."""
    begin = starts(cell, columns["group"], columns["event"], columns["family"])
    size = np.diff(np.append(begin, len(cell)))
    if len(begin) < len(cell):
        cell = cell[begin]
        columns = {name: codes[begin] for name, codes in columns.items()}
        values = {name: np.add.reduceat(numbers, begin) for name, numbers in values.items()}
        if mean:
            values = {name: numbers / size for name, numbers in values.items()}
    articles = np.ones_like(size) if mean else size
    return {"cell": cell, **columns, **values, "articles": articles}
