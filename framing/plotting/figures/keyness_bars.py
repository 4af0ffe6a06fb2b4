"""The terms that set each outlet apart most, as bars: log odds with intervals, counts and articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.plotting import layout, marks, scales, theme
from framing.plotting.bands import beside_node, chosen, heading_term_blocks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "terms"

#: Height in inches of a term's row; terms a panel; panels at most unasked.
_ROW, _TOP = 0.2, 12


@theme.figure
def keyness_bars(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    group: str | Sequence[str] | None = None,
    top: int = _TOP,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw, for each group, the terms it has most beyond the other side, the strongest by z on top.

    Parameters
    ----------
    table : pandas.DataFrame
        The terms table, as `framing.keyness` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    group : str or sequence of str, optional
        Which groups; by default all.
    top : int
        Terms a group.
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
        Beside a bar stand the term's count in the group and its articles there; a pale bar owes more than
        half of its count to one article.

    Raises
    ------
    FramingError
        The table is empty, a group is not in it, or `top` is below 1.
    """
    blocks = chosen(table, "keyness_bars", group, top)
    shades = theme.colors(table["group"], colors)
    shown = [_most(block, top) for _, block in blocks]
    names = [[theme.wrap(term, marks.LABEL, theme.SMALL) for term in rows["term"]] for rows in shown]
    sizes = [[max(_ROW, marks.label_height(lines) + 0.06) for lines in rows] or [_ROW] for rows in names]
    columns = layout.columns_for([layout.stack(rows)[1] + 0.4 for rows in sizes], columns, width=width)
    beside = [[f"{row.count_here:,} in {row.articles:,}" for row in rows.itertuples()] for rows in shown]
    head = "count in articles"
    every = pd.concat(shown)
    window = scales.window(every.assign(estimate=every["log_odds"]), floor=False)
    beyond = bool((every["low"] < window[0]).any() or (every["high"] > window[1]).any())
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(
                heading_term_blocks(key, block),
                layout.stack(rows)[1],
                "log odds" if place >= len(blocks) - columns else "",
            )
            for place, ((key, block), rows) in enumerate(zip(blocks, sizes, strict=True))
        ],
        title=marks.titled(title, f"Terms that set outlets apart{beside_node(table)}{_with(every)}"),
        key=_key(every, beyond),
        left=marks.label_width(lines for rows in names for lines in rows),
        right=max(
            [theme.width_of(text, theme.SMALL) for rows in beside for text in rows]
            + [theme.width_of(head, theme.SMALL)]
        )
        + 0.14,
        columns=columns,
        width=width,
    )
    for panel, (key, _), rows, lines, heights, texts in zip(
        panels, blocks, shown, names, sizes, beside, strict=True
    ):
        centres, _ = layout.stack(heights)
        scales.scale_x(panel, window)
        panel.axvline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
        marks.above_right(panel, head)
        if rows.empty:
            look = {"fontsize": theme.SMALL, "color": theme.MUTED, "style": "italic", "ha": "center"}
            middle = {"transform": panel.transAxes, "va": "center_baseline", **look}
            panel.text(0.5, 0.5, "no term more than the other side", **middle)
            continue
        marks.row_labels(panel, centres, lines)
        for y, row, text in zip(centres, rows.itertuples(), texts, strict=True):
            _bar(panel, y, row, shades[key[0]], window)
            marks.beside(panel, y, text)
    return sheet


def describe(table: pd.DataFrame, *, group: str | Sequence[str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    said = []
    for key, block in chosen(table, "keyness_bars", group, 1)[:6]:
        found = [f"{row.term} {row.log_odds:+.2g}".replace("-", "−") for row in _most(block, 3).itertuples()]
        said.append(f"{heading_term_blocks(key, block)}: {', '.join(found) or 'none'}")
    return f"Terms with the highest log odds{beside_node(table)}; {'; '.join(said)}."


def _most(block: pd.DataFrame, top: int) -> pd.DataFrame:
    return block[block["log_odds"] > 0].head(top).rename(columns={"count": "count_here"})


def _bar(panel: Axes, y: float, row: Any, shade: str, window: tuple[float, float]) -> None:
    colour = theme.tint(shade, 0.6) if row.one_article else shade
    panel.barh([y], [row.log_odds], height=_ROW * 0.68, color=colour, linewidth=0, label="_log_odds")
    if pd.notna(row.low) and pd.notna(row.high):
        ends = [min(max(row.low, window[0]), window[1]), min(max(row.high, window[0]), window[1])]
        panel.plot(
            ends, [y, y], color=theme.INK, linewidth=1.1, solid_capstyle="butt", label="_interval", zorder=3
        )
        for out, at, marker in (
            (row.low < window[0], window[0], "<"),
            (row.high > window[1], window[1], ">"),
        ):
            if out:
                look = {"marker": marker, "color": theme.INK, "markersize": 4.5, "clip_on": False}
                panel.plot([at], [y], label="_beyond", zorder=4, **look)


def _with(rows: pd.DataFrame) -> str:
    return ": log odds with 95 % intervals" if rows["low"].notna().any() else ": log odds"


def _key(rows: pd.DataFrame, beyond: bool) -> list[layout.Sign]:
    signs = []
    if rows["low"].notna().any():
        signs.append(layout.Sign("95 % interval", {"linestyle": "-", "linewidth": 1.1, "color": theme.INK}))
    if beyond:
        signs.append(layout.Sign("goes on beyond the axis", {"marker": ">", "markersize": 4.5}))
    if rows["one_article"].any():
        box = {"marker": "s", "markersize": 7, "markeredgewidth": 0, "color": theme.tint(theme.MUTED, 0.6)}
        signs.append(layout.Sign("pale: most of it in one article", box))
    return signs
