"""Where in each article a term stands: a row an article, a stroke an occurrence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.plotting import layout, marks, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from framing.plotting.theme import Width

TABLE = "dispersion"

#: Height in inches of an article's row, with and without its date; rows of an outlet.
_DATED, _BARE, _MOST = 0.19, 0.09, 40


@theme.figure
def dispersion(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    top: int = _MOST,
    articles: pd.DataFrame | None = None,
    order: Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes | Figure:
    """Draw, for each outlet, its articles that hold a term, oldest first, and where in them it stands.

    Parameters
    ----------
    table : pandas.DataFrame
        The dispersion table, as `framing.dispersion` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    top : int
        Articles an outlet; if there are more, those with most occurrences.
    articles : pandas.DataFrame, optional
        The articles table: says how many articles an outlet has in all.
    order : sequence of str, optional
        Outlets in that order; by default as categories, else by name.
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
    matplotlib.figure.Figure or matplotlib.axes.Axes
        A figure whose `axes_dict` has the panels by their headings; of one panel its data axes. One an
        outlet: every article is as wide as the plot, from its first word to its last; strokes of other voices
        than the outlet's are paler.

    Raises
    ------
    FramingError
        The table is empty, or `top` is below 1.
    """
    raw, table = table, _checked(table)
    marks.check_count("top", top)
    shades = theme.colors(table["outlet"], colors)
    totals = {} if articles is None else articles["outlet"].astype(str).value_counts().to_dict()
    outlets = marks.order_groups(raw, table, order, "outlet", "place")
    rows = {outlet: _rows(table[table["outlet"] == outlet], top) for outlet in outlets}
    dated = max(map(len, rows.values())) <= _MOST and table["published"].notna().any()
    size = _DATED if dated else _BARE
    heights = [max(len(rows[outlet]) * size, 2 * size) for outlet in outlets]
    columns = layout.columns_for([height + 0.3 for height in heights], columns, width=width)
    labels = {
        outlet: [_date(when) for when in rows[outlet]["published"]] if dated else [] for outlet in outlets
    }
    last = len(outlets) - columns
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(
                marks.name(outlet),
                height,
                "place in the article" if place >= last else "",
                under=_said(table[table["outlet"] == outlet], rows[outlet], totals.get(outlet)),
                ends=(("first word", "last word"),),
                rows=[size] * len(rows[outlet]),
            )
            for place, (outlet, height) in enumerate(zip(outlets, heights, strict=True))
        ],
        **marks.heading(table, title, f"where {_term(table)} stands: {_early(table)}", []),
        key=_key(table),
        left=marks.label_width([text] for texts in labels.values() for text in texts) if dated else 0.06,
        right=theme.width_of("100 %", theme.SMALL) / 2,
        columns=columns,
        width=width,
    )
    for panel, outlet in zip(panels, outlets, strict=False):
        layout.scale_x(panel, (-0.01, 1.01), percent=True)
        panel.grid(False)
        at = {article: (place + 0.5) * size for place, article in enumerate(rows[outlet]["article"])}
        if dated:
            panel.tick_params(axis="y", pad=3)
            marks.row_labels(panel, list(at.values()), [[text] for text in labels[outlet]])
        panel.hlines(list(at.values()), 0, 1, color=theme.GRID, linewidth=1.0, label="_articles", zorder=1)
        here = table[(table["outlet"] == outlet) & table["article"].isin(at)]
        for voice, found in here.groupby("voice"):
            y = found["article"].map(at).to_numpy(float)
            look = {"color": theme.tint(shades[outlet], theme.VOICES[str(voice)].pale), "linewidth": 1.3}
            panel.vlines(found["place"], y - 0.4 * size, y + 0.4 * size, label=f"_{voice}", zorder=2, **look)
    return sheet


def describe(table: pd.DataFrame, *, articles: pd.DataFrame | None = None) -> str:
    """Say in one sentence what the figure shows."""
    table = _checked(table)
    return f"Where {_term(table)} stands in the articles: {_early(table, 6)}."


def _early(table: pd.DataFrame, most: int = 3) -> str:
    """Return how often it stands in each outlet, and how much of that in the first third."""
    said = []
    for outlet, here in table.groupby("outlet"):
        number = (
            f"{marks.counted(len(here), 'time')} in {marks.counted(here['article'].nunique(), 'article')}"
        )
        early = 100 * float((here["place"] < 1 / 3).mean())
        said.append(f"{marks.name(str(outlet))} {number}, {early:.0f} % in the first third")
    return "; ".join([*said[:most], *[f"{len(said) - most} more outlets"] * (len(said) > most)])


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    text = ("article", "outlet", "term", "voice", "provenance")
    table, _ = marks.opened(table, "dispersion", "dispersion", text)
    # Strokes that lie on each other are drawn in one order.
    return table.sort_values(["outlet", "article", "position", "term", "voice"], ignore_index=True)


def _rows(table: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return the articles that are drawn, oldest first, undated ones last."""
    found = table.groupby("article").agg(published=("published", "min"), count=("term", "size")).reset_index()
    found = found.sort_values(["count", "article"], ascending=[False, True]).head(top)
    return found.sort_values(["published", "article"], na_position="last", ignore_index=True)


def _date(when: pd.Timestamp) -> str:
    return "undated" if pd.isna(when) else f"{when.day} {when:%b %Y}"


def _said(here: pd.DataFrame, drawn: pd.DataFrame, total: int | None) -> str:
    n = here["article"].nunique()
    among = f"{n:,} of {marks.counted(total, 'article')}" if total else marks.counted(n, "article")
    rest = n - len(drawn)
    return f"{marks.counted(len(here), 'time')} in {among}" + (f"; {rest:,} not drawn" if rest else "")


def _term(table: pd.DataFrame) -> str:
    terms = sorted(table["term"].unique())
    shown = [f"“{term if len(term) <= 40 else term[:39] + '…'}”" for term in terms[:3]]
    return marks.listed(shown) if len(terms) <= 3 else f"{', '.join(shown)} and {len(terms) - 3:,} more"


def _key(table: pd.DataFrame) -> list[layout.Sign]:
    voices = [voice for voice in theme.VOICES if (table["voice"] == voice).any()]
    if voices == ["all"]:
        return []
    looks = {voice: theme.tint(theme.MUTED, theme.VOICES[voice].pale) for voice in voices}
    box = {"marker": "|", "markersize": 9, "markeredgewidth": 1.6}
    names = {voice: marks.voice_name(voice, marks.voice_mode(table)) for voice in voices}
    return [layout.Sign(names[voice], {**box, "color": looks[voice]}) for voice in voices]
