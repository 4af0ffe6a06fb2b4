"""On whom each outlet's articles put demands: a dot for each outlet and addressee, with its count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, theme

TABLE = "demands"

#: Unasked, at most so many addressees and outlets are drawn: those with most demands.
_ADDRESSEES, _OUTLETS = 6, 8
#: Inches: a row, the least a column, between two names, the radius of the largest dot, from a dot to its
#: count, room for that.
_ROW, _COLUMN, _GAP, _RADIUS, _NEAR, _COUNT = 0.46, 0.7, 0.08, 0.2, 0.04, 0.24
#: How light the words of others are.
_LIGHT = 0.6
_NOTES = ["Dot: share of the outlet's demands that name somebody; its dark part: in the outlet's own words."]


@theme.figure
def demands(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    addressees: str | Sequence[str] | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes:
    """Draw a row an outlet and a column an addressee: how many of the outlet's demands are on whom.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `demands`, as `framing.frames.demands` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    addressees : str or sequence of str, optional
        Which to draw and in what order; by default the six with most demands, of a narrow figure
        as many as there is room for.
    order : "estimate" or sequence of str, optional
        Outlets in that order, or that with the largest share on the first addressee first; by default as
        categories, else by name.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        Its data axes, in inches from the upper left corner. A dot's area goes by the share of the outlet's
        demands that name somebody; its dark part those in the outlet's own words. Beside it stands the count,
        right of the row of how many that is. What is to be left undone counts too.

    Raises
    ------
    FramingError
        The table is empty, no demand in it names anybody, or there is no such addressee or outlet.
    """
    raw = table
    table, _ = marks.opened(table, "demands", "demands", ("outlet", "voice"))
    shades = marks.colour_groups(table["outlet"], colors)

    def attempt(_: int, most: int) -> theme.Axes:
        found, wanted, named, less = _rows(table, addressees, order, most)
        first = (found["addressee"] == wanted[0]) / found["of"]
        groups = marks.order_groups(raw, found, named, first, "outlet")
        labels = marks.outlet_labels(groups)
        left = marks.label_width(labels.values())
        sizes = found.groupby("outlet")["of"].first()
        right = theme.width_of(f"{sizes.max():,} demands", theme.SMALL) + 0.14
        # Letters may be wider on axes of the user's.
        room = (layout.sheet_width(ax, 2, width) - 2 * layout.MARGIN) * (0.95 if ax else 1.0) - left - right
        if addressees is None:
            widest = [max(theme.width_of(word, theme.SMALL) for word in name.split()) for name in wanted]
            some = min(len(wanted), _ADDRESSEES)
            # No word of a name is broken.
            while some > 1 and room / some < max(_COLUMN, max(widest[:some]) + _GAP):
                some -= 1
            less += marks.part(some, len(wanted), "addressee", "most demands")
            wanted = wanted[:some]
        column = room / len(wanted)
        heads = [theme.wrap(name, column - _GAP, theme.SMALL) for name in wanted]
        head = max(map(marks.label_height, heads)) + marks.BREATH
        radius = min(_RADIUS, (column - _COUNT) / 2)
        drawn, (panel,) = layout.lay_out(
            ax,
            [layout.Panel("", head + _ROW * len(groups))],
            **marks.heading(
                table, title, _headline(found[found["outlet"].isin(groups)], wanted), _NOTES, less
            ),
            left=left,
            right=right,
            wide=2,
            width=width,
        )
        panel.set_xlim(0, room)
        marks.bare(panel)
        middle = [head + _ROW * (place + 0.5) for place in range(len(groups))]
        marks.row_labels(panel, middle, [labels[group] for group in groups])
        for y, group in zip(middle, groups, strict=True):
            marks.beside(panel, y, marks.counted(int(sizes[group]), "demand"))
        at = {name: column * (place + 0.5) - _COUNT / 2 for place, name in enumerate(wanted)}
        for name, lines in zip(wanted, heads, strict=True):
            look = {"ha": "center", "va": "bottom", "fontsize": theme.SMALL, "color": theme.INK}
            panel.text(at[name], head - marks.BREATH, "\n".join(lines), linespacing=1.08, **look)
        shown = found[found["addressee"].isin(wanted) & found["outlet"].isin(groups)]
        cells = shown.assign(own=shown["voice"].isin(["outlet", "all"])).groupby(["outlet", "addressee"])
        cells = cells.agg(n=("own", "size"), own=("own", "sum"), of=("of", "first")).reset_index()
        area = (144 * radius) ** 2 / (cells["n"] / cells["of"]).max()
        for row in cells.itertuples():
            x, y = at[row.addressee], middle[groups.index(row.outlet)]
            for count, light, label in ((row.n, _LIGHT, "_demands"), (row.own, 0.0, "_own")):
                colour = theme.tint(shades[row.outlet], light)
                panel.scatter(
                    [x], [y], s=area * count / row.of, color=colour, linewidth=0, label=label, zorder=3
                )
            style = {"ha": "left", "va": "center_baseline", "fontsize": theme.SMALL, "color": theme.INK}
            panel.text(x + (area * row.n / row.of) ** 0.5 / 144 + _NEAR, y, f"{row.n:,}", **style)
        return drawn

    asked = addressees is not None or order is not None
    return layout.fit(ax, attempt, min(_OUTLETS, table["outlet"].nunique()), asked=asked)


def present(table: pd.DataFrame) -> bool:
    """Say whether any demand names somebody."""
    return bool(table["addressee"].notna().any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.opened(table, "demands", "demands", ("outlet", "voice"))
    found, wanted, *_ = _rows(table, None)
    return (
        f"{marks.counted(len(found), 'demand')} by outlet and by who is to act; {_headline(found, wanted)}."
    )


def _headline(found: pd.DataFrame, wanted: Sequence[str]) -> str:
    """Return how many of whose demands are on the first addressee, of the two outlets furthest apart."""
    on = (found["addressee"] == wanted[0]).groupby(found["outlet"]).agg(["sum", "size"])
    on = on.assign(share=on["sum"] / on["size"]).sort_values("share", ascending=False, kind="stable")
    ends = on.iloc[[0, -1]] if len(on) > 1 else on
    said = [
        f"{marks.name(str(key))} {k:,} of {n:,}"
        for key, k, n in zip(ends.index, ends["sum"], ends["size"], strict=True)
    ]
    return f"demands on {wanted[0]}: {', '.join(said)}"


def _rows(
    table: pd.DataFrame,
    addressees: str | Sequence[str] | None,
    order: str | Sequence[str] | None = None,
    most: int = _OUTLETS,
) -> tuple[pd.DataFrame, list[str], str | Sequence[str] | None, list[str]]:
    """Return the demands that name somebody, whom to draw, the outlets' order, and what is left out.

    A column `of` has how many demands the outlet has.
    """
    found = table[table["addressee"].notna()]
    if found.empty:
        raise FramingError("demands: no demand in the table names who is to act, so there is nothing to draw")
    found = found.assign(of=found.groupby("outlet")["outlet"].transform("size"))
    some, order, less = marks.largest_groups(
        found[["outlet", "of"]], "of", min(_OUTLETS, most), order, of="demands", by="outlet"
    )
    found = found[found["outlet"].isin(some["outlet"])]
    ranked = marks.largest(found["addressee"].value_counts())
    return found, marks.choose(addressees, ranked, "addressee"), order, less
