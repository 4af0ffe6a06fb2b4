"""On whom a difference rests: what is left of it without one article, one speaker, one outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, rows, theme
from framing.plotting.rows import Axis, Block, Mark, Row
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "influence"

#: Comparisons drawn unasked, and what is left out in each, of either kind.
_PANELS, _ROWS = 4, 5
#: Longest line of a name in inches, and lines of it.
_NAME, _LINES = 2.0, 3
#: The one colour that says: without this one, the reading is another.
_ACCENT = theme.PALETTE[1]
_FLIPS = {
    "sign": "other side",
    "lost": "no longer clear",
    "gained": "clear only so",
    "closed": "no interval",
    "none": "",
}
_RESTS = ["sign", "lost", "closed"]
_KINDS = {kind: f"Without one {kind}" for kind in ("article", "speaker", "outlet")}


@theme.figure
def influence(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = _ROWS,
    measures: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw each comparison as found, and without each article, speaker and outlet that moves it most.

    Parameters
    ----------
    table : pandas.DataFrame
        The influence table, as `framing.influence` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    most : int
        Articles, speakers and outlets of each comparison.
    measures : str or sequence of str, optional
        Whose comparisons are drawn, all of them; by default four, those first whose reading rests on one
        article or speaker.
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
        A frameless sheet; its `child_axes` are the panels, one a comparison. The grey band is the interval
        with everything in, the line in it the estimate. In colour: without this one, another reading.

    Raises
    ------
    FramingError
        The table is empty, a measure is not in it, or `most` is under 1.
    """
    del colors
    marks.check_count("most", most)
    found, split, left = _chosen(table, measures)
    blocks = [_block(own, split, most) for own in found]
    drawn = {mark.colour for block in blocks for row in block.rows for mark in row.marks}
    more = [layout.Sign("as found, with its interval", marks.box(rows.BAND, 8))]
    if _ACCENT in drawn:
        look = {"marker": "o", "color": _ACCENT, "markersize": 6.2, "markeredgewidth": 1.3}
        more.append(layout.Sign("without it another reading", look))
    notes = ["Of all that can be left out, those that move the estimate most."]
    notes += [f"{marks.counted(left, 'comparison')} left to the table."] * bool(left)
    sheet, panels = rows.draw(
        ax,
        blocks,
        title=marks.titled(title, "On which articles and speakers differences rest"),
        more=more,
        notes=notes,
        head="",
        columns=columns,
        most=2,
        width=width,
    )
    for (panel, _), block, own in zip(panels, blocks, found, strict=True):
        first, (low, high) = next(own.itertuples()), block.axis.window
        ends = [min(max(end, low), high) for end in (first.found_low, first.found_high)]
        if ends[0] <= ends[1]:
            panel.axvspan(*ends, color=rows.BAND, linewidth=0, alpha=0.55, label="_band", zorder=0.5)
        look = {"color": theme.MUTED, "linewidth": 1.2, "linestyle": (0, (4, 2))}
        panel.axvline(first.found, label="_found", zorder=1, **look)
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found, _, left = _chosen(table, None)
    every = pd.concat(found)
    said = f"{marks.counted(len(found) + left, 'difference')} as found and without one article or speaker"
    for row in every[every["rank"] == 1].head(1).itertuples():
        shown = theme.wrap(str(row.name), 4.0, theme.SMALL)[:1]
        said += f"; {rows.spoken(row)} moves most without the {row.kind} {''.join(shown)}"
        said += f": {row.found:.3g} as found, {row.estimate:.3g} without"
    flips = int(every["flips"].isin(_RESTS).sum())
    more = f"; without {flips:,} of those drawn another reading" if flips else ""
    return f"{said}{more}.".replace("\N{NO-BREAK SPACE}", " ")


def _chosen(
    table: pd.DataFrame, measures: str | Sequence[str] | None
) -> tuple[list[pd.DataFrame], tuple[str, ...], int]:
    """Return the comparisons to draw, what splits them, and how many are left out."""
    found, split = rows.open_comparisons(table, "influence")
    wanted = marks.choose(measures, list(dict.fromkeys(found["measure"])), "measure")
    found = found[found["measure"].isin(wanted) & (found["rank"] > 0)]
    if found.empty:
        raise FramingError(
            "influence: nothing could be left out of any comparison; the notes of the table say why"
        )
    groups = [own for _, own in found.groupby([*rows.CELL, *split], sort=False, observed=True)]
    if measures is not None:
        return groups, split, 0
    order = sorted(range(len(groups)), key=lambda k: (not groups[k]["flips"].isin(_RESTS).any(), k))
    return [groups[k] for k in sorted(order[:_PANELS])], split, max(len(groups) - _PANELS, 0)


def _block(found: pd.DataFrame, split: Sequence[str], most: int) -> Block:
    """Return the panel of one comparison: the articles, speakers and outlets that move it most."""
    first = found.iloc[[0]]
    shown = [first.assign(estimate=first["found"], low=first["found_low"], high=first["found_high"])]
    lines: list[Row] = []
    for kind, heading in _KINDS.items():
        own = found[found["kind"] == kind].sort_values(["rank", "left_out"], kind="stable").head(most)
        shown.append(own)
        lines += [Row([heading], slots=0)] * bool(len(own))
        for row in own.itertuples():
            there = row.scale == "difference" or not row.estimate <= 0
            colour = marks.TONE if row.flips == "none" else _ACCENT
            said = [_FLIPS[str(row.flips)]]
            loud = theme.shade(_ACCENT, 0.3)
            mark = [Mark(row, colour=colour)] * there
            lines.append(Row(_name(row.name or row.left_out), mark, said=said, loud=loud))
    one = next(found.itertuples())
    axis = Axis.of_differences(pd.concat(shown))
    return Block(lines, axis, rows.cell_name(one, split), rows.pair_name(one), rows.ENDS)


def _name(text: str) -> list[str]:
    """Return a name in few lines: speaker, or outlet and day, then as much of a headline as fits."""
    before, sign, beside = text.rpartition("” (")
    if sign and beside.endswith(")"):
        speaker, told, title = before.rpartition("” in “")
        who = f"{speaker.removeprefix('“')}, " if told else ""
        # That its texts are invented stands with the pair.
        where = beside[:-1].replace(vocabulary.INVENTED, "")
        text = f"{who}{where}: “{title.removeprefix('“')}”"
    lines = theme.wrap(text, _NAME, theme.SMALL)
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1][:-1].rstrip()}…"]
