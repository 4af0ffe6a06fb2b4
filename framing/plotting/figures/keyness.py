"""Which terms set an outlet apart: bars of log odds, of what it has more of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.errors import check_number
from framing.plotting import layout, marks, theme

TABLE = "terms"

#: Height in inches of a term's row; terms of a panel, of more than four panels fewer.
_ROW, _TOP, _FEWER = 0.2, 12, 8
#: So many terms are kept before panels are left out.
_LEAST = 4
_PALE = 0.6


@theme.figure
def keyness(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    group: str | Sequence[str] | None = None,
    top: int | None = None,
    order: Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes | theme.Figure:
    """Draw, for each group, the terms it has most beyond the other side, the strongest by z on top.

    Parameters
    ----------
    table : pandas.DataFrame
        The terms table, as `framing.keyness` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw the first panel; by default a new figure of the size it needs.
    group : str or sequence of str, optional
        Which groups; by default all.
    top : int, optional
        Terms a panel: by default 12, of more than four panels 8.
    order : sequence of str, optional
        Outlets in that order; by default as categories, else by name.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.figure.Figure or matplotlib.axes.Axes
        A figure whose `axes_dict` has the panels by their headings; of one panel its data axes. One for each
        group and side it is set against. Terms of which one article has most are pale; those of house style
        (`style`) are left out.

    Raises
    ------
    FramingError
        The table is empty, a group is unknown, or `top` is below 1.
    """
    if top is not None:
        check_number("top", top, 1)
    blocks = _blocks(table, group, order)
    shades = marks.colour_groups({*table["group"], *table["against"]} - {"rest"}, colors)
    asked = any(given is not None for given in (top, group, order))
    top = top or (_TOP if len(blocks) <= 4 else _FEWER)

    def attempt(panels: int, most: int) -> theme.Axes | theme.Figure:
        some = blocks[:panels]
        shown = [_strongest(block, most) for *_, block in some]
        every = pd.concat(shown)
        # Bars of what a group has more of begin at 0, and no wild interval makes them short.
        low, high = layout.window(every.assign(estimate=every["log_odds"]), floor=True, reach=1.5)
        # What all are set against is said once.
        against = {other for _, other, *_ in blocks}
        once = len(against) == 1 < len(blocks)
        labels = [[theme.wrap(term, marks.LABEL, theme.SMALL) for term in rows["term"]] for rows in shown]
        sizes = [[max(_ROW, marks.label_height(lines) + 0.06) for lines in own] or [_ROW] for own in labels]
        said = [[f"{row.uses:,} in {row.articles:,}" for row in rows.itertuples()] for rows in shown]
        columns = layout.columns_for([sum(own) + 0.4 for own in sizes], most=2, width=width)
        line = {"linestyle": "-", "linewidth": 1.1, "color": theme.INK}
        signs = [
            (every["low"].notna().any(), "95 % interval", line),
            ((every["low"] < low).any() or (every["high"] > high).any(), "goes on beyond the axis",
             {"marker": ">", "markersize": 4.5}),
            (every["one_article"].any(), "pale: most of it in one article",
             marks.box(theme.tint(theme.MUTED, _PALE))),
        ]  # fmt: skip
        notes = [f"Log odds, each group against {next(iter(against))}."] * once
        less = marks.part(len(some), len(blocks), "panel", "the first")
        less += [
            f"the {f'{most} ' * (most > 1)}strongest term{'s' * (most > 1)}{' of each' * (panels > 1)}"
        ] * (most < top)
        head = "count in articles"
        drawn, opened = layout.lay_out(
            ax,
            [
                layout.Panel(
                    name if once else f"{name} against {other}",
                    sum(own),
                    "log odds" if place >= len(some) - columns else "",
                )
                for place, ((name, other, _, _), own) in enumerate(zip(some, sizes, strict=True))
            ],
            **marks.heading(table, title, _headline(some[:4]), notes, less),
            key=[layout.Sign(text, look) for there, text, look in signs if there],
            left=marks.label_width(lines for own in labels for lines in own),
            right=max(theme.width_of(text, theme.SMALL) for text in [head, *(t for own in said for t in own)])
            + 0.14,
            columns=columns,
            width=width,
        )
        for panel, (_, _, own, _), rows, lines, heights, counts in zip(
            opened, some, shown, labels, sizes, said, strict=False
        ):
            centres, _ = layout.stack(heights)
            layout.scale_x(panel, (low, high))
            marks.above_right(panel, head)
            if rows.empty:
                marks.instead(panel, centres[0], "no term more than the other side")
                continue
            marks.row_labels(panel, centres, lines)
            for y, row, text in zip(centres, rows.itertuples(), counts, strict=True):
                shade = shades.get(own, theme.MUTED)
                shade = theme.tint(shade, _PALE) if row.one_article else shade
                panel.barh([y], [row.log_odds], height=_ROW * 0.68, color=shade, linewidth=0, label="_bar")
                marks.span(panel, y, (row.low, row.high), (low, high))
                marks.beside(panel, y, text)
        return drawn

    return layout.fit(ax, attempt, top, panels=len(blocks), least=_LEAST, asked=asked)


def describe(table: pd.DataFrame, *, group: str | Sequence[str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    said = []
    for name, other, _, block in _blocks(table, group, None)[:6]:
        shown = _strongest(block, 3)
        found = [f"{row.term} {row.log_odds:+.2g}".replace("-", "−") for row in shown.itertuples()]
        said.append(f"{name} against {other}: {', '.join(found) or 'none'}")
    return f"Terms with the highest log odds; {'; '.join(said)}."


def _blocks(
    table: pd.DataFrame, group: str | Sequence[str] | None, order: Sequence[str] | None
) -> list[tuple[str, str, str, pd.DataFrame]]:
    """Return the names of a group and of what it is set against, its key, and its terms, strongest first."""
    raw = table
    table, _ = marks.opened(table, "terms", "keyness", ("group", "against", "term", "provenance", "note"))
    if group is not None:
        order = marks.choose(group, sorted(table["group"].unique()), "group")
    wanted = marks.order_groups(raw, table, order, "log_odds")
    # House style is no difference in what is told; a table of nothing else is drawn as it is.
    table = table if table["style"].all() else table[~table["style"]]
    table = table.assign(strength=table["z"].fillna(0.0)).rename(columns={"count": "uses"})
    table = table.sort_values(["strength", "term"], ascending=[False, True], ignore_index=True)
    found = []
    for (own, other), block in table[table["group"].isin(wanted)].groupby(["group", "against"]):
        found.append((marks.name(own), marks.name(other), str(own), block.reset_index(drop=True)))
    return sorted(found, key=lambda item: (wanted.index(item[2]), item[1]))


def _headline(blocks: Sequence[tuple[str, str, str, pd.DataFrame]]) -> str:
    """Return the strongest terms of some groups."""
    said = []
    for name, _, _, block in blocks:
        terms = [f"“{term}”" for term in _strongest(block, 2)["term"]]
        said.append(f"{name} {marks.listed(terms) or 'none'}")
    return f"terms used most beyond the others: {', '.join(said)}"


def _strongest(block: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return the terms to draw: those that a group has most more of."""
    return block[block["log_odds"] > 0].head(top)
