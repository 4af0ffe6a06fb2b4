"""Which rows of a table one figure draws: one genre and part, no split beyond voice, the largest groups.

Knows tables, no ink: what rows look like stands in `marks`.
"""

from __future__ import annotations

import pandas as pd

from framing.errors import FramingError
from framing.plotting.marks import counted, strings

__all__ = ["largest", "one_cell"]

_TEXT = ("group", "genre", "part", "voice", "measure", "target")


def one_cell(table: pd.DataFrame, further: tuple[str, ...], figure: str, genre: str) -> pd.DataFrame:
    """Return the rows of one genre and part, so that a group has one number a voice, measure and target.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of a profile.
    further : tuple of str
        Columns by which it is split beyond its schema.
    figure : str
        Named where there are more.
    genre : str
        Wanted, if there is any of it; else the first there is.

    Raises
    ------
    FramingError
        The table is split by more than voice.
    """
    rows = table.assign(**{name: strings(table[name]) for name in _TEXT if name in table})
    rows = rows[rows["genre"] == (genre if (rows["genre"] == genre).any() else rows["genre"].min())]
    rows = rows[rows["part"] == ("all" if (rows["part"] == "all").any() else rows["part"].min())]
    if further or rows.duplicated([name for name in _TEXT if name in rows]).any():
        raise FramingError(
            f"{figure}: the profile is split by more than voice, so an outlet has several numbers; "
            'compare with split=("voice",), or draw fr.plotting.profile(..., measures=[...])'
        )
    return rows


def largest(table: pd.DataFrame, column: str, most: int, thing: str) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows of the groups with most of a column, and a note on those that are left out."""
    # The largest number of a cell: measures repeat the same words, targets don't.
    by = ["group", "voice", "target"]
    size = table.assign(target=strings(table["target"])).groupby(by)[column].max().groupby("group").sum()
    order = sorted(size.index, key=lambda group: (-size[group], group))
    if len(order) <= most:
        return table, []
    left = counted(len(order) - most, "outlet")
    return table[table["group"].isin(order[:most])], [f"{left} with fewer {thing} left to the table."]
