"""Which items of coverage are drawn, in what order, and what each cell says: no drawing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from framing import labels
from framing.plotting import marks

__all__ = ["LEVELS", "Cell", "Item", "blocks", "cells", "items", "sizes"]

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


def items(table: pd.DataFrame, level: str, most: int) -> list[Item]:
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
    found["label"] = found["label"].where(~dated, found["label"].map(labels.day_name))
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
