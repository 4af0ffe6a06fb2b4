"""Panels with the same rows, an outlet each, on one common axis: what is to be compared across panels.

What an estimate looks like stands in `marks`; which panels there are, in the figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.plotting import layout, marks, scales, theme, words
from framing.schema import UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.sizes import Width

__all__ = ["alike"]


def alike(
    ax: Axes | None,
    cells: Sequence[tuple[str, pd.DataFrame]],
    *,
    shades: Mapping[str, str],
    title: str,
    label: str,
    notes: Sequence[str] = (),
    key: Sequence[layout.Sign] = (),
    columns: int = 1,
    width: Width | None = None,
) -> Axes:
    """Draw a panel for each cell, all with the same outlets as rows and the same axis.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Where to draw; None makes a figure of the size it needs.
    cells : sequence of str and pandas.DataFrame
        Heading and rows of a profile, at most one an outlet, all of one unit.
    shades : mapping of str to str
        Colour of each outlet.
    title, notes, key
        Around the panels.
    label : str
        What the axis shows.
    columns : int
        Panels side by side.
    width : {"single", "double"} or float, optional
        Of the figure on paper.
    """
    whole = pd.concat([cell for _, cell in cells])
    invented = marks.provenances(whole, "group")
    groups = sorted(whole["group"].astype(str).unique())
    names = [marks.outlet_label(group, invented.get(group, "published")) for group in groups]
    centres, height = layout.stack([marks.row_height(lines, 1) for lines in names])
    share = whole["unit"].iloc[0].startswith("share")
    ratio = UNITS[whole["unit"].iloc[0]].ratio
    low, high = scales.window(whole, floor=ratio)
    limits = (low, min(high, 1.0)) if share else (low, high)
    beyond = bool((whole["low"] < limits[0]).any() or (whole["high"] > limits[1]).any())
    sheet, panels = layout.lay_out(
        ax,
        # One axis for all: it is named where a column of panels ends.
        [
            layout.Panel(heading, height, label if place >= len(cells) - columns else "")
            for place, (heading, _) in enumerate(cells)
        ],
        title=title,
        key=[*key, *marks.key_signs([], whole, beyond)],
        notes=notes,
        left=marks.label_width(names),
        right=max(words.width_of(_count(row), theme.SMALL) for row in whole.itertuples()) + 0.12,
        columns=columns,
        shared=True,
        width=width,
    )
    for place, (panel, (_, cell)) in enumerate(zip(panels, cells, strict=True)):
        scales.scale_x(panel, limits, percent=share)
        if not ratio:
            panel.axvline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
        if place % columns == 0:
            marks.row_labels(panel, centres, names)
        marks.above_right(panel, "n")
        for row in cell.sort_values("group").itertuples():
            y = centres[groups.index(row.group)]
            marks.interval(panel, y, row, row.voice, shades[row.group], limits)
            marks.beside(panel, y, _count(row))
    return sheet


def _count(row: object) -> str:
    fragile = f" {marks.FRAGILE}" if marks.fragile(row.note) else ""  # type: ignore[attr-defined]
    return f"{row.n_articles:,}{fragile}"  # type: ignore[attr-defined]
