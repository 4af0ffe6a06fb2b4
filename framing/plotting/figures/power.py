"""Which differences these articles could show: what is smaller would be missed too often."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import FramingError
from framing.plotting import bands, marks, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "power"

#: Unasked, so many comparisons are drawn.
_ROWS = 20


@theme.figure
def power(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = _ROWS,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw for each comparison the differences too small to be found, with the one that was found on them.

    Parameters
    ----------
    table : pandas.DataFrame
        The power table, as `framing.power` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    most : int
        Comparisons drawn, the first of the table for which something can be told.
    colors : mapping of str to str, optional
        Taken so that all figures can be called alike; a pair has no colour.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side; by default as few as fit a page.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels: ratios, then differences of each unit. Beside
        each row stand the articles of either side, and the least difference that would be found.

    Raises
    ------
    FramingError
        The table is empty, tells of no comparison what would be found, or `most` is under 1.
    """
    del colors
    if most < 1:
        raise FramingError(f"most: {most} is not possible; give the number of comparisons, 1 or more")
    rows, split = _opened(table)
    shown = rows[_told(rows)].head(most)
    if shown.empty:
        raise FramingError("power: the table tells of no comparison what would be found; its notes say why")
    notes = [
        f"Found: p of {shown['alpha'].iloc[0]:g} or less before any adjustment. Right: articles of the first "
        "and of the second, and the least that would be found, on the side of the estimate.",
        *_checked(shown),
    ]
    if len(shown) < len(rows):
        notes.append(f"{marks.counted(len(rows) - len(shown), 'comparison')} left to the table.")
    return bands.draw(
        ax,
        shown,
        band=("least_below", "least"),
        said=f"found less often than {round(100 * shown['wanted'].iloc[0]):d} times in 100",
        count=_count,
        head="n · least",
        title=marks.titled(title, "How large a difference these articles could show"),
        notes=notes,
        by="unit",
        split=split,
        width=width,
        columns=columns,
    )


def present(table: pd.DataFrame) -> bool:
    """Say whether anything can be told of a comparison."""
    return bool(_told(table).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows, _ = _opened(table)
    known = rows[_told(rows)]
    said = f"The least difference that would be found, for {marks.counted(len(known), 'comparison')}"
    some = [f"{bands.spoken(row)}: {_least(row)} with {row.n_a:,} and {row.n_b:,} articles"
            for row in known.head(2).itertuples()]  # fmt: skip
    return ("; ".join([said, *some]) + ".").replace("\N{NO-BREAK SPACE}", " ")


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the rows; a band ends, on the side of the estimate, at the number that was checked."""
    rows, further = marks.opened(table, "power", "power")
    below = (rows["side"].astype("str") == "below").to_numpy()
    checked = rows["least_checked"].where(
        rows["least_checked"].notna(), rows["least_below"].where(below, rows["least"])
    )
    rows = rows.assign(
        least_checked=checked, least=rows["least"].where(below, checked),
        least_below=checked.where(below, rows["least_below"]),
    )  # fmt: skip
    return bands.ordered(rows, further)


def _told(rows: pd.DataFrame) -> pd.Series[bool]:
    """Say of which rows it is told what would be found, on either side."""
    return rows["least"].notna() | rows["least_below"].notna()


def _checked(rows: pd.DataFrame) -> list[str]:
    """Say how often a simulation found what the formula promises."""
    known = rows[rows["power_simulated"].notna()]
    if known.empty:
        return []
    low, high = (round(100 * v) for v in (known["power_simulated"].min(), known["power_simulated"].max()))
    span = f"{low}" if low == high else f"{low} to {high}"
    return [
        f"Simulations with articles like these found {span} times in 100 what was computed; bands end at "
        "the least that they found as often as wanted, on the side of the estimate."
    ]


def _least(row: Any) -> str:
    return f"{row.least_checked:.3g}" if math.isfinite(row.least_checked) else "none"


def _count(row: Any) -> str:
    fragile = f" {marks.FRAGILE}" if marks.fragile(row.note) else ""
    return f"{row.n_a:,} / {row.n_b:,} · {_least(row)}{fragile}"
