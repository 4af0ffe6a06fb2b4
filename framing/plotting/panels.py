"""Panels with the same rows, an outlet each, on one common axis: what is to be compared across panels.

What an estimate looks like stands in `marks`; which panels there are, in the figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme
from framing.plotting.marks import counted, strings
from framing.schema import UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

__all__ = ["alike", "largest", "of", "one_cell"]


# Names over the columns of a table that is drawn: level where they fit, else upright.

#: Longest line of an upright name, in inches.
_TALL = 1.35


@dataclass(frozen=True)
class Headers:
    """Names in lines, the height they need, and whether they stand upright in columns so wide."""

    names: tuple[tuple[str, ...], ...]
    height: float
    upright: bool
    column: float

    def draw(self, panel: Axes, lefts: Sequence[float], foot: float, colours: Sequence[str]) -> None:
        """Write each name over its column, which begins at `lefts`, its last line above `foot`."""
        for lines, left, colour in zip(self.names, lefts, colours, strict=True):
            panel.text(
                left + (min(self.column / 2, 0.18) if self.upright else 0.04),
                foot - 0.05,
                "\n".join(lines),
                ha="center" if self.upright else "left",
                va="bottom",
                rotation=90 if self.upright else 0,
                multialignment="left",
                linespacing=1.08,
                fontsize=theme.SMALL,
                color=colour,
                clip_on=False,
            )


def of(names: Sequence[str], column: float) -> Headers:
    """Return the headers of columns that are so many inches wide.

    >>> of(["Harbour Courier"], 1.2).upright, of(["Harbour Courier"], 0.3).upright
    (False, True)
    """
    room = column - 0.05
    level = [theme.wrap(name, room, theme.SMALL) for name in names]
    # A name is set level unless one of its words would have to be broken.
    if all(theme.width_of(word, theme.SMALL) <= room for name in names for word in name.split(" ")):
        tall = max(len(lines) for lines in level) * theme.line_height(theme.SMALL)
        return Headers(tuple(map(tuple, level)), tall, False, column)
    most = max(1, int(column / theme.line_height(theme.SMALL)))
    lines = []
    for name in names:
        width = next(
            w
            for k in range(40)
            if len(theme.wrap(name, w := _TALL + 0.1 * k, theme.SMALL)) <= most or k == 39
        )
        lines.append(tuple(theme.wrap(name, width, theme.SMALL)[:most]))
    tall = max(theme.width_of(line, theme.SMALL) for some in lines for line in some)
    return Headers(tuple(lines), tall, True, column)


# Which rows of a table one figure draws: one genre and part, no split beyond voice, the largest groups.

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
        right=max(theme.width_of(_count(row), theme.SMALL) for row in whole.itertuples()) + 0.12,
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
