"""Where things stand on a figure, in inches (title, key, panels, notes), and the scales of its axes.

A figure of one panel gives back its data axes, one of several a figure that names them. Text is measured
before panels are opened, so that room is made for every label and none is cut.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator
from matplotlib.transforms import Affine2D, Transform

from framing.errors import FramingError
from framing.plotting import theme
from framing.plotting.theme import SMALL, Width, line_height, width_of, wrap
from framing.views import vocabulary

# Limits, ticks and numbers of value axes: round, few, and not at the mercy of one wild interval.

# Time on an axis: the day of each article, dates in words of our own, and a few round days as ticks.

#: Month names of our own: strftime would follow the machine's language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: Steps of ticks: (unit, how many of it, about how many days).
_STEPS = (
    *(("day", n, float(n)) for n in (1, 2, 5, 10)),
    *(("month", n, 30.4 * n) for n in (1, 2, 3, 6)),
    *(("year", n, 365.2 * n) for n in (1, 2, 5, 10, 20, 50, 100)),
)


def said(day: pd.Timestamp, year: bool = False) -> str:
    """Write a day.

    >>> said(pd.Timestamp("2026-01-14"), year=True)
    '14 Jan 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def ticks(first: pd.Timestamp, last: pd.Timestamp, most: int) -> list[tuple[pd.Timestamp, str]]:
    """Return round days from `first` to `last`, at most so many, each with its words; a new year above them.

    >>> [words for _, words in ticks(pd.Timestamp("2025-11-20"), pd.Timestamp("2026-03-10"), 5)]
    ['2025\\nDec', '2026\\nJan', 'Feb', 'Mar']
    """
    span = max((last - first).days, 0)
    wanted = next((step for step in _STEPS if span / step[2] < max(most, 1)), _STEPS[-1])
    days = _round(first, last, wanted[0], wanted[1])
    found, year = [], None
    for day in days[:most]:
        # The first day of all stands in for a round one where there is none, and says which it is.
        unit = wanted[0] if wanted[0] == "day" or day.day == 1 else "day"
        words = {"day": said(day), "month": MONTHS[day.month - 1], "year": str(day.year)}[unit]
        above = f"{day.year}\n" if day.year != year and unit != "year" else ""
        found.append((day, above + words))
        year = day.year
    return found


def _round(first: pd.Timestamp, last: pd.Timestamp, unit: str, every: int) -> list[pd.Timestamp]:
    if unit == "day":
        return list(pd.date_range(first, last, freq=f"{every}D"))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    step = every if unit == "month" else 12 * every
    found = [pd.Timestamp(m // 12, m % 12 + 1, 1) for m in months if m % step == 0]
    inside = [day for day in found if first <= day <= last]
    # Between two round months there may be none: the ends say when it was.
    return inside or [first]


#: Ratios above 1 to set as ticks, with their inverses, from close to far apart.
_LADDERS = (
    (1.0, 1.25, 2.0, 4.0, 8.0),
    tuple(2.0**e for e in range(20)),
    tuple(4.0**e for e in range(20)),
    tuple(10.0**e for e in range(20)),
    tuple(100.0**e for e in range(20)),
)
#: Where none of these but 1 has room, from far apart to close.
_CLOSE = (3.0, 1.5, 1.25, 1.1, 1.05)


def number(value: float) -> str:
    """Write a number for an axis: short, with thousands set apart."""
    if value and abs(value) < 1e-9:
        value = 0.0
    text = f"{value:,.10g}" if abs(value) < 1000 else f"{value:,.0f}"
    return text.replace("-", "−")


def scale_x(panel: Axes, window: tuple[float, float], *, log: bool = False, percent: bool = False) -> None:
    """Set the limits of a panel's value axis and a few round ticks, as many as its width has room for."""
    width = theme.inches_of(panel)[0]
    write = ratio if log else in_percent if percent else number
    if log:
        panel.set_xscale("log")
        panel.xaxis.set_major_locator(FixedLocator(ratio_ticks(*window, width=width)))
        panel.xaxis.set_minor_locator(NullLocator())
    else:
        most = max(2, int(width / (0.55 if percent else 0.45)))
        panel.xaxis.set_major_locator(_round_ticks(window, width, most, write))
    panel.set_xlim(*window)
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: write(round(value, 10))))


def _round_ticks(
    window: tuple[float, float], width: float, most: int, write: Callable[[float], str]
) -> MaxNLocator:
    """Return a locator of so many round ticks, or of fewer where their numbers are too wide for that."""
    for bins in range(most, 1, -1):
        locator = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10])
        ticks = [t for t in locator.tick_values(*window) if window[0] <= t <= window[1]]
        wide = max((width_of(write(round(t, 10)), SMALL) for t in ticks), default=0.0) + 0.07
        if len(ticks) < 2 or wide <= width * (ticks[1] - ticks[0]) / (window[1] - window[0]):
            break
    return locator


def in_percent(value: float) -> str:
    """Write a share for an axis."""
    return f"{number(round(100 * value, 8))} %"


def ratio(value: float) -> str:
    """Write a ratio: below 1 as a fraction, so that a half and twice look like each other.

    >>> ratio(0.25), ratio(0.8), ratio(4)
    ('1/4', '0.8', '4')
    """
    inverse = 1 / value
    whole = value < 1 and abs(inverse - round(inverse)) < 1e-6 * inverse
    return f"1/{round(inverse):,}" if whole else number(float(f"{value:.3g}") if value < 100 else value)


def ratio_ticks(low: float, high: float, width: float) -> list[float]:
    """Return round ratios within the limits, none too near the next on an axis so many inches wide.

    >>> ratio_ticks(0.3, 3, 2.0)
    [0.5, 1.0, 2.0]
    """
    inch = width / math.log(high / low)
    for ladder in _LADDERS:
        ticks = sorted({t for up in ladder for t in (up, 1 / up) if low <= t <= high})
        if all(math.log(b / a) * inch >= 0.42 for a, b in pairwise(ticks)):
            if len(ticks) > 1:
                return ticks
            break
    # Too near to each other for those: one on either side of 1.
    for up in _CLOSE:
        ticks = [t for t in (1 / up, 1.0, up) if low <= t <= high]
        if len(ticks) > 1 and math.log(up) * inch >= 0.5:
            return ticks
    return [1.0]


def window(
    table: pd.DataFrame, points: np.ndarray | None = None, *, floor: bool, reach: float = 3.0
) -> tuple[float, float]:
    """Choose the limits of a linear axis so that one wild interval doesn't flatten the rest.

    All estimates are inside. Interval ends and articles are followed up to
    `reach` times the size of the estimates; what lies further is drawn at the edge.
    """
    middle = table["estimate"].to_numpy(float)
    middle = middle[np.isfinite(middle)]
    ends = np.concatenate([table["low"].to_numpy(float), table["high"].to_numpy(float)])
    ends = ends[np.isfinite(ends)]
    dots = np.asarray([] if points is None else points, float)
    if not middle.size and not dots.size:
        return (0.0, 1.0) if floor else (-1.0, 1.0)
    usual = [0.0] if floor else []
    base = np.concatenate([middle, dots[:0] if middle.size else dots, usual])
    # Half the width of a narrow interval: a wild one shall not set the scale by which it is judged.
    widths = (table["high"] - table["low"]).dropna().to_numpy(float)
    half = float(np.quantile(widths, 0.25, method="lower")) / 2 if widths.size else 0.0
    half = max(half, float(np.subtract(*np.quantile(dots, (0.75, 0.25)))) / 2) if dots.size else half
    top, bottom = float(base.max()), float(base.min())
    size = max(top if floor else 0.0, top - bottom, half, 1e-9)
    roof, cellar = top + (reach - 1) * size, (0.0 if floor else bottom - (reach - 1) * size)
    seen = np.concatenate([ends, dots])
    # What lies only a little further is followed too: an arrowhead there would tell less than it takes.
    if seen.size and top < seen.max() <= roof + 0.3 * (roof - bottom):
        roof = float(seen.max())
    if seen.size and bottom > seen.min() >= cellar - 0.3 * (top - cellar):
        cellar = float(seen.min())
    top = max(top, float(min(seen.max(), roof))) if seen.size else top
    bottom = min(bottom, float(max(seen.min(), cellar))) if seen.size else bottom
    if not floor:
        top, bottom = max(top, 0.0), min(bottom, 0.0)
    if top - bottom < 1e-9:
        top = bottom + (max(abs(bottom), 1.0) if not floor or not top else top)
    pad = 0.04 * (top - bottom)
    return (0.0 if floor else bottom - pad), top + pad


def log_window(table: pd.DataFrame, reach: float = 6.0) -> tuple[float, float]:
    """Choose the limits of a ratio axis: 1 and every ratio inside, intervals followed up to `reach` times."""
    middle = table["estimate"].to_numpy(float)
    middle = middle[np.isfinite(middle) & (middle > 0)]
    low, high = (float(middle.min()), float(middle.max())) if middle.size else (1.0, 1.0)
    low, high = min(low, 1.0), max(high, 1.0)
    lows, highs = table["low"].dropna().to_numpy(float), table["high"].dropna().to_numpy(float)
    lows, highs = lows[lows > 0], highs[np.isfinite(highs)]
    bottom = max(lows.min(), low / reach) if lows.size else low
    top = min(highs.max(), high * reach) if highs.size else high
    bottom, top = min(bottom, low, 0.77), max(top, high, 1.3)
    pad = (top / bottom) ** 0.04
    return bottom / pad, top * pad


MARGIN = 0.12
#: Gap between two panels, in inches, and between what belongs together.
GAP, NEAR, UNDER_TITLE = 0.24, 0.06, 0.09
#: Room under a panel for tick labels and for each line of an axis label.
TICKS = 0.21
#: A page holds so many inches of panels under each other, each with about so much around its plot.
PAGE, AROUND = 10.0, 0.8
#: So high may a figure be of which nobody said what is to be drawn: a page and a half.
_TALL = 1.5 * PAGE
#: So wide must a panel at least be beside others.
_PANEL = 3.3


class NoRoom(FramingError):
    """Axes that were given have no room for what was to be drawn."""


@dataclass(frozen=True)
class Panel:
    """One panel before it is drawn: its heading, the height of its plot, its axis label."""

    heading: str
    height: float
    label: str = ""
    #: One line less loud under the heading.
    under: str = ""
    #: Written over the plot at its two sides: what lies that way; of several wordings the first that fits.
    ends: tuple[tuple[str, str], ...] = ()
    #: Whether its axis has numbers, which need room.
    ticks: bool = True
    #: Its name in `axes_dict`, where that is not its heading.
    name: str = ""
    #: Of a panel alone: what heads it under the title, the key, and the size of its heading.
    more: str = ""
    key: Sequence[Sign] = ()
    size: float = theme.FONT
    #: Whether its heading stands over the middle, where a title of the user's own takes its place.
    centred: bool = False


@dataclass(frozen=True)
class Sign:
    """One entry of the key: a sample, drawn with these properties of a Line2D, and its words."""

    text: str
    look: Mapping[str, Any] = field(default_factory=dict)


class _Shown:
    """A notebook shows it as a picture."""

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        width, height = (round(96 * side) for side in theme.root(self).get_size_inches())
        data = {"text/plain": repr(self), "image/png": theme.to_bytes(self, "png", 192)}
        return data, {"image/png": {"width": width, "height": height}}


class PanelAxes(_Shown, Axes):
    """The data axes of a panel made here: a title set later stands where the one drawn stood."""

    name = "framing.panel"

    def set_title(self, label: str, fontdict: Any = None, loc: Any = None, **more: Any) -> Any:
        """Set the title, at the left unless told."""
        return super().set_title(label, fontdict, loc or "left", **more)

    def get_title(self, loc: Any = None) -> str:
        """Return the title, that at the left unless told."""
        return super().get_title(loc or "left")


class PanelFigure(_Shown, Figure):
    """A figure of panels: of several `axes_dict` has the data axes of each by its name."""

    axes_dict: dict[str, Axes]

    def draw(self, renderer: Any) -> None:
        """Draw with letters as wide as they were measured: hinted, they are up to a tenth wider."""
        with mpl.rc_context({"text.hinting": "none"}):
            super().draw(renderer)


def stack(sizes: Sequence[float]) -> tuple[list[float], float]:
    """Put rows of these heights under each other; return their centres and the whole height."""
    centres, top = [], 0.0
    for size in sizes:
        centres.append(top + size / 2)
        top += size
    return centres, top


def fit(
    ax: Axes | None,
    draw: Callable[[int, int], Any],
    rows: int,
    *,
    panels: int = 1,
    least: int | None = None,
    asked: bool = False,
) -> Any:
    """Draw as much as there is room for: on the axes given, or on a page and a half.

    Parameters
    ----------
    ax : Axes or None
        The axes given, if any.
    draw : callable
        Draws, of so many panels at most, so many rows in each, and returns what it drew.
    rows, panels : int
        How many there are to draw at most. On axes that are given there is one panel.
    least : int, optional
        So many rows are kept before panels are left out; by default all.
    asked : bool
        The user said what is to be drawn: a figure made here is as high as that needs.

    Returns
    -------
    Any
        What `draw` returned, for the most that has room, or else for one row.

    Raises
    ------
    NoRoom
        The axes are too small for one row.
    """
    if ax is not None:
        for count in range(rows, 1, -1):
            try:
                return draw(1, count)
            except NoRoom:
                continue
        return draw(1, 1)
    least = min(rows, least or rows)
    tries = [(panels, count) for count in range(rows, least, -1)]
    tries += [(count, least) for count in range(panels, 0, -1)]
    tries += [(1, count) for count in range(least - 1, 0, -1)]
    drawn: dict[tuple[int, int], Any] = {}

    def fits(place: tuple[int, int]) -> bool:
        drawn[place] = draw(*place)
        return asked or bool(theme.root(drawn[place]).get_size_inches()[1] <= _TALL)

    # Mostly there is room for all; else it is looked for by halves, since each try is a drawing.
    best = 0 if fits(tries[0]) else bisect_left(tries[:-1], True, lo=1, key=fits)
    return drawn.get(tries[best]) or draw(*tries[best])


def columns_for(heights: Sequence[float], most: int = 3, width: Width | None = None) -> int:
    """Return how many panels stand side by side: as few as fit a page, `most` at most.

    A column of paper has room for one, a page for three and no less than two.

    >>> columns_for([1.0] * 4), columns_for([1.0] * 9)
    (1, 2)
    >>> columns_for([1.0] * 9, width="single"), columns_for([1.0] * 4, width="double")
    (1, 2)
    """
    least = 1
    if width is not None:
        most = min(most, abreast(width))
        least = min(most, 2, len(heights))
    whole = sum(height + AROUND for height in heights)
    return next((n for n in range(least, most) if whole / n <= PAGE), most)


def abreast(width: Width | None) -> int:
    """Return how many panels have room side by side on paper so wide; without a width, three.

    >>> abreast("single"), abreast("double"), abreast(5.0)
    (1, 3, 2)
    """
    return 3 if width is None else max(1, min(3, int(theme.inches(width) / theme.PAPER / _PANEL)))


def sheet_width(ax: Axes | None, across: int, width: Width | None = None) -> float:
    """Return how wide the sheet is in inches: that of the axes given, of the paper, or of so many panels."""
    if ax is not None:
        return theme.room_of(ax)[2] * theme.inches_of(ax.get_figure(root=False))[0]
    if width is not None:
        return theme.inches(width) / theme.PAPER
    return theme.WIDTHS.get(across, theme.WIDTHS[3] / 3 * across)


def lay_out(
    ax: Axes | None,
    panels: Sequence[Panel | None],
    *,
    title: str = "",
    key: Sequence[Sign] = (),
    notes: Sequence[str] = (),
    left: float = 0.0,
    right: float = 0.0,
    columns: int = 1,
    shared: bool = False,
    wide: int = 1,
    width: Width | None = None,
) -> tuple[Axes | PanelFigure, list[Axes]]:
    """Open the panels, with title, key and notes.

    Parameters
    ----------
    ax : Axes or None
        None makes a figure as large as its panels need. A given Axes becomes the first panel, its rows
        stretched to its height; notes give way to them, and it is refused where it has no room even so.
    panels : sequence of Panel or None
        In order; filled row by row. None leaves a place empty.
    title, key, notes
        Above and below the panels; each wrapped to the width.
    left, right : float
        Inches kept free beside each plot for labels of rows and for n.
    columns : int
        Panels in a row; a figure made here grows wider with them.
    shared : bool
        Panels of a row have the same rows, so that only the first needs room for their labels.
    wide : int
        A figure made here is at least as wide as one with so many panels side by side.
    width : {"single", "double"} or float, optional
        The paper that it is for: a figure made here is as wide as `sheet_width` says.

    Returns
    -------
    tuple of (Axes or PanelFigure) and list of Axes
        The data axes of a single panel, else the figure; and the axes of each panel that is none of None: y
        runs down from 0 to the panel's `height`, whatever its real size.
    """
    full = sheet_width(ax, max(min(columns, len(panels)), wide), width)
    there = [panel for panel in panels if panel]
    if ax is not None:
        rest = len(there) - 1
        notes = [*[f"The first of {rest + 1} panels; without ax all are drawn."] * bool(rest), *notes]
        panels = there = there[:1]
    if len(there) == 1:
        # The title is that of its one panel, and the key stands over it.
        (one,) = there
        more = one.heading if title else ""
        heads = {"heading": title or one.heading, "more": more, "size": theme.TITLE}
        one = replace(one, key=key, centred=ax is not None, **heads)
        panels, title, key = [one], "", ()
    columns = max(1, min(columns, len(panels)))
    # On axes of the user's letters may be hinted, and wider for it.
    inner = (full - 2 * MARGIN) * (1.0 if ax is None else 0.95)
    lefts = [left if place == 0 or not shared else 0.0 for place in range(columns)]
    room = (inner - (columns - 1) * GAP - sum(lefts) - columns * right) / columns
    # The narrowest panel says where all break their words.
    around = (min(lefts), room, right)
    # What has no heading belongs to what stands above it.
    gaps = [
        GAP if any(p and p.heading for p in panels[i : i + columns]) else NEAR
        for i in range(columns, len(panels), columns)
    ]
    plan = _plan(panels, around, columns)
    heading = wrap(title, inner, theme.TITLE, True)
    head = len(heading) * line_height(theme.TITLE) + bool(heading) * UNDER_TITLE + _key_height(key, inner)
    fixed = 2 * MARGIN + head + sum(above + below for above, _, below in plan) + sum(gaps)
    plots, scale = sum(plot for _, plot, _ in plan), 1.0
    if ax is None:
        total, place = fixed + plots + _foot(notes, inner), (0.0, 0.0, 1.0, 1.0)
        figure: Any = PanelFigure(figsize=(full, total), dpi=100)
    else:
        figure, place = ax.get_figure(root=False), theme.room_of(ax)
        total = place[3] * theme.inches_of(figure)[1]
        # What is drawn of how many, and that text was invented, stands first.
        kept = 1 + bool(rest) + any(vocabulary.INVENTED in note for note in notes[:-1])
        while len(notes) > kept and total - fixed - _foot(notes, inner) < plots:
            notes = notes[:-1]
        scale = (total - fixed - _foot(notes, inner)) / plots
        if scale < 1 or room < 1:
            raise NoRoom(
                f"ax: has {full:.1f} x {total:.1f} inches, too few for one row; give axes of some "
                f"{full + max(1 - room, 0):.1f} x {fixed + plots + _foot(notes, inner) + 0.05:.1f}, or none"
            )
    y = MARGIN
    if heading:
        look = {"ha": "left", "va": "top", "fontsize": theme.TITLE, "weight": "bold", "color": theme.INK}
        figure.suptitle("\n".join(heading), x=y / full, y=1 - y / total, linespacing=1.08, **look)
        y += len(heading) * line_height(theme.TITLE) + UNDER_TITLE
    page = Affine2D().scale(1 / full, -1 / total).translate(0, 1) + figure.transFigure
    y = _Writer(figure, page).key(MARGIN, y, key, inner)
    opened: list[Axes] = []
    for number, (above, plot, below) in enumerate(plan):
        for at, panel in enumerate(panels[number * columns : (number + 1) * columns]):
            if panel is None:
                continue
            x = MARGIN + sum(lefts[: at + 1]) + at * (right + room + GAP)
            # A shorter neighbour keeps its own height: its rows are as high as theirs.
            size = (max(room, 0.1), panel.height * scale)
            corner = (x / full, 1 - (y + above + size[1]) / total, size[0] / full, size[1] / total)
            box = [part * by for part, by in zip(corner, place[2:] * 2, strict=True)]
            box = [box[0] + place[0], box[1] + place[1], *box[2:]]
            own = figure.add_axes(box, axes_class=PanelAxes) if ax is None else ax
            own.set_position(box)
            _dress(own, panel, (lefts[at], *around[1:]), size)
            opened.append(own)
        y += above + plot * scale + below + ([*gaps, 0.0][number])
    if len(there) == 1:
        deep = _foot(notes, inner)
        y = plan[0][1] * scale + plan[0][2]
        _Writer.beside(opened[0], (room, plan[0][1] * scale), (-left, y, inner, deep)).notes(
            0, 0, notes, inner
        )
        return opened[0], opened
    _Writer(figure, page).notes(MARGIN, y, notes, inner)
    figure.axes_dict = dict(zip(_names(there), opened, strict=True))
    return figure, opened


def _names(panels: Sequence[Panel]) -> list[str]:
    """Return the name of each panel: its heading, and where that is no name what its axis says."""
    names = [panel.name or panel.heading or panel.label for panel in panels]
    return [
        name if names.count(name) == 1 else f"{name} {names[:place].count(name) + 1}"
        for place, name in enumerate(names)
    ]


def _plan(
    panels: Sequence[Panel | None], around: tuple[float, float, float], columns: int
) -> list[tuple[float, float, float]]:
    """Return, for each row of panels, the room above the plots, their height, and the room below."""
    plan = []
    for start in range(0, len(panels), columns):
        line = [panel for panel in panels[start : start + columns] if panel]
        above = max(len(_heading(p, around)) * line_height(p.size) + _over(p, around) for p in line)
        labels = max(len(wrap(p.label, sum(around), theme.SMALL)) for p in line) * line_height(theme.SMALL)
        plan.append(
            (above, max(p.height for p in line), (TICKS if any(p.ticks for p in line) else NEAR) + labels)
        )
    return plan


def _heading(panel: Panel, around: tuple[float, float, float]) -> list[str]:
    left, room, right = around
    # What stands over the column of n is at the height of the heading of one panel of several.
    wide = left + room + right * (panel.size == theme.TITLE)
    return wrap(panel.heading, wide, panel.size, True)


def _over(panel: Panel, around: tuple[float, float, float]) -> float:
    """Return the height of what stands between a panel's heading and its plot."""
    words = len(wrap(panel.more, sum(around[:2]), theme.FONT, True)) * line_height()
    small = len(wrap(panel.under, sum(around[:2]), theme.SMALL)) + (1 if panel.ends else 0)
    words += small * line_height(theme.SMALL)
    if panel.size == theme.TITLE and panel.heading:
        # What stands over the column of n has a line of its own there.
        words = UNDER_TITLE + (words or line_height())
    return words + _key_height(panel.key, sum(around)) + NEAR


def _key_height(key: Sequence[Sign], width: float) -> float:
    rows = _flow(key, width)
    return len(rows) * line_height(theme.SMALL) * 1.1 + (2 * NEAR if rows else 0)


def _foot(notes: Sequence[str], width: float) -> float:
    return sum(len(wrap(n, width, theme.SMALL)) * line_height(theme.SMALL) + NEAR / 2 for n in notes) + NEAR


def _dress(own: Axes, panel: Panel, around: tuple[float, float, float], size: tuple[float, float]) -> None:
    """Give a panel its limits, heading, label and what stands between; it may be axes of the user's."""
    left, room, right = around
    own.set_ylim(panel.height, 0)
    own.set_yticks([])
    own.set_axisbelow(True)
    for side, spine in own.spines.items():
        spine.set(visible=side == "bottom", color=theme.RULE, linewidth=0.8)
    own.grid(True, axis="x", color=theme.GRID, linewidth=0.8)
    look = {"labelsize": theme.SMALL, "color": theme.RULE, "labelfontfamily": theme.families()}
    own.tick_params(axis="x", length=3, width=0.8, pad=2.5, labelcolor=theme.MUTED, **look)
    own.tick_params(axis="y", length=0, pad=5, labelcolor=theme.INK, **look)
    label = wrap(panel.label, sum(around), theme.SMALL)
    wide = max((width_of(line, theme.SMALL) for line in label), default=0.0) / 2
    middle = (min(max(left + room / 2, wide), left + room + right - wide) - left) / room
    look = {"fontsize": theme.SMALL, "color": theme.MUTED, "linespacing": 1.08, "x": middle}
    own.set_xlabel("\n".join(label), labelpad=1.0, **look)
    heading = "\n".join(_heading(panel, around))
    look = {"fontsize": panel.size, "weight": "bold", "color": theme.INK, "linespacing": 1.08, "pad": 0}
    if panel.centred:
        own.set_title(heading, loc="center", **look).set_x((room + right - left) / 2 / room)
    else:
        own.set_title(heading, **look).set_x(-left / room)
    over = _over(panel, around)
    writer = _Writer.beside(own, size, (-left, -over, sum(around), over))
    y = UNDER_TITLE if panel.size == theme.TITLE and panel.heading else 0
    y = writer.key(0, y, panel.key, sum(around))
    y = writer.lines(0, y, wrap(panel.more, left + room, theme.FONT, True), theme.FONT, weight="bold")
    y = writer.lines(0, y, wrap(panel.under, left + room, theme.SMALL), theme.SMALL, color=theme.MUTED)
    writer.ends(left, y, room, panel.ends)


class _Writer:
    """Puts text and samples on a figure or axes; its transform takes inches from the upper left corner."""

    def __init__(self, owner: Any, transform: Transform) -> None:
        self.owner, self.transform = owner, transform

    @classmethod
    def beside(
        cls, panel: Axes, size: tuple[float, float], box: tuple[float, float, float, float]
    ) -> _Writer:
        """Return a writer at the side of a panel: x and y of its place from the plot's corner, and its size.

        It writes on axes of their own, over which the panel's title stays.
        """
        x, y, width, height = box
        child = panel.inset_axes((x / size[0], 1 - (y + height) / size[1], width / size[0], height / size[1]))
        child.set_axis_off()
        return cls(child, Affine2D().scale(1 / width, -1 / height).translate(0, 1) + child.transAxes)

    def key(self, x: float, y: float, key: Sequence[Sign], width: float) -> float:
        rows = _flow(key, width)
        for row in rows:
            middle = y + line_height(theme.SMALL) / 2
            for at, words, sign in row:
                if sign is not None:
                    self.sample(x + at, middle, sign.look)
                start = at if sign is None else at + _sample(sign)
                self.lines(x + start, y, [words], theme.SMALL, color=theme.MUTED)
            y += line_height(theme.SMALL) * 1.1
        return y + (2 * NEAR if rows else 0)

    def notes(self, x: float, y: float, notes: Sequence[str], width: float) -> None:
        y += NEAR
        for note in notes:
            y = self.lines(x, y, wrap(note, width, theme.SMALL), theme.SMALL, color=theme.MUTED) + NEAR / 2

    def lines(self, x: float, y: float, lines: Sequence[str], size: float, **look: Any) -> float:
        for line in lines:
            style = {"ha": "left", "color": theme.INK, "va": "center_baseline", "fontsize": size, **look}
            self.owner.text(x, y + line_height(size) / 2, line, transform=self.transform, **style)
            y += line_height(size)
        return y

    def ends(self, x: float, y: float, room: float, wordings: Sequence[tuple[str, str]]) -> None:
        for left, right in wordings:
            if width_of(left, theme.SMALL) + width_of(right, theme.SMALL) + GAP <= room:
                self.lines(x, y, [left], theme.SMALL, color=theme.MUTED)
                self.lines(x + room, y, [right], theme.SMALL, ha="right", color=theme.MUTED)
                return

    def sample(self, x: float, y: float, look: Mapping[str, Any]) -> None:
        xs = [x, x + 0.12, x + 0.24] if _lined(look) else [x + _half(look)]
        drawn = {"color": theme.MUTED, "linestyle": "none", "clip_on": False, "label": "_sample", **look}
        line = Line2D(xs, [y] * len(xs), transform=self.transform, markevery=[len(xs) // 2], **drawn)
        self.owner.add_artist(line)


def _lined(look: Mapping[str, Any]) -> bool:
    return look.get("linestyle", "none") not in ("none", "")


def _sample(sign: Sign) -> float:
    """Return the room in inches for a sample and the gap after it."""
    return 0.3 if _lined(sign.look) else 0.11 + _half(sign.look)


def _half(look: Mapping[str, Any]) -> float:
    """Return half the width of a marker in inches; a small one stands where one of common size would."""
    return max(0.06, float(look.get("markersize", 6)) / 144)


def _flow(key: Sequence[Sign], width: float) -> list[list[tuple[float, str, Sign | None]]]:
    """Set the entries of a key one after another, in as many lines as they need."""
    rows: list[list[tuple[float, str, Sign | None]]] = []
    x = width
    for sign in key:
        room = _sample(sign)
        parts = wrap(sign.text, width - room, theme.SMALL)
        need = room + width_of(parts[0], theme.SMALL)
        if x + need > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, parts[0], sign))
        x += need + 0.17
        for part in parts[1:]:
            rows.append([(room, part, None)])
            x = width
    return rows
