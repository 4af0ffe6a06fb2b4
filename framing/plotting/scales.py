"""Limits, ticks and numbers of value axes: round, few, and not at the mercy of one wild interval."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from framing.plotting.theme import SMALL, width_of

__all__ = [
    "MONTHS",
    "log_window",
    "number",
    "of",
    "ratio",
    "ratio_ticks",
    "said",
    "scale_x",
    "ticks",
    "window",
]


# Time on an axis: the day of each article, dates in words of our own, and a few round days as ticks.

#: Month names of our own: strftime would follow the machine's language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: Steps of ticks: (unit, how many of it, about how many days).
_STEPS = (
    *(("day", n, float(n)) for n in (1, 2, 5, 10)),
    *(("month", n, 30.4 * n) for n in (1, 2, 3, 6)),
    *(("year", n, 365.2 * n) for n in (1, 2, 5, 10, 20, 50, 100)),
)


def of(articles: pd.DataFrame) -> pd.Series:
    """Return the day (UTC, without zone) of each article, missing where it has none."""
    days = articles["published"].dt.tz_convert(None).dt.floor("D")
    known = articles["published_precision"].astype(str) != "none"
    # A table that says nothing of precision is one of a user who gave dates alone.
    return days.where(known) if known.any() else days


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
    width = panel.bbox.width / panel.get_figure(root=True).dpi
    write = ratio if log else _percent if percent else number
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


def _percent(value: float) -> str:
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
