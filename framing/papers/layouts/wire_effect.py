"""What the treatment of agency copy does to comparisons: a row a comparison, a column a treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import columns, notes
from framing.papers.columns import Column, Row, cell, count, measure, pair, scaled
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.table import Given

__all__ = ["COLUMNS", "COPIES", "TABLE", "TITLE", "chosen", "note", "shaped"]

TABLE = "wire_effect"
TITLE = "Comparisons under three treatments of agency copy"
COPIES = "How copies and agency copy count is what the columns tell."

_ROWS = 20
_KEY = ("a", "b", "genre", "part", "voice", "measure", "target")
_HEADS = {"collapse": "Copies once", "keep": "Every print", "drop": "Without reprints"}


def _cell(row: Row) -> str:
    if row["estimate"] != row["estimate"]:
        return numbers.DASH
    estimate = scaled(row["estimate"], row)
    if row["low"] != row["low"]:
        return estimate
    return f"{estimate} [{scaled(row['low'], row)},\N{NO-BREAK SPACE}{scaled(row['high'], row)}]"


def shaped(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row a comparison, with a column a treatment."""
    there = set(notes.values(frame, "wire"))
    own = frame.assign(_left=frame.groupby(list(_KEY), dropna=False)["dropped"].transform("max"))
    return columns.spread(
        own, _KEY, "wire", _cell, {key: head for key, head in _HEADS.items() if key in there}
    )


def COLUMNS(frame: pd.DataFrame, given: Given) -> tuple[Column, ...]:
    """Return the columns: what is compared, how many reprints there are, and the treatments."""
    left = (count("_left", "Reprints"),) if "_left" in frame else ()
    return (measure(), *cell(), *pair(), *left, *columns.columns(frame))


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return comparisons that another treatment changes, then those with the least adjusted p."""
    keys = [frame[column].astype(str).fillna("") for column in _KEY]
    named = frame["note"].fillna("") != ""
    order: Any = frame.assign(
        _same=~named.groupby(keys).transform("any"),
        _least=frame["p_adjusted"].groupby(keys).transform("min"),
    ).sort_values(["_same", "_least", *_KEY], kind="stable", na_position="last")
    cells = order.groupby(list(_KEY), sort=False, dropna=False).ngroup()
    kept = order[(cells < (top or _ROWS)).to_numpy()].drop(columns=["_same", "_least"])
    return kept, "Comparisons whose sign or verdict a treatment changes first, then the least adjusted p."


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    sizes = (
        [int(frame[["n_a", "n_b"]].min().min()), int(frame[["n_a", "n_b"]].max().max())]
        if len(frame)
        else [0]
    )
    spread = " to ".join(dict.fromkeys(map(numbers.count, sizes)))
    return [
        f"n = {spread} articles a side, with words in the cell; reprints = those the last column lacks.",
        notes.units(frame),
        notes.intervals(
            frame, "delete-one-article jackknife of each side, a ratio's of its logarithm, Welch's t"
        ),
        "No further test was made, and no p is adjusted.",
    ]
