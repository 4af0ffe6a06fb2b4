"""How two outlets differ: a forest plot of ratios, and of differences where a ratio makes no sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import FramingError
from framing.plotting import layout, marks, rows, theme
from framing.plotting.rows import Axis, Block, Mark, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from framing.plotting.theme import Width

TABLE = "contrast"
#: Longest line of the name of a pair that has a row, in inches.
_WIDE = 2.1


@theme.figure
def contrast(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    panels: str | None = None,
    measures: str | Sequence[str] | None = None,
    genres: str | Sequence[str] | None = None,
    pairs: Sequence[tuple[str, str]] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes | Figure:
    """Draw differences between outlets with their 95 % intervals.

    Ratios stand on a logarithmic axis with a line at 1, differences on axes of
    their own with a line at 0. No p is shown: what is drawn is how large a
    difference is and how sure.

    Parameters
    ----------
    table : pandas.DataFrame
        The contrast table.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    panels : {"pair", "measure"}, optional
        A panel a pair with measures as rows, or a panel a measure with pairs
        as rows; by default whichever gives fewer panels.
    measures : str or sequence of str, optional
        Which to draw and in what order; by default all, in order of the table, but those of sources, stance
        and frames.
    genres : str or sequence of str, optional
        Which to draw; by default news alone, if there is any.
    pairs : sequence of tuple of str, optional
        Which pairs (a, b) to draw; by default all.
    colors : mapping of str to str, optional
        Taken so that all figures can be called alike; a pair has no colour.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side, or pairs of outlets that share the rows of their measures; by default as few
        as fit a page.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels.

    Raises
    ------
    FramingError
        The table is empty, or a measure, genre or pair is not in it.
    """
    del colors
    table, further = marks.opened(table, "contrast", "contrast", rows.CELL)
    table, left_out = marks.of_genres(table, genres)
    wanted = marks.measures_of(table, measures)
    left_out += marks.own_figures(
        table, measures, "are left to the table: name them to see how outlets differ"
    )
    found = list(dict.fromkeys(_pairs(table)))
    for pair in pairs or ():
        if tuple(pair) not in found:
            there = ", ".join(map(str, found))
            raise FramingError(f"pairs: {tuple(pair)!r} is not in the table; there are {there}")
    found = [tuple(pair) for pair in pairs] if pairs else found
    table = table[table["measure"].isin(wanted) & pd.Series(_pairs(table), index=table.index).isin(found)]
    marks.refuse_empty(table, "contrast", "contrast")
    if panels not in (None, "pair", "measure"):
        raise FramingError(f"panels {panels!r} is not known; give 'pair' or 'measure'")
    by_pair = panels == "pair" or (panels is None and len(found) <= len(wanted))
    voices = marks.voices_in(table)
    several = ("genre",) if table["genre"].nunique() > 1 else ()
    table = table.sort_values("measure", key=lambda names: names.map(list(wanted).index), kind="stable")

    def arranged(columns: int) -> list[Block | None]:
        if by_pair:
            return _by_pair(table, found, voices, (*several, *further), columns)
        label = _WIDE if columns == 1 else marks.LABEL
        return [*_by_measure(table, found, voices, (*several, *further), label)]

    heights = [rows.height(block.rows) for block in arranged(1) if block]
    most = min(3, len(found)) if by_pair else 3
    columns = layout.columns_for(heights, columns, most=most, width=width)
    sheet, _ = rows.draw(
        ax,
        arranged(columns),
        title=marks.titled(title, f"How outlets differ{marks.with_intervals(table, ',')}"),
        key=marks.voice_signs(table, voices),
        notes=["n: articles of the first and of the second outlet.", *left_out],
        shared=by_pair and columns > 1,
        columns=columns,
        width=width,
    )
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.opened(table, "contrast", "contrast", rows.CELL)
    table, _ = marks.of_genres(table, None)
    table = table[table["measure"].isin(marks.measures_of(table, None))]
    said = f"Forest plot of {marks.counted(len(table), 'difference')}{marks.with_intervals(table)}"
    said += f": {marks.counted(table['measure'].nunique(), 'measure')}"
    said += f", {marks.counted(len(set(_pairs(table))), 'pair')} of outlets"
    ratios = table.loc[(table["scale"] == "ratio") & (table["estimate"] > 0), "estimate"]
    if len(ratios):
        said += f"; ratios run from {ratios.min():.2f} to {ratios.max():.2f}"
    return said + "."


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["a"], table["b"], strict=True))


def _rows(
    table: pd.DataFrame, labels: Mapping[Any, list[str]], key: Sequence[str], voices: Sequence[str]
) -> list[Row]:
    """Return a row for each label, a line a voice; what a panel lacks has an empty row."""
    groups = dict(list(table.groupby([*key], sort=False)))
    found = []
    for name, label in labels.items():
        said, drawn = [""] * len(voices), []
        for row in groups[name].itertuples() if name in groups else ():
            slot = voices.index(row.voice)
            said[slot] = f"{row.n_a:,} / {row.n_b:,}{marks.dagger(row.note)}"
            drawn.append(Mark(row, row.voice, slot=slot))
        found.append(Row(label, sorted(drawn, key=lambda mark: mark.slot), len(voices), said))
    return found


def _by_pair(
    table: pd.DataFrame, pairs: Sequence[Any], voices: Sequence[str], split: Sequence[str], columns: int
) -> list[Block | None]:
    """Set pairs side by side, `columns` at a time, ratios above differences; None where there is nothing."""
    key = ("measure", "target", "part", *split)
    places: list[Block | None] = []
    for start in range(0, len(pairs), columns):
        block = pairs[start : start + columns]
        headed = set()
        for scale in rows.by_scale(table[[pair in block for pair in _pairs(table)]]):
            labels = {
                name: [
                    line
                    for text in (name[0], *_extra(name))
                    for line in theme.wrap(text, marks.LABEL, theme.SMALL)
                ]
                for name in dict.fromkeys(scale[[*key]].itertuples(index=False, name=None))
            }
            for a, b in block:
                own = scale[(scale["a"] == a) & (scale["b"] == b)]
                if own.empty:
                    places.append(None)
                    continue
                heading = "" if (a, b) in headed else rows.pair_heading(own)
                axis = Axis.of_differences(own)
                places.append(Block(_rows(own, labels, key, voices), axis, heading, ends=rows.ENDS))
                headed.add((a, b))
            places += [None] * (columns - len(block))
    return places


def _extra(name: tuple[str, ...]) -> list[str]:
    _, target, part, *more = map(str, name)
    return [f"toward {target}"] * bool(target) + [part] * (part != "all") + more


def _by_measure(
    table: pd.DataFrame, pairs: Sequence[Any], voices: Sequence[str], split: Sequence[str], width: float
) -> list[Block]:
    """Return a panel for each measure, target and part, the pairs as its rows."""
    key = ("a", "b", *split)
    blocks = []
    for name, own in table.groupby(["measure", "target", "part"], sort=False, observed=True):
        labels: dict[Any, list[str]] = {}
        for a, b in pairs:
            for row in own[(own["a"] == a) & (own["b"] == b)].itertuples():
                first = marks.outlet_label(a, row.provenance, width=width)
                joint = " /" if row.scale == "ratio" else " −"
                lines = [*first[:-1], first[-1] + joint]
                more = [str(getattr(row, column)) for column in split]
                lines += marks.outlet_label(b, row.provenance, more, width)
                labels.setdefault(tuple(getattr(row, column) for column in key), lines)
        heading = " · ".join([str(name[0]), *_extra(name)])
        blocks.append(
            Block(_rows(own, labels, key, voices), Axis.of_differences(own), heading, ends=rows.ENDS)
        )
    return blocks
