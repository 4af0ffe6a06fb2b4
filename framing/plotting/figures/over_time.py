"""Measures over time: a line an outlet in a panel a measure, or of many outlets a strip each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.ticker import FuncFormatter, MaxNLocator

from framing.errors import FramingError, unknown
from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "over_time"
IN_REPORT = True

#: Up to so many outlets have their lines in one panel; measures drawn unasked of few outlets, and of many.
_TOGETHER, _FEW, _MANY = 4, 4, 2
#: Inches: a panel of several lines, a strip, room for the numbers of their axes.
_PANEL, _STRIP, _NUMBERS = 1.25, 0.5, 0.5
#: Hits a dot that a measure drawn unasked has on average; area of the dot of one article, and of the most.
_HITS, _LEAST, _MOST = 5, 9.0, 90.0
#: Intervals are followed so many times as far as estimates go.
_REACH = 1.3
_CALLED = {"D": "day", "7D": "week", "MS": "month", "QS": "quarter", "YS": "year"}


@theme.figure
def over_time(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    measures: str | Sequence[str] | None = None,
    voice: str | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw measures over time, with a dot for each outlet and period that has articles.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `over_time`, as `framing.over_time` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    measures : str or sequence of str, optional
        Which to draw and in what order; by default the four (of over four outlets two) in which outlets
        differ most for how much each varies.
    voice : str, optional
        Whose words; by default the outlets' own, where voices were told apart.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels: one a measure, or of over four outlets a strip for
        each under one another, on one scale a measure. Dates are those of matplotlib. A line breaks where
        a period has no articles; thin lines are 95 % intervals.

    Raises
    ------
    FramingError
        The table is empty, or a measure or voice is not in it.
    """
    rows = _checked(table, voice)
    shades = marks.colour_groups(table, colors)
    kinds = marks.provenances(table, "group")
    groups = sorted(rows["group"].unique())
    strips = len(groups) > _TOGETHER
    wanted = marks.choose(measures or _clearest(rows, _MANY if strips else _FEW), _listed(rows), "measure")
    if width is not None and strips:
        wanted = wanted[: layout.abreast(width)]
    columns = len(wanted) if strips else layout.columns_for([_PANEL] * len(wanted), None, 2, width)
    columns = max(columns, min(2, len(wanted))) if width is None else columns
    shown = [
        (measure, some) for some in ([[one] for one in groups] if strips else [groups]) for measure in wanted
    ]
    axes = {measure: Axis.of_estimates(rows[rows["measure"] == measure], reach=_REACH) for measure in wanted}
    labels = {group: marks.outlet_label(group, kinds[group]) for group in groups}
    left = marks.label_width(labels.values()) if strips else _NUMBERS
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(
                measure if place < columns or not strips else "",
                max(_STRIP, marks.label_height(labels[some[0]])) if strips else _PANEL,
                under=axes[measure].label if place < columns or not strips else "",
                ticks=not strips or place >= len(shown) - columns,
            )
            for place, (measure, some) in enumerate(shown)
        ],
        title=marks.titled(title, _heading(rows)),
        key=_key(rows, shades, kinds, strips),
        notes=_notes(rows),
        left=left,
        right=_NUMBERS if strips else 0.12,
        columns=columns,
        shared=strips,
        width=width,
    )
    line = pd.date_range(rows["period"].min(), rows["period"].max(), freq=rows["freq"].iloc[0])
    for place, (panel, (measure, some)) in enumerate(zip(panels, shown, strict=True)):
        _dress(panel, axes[measure], line, strips, place >= len(shown) - columns or not strips)
        if strips and place % columns == 0:
            look = {"ha": "right", "va": "center", "fontsize": theme.SMALL, "linespacing": 1.08}
            panel.annotate("\n".join(labels[some[0]]), (0, 0.5), (-6, 0), "axes fraction",
                           textcoords="offset points", annotation_clip=False, **look)  # fmt: skip
        for at, group in enumerate(some):
            own = rows[(rows["measure"] == measure) & (rows["group"] == group)]
            _draw_line(
                panel, own, line, shades[group], (at - (len(some) - 1) / 2) * 0.1, rows["n_articles"].max()
            )
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows = _checked(table, None)
    groups = rows["group"].nunique()
    wanted = _clearest(rows, _MANY if groups > _TOGETHER else _FEW)
    who = marks.listed([*marks.spoken_names(rows, "group").values()], 4)
    return f"{marks.listed(wanted)} by {_called(rows)} from {_span(rows)} for {who}."


def present(table: pd.DataFrame) -> bool:
    """Say whether there are two periods or more to draw."""
    return bool(table["period"].nunique() > 1)


def _checked(table: pd.DataFrame, voice: str | None) -> pd.DataFrame:
    """Return the rows of one voice and part in news, of measures that have no figure of their own."""
    table, further = marks.opened(table, "over_time", "over_time", ("group", "voice", "measure", "target"))
    if voice is None:
        voice = "outlet" if (table["voice"] == "outlet").any() else marks.voices_in(table)[0]
    elif voice not in set(table["voice"]):
        raise unknown("voice", voice, marks.voices_in(table))
    rows = marks.of_one_cell(table[table["voice"] == voice], "news")
    rows = rows[(rows["target"] == "") & rows["estimate"].notna()]
    if further or rows.duplicated(["group", "period", "measure"]).any():
        raise FramingError(
            "over_time: the table is split by more than voice; draw the rows of one value at a time"
        )
    marks.refuse_empty(rows, "over_time", "over_time")
    return rows.assign(period=rows["period"].dt.tz_convert(None))


def _listed(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(rows["measure"]))


def _clearest(rows: pd.DataFrame, most: int) -> list[str]:
    """Return the measures in which groups differ most, of the spread of all their periods (eta squared)."""
    some = rows[rows["measure"].isin(marks.measures_of(rows, None))]
    some = some[some.groupby("measure")["n_hits"].transform("mean") >= _HITS]
    weight = some["n_articles"].astype(float)
    sums = some.assign(w=weight, x=weight * some["estimate"], xx=weight * some["estimate"] ** 2)
    sums = sums.groupby(["measure", "group"])[["w", "x", "xx"]].sum()
    total = sums.groupby("measure").sum()
    middle = total["x"] ** 2 / total["w"]
    between = (sums["x"] ** 2 / sums["w"]).groupby("measure").sum() - middle
    share = (between / (total["xx"] - middle)).where(total["xx"] > middle, 0.0).round(9)
    return marks.largest(share)[:most] or _listed(rows)[:most]


def _called(rows: pd.DataFrame) -> str:
    freq = rows["freq"].iloc[0]
    return _CALLED.get(freq, f"periods of {freq}")


def _heading(rows: pd.DataFrame) -> str:
    what = "The outlets' own words" if rows["voice"].iloc[0] == "outlet" else "Measures"
    called = _called(rows)
    how = f"{called} by {called}" if called in _CALLED.values() else f"in {called}"
    return f"{what}, {how}"


def _span(rows: pd.DataFrame) -> str:
    first, last = rows["period"].min(), rows["period"].max()
    return f"{layout.said(first, first.year != last.year)} to {layout.said(last, True)}"


def _key(
    rows: pd.DataFrame, shades: Mapping[str, str], kinds: Mapping[str, str], strips: bool
) -> list[layout.Sign]:
    dot = {"marker": "o", "markeredgewidth": 0}
    signs = [] if strips else [
        layout.Sign(marks.name(group, kinds[group]), {**dot, "color": shades[group], "markersize": 7})
        for group in sorted(rows["group"].unique())
    ]  # fmt: skip
    most = int(rows["n_articles"].max())
    for count in sorted({1, most}):
        size = float(np.sqrt(_area(count, most)))
        signs.append(layout.Sign(marks.counted(count, "article"), {**dot, "markersize": size}))
    if rows["low"].notna().any():
        signs.append(layout.Sign("95 % interval", {"linestyle": "-", "linewidth": 1.1}))
    return signs


def _area(count: float, most: int) -> float:
    return max(_LEAST, _MOST * count / max(most, 4))


def _notes(rows: pd.DataFrame) -> list[str]:
    notes = [
        f"{_span(rows)}. A line breaks where a {_called(rows)} has no articles.",
        "Periods are not tested against each other.",
    ]
    if undated := int(rows.groupby("group")["n_undated"].max().sum()):
        have = "has no date and is" if undated == 1 else "have no date and are"
        notes.append(f"{marks.counted(undated, 'article')} {have} left out.")
    return notes


def _dress(panel: Axes, axis: Axis, line: pd.DatetimeIndex, strips: bool, foot: bool) -> None:
    """Set the axes of a panel: numbers of the measure, and dates where it stands at the foot."""
    low, high = axis.window
    room = 0.06 * (high - low)
    panel.set_ylim(low - room, high + room)
    panel.yaxis.set_major_locator(MaxNLocator(2 if strips else 4, steps=[1, 2, 2.5, 5, 10]))
    panel.yaxis.set_major_formatter(
        FuncFormatter(
            lambda value, _: (
                layout.number(round(100 * value if axis.percent else value, 9)) + " %" * axis.percent
            )
        )
    )
    if strips:
        panel.yaxis.tick_right()
    panel.tick_params(axis="y", length=0, labelcolor=theme.MUTED)
    panel.grid(True, axis="y")
    days = date2num(line)
    edge = 0.5 * (days[1] - days[0]) if len(days) > 1 else 1.0
    panel.set_xlim(days[0] - edge, days[-1] + edge)
    wide = panel.bbox.width / panel.get_figure(root=True).dpi
    # On one line: the notes have the year, where there is one.
    found = [
        (day, words.split("\n")[-1] if line[0].year == line[-1].year else " ".join(words.split("\n")[::-1]))
        for day, words in layout.ticks(line[0], line[-1], max(2, int(wide / 0.5)))
    ]
    panel.set_xticks(date2num([day for day, _ in found]), [words if foot else "" for _, words in found])


def _draw_line(
    panel: Axes, own: pd.DataFrame, line: pd.DatetimeIndex, colour: str, shift: float, most: int
) -> None:
    """Draw a line with its dots and intervals, a little beside those of others."""
    own = own.set_index("period").reindex(line)
    days = date2num(line)
    days = days + shift * (float(np.diff(days).min()) if len(days) > 1 else 1.0)
    there = own["estimate"].notna().to_numpy()
    low, high = panel.get_ylim()
    panel.plot(days, own["estimate"], color=colour, linewidth=1.2, label="_line", zorder=3)
    panel.vlines(days[there], own["low"][there].clip(lower=low), own["high"][there].clip(upper=high),
                 color=colour, linewidth=1.1, alpha=0.45, label="_interval", zorder=2)  # fmt: skip
    sizes = [_area(count, most) for count in own["n_articles"][there]]
    panel.scatter(days[there], own["estimate"][there], s=sizes, color=colour, linewidths=0, clip_on=False,
                  label="_estimate", zorder=4)  # fmt: skip
