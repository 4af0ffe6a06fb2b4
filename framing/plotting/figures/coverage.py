"""What one outlet has and another has not: items × outlets, each cell filled by its share of articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from matplotlib.patches import Rectangle

from framing import schema
from framing.errors import FramingError
from framing.plotting import layout, marks, theme
from framing.plotting import panels as headers
from framing.views import vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.plotting.theme import Width

__all__ = ["LEVELS", "cells", "choose_items"]


# Which items of coverage are drawn, in what order, and what each cell says: no drawing.

#: Levels in the order in which they are found most surely, and what a panel calls them.
LEVELS = {
    "named": "Named things and figures",
    "term": "Terms",
    "statement": "Statements that outlets share",
}

_KEY = ["level", "kind", "item", "outlet"]

#: Where items without a rank stand, behind those with one.
_UNRANKED = 1e6


@dataclass(frozen=True)
class Cell:
    """What an outlet has of an item."""

    articles: int
    n_articles: int
    finding: str
    fewer: bool


@dataclass(frozen=True)
class Item:
    """One row: its level, words, and cells by outlet; `rank` says how much it stands out.

    `others` are as many items that stand in exactly the same articles; `event` is the one in which it was
    looked for, empty where that was all coverage.
    """

    level: str
    label: str
    rank: int
    cells: dict[str, Cell]
    others: int = 0
    event: str = ""

    @property
    def gaps(self) -> tuple[str, ...]:
        """Outlets in which it was not found though to be expected, then those with surprisingly little."""
        none = sorted(o for o, cell in self.cells.items() if cell.finding == "not_found")
        few = sorted(o for o, cell in self.cells.items() if cell.fewer)
        return (*none, *few)


def choose_items(table: pd.DataFrame, level: str, most: int) -> list[Item]:
    """Return the items of a level to draw: those that stand out most, items with the same gaps together."""
    pooled = cells(table[table["level"].astype(str) == level])
    # Of items that stand in the same articles the first stands for all.
    first = (pooled["alike"] == pooled["rank"]) | ~pooled["alike"].isin(pooled["rank"])
    many = pooled.loc[~first].drop_duplicates(["kind", "item"])["alike"].value_counts()
    pooled = pooled[first]
    found = []
    for (kind, item), own in _ahead(pooled, most).groupby(["kind", "item"], sort=True):
        held = {
            row.outlet: Cell(row.articles, row.n_articles, row.finding, row.fewer)
            for row in own.itertuples(index=False)
        }
        rank = int(own["rank"].iloc[0])
        others = int(many.get(rank, 0)) if rank else 0
        found.append(
            (
                rank or _unranked(held),
                str(kind),
                str(item),
                Item(level, own["label"].iloc[0], rank, held, others, own["event"].iloc[0]),
            )
        )
    chosen = sorted(found, key=lambda one: one[:3])[:most]
    best: dict[tuple[str, ...], float] = {}
    for rank, _, _, one in chosen:
        best.setdefault(one.gaps, rank)
    # Gaps first, those of one outlet together; the others as they stand out.
    order = sorted(
        chosen, key=lambda one: (not one[3].gaps, best[one[3].gaps] if one[3].gaps else 0, *one[:3])
    )
    return [one for *_, one in order]


def _ahead(pooled: pd.DataFrame, most: int) -> pd.DataFrame:
    """Leave out items that can't be among the first `most`: those with a rank stand before all without."""
    ranks = pooled.loc[pooled["rank"] > 0].drop_duplicates(["kind", "item"])["rank"].nsmallest(most)
    if len(ranks) < most or ranks.iloc[-1] >= _UNRANKED:
        return pooled
    return pooled[(pooled["rank"] > 0) & (pooled["rank"] <= ranks.iloc[-1])]


def blocks(shown: list[Item]) -> list[tuple[str, list[Item]]]:
    """Return items by the event in which they were looked for: those of all coverage, then as they stand."""
    events = sorted({item.event for item in shown}, key=lambda event: (event != "", _first(shown, event)))
    return [(event, [item for item in shown if item.event == event]) for event in events]


def _first(shown: list[Item], event: str) -> int:
    return next(place for place, item in enumerate(shown) if item.event == event)


def sizes(shown: list[Item], outlet: str) -> str:
    """Say how many articles of an outlet were looked through for these items.

    >>> one = Item("term", "win", 1, {"a": Cell(1, 3, "found", False)})
    >>> sizes([one], "a"), sizes([one], "b")
    ('n = 3', 'n = 0')
    """
    held = {item.cells[outlet].n_articles for item in shown if outlet in item.cells} or {0}
    few, many = min(held), max(held)
    return f"n = {many:,}" if few == many else f"n = {few:,} to {many:,}"


def cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return a row an item and outlet.

    Of an item that has rows over all events these alone count; where there are only rows for each of several,
    their counts are added up. `event` is that of an item which was looked for in one alone.
    """
    text = {name: marks.strings(table[name]) for name in (*_KEY, "label", "finding", "event")}
    found = table.assign(**text)
    found["label"] = found["label"].where(found["label"] != "", found["item"])
    item = ["level", "kind", "item"]
    whole = found["event"] == ""
    # Rows over all events stand beside those of each; which of them there are is settled for each item.
    found = found[whole | ~whole.groupby([found[name] for name in item]).transform("any")]
    several = found.groupby(item)["event"].transform("nunique") > 1
    found["event"] = found["event"].mask(several, "")
    dated = found["kind"] == "date"
    found["label"] = found["label"].where(~dated, found["label"].map(vocabulary.day_name))
    found["gap"] = found["finding"] == "not_found"
    sums = found.groupby(_KEY, sort=True).agg(
        articles=("articles", "sum"),
        n_articles=("n_articles", "sum"),
        fewer=("fewer", "any"),
        gap=("gap", "any"),
        label=("label", "min"),
        rank=("rank", "min"),
        alike=("alike", "min"),
        event=("event", "min"),
    )
    sums["finding"] = "too_few"
    sums.loc[sums["gap"].astype(bool), "finding"] = "not_found"
    sums.loc[sums["articles"] > 0, "finding"] = "found"
    sums["rank"] = sums.groupby(level=["level", "kind", "item"])["rank"].transform("min")
    sums["label"] = sums.groupby(level=["level", "kind", "item"])["label"].transform("min")
    return sums.drop(columns="gap").reset_index()


def _unranked(held: dict[str, Cell]) -> float:
    """Return a place for an item without a rank: findings first, then by how far apart the shares are."""
    shares = [cell.articles / cell.n_articles for cell in held.values() if cell.n_articles]
    spread = max(shares) - min(shares) if shares else 0.0
    gap = any(cell.finding == "not_found" for cell in held.values())
    return 2 - round(spread, 9) - gap + _UNRANKED


TABLE = "coverage"

#: Items of a level, unasked; outlets side by side.
_ITEMS, _OUTLETS = 14, 12
#: Inches: an item's words, least height of a row, a cell, most of a column.
_NAME, _ROW, _CELL, _COLUMN = 2.35, 0.26, 0.15, 1.9
#: Longest label in lines; a sentence is cut.
_LINES = 3
#: A column narrower than this has no count beside its cell.
_COUNTED = 0.7


@theme.figure
def coverage(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    levels: str | Sequence[str] | None = None,
    most: int = _ITEMS,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: Width | None = None,
) -> Axes:
    """Draw items as rows and outlets as columns, a panel a level, since levels differ in how sure they are.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `coverage`, as `framing.coverage` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    levels : str or sequence of str, optional
        Which of ``named``, ``term``, ``statement``; by default all there are.
    most : int
        At most so many items of a level, those that stand out most.
    colors : mapping of str to str, optional
        Colour of each outlet; see `framing.plotting.theme.colors`.
    title : str or bool
        The title; False leaves it off.
    width : {"single", "double"} or float, optional
        Of the figure on paper: a column of 89 mm, a page of 183 mm, or inches.

    Returns
    -------
    matplotlib.axes.Axes
        A frameless sheet; its `child_axes` are the panels, in inches. A cell is filled from the left by the
        share of the outlet's articles that hold the item, whose number stands beside it. A gap that is a
        finding has a cross; where nothing was found in too few articles to tell, the cell is dashed.

    Raises
    ------
    FramingError
        The table is empty, a level is not in it, or `most` is under 1.
    """
    if most < 1:
        raise FramingError(f"most: {most} is not possible; give the number of items of a level, 1 or more")
    table = _opened(table)
    present = [level for level in LEVELS if (table["level"] == level).any()]
    wanted = marks.choose(levels, present, "level")
    invented = marks.provenances(table, "outlet")
    outlets, notes = _outlets(table)
    shades = theme.colors(table["outlet"], colors)
    table = table[table["outlet"].isin(outlets)]
    held = {level: choose_items(table, level, most) for level in wanted}
    rows = {level: _rows(items, _several(held)) for level, items in held.items()}
    notes += _left_out(table, held)
    wide = 1 if len(outlets) == 1 else 2 if len(outlets) <= 4 else 3
    full = layout.sheet_width(ax, wide, width)
    names = {level: [_label(item) for item in items] for level, items in held.items()}
    left = marks.label_width(line for some in names.values() for line in some)
    over = [row.name for some in rows.values() for row in some if isinstance(row, _Block)]
    left = max([left, *(theme.width_of(line, theme.SMALL, True) + 0.14 for some in over for line in some)])
    sums = {level: [_sum(item) for item in held[level]] for level in wanted}
    right = max(theme.width_of(text, theme.SMALL) for some in sums.values() for text in some) + 0.14
    column = min((full - 2 * layout.MARGIN - left - right) / len(outlets), _COLUMN)
    heads = headers.of([marks.name(o, invented.get(o, "published")) for o in outlets], column)
    tops = [heads.height + 0.1 if not number or not heads.upright else 0.0 for number in range(len(wanted))]
    sizes = {level: [_height(row) for row in rows[level]] for level in wanted}
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(LEVELS[level], top + sum(sizes[level]), under=_under(table, level), ticks=False)
            for level, top in zip(wanted, tops, strict=True)
        ],
        title=marks.titled(title, "What outlets have, and what was not found in them"),
        key=_key(held),
        notes=notes,
        left=left,
        right=right,
        wide=wide,
        width=width,
    )
    for panel, level, top in zip(panels, wanted, tops, strict=True):
        room = panel.bbox.width / panel.get_figure(root=True).dpi
        column = min(room / len(outlets), _COLUMN)
        starts = [column * k for k in range(len(outlets))]
        panel.set_xlim(0, room)
        panel.set_xticks([])
        panel.grid(False)
        panel.spines["bottom"].set_visible(False)
        if top:
            heads.draw(panel, starts, top, [theme.shade(shades[o], 0.25) for o in outlets])
        centres, _ = layout.stack([top, *sizes[level]])
        items = []
        for y, row in zip(centres[1:], rows[level], strict=True):
            if isinstance(row, _Block):
                _block(panel, row, y, list(zip(outlets, starts, strict=True)), left, column)
                continue
            items.append((y, _label(row)))
            for outlet, x in zip(outlets, starts, strict=True):
                _cell(panel, row.cells.get(outlet), x, y, column, shades[outlet])
            marks.beside(panel, y, _sum(row))
        marks.row_labels(panel, [y for y, _ in items], [lines for _, lines in items])
    return sheet


class _Block(NamedTuple):
    """The line over items of one event: its name, if there are several, and its articles by outlet."""

    name: list[str]
    sizes: dict[str, str]


def _several(held: Mapping[str, Sequence[Item]]) -> bool:
    """Say whether items were looked for in several events, so that each has to be named."""
    return len({item.event for some in held.values() for item in some}) > 1


def _rows(items: list[Item], several: bool) -> list[_Block | Item]:
    rows: list[_Block | Item] = []
    for event, own in blocks(items):
        name = vocabulary.event_words(event) if event else "over all events"
        outlets = {outlet for item in own for outlet in item.cells}
        said = theme.wrap(name, _NAME, theme.SMALL, True) if several else []
        rows += [_Block(said, {outlet: sizes(own, outlet) for outlet in outlets}), *own]
    return rows


def _height(row: _Block | Item) -> float:
    lines = row.name if isinstance(row, _Block) else _label(row)
    return max(_ROW, marks.label_height(lines) + 0.07)


def _block(
    panel: Axes, row: _Block, y: float, columns: Sequence[tuple[str, float]], left: float, width: float
) -> None:
    """Write an event's name and, over the cells of each outlet, how many articles it has on it."""
    for outlet, x in columns:
        # A narrow column has no room for more than the number.
        said = row.sizes.get(outlet, "n = 0").replace(" ", "\N{NO-BREAK SPACE}")
        if theme.width_of(said, theme.SMALL) > width - 0.05:
            said = said.rpartition("\N{NO-BREAK SPACE}")[2]
        panel.text(x + 0.04, y, said, va="center", ha="left", fontsize=theme.SMALL, color=theme.MUTED,
                   clip_on=False)  # fmt: skip
    if row.name:
        panel.annotate("\n".join(row.name), xy=(0, y), xycoords=("axes fraction", "data"),
                       xytext=(-72 * left, 0), textcoords="offset points", va="center", ha="left",
                       linespacing=1.08, weight="bold", fontsize=theme.SMALL,
                       annotation_clip=False)  # fmt: skip


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table = _opened(table)
    invented = marks.provenances(table, "outlet")
    pooled = cells(table)
    count = pooled.groupby(["level", "kind", "item"]).ngroups
    said = (
        f"Coverage of {marks.counted(count, 'item')} by {marks.counted(pooled['outlet'].nunique(), 'outlet')}"
    )
    gaps = pooled[pooled["finding"] == "not_found"]
    if gaps.empty:
        return f"{said}; no gap in it is a finding."
    by = gaps["outlet"].value_counts()
    order = sorted(by.index, key=lambda name: (-by[name], name))[:4]
    shown = [f"{vocabulary.display(o, invented.get(o, 'published'))} {by[o]:,}" for o in order]
    return f"{said}; not found though to be expected, most often: {marks.listed(shown)}."


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    table = schema.check(table, "coverage")
    marks.refuse_empty(table, "coverage", "coverage")
    text = ("item", "kind", "level", "label", "outlet", "event", "finding")
    return table.assign(**{name: marks.strings(table[name]) for name in text})


def _outlets(table: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the outlets that have columns, and a note on those that have none."""
    size = table.groupby("outlet")["n_articles"].max()
    order = sorted(size.index, key=lambda name: (-size[name], name))
    rest = len(order) - _OUTLETS
    note = [f"{marks.counted(rest, 'outlet')} with fewer articles are left to the table."] if rest > 0 else []
    return sorted(order[:_OUTLETS]), note


def _left_out(table: pd.DataFrame, held: Mapping[str, Sequence[Item]]) -> list[str]:
    notes = ["n: articles that were looked through. On the right: those with the item, of all of them."]
    more = []
    for level, shown in held.items():
        own = table[table["level"] == level]
        rest = own.groupby(["kind", "item"]).ngroups - len(shown) - sum(item.others for item in shown)
        if rest > 0:
            more.append(f"{rest:,} of {LEVELS[level].lower()}")
    if any(item.others for shown in held.values() for item in shown):
        notes.append("In brackets: more items that stand in exactly the same articles.")
    return notes + ([f"Less far apart, and not drawn: {marks.listed(more)}."] if more else [])


def _under(table: pd.DataFrame, level: str) -> str:
    own = table[table["level"] == level]
    recall = own["recall"].dropna()
    known = f", detector recall {recall.iloc[0]:.2f}".replace("0.", ".") if len(recall) else ""
    return f"looked for in the collected articles{known}"


def _label(item: Item) -> list[str]:
    text = " ".join(item.label.split())
    lines = theme.wrap(text, _NAME, theme.SMALL)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1] + " …"]
    return [*lines, f"(and {item.others:,} with it)"] if item.others else lines


def _sum(item: Item) -> str:
    cells = item.cells.values()
    return f"{sum(c.articles for c in cells):,} of {sum(c.n_articles for c in cells):,}"


def _cell(panel: Axes, cell: Cell | None, x: float, y: float, column: float, colour: str) -> None:
    if cell is None or not cell.n_articles:
        return
    counted = column >= _COUNTED
    wide = column - (0.42 if counted else 0.12)
    start, top = x + 0.04, y - _CELL / 2

    def box(width: float, **look: object) -> None:
        panel.add_patch(Rectangle((start, top), width, _CELL, clip_on=False, **look))

    if cell.finding == "found":
        box(wide, facecolor=theme.tint(colour, 0.86), linewidth=0, label="_track", zorder=2)
        share = min(cell.articles / cell.n_articles, 1.0)
        box(max(wide * share, 0.02), facecolor=colour, linewidth=0, label="_share", zorder=3)
        if cell.fewer:
            panel.plot([start + wide - 0.07], [y], marker="v", markersize=5, color=theme.INK, label="_fewer",
                       clip_on=False, zorder=4)  # fmt: skip
    elif cell.finding == "not_found":
        box(wide, facecolor="white", edgecolor=theme.INK, linewidth=1.3, label="_gap", zorder=3)
        panel.plot([start + wide / 2], [y], marker="x", markersize=6, markeredgewidth=1.8, color=theme.INK,
                   linestyle="none", clip_on=False, label="_cross", zorder=4)  # fmt: skip
    else:
        box(wide, facecolor="none", edgecolor="#9A9A9A", linewidth=0.8, linestyle=(0, (2.4, 2)),
            label="_too_few", zorder=2)  # fmt: skip
    if counted:
        said = f"{cell.articles:,}"
        panel.text(start + wide + 0.05, y, said, va="center_baseline", ha="left", fontsize=theme.SMALL,
                   color=theme.MUTED, clip_on=False)  # fmt: skip


def _key(held: Mapping[str, Sequence[Item]]) -> list[layout.Sign]:
    found = [cell for some in held.values() for item in some for cell in item.cells.values()]
    square = {"marker": "s", "markersize": 8}
    signs = [layout.Sign("share of the outlet's articles that have it", {**square, "markeredgewidth": 0})]
    if any(cell.finding == "not_found" for cell in found):
        look = {"marker": "x", "markersize": 6, "markeredgewidth": 1.8, "color": theme.INK}
        signs.append(layout.Sign("not found, though to be expected", look))
    if any(cell.fewer for cell in found):
        look = {"marker": "v", "markersize": 5, "color": theme.INK}
        signs.append(layout.Sign("in fewer articles than to be expected", look))
    if any(cell.finding == "too_few" for cell in found):
        look = {"linestyle": (0, (2.4, 2)), "linewidth": 1.0}
        signs.append(layout.Sign("not found, too few articles to tell", look))
    return signs
