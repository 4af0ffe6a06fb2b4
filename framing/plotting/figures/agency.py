"""How much of what each outlet printed is agency copy, and whose: stacked shares with the interval of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing import schema
from framing.plotting import layout, marks, scales, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "agency_share"

#: Agencies with a colour of their own; the others are drawn together.
_AGENCIES = 6
_OTHERS, _UNNAMED = "others", "unnamed"
#: Inches: a row, a bar, and the thin bar of words under it.
_ROW, _BAR, _THIN = 0.4, 0.15, 0.055
#: Of the line over the counts.
_HEAD = 0.22
#: How far a colour is thinned where an agency gave only a part.
_PALE = 0.55


@theme.figure
def agency(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw the share of each outlet's articles that are agency copy, split by agency, most first.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `agency_share`, as `framing.agency_share` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    colors : mapping of str to str, optional
        Colours of outlets, and of agencies by their keys; an outlet's own is the ring of its row.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its one child has a row an outlet: a bar of articles, full where reprinted whole
        and pale where partly based on agency copy, the 95 % interval of all together on it, and under it a
        thin bar for the share of words.

    Raises
    ------
    FramingError
        The table is empty.
    """
    table = _opened(table)
    total, parts = _parts(table)
    invented = marks.provenances(table, "group")
    groups = list(total.index)
    kept = _agencies(parts)
    shades = _shades(kept, colors)
    names = [marks.outlet_label(group, invented.get(group, "published")) for group in groups]
    sizes = [max(_ROW, marks.label_height(lines) + 0.1) for lines in names]
    # The head of the counts stands inside the panel, clear of the key.
    (head, *centres), height = layout.stack([_HEAD, *sizes])
    counts = [_count(total.loc[group]) for group in groups]
    top = float(max(total["share"].max(), total["high"].fillna(0).max(), total["share_of_words"].max(), 0.05))
    sheet, (panel,) = layout.lay_out(
        ax,
        [layout.Panel("", height, "share of the outlet's articles")],
        title=marks.titled(title, "Agency copy, by outlet and agency"),
        key=_key(kept, shades, total, marks.provenances(parts, "wire")),
        notes=_notes(table, parts, total),
        left=marks.label_width(names),
        right=max(theme.width_of(text, theme.SMALL) for text in counts) + 0.14,
        width=width,
    )
    limit = min(1.0, 1.06 * top)
    scales.scale_x(panel, (0.0, limit), percent=True)
    marks.row_labels(panel, centres, names)
    marks.beside(panel, head, "articles")
    for group, y, count in zip(groups, centres, counts, strict=True):
        _row(panel, total.loc[group], parts[parts["group"] == group], kept, shades, y)
        marks.beside(panel, y, count)
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table = _opened(table)
    total, parts = _parts(table)
    invented = marks.provenances(table, "group")
    agencies = marks.provenances(parts, "wire")
    said = []
    for group, row in list(total.iterrows())[:4]:
        own = parts[parts["group"] == group].groupby("wire")["articles"].sum()
        most = sorted(own.index, key=lambda name: (-own[name], name))[:1]
        whose = f", most from {_name(most[0], agencies)}" if most else ""
        name = vocabulary.display(str(group), invented.get(str(group), "published"))
        said.append(f"{name} {row['articles']:,} of {row['n_articles']:,} articles{whose}")
    more = [f"{len(total) - 4} more outlets"] if len(total) > 4 else []
    return f"Agency copy by outlet: {'; '.join([*said, *more])}."


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    table = schema.check(table, "agency_share")
    marks.refuse_empty(table, "agency", "agency_share")
    text = ("group", "wire", "wire_role", "note")
    return table.assign(**{name: marks.strings(table[name]) for name in text})


def _parts(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the row of all agency copy of each group, the largest share first, and what each agency gave."""
    whole = table[(table["wire"] == "all") & (table["wire_role"] == "copy")].set_index("group")
    order = sorted(whole.index, key=lambda group: (-whole.at[group, "share"], group))
    own = table[(table["wire"] != "all") & table["wire_role"].isin(["full_reprint", "partly_based"])]
    return whole.loc[order], own.sort_values(["group", "wire", "wire_role"])


def _agencies(parts: pd.DataFrame) -> list[str]:
    """Return the agencies that have a colour, most articles first; unnamed ones last."""
    size = parts.groupby("wire")["articles"].sum()
    named = sorted((n for n in size.index if n != _UNNAMED), key=lambda name: (-size[name], name))
    kept = named[:_AGENCIES] if len(named) <= _AGENCIES + 1 else [*named[:_AGENCIES], _OTHERS]
    kept = named if len(named) == _AGENCIES + 1 else kept
    return [*kept, *([_UNNAMED] if _UNNAMED in size.index else [])]


def _shades(kept: list[str], colors: Mapping[str, str] | None) -> dict[str, str]:
    # In order of size, not of name: a figure of agencies has no outlets' colours to keep.
    palette = [shade for shade in theme.PALETTE if shade != "#5C5C5C"]
    given = {name: colour for name, colour in (colors or {}).items() if name in kept}
    shades = dict(zip(kept, palette, strict=False)) | {_OTHERS: "#5C5C5C", _UNNAMED: "#9A9A9A"}
    return shades | theme.colors(given, given)


def _name(wire: str, invented: Mapping[str, str]) -> str:
    if wire in invented and wire not in (_UNNAMED, _OTHERS):
        return vocabulary.display(wire, "illustrative")
    return {_UNNAMED: "an agency not named", _OTHERS: "other agencies"}.get(wire) or (
        vocabulary.display(wire)
        if vocabulary.display(wire) != wire
        else wire.upper()
        if len(wire) <= 4
        else wire
    )


def _key(
    kept: list[str], shades: Mapping[str, str], total: pd.DataFrame, invented: Mapping[str, str]
) -> list[layout.Sign]:
    square = {"marker": "s", "markersize": 8, "markeredgewidth": 0}
    signs = [layout.Sign(_name(wire, invented), {**square, "markerfacecolor": shades[wire]}) for wire in kept]
    if total["low"].notna().any():
        signs.append(
            layout.Sign("95 % interval of all", {"linestyle": "-", "linewidth": 1.5, "color": theme.INK})
        )
    thin = {"linestyle": "-", "linewidth": 3.5, "solid_capstyle": "butt", "color": "#8A8A8A"}
    return [*signs, layout.Sign("share of the words", thin)]


def _notes(table: pd.DataFrame, parts: pd.DataFrame, total: pd.DataFrame) -> list[str]:
    notes = []
    if (parts["wire_role"] == "partly_based").any():
        notes.append("Full colour: reprinted whole. Pale: partly based on agency copy.")
    other = table[(table["wire"] == "all") & table["wire_role"].isin(["credited", "cites"])]
    sums = other.groupby("wire_role")["articles"].sum()
    said = [
        f"{marks.counted(int(sums[role]), 'article')} {what}"
        for role, what in (("credited", "with an agency in the credits"), ("cites", "citing one"))
        if sums.get(role, 0)
    ]
    if said:
        notes.append(f"In no bar, not being agency copy: {marks.listed(said)}.")
    if total["note"].map(marks.fragile).any():
        notes.append(f"{marks.FRAGILE} fragile: few articles.")
    own = total["note"].str.contains("whose own items", regex=False)
    if own.any():
        notes.append("An agency's own items are no agency copy.")
    return notes


def _count(row: pd.Series) -> str:
    dagger = f" {marks.FRAGILE}" if marks.fragile(row["note"]) else ""
    return f"{row['articles']:,} of {row['n_articles']:,}{dagger}"


def _row(
    panel: Axes, row: pd.Series, own: pd.DataFrame, kept: list[str], shades: Mapping[str, str], y: float
) -> None:
    place = own["wire"].where(own["wire"].isin(kept), _OTHERS)
    start = 0.0
    for wire in kept:
        for role in ("full_reprint", "partly_based"):
            share = float(own.loc[(place == wire) & (own["wire_role"] == role), "share"].sum())
            if share <= 0:
                continue
            colour = shades[wire] if role == "full_reprint" else theme.tint(shades[wire], _PALE)
            panel.barh([y - 0.035], [share], left=start, height=_BAR, color=colour, edgecolor="white",
                       linewidth=0.7, label=f"_{role}", zorder=3)  # fmt: skip
            start += share
    size = row["share_of_words"]
    if size == size and size > 0:
        panel.barh([y + _BAR / 2 + 0.01], [size], height=_THIN, color="#8A8A8A", linewidth=0, label="_words",
                   zorder=3)  # fmt: skip
    if row["low"] == row["low"]:
        panel.plot([row["low"], row["high"]], [y - 0.035] * 2, color=theme.INK, linewidth=1.5,
                   label="_interval", solid_capstyle="butt", zorder=5)  # fmt: skip
    panel.plot([0, 0], [y - _BAR, y + _BAR], color=theme.RULE, linewidth=1.2, label="_zero", zorder=2)
