"""Which terms set an outlet apart, or stand behind a measure: bars, or how often against how far."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from framing import schema
from framing.errors import unknown
from framing.plotting import layout, marks, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from framing.plotting.theme import Width

TABLE = "terms"

_FORMS = ("bars", "both", "scatter")
#: Height in inches of a term's row; terms on one side, of more than four panels fewer, and on either.
_ROW, _TOP, _FEWER, _EITHER = 0.2, 12, 8, 10
_PALE = 0.6


@theme.figure
def keyness(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    form: str | None = None,
    group: str | Sequence[str] | None = None,
    measure: str | Sequence[str] | None = None,
    top: int | None = None,
    articles: pd.DataFrame | None = None,
    order: Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes | Figure:
    """Draw, for each group, the terms it has most beyond the other side, the strongest by z on top.

    Of a table of evidence, which has no other side, the bars are counts of hits and grow with an outlet's
    number of words: read which terms lead, not how often an outlet uses them (that is the profile).

    Parameters
    ----------
    table : pandas.DataFrame
        The terms table, as `framing.keyness` or `framing.collocate_shift` makes it, or the evidence table.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    form : {"bars", "both", "scatter"}, optional
        Bars of what a group has more of, bars both ways from 0, or frequency across and log odds upwards. By
        default bars, and both ways for words beside an expression.
    group : str or sequence of str, optional
        Which groups of a terms table; by default all.
    measure : str or sequence of str, optional
        Which measures of evidence; by default the one with most hits among those whose hits all count the
        same way (not positive minus negative, nor a share).
    top : int, optional
        Terms a panel: by default 12, of more than four panels 8, of bars both ways 10 on either side.
    articles : pandas.DataFrame, optional
        The articles table, beside evidence: says how many articles an outlet has, and whose text is
        invented where the evidence has no column `provenance`.
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
        A figure whose `axes_dict` has the panels by their headings; of one panel its data axes. One for each
        group and side it is set against. Terms of which one article has most are pale, or hollow; those of
        house style (`style`) are left out.

    Raises
    ------
    FramingError
        The table is empty, a group, measure or form is unknown, or `top` is below 1.
    """
    if top is not None:
        marks.check_count("top", top)
    if form not in (None, *_FORMS):
        raise unknown("form", form, _FORMS)
    more = {"title": title, "width": width, "columns": columns}
    if "measure" in table:
        return _draw_evidence(ax, table, measure, top or _TOP, articles, order, colors, **more)
    form = form or ("both" if _node(table) else "bars")
    draw = _draw_scatter if form == "scatter" else _draw_terms
    return draw(ax, table, _blocks(table, group, order), form, top, colors, **more)


def describe(
    table: pd.DataFrame,
    *,
    form: str | None = None,
    group: str | Sequence[str] | None = None,
    measure: str | Sequence[str] | None = None,
    articles: pd.DataFrame | None = None,
) -> str:
    """Say in one sentence what the figure shows."""
    if "measure" in table:
        table, wanted = _open_evidence(table, measure, articles)
        return f"Most frequent terms: {_leading(table, wanted)}."
    form = form or ("both" if _node(table) else "bars")
    said = []
    for heading, _, block in _blocks(table, group, None)[:6]:
        shown = _strongest(block, form, 2 if form == "both" else 3)
        found = [f"{row.term} {row.log_odds:+.2g}".replace("-", "−") for row in shown.itertuples()]
        said.append(f"{heading}: {', '.join(found) or 'none'}")
    return f"Terms with the highest log odds{_node(table)}; {'; '.join(said)}."


def _node(table: pd.DataFrame) -> str:
    """Return the words for what the terms stand beside, where the table is of collocates."""
    nodes = sorted(table["node"].dropna().astype(str).unique()) if "node" in table else []
    return "" if not nodes else f", beside {nodes[0] if len(nodes) == 1 else 'several nodes'}"


def _blocks(
    table: pd.DataFrame, group: str | Sequence[str] | None, order: Sequence[str] | None
) -> list[tuple[str, tuple[str, str], pd.DataFrame]]:
    """Return heading, group with the side it is set against, and its terms, strongest first."""
    raw = table
    table, _ = marks.opened(table, "terms", "keyness", ("group", "against", "term", "provenance", "note"))
    if group is not None:
        order = marks.choose(group, sorted(table["group"].unique()), "group")
    wanted = marks.order_groups(raw, table, order, value="log_odds")
    found = []
    # House style is no difference in what is told; a table of nothing else is drawn as it is.
    table = table if table["style"].all() else table[~table["style"]]
    for (own, other), block in table[table["group"].isin(wanted)].groupby(["group", "against"]):
        against = "its own other coverage" if other == "baseline" else marks.name(other)
        ranked = block.assign(strength=block["z"].fillna(0.0)).rename(columns={"count": "uses"})
        ranked = ranked.sort_values(["strength", "term"], ascending=[False, True], ignore_index=True)
        found.append((f"{marks.name(own)} against {against}", (str(own), str(other)), ranked))
    return sorted(found, key=lambda item: (wanted.index(item[1][0]), item[1][1]))


def _headline(blocks: Sequence[tuple[str, tuple[str, str], pd.DataFrame]], form: str) -> str:
    """Return the strongest terms of up to four groups."""
    said = []
    for _, (own, _), block in blocks[:4]:
        terms = [f"“{term}”" for term in _strongest(block, "bars", 2)["term"]]
        said.append(f"{marks.name(own)} {marks.listed(terms) or 'none'}")
    return f"terms used most beyond the others: {', '.join(said)}"


def _strongest(block: pd.DataFrame, form: str, top: int) -> pd.DataFrame:
    """Return the terms to draw: what a group has most more of, or of both sides, or whichever side."""
    if form == "scatter":
        there = block[np.isfinite(block["log_odds"]) & (block["uses"] + block["count_rest"] > 0)]
        order = there.assign(size=there["strength"].abs())
        return order.sort_values(["size", "term"], ascending=[False, True], ignore_index=True).head(top)
    more, less = block[block["log_odds"] > 0].head(top), block[block["log_odds"] < 0].tail(top)
    if form == "bars":
        return more
    return pd.concat([more, less]) if len(more) + len(less) else block.head(1)


# Bars: terms under each other, what is counted beside them.


class _Bar(NamedTuple):
    term: str
    value: float
    low: float
    high: float
    colour: str
    said: str


class _Panel(NamedTuple):
    heading: str
    under: str
    bars: list[_Bar]
    window: tuple[float, float]
    ends: tuple[tuple[str, str], ...] = ()


def _draw_terms(
    ax: Axes | None,
    table: pd.DataFrame,
    blocks: Sequence[tuple[str, tuple[str, str], pd.DataFrame]],
    form: str,
    top: int | None,
    colors: Mapping[str, str] | None,
    *,
    title: str | bool,
    **more: Any,
) -> Axes | Figure:
    both = form == "both"
    shades = theme.colors({*table["group"], *table["against"]} - {"rest", "baseline"}, colors)
    top = top or (_EITHER if both else _TOP if len(blocks) <= 4 else _FEWER)
    shown = [_strongest(block, form, top) for *_, block in blocks]
    every = pd.concat(shown)
    # Bars of what a group has more of begin at 0, and no wild interval makes them short.
    window = layout.window(every.assign(estimate=every["log_odds"]), floor=not both, reach=1.5)
    ends = (("← more on the other side", "more here →"), ("← less", "more →")) if both else ()
    # What all are set against is said once.
    against = {heading.partition(" against ")[2] for heading, *_ in blocks}
    once = len(against) == 1 < len(blocks)
    panels = []
    for (heading, sides, block), rows in zip(blocks, shown, strict=True):
        bars = []
        for row in rows.itertuples():
            shade = shades.get(sides[row.log_odds < 0], theme.MUTED)
            shade = theme.tint(shade, _PALE) if row.one_article and row.log_odds > 0 else shade
            said = f"{row.uses:,}, {row.count_rest:,}" if both else f"{row.uses:,} in {row.articles:,}"
            bars.append(_Bar(row.term, row.log_odds, row.low, row.high, shade, said))
        under = ""
        if both and {"count_node", "count_node_rest"} <= set(block.columns):
            first = next(block.itertuples())
            under = f"{first.node}: {first.count_node:,} times against {first.count_node_rest:,}"
        panels.append(
            _Panel(heading.partition(" against ")[0] if once else heading, under, bars, window, ends)
        )
    notes = [f"Log odds, each outlet against {against.pop()}."] * once
    if both:
        notes.append(
            "Counts: of the word, beside the expression where there is one, here and on the other side."
        )
    usual = (
        f"words{_node(table).removeprefix(',')}, where outlets differ" if both else _headline(blocks, form)
    )
    return _draw_bars(
        ax,
        panels,
        label="log odds",
        head="counts" if both else "count in articles",
        pale=bool((every["one_article"] & (every["log_odds"] > 0)).any()),
        heading=marks.heading(table, title, usual, notes),
        **more,
    )


def _draw_evidence(
    ax: Axes | None,
    table: pd.DataFrame,
    measure: str | Sequence[str] | None,
    top: int,
    articles: pd.DataFrame | None,
    order: Sequence[str] | None,
    colors: Mapping[str, str] | None,
    *,
    title: str | bool,
    **more: Any,
) -> Axes | Figure:
    shades, raw = marks.colour_groups(table, colors, "outlet"), table
    table, wanted = _open_evidence(table, measure, articles)
    totals = {} if articles is None else articles["outlet"].astype(str).value_counts().to_dict()
    outlets = marks.order_groups(raw, table, order, "outlet", "weight")
    panels = []
    for name in wanted:
        own = table[table["measure"] == name]
        hits = dict(list(own.groupby("outlet")))
        counts = {outlet: _count_terms(hits[outlet]) for outlet in outlets if outlet in hits}
        most = max(int(found["hits"].max()) for found in counts.values())
        for outlet, found in counts.items():
            bars = [_Bar(row.term, row.hits, math.nan, math.nan, shades[outlet], f"{row.articles:,}")
                    for row in found.head(top).itertuples()]  # fmt: skip
            n, total = hits[outlet]["article"].nunique(), totals.get(outlet)
            among = f"{n:,} of {marks.counted(total, 'article')}" if total else marks.counted(n, "article")
            under = f"{marks.counted(len(hits[outlet]), 'hit')} in {among}"
            if (rest := len(found) - top) > 0:
                under += f"; {marks.counted(rest, 'more term')}"
            heading = f"{name}\n" * (len(wanted) > 1) + marks.name(outlet)
            panels.append(_Panel(heading, under, bars, (0.0, 1.04 * most)))
    head = marks.heading(table, title, f"leading terms of {_leading(table, wanted)}", [])
    return _draw_bars(ax, panels, label="hits", head="articles", heading=head, **more)


def _leading(table: pd.DataFrame, wanted: Sequence[str]) -> str:
    """Return the measure and its leading terms in up to four outlets."""
    here = table[table["measure"] == wanted[0]]
    said = [
        f"{marks.name(str(outlet))} {marks.listed([f'“{term}”' for term in _count_terms(own)['term'].head(2)])}"
        for outlet, own in here.groupby("outlet")
    ]
    more = f"; drawn too: {', '.join(wanted[1:])}" if len(wanted) > 1 else ""
    return f"{wanted[0]}: {', '.join(said[:4])}{more}"


def _open_evidence(
    table: pd.DataFrame, measure: str | Sequence[str] | None, articles: pd.DataFrame | None
) -> tuple[pd.DataFrame, list[str]]:
    """Return the evidence of the measures asked for, or of the one that tells most, and their names."""
    table, _ = marks.opened(table, "evidence", "keyness", ("measure", "outlet", "term"))
    if articles is not None and not (table["provenance"].astype(str) == "illustrative").any():
        known = schema.check_metadata(articles).drop_duplicates("outlet").set_index("outlet")["provenance"]
        table = table.assign(provenance=table["outlet"].map(known).fillna("published"))
    sizes = table.groupby("measure").agg(
        n=("term", "size"), least=("weight", "min"), most=("weight", "max"), terms=("term", "nunique")
    )
    order = marks.largest(sizes["n"])
    wanted = marks.choose(measure, order, "measure")
    if measure is None:
        # Positive beside negative terms, or a share's base beside what is counted, lead to no one thing; the
        # terms of stance are the targets themselves.
        one_way = sizes.index[((sizes["least"] > 0) | (sizes["most"] < 0)) & (sizes["terms"] > 1)]
        telling = [name for name in order if name in one_way and not name.startswith(marks.OWN)]
        wanted = (telling or order)[:1]
    return table[table["measure"].isin(wanted)], wanted


def _count_terms(hits: pd.DataFrame) -> pd.DataFrame:
    """Count hits and articles of each term, the most frequent first, equals in order of the alphabet."""
    counts = hits.groupby("term").agg(hits=("term", "size"), articles=("article", "nunique")).reset_index()
    return counts.sort_values(["hits", "articles", "term"], ascending=[False, False, True], ignore_index=True)


def _draw_bars(
    ax: Axes | None,
    panels: Sequence[_Panel],
    *,
    label: str,
    head: str,
    heading: Mapping[str, Any],
    pale: bool = False,
    columns: int | None = None,
    width: Width | None = None,
) -> Axes | Figure:
    names = [[theme.wrap(bar.term, marks.LABEL, theme.SMALL) for bar in panel.bars] for panel in panels]
    sizes = [[max(_ROW, marks.label_height(lines) + 0.06) for lines in some] or [_ROW] for some in names]
    columns = layout.columns_for([sum(some) + 0.4 for some in sizes], columns, most=2, width=width)
    every = [(bar, panel.window) for panel in panels for bar in panel.bars]
    signs = []
    if any(math.isfinite(bar.low) for bar, _ in every):
        signs.append(layout.Sign("95 % interval", {"linestyle": "-", "linewidth": 1.1, "color": theme.INK}))
    if any(bar.low < low or bar.high > high for bar, (low, high) in every):
        signs.append(layout.Sign("goes on beyond the axis", {"marker": ">", "markersize": 4.5}))
    if pale:
        signs.append(
            layout.Sign("pale: most of it in one article", marks.box(theme.tint(theme.MUTED, _PALE)))
        )
    last = len(panels) - columns
    sheet, opened = layout.lay_out(
        ax,
        [
            layout.Panel(
                panel.heading, sum(some), label if place >= last else "", panel.under, panel.ends, rows=some
            )
            for place, (panel, some) in enumerate(zip(panels, sizes, strict=True))
        ],
        **heading,
        key=signs,
        left=marks.label_width(lines for some in names for lines in some),
        right=max(theme.width_of(text, theme.SMALL) for text in [head, *(bar.said for bar, _ in every)])
        + 0.14,
        columns=columns,
        width=width,
    )
    for axes, panel, lines, heights in zip(opened, panels, names, sizes, strict=False):
        centres, _ = layout.stack(heights)
        layout.scale_x(axes, panel.window)
        if panel.window[0] < 0:
            marks.reference(axes, 0)
        marks.above_right(axes, head)
        if not panel.bars:
            marks.instead(axes, centres[0], "no term more than the other side")
        else:
            marks.row_labels(axes, centres, lines)
        for y, bar in zip(centres, panel.bars, strict=False):
            axes.barh([y], [bar.value], height=_ROW * 0.68, color=bar.colour, linewidth=0, label="_bar")
            marks.span(axes, y, (bar.low, bar.high), panel.window)
            marks.beside(axes, y, bar.said)
    return sheet


# Scatter: frequency across, log odds upwards, labels where there is room.

#: Height of a plot in inches; points drawn, the strongest by z.
_HEIGHT, _MOST = 3.4, 300
#: Radius of a point in inches, of a term all in one place and of one spread evenly; steps between them.
_SMALLEST, _LARGEST, _SIZES = 0.022, 0.075, 8
#: Directions round a point, the best first, and distances from its rim, in inches.
_AROUND = tuple(math.radians(turn) for turn in (0, 180, 90, 270, 35, -35, 145, -145, 65, -65, 115, -115))
_STEPS = (0.03, 0.09)

_Box = tuple[float, float, float, float]


def _draw_scatter(
    ax: Axes | None,
    table: pd.DataFrame,
    blocks: Sequence[tuple[str, tuple[str, str], pd.DataFrame]],
    form: str,
    top: int | None,
    colors: Mapping[str, str] | None,
    *,
    title: str | bool,
    width: Width | None,
    columns: int | None,
) -> Axes | Figure:
    shades = marks.colour_groups(table, colors)
    drawn = [_strongest(block, form, _MOST) for *_, block in blocks]
    panels = []
    for (heading, _, block), rows in zip(blocks, drawn, strict=True):
        some, rest = block.iloc[0], len(block) - len(rows)
        under = f"{some['n']:,} words in {marks.counted(int(some['n_articles']), 'article')} "
        under += f"against {some['n_rest']:,}" + f"; {rest:,} weaker terms not drawn" * bool(rest)
        panels.append(layout.Panel(heading, _HEIGHT, "uses in 10,000 words, both sides together", under))
    look = {"marker": "o", "markeredgewidth": 0.9, "markeredgecolor": theme.MUTED}
    filled = {**look, "markerfacecolor": theme.tint(theme.MUTED, 0.35)}
    key = [
        layout.Sign("spread evenly over articles", {**filled, "markersize": 144 * _LARGEST}),
        layout.Sign("in few", {**filled, "markersize": 144 * (_SMALLEST + 0.01)}),
    ]
    if pd.concat(drawn)["one_article"].any():
        hollow = {**look, "markersize": 6, "markerfacecolor": "white"}
        key.append(layout.Sign("most of it in one article", hollow))
    note = "Up: log odds (natural logarithm) of the term against the other side; 0 is the same use."
    sheet, opened = layout.lay_out(
        ax,
        panels,
        **marks.heading(table, title, _headline(blocks, form), [note]),
        key=key,
        left=0.36,
        columns=layout.columns_for([_HEIGHT + 0.6] * len(blocks), columns, width=width),
        width=width,
    )
    for panel, (_, sides, _), rows in zip(opened, blocks, drawn, strict=False):
        _draw_points(panel, rows, shades[sides[0]], top or _TOP)
    return sheet


def _draw_points(panel: Axes, rows: pd.DataFrame, shade: str, top: int) -> None:
    rate = (1e4 * (rows["uses"] + rows["count_rest"]) / (rows["n"] + rows["n_rest"])).to_numpy(float)
    odds = rows["log_odds"].to_numpy(float)
    left, right = float(rate.min()), float(rate.max())
    pad = (right / left) ** 0.1 if right > left else 2.0
    low, high = min(float(odds.min()), 0.0), max(float(odds.max()), 0.0)
    edge = 0.07 * (high - low) or 1.0
    panel.set_xscale("log")
    panel.set_xlim(left / pad, right * pad)
    panel.set_ylim(low - edge, high + edge)
    decades = [10.0**e for e in range(-4, 5) if left / pad <= 10.0**e <= right * pad]
    decades = decades if len(decades) > 1 else sorted({left, right})
    panel.xaxis.set_major_locator(FixedLocator(decades))
    panel.xaxis.set_minor_locator(NullLocator())
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: layout.number(float(f"{value:.2g}"))))
    panel.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: layout.number(round(value, 6))))
    panel.axhline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
    spread = (1.0 - rows["dispersion"].to_numpy(float)).clip(0, 1)
    # Few sizes, the large first: so a marker that repeats is written once in an SVG, and hides none.
    radius = _SMALLEST + (_LARGEST - _SMALLEST) * np.round(np.nan_to_num(spread) * _SIZES) / _SIZES
    hollow, own = rows["one_article"].to_numpy(bool), odds > 0
    for size in sorted(set(radius), reverse=True):
        for empty, ours in product((False, True), (False, True)):
            some = (radius == size) & (hollow == empty) & (own == ours)
            colour = shade if ours else theme.MUTED
            fill = "white" if empty else theme.tint(colour, 0.35)
            look = {"markersize": 144 * size, "markerfacecolor": fill, "markeredgecolor": colour}
            if some.any():
                panel.plot(rate[some], odds[some], "o", markeredgewidth=0.9, clip_on=False, label="_term",
                           zorder=3, **look)  # fmt: skip
    wide, tall = theme.inches_of(panel)
    start, stop = np.log(left / pad), np.log(right * pad)
    x = (np.log(rate) - start) / (stop - start) * wide
    y = (high + edge - odds) / (high - low + 2 * edge) * tall
    named = sorted(place for side in (odds > 0, odds < 0) for place in np.flatnonzero(side)[:top])
    dots = list(zip(x.tolist(), y.tolist(), radius.tolist(), strict=True))
    others = [dot for place, dot in enumerate(dots) if place not in set(named)]
    texts = [term if len(term) <= 24 else f"{term[:23]}…" for term in rows["term"].iloc[named]]
    for place, at_x, at_y in place_labels([dots[k] for k in named], texts, others, wide, tall):
        look = {"transform": panel.transAxes, "ha": "center", "va": "center_baseline", "color": theme.INK}
        panel.text(at_x / wide, 1 - at_y / tall, texts[place], fontsize=theme.SMALL, zorder=5, **look)


def place_labels(
    points: Sequence[tuple[float, float, float]],
    texts: Sequence[str],
    others: Sequence[tuple[float, float, float]],
    width: float,
    height: float,
) -> list[tuple[int, float, float]]:
    """Return where labels stand beside points: on no other label or point, and inside the plot.

    Parameters
    ----------
    points, others : sequences of (x, y, radius)
        In inches from the upper left corner of the plot: those that have labels, and those that have none.
    texts : sequence of str
    width, height : float
        Of the plot in inches.

    Returns
    -------
    list of (int, float, float)
        Which label, and its centre in inches; those without room are left out.

    Examples
    --------
    >>> [place for place, _, _ in place_labels([(1, 1, 0.05), (1, 1.02, 0.05)], ["one", "two"], [], 2, 2)]
    [0, 1]
    """
    high = theme.line_height(theme.SMALL)
    dots: list[_Box] = [(x - r, x + r, y - r, y + r) for x, y, r in (*points, *others)]
    taken: list[_Box] = []
    found = []
    for index, ((x, y, r), text) in enumerate(zip(points, texts, strict=True)):
        wide = theme.width_of(text, theme.SMALL) + 0.02
        full = [*taken, *dots[:index], *dots[index + 1 :]]
        for step, turn in product(_STEPS, _AROUND):
            across, up = round(math.cos(turn), 9), -round(math.sin(turn), 9)
            at_x = x + across * (r + step) + wide / 2 * np.sign(across)
            at_y = y + up * (r + step) + high / 2 * np.sign(up)
            box = (at_x - wide / 2, at_x + wide / 2, at_y - high / 2, at_y + high / 2)
            inside = box[0] >= 0 and box[1] <= width and box[2] >= 0 and box[3] <= height
            if inside and not any(theme.boxes_meet(box, other) for other in full):
                taken.append(box)
                found.append((index, float(at_x), float(at_y)))
                break
    return found
