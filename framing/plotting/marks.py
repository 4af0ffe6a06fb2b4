"""What estimates, intervals and rows look like, the same in every figure that has them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from framing import labels
from framing.errors import FramingError, unknown
from framing.plotting import theme
from framing.plotting.layout import Sign, line_height, width_of, wrap

__all__ = ["beside", "choose", "fragile", "interval", "key_signs", "number", "outlet_label", "row_labels", "scale_x"]

#: Height in inches of one row of marks, and the room between two outlets.
PITCH, BREATH = 0.18, 0.13
#: Longest line of a row's label, in inches.
LABEL = 1.45
FRAGILE = "†"
#: Ratios above 1 to set as ticks, with their inverses, from close to far apart.
_LADDERS = (
    (1.0, 1.25, 2.0, 4.0, 8.0),
    tuple(2.0**e for e in range(20)),
    tuple(4.0**e for e in range(20)),
    tuple(10.0**e for e in range(20)),
    tuple(100.0**e for e in range(20)),
)


def number(value: float) -> str:
    """Write a number for an axis: short, with thousands set apart."""
    if value and abs(value) < 1e-9:
        value = 0.0
    text = f"{value:,.10g}" if abs(value) < 1000 else f"{value:,.0f}"
    return text.replace("-", "−")


def outlet_label(key: str, provenance: str, extra: Sequence[str] = (), width: float = LABEL) -> list[str]:
    """Return an outlet's name to be set beside a row, in lines, with what is to stand under it."""
    name = labels.display(key, provenance)
    lines = wrap(name.removesuffix(labels.INVENTED), width)
    if name.endswith(labels.INVENTED):
        # Kept together, and on the name's line only where all of it fits.
        whole = wrap(lines[-1] + labels.INVENTED, width)
        lines = [*lines[:-1], *whole] if len(whole) == 1 else [*lines, labels.INVENTED.strip()]
    for more in extra:
        lines += wrap(more, width, theme.SMALL)
    return lines


def row_labels(panel: Axes, at: Sequence[float], lines: Sequence[Sequence[str]]) -> None:
    """Set the labels of a panel's rows on its y axis."""
    panel.set_yticks(list(at), ["\n".join(words) for words in lines])
    for label in panel.get_yticklabels():
        label.set(fontsize=theme.FONT if len(lines) else theme.SMALL, linespacing=1.08, va="center")


def label_height(lines: Sequence[str]) -> float:
    """Return the height of a row's label in inches."""
    return len(lines) * line_height() * 0.97


def label_width(lines: Iterable[Sequence[str]]) -> float:
    """Return the room that rows' labels need, with their distance to the axis."""
    return max((width_of(line) for words in lines for line in words), default=0.0) * 1.02 + 0.12


def beside(panel: Axes, y: float, text: str, **look: Any) -> None:
    """Write right of the plot, at a row: its n."""
    panel.annotate(
        text, xy=(1, y), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
        ha="left", va="center_baseline", fontsize=theme.SMALL, annotation_clip=False, **{"color": theme.MUTED, **look},
    )  # fmt: skip


def above_right(panel: Axes, text: str) -> None:
    """Write above what `beside` writes: the name of that column."""
    panel.annotate(
        text, xy=(1, 1), xycoords="axes fraction", xytext=(6, 1), textcoords="offset points",
        ha="left", va="bottom", fontsize=theme.SMALL, color=theme.MUTED, annotation_clip=False,
    )  # fmt: skip


def fragile(note: object) -> bool:
    """Say whether a row's note calls it fragile."""
    return "fragile" in str(note).casefold()


def interval(
    panel: Axes, y: float, row: Any, voice: str, colour: str, window: tuple[float, float], height: float = PITCH
) -> None:
    """Draw one estimate with its interval, or what there is of them.

    An estimate without an interval is hollow, on a dotted line that has no
    ends. An interval that goes on beyond the axis ends in an arrowhead at its edge.
    """
    look = theme.VOICES[voice]
    fill = theme.tint(colour, look.pale)
    if not math.isfinite(row.estimate):
        panel.annotate(
            "no estimate", xy=(0.5, y), xycoords=("axes fraction", "data"), ha="center", va="center_baseline",
            fontsize=theme.SMALL, color=theme.MUTED, style="italic",
        )  # fmt: skip
        return
    low, high = window
    whole = math.isfinite(row.low) and math.isfinite(row.high)
    if whole:
        ends = [min(max(row.low, low), high), min(max(row.high, low), high)]
        panel.plot(ends, [y, y], color=colour, linewidth=1.7, linestyle=(0, (2.2, 1.2)) if fragile(row.note) else "-",
                   solid_capstyle="butt", label="_interval", zorder=3)  # fmt: skip
        for beyond, at, marker in ((row.low < low, low, "<"), (row.high > high, high, ">")):
            if beyond:
                panel.plot([at], [y], marker=marker, color=colour, markersize=5.5, clip_on=False,
                           label="_beyond", zorder=4)  # fmt: skip
    else:
        panel.plot([low, high], [y, y], color=colour, linewidth=0.9, linestyle=":", label="_missing", zorder=2)
    panel.plot(
        [min(max(row.estimate, low), high)], [y], marker=look.marker, markersize=look.size, markeredgecolor=colour, markeredgewidth=1.3,
        markerfacecolor=fill if whole else "white", linestyle="none", clip_on=False, label="_estimate", zorder=5,
    )  # fmt: skip


def key_signs(voices: Sequence[str], table: pd.DataFrame, beyond: bool) -> list[Sign]:
    """Return the key for marks drawn with `interval`: only what is in the table."""
    signs = []
    for voice in voices:
        look = theme.VOICES[voice]
        signs.append(
            Sign(
                look.name,
                {"marker": look.marker, "markersize": look.size, "markeredgewidth": 1.3, "markerfacecolor": theme.tint(theme.MUTED, look.pale)},
            )
        )  # fmt: skip
    if table["low"].notna().any():
        signs.append(Sign("95 % interval", {"linestyle": "-", "linewidth": 1.7}))
    missing = table["estimate"].notna() & (table["low"].isna() | table["high"].isna())
    if missing.any():
        signs.append(
            Sign("no interval", {"marker": "o", "markersize": 6, "linestyle": ":", "linewidth": 0.9, "markerfacecolor": "white", "markeredgewidth": 1.3})
        )
    if table["note"].map(fragile).any():
        signs.append(Sign(f"{FRAGILE} fragile: few articles or hits", {"linestyle": (0, (2.2, 1.2)), "linewidth": 1.7}))
    if beyond:
        signs.append(Sign("goes on beyond the axis", {"marker": ">", "markersize": 5.5}))
    return signs


def scale_x(panel: Axes, window: tuple[float, float], *, log: bool = False, percent: bool = False, width: float = 3.0) -> None:
    """Set the limits of a panel's value axis and a few round ticks."""
    if log:
        panel.set_xscale("log")
        panel.xaxis.set_major_locator(FixedLocator(ratio_ticks(*window, most=max(3, int(width / 0.5)))))
        panel.xaxis.set_minor_locator(NullLocator())
    else:
        panel.xaxis.set_major_locator(MaxNLocator(nbins=max(2, int(width / 0.6)), steps=[1, 2, 2.5, 5, 10]))
    panel.set_xlim(*window)
    panel.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{number(round(100 * value, 8))} %" if percent else number(round(value, 10)))
    )


def ratio_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round ratios within the limits, 1 among them, each as far from the next as can be.

    >>> ratio_ticks(0.3, 3, 5)
    [0.5, 1.0, 2.0]
    """
    for ladder in _LADDERS:
        ticks = sorted({t for up in ladder for t in (up, 1 / up) if low <= t <= high})
        if len(ticks) <= most:
            return ticks
    return [1.0]


def window(table: pd.DataFrame, points: np.ndarray | None = None, *, floor: bool, reach: float = 3.0) -> tuple[float, float]:
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
    half = np.median((table["high"] - table["low"]).dropna()) / 2 if ends.size else 0.0
    top, bottom = float(base.max()), float(base.min())
    size = max(top if floor else 0.0, top - bottom, half, 1e-9)
    roof, cellar = top + (reach - 1) * size, (0.0 if floor else bottom - (reach - 1) * size)
    seen = np.concatenate([ends, dots])
    top = max(top, float(min(seen.max(), roof))) if seen.size else top
    bottom = min(bottom, float(max(seen.min(), cellar))) if seen.size else bottom
    if not floor:
        top, bottom = max(top, 0.0), min(bottom, 0.0)
    if top - bottom < 1e-9:
        top = bottom + (max(abs(bottom), 1.0) if not floor or not top else top)
    pad = 0.04 * (top - bottom)
    return (0.0 if floor else bottom - pad), top + pad


def log_window(table: pd.DataFrame, reach: float = 6.0) -> tuple[float, float]:
    """Choose the limits of a ratio axis: 1 and every finite ratio inside, intervals followed up to `reach` times."""
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


def choose(given: str | Sequence[str] | None, present: Sequence[str], argument: str) -> list[str]:
    """Return the names asked for, in the order asked, or all that are present."""
    if given is None:
        return list(present)
    wanted = [given] if isinstance(given, str) else list(given)
    for name in wanted:
        if name not in present:
            raise unknown(argument, name, present)
    return list(dict.fromkeys(wanted))


def refuse_empty(table: pd.DataFrame, figure: str, name: str) -> None:
    """Raise the one clear line for a table without rows."""
    if table.empty:
        raise FramingError(f"{figure}: the {name} table has no rows, so there is nothing to draw; give one with rows")


def provenances(table: pd.DataFrame, column: str) -> dict[str, str]:
    """Return for each outlet whether its name must say that the text was invented: if any row does."""
    if "provenance" not in table:
        return {}
    invented = table.loc[table["provenance"].astype(str) == "illustrative", column].astype(str)
    return dict.fromkeys(invented.unique(), "illustrative")


def row_height(lines: Sequence[str], marks_in_row: int) -> float:
    """Return the height in inches of one outlet's row: its marks or its label, whichever needs more."""
    return max(marks_in_row * PITCH, label_height(lines)) + BREATH


def genre_order(pair: tuple[str, str]) -> tuple[str, int, str]:
    """Sort outlet × genre: by outlet, news first."""
    order = ("news", "unknown", "opinion", "editorial", "live")
    return (pair[0], order.index(pair[1]) if pair[1] in order else len(order), pair[1])


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
