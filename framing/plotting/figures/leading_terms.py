"""Which words stand behind a measure in each outlet: its most frequent terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.io import metadata
from framing.plotting import layout, marks, scales, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "evidence"

#: Height in inches of one term's row.
_ROW = 0.2


#: Up to so many outlets, each has a column of its own and several measures are drawn.
_FEW, _MEASURES = 3, 4


@theme.figure
def leading_terms(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    measure: str | Sequence[str] | None = None,
    top: int = 8,
    articles: pd.DataFrame | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
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
    measure : str or sequence of str, optional
        Which to draw. By default those with most hits among measures whose hits all count the same way
        (not positive minus negative, nor a share): four for up to three outlets, for more outlets one.
    top : int
        Terms an outlet; the rest are counted in the heading.
    articles : pandas.DataFrame, optional
        The articles table: says how many articles an outlet has, and whose text
        is invented where the evidence has no column `provenance`.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side; by default one for each of up to three outlets, of more as few as fit a page.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels: measure by measure, one an outlet.

    Raises
    ------
    FramingError
        The table is empty, a measure is not in it, or `top` is below 1.
    """
    table = schema.check(table, "evidence")
    marks.refuse_empty(table, "leading_terms", "evidence")
    if top < 1:
        raise FramingError(f"top {top!r} is too low; give 1 or more")
    shades = theme.colors(table["outlet"], colors)
    invented = {**_invented(articles), **marks.provenances(table, "outlet")}
    totals = {} if articles is None else articles["outlet"].astype(str).value_counts().to_dict()
    wanted = _chosen(table, measure)
    table = table[table["measure"].isin(wanted)]
    outlets = sorted(table["outlet"].astype(str).unique())
    keys = [(m, o) for m in wanted for o in outlets]
    hits = {(m, o): table[(table["measure"] == m) & (table["outlet"] == o)] for m, o in keys}
    counts = {key: _terms(found) for key, found in hits.items() if len(found)}
    names = {
        key: [theme.wrap(t, marks.LABEL, theme.SMALL) for t in found["term"][:top]]
        for key, found in counts.items()
    }
    sizes = {
        key: [max(_ROW, marks.label_height(lines) + 0.06) for lines in rows] for key, rows in names.items()
    }
    several = len(wanted) > 1
    last = {m: max(o for n, o in counts if n == m) for m in wanted}

    def panel_of(key: tuple[str, str]) -> layout.Panel:
        name = marks.name(key[1], invented.get(key[1], "published"))
        return layout.Panel(
            f"{key[0]}\n{name}" if several else name,
            layout.stack(sizes[key])[1],
            "hits" if several or key[1] == last[key[0]] else "",
            under=_said(counts[key], hits[key], top, totals.get(key[1])),
        )

    if columns is None and several and len(outlets) <= min(_FEW, layout.abreast(width)):
        columns = len(outlets)
    columns = layout.columns_for(
        [layout.stack(rows)[1] + 0.4 for rows in sizes.values()], columns, width=width
    )
    # In rows of outlets an outlet without a hit keeps its place.
    places = [key if key in counts else None for key in keys if key in counts or columns == len(outlets)]
    what = "of each measure" if several else f"of {wanted[0]}"
    sheet, panels = layout.lay_out(
        ax,
        [key and panel_of(key) for key in places],
        title=marks.titled(title, f"Leading terms {what}, by outlet"),
        left=marks.label_width(lines for rows in names.values() for lines in rows),
        right=theme.width_of("articles", theme.SMALL) + 0.14,
        columns=columns,
        width=width,
    )
    most = {m: max(int(found["hits"].max()) for (n, _), found in counts.items() if n == m) for m in wanted}
    for panel, key in zip(panels, [key for key in places if key], strict=True):
        scales.scale_x(panel, (0.0, 1.04 * most[key[0]]))
        panel.xaxis.get_major_locator().set_params(integer=True)
        centres, _ = layout.stack(sizes[key])
        marks.row_labels(panel, centres, names[key])
        marks.above_right(panel, "articles")
        shown = counts[key].head(top)
        panel.barh(
            centres, shown["hits"], height=_ROW * 0.68, color=shades[key[1]], linewidth=0, label="_hits"
        )
        for y, number in zip(centres, shown["articles"], strict=True):
            marks.beside(panel, y, f"{number:,}")
    return sheet


def describe(
    table: pd.DataFrame,
    *,
    measure: str | Sequence[str] | None = None,
    articles: pd.DataFrame | None = None,
) -> str:
    """Say in one sentence what the figure shows."""
    table = schema.check(table, "evidence")
    marks.refuse_empty(table, "leading_terms", "evidence")
    first, *others = _chosen(table, measure)
    here = table[table["measure"] == first]
    invented = {**_invented(articles), **marks.provenances(table, "outlet")}
    said = []
    for outlet in sorted(here["outlet"].astype(str).unique()):
        terms = ", ".join(_terms(here[here["outlet"] == outlet])["term"].head(3))
        said.append(f"{vocabulary.display(outlet, invented.get(outlet, 'published'))}: {terms}")
    more = f"; drawn too: {', '.join(others)}" if others else ""
    return f"Most frequent terms of {first}; {'; '.join(said)}{more}."


def _chosen(table: pd.DataFrame, measure: str | Sequence[str] | None) -> list[str]:
    counts = table["measure"].astype(str).value_counts()
    order = sorted(counts.index, key=lambda name: (-counts[name], name))
    if measure is not None:
        return marks.choose(measure, order, "measure")
    # Positive beside negative terms, or a share's base beside what is counted, lead to no one thing.
    ends = table.groupby(table["measure"].astype(str))["weight"].agg(["min", "max"])
    one_way = [name for name in order if ends.at[name, "min"] > 0 or ends.at[name, "max"] < 0]
    terms = table.groupby(table["measure"].astype(str))["term"].nunique()
    telling = [name for name in one_way if terms[name] > 1] or order
    # The terms of stance are the targets themselves, and frames would fill every place.
    telling = [name for name in telling if not name.startswith(marks.OWN)] or telling
    return telling[: _MEASURES if table["outlet"].nunique() <= _FEW else 1]


def _invented(articles: pd.DataFrame | None) -> dict[str, str]:
    return {} if articles is None else marks.provenances(metadata.checked(articles), "outlet")


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
