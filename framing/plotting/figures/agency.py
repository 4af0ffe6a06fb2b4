"""How much of what each outlet printed is agency copy, and whose: stacked shares with the interval of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.plotting import layout, marks, theme
from framing.views import vocabulary

TABLE = "agency_share"

#: Agencies with a colour of their own; the others are drawn together.
_AGENCIES = 6
_OTHERS, _UNNAMED = "others", "unnamed"
_CALLED = {_UNNAMED: "an agency not named", _OTHERS: "other agencies"}
#: Inches: a row, the thin bar of words under its bar, and how far that lies over the middle.
_ROW, _THIN, _UP = 0.4, 0.055, 0.035
_GREY = "#8A8A8A"
#: How far a colour is thinned where an agency gave only a part.
_PALE = 0.55


@theme.figure
def agency(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes:
    """Draw the share of each outlet's articles that are agency copy, split by agency, most first.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `agency_share`, as `framing.agency_share` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    order : "estimate" or sequence of str, optional
        Outlets in that order; by default as ordered categories, else with the largest share
        first.
    colors : mapping of str to str, optional
        Colours of outlets, and of agencies by their keys; an outlet's own is the ring of its row.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        Its data axes, with a row an outlet: a bar of articles, full where reprinted whole and pale where
        partly based on agency copy, the 95 % interval of all together on it, and under it a thin bar for the
        share of words.

    Raises
    ------
    FramingError
        The table is empty.
    """
    raw = table
    table, total, parts = _opened(table)
    if order is None and not getattr(raw["group"].dtype, "ordered", False):
        order = "estimate"
    total = total.loc[marks.order_groups(raw, total.reset_index(), order, "share")]
    kept = _agencies(parts)
    shades = _shades(kept, colors)
    parts = parts.assign(place=parts["wire"].where(parts["wire"].isin(kept), _OTHERS))
    names = marks.outlet_labels(total.index)
    sizes = [max(_ROW, marks.label_height(lines) + 0.1) for lines in names.values()]
    centres, height = layout.stack(sizes)
    counts = [f"{row.articles:,} of {row.n_articles:,}{marks.dagger(row.note)}" for row in total.itertuples()]
    top = float(max(total[["share", "high", "share_of_words"]].max().max(), 0.05))
    sheet, (panel,) = layout.lay_out(
        ax,
        [layout.Panel("", height, "share of the outlet's articles", rows=sizes)],
        **marks.heading(table, title, f"agency copy: {_said(total, 2)}", _notes(table, parts, total)),
        key=_key(kept, shades, total),
        left=marks.label_width(names.values()),
        right=max(theme.width_of(text, theme.SMALL) for text in counts) + 0.14,
        width=width,
    )
    window = (0.0, min(1.0, 1.06 * top))
    layout.scale_x(panel, window, percent=True)
    marks.row_labels(panel, centres, [*names.values()])
    marks.above_right(panel, "articles")
    for row, y, count in zip(total.itertuples(), centres, counts, strict=True):
        own = parts[parts["group"] == row.Index].groupby(["place", "wire_role"])["share"].sum()
        bars = [
            (
                own.get((wire, role), 0.0),
                shades[wire] if role == "full_reprint" else theme.tint(shades[wire], _PALE),
                role,
            )
            for wire in kept
            for role in ("full_reprint", "partly_based")
        ]
        marks.stack_bars(panel, y - _UP, bars)
        if row.share_of_words > 0:
            panel.barh([y + 0.085], [row.share_of_words], height=_THIN, color=_GREY, linewidth=0,
                       label="_words", zorder=3)  # fmt: skip
        marks.span(panel, y - _UP, (row.low, row.high), window, wide=1.5)
        panel.plot([0, 0], [y - 0.15, y + 0.15], color=theme.RULE, linewidth=1.2, label="_zero", zorder=2)
        marks.beside(panel, y, count)
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table, total, parts = _opened(table)
    own = parts.groupby("wire")["articles"].sum()
    most = f"; most from {_name(marks.largest(own)[0])}" if len(own) else ""
    return f"Agency copy by outlet: {_said(total, 4)}{most}."


def _said(total: pd.DataFrame, most: int) -> str:
    """Return how many articles of each outlet are agency copy, the largest share first."""
    total = total[total["articles"] > 0]
    total = total.loc[marks.largest(total["share"])]
    said = [
        f"{row.articles:,} of {row.n_articles:,} in {marks.name(row.Index)}" for row in total.itertuples()
    ]
    return marks.listed(said, most) or "none found"


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the table, the row of all agency copy of each group, largest share first, and each agency's."""
    table, _ = marks.opened(table, "agency_share", "agency", ("group", "wire", "wire_role", "note"))
    whole = table[(table["wire"] == "all") & (table["wire_role"] == "copy")].set_index("group")
    own = table[(table["wire"] != "all") & table["wire_role"].isin(["full_reprint", "partly_based"])]
    return table, whole.loc[marks.largest(whole["share"])], own.sort_values(["group", "wire", "wire_role"])


def _agencies(parts: pd.DataFrame) -> list[str]:
    """Return the agencies that have a colour, most articles first; unnamed ones last."""
    order = marks.largest(parts.groupby("wire")["articles"].sum())
    named = [wire for wire in order if wire != _UNNAMED]
    # One more is no reason to draw it as others.
    kept = named if len(named) <= _AGENCIES + 1 else [*named[:_AGENCIES], _OTHERS]
    return [*kept, *[_UNNAMED] * (_UNNAMED in order)]


def _shades(kept: list[str], colors: Mapping[str, str] | None) -> dict[str, str]:
    # In order of size, not of name: a figure of agencies has no outlets' colours to keep.
    palette = [shade for shade in theme.PALETTE if shade != "#5C5C5C"]
    given = {name: colour for name, colour in (colors or {}).items() if name in kept}
    shades = dict(zip(kept, palette, strict=False)) | {_OTHERS: "#5C5C5C", _UNNAMED: "#9A9A9A"}
    return shades | theme.colors(given, given)


def _name(wire: str) -> str:
    if wire in _CALLED:
        return _CALLED[wire]
    name = vocabulary.display(wire)
    return wire.upper() if name == wire and len(wire) <= 4 else name


def _key(kept: list[str], shades: Mapping[str, str], total: pd.DataFrame) -> list[layout.Sign]:
    signs = [layout.Sign(_name(wire), marks.box(shades[wire], 8)) for wire in kept]
    if total["low"].notna().any():
        line = {"linestyle": "-", "linewidth": 1.5, "color": theme.INK}
        signs.append(layout.Sign("95 % interval of all", line))
    thin = {"linestyle": "-", "linewidth": 3.5, "solid_capstyle": "butt", "color": _GREY}
    return [*signs, layout.Sign("share of the words", thin)]


def _notes(table: pd.DataFrame, parts: pd.DataFrame, total: pd.DataFrame) -> list[str]:
    notes = []
    if (parts["wire_role"] == "partly_based").any():
        notes.append("Full colour: reprinted whole. Pale: partly based on agency copy.")
    sums = table[table["wire"] == "all"].groupby("wire_role")["articles"].sum()
    said = [
        f"{marks.counted(int(sums[role]), 'article')} {what}"
        for role, what in (("credited", "with an agency in the credits"), ("cites", "citing one"))
        if sums.get(role, 0)
    ]
    if said:
        notes.append(f"In no bar, not being agency copy: {marks.listed(said)}.")
    if total["note"].map(marks.fragile).any():
        notes.append(f"{marks.FRAGILE} fragile: few articles.")
    if total["note"].str.contains("whose own items", regex=False).any():
        notes.append("An agency's own items are no agency copy.")
    return notes
