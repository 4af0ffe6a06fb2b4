"""On whom a difference rests: what is left of it without one article, or without one speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.plotting import bands, layout, marks, scales, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "influence"

#: Comparisons drawn unasked, and what is left out in each, of either kind.
_PANELS, _ROWS = 4, 5
#: Longest line of a name in inches, lines of it, and the height of a row and of what stands over a kind.
_NAME, _LINES, _ROW, _HEAD = 2.0, 3, 0.24, 0.25
#: The one colour that says: without this one, the reading is another.
_ACCENT = theme.PALETTE[1]
_FLIPS = {
    "sign": "other side",
    "lost": "holds no more",
    "gained": "holds only so",
    "closed": "no interval",
    "none": "",
}
_KINDS = {"article": "Without one article", "speaker": "Without one speaker"}


@dataclass(frozen=True)
class _Cell:
    """One comparison: what is compared, what was left out by kind, and the names of those rows."""

    heading: str
    under: str
    rows: pd.DataFrame
    kinds: Mapping[str, pd.DataFrame]
    names: Mapping[str, list[list[str]]]


@theme.figure
def influence(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = _ROWS,
    measures: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw each comparison as found, and without each of the articles and speakers that move it most.

    Parameters
    ----------
    table : pandas.DataFrame
        The influence table, as `framing.influence` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    most : int
        Articles, and speakers, of each comparison.
    measures : str or sequence of str, optional
        Whose comparisons are drawn, all of them; by default four, those first whose reading rests on one
        article or speaker.
    colors : mapping of str to str, optional
        Taken so that all figures can be called alike; a pair has no colour.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.
    columns : int, optional
        Panels side by side; by default as few as fit a page.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, one a comparison. The grey band is the interval
        with everything in, the line in it the estimate. In colour: without this one, another reading.

    Raises
    ------
    FramingError
        The table is empty, a measure is not in it, or `most` is under 1.
    """
    del colors
    if most < 1:
        raise FramingError(
            f"most: {most} is not possible; give the number of articles and of speakers, 1 or more"
        )
    found, left = _chosen(table, measures)
    cells = [_cell(rows, split, most) for rows, split in found]
    windows = [_window(cell) for cell in cells]
    heights = [_height(cell) for cell in cells]
    drawn = pd.concat([rows for cell in cells for rows in cell.kinds.values()])
    beyond = any(
        bool((rows["low"] < low).any() or (rows["high"] > high).any())
        for cell, (low, high) in zip(cells, windows, strict=True)
        for rows in cell.kinds.values()
    )
    across = layout.columns_for(heights, columns, most=2, width=width)
    notes = [f"{marks.counted(left, 'comparison')} left to the table."] if left else []
    sheet, opened = layout.lay_out(
        ax,
        [
            layout.Panel(cell.heading, height, bands.axis(cell.rows), under=cell.under, ends=bands.ENDS)
            for cell, height in zip(cells, heights, strict=True)
        ],
        title=marks.titled(title, "On which articles and speakers differences rest"),
        key=_key(drawn, beyond),
        notes=["Of all that can be left out, those that move the estimate most.", *notes],
        left=max(
            marks.label_width(lines for some in cell.names.values() for lines in some) for cell in cells
        ),
        right=max(theme.width_of(_FLIPS[flip], theme.SMALL) for flip in drawn["flips"].astype(str)) + 0.14,
        columns=across,
        wide=3 if across > 1 else 1,
        width=width,
    )
    for panel, cell, window in zip(opened, cells, windows, strict=True):
        _draw(panel, cell, window)
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    found, left = _chosen(table, None)
    every = pd.concat([rows for rows, _ in found])
    flips = every[every["flips"].isin(["sign", "lost", "closed"])]
    said = f"{marks.counted(len(found) + left, 'difference')} as found and without one article or speaker"
    row = next(every[every["rank"] == 1].itertuples(), None)
    if row is not None:
        shown = theme.wrap(str(row.name), 4.0, theme.SMALL)[:1]
        said += f"; {bands.spoken(row)} moves most without the {row.kind} {''.join(shown)}"
        said += f": {row.found:.3g} as found, {row.estimate:.3g} without"
    more = f"; without {len(flips):,} of those drawn another reading" if len(flips) else ""
    return f"{said}{more}.".replace("\N{NO-BREAK SPACE}", " ")


def _chosen(
    table: pd.DataFrame, measures: str | Sequence[str] | None
) -> tuple[list[tuple[pd.DataFrame, tuple[str, ...]]], int]:
    """Return the comparisons to draw with what splits them, and how many are left out."""
    rows, further = marks.opened(table, "influence", "influence")
    rows, split = bands.ordered(rows, further)
    present = list(dict.fromkeys(rows["measure"]))
    rows = rows[rows["measure"].isin(marks.choose(measures, present, "measure"))]
    if not (rows["rank"] > 0).any():
        raise FramingError(
            "influence: nothing could be left out of any comparison; the notes of the table say why"
        )
    rows = rows[rows["rank"] > 0]
    groups = [part for _, part in rows.groupby([*bands.CELL, *further], sort=False, observed=True)]
    if measures is None:
        order = sorted(range(len(groups)), key=lambda k: (not _rests(groups[k]), k))[:_PANELS]
        kept = [groups[k] for k in sorted(order)]
    else:
        kept = groups
    return [(part, split) for part in kept], len(groups) - len(kept)


def _rests(rows: pd.DataFrame) -> bool:
    return bool(rows["flips"].isin(["sign", "lost", "closed"]).any())


def _cell(rows: pd.DataFrame, split: Sequence[str], most: int) -> _Cell:
    first = next(rows.itertuples())
    kinds = {
        kind: some.sort_values(["rank", "left_out"], kind="stable").head(most)
        for kind in _KINDS
        if len(some := rows[rows["kind"] == kind])
    }
    names = {
        kind: [_name(row.name or row.left_out) for row in some.itertuples()] for kind, some in kinds.items()
    }
    return _Cell(bands.cell_name(first, split), bands.pair_name(first), rows, kinds, names)


def _name(text: str) -> list[str]:
    """Return a name in few lines: speaker, or outlet and day, then as much of a headline as fits."""
    before, sign, beside = text.rpartition("” (")
    if sign and beside.endswith(")"):
        speaker, told, title = before.rpartition("” in “")
        who = f"{speaker.removeprefix('“')}, " if told else ""
        # That its texts are invented stands with the pair.
        where = beside[:-1].replace(vocabulary.INVENTED, "")
        text = f"{who}{where}: “{title.removeprefix('“')}”"
    lines = theme.wrap(text, _NAME, theme.SMALL)
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1][:-1].rstrip()}…"]


def _sizes(cell: _Cell) -> list[float]:
    sizes = []
    for names in cell.names.values():
        sizes += [_HEAD, *(max(_ROW, marks.label_height(lines) + 0.08) for lines in names)]
    return sizes


def _height(cell: _Cell) -> float:
    return sum(_sizes(cell))


def _window(cell: _Cell) -> tuple[float, float]:
    """Return limits that hold what was found and all that is drawn."""
    first = cell.rows.iloc[[0]]
    whole = first.assign(estimate=first["found"], low=first["found_low"], high=first["found_high"])
    rows = pd.concat([whole, *cell.kinds.values()])
    return scales.log_window(rows) if first["scale"].iloc[0] == "ratio" else scales.window(rows, floor=False)


def _key(rows: pd.DataFrame, beyond: bool) -> list[layout.Sign]:
    flips = rows["flips"].astype(str)
    band = {"marker": "s", "markersize": 8, "color": bands.BAND, "markeredgewidth": 0}
    signs = [layout.Sign("as found, with its interval", band), *marks.key_signs(["all"], rows, beyond)]
    signs = [sign for sign in signs if sign.text != theme.VOICES["all"].name]
    if (flips != "none").any():
        look = {"marker": "o", "color": _ACCENT, "markersize": 6.2, "markeredgewidth": 1.3}
        signs.append(layout.Sign("without it another reading", look))
    return signs


def _draw(panel: Axes, cell: _Cell, window: tuple[float, float]) -> None:
    first = next(cell.rows.itertuples())
    ratio = first.scale == "ratio"
    scales.scale_x(panel, window, log=ratio)
    bands.reference(panel, ratio)
    low, high = (min(max(v, window[0]), window[1]) for v in (first.found_low, first.found_high))
    if low <= high:
        panel.axvspan(low, high, color=bands.BAND, linewidth=0, alpha=0.55, label="_band", zorder=0.5)
    panel.axvline(
        first.found, color=theme.MUTED, linewidth=1.2, linestyle=(0, (4, 2)), label="_found", zorder=1
    )
    sizes = _sizes(cell)
    centres, _ = layout.stack(sizes)
    left = marks.label_width(lines for some in cell.names.values() for lines in some)
    place = iter(centres)
    at, said = [], []
    for kind, rows in cell.kinds.items():
        marks.block_label(panel, next(place) + 0.02, _KINDS[kind], left)
        for row, lines in zip(rows.itertuples(), cell.names[kind], strict=True):
            y = next(place)
            at.append(y)
            said.append(lines)
            colour = bands.TONE if row.flips == "none" else _ACCENT
            if not ratio or row.estimate > 0:
                marks.interval(panel, y, row, "all", colour, window)
            if _FLIPS[str(row.flips)]:
                marks.beside(panel, y, _FLIPS[str(row.flips)], color=theme.shade(_ACCENT, 0.3))
    marks.row_labels(panel, at, said)
