"""Where each outlet's words lie between two ends of meaning, against all other outlets, and by which words.

Two panels an axis: how far to one end (bias), and how far out to both (intensity).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing import display
from framing.errors import FramingError
from framing.plotting import layout, marks, scales, theme, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.sizes import Width

TABLE = "axes"

#: Unasked, so many outlets are drawn: those with most words.
_OUTLETS = 12
#: Longest line of an outlet's name, and the room between the words of two ends, in inches.
_NAME, _BETWEEN = 2.05, 0.15
#: Half the distance of a mark and the words under it.
_HALF = 0.085


class _Mark(NamedTuple):
    """One estimate as `marks.interval` takes it."""

    estimate: float
    low: float
    high: float
    note: str


_BIAS = ("difference", "low", "high")
_INTENSITY = ("intensity_difference", "intensity_low", "intensity_high")


@theme.figure
def axes(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    axes: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw for each axis where an outlet's words lie, less where those of all other outlets do.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `axes`, as `framing.axes` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    axes : str or sequence of str, optional
        Which to draw and in what order; by default all that the vectors know well enough to be read.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        1 sets intensity under bias; by default they stand side by side.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, bias and intensity of each axis. Under each mark
        of bias stand the words that move it most to either end.

    Raises
    ------
    FramingError
        The table is empty, no axis in it can be read, or no such axis is in it.
    """
    rows, notes = _rows(table, axes)
    shades = theme.colors(table["group"], colors)
    invented = _invented(rows)
    groups = sorted(rows["group"].unique())
    names = {g: marks.outlet_label(g, invented.get(g, "published"), width=_NAME) for g in groups}
    across = max(1, min(columns or layout.abreast(width), 2))
    found = [(str(name), part) for name, part in rows.groupby("axis", sort=False)]
    centres, height = layout.stack([_height(names[group]) for group in groups])
    ways = {_BIAS: _limits(rows, _BIAS), _INTENSITY: _limits(rows, _INTENSITY)}
    panels = []
    for place, (name, part) in enumerate(found):
        last = place == len(found) - 1
        for way, under, axis in _WAYS:
            panels.append(
                layout.Panel(
                    _title(name) if way is _BIAS else "",
                    height,
                    axis if last else "",
                    under=under,
                    ends=_ends(part) if way is _BIAS else (),
                )
            )
    signs = pd.concat([_as(rows, way) for way in ways])
    beyond = any(
        (_as(rows, w)["low"] < at[0]).any() or (_as(rows, w)["high"] > at[1]).any() for w, at in ways.items()
    )
    sheet, opened = layout.lay_out(
        ax,
        panels,
        title=marks.titled(title, f"Words between two ends{marks.with_intervals(signs, ',')}"),
        key=marks.key_signs([], signs, beyond),
        notes=notes,
        left=marks.label_width(names.values()),
        right=max(words.width_of(_count(row), theme.SMALL) for row in rows.itertuples()) + 0.14,
        columns=across,
        shared=across > 1,
        once=across > 1,
        wide=3 if across > 1 else 2,
        width=width,
    )
    for place, panel in enumerate(opened):
        way = _WAYS[place % 2][0]
        _, part = found[place // 2]
        scales.scale_x(panel, ways[way])
        panel.axvline(0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)
        ends = place % across == across - 1
        if place % across == 0:
            marks.row_labels(panel, centres, list(names.values()))
        if ends:
            marks.above_right(panel, "n")
        for row in part.sort_values("group").itertuples():
            centre = centres[groups.index(row.group)]
            y = centre - _HALF if way is _BIAS else centre
            mark = _Mark(*(getattr(row, name) for name in way), row.note)
            marks.interval(panel, y, mark, "all", shades[row.group], ways[way])
            if way is _BIAS:
                _behind(panel, centre + _HALF, row)
            if ends:
                marks.beside(panel, centre, _count(row))
    return sheet


#: What each panel of an axis shows, what is said under its heading, and at its axis.
_WAYS = (
    (_BIAS, "", "bias less that of all other outlets (cosine)"),
    (_INTENSITY, "intensity: how far to both ends", "less that of all other outlets (squared cosine)"),
)


def present(table: pd.DataFrame) -> bool:
    """Say whether any axis can be read."""
    return bool((table["difference"].notna() & ~_unread(table)).any())


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows, _ = _rows(table, None)
    invented = _invented(rows)
    here = rows[rows["low"].notna() & rows["high"].notna()]
    sure = here[(here["low"] > 0) | (here["high"] < 0)]
    names = {name: display.display(name, invented.get(name, "published")) for name in sure["group"].unique()}
    said = [f"{names[row.group]} toward the end “{_first(_pole(row))}”" for row in sure.itertuples()]
    more = f" and {len(said) - 4} more" if len(said) > 4 else ""
    clear = (
        f"intervals clear of nought: {'; '.join(said[:4])}{more}"
        if said
        else "no interval is clear of nought"
    )
    number = rows["axis"].nunique()
    what = f"Bias and intensity{marks.with_intervals(rows)} of each outlet's words along {number} "
    return f"{what}{'axis' if number == 1 else 'axes'} against all others{f': {clear}' if len(here) else ''}."


def _rows(table: pd.DataFrame, wanted: str | Sequence[str] | None) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows to draw, in order, and what is to be said below."""
    table, _ = marks.opened(table, "axes", "axes")
    text = ("group", "axis", "low_pole", "high_pole", "words_low", "words_high", "note", "vectors")
    table = table.assign(**{name: marks.strings(table[name]) for name in text})
    whole = table[table["difference"].notna()]
    known = sorted(whole["axis"].unique())
    clear = sorted(whole.loc[~_unread(whole), "axis"].unique())
    if not known or not (clear or wanted is not None):
        raise FramingError(
            "axes: the vectors know no axis of the table well enough to read it, so nothing is drawn; "
            "give a file of vectors, fr.axes(articles, vectors=PATH), or axes of words that are frequent here"
        )
    chosen = marks.choose(wanted, known, "axis")
    chosen = clear if wanted is None else chosen
    rows = whole[whole["axis"].isin(chosen)]
    size = rows.groupby("group")["tokens"].max()
    order = sorted(size.index, key=lambda name: (-size[name], name))
    rows = rows[rows["group"].isin(order[:_OUTLETS])]
    rows = rows.assign(place=rows["axis"].map(chosen.index))
    rows = rows.sort_values(["place", "group"], kind="stable", ignore_index=True)
    notes = ["Under each mark: the outlet's words that move it most to either end. n: articles."]
    if (rows["vectors"] == "corpus").any():
        notes.append("What words mean was learned from these articles alone.")
    if len(order) > _OUTLETS:
        notes.append(f"{marks.counted(len(order) - _OUTLETS, 'outlet')} with fewer words left to the table.")
    if wanted is None:
        left = table[~table["axis"].isin(chosen)]
        mixed = sorted(left.loc[left["quality"].notna(), "axis"].unique())
        lacking = sorted(set(left["axis"]) - set(mixed))
        if lacking:
            notes.append(f"Not drawn, for lack of their words: {_names(lacking)}.")
        if mixed:
            notes.append(f"Not drawn, since the vectors don't keep their ends apart: {_names(mixed)}.")
    told = sorted(rows.loc[_unread(rows), "axis"].unique())
    if told:
        why = "the vectors lack its words or don't keep its ends apart"
        notes.append(f"Not to be read, since {why}: {_names(told)}.")
    return rows, notes


def _invented(rows: pd.DataFrame) -> dict[str, str]:
    # A group whose text is in part invented must say so too.
    told = marks.strings(rows["provenance"]).replace("mixed", "illustrative")
    return marks.provenances(rows.assign(provenance=told), "group")


def _unread(table: pd.DataFrame) -> pd.Series:
    return ~table["readable"].astype(bool)


def _as(rows: pd.DataFrame, way: tuple[str, str, str]) -> pd.DataFrame:
    """Return rows with the columns that the key of marks asks for."""
    return pd.DataFrame({**dict(zip(("estimate", "low", "high"), (rows[name] for name in way), strict=True)),
                         "note": rows["note"]})  # fmt: skip


def _limits(rows: pd.DataFrame, way: tuple[str, str, str]) -> tuple[float, float]:
    return scales.window(_as(rows, way), floor=False)


def _names(axes: Sequence[str]) -> str:
    return marks.listed([name.replace("_", " ") for name in axes])


def _title(name: str) -> str:
    shown = name.replace("_", " ")
    return shown[:1].upper() + shown[1:]


def _first(pole: str, most: int = 1) -> str:
    return ", ".join(pole.split(", ")[:most])


def _pole(row: Any) -> str:
    return str(row.high_pole if row.difference > 0 else row.low_pole)


def _ends(part: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Return the words of both ends, in ever fewer words: the first that fits is written."""
    low, high = part["low_pole"].iloc[0], part["high_pole"].iloc[0]
    return tuple((f"◂ {_first(low, most)}", f"{_first(high, most)} ▸") for most in (6, 4, 3, 2, 1))


def _height(name: Sequence[str]) -> float:
    return max(marks.row_height(name, 1), 2 * marks.PITCH + marks.BREATH)


def _behind(panel: Axes, y: float, row: Any) -> None:
    """Write under a mark the words that move it to either end, as many as have room."""
    room = panel.bbox.width / panel.get_figure(root=True).dpi
    low, high = row.words_low.split(", "), row.words_high.split(", ")
    for most in range(max(len(low), len(high)), 0, -1):
        texts = [", ".join(some[:most]) for some in (low, high)]
        if most == 1 or sum(words.width_of(t, theme.SMALL) for t in texts) + _BETWEEN <= room:
            break
    for text, at, side in zip(texts, (0, 1), ("left", "right"), strict=True):
        panel.annotate(text, xy=(at, y), xycoords=("axes fraction", "data"), ha=side, va="center_baseline",
                       fontsize=theme.SMALL, color=theme.MUTED, annotation_clip=False, zorder=2,
                       bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})  # fmt: skip


def _count(row: Any) -> str:
    return f"{row.n_articles:,}" + (f" {marks.FRAGILE}" if marks.fragile(row.note) else "")
