"""Cells: what is kept apart in a comparison, and the unit of each.

News is compared with news; a measure or a target is never added to another.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.comparison.codes import Codes, Ints, coded, combined, distinct
from framing.errors import FramingError
from framing.tables import schema

__all__ = ["GENRES", "HEADLINES", "cells_of"]

#: Kinds of article that are cells of their own; unknown counts as news.
GENRES = ("news", "opinion", "editorial", "live")

#: The unit that a rate per 1,000 tokens turns into where the part is a headline of ten tokens.
HEADLINES = "share_of_headlines"


def cells_of(scores: pd.DataFrame, by: str, split: Sequence[str]) -> tuple[pd.DataFrame, Ints]:
    """Return the table of cells, in order, and each row's cell.

    Parameters
    ----------
    scores : pandas.DataFrame
        A checked scores table.
    by : str
        Column whose values are compared; no part of a cell.
    split : sequence of str
        Columns kept apart beside genre, measure and target.

    Raises
    ------
    FramingError
        A measure has more than one unit.
    """
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
