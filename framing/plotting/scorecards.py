"""The same rows under several statistics side by side: how far coders agree, or a measure with them.

Which rows and statistics there are stands in the figure; what an estimate looks like, in `marks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter

from framing.plotting import layout, marks, scales, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

__all__ = ["Block", "Line", "Statistic", "draw"]

_NAME, _ROW, _HEAD = 1.9, 0.235, 0.27
#: So long may the heading of a block be, over all panels.
_OVER = 4.2
#: So wide must a panel at least be on the sheet.
_PANEL = 0.6


class Statistic(NamedTuple):
    """A panel: its heading, and where lines help to read it."""

    heading: str
    guides: tuple[float, ...] = ()


class Line(NamedTuple):
    """A row: its label, its colour, what stands beside it, and its estimate by statistic."""

    label: str
    colour: str
    count: str
    estimates: Mapping[str, Any]


@dataclass(frozen=True)
class Block:
    """Rows under one heading."""

    heading: str
    lines: Sequence[Line]


def draw(
    ax: Axes | None,
    blocks: Sequence[Block],
    statistics: Mapping[str, Statistic],
    *,
    title: str,
    notes: Sequence[str],
    head: str,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw a panel for each statistic, all with the same rows.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Where to draw; None makes a figure of the size it needs.
    blocks : sequence of Block
    statistics : mapping of str to Statistic
        In order, by the names under which the lines have them.
    title, notes
        Around the panels.
    head : str
        Over what stands beside the rows.
    width, columns
        As in `layout.lay_out`.
    """
    every = [row for block in blocks for line in block.lines for row in line.estimates.values()]
    table = pd.DataFrame(
        [(row.estimate, row.low, row.high, row.note) for row in every],
        columns=["estimate", "low", "high", "note"],
    )
    names = [theme.wrap(line.label, _NAME, theme.SMALL) for block in blocks for line in block.lines]
    heads = [theme.wrap(block.heading, _OVER, theme.SMALL, True) for block in blocks]
    left = marks.label_width(names)
    right = max(
        theme.width_of(text, theme.SMALL) for text in [head, *(n.count for b in blocks for n in b.lines)]
    )
    right += 0.14
    if width is None:
        # Panels are narrow: more than three have room where three others have.
        width = theme.WIDTHS[2 if len(statistics) < 4 else 3] * theme.PAPER
    full = layout.sheet_width(ax, 1, width) - 2 * layout.MARGIN
    least = max([_PANEL, *(theme.width_of(one.heading, theme.SMALL) for one in statistics.values())])
    fit = max(1, int((full - left - right + layout.GAP) / (least + layout.GAP + layout.BETWEEN)))
    columns = max(1, min(columns or fit, len(statistics)))
    heights = _sizes(heads, names, blocks)
    low = min(0.0, float(table[["estimate", "low"]].min().min()))
    window = (max(low, -1.0) - (0.03 if low < 0 else 0.0), 1.0)
    sheet, opened = layout.lay_out(
        ax,
        [layout.Panel("", sum(heights), under=one.heading) for one in statistics.values()],
        title=title,
        key=[sign for sign in marks.key_signs([], table, bool((table["low"] < window[0]).any()))],
        notes=notes,
        left=left,
        right=right,
        columns=columns,
        shared=columns > 1,
        once=columns > 1,
        width=width,
    )
    for place, (panel, (key, one)) in enumerate(zip(opened, statistics.items(), strict=True)):
        last = place % columns == columns - 1 or place == len(opened) - 1
        _scale(panel, window, one.guides)
        _rows(panel, key, blocks, names, heads, window, place % columns == 0, last)
        if last:
            marks.above_right(panel, head)
            begin = opened[place - place % columns].bbox.x0
            _headings(
                panel, blocks, names, heads, left + (panel.bbox.x0 - begin) / panel.get_figure(root=True).dpi
            )
    return sheet


def _sizes(
    heads: Sequence[Sequence[str]], names: Sequence[Sequence[str]], blocks: Sequence[Block]
) -> list[float]:
    sizes, label = [], iter(names)
    for head, block in zip(heads, blocks, strict=True):
        sizes += [marks.label_height(head) + _HEAD - theme.line_height(theme.SMALL)] * bool(head)
        sizes += [max(_ROW, marks.label_height(next(label)) + 0.07) for _ in block.lines]
    return sizes


def _scale(panel: Axes, window: tuple[float, float], guides: Sequence[float]) -> None:
    panel.set_xlim(*window)
    ticks = [t for t in (-1.0, -0.5, 0.0, 0.5, 1.0) if window[0] <= t <= window[1]]
    panel.xaxis.set_major_locator(FixedLocator(ticks))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: scales.number(round(value, 6))))
    if window[0] < 0:
        panel.axvline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
    for at in guides:
        panel.axvline(at, color=theme.MUTED, linewidth=0.8, linestyle=":", label="_guide", zorder=1)


def _rows(
    panel: Axes,
    key: str,
    blocks: Sequence[Block],
    names: Sequence[Sequence[str]],
    heads: Sequence[Sequence[str]],
    window: tuple[float, float],
    labelled: bool,
    counted: bool,
) -> None:
    centres, _ = layout.stack(_sizes(heads, names, blocks))
    place = iter(centres)
    at = []
    for head, block in zip(heads, blocks, strict=True):
        if head:
            next(place)
        for line in block.lines:
            y = next(place)
            at.append(y)
            if key in line.estimates:
                marks.interval(panel, y, line.estimates[key], "all", line.colour, window)
            if counted:
                marks.beside(panel, y, line.count)
    if labelled:
        marks.row_labels(panel, at, names)


def _headings(
    panel: Axes,
    blocks: Sequence[Block],
    names: Sequence[Sequence[str]],
    heads: Sequence[Sequence[str]],
    left: float,
) -> None:
    """Write the headings of blocks across a line of panels: on the last, which hides those before it."""
    centres, _ = layout.stack(_sizes(heads, names, blocks))
    place = iter(centres)
    for head, block in zip(heads, blocks, strict=True):
        if head:
            paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
            marks.block_label(panel, next(place) + 0.03, "\n".join(head), left, bbox=paper)
        for _ in block.lines:
            next(place)
