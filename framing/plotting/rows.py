"""Rows under headings, in panels side by side: the layout of every figure that has estimates with intervals.

A figure says which rows there are and what stands in each; here they are set under each other, labelled,
counted and keyed. What an estimate looks like stands in `marks`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.plotting import layout, marks, theme
from framing.schema import UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from framing.plotting.theme import Width

#: So far may a heading of rows reach into the plot, in inches.
_OVER = 1.5
#: A panel so many times as high as another is not set beside it, which would leave a page half empty.
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
    loud: str = theme.MUTED


@dataclass(frozen=True)
class Axis:
    """A value axis: its label, its limits, and where equality lies if there is such a place."""

    label: str
    window: tuple[float, float]
    log: bool = False
    percent: bool = False
    reference: float | None = None

    @classmethod
    def of_estimates(cls, table: pd.DataFrame, points: np.ndarray | None = None) -> Axis:
        """Return the axis of a profile's estimates, all of one unit; it holds further points too."""
        unit = str(table["unit"].iloc[0])
        share, ratio = unit.startswith("share"), UNITS[unit].ratio
        low, high = layout.window(table, points, floor=ratio or share)
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
    under: str = ""
    ends: tuple[tuple[str, str], ...] = ()


# What comparisons of two outlets share.

#: The columns that say what is compared, in the order of rows.
CELL = ("a", "b", "measure", "target", "voice", "part", "genre")
#: What lies to either side of equality.
ENDS = (
    ("◂ higher in the second", "higher in the first ▸"),
    ("◂ second higher", "first higher ▸"),
    ("◂ second", "first ▸"),
)


def pair_name(row: Any) -> str:
    """Return the two outlets of a comparison as they are shown, the first over or less the second."""
    joint = " −" if row.scale == "difference" else " /"
    return f"{marks.name(str(row.a), row.provenance)}{joint} {marks.name(str(row.b), row.provenance)}"


def cell_name(row: Any, split: Sequence[str] = ()) -> str:
    """Return what is compared: measure, voice, and what else tells rows apart."""
    voice = [] if row.voice == "all" else [voice_of(row)]
    target = [f"toward {row.target}"] * (isinstance(row.target, str) and bool(row.target))
    part = [row.part] * (row.part != "all")
    return ", ".join([str(row.measure), *target, *voice, *part, *(str(getattr(row, name)) for name in split)])


def voice_of(row: Any) -> str:
    """Return what the voice of a comparison is called."""
    mode = getattr(row, "voices", "")
    return marks.voice_name(row.voice, mode if isinstance(mode, str) else "")


def spoken(row: Any) -> str:
    """Return a comparison in words for a sentence."""
    return f"{cell_name(row)} of {pair_name(row)}".replace("\N{NO-BREAK SPACE}", " ")


def pair_heading(rows: pd.DataFrame) -> str:
    """Return the heading of a panel whose rows are all of one pair."""
    first = next(rows.itertuples())
    invented = "illustrative" if (rows["provenance"] == "illustrative").any() else "published"
    return f"{marks.name(str(first.a), invented)}\nagainst {marks.name(str(first.b), invented)}"


def open_comparisons(table: pd.DataFrame, figure: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return comparisons, of news if there are any, in order, and what tells them apart beyond the cell."""
    rows, further = marks.opened(table, figure, figure, CELL)
    rows, _ = marks.of_genres(rows, None)
    rows = rows.sort_values(list(CELL), kind="stable", ignore_index=True)
    return rows, (*(("genre",) if rows["genre"].nunique() > 1 else ()), *further)


def by_scale(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Split comparisons so that each panel has one axis: all ratios, then the differences of each unit."""
    ratios, others = rows[rows["scale"] == "ratio"], rows[rows["scale"] == "difference"]
    found = [ratios] if len(ratios) else []
    return found + [some for _, some in others.groupby("unit", observed=True)]


# How rows are set and drawn.


def height(rows: Sequence[Row], left: float = theme.WIDTHS[1]) -> float:
    """Return the height in inches of rows; `left` is the room of their labels."""
    return layout.stack(_sizes(rows, left))[1]


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
    ax: Axes | None,
    blocks: Sequence[Block | None],
    *,
    title: str,
    key: Sequence[layout.Sign] = (),
    more: Sequence[layout.Sign] = (),
    notes: Sequence[str] = (),
    head: str = "n",
    shared: bool = False,
    once: bool = False,
    columns: int | None = None,
    most: int = 3,
    wide: int = 1,
    width: Width | None = None,
) -> tuple[Axes | Figure, list[tuple[Axes, list[float]]]]:
    """Draw panels of rows.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Where to draw; None makes a figure of the size it needs.
    blocks : sequence of Block or None
        None leaves a place empty.
    title : str
    key, more : sequence of layout.Sign
        Signs before and after those of intervals, which are found from the marks.
    notes : sequence of str
    head : str
        Over what stands beside the rows.
    shared : bool
        Panels side by side have the same rows, labelled once.
    once : bool
        What stands beside rows is the same in them too, and stands once.
    columns, most, wide, width
        As in `layout.lay_out` and `layout.columns_for`.

    Returns
    -------
    (matplotlib.axes.Axes or matplotlib.figure.Figure, list of (matplotlib.axes.Axes, list of float))
        What `layout.lay_out` gives, and each panel with the places of its rows.
    """
    there = [block for block in blocks if block]
    if ax is not None:
        shared = once = False
    rows = [row for block in there for row in block.rows]
    left = marks.label_width(row.label for row in rows if row.slots)
    said = [text for row in rows for text in row.said]
    heights = [height(block.rows, left) for block in there]
    if columns is None and min(heights) * _ALIKE < max(heights) and not shared:
        columns = 1
    columns = max(1, min(layout.columns_for(heights, columns, most=most, width=width), len(blocks)))
    last = {place for place in range(len(blocks)) if place % columns == columns - 1}
    last |= {place for place, block in enumerate(blocks) if block and not any(blocks[place + 1 : place + 2])}
    sheet, opened = layout.lay_out(
        ax,
        [
            block
            and layout.Panel(
                block.heading,
                height(block.rows, left),
                # Where panels share an axis it is named where a column of them ends.
                _axis_label(blocks, place, columns),
                block.under,
                block.ends,
                rows=_sizes(block.rows, left),
            )
            for place, block in enumerate(blocks)
        ],
        title=title,
        key=[*key, *_interval_signs(there), *more],
        notes=notes,
        left=left,
        right=max((theme.width_of(text, theme.SMALL) for text in [head, *said]), default=0.0) + 0.14,
        once=once,
        columns=columns,
        shared=shared and columns > 1,
        # Two side by side, with long labels each, have the room of three.
        wide=3 if most == 2 and columns > 1 else wide,
        width=width,
    )
    drawn, first = [], None
    places = [place for place, block in enumerate(blocks) if block]
    for place, panel, block in zip(places, opened, there, strict=False):
        leads = place % columns == 0 or not shared
        first = panel if leads else first
        centres, _ = layout.stack(_sizes(block.rows, left))
        axis = block.axis
        layout.scale_x(panel, axis.window, log=axis.log, percent=axis.percent)
        if axis.reference is not None and axis.window[0] <= axis.reference <= axis.window[1]:
            marks.reference(panel, axis.reference)
        if leads:
            own = [(y, row.label) for y, row in zip(centres, block.rows, strict=True) if row.slots]
            marks.row_labels(panel, [y for y, _ in own], [label for _, label in own])
        if not once or place in last:
            marks.above_right(panel, head)
        dots = panel.get_figure(root=True).dpi
        for y, row in zip(centres, block.rows, strict=True):
            if row.slots:
                _draw_row(panel, y, row, axis, beside=not once or place in last)
            elif place in last or not shared:
                # Across panels that share their rows: on the last of them, which hides those before it.
                away = left + (panel.bbox.x0 - first.bbox.x0) / dots if first else left
                marks.block_label(panel, y + 0.03, _head(row, left), away)
        drawn.append((panel, centres))
    return sheet, drawn


def _axis_label(blocks: Sequence[Block | None], place: int, columns: int) -> str:
    block, below = blocks[place], [one for one in blocks[place + columns :: columns] if one]
    same = block and below and below[0].axis == block.axis and not block.ends
    return block.axis.label if block and not same else ""


def _interval_signs(blocks: Sequence[Block]) -> list[layout.Sign]:
    every = [(mark.row, mark.window or block.axis.window) for block in blocks for row in block.rows
             for mark in row.marks]  # fmt: skip
    beyond = any(row.low < low or row.high > high for row, (low, high) in every)
    columns = ["estimate", "low", "high", "note"]
    found = [[getattr(row, name) for name in columns] for row, _ in every]
    return marks.key_signs(pd.DataFrame(found, columns=columns), beyond)


def _draw_row(panel: Axes, y: float, row: Row, axis: Axis, beside: bool) -> None:
    lines = [y + (slot - (row.slots - 1) / 2) * marks.PITCH for slot in range(row.slots)]
    for mark in row.marks:
        window = mark.window or axis.window
        marks.interval(panel, lines[mark.slot], mark.row, mark.voice, mark.colour, window, ratio=axis.log)
    for slot, text in row.instead.items():
        marks.instead(panel, lines[slot], text)
    for at, text in zip(lines, row.said, strict=False):
        if beside and text:
            marks.beside(panel, at, text, color=row.loud)
