"""The one picture of a report: its surest findings, a row each, with every outlet's number in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_number
from framing.plotting import layout, marks, theme
from framing.plugins import toml
from framing.views import numbers
from framing.views.vocabulary import Names, is_explained

TABLE = "findings"
#: A run draws it unasked.
IN_REPORT = True

#: Findings drawn.
_TOP = 7
#: Inches: an outlet's line in a row, what is kept free between rows, longest line of a label.
_LANE, _BREATH, _LABEL = 0.158, 0.17, 2.1
#: Longest name of an outlet, in inches.
_NAME = 2.0
#: All others together, which are no outlet.
_REST = "#9A9A9A"
#: Full marks, then hollow ones.
_SURE, _NOMINAL = ("significant", "described"), ("nominal",)
_UNSURE = "not significant after adjustment"
_COPIES: dict[str, str] = toml(__package__, "lists")["findings"]["copies"]


class _Lane(NamedTuple):
    """One outlet's number in a row."""

    group: str
    estimate: float
    low: float
    high: float
    said: str


@theme.figure
def findings(
    table: pd.DataFrame,
    *,
    profile: pd.DataFrame | None = None,
    ax: theme.Axes | None = None,
    top: int = _TOP,
    meanings: Mapping[str, str] | None = None,
    order: str | Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes:
    """Draw the surest findings, a row each on a scale of its own, with a dot an outlet and its number.

    Parameters
    ----------
    table : pandas.DataFrame
        The findings table, as `framing.findings` makes it.
    profile : pandas.DataFrame, optional
        The profile table: then a finding of a measure has all outlets, else its two sides.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    top : int
        Findings drawn: those that are significant after adjustment or described, then nominal ones; none of a
        measure, or of words of an outlet, that has a row already, and none that goes with length, date, kind
        or event but for what may be nothing (`goes_with`).
    meanings : mapping of str to str, optional
        The meaning of measures, from which they are named; by default each goes by its key as words.
    order : "estimate" or sequence of str, optional
        Outlets in that order in every row, others behind; by default those with the highest number first.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        Its data axes; x is the share of a row's scale, which runs from 0, or its lowest number, to 1, its
        largest end. A nominal finding has hollow marks.

    Raises
    ------
    FramingError
        The table is empty, no finding can be drawn, an outlet isn't there, or `top` is below 1.
    """
    check_number("top", top, 1)
    table = _opened(table)
    mode = marks.voice_mode(table if profile is None else profile)
    names = Names({"measures": meanings or {}, "voices": mode})
    known = [] if profile is None else list(profile["group"].astype(str))
    groups = {*known, *table["a"], *table["b"]} - {""}
    shades = marks.colour_groups(groups - {"rest"}, colors)
    if order == "estimate":
        order = None
    elif order is not None:
        order = marks.choose(order, sorted(groups), "order")

    def attempt(_: int, most: int) -> theme.Axes:
        shown = _chosen(table, most)
        rows = [(row, _lanes(row, profile, order)) for row in shown]
        labels = [_label(row, names) for row, _ in rows]
        sizes = [
            max(len(lanes) * _LANE, marks.label_height(lines)) + _BREATH
            for (_, lanes), lines in zip(rows, labels, strict=True)
        ]
        centres, height = layout.stack(sizes)
        left = marks.label_width(labels)
        # Numbers and names stand behind the largest end.
        room = layout.sheet_width(ax, 2, width) - 2 * layout.MARGIN - left
        behind = max(theme.width_of(_behind(lane), theme.SMALL) for _, lanes in rows for lane in lanes) + 0.12
        scale = max(0.25, 1 - behind / room)
        notes = ["Each row has a scale of its own, up to its largest number. Lines: 95 % intervals."]
        if any(row["certainty"] in _NOMINAL for row in shown):
            notes.append("Hollow: nominal, not significant after adjustment.")
        more = int(table["certainty"].isin(_SURE).sum()) - len(shown)
        notes = [*[f"{marks.counted(more, 'more finding')} in the table."] * (more > 0), *notes]
        drawn, (panel,) = layout.lay_out(
            ax,
            [layout.Panel("", height)],
            **marks.heading(table, title, _headline(shown, names), notes),
            left=left,
            wide=2,
            width=width,
        )
        panel.set_xlim(0, 1 / scale)
        marks.bare(panel)
        marks.row_labels(panel, centres, labels)
        for (row, lanes), y, size in zip(rows, centres, sizes, strict=True):
            _draw_row(panel, row, lanes, y, size, shades, scale)
        return drawn

    return layout.fit(ax, attempt, min(top, len(table)), asked=top != _TOP)


def present(table: pd.DataFrame) -> bool:
    """Say whether any finding is significant, described or nominal, and not explained."""
    told = table[table["certainty"].isin([*_SURE, *_NOMINAL]) & table["a"].notna()]
    return not all(map(is_explained, told.to_dict("records")))


def describe(table: pd.DataFrame, *, meanings: Mapping[str, str] | None = None) -> str:
    """Say in one sentence what the figure shows."""
    table = _opened(table)
    names = Names({"measures": meanings or {}, "voices": marks.voice_mode(table)})
    shown = _chosen(table, 4)
    which = "The surest findings" if shown[0]["certainty"] in _SURE else f"{_UNSURE[:1].upper()}{_UNSURE[1:]}"
    return f"{which}: {'; '.join(_spoken(row, names) for row in shown)}."


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    text = ("certainty", "a", "b", "genre", "part", "voice", "measure", "item", "matter", "unit", "scale")
    table, _ = marks.opened(table, "findings", "findings", text)
    return table.sort_values("rank", kind="stable", ignore_index=True)


def _chosen(table: pd.DataFrame, top: int) -> list[dict[str, Any]]:
    """Return the findings to draw, none of what has a row already."""
    found: list[dict[str, Any]] = []
    seen: set[Any] = set()
    for certainty in (_SURE, _NOMINAL):
        rows = table[table["certainty"].isin(certainty) & (table["a"] != "") & (table["b"] != "")]
        for row in rows.to_dict("records"):
            # A name whose words an outlet is said to write more is the same fact again.
            words = {(row["a"], word) for word in row["item"].casefold().split()} or {row["measure"]}
            told = np.isfinite(row["estimate_a"]) and not is_explained(row)
            if len(found) < top and told and not words & seen:
                seen |= words
                found.append({str(name): value for name, value in row.items()})
    if not found:
        raise FramingError(
            "findings: none is significant, described or nominal, so there is nothing to draw; see the table"
        )
    return found


def _lanes(row: Mapping[str, Any], profile: pd.DataFrame | None, order: Sequence[str] | None) -> list[_Lane]:
    """Return the outlets' numbers: of all in the profile where it has the measure, else of the two sides."""
    lanes = []
    own = None
    if profile is not None and not row["item"]:
        own = profile[marks.strings(profile["target"]) == marks.strings(pd.Series([row["target"]])).iloc[0]]
        for name in ("measure", "voice", "part", "genre", "unit"):
            own = own[own[name].astype(str) == row[name]]
        own = own[own["estimate"].notna()]
    if own is not None and len(own) and not own["group"].duplicated().any():
        for one in own.itertuples():
            said = numbers.estimate(one.estimate, row["unit"])
            lanes.append(_Lane(str(one.group), one.estimate, one.low, one.high, said))
    else:
        for side in "ab":
            ends = (row[f"{name}_{side}"] for name in ("estimate", "low", "high"))
            lanes.append(_Lane(row[side], *ends, _value(row, side)))
    if order is None:
        return sorted(lanes, key=lambda lane: (-np.nan_to_num(lane.estimate), lane.group))
    places = {group: place for place, group in enumerate(order)}
    return sorted(lanes, key=lambda lane: (places.get(lane.group, len(places)), lane.group))


def _value(row: Mapping[str, Any], side: str) -> str:
    """Write the number of a side in its unit: of a share of articles how many they are."""
    value, n = row[f"estimate_{side}"], int(row[f"n_{side}"])
    if row["unit"] == "articles" and np.isfinite(value):
        return f"{round(value * n):,} of {n:,}"
    return numbers.estimate(value, row["unit"])


def _subject(row: Mapping[str, Any], names: Names) -> str:
    """Return what a finding is about."""
    if row["item"]:
        return _COPIES.get(row["item"], f"“{row['item']}”")
    if row["measure"].startswith("called."):
        return f"{row['target']} called “{row['measure'].removeprefix('called.')}”"
    said, measure = names.subject(row), row["measure"]
    return said.replace(measure, row["measure_words"]) if names.noun(measure) == measure else said


def _label(row: Mapping[str, Any], names: Names) -> list[str]:
    """Return what a finding is about, where, and in which unit."""
    unit = "articles with it" if row["unit"] == "articles" else names.unit(row["unit"])
    under = ", ".join(filter(None, (names.place(row) if not row["item"] else "", unit)))
    # What is of articles alone says so itself.
    lines = [_subject(row, names), *[f"({under})"] * (row["item"] not in _COPIES)]
    return [part for line in lines for part in theme.wrap(line, _LABEL, theme.SMALL)]


def _spoken(row: Mapping[str, Any], names: Names) -> str:
    """Return a finding in words: what it is about, and the number of either side."""
    said = [f"{marks.name(row[s])} {_value(row, s)}" for s in "ab" if np.isfinite(row[f"estimate_{s}"])]
    return f"{_subject(row, names)} ({', '.join(said)}{' articles' * (row['unit'] == 'articles')})"


def _headline(shown: Sequence[Mapping[str, Any]], names: Names) -> str:
    """Return the surest finding, or a nominal one as such, and how many more are drawn."""
    more = f" and {marks.counted(len(shown) - 1, 'more finding')}" if len(shown) > 1 else ""
    which = "the surest difference" if shown[0]["certainty"] in _SURE else _UNSURE
    return f"{which}: {_spoken(shown[0], names)}{more}"


def _draw_row(
    panel: theme.Axes,
    row: Mapping[str, Any],
    lanes: Sequence[_Lane],
    y: float,
    size: float,
    shades: Mapping[str, str],
    scale: float,
) -> None:
    """Draw one finding on a scale of its own."""
    low, high = layout.window(pd.DataFrame(lanes), floor=row["unit"] not in ("net_per_1000", "mean"))
    # No share lies above all.
    high = min(high, 1.0) if row["unit"].startswith(("articles", "share")) else high

    def place(value: float) -> float:
        return (value - low) / (high - low)

    edge = (size - _BREATH) / 2 + 0.04
    panel.plot([place(0)] * 2, [y - edge, y + edge], color=theme.RULE, linewidth=0.9, label="_zero", zorder=1)
    for slot, lane in enumerate(lanes):
        at = y + (slot - (len(lanes) - 1) / 2) * _LANE
        colour = shades.get(lane.group, _REST)
        ends = (place(lane.low), place(lane.high))
        marks.span(panel, at, ends, (0.0, 1.0), colour, 1.1)
        fill = "white" if row["certainty"] in _NOMINAL else colour
        look = {"markersize": 5.4, "markerfacecolor": fill, "markeredgecolor": colour, "clip_on": False}
        if np.isfinite(lane.estimate):
            panel.plot([place(lane.estimate)], [at], "o", label="_estimate", zorder=5, **look)
        end = np.nanmax([*np.clip(ends, 0, 1), place(lane.estimate), 0.0])
        marks.write(panel, end * scale, at, _behind(lane), 6, color=theme.shade(colour, 0.3))


def _behind(lane: _Lane) -> str:
    """Return an outlet's number and name."""
    first, *rest = theme.wrap(marks.name(lane.group), _NAME, theme.SMALL)
    return f"{lane.said} {first}{' …' * bool(rest)}"
