"""How events look: few with a row an outlet under each, many with a row each and a column an outlet.

Which events have a row is settled in `event_rows`; where a day stands, in `timeline`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.plotting import headers, layout, marks, theme, timeline, words
from framing.plotting.event_rows import Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.sizes import Width

__all__ = ["APART", "Scene", "grid", "lanes"]

#: Inches: an event's name, its row, one outlet's row under it.
_NAME, _ROW, _LANE = 2.1, 0.3, 0.235
#: Up to so many outlets keep their colours on the axis of time; of more, their columns tell who it was.
APART = 4
#: Room for days over the axis of time, a year above them.
_HEAD = 2 * words.line_height(theme.SMALL) + 0.1
#: Least room for time, in inches, by how wide the figure is; and most for a column.
_TIME, _COLUMN = {2: 1.45, 3: 2.2}, 1.12
_COUNTED = "articles · words"
#: Beside the days, so that no dot covers a name or a number.
_PAD = timeline.WIDEST / 2 + 0.03
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


def _line(found: pd.DataFrame, left: float, width: float, bare: bool | None = None) -> timeline.Timeline:
    """Return the axis of time of articles, with a place for the undated if there are any, or as told."""
    known = found["day"].dropna()
    first, last = (known.min(), known.max()) if len(known) else (None, None)
    bare = bool(found["day"].isna().any()) if bare is None else bare
    return timeline.Timeline(
        left, width - (timeline.UNDATED if bare and len(known) else 0), first, last, bare
    )


def _apart(scene: Scene) -> bool:
    """Say whether events lie so far from each other that one axis would be empty for the most part."""
    days = [row.articles["day"].dropna() for row in scene.rows]
    spans = sorted((some.min(), some.max()) for some in days if len(some))
    if len(spans) < 2:
        return False
    whole = (max(last for _, last in spans) - spans[0][0]).days + 1
    return whole > _FAR and whole > 3 * sum((last - first).days + 1 for first, last in spans)


def _lines(scene: Scene, width: float) -> list[timeline.Timeline]:
    """Return the axis of each event: one for all, or its own where they lie far from each other."""
    room = width - 2 * _PAD
    if not _apart(scene):
        return [_line(scene.articles, _PAD, room)] * len(scene.rows)
    bare = bool(scene.articles["day"].isna().any())
    return [_line(row.articles, _PAD, room, bare) for row in scene.rows]


def _summed(lines: Sequence[timeline.Timeline]) -> str:
    """Say what a dot is."""
    counts = sorted({timeline.days_in(line) for line in lines})
    said = [_NUMBERS.get(count, f"{count:,}") + (" day" if count == 1 else " days") for count in counts]
    own = " Each event has an axis of its own." if len({(x.first, x.last) for x in lines}) > 1 else ""
    return (
        f"The area of a dot: words of an outlet's articles of {' or '.join([said[0], *said[1:][-1:]])}.{own}"
    )


def _key(largest: int) -> list[layout.Sign]:
    size = timeline.sample(largest)
    look = {"marker": "o", "markeredgewidth": 0, "alpha": 0.72}
    few = max(size // 10, 1)
    return [
        layout.Sign(f"{n:,} words", {**look, "markersize": timeline.area(n, largest) ** 0.5})
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


def _largest(scene: Scene, lines: Sequence[timeline.Timeline]) -> int:
    """Return the words of the largest dot."""
    sizes = [1]
    for row, line in zip(scene.rows, lines, strict=True):
        if not row.many:
            for _, own in row.articles.groupby("outlet"):
                sizes += [size for _, size in timeline.binned(own, line)]
                sizes.append(int(own.loc[own["day"].isna(), "words"].sum()))
    return max(sizes)


def lanes(ax: Axes | None, scene: Scene, paper: Width | None = None) -> Axes:
    """Draw few events: a row an outlet under each, those that have nothing on it too."""
    names = {o: words.wrap(name, marks.LABEL, theme.SMALL) for o, name in scene.names.items()}
    left = marks.label_width(names.values())
    counted = [{o: _count(scene.of(row, o)) for o in names} for row in scene.rows]
    texts = [_COUNTED, *(text for some in counted for text in some.values())]
    right = max(words.width_of(text, theme.SMALL) for text in texts) + 0.14
    full = layout.sheet_width(ax, 1, paper)
    headings = [words.wrap(row.label, full - 0.3, theme.FONT, True) for row in scene.rows]
    before = _lines(scene, full - left - right - 2 * layout.MARGIN)
    own_axes = before[0] != before[-1]
    sizes: list[float] = [words.line_height(theme.SMALL) + 0.05 if own_axes else _HEAD]
    for lines in headings:
        sizes.append(len(lines) * words.line_height() + 0.1)
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
    marks.beside(panel, sizes[0] - 0.05 - words.line_height(theme.SMALL) / 2, _COUNTED)
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
            line.dots(panel, scene.of(row, outlet), y, scene.shades[outlet], largest, timeline.WIDEST)
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
    names = [words.wrap(row.label, _NAME, theme.SMALL) for row in scene.rows]
    left = marks.label_width(names)
    totals = [f"{len(row.articles):,}" for row in scene.rows]
    right = max(words.width_of(text, theme.SMALL) for text in ("articles", *totals)) + 0.14
    inner = layout.sheet_width(ax, wide, paper) - 2 * layout.MARGIN - left - right
    column = max(min(_COLUMN, (inner - _TIME[wide]) / count), 0.3)
    heads = headers.of(list(scene.names.values()), column)
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
    marks.beside(panel, head - 0.05 - words.line_height(theme.SMALL) / 2, "articles")
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


def _times(panel: Axes, scene: Scene, row: Row, y: float, line: timeline.Timeline, largest: int) -> None:
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
            s=timeline.area(int(own["words"].sum()), largest),
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
