"""Who covered which event, when and how much: outlets under each event, or of many events a row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.dates import date2num

from framing import schema
from framing.plotting import layout, marks, theme
from framing.views import vocabulary

TABLE = "articles"

#: Where an article says no event.
NONE = "no event given"
#: Up to so many events each outlet has a row under each; of more, an event is a row.
_FEW, _ROWS = 3, 25
#: Up to so many outlets keep their colours on the axis of time; of more, their columns tell who it was.
APART = 4
#: Inches of the place for articles without a date; least width of a bin; largest and least diameter of a dot.
UNDATED, _BIN, WIDEST, _LEAST = 0.66, 0.07, 0.2, 0.045
#: Inches: an event's name, its row, one outlet's row under it; beside the days, so that no dot covers a name.
_NAME, _ROW, _LANE, _PAD = 2.1, 0.3, 0.235, WIDEST / 2 + 0.03
#: Room for days over the axis of time, a year above them.
_HEAD = 2 * theme.line_height(theme.SMALL) + 0.1
#: Least room for time, in inches, by how wide the figure is; and most for a column.
_TIME, _COLUMN = {2: 1.45, 3: 2.2}, 1.12
_COUNTED = "articles · words"
_DOT = {"alpha": 0.72, "clip_on": False, "zorder": 3}


@dataclass(frozen=True)
class Row:
    """One row: its words and its articles (outlet, day, words, event); `many` events may stand in it."""

    label: str
    articles: pd.DataFrame
    many: bool = False

    def of(self, outlet: str) -> pd.DataFrame:
        """Return an outlet's articles."""
        return self.articles[self.articles["outlet"] == outlet]


@dataclass(frozen=True)
class Scene:
    """What is to be drawn: articles, the rows made of them, and outlets by key with names and colours."""

    articles: pd.DataFrame
    rows: Sequence[Row]
    names: Mapping[str, str]
    shades: Mapping[str, str]
    heading: Mapping[str, Any]


@theme.figure
def events(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    most: int = _ROWS,
    order: Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes:
    """Draw the articles of each event over time, with what each outlet gave to it.

    Parameters
    ----------
    table : pandas.DataFrame
        The articles table; `framing.group_events` fills its events where they are missing.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    most : int
        Events with a row of their own, those of several outlets and with most articles; the others are
        gathered, those of one outlet alone by themselves.
    order : sequence of str, optional
        Outlets in that order; by default as categories, else by name.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        Its data axes, whose x are days, as matplotlib counts dates. Dots have an area in proportion to the
        words of an outlet's articles of a day (of a long time: of some days; the notes say of how many).
        Articles without a date stand in a place of their own.

    Raises
    ------
    FramingError
        The table is empty, or `most` is under 1.
    """
    marks.check_count("most", most)
    found = _opened(table)
    shades = marks.colour_groups(found, colors, "outlet")
    outlets = marks.order_groups(table, found, order, "words", "outlet")
    found = found[found["outlet"].isin(outlets)]
    rows = gathered(found, most)
    heading = marks.heading(table, title, _headline(found), _notes(found, rows))
    scene = Scene(found, rows, {outlet: marks.name(outlet) for outlet in outlets}, shades, heading)
    return _draw_lanes(ax, scene, width) if _few(rows) else _draw_grid(ax, scene, width)


def describe(table: pd.DataFrame, *, most: int = _ROWS) -> str:
    """Say in one sentence what the figure shows."""
    found = _opened(table)
    bare = int(found["day"].isna().sum())
    when = f"; {bare:,} without a date" if bare else ""
    count = marks.counted(found["outlet"].nunique(), "outlet")
    return f"Articles over time, of {count}: {_headline(found, 4)}{when}."


def _headline(found: pd.DataFrame, most: int = 3) -> str:
    """Return how many events there are, and how many articles each outlet has."""
    outlets = found[found["event"] != ""].groupby("event")["outlet"].nunique()
    counts = found["outlet"].value_counts()
    names = [f"{marks.name(outlet)} {counts[outlet]:,}" for outlet in marks.largest(counts)]
    said = f"articles: {marks.listed(names, most)}"
    if len(outlets) > 1:
        several = int((outlets > 1).sum())
        said = f"{len(outlets):,} events, {several:,} of them covered by two outlets or more; {said}"
    return said


def _few(rows: Sequence[Row]) -> bool:
    return len(rows) <= _FEW and not any(row.many for row in rows)


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    table = schema.check_metadata(table)
    marks.refuse_empty(table, "events", "articles")
    return prepared(table)


def _notes(found: pd.DataFrame, rows: Sequence[Row]) -> list[str]:
    notes = []
    bare = int(found["day"].isna().sum())
    if bare == len(found):
        notes.append("No article has a date.")
    elif bare:
        have = "has no date and stands" if bare == 1 else "have no date and stand"
        notes.append(f"{bare:,} of {marks.counted(len(found), 'article')} {have} apart.")
    if found["outlet"].nunique() > APART and not _few(rows):
        notes.append("On the axis of time a mark says only that an article was published then.")
    elif any(row.many for row in rows):
        notes.append("Where events are gathered, a mark says only that an article was published then.")
    made = found[found["made"]]
    if len(made):
        sure = made["confidence"].mean()
        known = f", with a confidence of {sure:.2f} on average" if sure == sure else ""
        said = f"Events of {marks.counted(len(made), 'article')} were found from the articles themselves"
        notes.append(f"{said}{known}, and are called by words of theirs.")
    return notes


def prepared(table: pd.DataFrame) -> pd.DataFrame:
    """Return outlet, event, day and words of each article, in an order that the rows' own can't change.

    An event that was found and not compared within (`story`) counts like one that was given.
    """
    text = {name: marks.strings(table[name]) for name in ("id", "outlet", "event", "title")}
    found = pd.DataFrame(text).assign(day=layout.of(table), words=schema.lengths(table)["n_words"])
    story = (
        marks.strings(table["story"]) if "story" in table else found["event"].where(found["event"] != "", "")
    )
    sure = table["event_confidence"] if "event_confidence" in table else pd.Series(np.nan, table.index)
    found["confidence"] = pd.to_numeric(sure, errors="coerce")
    found["made"] = ((found["event"] == "") & (story != "")) | found["confidence"].notna()
    found["event"] = found["event"].where(found["event"] != "", story)
    return found.sort_values("id", kind="stable", ignore_index=True)


def gathered(articles: pd.DataFrame, most: int) -> list[Row]:
    """Return the rows: at most so many events by name, in order of time, then those gathered.

    Events of several outlets come before events of one, where there is no room for all; those left out are
    gathered in a row each: those of several outlets, those of one alone. Articles without an event come last.
    """
    named = articles[articles["event"] != ""]
    sizes = named.groupby("event").agg(outlets=("outlet", "nunique"), n=("id", "size"), first=("day", "min"))
    # Undated events last, events that are alike in all by their keys.
    order = (
        sizes.assign(place=-sizes["outlets"].clip(upper=99), n=-sizes["n"]).rename_axis("key").reset_index()
    )
    order = order.sort_values(["place", "n", "first", "key"])
    if len(order) > most:
        wide = order["outlets"] > 1
        order = (order[wide] if wide.any() else order).head(most)
    shown = order.sort_values(["first", "key"])["key"].tolist()
    blocks = dict(iter(named[named["event"].isin(shown)].groupby("event")))
    rows = [
        Row(vocabulary.event_name(event, own["title"] if own["made"].any() else None), own)
        for event, own in ((event, blocks[event]) for event in shown)
    ]
    rest = named[~named["event"].isin(shown)]
    several = rest["event"].map(sizes["outlets"]) > 1
    for own, whose in ((rest[several], "of several outlets"), (rest[~several], "of one outlet alone")):
        if count := own["event"].nunique():
            more = "more " if bool((order["outlets"] > 1).any()) == ("several" in whose) else ""
            rows.append(Row(f"{marks.counted(count, f'{more}event')} {whose}", own, many=True))
    without = articles[articles["event"] == ""]
    if len(without):
        rows.append(Row(NONE if len(named) else "all articles (no events given)", without))
    return rows


# Articles on an axis of time, with a place beside it for those without a date.


@dataclass(frozen=True)
class Timeline:
    """From `left` on, `width` inches for `first` to `last`; then a place for the undated, if any.

    What is drawn stands at days as matplotlib counts them, whatever inches they take.
    """

    left: float
    width: float
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    undated: bool

    @classmethod
    def of(cls, articles: pd.DataFrame, left: float, width: float) -> Timeline:
        """Return the axis of time of articles, with a place for the undated if there are any."""
        known = articles["day"].dropna()
        first, last = (known.min(), known.max()) if len(known) else (None, None)
        bare = bool(articles["day"].isna().any())
        return cls(left, width - (UNDATED if bare and len(known) else 0), first, last, bare)

    @property
    def inch(self) -> float:
        """How many days an inch is."""
        return ((self.last - self.first).days + 1 if self.first is not None else 1) / self.width

    def at(self, inches: float) -> float:
        """Return the day at a place in inches from the left."""
        first = date2num(self.first) if self.first is not None else 0.0
        return float(first + (inches - self.left) * self.inch)

    def x(self, day: pd.Timestamp) -> float:
        """Return where a day stands: at its noon."""
        return float(date2num(day)) + 0.5

    @property
    def aside(self) -> tuple[float, float]:
        """Where the place of the undated begins and ends: all there is, if nothing has a date."""
        end = self.left + self.width
        ends = (self.left, end) if self.first is None else (end, end + UNDATED)
        return self.at(ends[0]), self.at(ends[1])

    def axis(self, panel: theme.Axes, top: float, bottom: float) -> None:
        """Write the days above, with a fine line down from each, and shade the place of the undated."""
        look = {"ha": "center", "va": "bottom", "linespacing": 1.08, "color": theme.MUTED, "clip_on": False}
        for day, said in self._ticks():
            x = self.x(day)
            panel.plot([x, x], [top, bottom], color=theme.GRID, linewidth=0.8, label="_day", zorder=0)
            panel.text(self._middle(x, said), top - 0.05, said, fontsize=theme.SMALL, **look)
        if self.undated:
            start, end = self.aside
            gap = 0.05 * self.inch
            panel.axvspan(start + gap, end - gap, color=theme.GRID, alpha=0.7, linewidth=0, zorder=0,
                          label="_aside")  # fmt: skip
            panel.text((start + end) / 2, top - 0.05, "undated", fontsize=theme.SMALL, **look)

    def _ticks(self) -> list[tuple[pd.Timestamp, str]]:
        """Return as many round days as have room for their words."""
        if self.first is None or self.last is None:
            return []
        for most in range(8, 0, -1):
            found = layout.ticks(self.first, self.last, most)
            ends = [
                (self._middle(self.x(day), said), (_half(said) + 0.05) * self.inch) for day, said in found
            ]
            if all(a + wide <= b - other for (a, wide), (b, other) in pairwise(ends)):
                break
        return found

    def _middle(self, x: float, said: str) -> float:
        """Return the middle of a day's words, moved so that they stay over the axis."""
        half = _half(said)
        return max(min(x, self.at(self.left + self.width - half)), self.at(self.left + half))

    def dots(
        self, panel: theme.Axes, own: pd.DataFrame, y: float, colour: str, largest: int, room: float
    ) -> None:
        """Draw the articles of one outlet in a row: a dot a day, or of a long time a dot a bin."""
        found = [(self.x(day), size) for day, size in binned(own, self)]
        bare = own[own["day"].isna()]
        found += [(sum(self.aside) / 2, int(bare["words"].sum()))] * bool(len(bare))
        look = {"color": colour, "edgecolors": "white", "linewidths": 0.5, "label": "_articles", **_DOT}
        for x, size in found:
            panel.scatter([x], [y], s=_area(size, largest, room), **look)


def _half(said: str) -> float:
    return max(theme.width_of(line, theme.SMALL) for line in said.split("\n")) / 2


def binned(own: pd.DataFrame, line: Timeline) -> list[tuple[pd.Timestamp, int]]:
    """Return middle day and words of each bin that has articles."""
    dated = own[own["day"].notna()]
    if dated.empty or line.first is None:
        return []
    width = days_in(line)
    sums = dated.groupby((dated["day"] - line.first).dt.days // width)["words"].sum()
    last = (line.last - line.first).days
    middles = [min(int(k) * width + (width - 1) // 2, last) for k in sums.index]
    return [(line.first + pd.Timedelta(days=at), int(size)) for at, size in zip(middles, sums, strict=True)]


def days_in(line: Timeline) -> int:
    """Return how many days one dot sums up on an axis."""
    if line.first is None or line.last is None:
        return 1
    return max(1, int(np.ceil(_BIN * ((line.last - line.first).days + 1) / line.width)))


def _area(size: int, largest: int, widest: float = WIDEST) -> float:
    """Return the area of a dot in square points: in proportion to words, and never too small to see."""
    diameter = max(widest * float(np.sqrt(max(size, 0) / max(largest, 1))), _LEAST)
    return (72 * diameter) ** 2


def _largest(scene: Scene, line: Timeline) -> int:
    """Return the words of the largest dot."""
    sizes = [1]
    for row in scene.rows:
        for _, own in row.articles.groupby("outlet") if not row.many else ():
            sizes += [size for _, size in binned(own, line)]
            sizes.append(int(own.loc[own["day"].isna(), "words"].sum()))
    return max(sizes)


def _open(
    ax: theme.Axes | None,
    scene: Scene,
    sizes: Sequence[float],
    largest: int,
    line: Timeline | None,
    **room: Any,
) -> tuple[theme.Axes, theme.Axes, float]:
    """Open one panel; return it with its width."""
    power = 10 ** int(np.log10(largest))
    size = next(n * power for n in (5, 2, 1) if n * power <= largest)
    key = [
        layout.Sign(
            f"{n:,} words",
            {"marker": "o", "markeredgewidth": 0, "alpha": 0.72, "markersize": _area(n, largest) ** 0.5},
        )
        for n in dict.fromkeys((max(size // 10, 1), size))
    ]
    of = f" of {marks.counted(days_in(line), 'day')}" if line else ""
    sheet, (panel,) = layout.lay_out(
        ax,
        [layout.Panel("", sum(sizes), "", ticks=False, rows=sizes)],
        title=scene.heading["title"],
        notes=[f"The area of a dot: words of an outlet's articles{of}.", *scene.heading["notes"]],
        key=key,
        **room,
    )
    width = theme.inches_of(panel)[0]
    marks.bare(panel)
    return sheet, panel, width


def _draw_lanes(ax: theme.Axes | None, scene: Scene, paper: theme.Width | None) -> theme.Axes:
    """Draw few events: a row an outlet under each, those that have nothing on it too."""
    names = {o: theme.wrap(name, marks.LABEL, theme.SMALL) for o, name in scene.names.items()}
    left = marks.label_width(names.values())
    counts = [
        {o: f"{len(own):,} · {int(own['words'].sum()):,}" if len(own) else "none"
         for o, own in ((o, row.of(o)) for o in names)}
        for row in scene.rows
    ]  # fmt: skip
    texts = [_COUNTED, *(text for some in counts for text in some.values())]
    right = max(theme.width_of(text, theme.SMALL) for text in texts) + 0.14
    full = layout.sheet_width(ax, 1, paper)
    headings = [theme.wrap(row.label, full - 0.3, theme.FONT, True) for row in scene.rows]
    sizes = [_HEAD]
    for lines in headings:
        sizes.append(len(lines) * theme.line_height() + 0.1)
        sizes += [max(_LANE, marks.label_height(own) + 0.05) for own in names.values()]
    centres, height = layout.stack(sizes)
    line = Timeline.of(scene.articles, _PAD, full - left - right - 2 * layout.MARGIN - 2 * _PAD)
    largest = _largest(scene, line)
    sheet, panel, width = _open(ax, scene, sizes, largest, line, left=left, right=right, width=paper)
    line = Timeline.of(scene.articles, _PAD, width - 2 * _PAD)
    panel.set_xlim(line.at(0), line.at(width))
    line.axis(panel, _HEAD, height)
    marks.beside(panel, _HEAD - 0.05 - theme.line_height(theme.SMALL) / 2, _COUNTED)
    place = iter(centres[1:])
    ticks, said = [], []
    for row, lines, some in zip(scene.rows, headings, counts, strict=True):
        marks.block_label(panel, next(place) + 0.03, lines, left, fontsize=theme.FONT)
        for outlet, own in names.items():
            y = next(place)
            ticks.append(y)
            said.append(own)
            panel.axhline(y, color=theme.GRID, linewidth=0.8, zorder=1, label="_lane")
            line.dots(panel, row.of(outlet), y, scene.shades[outlet], largest, WIDEST)
            marks.beside(panel, y, some[outlet])
    marks.row_labels(panel, ticks, said)
    return sheet


def _draw_grid(ax: theme.Axes | None, scene: Scene, paper: theme.Width | None) -> theme.Axes:
    """Draw many events: a row each, with time, a column an outlet, and the number of articles."""
    count = len(scene.names)
    wide = 2 if count <= 4 else 3
    names = [theme.wrap(row.label, _NAME, theme.SMALL) for row in scene.rows]
    left = marks.label_width(names)
    totals = [f"{len(row.articles):,}" for row in scene.rows]
    right = max(theme.width_of(text, theme.SMALL) for text in ("articles", *totals)) + 0.14
    inner = layout.sheet_width(ax, wide, paper) - 2 * layout.MARGIN - left - right
    column = max(min(_COLUMN, (inner - _TIME[wide]) / count), 0.3)
    heads = layout.head_columns(list(scene.names.values()), column, ax)
    head = max(heads.height + 0.08, _HEAD)
    sizes = [head, *(max(_ROW, marks.label_height(lines) + 0.08) for lines in names)]
    centres, height = layout.stack(sizes)
    line = Timeline.of(scene.articles, 0.08, max(inner - column * count - 0.18, 0.5))
    cells = [row.articles.groupby("outlet")["words"].sum().max() for row in scene.rows if not row.many]
    largest = max(_largest(scene, line), *map(int, cells), 1)
    told = line if count <= APART else None
    room = {"left": left, "right": right, "wide": wide, "width": paper}
    sheet, panel, width = _open(ax, scene, sizes, largest, told, **room)
    line = Timeline.of(scene.articles, 0.08, max(width - column * count - 0.18, 0.5))
    panel.set_xlim(line.at(0), line.at(width))
    line.axis(panel, head, height)
    starts = [line.at(width - column * (count - k)) for k in range(count)]
    heads.draw(panel, starts, head, [theme.shade(scene.shades[o], 0.25) for o in scene.names])
    marks.beside(panel, head - 0.05 - theme.line_height(theme.SMALL) / 2, "articles")
    for number, (row, y, size) in enumerate(zip(scene.rows, centres[1:], sizes[1:], strict=True)):
        if not number or (row.many and not scene.rows[number - 1].many):
            look = {"color": theme.RULE, "linewidth": 0.8, "clip_on": False, "label": "_rule", "zorder": 1}
            panel.plot([line.at(-left), line.at(width)], [y - size / 2] * 2, **look)
        _draw_times(panel, scene, row, y, line, largest)
        for outlet, x in zip(scene.names, starts, strict=True):
            own = row.of(outlet)
            if len(own) and not row.many:
                look = {"color": scene.shades[outlet], "linewidths": 0, "label": "_words", **_DOT}
                panel.scatter([x + 0.14 * line.inch], [y], s=_area(int(own["words"].sum()), largest), **look)
            if len(own):
                # Without a dot before it, a count of many events has more room.
                look = {"va": "center_baseline", "fontsize": theme.SMALL, "color": theme.MUTED}
                panel.text(x + (0.06 if row.many else 0.27) * line.inch, y, f"{len(own):,}", **look)
        marks.beside(panel, y, totals[number])
    marks.row_labels(panel, centres[1:], names)
    return sheet


def _draw_times(panel: theme.Axes, scene: Scene, row: Row, y: float, line: Timeline, largest: int) -> None:
    """Draw when an event was written about: of few outlets in their colours, under each other."""
    dated = row.articles["day"].dropna()
    if len(dated) and not row.many:
        ends = [line.x(dated.min()), line.x(dated.max())]
        panel.plot(ends, [y, y], color=theme.RULE, linewidth=2.2, zorder=1, label="_span")
    if len(scene.names) > APART:
        line.dots(panel, row.articles, y, theme.MUTED, largest, 0.0)
        return
    for place, outlet in enumerate(scene.names):
        at = y + (place - (len(scene.names) - 1) / 2) * 0.085
        line.dots(panel, row.of(outlet), at, scene.shades[outlet], largest, 0.0 if row.many else 0.15)
