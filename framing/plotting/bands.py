"""Comparisons as rows, each with its estimate on a band: what chance does, or what would be missed.

Names of comparisons stand here too, for all figures that have them as rows. What an estimate looks like
stands in `marks`; which rows and what the band is, in the figure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import FramingError, brief
from framing.plotting import layout, marks, scales, theme
from framing.schema import UNITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

__all__ = [
    "BAND",
    "CELL",
    "ENDS",
    "TONE",
    "axis",
    "beside_node",
    "cell_name",
    "chosen",
    "draw",
    "heading",
    "heading_term_blocks",
    "limits",
    "ordered",
    "pair_name",
    "reference",
    "spoken",
]


# What the figures of terms share: which terms of which groups, strongest first, and panel headings.


def chosen(
    table: pd.DataFrame, figure: str, group: str | Sequence[str] | None, top: int
) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """Return the terms of each group and side it is set against, strongest first."""
    table = schema.check(table, "terms")
    marks.refuse_empty(table, figure, "terms")
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        raise FramingError(f"top: {brief(top)} will not do; give a whole number, 1 or more")
    for name in ("group", "against", "term", "provenance", "note"):
        table = table.assign(**{name: marks.strings(table[name])})
    wanted = marks.choose(group, sorted(table["group"].unique()), "group")
    found = []
    for key, block in table[table["group"].isin(wanted)].groupby(["group", "against"]):
        order = block.assign(strength=block["z"].fillna(0.0)).sort_values(
            ["strength", "term"], ascending=[False, True], ignore_index=True
        )
        found.append(((str(key[0]), str(key[1])), order))
    return sorted(found, key=lambda item: (wanted.index(item[0][0]), item[0][1]))


def beside_node(table: pd.DataFrame) -> str:
    """Return the words for what the terms stand beside, where the table is of collocates of one node."""
    if "node" not in table or table["node"].isna().all():
        return ""
    nodes = sorted(marks.strings(table["node"]).unique())
    return f", beside {nodes[0]}" if len(nodes) == 1 else ", beside several nodes"


def heading_term_blocks(key: tuple[str, str], block: pd.DataFrame) -> str:
    """Return a panel's heading: the group and what it is set against."""
    kind = "illustrative" if (block["provenance"] == "illustrative").any() else "published"
    others = {"rest": "all others together", "baseline": "its own other coverage"}
    other = others.get(key[1]) or marks.name(key[1], kind)
    return f"{marks.name(key[0], kind)} against {other}".replace("\N{NO-BREAK SPACE}", " ")


#: A comparison is of two outlets and has the colour of none.
TONE = "#333333"
#: Of bands, and the room for the name of a comparison in inches.
BAND, _NAME = "#D3D3D3", 2.15
_PITCH = 0.2
#: A panel so many times as high as another is not set beside it, which would leave a page half empty.
_ALIKE = 3
#: So far may the name of a pair reach into the plot, in inches.
_OVER = 1.5
#: The columns that say what is compared, in the order of rows.
CELL = ("a", "b", "measure", "target", "voice", "part", "genre")
#: What lies to either side of equality.
ENDS = (
    ("◂ higher in the second", "higher in the first ▸"),
    ("◂ second higher", "first higher ▸"),
    ("◂ second", "first ▸"),
)


def pair_name(row: Any) -> str:
    """Return the two outlets of a comparison as they are shown, the first over or less the second."""
    joint = " −" if row.scale == "difference" else " /"
    return f"{marks.name(str(row.a), row.provenance)}{joint} {marks.name(str(row.b), row.provenance)}"


def cell_name(row: Any, split: Sequence[str] = ()) -> str:
    """Return what is compared: measure, voice, and what else tells rows apart."""
    voice = [] if row.voice == "all" else [theme.VOICES[row.voice].name]
    target = [f"toward {row.target}"] * (isinstance(row.target, str) and bool(row.target))
    part = [row.part] * (row.part != "all")
    return ", ".join([str(row.measure), *target, *voice, *part, *(str(getattr(row, name)) for name in split)])


def spoken(row: Any) -> str:
    """Return a comparison in words for a sentence."""
    return f"{cell_name(row)} of {pair_name(row)}"


def heading(rows: pd.DataFrame) -> str:
    """Return the name of the one pair that all rows are of."""
    return marks.against(*(str(rows[name].iloc[0]) for name in "ab"), rows)


def ordered(rows: pd.DataFrame, split: Sequence[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return comparisons, of news if there are any, in order, and what tells them apart beyond the cell."""
    rows, _ = marks.of_genres(rows.assign(genre=marks.strings(rows["genre"])), None)
    texts = {name: marks.strings(rows[name]) for name in CELL}
    rows = rows.assign(**texts).sort_values(list(CELL), kind="stable", ignore_index=True)
    return rows, (*(("genre",) if rows["genre"].nunique() > 1 else ()), *split)


def limits(rows: pd.DataFrame, low: str, high: str) -> tuple[float, float]:
    """Return a window that holds estimates and bands, and intervals as far as one can follow them."""
    ratio = rows["scale"].iloc[0] == "ratio"
    window = scales.log_window(rows) if ratio else scales.window(rows, floor=False)
    ends = rows[[low, high]].to_numpy(float)
    ends = ends[np.isfinite(ends) & ((ends > 0) | (not ratio))]
    if not ends.size:
        return window
    least, most = float(ends.min()), float(ends.max())
    if ratio:
        # A band of one article against two may reach to the thousands.
        least, most = max(least, 1 / 64), min(most, 64.0)
        return min(window[0], least / 1.06), max(window[1], most * 1.06)
    pad = 0.03 * (most - least)
    return min(window[0], least - pad), max(window[1], most + pad)


def axis(rows: pd.DataFrame) -> str:
    """Return what a panel's axis shows; the unit where the table and the measures leave no doubt of it."""
    if rows["scale"].iloc[0] == "ratio":
        return "ratio, logarithmic axis"
    known = [unit for unit in rows["unit"].dropna().unique() if unit in UNITS] if "unit" in rows else []
    return (
        f"difference in {UNITS[known[0]].label}"
        if len(known) == 1
        else "difference, in the unit of the measure"
    )


def reference(panel: Axes, ratio: bool) -> None:
    """Draw the line of equality."""
    panel.axvline(1 if ratio else 0, color=theme.MUTED, linewidth=0.9, label="_reference", zorder=1)


def draw(
    ax: Axes | None,
    rows: pd.DataFrame,
    *,
    band: tuple[str, str],
    said: str,
    count: Callable[[Any], str],
    head: str,
    title: str,
    notes: Sequence[str],
    by: str,
    split: Sequence[str] = (),
    width: Width | None = None,
    columns: int | None = None,
) -> Axes:
    """Draw comparisons as rows: a band, and the estimate with its interval on it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        Where to draw; None makes a figure of the size it needs.
    rows : pandas.DataFrame
        Columns a, b, voice, measure, target, part, scale, estimate, low, high, note, provenance and those of
        the band.
    band : tuple of str
        Columns of its lower and its upper end.
    said : str
        What the band is, for the key.
    count : callable
        What stands beside a row.
    head : str
        Over that column.
    title, notes
        Around the panels.
    by : str
        Column whose values have an axis each where differences are drawn.
    split : sequence of str
        Further columns that tell rows apart.
    width, columns
        As in `layout.lay_out`.
    """
    pairs = rows[["a", "b"]].drop_duplicates()
    cells = _cells(rows, by)
    several = len(pairs) > 1
    names = [
        [theme.wrap(cell_name(row, split), _NAME, theme.SMALL) for row in cell.itertuples()] for cell in cells
    ]
    left = max(marks.label_width(some) for some in names)
    over = [_pairs(cell, left) if several else {} for cell in cells]
    heights = [_heights(some, heads) for some, heads in zip(names, over, strict=True)]
    windows = [limits(cell, *band) for cell in cells]
    if columns is None and min(map(sum, heights)) * _ALIKE < max(map(sum, heights)):
        columns = 1
    columns = layout.columns_for([sum(some) for some in heights], columns, most=2, width=width)
    beyond = any(
        bool((cell["low"] < low).any() or (cell["high"] > high).any())
        for cell, (low, high) in zip(cells, windows, strict=True)
    )
    one = heading(rows) if len(pairs) == 1 else ""
    voices = [voice for voice in theme.VOICES if (rows["voice"] == voice).any()]
    sheet, opened = layout.lay_out(
        ax,
        [
            layout.Panel(
                one if place == 0 else "",
                sum(sizes),
                axis(cell),
                ends=ENDS,
            )
            for place, (cell, sizes) in enumerate(zip(cells, heights, strict=True))
        ],
        title=title,
        key=[
            *marks.key_signs(voices, rows, beyond),
            layout.Sign(said, {"marker": "s", "markersize": 8, "color": BAND, "markeredgewidth": 0}),
        ],
        notes=notes,
        left=left,
        right=max(theme.width_of(text, theme.SMALL) for text in [head, *map(count, rows.itertuples())])
        + 0.14,
        columns=columns,
        wide=3 if columns > 1 else 1,
        width=width,
    )
    for panel, cell, some, heads, sizes, window in zip(
        opened, cells, names, over, heights, windows, strict=True
    ):
        ratio = cell["scale"].iloc[0] == "ratio"
        scales.scale_x(panel, window, log=ratio)
        reference(panel, ratio)
        centres = _places(panel, sizes, heads, left)
        marks.row_labels(panel, centres, some)
        marks.above_right(panel, head)
        for y, row in zip(centres, cell.itertuples(), strict=True):
            ends = [min(max(getattr(row, name), window[0]), window[1]) for name in band]
            if all(map(math.isfinite, ends)):
                panel.barh([y], [ends[1] - ends[0]], left=ends[0], height=_PITCH, color=BAND, linewidth=0,
                           label="_band", zorder=0.5)  # fmt: skip
            if not (ratio and not 0 < row.estimate < math.inf):
                marks.interval(panel, y, row, row.voice, TONE, window)
            marks.beside(panel, y, count(row))
    return sheet


def _cells(rows: pd.DataFrame, by: str) -> list[pd.DataFrame]:
    """Split rows so that each panel has one axis: all ratios, then differences."""
    ratios, others = rows[rows["scale"] == "ratio"], rows[rows["scale"] == "difference"]
    found = [ratios] if len(ratios) else []
    return found + [some for _, some in others.groupby(by, sort=False, observed=True)]


def _label(row: Any, split: Sequence[str]) -> list[str]:
    return theme.wrap(cell_name(row, split), _NAME, theme.SMALL)


def _pairs(cell: pd.DataFrame, left: float) -> dict[int, list[str]]:
    """Return the names of pairs in lines, by the place of the first row that is of one."""
    found: dict[int, list[str]] = {}
    before = None
    for place, row in enumerate(cell.itertuples()):
        if (row.a, row.b) != before:
            found[place] = theme.wrap(pair_name(row), left + _OVER, theme.SMALL, True)
            before = (row.a, row.b)
    return found


def _heights(names: Sequence[Sequence[str]], heads: Mapping[int, Sequence[str]]) -> list[float]:
    """Return the heights of rows, a pair's name before its first."""
    sizes = []
    for place, lines in enumerate(names):
        sizes += [marks.label_height(heads[place]) + 0.12] if place in heads else []
        sizes.append(max(_PITCH, marks.label_height(lines)) + 0.07)
    return sizes


def _places(
    panel: Axes, sizes: Sequence[float], heads: Mapping[int, Sequence[str]], left: float
) -> list[float]:
    """Write the names of pairs; return where the rows are."""
    centres, _ = layout.stack(sizes)
    place, rows = iter(centres), []
    for number in range(len(sizes) - len(heads)):
        if number in heads:
            paper = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
            marks.block_label(panel, next(place) + 0.03, "\n".join(heads[number]), left, bbox=paper)
        rows.append(next(place))
    return rows
