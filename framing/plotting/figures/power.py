"""Which differences these articles could show: what is smaller would be missed too often."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, rows, theme

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
    marks.check_count("most", most)
    found, split = _opened(table)
    shown = found[_told(found)].head(most)
    if shown.empty:
        raise FramingError("power: the table tells of no comparison what would be found; its notes say why")
    notes = [
        f"Found: p of {shown['alpha'].iloc[0]:g} or less before any adjustment. Right: articles of the first "
        "and of the second, and the least that would be found, on the side of the estimate."
    ]
    known = 100 * shown["power_simulated"].dropna()
    if len(known):
        span = " to ".join(dict.fromkeys(f"{round(end)}" for end in (known.min(), known.max())))
        notes.append(
            f"Simulations with articles like these found {span} times in 100 what was computed; bands end at "
            "the least that they found as often as wanted, on the side of the estimate."
        )
    if len(shown) < len(found):
        notes.append(f"{marks.counted(len(found) - len(shown), 'comparison')} left to the table.")
    counts = [
        f"{row.n_a:,} / {row.n_b:,} · {_least(row)}{marks.dagger(row.note)}" for row in shown.itertuples()
    ]
    often = round(100 * shown["wanted"].iloc[0])
    sheet, _ = rows.draw(
        ax,
        rows.blocks_of_pairs(shown, counts, ("least_below", "least"), "unit", split),
        title=marks.titled(title, "How large a difference these articles could show"),
        key=marks.voice_signs(shown, marks.voices_in(shown)),
        more=[layout.Sign(f"found less often than {often} times in 100", marks.box(rows.BAND, 8))],
        notes=notes,
        head="n · least",
        columns=columns,
        most=2,
        width=width,
    )
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether anything can be told of a comparison."""
    return bool(_told(table).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found, _ = _opened(table)
    known = found[_told(found)]
    said = f"The least difference that would be found, for {marks.counted(len(known), 'comparison')}"
    some = [f"{rows.spoken(row)}: {_least(row)} with {row.n_a:,} and {row.n_b:,} articles"
            for row in known.head(2).itertuples()]  # fmt: skip
    return "; ".join([said, *some]) + "."


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the rows; a band ends, on the side of the estimate, at the number that was checked."""
    found, split = rows.open_comparisons(table, "power")
    below = (found["side"].astype("str") == "below").to_numpy()
    checked = found["least_checked"].fillna(found["least_below"].where(below, found["least"]))
    found = found.assign(
        least_checked=checked,
        least=found["least"].where(below, checked),
        least_below=checked.where(below, found["least_below"]),
    )
    return found, split


def _told(found: pd.DataFrame) -> pd.Series[bool]:
    """Say of which rows it is told what would be found, on either side."""
    return found["least"].notna() | found["least_below"].notna()


def _least(row: Any) -> str:
    return f"{row.least_checked:.3g}" if math.isfinite(row.least_checked) else "none"
