"""Who covered which event, when and how much: outlets under each event, or of many events a row each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import labels, tables
from framing.errors import FramingError
from framing.plotting import event_rows, headers, layout, marks, theme, timeline, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TABLE = "articles"

#: Up to so many events each outlet has a row under each; of more, an event is a row.
_FEW, _ROWS = 3, 25
#: Inches: an event's name, its row, one outlet's row under it, a column of counts.
_NAME, _ROW, _LANE, _COLUMN = 2.1, 0.3, 0.235, 0.56
#: Up to so many outlets keep their colours on the axis of time; of more, their columns tell who it was.
_APART = 4
#: Room for days over the axis of time, a year above them.
_HEAD = 2 * words.line_height(theme.SMALL) + 0.1
#: Least room for time, in inches.
_TIME = 2.2


@theme.figure
def events(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    most: int = _ROWS,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
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

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet with one panel, in inches. Dots have an area in proportion to the words of an
        outlet's articles of a day (of a long time: of some days). Articles without a date stand in a
        place of their own.

    Raises
    ------
    FramingError
        The table is empty, or `most` is under 1.
    """
    if most < 1:
        raise FramingError(f"most: {most} is not possible; give the number of events to be named, 1 or more")
    found, invented = _opened(table)
    shades = theme.colors(found["outlet"], colors)
    rows = event_rows.gathered(found, most)
    outlets = sorted(found["outlet"].unique())
    notes = _notes(found, rows)
    if _few(rows):
        return _lanes(ax, found, rows, outlets, invented, shades, marks.titled(title, _TITLE), notes)
    return _grid(ax, found, rows, outlets, invented, shades, marks.titled(title, _TITLE), notes)


def _few(rows: list[event_rows.Row]) -> bool:
    return len(rows) <= _FEW and not any(row.many for row in rows)


_TITLE = "Who covered what, when, and how much"


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
    names = [f"{labels.display(o, invented.get(o, 'published'))} {counts[o]:,}" for o in order[:4]]
    more = [f"{len(order) - 4} more outlets"] if len(order) > 4 else []
    bare = int(found["day"].isna().sum())
    when = f"; {bare:,} without a date" if bare else ""
    return f"Events over time, {said}: {marks.listed([*names, *more])}{when}."


def _opened(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    table = tables.check(table, "articles")
    marks.refuse_empty(table, "events", "articles")
    return event_rows.prepared(table), marks.provenances(table, "outlet")


def _notes(found: pd.DataFrame, rows: list[event_rows.Row]) -> list[str]:
    notes = ["The area of a dot: words of an outlet's articles at that time."]
    bare = int(found["day"].isna().sum())
    if bare == len(found):
        notes.append("No article has a date.")
    elif bare:
        have = "has no date and stands" if bare == 1 else "have no date and stand"
        notes.append(f"{bare:,} of {marks.counted(len(found), 'article')} {have} apart.")
    if found["outlet"].nunique() > _APART and not _few(rows):
        notes.append("On the axis of time a mark says only that an article was published then.")
    elif any(row.many for row in rows):
        notes.append("Where events are gathered, a mark says only that an article was published then.")
    if "confidence" in found and found["confidence"].notna().any():
        sure = found.loc[found["confidence"].notna(), "confidence"]
        notes.append(
            f"Events of {marks.counted(len(sure), 'article')} were found from the articles themselves, "
            f"with a confidence of {sure.mean():.2f} on average; a headline stands for the event's name."
        )
    return notes


def _line(found: pd.DataFrame, left: float, width: float) -> timeline.Timeline:
    known = found["day"].dropna()
    first, last = (known.min(), known.max()) if len(known) else (None, None)
    bare = bool(found["day"].isna().any())
    return timeline.Timeline(
        left, width - (timeline.UNDATED if bare and len(known) else 0), first, last, bare
    )


def _size(ax: Axes | None, wide: int) -> float:
    """Return the width of the whole figure in inches."""
    return theme.WIDTHS[wide] if ax is None else ax.bbox.width / ax.get_figure(root=True).dpi


def _key(largest: int) -> list[layout.Sign]:
    size = timeline.sample(largest)
    look = {"marker": "o", "markeredgewidth": 0, "alpha": 0.72}
    few = max(size // 10, 1)
    return [
        layout.Sign(f"{n:,} words", {**look, "markersize": timeline.area(n, largest) ** 0.5})
        for n in dict.fromkeys((few, size))
    ]


def _open(
    ax: Axes | None, height: float, title: str, notes: list[str], key: list[layout.Sign], **room: Any
) -> tuple[Axes, Axes, float]:
    """Open a sheet with one panel whose x runs in inches; return it with the panel's width."""
    sheet, (panel,) = layout.lay_out(
        ax, [layout.Panel("", height, "", ticks=False)], title=title, notes=notes, key=key, **room
    )
    width = panel.bbox.width / panel.get_figure(root=True).dpi
    panel.set_xlim(0, width)
    panel.grid(False)
    panel.set_xticks([])
    panel.spines["bottom"].set_visible(False)
    return sheet, panel, width


def _largest(found: pd.DataFrame, rows: list[event_rows.Row], width: float) -> int:
    """Return the words of the largest dot."""
    line = _line(found, 0.0, max(width, 0.5))
    sizes = [1]
    for row in rows:
        if not row.many:
            for _, own in row.articles.groupby("outlet"):
                sizes += [size for _, size in timeline.binned(own, line)]
                sizes.append(int(own.loc[own["day"].isna(), "words"].sum()))
    return max(sizes)


def _lanes(
    ax: Axes | None,
    found: pd.DataFrame,
    rows: list[event_rows.Row],
    outlets: list[str],
    invented: Mapping[str, str],
    shades: Mapping[str, str],
    title: str,
    notes: list[str],
) -> Axes:
    """Draw few events: a row an outlet under each, those that have nothing on it too."""
    names = {o: marks.outlet_label(o, invented.get(o, "published")) for o in outlets}
    left = marks.label_width(names.values())
    counted = {
        (row.label, outlet): _count(row.articles[row.articles["outlet"] == outlet])
        for row in rows
        for outlet in outlets
    }
    right = max(words.width_of(text, theme.SMALL) for text in (*counted.values(), _COUNTED)) + 0.14
    full = _size(ax, 1)
    head = _HEAD
    headings = [words.wrap(row.label, full - 0.3, theme.FONT, True) for row in rows]
    sizes: list[float] = [head]
    for lines in headings:
        sizes.append(len(lines) * words.line_height() + 0.1)
        sizes += [max(_LANE, marks.label_height(names[o]) + 0.05) for o in outlets]
    centres, height = layout.stack(sizes)
    largest = _largest(found, rows, full - left - right - 0.3)
    sheet, panel, width = _open(ax, height, title, notes, _key(largest), left=left, right=right)
    line = _line(found, 0.0, width)
    line.axis(panel, head, height)
    marks.beside(panel, head - 0.05 - words.line_height(theme.SMALL) / 2, _COUNTED)
    place = iter(centres[1:])
    ticks, said = [], []
    for row, lines in zip(rows, headings, strict=True):
        panel.annotate(
            "\n".join(lines),
            xy=(0, next(place) + 0.03),
            xycoords=("axes fraction", "data"),
            xytext=(-72 * left, 0),
            textcoords="offset points",
            va="center",
            linespacing=1.08,
            weight="bold",
            annotation_clip=False,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
        )
        for outlet in outlets:
            y = next(place)
            own = row.articles[row.articles["outlet"] == outlet]
            ticks.append(y)
            said.append(names[outlet])
            panel.plot([0, line.end], [y, y], color=theme.GRID, linewidth=0.8, zorder=1, label="_lane")
            line.dots(panel, own, y, shades[outlet], largest, timeline.WIDEST)
            marks.beside(panel, y, counted[row.label, outlet])
    marks.row_labels(panel, ticks, said)
    return sheet


_COUNTED = "articles · words"


def _count(own: pd.DataFrame) -> str:
    return f"{len(own):,} · {int(own['words'].sum()):,}" if len(own) else "none"


def _grid(
    ax: Axes | None,
    found: pd.DataFrame,
    rows: list[event_rows.Row],
    outlets: list[str],
    invented: Mapping[str, str],
    shades: Mapping[str, str],
    title: str,
    notes: list[str],
) -> Axes:
    """Draw many events: a row each, with time, a column an outlet, and the number of articles."""
    wide = 2 if len(outlets) <= 4 else 3
    full = _size(ax, wide)
    names = [words.wrap(row.label, _NAME, theme.SMALL) for row in rows]
    left = marks.label_width(names)
    right = max(words.width_of(f"{len(row.articles):,}", theme.SMALL) for row in rows) + 0.14
    right = max(right, words.width_of("articles", theme.SMALL) + 0.14)
    inner = full - 2 * layout.MARGIN - left - right
    column = max(min(1.12, (inner - _TIME) / len(outlets)), 0.3)
    heads = headers.of([marks.name(o, invented.get(o, "published")) for o in outlets], column)
    head = max(heads.height + 0.08, _HEAD)
    sizes = [head] + [max(_ROW, marks.label_height(lines) + 0.08) for lines in names]
    centres, height = layout.stack(sizes)
    time = max(inner - column * len(outlets) - 0.18, 0.5)
    cells = _cells(rows)
    largest = max(_largest(found, rows, time), *cells.values(), 1)
    sheet, panel, width = _open(ax, height, title, notes, _key(largest), left=left, right=right, wide=wide)
    line = _line(found, 0.08, width - column * len(outlets) - 0.18)
    line.axis(panel, head, height)
    starts = [width - column * (len(outlets) - k) for k in range(len(outlets))]
    heads.draw(panel, starts, head, [theme.shade(shades[o], 0.25) for o in outlets])
    marks.beside(panel, head - 0.05 - words.line_height(theme.SMALL) / 2, "articles")
    for number, (row, y, size) in enumerate(zip(rows, centres[1:], sizes[1:], strict=True)):
        if (row.many and not rows[number - 1].many) or not number:
            panel.plot([-left, width], [y - size / 2] * 2, color=theme.RULE, linewidth=0.8, clip_on=False,
                       label="_rule", zorder=1)  # fmt: skip
        _row(panel, row, y, line, outlets, shades, starts, cells, largest)
    marks.row_labels(panel, centres[1:], names)
    return sheet


def _cells(rows: list[event_rows.Row]) -> dict[tuple[str, str], int]:
    """Return the words of each row and outlet, of rows of one event."""
    return {
        (row.label, str(outlet)): int(own["words"].sum())
        for row in rows
        if not row.many
        for outlet, own in row.articles.groupby("outlet")
    }


def _row(
    panel: Axes,
    row: event_rows.Row,
    y: float,
    line: timeline.Timeline,
    outlets: list[str],
    shades: Mapping[str, str],
    starts: list[float],
    cells: Mapping[tuple[str, str], int],
    largest: int,
) -> None:
    dated = row.articles["day"].dropna()
    if len(dated) and not row.many:
        ends = [line.x(dated.min()), line.x(dated.max())]
        panel.plot(
            ends, [y, y], color=theme.RULE, linewidth=2.2, zorder=1, label="_span", solid_capstyle="round"
        )
    apart = len(outlets) <= _APART
    if not apart:
        line.dots(panel, row.articles, y, theme.MUTED, largest, 0.0)
    for place, (outlet, x) in enumerate(zip(outlets, starts, strict=True)):
        own = row.articles[row.articles["outlet"] == outlet]
        if own.empty:
            continue
        if apart:
            at = y + (place - (len(outlets) - 1) / 2) * 0.085
            line.dots(panel, own, at, shades[outlet], largest, 0.0 if row.many else 0.15)
        size = cells.get((row.label, outlet), 0)
        if not row.many:
            panel.scatter([x + 0.14], [y], s=timeline.area(size, largest), color=shades[outlet], alpha=0.72,
                          linewidths=0, clip_on=False, label="_words", zorder=3)  # fmt: skip
        panel.text(x + 0.27, y, f"{len(own):,}", va="center_baseline", ha="left", fontsize=theme.SMALL,
                   color=theme.MUTED)  # fmt: skip
    marks.beside(panel, y, f"{len(row.articles):,}")
