"""When each outlet published: articles a day, week or month, with the undated counted beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import unknown
from framing.io import metadata
from framing.plotting import layout, marks, scales, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "articles"

_STEPS = ("day", "week", "month")
#: Inches of one outlet's plot.
_HEIGHT = 0.62


@theme.figure
def attention(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    step: str | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw articles over time, a panel an outlet on one common axis.

    Parameters
    ----------
    table : pandas.DataFrame
        The articles table. Undated articles are counted in the labels.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    step : {"day", "week", "month"}, optional
        Width of a bar (UTC; a week begins on Monday); by default days up to
        two months, weeks up to two years, else months.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels.

    Raises
    ------
    FramingError
        The table is empty, or `step` is none of those.
    """
    table = metadata.checked(table)
    marks.refuse_empty(table, "attention", "articles")
    dates = scales.of(table)
    if step is None:
        span = (dates.max() - dates.min()).days + 1 if dates.notna().any() else 1
        step = "day" if span <= 62 else "week" if span <= 731 else "month"
    elif step not in _STEPS:
        raise unknown("step", step, _STEPS)
    shades = theme.colors(table["outlet"], colors)
    invented = marks.provenances(table, "outlet")
    outlets = sorted(shades.keys() & set(table["outlet"].astype(str)))
    names = []
    for outlet in outlets:
        here = dates[table["outlet"] == outlet]
        undated = int(here.isna().sum())
        count = f"n = {len(here):,}" + (f", {undated:,} undated" if undated else "")
        names.append(marks.outlet_label(outlet, invented.get(outlet, "published"), [count]))
    height = max(_HEIGHT, max(marks.label_height(lines) for lines in names) + 0.04)
    undated = int(dates.isna().sum())
    notes = [_undated(undated, len(table))] if undated else []
    starts, edges = _bins(dates, step)
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(
                "", height, _axis(starts, step) if outlet == outlets[-1] else "", ticks=outlet == outlets[-1]
            )
            for outlet in outlets
        ],
        title=marks.titled(title, f"Articles a {step}, by outlet"),
        notes=notes,
        left=marks.label_width(names),
        right=0.32,
        width=width,
    )
    counts = {o: _count(dates[table["outlet"] == o], edges) for o in outlets}
    top = max(1, *(int(c.max()) for c in counts.values()))
    for panel, outlet, lines in zip(panels, outlets, names, strict=True):
        _draw(panel, starts, edges, counts[outlet], shades[outlet], height, top)
        marks.row_labels(panel, [height / 2], [lines])
        _ticks(panel, starts, edges, step, last=outlet == outlets[-1])
        if not counts[outlet].any():
            panel.annotate(
                "no dated articles",
                xy=(0.5, 0.5),
                xycoords="axes fraction",
                ha="center",
                va="center",
                fontsize=theme.SMALL,
                color=theme.MUTED,
                style="italic",
            )
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table = metadata.checked(table)
    marks.refuse_empty(table, "attention", "articles")
    dates = scales.of(table)
    invented = marks.provenances(table, "outlet")
    counts = table["outlet"].astype(str).value_counts().sort_index()
    said = marks.listed(
        [f"{vocabulary.display(o, invented.get(o, 'published'))} {n:,}" for o, n in counts.items()]
    )
    ends = [scales.said(day, True) for day in (dates.min(), dates.max())] if dates.notna().any() else []
    when = f" between {ends[0]} and {ends[1]}" if ends else ""
    undated = int(dates.isna().sum())
    return f"Articles over time{when}: {said}{f'; {undated:,} undated' if undated else ''}."


def _undated(undated: int, count: int) -> str:
    have = "has no date and is" if undated == 1 else "have no date and are"
    return f"{undated:,} of {marks.counted(count, 'article')} {have} in no bar."


def _bins(dates: pd.Series, step: str) -> tuple[pd.DatetimeIndex, np.ndarray]:
    """Return the first day of each bar, and the edges of the bars in days since 1970."""
    if not dates.notna().any():
        return pd.DatetimeIndex([]), np.array([0.0, 1.0])
    frequency = {"day": "D", "week": "W-MON", "month": "MS"}[step]
    first, last = dates.min(), dates.max()
    if step == "week":
        first -= pd.Timedelta(days=first.weekday())
    elif step == "month":
        first = first.replace(day=1)
    after = (
        last
        + {"day": pd.Timedelta(days=1), "week": pd.Timedelta(days=7), "month": pd.DateOffset(months=1)}[step]
    )
    starts = pd.date_range(first, after, freq=frequency)
    edges = (starts - pd.Timestamp(0)) / pd.Timedelta(days=1)
    return starts[:-1], edges.to_numpy(float)


def _count(dates: pd.Series, edges: np.ndarray) -> np.ndarray:
    since = ((dates.dropna() - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(float)
    return np.histogram(since, bins=edges)[0]


def _draw(
    panel: Axes,
    starts: pd.DatetimeIndex,
    edges: np.ndarray,
    counts: np.ndarray,
    colour: str,
    height: float,
    top: int,
) -> None:
    """Draw bars up from the foot of a panel whose y runs down in inches; the highest of all fills it."""
    tall = counts * (height - 0.17) / top
    widths = np.diff(edges)
    panel.bar(
        edges[:-1] + widths / 2,
        -tall,
        bottom=height,
        width=widths * 0.86,
        color=colour,
        linewidth=0,
        label="_count",
    )
    panel.set_xlim(edges[0], edges[-1])
    panel.grid(False)
    room = panel.bbox.width / panel.get_figure(root=True).dpi / len(counts)
    if theme.width_of(f"{top:,}", theme.SMALL) * 1.5 <= room:
        for x, y, count in zip(edges[:-1] + widths / 2, height - tall, counts, strict=True):
            if count:
                panel.text(
                    x, y - 0.02, f"{count}", ha="center", va="bottom", fontsize=theme.SMALL, color=theme.MUTED
                )
        return
    peak = int(counts.argmax())
    if counts[peak]:
        panel.text(
            edges[peak] + widths[peak] / 2,
            height - tall[peak] - 0.02,
            f"{counts[peak]:,}",
            ha="center",
            va="bottom",
            fontsize=theme.SMALL,
            color=theme.MUTED,
        )


def _ticks(panel: Axes, starts: pd.DatetimeIndex, edges: np.ndarray, step: str, last: bool) -> None:
    """Set at most six dates under the last panel, marks only under the others."""
    most = 5
    every = max(1, -(-len(starts) // most))
    places = list(range(0, len(starts), every))
    middles = [(edges[i] + edges[i + 1]) / 2 if step == "day" else edges[i] for i in places]
    words = [
        (
            scales.said(starts[i])
            if step != "month"
            else f"{scales.MONTHS[starts[i].month - 1]} {starts[i].year}"
        )
        for i in places
    ]
    panel.set_xticks(middles, words if last else [""] * len(places))


def _axis(starts: pd.DatetimeIndex, step: str) -> str:
    if not len(starts):
        return ""
    years = (
        f"{starts[0].year}" if starts[0].year == starts[-1].year else f"{starts[0].year} to {starts[-1].year}"
    )
    return {
        "day": f"day of publication (UTC), {years}",
        "week": f"week from Monday (UTC), {years}",
        "month": "month of publication (UTC)",
    }[step]
