"""Which terms set an outlet apart: how often each stands against how far its use departs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from framing.plotting import layout, marks, scales, theme
from framing.plotting.bands import beside_node, chosen, heading_term_blocks
from framing.plotting.theme import line_height, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

__all__ = ["placed"]


# Labels beside points so that none stands on another, on a point it isn't of, or over the edge.

#: Directions round a point, the best first, and distances from its rim, in inches.
_AROUND = tuple(math.radians(turn) for turn in (0, 180, 90, 270, 35, -35, 145, -145, 65, -65, 115, -115))
_STEPS = (0.03, 0.12, 0.24, 0.4, 0.6)
#: From this distance on a line leads from the label to its point.
LED = 0.1


class Placed(NamedTuple):
    """A label: which one, its centre in inches, where its line ends at the point's rim, or None."""

    index: int
    x: float
    y: float
    line: tuple[float, float, float, float] | None


def placed(
    points: Sequence[tuple[float, float, float]],
    texts: Sequence[str],
    others: Sequence[tuple[float, float, float]],
    width: float,
    height: float,
    size: float = theme.SMALL,
) -> list[Placed]:
    """Return where labels stand.

    Parameters
    ----------
    points, others : sequences of (x, y, radius)
        In inches from the upper left corner of the plot: those that have labels, and those that have none.
    texts : sequence of str
    width, height : float
        Of the plot in inches.
    size : float
        Of the letters, in points.

    Examples
    --------
    >>> [(p.index, p.line) for p in placed([(1, 1, 0.05), (1, 1.02, 0.05)], ["one", "two"], [], 2, 2)]
    [(0, None), (1, None)]
    """
    high = line_height(size)
    taken: list[tuple[float, float, float, float]] = []
    dots = [(x - r, x + r, y - r, y + r) for x, y, r in (*points, *others)]
    lines: list[tuple[float, float, float, float]] = []
    found = []
    for index, ((x, y, r), text) in enumerate(zip(points, texts, strict=True)):
        wide = width_of(text, size) + 0.02
        full = [*taken, *dots[:index], *dots[index + 1 :]]
        spot = _free((x, y, r), (wide, high), full, taken, lines, (width, height))
        if spot is None:
            continue
        at_x, at_y, line = spot
        taken.append(_box(at_x, at_y, wide, high))
        if line:
            lines.append(line)
        found.append(Placed(index, at_x, at_y, line))
    return found


def _free(
    point: tuple[float, float, float],
    size: tuple[float, float],
    full: Sequence[tuple[float, float, float, float]],
    labels: Sequence[tuple[float, float, float, float]],
    lines: Sequence[tuple[float, float, float, float]],
    sheet: tuple[float, float],
) -> tuple[float, float, tuple[float, float, float, float] | None] | None:
    """Return the first free place round a point, and the line that leads there, if it needs one."""
    (x, y, r), (wide, high) = point, size
    for step in _STEPS:
        for turn in _AROUND:
            away_x, away_y = math.cos(turn), -math.sin(turn)
            at_x = x + away_x * (r + step) + (wide / 2) * _side(away_x)
            at_y = y + away_y * (r + step) + (high / 2) * _side(away_y)
            box = _box(at_x, at_y, wide, high)
            if box[0] < 0 or box[1] > sheet[0] or box[2] < 0 or box[3] > sheet[1]:
                continue
            if any(_meet(box, other) for other in full) or any(_crosses(line, [box]) for line in lines):
                continue
            if step <= LED:
                return at_x, at_y, None
            line = (x, y, min(max(x, box[0]), box[1]), min(max(y, box[2]), box[3]))
            if not _crosses(line, labels):
                return at_x, at_y, line
    return None


def _box(x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    return x - wide / 2, x + wide / 2, y - high / 2, y + high / 2


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return not (one[1] <= two[0] or one[0] >= two[1] or one[3] <= two[2] or one[2] >= two[3])


def _crosses(
    line: tuple[float, float, float, float], boxes: Sequence[tuple[float, float, float, float]]
) -> bool:
    """Say whether a line meets a box, looked at in nine places."""
    x0, y0, x1, y1 = line
    spots = [(x0 + (x1 - x0) * k / 8, y0 + (y1 - y0) * k / 8) for k in range(9)]
    return any(a < x < b and c < y < d for a, b, c, d in boxes for x, y in spots)


def _side(away: float) -> float:
    return 0.0 if abs(away) < 0.01 else math.copysign(1.0, away)


TABLE = "terms"

#: Height of a plot in inches; labels on each side of 0; points drawn, the strongest by z.
_HEIGHT, _LABELS, _MOST = 3.4, 12, 300
#: Radius of a point in inches, of a term all in one place and of one spread evenly; steps between them.
_SMALLEST, _LARGEST, _SIZES = 0.022, 0.075, 8


@theme.figure
def keyness(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    group: str | Sequence[str] | None = None,
    top: int = _LABELS,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw a panel for each group: frequency of its terms across, log odds against the other side upwards.

    Parameters
    ----------
    table : pandas.DataFrame
        The terms table, as `framing.keyness` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    group : str or sequence of str, optional
        Which groups; by default all.
    top : int
        Terms named on either side, the strongest by z; as many of them as find room.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side; by default as few as fit a page.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, one for each group and side it is set against.
        A large point is a term spread evenly over the articles, a small one stands in few; a hollow one
        owes more than half of its count to one article.

    Raises
    ------
    FramingError
        The table is empty, a group is not in it, or `top` is below 1.
    """
    blocks = chosen(table, "keyness", group, top)
    shades = theme.colors(table["group"], colors)
    columns = layout.columns_for([_HEIGHT + 0.6] * len(blocks), columns, width=width)
    drawn = [_strongest(block) for _, block in blocks]
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(
                heading_term_blocks(key, block),
                _HEIGHT,
                "uses in 10,000 words, both sides together",
                under=_under(block, rows),
            )
            for (key, block), rows in zip(blocks, drawn, strict=True)
        ],
        title=marks.titled(
            title, f"Terms that set outlets apart{beside_node(table)}: frequency and log odds"
        ),
        key=_key(pd.concat(drawn)),
        notes=["Up: log odds (natural logarithm) of the term against the other side; 0 is the same use."],
        left=0.36,
        columns=columns,
        width=width,
    )
    for panel, (key, _), rows in zip(panels, blocks, drawn, strict=True):
        _draw(panel, rows, shades[key[0]], top)
    return sheet


def describe(table: pd.DataFrame, *, group: str | Sequence[str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    said = []
    for key, block in chosen(table, "keyness", group, 1)[:6]:
        terms = ", ".join(block.head(3)["term"])
        said.append(f"{heading_term_blocks(key, block)}: {terms}")
    return f"Terms by frequency and log odds{beside_node(table)}; the strongest: {'; '.join(said)}."


def _strongest(block: pd.DataFrame) -> pd.DataFrame:
    """Return the terms that are drawn, strongest first whichever side."""
    there = block[np.isfinite(block["log_odds"]) & (block["count"] + block["count_rest"] > 0)]
    order = there.assign(size=there["strength"].abs()).sort_values(["size", "term"], ascending=[False, True])
    return order.head(_MOST).reset_index(drop=True)


def _under(block: pd.DataFrame, drawn: pd.DataFrame) -> str:
    some = block.iloc[0]
    articles = marks.counted(int(some["n_articles"]), "article")
    sizes = f"{some['n']:,} words in {articles} against {some['n_rest']:,}"
    rest = len(block) - len(drawn)
    return f"{sizes}; {rest:,} weaker terms not drawn" if rest else sizes


def _draw(panel: Axes, rows: pd.DataFrame, shade: str, top: int) -> None:
    rate = (1e4 * (rows["count"] + rows["count_rest"]) / (rows["n"] + rows["n_rest"])).to_numpy(float)
    odds = rows["log_odds"].to_numpy(float)
    panel.set_xscale("log")
    left, right = float(rate.min()), float(rate.max())
    pad = (right / left) ** 0.1 if right > left else 2.0
    panel.set_xlim(left / pad, right * pad)
    low, high = min(float(odds.min()), 0.0), max(float(odds.max()), 0.0)
    edge = 0.07 * (high - low) or 1.0
    panel.set_ylim(low - edge, high + edge)
    figure = panel.get_figure(root=True)
    width, height = panel.bbox.width / figure.dpi, panel.bbox.height / figure.dpi
    decades = [10.0**e for e in range(-4, 5) if left / pad <= 10.0**e <= right * pad]
    panel.xaxis.set_major_locator(
        FixedLocator(decades if len(decades) > 1 else [left, right][: 1 + (right > left)])
    )
    panel.xaxis.set_minor_locator(NullLocator())
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: scales.number(float(f"{value:.2g}"))))
    panel.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: scales.number(round(value, 6))))
    panel.axhline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
    radius = [_radius(row) for row in rows.itertuples()]
    start, stop = np.log(left / pad), np.log(right * pad)
    x = (np.log(rate) - start) / (stop - start) * width
    y = (high + edge - odds) / (high - low + 2 * edge) * height
    # Few sizes, the large first: so a marker that repeats is written once in an SVG, and hides none.
    rounded = np.array([_rounded(size) for size in radius])
    hollow, own = rows["one_article"].to_numpy(bool), odds > 0
    for size in sorted(set(rounded), reverse=True):
        for empty, ours in product((False, True), (False, True)):
            some = (rounded == size) & (hollow == empty) & (own == ours)
            if not some.any():
                continue
            colour = shade if ours else theme.MUTED
            panel.plot(
                rate[some],
                odds[some],
                marker="o",
                linestyle="none",
                markersize=144 * size,
                markerfacecolor="white" if empty else theme.tint(colour, 0.35),
                markeredgecolor=colour,
                markeredgewidth=0.9,
                clip_on=False,
                label="_term",
                zorder=3,
            )
    above, below = (rows.index[side][:top].tolist() for side in (odds > 0, odds < 0))
    named = sorted([*above, *below])
    dots = list(zip(x.tolist(), y.tolist(), radius, strict=True))
    others = [dot for place, dot in enumerate(dots) if place not in set(named)]
    texts = [_short(rows["term"][place]) for place in named]
    for label in placed([dots[place] for place in named], texts, others, width, height):
        at = (label.x / width, 1 - label.y / height)
        panel.text(
            *at,
            texts[label.index],
            transform=panel.transAxes,
            fontsize=theme.SMALL,
            ha="center",
            va="center_baseline",
            color=theme.INK,
            zorder=5,
        )
        if label.line:
            ends = np.array(label.line) / [width, height, width, height]
            look = {"color": theme.MUTED, "linewidth": 0.6, "transform": panel.transAxes, "label": "_leader"}
            panel.plot(ends[[0, 2]], 1 - ends[[1, 3]], zorder=2, **look)


def _radius(row: Any) -> float:
    spread = 1.0 - row.dispersion if math.isfinite(row.dispersion) else 0.0
    return _SMALLEST + (_LARGEST - _SMALLEST) * min(max(spread, 0.0), 1.0)


def _rounded(radius: float) -> float:
    """Return one of a few sizes."""
    step = (_LARGEST - _SMALLEST) / _SIZES
    return _SMALLEST + step * round((radius - _SMALLEST) / step)


def _short(term: str) -> str:
    return term if len(term) <= 24 else f"{term[:23]}…"


def _key(rows: pd.DataFrame) -> list[layout.Sign]:
    look = {"marker": "o", "markeredgewidth": 0.9, "markeredgecolor": theme.MUTED}
    filled = {**look, "markerfacecolor": theme.tint(theme.MUTED, 0.35)}
    signs = [
        layout.Sign("spread evenly over articles", {**filled, "markersize": 144 * _LARGEST}),
        layout.Sign("in few", {**filled, "markersize": 144 * (_SMALLEST + 0.01)}),
    ]
    if rows["one_article"].any():
        hollow = {**look, "markersize": 6, "markerfacecolor": "white"}
        signs.append(layout.Sign("most of it in one article", hollow))
    return signs
