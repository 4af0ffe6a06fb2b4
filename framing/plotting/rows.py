"""Rows under headings, in panels side by side: the layout of every figure that has estimates with intervals.

A figure says which rows there are and what stands in each; here they are set under each other, labelled,
counted and keyed. What an estimate looks like stands in `marks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from framing.plotting import layout, marks, theme
from framing.schema import UNITS

#: So far may a heading of rows reach into the plot, in inches.
_OVER = 1.5
#: A panel so many times as high as another is not set beside it, which would leave half a page empty, where
#: all have room under each other.
_ALIKE = 3


@dataclass(frozen=True)
class Mark:
    """An estimate: `row` has estimate, low, high and note; `slot` is its line in the row."""

    row: Any
    voice: str = "all"
    colour: str = marks.TONE
    slot: int = 0
    #: Where its interval ends, if not at the panel's edges.
    window: tuple[float, float] | None = None


@dataclass(frozen=True)
class Row:
    """A label and its marks, in so many lines; one without lines is a heading of the rows that follow."""

    label: Sequence[str]
    marks: Sequence[Mark] = ()
    slots: int = 1
    #: What stands beside each line, and on the plot in place of a mark.
    said: Sequence[str] = ()
    instead: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Axis:
    """A value axis: its label, its limits, and where equality lies if there is such a place."""

    label: str
    window: tuple[float, float]
    log: bool = False
    percent: bool = False
    reference: float | None = None

    @classmethod
    def of_estimates(cls, table: pd.DataFrame, points: np.ndarray | None = None, reach: float = 3.0) -> Axis:
        """Return the axis of a profile's estimates, all of one unit; it holds further points too."""
        unit = str(table["unit"].iloc[0])
        share, ratio = unit.startswith("share"), UNITS[unit].ratio
        # Single articles may lie beyond the edge: estimates are what is compared.
        reach = reach if points is None else min(reach, 2.0)
        low, high = layout.window(table, points, floor=ratio or share, reach=reach)
        window = (low, min(high, 1.0)) if share else (low, high)
        return cls(UNITS[unit].label, window, percent=share, reference=None if ratio or share else 0.0)

    @classmethod
    def of_differences(cls, table: pd.DataFrame) -> Axis:
        """Return the axis of comparisons, all ratios or all differences."""
        ratio = table["scale"].iloc[0] == "ratio"
        window = layout.log_window(table) if ratio else layout.window(table, floor=False)
        if ratio:
            return cls("ratio, logarithmic axis", window, log=True, reference=1.0)
        known = [unit for unit in table["unit"].dropna().unique() if unit in UNITS] if "unit" in table else []
        what = UNITS[known[0]].label if len(known) == 1 else ""
        said = f"difference in {what}" if what else "difference, in the unit of the measure"
        share = len(known) == 1 and known[0].startswith("share")
        return cls(said, window, percent=share, reference=0.0)


@dataclass(frozen=True)
class Block:
    """A panel: its rows and axis, with what stands over them."""

    rows: Sequence[Row]
    axis: Axis
    heading: str = ""
    ends: tuple[tuple[str, str], ...] = ()
    #: Its name in `axes_dict`, where that is not its heading.
    name: str = ""


# What comparisons of two outlets share.

#: The columns that say what is compared, in the order of rows.
CELL = ("a", "b", "measure", "target", "voice", "part", "genre")
#: What lies to either side of equality.
ENDS = (
    ("◂ higher in the second", "higher in the first ▸"),
    ("◂ second higher", "first higher ▸"),
    ("◂ second", "first ▸"),
)


# How rows are set and drawn.


def _sizes(rows: Sequence[Row], left: float) -> list[float]:
    return [
        max(row.slots * marks.PITCH, marks.label_height(row.label)) + marks.BREATH
        if row.slots
        else marks.label_height(_head(row, left)) + 0.11
        for row in rows
    ]


def _head(row: Row, left: float) -> list[str]:
    return [line for text in row.label for line in theme.wrap(text, left + _OVER, theme.SMALL, True)]


def draw(
    ax: theme.Axes | None,
    blocks: Sequence[Block],
    *,
    title: str,
    key: Sequence[layout.Sign] = (),
    more: Sequence[layout.Sign] = (),
    notes: Sequence[str] = (),
    head: str = "n",
    columns: int | None = None,
    width: theme.Width | None = None,
) -> tuple[theme.Axes | theme.Figure, list[tuple[theme.Axes, list[float]]]]:
    """Draw panels of rows; where all have the same rows, those side by side are labelled once.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Where to draw; None makes a figure of the size it needs.
    blocks : sequence of Block
    title : str
    key, more : sequence of layout.Sign
        Signs before and after those of intervals, which are found from the marks.
    notes : sequence of str
    head : str
        Over what stands beside the rows.
    columns, width
        As in `layout.lay_out` and `layout.columns_for`.

    Returns
    -------
    (matplotlib.axes.Axes or matplotlib.figure.Figure, list of (matplotlib.axes.Axes, list of float))
        What `layout.lay_out` gives, and each panel with the places of its rows.
    """
    labels = [[(*row.label, row.slots) for row in block.rows] for block in blocks]
    shared = ax is None and all(some == labels[0] for some in labels)
    rows = [row for block in blocks for row in block.rows]
    left = marks.label_width(row.label for row in rows if row.slots)
    sizes = [_sizes(block.rows, left) for block in blocks]
    heights = [layout.stack(own)[1] for own in sizes]
    if columns is None and min(heights) * _ALIKE < max(heights) and sum(heights) <= layout.PAGE:
        columns = 1
    columns = max(1, min(columns or layout.columns_for(heights, width=width), len(blocks)))
    drawn, opened = layout.lay_out(
        ax,
        [
            layout.Panel(
                block.heading,
                tall,
                _axis_label(blocks[place::columns]),
                ends=block.ends,
                name=block.name,
            )
            for place, (block, tall) in enumerate(zip(blocks, heights, strict=True))
        ],
        title=title,
        key=[*key, *_interval_signs(blocks), *more],
        notes=notes,
        left=left,
        right=max(
            theme.width_of(text, theme.SMALL) for text in [head, *(t for row in rows for t in row.said)]
        )
        + 0.14,
        columns=columns,
        shared=shared,
        width=width,
    )
    panels = []
    for place, (panel, block) in enumerate(zip(opened, blocks, strict=False)):
        centres, _ = layout.stack(sizes[place])
        axis = block.axis
        layout.scale_x(panel, axis.window, log=axis.log, percent=axis.percent)
        if axis.reference is not None and axis.window[0] <= axis.reference <= axis.window[1]:
            marks.reference(panel, axis.reference)
        if not shared or place % columns == 0:
            own = [(y, row.label) for y, row in zip(centres, block.rows, strict=True) if row.slots]
            marks.row_labels(panel, [y for y, _ in own], [label for _, label in own])
        marks.above_right(panel, head)
        for y, row in zip(centres, block.rows, strict=True):
            if row.slots:
                _draw_row(panel, y, row, axis)
            else:
                marks.block_label(panel, y + 0.03, _head(row, left), left)
        panels.append((panel, centres))
    return drawn, panels


def _axis_label(blocks: Sequence[Block]) -> str:
    """Return the label of the first of some panels under each other: an axis they share is named once."""
    first, *below = blocks
    return "" if below and below[0].axis == first.axis and not first.ends else first.axis.label


def _interval_signs(blocks: Sequence[Block]) -> list[layout.Sign]:
    every = [(mark.row, mark.window or block.axis.window) for block in blocks for row in block.rows
             for mark in row.marks]  # fmt: skip
    beyond = any(row.low < low or row.high > high for row, (low, high) in every)
    columns = ["estimate", "low", "high", "note"]
    found = [[getattr(row, name) for name in columns] for row, _ in every]
    return marks.key_signs(pd.DataFrame(found, columns=columns), beyond)


def _draw_row(panel: theme.Axes, y: float, row: Row, axis: Axis) -> None:
    lines = [y + (slot - (row.slots - 1) / 2) * marks.PITCH for slot in range(row.slots)]
    for mark in row.marks:
        window = mark.window or axis.window
        marks.interval(panel, lines[mark.slot], mark.row, mark.voice, mark.colour, window, ratio=axis.log)
    for slot, text in row.instead.items():
        marks.instead(panel, lines[slot], text)
    for at, text in zip(lines, row.said, strict=False):
        if text:
            marks.beside(panel, at, text)
