"""Which words stand beside an expression more on one side than on the other: bars both ways from 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme
from framing.plotting.bands import beside_node, chosen, heading_term_blocks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "terms"

#: Height in inches of a term's row; terms on either side.
_ROW, _TOP = 0.2, 10


@theme.figure
def collocate_shift(
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
    """Draw, for each pair of groups, the words that each has beside an expression more than the other.

    Parameters
    ----------
    table : pandas.DataFrame
        The terms table that `framing.collocate_shift` makes, with its column `node`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    group : str or sequence of str, optional
        Which groups; by default all.
    top : int
        Words on either side, the strongest by z.
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
        A frameless sheet; its `child_axes` are the panels, one for each group and side it is set against:
        log odds to the right where the group has a word more, to the left where the other side has.
        Beside a bar stand the counts beside the expression on both sides.

    Raises
    ------
    FramingError
        The table is empty or not of collocates, a group is not in it, or `top` is below 1.
    """
    blocks = chosen(table, "collocate_shift", group, top)
    _refuse_plain(table)
    shades = theme.colors({*table["group"], *table["against"]} - {"rest", "baseline"}, colors)
    shown = [_both(block, top) for _, block in blocks]
    names = [[theme.wrap(term, marks.LABEL, theme.SMALL) for term in rows["term"]] for rows in shown]
    sizes = [[max(_ROW, marks.label_height(lines) + 0.06) for lines in rows] for rows in names]
    columns = layout.columns_for([layout.stack(rows)[1] + 0.6 for rows in sizes], columns, width=width)
    counts = [[f"{row.count_here:,}, {row.count_rest:,}" for row in rows.itertuples()] for rows in shown]
    head = "counts"
    every = pd.concat(shown)
    window = scales.window(every.assign(estimate=every["log_odds"]), floor=False)
    room = [theme.width_of(text, theme.SMALL) for texts in counts for text in texts]
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(
                heading_term_blocks(key, block),
                layout.stack(rows)[1],
                "log odds" if place >= len(blocks) - columns else "",
                under=_under(block),
                ends=(("← more on the other side", "more here →"), ("← less", "more →")),
            )
            for place, ((key, block), rows) in enumerate(zip(blocks, sizes, strict=True))
        ],
        title=marks.titled(title, f"Words{beside_node(table).removeprefix(',')}, where outlets differ"),
        key=_key(every),
        notes=["Counts: of the word beside the expression, here and on the other side."],
        left=marks.label_width(lines for rows in names for lines in rows),
        right=max([*room, theme.width_of(head, theme.SMALL)]) + 0.14,
        columns=columns,
        width=width,
    )
    for panel, (key, _), rows, lines, heights, texts in zip(
        panels, blocks, shown, names, sizes, counts, strict=True
    ):
        centres, _ = layout.stack(heights)
        scales.scale_x(panel, window)
        panel.axvline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
        marks.row_labels(panel, centres, lines)
        marks.above_right(panel, head)
        for y, row, text in zip(centres, rows.itertuples(), texts, strict=True):
            side = key[0] if row.log_odds > 0 else key[1]
            _bar(panel, y, row, shades.get(side, theme.MUTED), window)
            marks.beside(panel, y, text)
    return sheet


def present(table: pd.DataFrame) -> bool:
    """Say whether a table of terms is of words beside an expression."""
    return "node" in table and bool(table["node"].notna().any())


def describe(table: pd.DataFrame, *, group: str | Sequence[str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    said = []
    blocks = chosen(table, "collocate_shift", group, 1)
    _refuse_plain(table)
    for key, block in blocks[:6]:
        rows = _both(block, 2)
        found = [f"{row.term} {row.log_odds:+.2g}".replace("-", "−") for row in rows.itertuples()]
        said.append(f"{heading_term_blocks(key, block)}: {', '.join(found)}")
    node = beside_node(table).removeprefix(",")
    return f"Words{node}, by log odds; the strongest either way: {'; '.join(said)}."


def _refuse_plain(table: pd.DataFrame) -> None:
    if not present(table):
        raise FramingError(
            "collocate_shift: the terms table has no column 'node', so it is of no collocates; give one that "
            "framing.collocate_shift made"
        )


def _both(block: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return the strongest terms on both sides, strongest above first."""
    more, less = block[block["log_odds"] > 0].head(top), block[block["log_odds"] < 0].tail(top)
    rows = pd.concat([more, less]) if len(more) + len(less) else block.head(1)
    return rows.rename(columns={"count": "count_here"})


def _under(block: pd.DataFrame) -> str:
    some = block.iloc[0]
    if not {"count_node", "count_node_rest"} <= set(block.columns):
        return ""
    here, there = int(some["count_node"]), int(some["count_node_rest"])
    return f"{marks.strings(block['node']).iloc[0]}: {here:,} times against {there:,}"


def _bar(panel: Axes, y: float, row: Any, shade: str, window: tuple[float, float]) -> None:
    colour = theme.tint(shade, 0.6) if row.one_article and row.log_odds > 0 else shade
    panel.barh([y], [row.log_odds], height=_ROW * 0.68, color=colour, linewidth=0, label="_log_odds")
    if pd.notna(row.low) and pd.notna(row.high):
        ends = [min(max(row.low, window[0]), window[1]), min(max(row.high, window[0]), window[1])]
        panel.plot(
            ends, [y, y], color=theme.INK, linewidth=1.1, solid_capstyle="butt", label="_interval", zorder=3
        )


def _key(rows: pd.DataFrame) -> list[layout.Sign]:
    signs = []
    if rows["low"].notna().any():
        signs.append(layout.Sign("95 % interval", {"linestyle": "-", "linewidth": 1.1, "color": theme.INK}))
    if (rows["one_article"] & (rows["log_odds"] > 0)).any():
        box = {"marker": "s", "markersize": 7, "markeredgewidth": 0, "color": theme.tint(theme.MUTED, 0.6)}
        signs.append(layout.Sign("pale: most of it in one article", box))
    return signs
