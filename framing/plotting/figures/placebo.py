"""Differences as found on what shuffled labels make of them: how often chance does as much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.plotting import layout, marks, rows, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "placebo"

#: Unasked, so many comparisons are drawn: those that chance equals most seldom.
_ROWS = 20


@theme.figure
def placebo(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = _ROWS,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw each difference on the range that it has when labels are shuffled within events.

    Parameters
    ----------
    table : pandas.DataFrame
        The placebo table, as `framing.placebo` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    most : int
        Comparisons drawn, those that shuffled labels equal most seldom.
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
        A frameless sheet; its `child_axes` are the panels: ratios, then differences of each measure. Beside
        each row stands in how many draws a difference as large came up.

    Raises
    ------
    FramingError
        The table has no comparison, or `most` is under 1.
    """
    del colors
    marks.check_count("most", most)
    found, whole, split = _opened(table)
    shown = found.sort_values("share", kind="stable", na_position="last").head(most).sort_index()
    usual = "Differences as found, and under shuffled labels"
    notes = ["Right: shuffles with a difference at least as large, of those with an estimate.", *_said(whole)]
    if len(shown) < len(found):
        usual += f": the {len(shown):,} of {len(found):,} that chance equals most seldom"
        notes.append(f"{marks.counted(len(found) - len(shown), 'comparison')} left to the table.")
    counts = [f"{row.as_large:,} of {_made(row):,}{marks.dagger(row.note)}" for row in shown.itertuples()]
    sheet, _ = rows.draw(
        ax,
        rows.blocks_of_pairs(shown, counts, ("shuffled_low", "shuffled_high"), "measure", split),
        title=marks.titled(title, usual),
        key=marks.voice_signs(shown, marks.voices_in(shown)),
        more=[layout.Sign("95 in 100 of shuffled labels", marks.box(rows.BAND, 8))],
        notes=notes,
        head="as large",
        columns=columns,
        most=2,
        width=width,
    )
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether there is a comparison beside the row of all together."""
    return bool((table["a"].astype(str) != "any").any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found, whole, _ = _opened(table)
    said = f"{marks.counted(len(found), 'difference')} as found and under labels shuffled within events"
    for row in found[found["share"].notna()].sort_values("share", kind="stable").head(1).itertuples():
        said += f"; most seldom equalled: {rows.spoken(row)}, in {row.as_large:,} of {_made(row):,} shuffles"
    return f"{said}. {' '.join(_said(whole))}".strip()


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Return the comparisons, the row of all together, and what tells comparisons apart beyond the cell."""
    marks.opened(table, "placebo", "placebo")
    every = table["a"].astype(str) == "any"
    marks.refuse_empty(table[~every], "placebo", "placebo")
    found, split = rows.open_comparisons(table[~every], "placebo")
    return found, table[every], split


def _said(whole: pd.DataFrame) -> list[str]:
    """Say how many comparisons are significant, and how many by chance, where the table tells."""
    return [
        f"Of {marks.counted(int(row.comparisons), 'comparison')} {row.significant:,} "
        f"{'was' if row.significant == 1 else 'were'} significant after adjustment as found, "
        f"{row.shuffled_significant:.1f} on average under shuffled labels, {row.shuffled_most:,} at most."
        for row in whole.head(1).itertuples()
    ]


def _made(row: Any) -> int:
    """Return how many shuffles have an estimate; a table without that number has draws."""
    return int(row.shuffled_estimates or row.draws)
