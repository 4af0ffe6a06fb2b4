"""Cells: what is kept apart in a comparison, and the unit of each.

News is compared with news; a measure or a target is never added to another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.comparison.codes import Codes, Flags, Ints, coded, combined, distinct
from framing.comparison.grid import Grid
from framing.errors import FramingError
from framing.schema import schema

__all__ = ["GENRES", "HEADLINES", "Places", "places_of"]

#: Kinds of article that are cells of their own; unknown counts as news.
GENRES = ("news", "opinion", "editorial", "live")

#: The unit that a rate per 1,000 tokens turns into where the part is a headline of ten tokens.
HEADLINES = "share_of_headlines"


@dataclass(frozen=True)
class Places:
    """The table of cells, in order, and where rows and columns meet in it.

    `kind` is each row's share of a cell (genre, voice and the like; measures and targets are columns'), one
    of `kinds`; `cell` has a row a column and an item a kind: their cell, -1 where there is none.
    """

    cells: pd.DataFrame
    kind: Ints
    kinds: int
    cell: Ints


def places_of(grid: Grid, by: str, split: Sequence[str]) -> Places:
    """Return the cells that rows and columns make.

    Parameters
    ----------
    grid : Grid
    by : str
        Column whose values are compared; no part of a cell.
    split : sequence of str
        Columns kept apart beside genre, measure and target.

    Raises
    ------
    FramingError
        A measure has more than one unit.
    """
    names = ["genre", "measure", "target", *[name for name in split if name not in ("genre", "target")]]
    names = [name for name in names if name != by or name == "genre"]
    columns = {name: _codes(grid, name, by) for name in names}
    labels = {name: column.labels for name, column in columns.items()}
    worth, size = {}, 1
    for name in reversed(names):
        worth[name] = size
        size *= max(len(labels[name]), 1)
        if size >= 2**62:
            raise FramingError("split: these columns together have too many different values; split by fewer")
    own = [name for name in names if name in grid.columns.columns]
    rows = [name for name in names if name not in own]
    keys, kind = distinct(*combined([columns[name] for name in rows]))
    of_kind = np.zeros(len(keys), dtype=np.int64)
    for name in reversed(rows):
        keys, code = np.divmod(keys, max(len(labels[name]), 1))
        of_kind += code * worth[name]
    of_column = np.zeros(len(grid.columns), dtype=np.int64)
    for name in own:
        of_column += columns[name].codes * worth[name]
    met = _met(grid, kind, len(of_kind))
    every = of_column[:, None] + of_kind
    found = np.unique(every[met])
    cell = np.where(met, np.searchsorted(found, every), -1)
    cells = _table(found, names, labels)
    cells["unit"] = _units(grid.columns, cell, cells)
    return Places(cells, kind, len(of_kind), cell)


def _codes(grid: Grid, name: str, by: str) -> Codes:
    if name in grid.columns.columns:
        return coded(grid.columns[name], _order(name))
    if name != "genre":
        return grid.codes(name, _order(name))
    if by == "genre":
        return Codes(np.zeros(len(grid.tokens), dtype=np.int64), ("all",))
    plain = coded(grid.about(name), (*GENRES, "unknown"))
    new = coded(pd.Series(["news" if g == "unknown" else g for g in plain.labels], dtype="str"), GENRES)
    return grid.spread(Codes(new.codes[plain.codes], new.labels), name)


def _order(name: str) -> Sequence[str]:
    known = schema("scores").columns
    return known[name].values if name in known else ()


def _met(grid: Grid, kind: Ints, kinds: int) -> Flags:
    """Return which kinds of rows each column has."""
    met = np.ones((len(grid.lines), kinds), dtype=bool)
    for column, rows in enumerate(grid.lines):
        if rows is not None:
            met[column] = np.bincount(kind[rows], minlength=kinds) > 0
    return met


def _table(keys: Ints, names: Sequence[str], labels: Mapping[str, tuple[str | None, ...]]) -> pd.DataFrame:
    table = {}
    for name in reversed(names):
        keys, code = np.divmod(keys, max(len(labels[name]), 1))
        table[name] = pd.Series([labels[name][c] for c in code], dtype="str")
    cells = pd.DataFrame({name: table[name] for name in names})
    for name in ("part", "voice"):
        if name not in cells:
            cells[name] = pd.Series(["all"] * len(cells), dtype="str")
    if "target" not in cells:
        cells["target"] = pd.Series([None] * len(cells), dtype="str")
    return cells


def _units(columns: pd.DataFrame, cell: Ints, cells: pd.DataFrame) -> pd.Series[str]:
    unit = coded(columns["unit"])
    at = cell * len(unit.labels) + unit.codes[:, None]
    of_cell, code = np.divmod(np.unique(at[cell >= 0]), len(unit.labels))
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
