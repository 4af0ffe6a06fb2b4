"""Which words stand beside a referent in each outlet: adjectives and nouns before, verbs after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "modifiers"

#: Height in inches of a word's row, and outlets drawn unasked.
_ROW, _OUTLETS = 0.2, 6
_SIDES = ("before", "after")


@theme.figure
def modifiers(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    referent: str | None = None,
    top: int = 8,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw a row of two panels an outlet: the words before a referent, and the verbs after.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `modifiers`, as `framing.modifiers` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    referent : str, optional
        Which; by default that with most words beside it.
    top : int
        At most so many words a panel: those that set the outlet apart most, by z, among its own.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels. A bar is as long as the word's share of all words
        on that side, the mark on it that of all other outlets together; beside it stand the counts.

    Raises
    ------
    FramingError
        The table is empty, a referent is not in it, or `top` is below 1.
    """
    if top < 1:
        raise FramingError(f"top {top!r} is too low; give 1 or more")
    table, _ = marks.opened(table, "modifiers", "modifiers")
    shades = theme.colors(table["group"], colors)
    rows, name, outlets, notes = _rows(table, referent, top)
    invented = marks.provenances(rows, "group")
    cells = [
        (g, side, rows[(rows["group"] == g) & (rows["side"] == side)]) for g in outlets for side in _SIDES
    ]
    lines = {term: theme.wrap(term, marks.LABEL, theme.SMALL) for term in rows["term"].unique()}
    sizes = [[max(_ROW, marks.label_height(lines[t]) + 0.06) for t in cell["term"]] for _, _, cell in cells]
    panels = [
        layout.Panel(f"{marks.name(g, invented.get(g, 'published'))}: {side}", layout.stack(size)[1])
        if size
        else None
        for (g, side, _), size in zip(cells, sizes, strict=True)
    ]
    counts = [_count(row) for row in rows.itertuples()]
    sheet, opened = layout.lay_out(
        ax,
        panels,
        title=marks.titled(title, f"Words beside {name}, by outlet"),
        notes=notes,
        left=marks.label_width(lines.values()),
        right=max(theme.width_of(text, theme.SMALL) for text in counts) + 0.14,
        columns=min(2, layout.abreast(width)),
        width=width,
    )
    drawn = [(g, cell, size) for (g, _, cell), size in zip(cells, sizes, strict=True) if size]
    for panel, (group, cell, size) in zip(opened, drawn, strict=True):
        share, other = cell["uses"] / cell["n"], cell["count_rest"] / cell["n_rest"].clip(lower=1)
        scales.scale_x(panel, (0.0, 1.06 * float(max(share.max(), other.max()))), percent=True)
        centres, _ = layout.stack(size)
        marks.row_labels(panel, centres, [lines[term] for term in cell["term"]])
        panel.barh(centres, share, height=_ROW * 0.68, color=shades[group], linewidth=0, label="_share")
        panel.plot(other, centres, "|", color=theme.INK, markersize=9, label="_others", clip_on=False)
        for y, row in zip(centres, cell.itertuples(), strict=True):
            marks.beside(panel, y, _count(row))
    return sheet


def describe(table: pd.DataFrame, *, referent: str | None = None) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.opened(table, "modifiers", "modifiers")
    rows, name, outlets, _ = _rows(table, referent, 3)
    invented = marks.provenances(rows, "group")
    said = []
    for group in outlets[:4]:
        terms = list(dict.fromkeys(rows.loc[rows["group"] == group, "term"]))[:3]
        said.append(f"{vocabulary.display(group, invented.get(group, 'published'))}: {', '.join(terms)}")
    return f"Words beside {name} that set outlets apart most; {'; '.join(said)}."


def _rows(
    table: pd.DataFrame, referent: str | None, top: int
) -> tuple[pd.DataFrame, str, list[str], list[str]]:
    """Return the rows to draw, whose they are, the outlets and what is to be said below."""
    table = table.astype({name: "str" for name in ("group", "against", "referent", "side", "term")})
    table = table[table["count"] > 0].rename(columns={"count": "uses"})
    size = table.groupby("referent")["uses"].sum()
    if size.empty:
        raise FramingError("modifiers: no row of this table has a word, so there is nothing to draw")
    names = sorted(size.index, key=lambda name: (-size[name], name))
    (name,) = marks.choose(referent or names[0], names, "referent")
    rows = table[table["referent"] == name].drop_duplicates(["group", "side", "term"])
    weight = rows.groupby("group")["uses"].sum()
    outlets = sorted(sorted(weight.index, key=lambda group: (-weight[group], group))[:_OUTLETS])
    rows = rows[rows["group"].isin(outlets)].assign(z=rows["z"].fillna(0.0))
    rows = rows.sort_values(
        ["group", "side", "z", "uses", "term"], ascending=[True, False, False, False, True]
    )
    rows = rows.groupby(["group", "side"], sort=False).head(top).reset_index(drop=True)
    notes = [
        "A bar: the word's share of all words on that side; the line across: its share in all other outlets "
        "together. Beside it: how often, and in how many articles."
    ]
    if len(weight) > _OUTLETS:
        notes.append(f"{len(weight) - _OUTLETS} outlets with fewer words are left to the table.")
    return rows, name, outlets, notes


def _count(row: object) -> str:
    return f"{row.uses:,} in {row.articles:,}"  # type: ignore[attr-defined]
