"""Which words stand behind a measure in each outlet: its most frequent terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing import labels, tables
from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TABLE = "evidence"

#: Height in inches of one term's row.
_ROW = 0.2


@theme.figure
def leading_terms(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    measure: str | None = None,
    top: int = 8,
    articles: pd.DataFrame | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
) -> Axes:
    """Draw, for each outlet, the terms of a measure with most hits.

    The bars are counts of hits and grow with an outlet's number of words: read
    which terms lead, not how often an outlet uses them (that is the profile).

    Parameters
    ----------
    table : pandas.DataFrame
        The evidence table, all voices and parts together.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    measure : str, optional
        By default the one with most hits.
    top : int
        Terms an outlet; the rest are counted in the heading.
    articles : pandas.DataFrame, optional
        The articles table: says how many articles an outlet has, and whose text
        is invented where the evidence has no column `provenance`.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, one an outlet.

    Raises
    ------
    FramingError
        The table is empty, the measure is not in it, or `top` is below 1.
    """
    table = tables.check(table, "evidence")
    marks.refuse_empty(table, "leading_terms", "evidence")
    if top < 1:
        raise FramingError(f"top {top!r} is too low; give 1 or more")
    shades = theme.colors(table["outlet"], colors)
    invented = {**_invented(articles), **marks.provenances(table, "outlet")}
    totals = {} if articles is None else articles["outlet"].astype(str).value_counts().to_dict()
    measure, here = _chosen(table, measure)
    outlets = sorted(here["outlet"].astype(str).unique())
    counts = {outlet: _terms(here[here["outlet"] == outlet]) for outlet in outlets}
    names = {
        o: [words.wrap(t, marks.LABEL, theme.SMALL) for t in found["term"][:top]]
        for o, found in counts.items()
    }
    sizes = {o: [max(_ROW, marks.label_height(lines) + 0.06) for lines in rows] for o, rows in names.items()}
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(
                marks.name(o, invented.get(o, "published")),
                layout.stack(sizes[o])[1],
                "hits" if o == outlets[-1] else "",
                under=_said(counts[o], here[here["outlet"] == o], top, totals.get(o)),
            )
            for o in outlets
        ],
        title=marks.titled(title, f"Leading terms of {measure}, by outlet"),
        left=marks.label_width(lines for rows in names.values() for lines in rows),
        right=words.width_of("articles", theme.SMALL) + 0.14,
    )
    most = max(int(found["hits"].max()) for found in counts.values())
    for panel, outlet in zip(panels, outlets, strict=True):
        scales.scale_x(panel, (0.0, 1.04 * most))
        panel.xaxis.get_major_locator().set_params(integer=True)
        centres, _ = layout.stack(sizes[outlet])
        marks.row_labels(panel, centres, names[outlet])
        marks.above_right(panel, "articles")
        shown = counts[outlet].head(top)
        panel.barh(
            centres, shown["hits"], height=_ROW * 0.68, color=shades[outlet], linewidth=0, label="_hits"
        )
        for y, articles in zip(centres, shown["articles"], strict=True):
            marks.beside(panel, y, f"{articles:,}")
    return sheet


def describe(table: pd.DataFrame, *, measure: str | None = None, articles: pd.DataFrame | None = None) -> str:
    """Say in one sentence what the figure shows."""
    table = tables.check(table, "evidence")
    marks.refuse_empty(table, "leading_terms", "evidence")
    measure, here = _chosen(table, measure)
    invented = {**_invented(articles), **marks.provenances(table, "outlet")}
    said = []
    for outlet in sorted(here["outlet"].astype(str).unique()):
        terms = ", ".join(_terms(here[here["outlet"] == outlet])["term"].head(3))
        said.append(f"{labels.display(outlet, invented.get(outlet, 'published'))}: {terms}")
    return f"Most frequent terms of {measure}; {'; '.join(said)}."


def _chosen(table: pd.DataFrame, measure: str | None) -> tuple[str, pd.DataFrame]:
    counts = table["measure"].astype(str).value_counts()
    if measure is None:
        measure = min(counts.index, key=lambda name: (-counts[name], name))
    marks.choose(measure, sorted(counts.index), "measure")
    return measure, table[table["measure"] == measure]


def _invented(articles: pd.DataFrame | None) -> dict[str, str]:
    return {} if articles is None else marks.provenances(tables.check(articles, "articles"), "outlet")


def _terms(hits: pd.DataFrame) -> pd.DataFrame:
    """Count hits and articles of each term, the most frequent first, equals in order of the alphabet."""
    counts = (
        hits.groupby("term", observed=True)
        .agg(hits=("term", "size"), articles=("article", "nunique"))
        .reset_index()
    )
    return counts.sort_values(["hits", "articles", "term"], ascending=[False, False, True], ignore_index=True)


def _said(counts: pd.DataFrame, hits: pd.DataFrame, top: int, total: int | None) -> str:
    n = hits["article"].nunique()
    among = f"{n:,} of {marks.counted(total, 'article')}" if total else marks.counted(n, "article")
    rest = len(counts) - top
    more = f"; {rest:,} more {'term' if rest == 1 else 'terms'}" if rest > 0 else ""
    return f"{marks.counted(len(hits), 'hit')} in {among}{more}"
