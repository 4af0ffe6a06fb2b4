"""From a row a group to a column a group: how long tables become ones that fit a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from framing.papers.columns import Column, words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["across", "beside", "columns", "spread"]

_HEADS = "_beside"


def beside(frame: pd.DataFrame) -> bool:
    """Say whether the rows of a frame were put side by side."""
    return _HEADS in frame.columns


def columns(frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return a column each value that was spread."""
    heads = frame[_HEADS].iloc[0] if len(frame) else ()
    return tuple(words(_place(at), head, numeric=True) for at, head in enumerate(heads))


def _place(number: int) -> str:
    """Return the column that holds the words of a value, by its number."""
    return f"@{number}"


def across(frame: pd.DataFrame, name: str) -> list[str]:
    """Return the values that become columns, in order of first appearance."""
    return [str(value) for value in dict.fromkeys(frame[name].astype(str))]


def spread(
    frame: pd.DataFrame,
    rows: Sequence[str],
    name: str,
    write: Callable[[Mapping[str, Any]], str],
    heads: Mapping[str, str],
) -> pd.DataFrame:
    """Return a row each cell of `rows`, with a column of words a value of `name`.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row each cell and value.
    rows : sequence of str
        Columns that tell cells apart; the others are as in the cell's first row.
    name : str
        The column whose values become columns, one each.
    write : callable
        A row in, its words out.
    heads : mapping of str to str
        The values that become columns, in order, and what they are called.
    """
    import pandas as pd

    number = {value: _place(at) for at, value in enumerate(heads)}
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        # A missing value is not equal to itself, and would make each row a cell of its own.
        key = tuple(None if row[column] != row[column] else row[column] for column in rows)
        own = cells.setdefault(key, {**{str(c): v for c, v in row.items()}, **dict.fromkeys(number.values())})
        if (column := number.get(str(row[name]))) is not None:
            own[column] = write({str(key): value for key, value in row.items()})
    made = pd.DataFrame(list(cells.values()), columns=[*map(str, frame.columns), *number.values()])
    return made.assign(**{_HEADS: [tuple(heads.values())] * len(made)})
