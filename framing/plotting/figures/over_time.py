"""Measures over time: a line an outlet in a panel a measure, or of many outlets a strip each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.ticker import FuncFormatter, MaxNLocator

from framing.plotting import layout, marks, theme
from framing.plotting.rows import Axis
from framing.views import numbers
from framing.views.vocabulary import Names

TABLE = "over_time"
IN_REPORT = True

#: Up to so many outlets have their lines in one panel; of more each has strips, so many at most. Measures
#: drawn unasked.
_TOGETHER, _STRIPS, _MOST = 4, 24, 2
#: Inches: a panel of several lines, the least one, a strip, room for the numbers of their axes.
_PANEL, _LOW, _STRIP, _NUMBERS = 1.06, 0.6, 0.27, 0.5
#: Hits a dot that a measure drawn unasked has on average; largest area of a dot, and least share of it.
_HITS, _DOT, _LEAST = 5, 90.0, 0.1
#: Intervals are followed so many times as far as estimates go.
_REACH = 1.3
_CALLED = {"D": "day", "7D": "week", "MS": "month", "QS": "quarter", "YS": "year"}


@theme.figure
def over_time(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    measures: str | Sequence[str] | None = None,
    meanings: Mapping[str, str] | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes | layout.PanelFigure:
    """Draw measures over time, with a dot for each outlet and period that has articles.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `over_time`, as `framing.over_time` makes it; where it tells voices apart, the outlets' own
        words are drawn, or those of the one voice it has.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    measures : str or sequence of str, optional
        Which to draw and in what order; by default the two in which outlets differ most for how much each
        varies.
    meanings : mapping of str to str, optional
        The meaning of measures, from which they are named; by default each goes by its key as words.
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
    matplotlib.figure.Figure or matplotlib.axes.Axes
        A figure whose `axes_dict` has the panels by measure, ``"hedges"``; of over four outlets strips, on
        one scale a measure, by measure and outlet. Of one panel its data axes. Dates are those of matplotlib.
        A line breaks where a period has no articles; thin lines are 95 % intervals.

    Raises
    ------
    FramingError
        The table is empty, a measure is not in it, or it is split by more than voice.
    """
    rows = _checked(table, meanings)
    shades = marks.colour_groups(table["group"].astype(str), colors)
    groups = marks.order_groups(table, rows, order)
    count, most = len(groups), _STRIPS if ax is None else _TOGETHER
    strips = ax is None and count > _TOGETHER
    groups = groups[:most]
    rows = rows[rows["group"].isin(groups)]
    line, called, when = _periods(rows)
    columns = layout.abreast(width) if ax is None else 1
    wanted = _chosen(rows, measures, min(_MOST, columns))
    columns = min(columns, len(wanted))
    # Of strips, the first say what they are of, and the last when.
    cells = [[group] for group in groups] if strips else [groups]
    lines = [wanted[start : start + columns] for start in range(0, len(wanted), columns)]
    places = [
        (one, cell) for some in lines for cell in cells for one in (*some, *[""] * (columns - len(some)))
    ]
    shown = [(one, cell) for one, cell in places if one]
    axes = {one: Axis.of_estimates(rows[rows["measure"] == one], reach=_REACH) for one in wanted}
    # A dot at the end of an axis has room.
    ends = {one: axis.window for one, axis in axes.items()}
    limits = {one: (1.06 * low - 0.06 * high, 1.06 * high - 0.06 * low) for one, (low, high) in ends.items()}
    beyond = any(
        row.low < limits[row.measure][0] or row.high > limits[row.measure][1]
        for row in rows[rows["measure"].isin(wanted)].itertuples()
    )
    said = rows.drop_duplicates("measure").set_index("measure").loc[wanted]
    labels = marks.outlet_labels(groups)
    clear = measures is None and len(groups) > 1 and len(wanted) < rows["measure"].nunique()
    nouns = marks.listed([*said["measure_words"]], 3, "more measures")
    largest = f"largest difference{'s' * (len(wanted) > 1)}: " * clear
    usual = f"{largest}{nouns}{',' * clear} {called} by {called}"
    whose = marks.voice_name(rows["voice"].iloc[0], marks.voice_mode(rows)).capitalize()
    undated = int(rows.groupby("group")["n_undated"].max().sum())
    cut = ", some cut off at the edge" * beyond
    less = f"; {marks.counted(undated, 'article')} without a date left out" * bool(undated)
    notes = [
        f"{whose}{marks.with_intervals(rows)}{cut}{less}. Lines break where a {called} has no articles; none "
        "is tested against another.",
    ]
    there = len(marks.measures_of(rows, measures))
    less = marks.part(len(wanted), there, "measure", "the largest differences")
    less += marks.part(len(groups), count, "group", "the first")
    # On axes that are given it is as high as they have room for.
    high = _PANEL if ax is None else _LOW
    panels = [
        layout.Panel(
            str(said.loc[one, "measure_heading"]) * (cell is cells[0]),
            max(_STRIP, marks.label_height(labels[cell[0]])) if strips else high,
            when * (cell is cells[-1]),
            axes[one].label * (cell is cells[0]),
            ticks=cell is cells[-1],
            name=", ".join([Names().noun(one), *[marks.name(cell[0])] * strips]),
        )
        if one
        else None
        for one, cell in places
    ]
    drawn, opened = layout.lay_out(
        ax,
        panels,
        **marks.heading(rows, title, usual, notes, less),
        key=_key(rows, {} if strips else {group: shades[group] for group in groups}),
        left=marks.label_width(labels.values()) if strips else _NUMBERS,
        right=_NUMBERS if strips else 0.12,
        columns=columns,
        shared=strips,
        width=width,
    )
    days = date2num(line)
    step = float(np.diff(days).min()) if len(days) > 1 else 1.0
    for panel, (one, cell) in zip(opened, shown, strict=False):
        panel.set_ylim(limits[one])
        wide, tall = theme.inches_of(panel)
        panel.yaxis.set_major_locator(MaxNLocator(max(2, int(tall / 0.25)), steps=[1, 2, 2.5, 5, 10]))
        write = layout.in_percent if axes[one].percent else layout.number
        panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _, write=write: write(round(value, 9))))
        panel.tick_params(axis="y", labelcolor=theme.MUTED)
        panel.grid(True, axis="y", color=theme.GRID, linewidth=0.8)
        # On one line: the label has the year, where there is one.
        ticks, words = zip(*layout.ticks(line[0], line[-1], max(2, int(wide / 0.5))), strict=True)
        part = slice(-1, None) if line[0].year == line[-1].year else slice(None, None, -1)
        texts = [" ".join(said.split("\n")[part]) * (cell is cells[-1]) for said in words]
        panel.set_xticks(date2num(ticks), texts)
        panel.set_xlim(days[0] - step / 2, days[-1] + step / 2)
        if strips:
            panel.yaxis.tick_right()
        if strips and one in (some[0] for some in lines):
            look = {"rotation": 0, "ha": "right", "va": "center", "fontsize": theme.SMALL, "labelpad": 6}
            panel.set_ylabel("\n".join(labels[cell[0]]), color=theme.INK, linespacing=1.08, **look)
        for at, group in enumerate(cell):
            own = rows[(rows["measure"] == one) & (rows["group"] == group)].set_index("period").reindex(line)
            # A little beside the others'.
            own["x"] = days + (at - (len(cell) - 1) / 2) * 0.1 * step
            sure, look = own.dropna(subset=["low", "high"]), {"color": shades[group], "zorder": 3}
            panel.plot(own["x"], own["estimate"], linewidth=1.2, label="_line", **look)
            panel.vlines(
                sure["x"], sure["low"], sure["high"], linewidth=1.1, alpha=0.45, label="_interval", **look
            )
            look |= {"linewidths": 0, "clip_on": False, "label": "_estimate"}
            panel.scatter(own["x"], own["estimate"], s=own["area"], **look)
    return drawn


def describe(table: pd.DataFrame, *, meanings: Mapping[str, str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    rows = _checked(table, meanings)
    _, called, when = _periods(rows)
    words = rows.drop_duplicates("measure").set_index("measure")["measure_words"]
    nouns = marks.listed([*words[_chosen(rows, None, _MOST)]])
    who = marks.listed([marks.name(one) for one in sorted(rows["group"].unique())], 4)
    return f"{nouns[0].upper()}{nouns[1:]} by {called}, {when}, for {who}."


def _checked(table: pd.DataFrame, meanings: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the rows of one voice and part in news."""
    text = ("group", "voice", "measure", "target")
    table, further = marks.opened(table, "over_time", "over_time", text, meanings)
    table = table[(table["target"] == "") & table["estimate"].notna()]
    marks.refuse_empty(table, "over_time", "over_time")
    table = table[table["voice"] == marks.voices_in(table)[0]]
    rows = marks.of_one_cell(table, "news", further, "over_time")
    share = rows["n_articles"] / max(rows["n_articles"].max(), 4)
    return rows.assign(period=rows["period"].dt.tz_convert(None), area=_DOT * share.clip(lower=_LEAST))


def _chosen(rows: pd.DataFrame, given: str | Sequence[str] | None, most: int) -> list[str]:
    """Return the measures asked for, or so many in which groups differ most for how much each varies."""
    named = marks.measures_of(rows, given)
    if given is not None:
        return named
    # Numbers in digits frame nothing by themselves.
    framing = [one for one in named if one != "figures"]
    some = rows[rows["measure"].isin(framing or named)]
    often = some.groupby("measure")["n_hits"].transform("mean") >= _HITS
    # Eta squared: a period counts as often as it has articles.
    some = some[often] if often.any() else some
    some = some.loc[some.index.repeat(some["n_articles"])]
    means = [some.groupby(by)["estimate"].transform("mean") for by in (["measure"], ["measure", "group"])]
    total, within = (((some["estimate"] - mean) ** 2).groupby(some["measure"]).sum() for mean in means)
    share = (1 - within / total).fillna(0.0).round(9)
    return marks.largest(share)[:most]


def _periods(rows: pd.DataFrame) -> tuple[pd.DatetimeIndex, str, str]:
    """Return when each period begins, what a period is called, and the days of all."""
    freq = rows["freq"].iloc[0]
    line = pd.date_range(rows["period"].min(), rows["period"].max(), freq=freq)
    when = numbers.dates(line[0], line.shift(1)[-1] - pd.Timedelta(days=1))
    return line, _CALLED.get(freq, "period"), when


def _key(rows: pd.DataFrame, shades: Mapping[str, str]) -> list[layout.Sign]:
    looks = {marks.name(one): {"color": colour, "markersize": 7} for one, colour in shades.items()}
    for row in rows.sort_values("n_articles").iloc[[0, -1]].itertuples():
        looks[marks.counted(row.n_articles, "article")] = {"markersize": row.area**0.5}
    return [layout.Sign(text, {"marker": "o", "markeredgewidth": 0, **look}) for text, look in looks.items()]
