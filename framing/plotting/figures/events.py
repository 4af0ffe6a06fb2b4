"""Who covered which event, when and how much: outlets under each event, or of many events a row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.io import metadata
from framing.plotting import layout, marks, panels, scales, theme
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

__all__ = ["NONE", "Timeline", "binned", "days_in", "gathered", "prepared"]


# Which events have a row of their own in a figure, and what is gathered in one: counts alone, no drawing.

#: Where an article says no event.
NONE = "no event given"


@dataclass(frozen=True)
class Row:
    """One row: its words, what it counts, and its articles (outlet, day, words, event)."""

    label: str
    counts: str
    articles: pd.DataFrame
    #: More than one event stands in this row.
    many: bool = False


def prepared(table: pd.DataFrame) -> pd.DataFrame:
    """Return outlet, event, day and words of each article, in an order that the rows' own can't change.

    `made` says that the event was found and not given, `confidence` how sure it is where that is known.
    """
    event = marks.strings(table["event"])
    made = event.eq("") & False
    if "story" in table.columns:
        # Events that were found and not compared within.
        made = event.eq("") & marks.strings(table["story"]).ne("")
        event = event.where(event != "", marks.strings(table["story"]))
    found = pd.DataFrame(
        {
            "id": marks.strings(table["id"]),
            "outlet": marks.strings(table["outlet"]),
            "event": event,
            "title": marks.strings(table["title"]),
            "day": scales.of(table),
            # Without headlines, as the report counts them.
            "words": metadata.lengths(table)["n_words"],
        }
    )
    if "event_confidence" in table.columns:
        found["confidence"] = pd.to_numeric(table["event_confidence"], errors="coerce")
        made = made | found["confidence"].notna()
    found["made"] = made.to_numpy()
    return found.sort_values("id", kind="stable", ignore_index=True)


def gathered(articles: pd.DataFrame, most: int) -> list[Row]:
    """Return the rows: at most so many events by name, in order of time, then those gathered.

    Events of several outlets come before those of one; of more than `most`, the widest covered have a row.
    """
    named = articles[articles["event"] != ""]
    sizes = named.groupby("event").agg(outlets=("outlet", "nunique"), n=("id", "size"), first=("day", "min"))
    sizes["wide"] = sizes["outlets"] > 1
    sizes["place"] = -sizes["outlets"].clip(upper=99)
    sizes["size"] = -sizes["n"]
    # Undated events last, events that are alike in all by their keys.
    order = sizes.rename_axis("key").reset_index().sort_values(["place", "size", "first", "key"])
    if len(order) > most:
        order = (order[order["wide"]] if order["wide"].any() else order).head(most)
    shown = order.sort_values(["first", "key"])["key"].tolist()
    blocks = dict(iter(named[named["event"].isin(shown)].groupby("event")))
    rows = [Row(_label(event, blocks[event]), "", blocks[event]) for event in shown]
    rest = named[~named["event"].isin(shown)]
    wide = rest["event"].map(sizes["outlets"]) > 1
    for own, whose in ((rest[wide], "of several outlets"), (rest[~wide], "of one outlet alone")):
        count = own["event"].nunique()
        if count:
            more = "more " if bool(order["wide"].any()) == ("several" in whose) else ""
            label = f"{marks.counted(count, f'{more}event')} {whose}"
            rows.append(Row(label, f"{count:,}", own, many=True))
    without = articles[articles["event"] == ""]
    if len(without):
        rows.append(Row(NONE if len(named) else "all articles (no events given)", "", without))
    return rows


def _label(event: str, own: pd.DataFrame) -> str:
    return vocabulary.event_name(event, own["title"] if own["made"].any() else None)


# Articles on an axis of time drawn by hand, with a place beside it for those without a date.

#: Inches of the place for articles without a date.
UNDATED = 0.66
#: Least width of a bin, and the largest diameter of a dot, in inches.
_BIN, WIDEST, _LEAST = 0.07, 0.2, 0.045


@dataclass(frozen=True)
class Timeline:
    """From `left` on, `width` inches for `first` to `last`; then a place for the undated, if any."""

    left: float
    width: float
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    undated: bool

    def x(self, day: pd.Timestamp) -> float:
        """Return where a day stands; a day is as wide as it is long."""
        span = (self.last - self.first).days + 1
        return self.left + self.width * ((day - self.first).days + 0.5) / span

    @property
    def _apart(self) -> tuple[float, float]:
        """Where the place of the undated begins and how wide it is: all there is, if nothing has a date."""
        return (self.left, self.width) if self.first is None else (self.left + self.width, UNDATED)

    @property
    def aside(self) -> float:
        """Where the undated stand."""
        start, wide = self._apart
        return start + wide / 2

    @property
    def end(self) -> float:
        """Where it all ends."""
        return sum(self._apart) if self.undated else self.left + self.width

    def axis(self, panel: Axes, top: float, bottom: float) -> None:
        """Write the days above, with a fine line down from each, and shade the place of the undated."""
        for day, said in self._ticks():
            x = self.x(day)
            panel.plot([x, x], [top, bottom], color=theme.GRID, linewidth=0.8, label="_day", zorder=0)
            _above(panel, self._middle(x, said), top, said)
        if self.undated:
            start, wide = self._apart
            panel.axvspan(
                start + 0.05,
                start + wide - 0.05,
                color=theme.GRID,
                alpha=0.7,
                linewidth=0,
                zorder=0,
                label="_aside",
            )
            _above(panel, self.aside, top, "undated")

    def _ticks(self) -> list[tuple[pd.Timestamp, str]]:
        """Return as many round days as have room for their words."""
        if self.first is None or self.last is None:
            return []
        for most in range(8, 0, -1):
            found = scales.ticks(self.first, self.last, most)
            ends = [(self._middle(self.x(day), said), _half(said) + 0.05) for day, said in found]
            if all(a + wide <= b - other for (a, wide), (b, other) in pairwise(ends)):
                return found
        return found

    def _middle(self, x: float, said: str) -> float:
        """Return the middle of a day's words, moved so that they stay over the axis."""
        half = _half(said)
        return max(min(x, self.left + self.width - half), self.left + half)

    def dots(self, panel: Axes, own: pd.DataFrame, y: float, colour: str, largest: int, room: float) -> None:
        """Draw the articles of one outlet in a row: a dot a day, or of a long time a dot a bin."""
        if self.first is not None:
            for day, size in binned(own, self):
                self._dot(panel, self.x(day), y, colour, size, largest, room)
        bare = own[own["day"].isna()]
        if len(bare):
            self._dot(panel, self.aside, y, colour, int(bare["words"].sum()), largest, room)

    def _dot(
        self, panel: Axes, x: float, y: float, colour: str, size: int, largest: int, room: float
    ) -> None:
        panel.scatter(
            [x],
            [y],
            s=area(size, largest, room),
            color=colour,
            alpha=0.72,
            edgecolors="white",
            linewidths=0.5,
            clip_on=False,
            label="_articles",
            zorder=3,
        )


def binned(own: pd.DataFrame, line: Timeline) -> list[tuple[pd.Timestamp, int]]:
    """Return middle day and words of each bin that has articles."""
    dated = own[own["day"].notna()]
    if dated.empty or line.first is None:
        return []
    width = days_in(line)
    place = (dated["day"] - line.first).dt.days // width
    sums = dated.groupby(place)["words"].sum()
    last = (line.last - line.first).days
    middles = [min(int(k) * width + (width - 1) // 2, last) for k in sums.index]
    return [(line.first + pd.Timedelta(days=at), int(size)) for at, size in zip(middles, sums, strict=True)]


def days_in(line: Timeline) -> int:
    """Return how many days one dot sums up on an axis."""
    if line.first is None or line.last is None:
        return 1
    return max(1, int(np.ceil(_BIN * ((line.last - line.first).days + 1) / line.width)))


def area(size: int, largest: int, widest: float = WIDEST) -> float:
    """Return the area of a dot in square points: in proportion to words, and never too small to see."""
    diameter = max(widest * float(np.sqrt(max(size, 0) / max(largest, 1))), _LEAST)
    return (72 * diameter) ** 2


def sample(largest: int) -> int:
    """Return a round number of words for the key, not above the largest dot.

    >>> sample(7431), sample(3)
    (5000, 2)
    """
    power = 10 ** int(np.log10(max(largest, 1)))
    return next(n * power for n in (5, 2, 1) if n * power <= max(largest, 1))


def _half(said: str) -> float:
    return max(theme.width_of(line, theme.SMALL) for line in said.split("\n")) / 2


def _above(panel: Axes, x: float, y: float, said: str) -> None:
    panel.text(
        x,
        y - 0.05,
        said,
        ha="center",
        va="bottom",
        linespacing=1.08,
        fontsize=theme.SMALL,
        color=theme.MUTED,
        clip_on=False,
    )


# How events look: few with a row an outlet under each, many with a row each and a column an outlet.

#: Inches: an event's name, its row, one outlet's row under it.
_NAME, _ROW, _LANE = 2.1, 0.3, 0.235
#: Up to so many outlets keep their colours on the axis of time; of more, their columns tell who it was.
APART = 4
#: Room for days over the axis of time, a year above them.
_HEAD = 2 * theme.line_height(theme.SMALL) + 0.1
#: Least room for time, in inches, by how wide the figure is; and most for a column.
_TIME, _COLUMN = {2: 1.45, 3: 2.2}, 1.12
_COUNTED = "articles · words"
#: Beside the days, so that no dot covers a name or a number.
_PAD = WIDEST / 2 + 0.03
#: Events that lie within so many days have one axis.
_FAR = 21
_NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}


@dataclass(frozen=True)
class Scene:
    """What is to be drawn: articles as `event_rows.prepared` gives them, and the rows made of them."""

    articles: pd.DataFrame
    rows: Sequence[Row]
    #: Names of outlets as shown, by key, in order.
    names: Mapping[str, str]
    shades: Mapping[str, str]
    title: str
    notes: Sequence[str]

    def of(self, row: Row, outlet: str) -> pd.DataFrame:
        """Return an outlet's articles in a row."""
        return row.articles[row.articles["outlet"] == outlet]


def _line(found: pd.DataFrame, left: float, width: float, bare: bool | None = None) -> Timeline:
    """Return the axis of time of articles, with a place for the undated if there are any, or as told."""
    known = found["day"].dropna()
    first, last = (known.min(), known.max()) if len(known) else (None, None)
    bare = bool(found["day"].isna().any()) if bare is None else bare
    return Timeline(left, width - (UNDATED if bare and len(known) else 0), first, last, bare)


def _apart(scene: Scene) -> bool:
    """Say whether events lie so far from each other that one axis would be empty for the most part."""
    days = [row.articles["day"].dropna() for row in scene.rows]
    spans = sorted((some.min(), some.max()) for some in days if len(some))
    if len(spans) < 2:
        return False
    whole = (max(last for _, last in spans) - spans[0][0]).days + 1
    return whole > _FAR and whole > 3 * sum((last - first).days + 1 for first, last in spans)


def _lines(scene: Scene, width: float) -> list[Timeline]:
    """Return the axis of each event: one for all, or its own where they lie far from each other."""
    room = width - 2 * _PAD
    if not _apart(scene):
        return [_line(scene.articles, _PAD, room)] * len(scene.rows)
    bare = bool(scene.articles["day"].isna().any())
    return [_line(row.articles, _PAD, room, bare) for row in scene.rows]


def _summed(lines: Sequence[Timeline]) -> str:
    """Say what a dot is."""
    counts = sorted({days_in(line) for line in lines})
    said = [_NUMBERS.get(count, f"{count:,}") + (" day" if count == 1 else " days") for count in counts]
    own = " Each event has an axis of its own." if len({(x.first, x.last) for x in lines}) > 1 else ""
    return (
        f"The area of a dot: words of an outlet's articles of {' or '.join([said[0], *said[1:][-1:]])}.{own}"
    )


def _key(largest: int) -> list[layout.Sign]:
    size = sample(largest)
    look = {"marker": "o", "markeredgewidth": 0, "alpha": 0.72}
    few = max(size // 10, 1)
    return [
        layout.Sign(f"{n:,} words", {**look, "markersize": area(n, largest) ** 0.5})
        for n in dict.fromkeys((few, size))
    ]


def _open(
    ax: Axes | None, scene: Scene, height: float, largest: int, said: str, **room: Any
) -> tuple[Axes, Axes, float]:
    """Open a sheet with one panel whose x runs in inches; return it with the panel's width.

    `said` is what a dot is, which follows from the room there is.
    """
    sheet, (panel,) = layout.lay_out(
        ax,
        [layout.Panel("", height, "", ticks=False)],
        title=scene.title,
        notes=[said, *scene.notes],
        key=_key(largest),
        **room,
    )
    width = panel.bbox.width / panel.get_figure(root=True).dpi
    panel.set_xlim(0, width)
    panel.grid(False)
    panel.set_xticks([])
    panel.spines["bottom"].set_visible(False)
    return sheet, panel, width


def _largest(scene: Scene, lines: Sequence[Timeline]) -> int:
    """Return the words of the largest dot."""
    sizes = [1]
    for row, line in zip(scene.rows, lines, strict=True):
        if not row.many:
            for _, own in row.articles.groupby("outlet"):
                sizes += [size for _, size in binned(own, line)]
                sizes.append(int(own.loc[own["day"].isna(), "words"].sum()))
    return max(sizes)


def lanes(ax: Axes | None, scene: Scene, paper: Width | None = None) -> Axes:
    """Draw few events: a row an outlet under each, those that have nothing on it too."""
    names = {o: theme.wrap(name, marks.LABEL, theme.SMALL) for o, name in scene.names.items()}
    left = marks.label_width(names.values())
    counted = [{o: _count(scene.of(row, o)) for o in names} for row in scene.rows]
    texts = [_COUNTED, *(text for some in counted for text in some.values())]
    right = max(theme.width_of(text, theme.SMALL) for text in texts) + 0.14
    full = layout.sheet_width(ax, 1, paper)
    headings = [theme.wrap(row.label, full - 0.3, theme.FONT, True) for row in scene.rows]
    before = _lines(scene, full - left - right - 2 * layout.MARGIN)
    own_axes = before[0] != before[-1]
    sizes: list[float] = [theme.line_height(theme.SMALL) + 0.05 if own_axes else _HEAD]
    for lines in headings:
        sizes.append(len(lines) * theme.line_height() + 0.1)
        sizes += [_HEAD] if own_axes else []
        sizes += [max(_LANE, marks.label_height(own) + 0.05) for own in names.values()]
    centres, height = layout.stack(sizes)
    largest = _largest(scene, before)
    sheet, panel, width = _open(
        ax, scene, height, largest, _summed(before), left=left, right=right, width=paper
    )
    axes = _lines(scene, width)
    if not own_axes:
        axes[0].axis(panel, _HEAD, height)
    marks.beside(panel, sizes[0] - 0.05 - theme.line_height(theme.SMALL) / 2, _COUNTED)
    place = iter(centres[1:])
    tall = sum(max(_LANE, marks.label_height(own) + 0.05) for own in names.values())
    ticks, said = [], []
    for row, line, lines, counts in zip(scene.rows, axes, headings, counted, strict=True):
        _heading(panel, next(place) + 0.03, lines, left)
        if own_axes:
            foot = next(place) + _HEAD / 2
            line.axis(panel, foot, foot + tall)
        for outlet, own in names.items():
            y = next(place)
            ticks.append(y)
            said.append(own)
            panel.plot(
                [0, line.end + _PAD * (not line.undated)],
                [y, y],
                color=theme.GRID,
                linewidth=0.8,
                zorder=1,
                label="_lane",
            )
            line.dots(panel, scene.of(row, outlet), y, scene.shades[outlet], largest, WIDEST)
            marks.beside(panel, y, counts[outlet])
    marks.row_labels(panel, ticks, said)
    return sheet


def _count(own: pd.DataFrame) -> str:
    return f"{len(own):,} · {int(own['words'].sum()):,}" if len(own) else "none"


def _heading(panel: Axes, y: float, lines: Sequence[str], left: float) -> None:
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
    marks.block_label(panel, y, "\n".join(lines), left, size=None, bbox=box)


def grid(ax: Axes | None, scene: Scene, paper: Width | None = None) -> Axes:
    """Draw many events: a row each, with time, a column an outlet, and the number of articles."""
    count = len(scene.names)
    wide = 2 if count <= 4 else 3
    names = [theme.wrap(row.label, _NAME, theme.SMALL) for row in scene.rows]
    left = marks.label_width(names)
    totals = [f"{len(row.articles):,}" for row in scene.rows]
    right = max(theme.width_of(text, theme.SMALL) for text in ("articles", *totals)) + 0.14
    inner = layout.sheet_width(ax, wide, paper) - 2 * layout.MARGIN - left - right
    column = max(min(_COLUMN, (inner - _TIME[wide]) / count), 0.3)
    heads = panels.of(list(scene.names.values()), column)
    head = max(heads.height + 0.08, _HEAD)
    sizes = [head, *(max(_ROW, marks.label_height(lines) + 0.08) for lines in names)]
    centres, height = layout.stack(sizes)
    cells = [row.articles.groupby("outlet")["words"].sum() for row in scene.rows if not row.many]
    before = _line(scene.articles, 0.08, max(inner - column * count - 0.18, 0.5))
    largest = max(_largest(scene, [before] * len(scene.rows)), *(int(some.max()) for some in cells), 1)
    told = _summed([before]) if count <= APART else "The area of a dot: words of an outlet's articles."
    sheet, panel, width = _open(
        ax, scene, height, largest, told, left=left, right=right, wide=wide, width=paper
    )
    line = _line(scene.articles, 0.08, max(width - column * count - 0.18, 0.5))
    line.axis(panel, head, height)
    starts = [width - column * (count - k) for k in range(count)]
    heads.draw(panel, starts, head, [theme.shade(scene.shades[o], 0.25) for o in scene.names])
    marks.beside(panel, head - 0.05 - theme.line_height(theme.SMALL) / 2, "articles")
    for number, (row, y, size) in enumerate(zip(scene.rows, centres[1:], sizes[1:], strict=True)):
        if not number or (row.many and not scene.rows[number - 1].many):
            ends, top = [-left, width], y - size / 2
            panel.plot(
                ends, [top, top], color=theme.RULE, linewidth=0.8, clip_on=False, label="_rule", zorder=1
            )
        _times(panel, scene, row, y, line, largest)
        for outlet, x in zip(scene.names, starts, strict=True):
            _cell(panel, scene.of(row, outlet), row.many, (x, y), scene.shades[outlet], largest)
        marks.beside(panel, y, totals[number])
    marks.row_labels(panel, centres[1:], names)
    return sheet


def _times(panel: Axes, scene: Scene, row: Row, y: float, line: Timeline, largest: int) -> None:
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
        line.dots(panel, scene.of(row, outlet), at, scene.shades[outlet], largest, 0.0 if row.many else 0.15)


def _cell(
    panel: Axes, own: pd.DataFrame, many: bool, at: tuple[float, float], colour: str, largest: int
) -> None:
    """Draw what an outlet gave to an event: a dot of words, and the number of articles."""
    if own.empty:
        return
    x, y = at
    if not many:
        panel.scatter(
            [x + 0.14],
            [y],
            s=area(int(own["words"].sum()), largest),
            color=colour,
            alpha=0.72,
            linewidths=0,
            clip_on=False,
            label="_words",
            zorder=3,
        )
    panel.text(
        # Without a dot before it, a count of many events has more room.
        x + (0.06 if many else 0.27),
        y,
        f"{len(own):,}",
        va="center_baseline",
        ha="left",
        fontsize=theme.SMALL,
        color=theme.MUTED,
    )


TABLE = "articles"

#: Up to so many events each outlet has a row under each; of more, an event is a row.
_FEW, _ROWS = 3, 25


@theme.figure
def events(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = _ROWS,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
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
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet with one panel, in inches. Dots have an area in proportion to the words of an
        outlet's articles of a day (of a long time: of some days; the notes say of how many). Few events
        that lie far from each other have an axis each. Articles without a date stand in a place of their
        own.

    Raises
    ------
    FramingError
        The table is empty, or `most` is under 1.
    """
    if most < 1:
        raise FramingError(f"most: {most} is not possible; give the number of events to be named, 1 or more")
    found, invented = _opened(table)
    rows = gathered(found, most)
    scene = Scene(
        found,
        rows,
        {o: marks.name(o, invented.get(o, "published")) for o in sorted(found["outlet"].unique())},
        theme.colors(found["outlet"], colors),
        marks.titled(title, "Who covered what, when, and how much"),
        _notes(found, rows),
    )
    return lanes(ax, scene, width) if _few(rows) else grid(ax, scene, width)


def _few(rows: list[Row]) -> bool:
    return len(rows) <= _FEW and not any(row.many for row in rows)


def describe(table: pd.DataFrame, *, most: int = _ROWS) -> str:
    """Say in one sentence what the figure shows."""
    found, invented = _opened(table)
    named = found[found["event"] != ""]
    outlets = named.groupby("event")["outlet"].nunique()
    said = f"{marks.counted(len(found), 'article')} of {marks.counted(found['outlet'].nunique(), 'outlet')}"
    if len(outlets):
        several = int((outlets > 1).sum())
        said += (
            f" on {marks.counted(len(outlets), 'event')}, {several:,} of them covered by two outlets or more"
        )
    counts = found["outlet"].value_counts()
    order = sorted(counts.index, key=lambda name: (-counts[name], name))
    names = [f"{vocabulary.display(o, invented.get(o, 'published'))} {counts[o]:,}" for o in order[:4]]
    more = [f"{len(order) - 4} more outlets"] if len(order) > 4 else []
    bare = int(found["day"].isna().sum())
    when = f"; {bare:,} without a date" if bare else ""
    return f"Events over time, {said}: {marks.listed([*names, *more])}{when}."


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    table = metadata.checked(table)
    marks.refuse_empty(table, "events", "articles")
    return prepared(table), marks.provenances(table, "outlet")


def _notes(found: pd.DataFrame, rows: list[Row]) -> list[str]:
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
        said = f"Events of {marks.counted(len(made), 'article')} were found from the articles themselves"
        known = made["confidence"].dropna() if "confidence" in made else made["words"].iloc[:0]
        sure = f", with a confidence of {known.mean():.2f} on average" if len(known) else ""
        notes.append(f"{said}{sure}, and are called by words of theirs.")
    return notes
