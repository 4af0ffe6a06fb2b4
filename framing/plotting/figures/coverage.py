"""What one outlet has and another has not: items × outlets, each cell filled by its share of articles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.patches import Rectangle

from framing.plotting import layout, marks, theme
from framing.views import vocabulary

TABLE = "coverage"

#: Levels in the order in which they are found most surely, and what a panel calls them.
LEVELS = {"named": "Named things and figures", "term": "Terms", "statement": "Statements that outlets share"}
_KEY = ["kind", "item", "event"]
#: Items of a level unasked, fewer of statements, which are long; outlets side by side.
_ITEMS, _STATEMENTS, _OUTLETS = 12, 6, 12
#: Inches: an item's words, least height of a row, a cell, most of a column.
_NAME, _ROW, _CELL, _COLUMN = 2.35, 0.26, 0.15, 1.9
#: Longest label in lines; a sentence is cut.
_LINES = 3
#: A column narrower than this has no count beside its cell.
_COUNTED = 0.7


class Item(NamedTuple):
    """One row: its words, rank and cells by outlet; who lacks it, and how many stand in the same articles."""

    label: str
    event: str
    rank: float
    gaps: tuple[str, ...]
    others: int
    cells: Mapping[str, Any]

    def lines(self) -> list[str]:
        """Return its words in few lines."""
        lines = theme.wrap(" ".join(self.label.split()), _NAME, theme.SMALL)
        lines = lines if len(lines) <= _LINES else [*lines[: _LINES - 1], lines[_LINES - 1] + " …"]
        return [*lines, f"(and {self.others:,} with it)"] if self.others else lines

    def sum(self) -> str:
        """Return in how many of all articles it is."""
        held = self.cells.values()
        return f"{sum(c.articles for c in held):,} of {sum(c.n_articles for c in held):,}"


@theme.figure
def coverage(
    table: pd.DataFrame,
    *,
    ax: theme.Axes | None = None,
    levels: str | Sequence[str] | None = None,
    most: int | None = None,
    order: Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
    title: str | bool = True,
    width: theme.Width | None = None,
) -> theme.Axes | theme.Figure:
    """Draw items as rows and outlets as columns, a panel a level, since levels differ in how sure they are.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `coverage`, as `framing.coverage` makes it.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure of the size it needs.
    levels : str or sequence of str, optional
        Which of ``named``, ``term``, ``statement``; by default all there are.
    most : int, optional
        At most so many items of a level, those that stand out most: by default 12, and 6 statements.
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
    matplotlib.figure.Figure or matplotlib.axes.Axes
        A figure whose `axes_dict` has the panels by their headings; of one panel its data axes. In inches. A
        cell is filled from the left by the share of the outlet's articles that have the item, whose number
        stands beside it. A gap that is a finding has a cross; where nothing was found in too few articles to
        tell, the cell is dashed.

    Raises
    ------
    FramingError
        The table is empty, a level is not in it, or `most` is under 1.
    """
    if most is not None:
        marks.check_count("most", most)
    raw, table = table, _opened(table)
    present = [level for level in LEVELS if (table["level"] == level).any()]
    wanted = marks.choose(levels, present, "level")
    shades = marks.colour_groups(table, colors, "outlet")
    largest = marks.largest(table.groupby("outlet")["n_articles"].max())
    table = table[table["outlet"].isin(largest[:_OUTLETS])]
    outlets = marks.order_groups(raw, table, order, "share", "outlet")
    table = table[table["outlet"].isin(outlets)]
    sizes = {level: most or (_STATEMENTS if level == "statement" else _ITEMS) for level in wanted}
    held = {level: choose_items(table[table["level"] == level], sizes[level]) for level in wanted}
    seen = table[table["level"].isin(wanted if ax is None else wanted[:1])]
    several = len({item.event for some in held.values() for item in some}) > 1
    rows = {level: _rows(items, several) for level, items in held.items()}
    every = [item for some in held.values() for item in some]
    wide = 1 if len(outlets) == 1 else 2 if len(outlets) <= 4 else 3
    left = marks.label_width(item.lines() for item in every)
    over = [line for some in rows.values() for row in some if not isinstance(row, Item) for line in row[0]]
    left = max([left, *(theme.width_of(line, theme.SMALL, True) + 0.14 for line in over)])
    right = max(theme.width_of(item.sum(), theme.SMALL) for item in every) + 0.14
    full = layout.sheet_width(ax, wide, width)
    column = min((full - 2 * layout.MARGIN - left - right) / len(outlets), _COLUMN)
    heads = layout.head_columns([marks.name(o) for o in outlets], column, ax)
    tops = [heads.height + 0.1 if not number or not heads.upright else 0.0 for number in range(len(wanted))]
    tall = {level: [_height(row) for row in rows[level]] for level in wanted}
    sheet, panels = layout.lay_out(
        ax,
        [
            layout.Panel(
                LEVELS[level],
                top + sum(tall[level]),
                under=_under(table, level),
                ticks=False,
                rows=[top, *tall[level]],
            )
            for level, top in zip(wanted, tops, strict=True)
        ],
        **marks.heading(table, title, _headline(seen), _notes(table, held, len(largest) - len(outlets))),
        key=_key(every),
        left=left,
        right=right,
        wide=wide,
        width=width,
    )
    for panel, level, top in zip(panels, wanted, tops, strict=False):
        room = theme.inches_of(panel)[0]
        column = min(room / len(outlets), _COLUMN)
        starts = {outlet: column * k for k, outlet in enumerate(outlets)}
        panel.set_xlim(0, room)
        marks.bare(panel)
        if top:
            heads.draw(panel, [*starts.values()], top, [theme.shade(shades[o], 0.25) for o in outlets])
        centres, _ = layout.stack([top, *tall[level]])
        items = []
        for y, row in zip(centres[1:], rows[level], strict=True):
            if isinstance(row, Item):
                items.append((y, row.lines()))
                for outlet, x in starts.items():
                    _draw_cell(panel, row.cells.get(outlet), x, y, column, shades[outlet])
                marks.beside(panel, y, row.sum())
                continue
            name, counts = row
            for outlet, x in starts.items():
                # A narrow column has no room for more than the number.
                said = f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{counts.get(outlet, '0')}"
                said = (
                    said
                    if theme.width_of(said, theme.SMALL) <= column - 0.05
                    else said.split("\N{NO-BREAK SPACE}", 2)[2]
                )
                panel.text(x + 0.04, y, said, va="center", ha="left", fontsize=theme.SMALL,
                           color=theme.MUTED, clip_on=False)  # fmt: skip
            if name:
                marks.block_label(panel, y, name, left)
        marks.row_labels(panel, [y for y, _ in items], [lines for _, lines in items])
    return sheet


def describe(table: pd.DataFrame) -> str:
    """Say in one sentence what the figure shows."""
    table = _opened(table)
    count = table.groupby(["level", "kind", "item"]).ngroups
    said = (
        f"Coverage of {marks.counted(count, 'item')} by {marks.counted(table['outlet'].nunique(), 'outlet')}"
    )
    return f"{said}: {_headline(table)}."


def _headline(table: pd.DataFrame) -> str:
    """Return what was not found in whom though it was to be expected, the clearest of up to three outlets."""
    gaps = table[(table["finding"] == "not_found") & (table["level"] != "statement")]
    if gaps.empty:
        return "what outlets have; no gap in it is a finding"
    gaps = gaps.sort_values(["rank", "outlet", "label"]).drop_duplicates(["outlet", "label"])
    said = [
        f"{marks.listed([f'“{label}”' for label in own['label'].head(2)])} in {marks.name(str(outlet))}"
        for outlet, own in gaps.groupby("outlet", sort=False)
    ]
    return f"not found: {'; '.join(said[:3])}"


def choose_items(table: pd.DataFrame, most: int) -> list[Item]:
    """Return the items of one level to draw: those that stand out most, items with the same gaps together."""
    # Of items that stand in the same articles the first stands for all.
    first = (table["alike"] == table["rank"]) | ~table["alike"].isin(table["rank"])
    others = table[~first].drop_duplicates(_KEY)["alike"].value_counts()
    table = table.assign(order=table["rank"].where(table["rank"] > 0, math.inf))[first]
    chosen = table.drop_duplicates(_KEY).sort_values(["order", *_KEY], kind="stable").head(most)
    found = []
    for number, (_, own) in enumerate(chosen[_KEY].merge(table, on=_KEY).groupby(_KEY, sort=False)):
        none = sorted(own.loc[own["finding"] == "not_found", "outlet"])
        few = sorted(own.loc[own["fewer"].astype(bool), "outlet"])
        one = own.iloc[0]
        beside = int(others.get(one["rank"], 0)) if one["rank"] else 0
        cells = {row.outlet: row for row in own.itertuples()}
        found.append(Item(str(one["label"]), str(one["event"]), number, (*none, *few), beside, cells))
    best: dict[tuple[str, ...], float] = {}
    for item in found:
        best.setdefault(item.gaps, item.rank)
    # Gaps first, those of one outlet together; the others as they stand out.
    return sorted(found, key=lambda item: (not item.gaps, best[item.gaps] if item.gaps else 0, item.rank))


def _opened(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with labels; of an item its rows over all events, if there are any."""
    text = ("item", "kind", "level", "label", "outlet", "event", "finding")
    table, _ = marks.opened(table, "coverage", "coverage", text)
    label = table["label"].where(table["label"] != "", table["item"])
    dated = table["kind"] == "date"
    table = table.assign(label=label.where(~dated, label.map(vocabulary.day_name)))
    whole = table["event"] == ""
    return table[whole | ~whole.groupby([table[name] for name in ("level", "kind", "item")]).transform("any")]


def _rows(items: Sequence[Item], several: bool) -> list[Item | tuple[list[str], dict[str, str]]]:
    """Return items under the event in which they were looked for, with its articles by outlet."""
    rows: list[Item | tuple[list[str], dict[str, str]]] = []
    events = dict.fromkeys(sorted((item.event for item in items), key=lambda event: event != ""))
    for event in events:
        own = [item for item in items if item.event == event]
        name = vocabulary.event_words(event) if event else "over all events"
        counts = {}
        for outlet in {outlet for item in own for outlet in item.cells}:
            sizes = {int(item.cells[outlet].n_articles) for item in own if outlet in item.cells}
            counts[outlet] = " to ".join(f"{size:,}" for size in sorted({min(sizes), max(sizes)}))
        rows += [(theme.wrap(name, _NAME, theme.SMALL, True) if several else [], counts), *own]
    return rows


def _height(row: Item | tuple[list[str], dict[str, str]]) -> float:
    lines = row.lines() if isinstance(row, Item) else row[0]
    return max(_ROW, marks.label_height(lines) + 0.07)


def _notes(table: pd.DataFrame, held: Mapping[str, Sequence[Item]], rest: int) -> list[str]:
    notes = [f"{marks.counted(rest, 'outlet')} with fewer articles are left to the table."] * (rest > 0)
    notes.append("n: articles that were looked through. On the right: those with the item, of all of them.")
    more = []
    for level, shown in held.items():
        left = table[table["level"] == level].groupby(_KEY).ngroups
        left -= len(shown) + sum(item.others for item in shown)
        more += [f"{left:,} of {LEVELS[level].lower()}"] * (left > 0)
    if any(item.others for shown in held.values() for item in shown):
        notes.append("In brackets: more items that stand in exactly the same articles.")
    return notes + ([f"Less far apart, and not drawn: {marks.listed(more)}."] if more else [])


def _under(table: pd.DataFrame, level: str) -> str:
    recall = table.loc[table["level"] == level, "recall"].dropna()
    known = f", detector recall {recall.iloc[0]:.2f}".replace("0.", ".") if len(recall) else ""
    return f"looked for in the collected articles{known}"


def _draw_cell(panel: theme.Axes, cell: Any, x: float, y: float, column: float, colour: str) -> None:
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
        panel.text(start + wide + 0.05, y, f"{cell.articles:,}", va="center_baseline", ha="left",
                   fontsize=theme.SMALL, color=theme.MUTED, clip_on=False)  # fmt: skip


def _key(items: Sequence[Item]) -> list[layout.Sign]:
    found = [cell for item in items for cell in item.cells.values()]
    signs = [layout.Sign("share of the outlet's articles that have it", marks.box(theme.MUTED, 8))]
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
