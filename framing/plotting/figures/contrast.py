"""How two outlets differ: a forest plot of ratios, and of differences where a ratio makes no sense."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import FramingError
from framing.plotting import bands, layout, marks, scales, theme
from framing.schema import UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "contrast"


@dataclass(frozen=True)
class _Cell:
    """The rows of one panel, with the label of each row and what the panel says of all."""

    heading: str
    rows: pd.DataFrame
    names: Mapping[tuple[str, ...], list[str]]
    by: tuple[str, ...]


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
) -> Axes:
    """Draw differences between outlets with their 95 % intervals.

    Ratios stand on a logarithmic axis with a line at 1, differences on axes of
    their own with a line at 0. No p is shown: what is drawn is how large a
    difference is and how sure.

    Parameters
    ----------
    table : pandas.DataFrame
        The contrast table; omnibus rows (`b` is "any") have no estimate and are left out.
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
    table, further = _drawn(table)
    table, left_out = marks.of_genres(table, genres)
    wanted = marks.measures_of(table, measures)
    left_out += marks.own_figures(
        table, measures, "are left to the table: name them to see how outlets differ"
    )
    found = list(dict.fromkeys(zip(table["a"].astype(str), table["b"].astype(str), strict=True)))
    for pair in pairs or ():
        if tuple(pair) not in found:
            raise FramingError(
                f"pairs: {tuple(pair)!r} is not in the table; there are {', '.join(map(str, found))}"
            )
    found = [tuple(pair) for pair in pairs] if pairs else found
    table = table[table["measure"].isin(wanted) & pd.Series(_pairs(table), index=table.index).isin(found)]
    marks.refuse_empty(table, "contrast", "contrast")
    if panels not in (None, "pair", "measure"):
        raise FramingError(f"panels {panels!r} is not known; give 'pair' or 'measure'")
    by_pair = panels == "pair" or (panels is None and len(found) <= len(wanted))
    voices = [voice for voice in theme.VOICES if (table["voice"] == voice).any()]

    def arranged(columns: int) -> list[_Cell | None]:
        if by_pair:
            return _by_pair(table, found, wanted, further, columns)
        return [*_by_measure(table, found, wanted, further, _WIDE if columns == 1 else marks.LABEL)]

    heights = [_height(cell, voices) for cell in arranged(1) if cell]
    columns = layout.columns_for(heights, columns, most=min(3, len(found)) if by_pair else 3, width=width)
    places = arranged(columns)
    cells = [cell for cell in places if cell]
    shared = by_pair and columns > 1
    windows = [_window(cell.rows) for cell in cells]
    beyond = any(
        (c.rows["low"] < low).any() or (c.rows["high"] > high).any()
        for c, (low, high) in zip(cells, windows, strict=True)
    )
    sheet, opened = layout.lay_out(
        ax,
        [
            cell and layout.Panel(cell.heading, _height(cell, voices), _axis(cell.rows), ends=bands.ENDS)
            for cell in places
        ],
        title=marks.titled(title, f"How outlets differ{marks.with_intervals(table, ',')}"),
        key=marks.key_signs(voices, table, beyond),
        notes=["n: articles of the first and of the second outlet.", *left_out],
        left=max(marks.label_width(cell.names.values()) for cell in cells),
        right=max(theme.width_of(_count(row), theme.SMALL) for row in table.itertuples()) + 0.12,
        columns=columns,
        shared=shared,
        width=width,
    )
    first = [place % columns == 0 for place, cell in enumerate(places) if cell]
    for panel, cell, limits, leads in zip(opened, cells, windows, first, strict=True):
        _draw(panel, cell, voices, limits, labelled=leads or not shared)
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table, _ = marks.of_genres(_drawn(table)[0], None)
    table = table[table["measure"].isin(marks.measures_of(table, None))]
    pairs = len(set(_pairs(table)))
    measures = table["measure"].nunique()
    said = f"Forest plot of {marks.counted(len(table), 'difference')}{marks.with_intervals(table)}"
    said += f": {marks.counted(measures, 'measure')}, {marks.counted(pairs, 'pair')} of outlets"
    ratios = table.loc[(table["scale"] == "ratio") & (table["estimate"] > 0), "estimate"]
    if len(ratios):
        said += f"; ratios run from {ratios.min():.2f} to {ratios.max():.2f}"
    return said + "."


def _drawn(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    table, further = marks.opened(table, "contrast", "contrast")
    table = table[table["b"] != "any"]
    marks.refuse_empty(table, "contrast", "contrast")
    return table, further


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["a"].astype(str), table["b"].astype(str), strict=True))


def _measure_name(row: Any, several: bool, further: Sequence[str]) -> list[str]:
    extra = [f"toward {row.target}"] * isinstance(row.target, str) + [row.part] * (row.part != "all")
    extra += [row.genre] * several + [str(getattr(row, name)) for name in further]
    return [line for text in (row.measure, *extra) for line in theme.wrap(text, marks.LABEL, theme.SMALL)]


def _by_pair(
    table: pd.DataFrame,
    pairs: Sequence[tuple[str, str]],
    wanted: Sequence[str],
    further: Sequence[str],
    columns: int,
) -> list[_Cell | None]:
    """Set pairs side by side, `columns` at a time, ratios above differences; None where there is nothing."""
    several = table["genre"].nunique() > 1
    by = (*_MEASURE, *further)
    order = list(wanted)
    places: list[_Cell | None] = []
    for start in range(0, len(pairs), columns):
        block = pairs[start : start + columns]
        together = table[[pair in block for pair in _pairs(table)]]
        headed = set()
        for scale in _scales(together):
            scale = scale.sort_values("measure", key=lambda s: s.map(order.index), kind="stable")
            names = {_key(row, by): _measure_name(row, several, further) for row in scale.itertuples()}
            for a, b in block:
                rows = scale[(scale["a"] == a) & (scale["b"] == b)]
                heading = "" if (a, b) in headed else marks.against(a, b, rows)
                places.append(_Cell(heading, rows, names, by) if len(rows) else None)
                headed |= {(a, b)} if len(rows) else set()
            places += [None] * (columns - len(block))
    return places


def _by_measure(
    table: pd.DataFrame,
    pairs: Sequence[tuple[str, str]],
    wanted: Sequence[str],
    further: Sequence[str],
    width: float,
) -> list[_Cell]:
    several = table["genre"].nunique() > 1
    cells = []
    for measure in wanted:
        here = table[table["measure"] == measure]
        for (target, part), rows in here.groupby(
            [marks.strings(here["target"]), "part"], sort=True, observed=True
        ):
            extra = [f"toward {target}"] * bool(target) + [part] * (part != "all")
            names = {}
            for a, b in pairs:
                for row in rows[(rows["a"] == a) & (rows["b"] == b)].itertuples():
                    lines = [
                        *marks.outlet_label(a, row.provenance, width=width),
                        *marks.outlet_label(b, row.provenance, width=width),
                    ]
                    joint = " /" if row.scale == "ratio" else " −"
                    first = len(marks.outlet_label(a, row.provenance, width=width))
                    lines[first - 1] += joint
                    more = [*[row.genre] * several, *[str(getattr(row, name)) for name in further]]
                    names.setdefault(_key(row, (*_PAIR, *further)), lines + more)
            cells.append(_Cell(" · ".join([measure, *extra]), rows, names, (*_PAIR, *further)))
    return cells


_MEASURE = ("measure", "target", "part", "genre")
_PAIR = ("a", "b", "genre")
_WIDE = 2.1


def _key(row: Any, by: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(getattr(row, name)) for name in by)


def _scales(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Split rows so that each panel has one axis: all ratios, then the differences of each unit."""
    ratios = rows[rows["scale"] == "ratio"]
    found = [ratios] if len(ratios) else []
    others = rows[rows["scale"] == "difference"]
    return found + [some for _, some in others.groupby("unit", sort=True, observed=True)]


def _axis(rows: pd.DataFrame) -> str:
    if rows["scale"].iloc[0] == "ratio":
        return "ratio, logarithmic axis"
    return f"difference in {UNITS[rows['unit'].iloc[0]].label}"


def _count(row: Any) -> str:
    return f"{row.n_a:,} / {row.n_b:,}" + (f" {marks.FRAGILE}" if marks.fragile(row.note) else "")


def _window(rows: pd.DataFrame) -> tuple[float, float]:
    return scales.log_window(rows) if rows["scale"].iloc[0] == "ratio" else scales.window(rows, floor=False)


def _heights(cell: _Cell, voices: Sequence[str]) -> list[float]:
    return [marks.row_height(lines, len(voices)) for lines in cell.names.values()]


def _height(cell: _Cell, voices: Sequence[str]) -> float:
    return layout.stack(_heights(cell, voices))[1]


def _draw(
    panel: Axes, cell: _Cell, voices: Sequence[str], limits: tuple[float, float], *, labelled: bool
) -> None:
    ratio = cell.rows["scale"].iloc[0] == "ratio"
    share = cell.rows["unit"].iloc[0].startswith("share") and not ratio
    scales.scale_x(panel, limits, log=ratio, percent=share)
    panel.axvline(1 if ratio else 0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
    centres, _ = layout.stack(_heights(cell, voices))
    if labelled:
        marks.row_labels(panel, centres, list(cell.names.values()))
    marks.above_right(panel, "n")
    at = dict(zip(cell.names, centres, strict=True))
    rows = [(at[_key(row, cell.by)], voices.index(row.voice), row) for row in cell.rows.itertuples()]
    for centre, voice, row in sorted(rows, key=lambda r: r[:2]):
        y = centre + (voice - (len(voices) - 1) / 2) * marks.PITCH
        if ratio and (row.estimate == 0 or math.isinf(row.estimate)):
            _edge(panel, y, row, limits)
        else:
            marks.interval(panel, y, row, row.voice, bands.TONE, limits)
        marks.beside(panel, y, _count(row))


def _edge(panel: Axes, y: float, row: Any, limits: tuple[float, float]) -> None:
    """Draw a ratio that has no place on a logarithmic axis: none on one side."""
    none_in_a = row.estimate == 0
    panel.plot(
        [limits[0] if none_in_a else limits[1]],
        [y],
        marker="<" if none_in_a else ">",
        markersize=6,
        color=bands.TONE,
        markerfacecolor="white",
        clip_on=False,
        label="_edge",
        zorder=5,
    )
    panel.annotate(
        "none in the first" if none_in_a else "none in the second",
        xy=(0 if none_in_a else 1, y),
        xycoords=("axes fraction", "data"),
        xytext=(7 if none_in_a else -7, 0),
        textcoords="offset points",
        ha="left" if none_in_a else "right",
        va="center_baseline",
        fontsize=theme.SMALL,
        color=theme.MUTED,
        style="italic",
    )
