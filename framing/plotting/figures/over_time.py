"""Measures over time: a line an outlet in a panel a measure, or of many outlets a strip each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis
from framing.views import numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

TABLE = "over_time"
IN_REPORT = True

#: Up to so many outlets have their lines in one panel; measures drawn unasked of few outlets, and of many.
_TOGETHER, _FEW, _MANY = 4, 4, 2
#: Inches: a panel of several lines, a strip, room for the numbers of their axes.
_PANEL, _STRIP, _NUMBERS = 1.25, 0.5, 0.5
#: Hits a dot that a measure drawn unasked has on average; largest area of a dot, and least share of it.
_HITS, _DOT, _LEAST = 5, 90.0, 0.1
#: Intervals are followed so many times as far as estimates go.
_REACH = 1.3
_CALLED = {"D": "day", "7D": "week", "MS": "month", "QS": "quarter", "YS": "year"}


@theme.figure
def over_time(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    measures: str | Sequence[str] | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes | layout.PanelFigure:
    """Draw measures over time, with a dot for each outlet and period that has articles.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `over_time`, as `framing.over_time` makes it; where it tells voices apart, the outlets' own
        words are drawn, or those of the one voice it has.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    measures : str or sequence of str, optional
        Which to draw and in what order; by default the four (of over four outlets two) in which outlets
        differ most for how much each varies.
    order : "estimate" or sequence of str, optional
        Outlets by name, others being left out; or by the mean of their estimates, the largest first.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes or matplotlib.figure.Figure
        The data axes of one panel; of several a figure, whose `axes_dict` has each: one a measure, or of over
        four outlets a strip for each under one another, on one scale a measure. Dates are those of matplotlib. A line breaks where
        a period has no articles; thin lines are 95 % intervals.

    Raises
    ------
    FramingError
        The table is empty, a measure is not in it, or it is split by more than voice.
    """
    rows, shades = _checked(table), marks.colour_groups(table, colors)
    groups = marks.order_groups(table, rows, order)
    rows = rows[rows["group"].isin(groups)]
    labels, called = marks.outlet_labels(groups), _called(rows)
    line = pd.date_range(rows["period"].min(), rows["period"].max(), freq=rows["freq"].iloc[0])
    strips = len(labels) > _TOGETHER
    wanted = _chosen(rows, measures, layout.abreast(width))
    columns = len(wanted) if strips else min(len(wanted), layout.abreast(width), 2)
    shown = [(one, some) for some in ([[key] for key in labels] if strips else [[*labels]]) for one in wanted]
    axes = {one: Axis.of_estimates(rows[rows["measure"] == one], reach=_REACH) for one in wanted}
    # Of strips, the first say what they are of, and the last when.
    first = len(wanted) if strips else len(shown)
    undated = int(rows.groupby("group")["n_undated"].max().sum())
    whose = marks.voice_name(rows["voice"].iloc[0], marks.voice_mode(rows)).capitalize()
    notes = [
        f"{whose}{marks.with_intervals(rows)}, {numbers.dates(line[0], line[-1])}.",
        f"Lines break where a {called} has no articles; none is tested against another.",
        *[f"Articles of these outlets without a date, left out: {undated:,}."] * bool(undated),
    ]
    sheet, panels = layout.lay_out(
        ax,
        [layout.Panel(one * (place < first),
                      max(_STRIP, marks.label_height(labels[some[0]])) if strips else _PANEL,
                      under=axes[one].label * (place < first), ticks=place >= len(shown) - first)
         for place, (one, some) in enumerate(shown)],
        **marks.heading(rows, title, f"measures {called} by {called}", notes),
        key=_key(rows, {} if strips else shades), left=marks.label_width(labels.values()) if strips else _NUMBERS,
        right=_NUMBERS if strips else 0.12, columns=columns, shared=strips, width=width,
    )  # fmt: skip
    days = date2num(line)
    step = float(np.diff(days).min()) if len(days) > 1 else 1.0
    for place, (panel, (one, some)) in enumerate(zip(panels, shown, strict=True)):
        _set_axes(panel, axes[one], line, named=place >= len(shown) - first)
        panel.set_xlim(days[0] - step / 2, days[-1] + step / 2)
        if strips:
            panel.yaxis.tick_right()
            name = "\n".join(labels[some[0]]) * (place % columns == 0)
            look = {"ha": "right", "va": "center", "color": theme.INK}
            marks.write(panel, 0, sum(panel.get_ylim()) / 2, name, -6, **look)
        for at, group in enumerate(some):
            own = rows[(rows["measure"] == one) & (rows["group"] == group)].set_index("period").reindex(line)
            # A little beside the others'.
            x, look = days + (at - (len(some) - 1) / 2) * 0.1 * step, {"color": shades[group], "zorder": 3}
            panel.plot(x, own["estimate"], linewidth=1.2, label="_line", **look)
            panel.vlines(x, own["low"], own["high"], linewidth=1.1, alpha=0.45, label="_interval", **look)
            look |= {"linewidths": 0, "clip_on": False, "label": "_estimate"}
            panel.scatter(x, own["estimate"], s=own["area"], **look)
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    rows = _checked(table)
    who = marks.listed([marks.name(one) for one in rows["group"].unique()], 4)
    when = numbers.dates(rows["period"].min(), rows["period"].max())
    return f"{marks.listed(_chosen(rows, None, _MANY))} by {_called(rows)}, {when}, for {who}."


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one voice and part in news."""
    table, further = marks.opened(table, "over_time", "over_time", ("group", "voice", "measure", "target"))
    table = table[(table["target"] == "") & table["estimate"].notna()]
    marks.refuse_empty(table, "over_time", "over_time")
    table = table[table["voice"] == marks.voices_in(table)[0]]
    rows = marks.of_one_cell(table, "news", further, "over_time")
    share = rows["n_articles"] / max(rows["n_articles"].max(), 4)
    return rows.assign(period=rows["period"].dt.tz_convert(None), area=_DOT * share.clip(lower=_LEAST))


def _chosen(rows: pd.DataFrame, given: str | Sequence[str] | None, across: int) -> list[str]:
    """Return the measures asked for, or those in which groups differ most for how much each varies."""
    named = marks.measures_of(rows, given)
    if given is not None:
        return named
    some = rows[rows["measure"].isin(named)]
    often = some.groupby("measure")["n_hits"].transform("mean") >= _HITS
    # Eta squared: a period counts as often as it has articles.
    some = some[often] if often.any() else some
    some = some.loc[some.index.repeat(some["n_articles"])]
    means = [some.groupby(by)["estimate"].transform("mean") for by in (["measure"], ["measure", "group"])]
    total, within = (((some["estimate"] - mean) ** 2).groupby(some["measure"]).sum() for mean in means)
    share = (1 - within / total).fillna(0.0).round(9)
    return marks.largest(share)[: min(_MANY, across) if rows["group"].nunique() > _TOGETHER else _FEW]


def _called(rows: pd.DataFrame) -> str:
    return _CALLED.get(rows["freq"].iloc[0], "period")


def _key(rows: pd.DataFrame, shades: Mapping[str, str]) -> list[layout.Sign]:
    dot = {"marker": "o", "markeredgewidth": 0}
    looks = {
        marks.name(one): {"color": shades[one], "markersize": 7} for one in rows["group"].unique() if shades
    }
    for row in rows.sort_values("n_articles").iloc[[0, -1]].itertuples():
        looks[marks.counted(row.n_articles, "article")] = {"markersize": row.area**0.5}
    return [layout.Sign(text, {**dot, **look}) for text, look in looks.items()]


def _set_axes(panel: Axes, axis: Axis, line: pd.DatetimeIndex, *, named: bool) -> None:
    """Set limits, numbers of the measure, and round days, `named` where they stand at the foot."""
    low, high = axis.window
    panel.set_ylim(low - 0.06 * (high - low), high + 0.06 * (high - low))
    width, height = panel.bbox.size / panel.get_figure(root=True).dpi
    panel.yaxis.set_major_locator(MaxNLocator(max(2, int(height / 0.3)), steps=[1, 2, 2.5, 5, 10]))
    number = FuncFormatter(lambda value, _: layout.number(round(value, 9)))
    panel.yaxis.set_major_formatter(PercentFormatter(1, 0, " %") if axis.percent else number)
    panel.tick_params(axis="y", length=0, labelcolor=theme.MUTED)
    panel.grid(True, axis="y")
    # On one line: the notes have the year, where there is one.
    days, words = zip(*layout.ticks(line[0], line[-1], max(2, int(width / 0.5))), strict=True)
    part = slice(-1, None) if line[0].year == line[-1].year else slice(None, None, -1)
    panel.set_xticks(date2num(days), [" ".join(said.split("\n")[part]) * named for said in words])
