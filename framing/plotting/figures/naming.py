"""What each outlet calls the same referent: shares of its forms, with intervals, and their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.plotting import layout, marks, scales, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "naming"

#: Unasked, so many referents, forms of each and outlets are drawn: those with most mentions.
_REFERENTS, _FORMS, _OUTLETS = 6, 5, 8
#: Longest line of a form, in inches.
_FORM = 1.9


@theme.figure
def naming(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    referents: str | Sequence[str] | None = None,
    voice: str | None = None,
    genre: str = "news",
    forms: int = _FORMS,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw a panel a referent: for each form, the share that it has of each outlet's mentions.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `naming`, as `framing.naming` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    referents : str or sequence of str, optional
        Which to draw; by default the six with most mentions that have two forms or more.
    voice : str, optional
        Whose words; by default the outlet's own, or all where voices were not told apart.
    genre : str
        Which articles; news if there is any.
    forms : int
        At most so many forms of each referent, the commonest; the others are counted below.
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
        A frameless sheet; its `child_axes` are the panels. Beside each row stand the mentions in this
        form, of all mentions of the referent.

    Raises
    ------
    FramingError
        The table is empty, or a referent or voice is not in it.
    """
    table, _ = marks.opened(table, "naming", "naming")
    shades = theme.colors(table["group"], colors)
    rows, notes = _rows(table, referents, voice, genre, forms)
    invented = marks.provenances(rows, "group")
    names = {g: marks.outlet_label(g, invented.get(g, "published")) for g in sorted(rows["group"].unique())}
    blocks = {referent: _blocks(part) for referent, part in rows.groupby("referent", sort=False)}
    panels = []
    for referent, found in blocks.items():
        _, height = layout.stack(_heights(found, names))
        panels.append(layout.Panel(str(referent), height, "share of the outlet's mentions"))
    counts = [_count(row) for row in rows.itertuples()]
    left = marks.label_width(names.values())
    sheet, opened = layout.lay_out(
        ax,
        panels,
        title=marks.titled(title, f"What each outlet calls them{marks.with_intervals(rows, ',')}"),
        key=marks.key_signs([rows["voice"].iloc[0]], rows, False),
        notes=notes,
        left=left,
        right=max(theme.width_of(text, theme.SMALL) for text in counts) + 0.14,
        columns=layout.columns_for([panel.height for panel in panels], columns, width=width),
        width=width,
    )
    for panel, found in zip(opened, blocks.values(), strict=True):
        _draw(panel, found, names, shades, left)
    return sheet


def _draw(
    panel: Axes, found: list[Any], names: Mapping[str, list[str]], shades: Mapping[str, str], left: float
) -> None:
    scales.scale_x(panel, (0.0, 1.04))
    centres, _ = layout.stack(_heights(found, names))
    ticks, lines = [], []
    for y, row in zip(centres, found, strict=True):
        if isinstance(row, list):
            marks.block_label(panel, y, "\n".join(row), left)
            continue
        ticks.append(y)
        lines.append(names[row.group])
        marks.interval(panel, y, row, row.voice, shades[row.group], (0.0, 1.0))
        marks.beside(panel, y, _count(row))
    marks.row_labels(panel, ticks, lines)


def describe(table: pd.DataFrame, *, voice: str | None = None, genre: str = "news") -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.opened(table, "naming", "naming")
    rows, _ = _rows(table, None, voice, genre, _FORMS)
    invented = marks.provenances(rows, "group")
    first = rows["referent"].iloc[0]
    said = []
    for group, part in rows[rows["referent"] == first].groupby("group"):
        top = part.sort_values(["share", "form"], ascending=[False, True]).iloc[0]
        who = vocabulary.display(str(group), invented.get(str(group), "published"))
        said.append(f"{who} mostly {theme.wrap(top['form'], 3.0, theme.SMALL)[0]}")
    count = marks.counted(rows["referent"].nunique(), "referent")
    more = f" and {len(said) - 4} more outlets" if len(said) > 4 else ""
    return f"Shares of the forms in which {count} are named; {first}: {'; '.join(said[:4])}{more}."


def _rows(
    table: pd.DataFrame, referents: str | Sequence[str] | None, voice: str | None, genre: str, forms: int
) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows to draw, in order, and what is to be said below."""
    table = table.astype({name: "str" for name in ("group", "genre", "part", "voice", "referent", "form")})
    notes = ["Beside each row: mentions in that form, of all mentions of the referent."]
    present = [name for name in theme.VOICES if (table["voice"] == name).any()]
    (said,) = marks.choose(voice or present[0], present, "voice")
    genres = set(table["genre"])
    table = table[(table["genre"] == genre) if genre in genres else (table["genre"] == min(genres))]
    table = table[table["voice"] == said] if (table["voice"] == said).any() else table
    table = table[table["voice"] == table["voice"].iloc[0]]
    part = "all" if (table["part"] == "all").any() else sorted(table["part"])[0]
    table = table[table["part"] == part].sort_values(["group", "referent", "form"])
    weight = table.groupby("group")["count"].sum()
    outlets = sorted(weight.index, key=lambda name: (-weight[name], name))
    if len(outlets) > _OUTLETS:
        notes.append(f"{len(outlets) - _OUTLETS} outlets with fewer mentions are left to the table.")
    table = table[table["group"].isin(outlets[:_OUTLETS])]
    total = table.groupby(["referent", "form"])["count"].sum()
    size = total.groupby("referent").sum()
    names = sorted(size.index, key=lambda name: (-size[name], name))
    wanted = marks.choose(referents, names, "referent")
    if referents is None:
        several = [name for name in names if (total[name] > 0).sum() > 1] or names
        wanted = several[:_REFERENTS]
    kept, dropped = [], 0
    for name in wanted:
        order = sorted(total[name].index, key=lambda form: (-total[name][form], form))
        order = [form for form in order if total[name][form] > 0] or order
        dropped += len(order) - len(order[:forms])
        kept += [(name, form, place) for place, form in enumerate(order[:forms])]
    if dropped:
        notes.append(f"{marks.counted(dropped, 'rarer form')} not drawn.")
    rows = pd.DataFrame(kept, columns=["referent", "form", "place"]).merge(table, on=["referent", "form"])
    rows["rank"] = rows["referent"].map({name: at for at, name in enumerate(wanted)})
    rows = rows.sort_values(["rank", "place", "group"], kind="stable", ignore_index=True)
    # `count` is a method of the tuples that rows become.
    return rows.assign(estimate=rows["share"], uses=rows["count"]), notes


def _blocks(rows: pd.DataFrame) -> list[Any]:
    """Return the forms, each with the rows of its outlets under it."""
    found: list[Any] = []
    for form, part in rows.groupby("form", sort=False):
        found.append(theme.wrap(str(form), _FORM, theme.SMALL, True))
        found.extend(part.itertuples())
    return found


def _heights(found: list[Any], names: Mapping[str, list[str]]) -> list[float]:
    return [
        marks.label_height(row) + 0.08 if isinstance(row, list) else marks.row_height(names[row.group], 1)
        for row in found
    ]


def _count(row: Any) -> str:
    dagger = f" {marks.FRAGILE}" if marks.fragile(row.note) else ""
    return f"{row.uses:,} of {row.mentions:,}{dagger}"
