"""Which items of coverage are drawn, in what order, and what each cell says: no drawing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from framing.plotting import marks

__all__ = ["LEVELS", "Cell", "Item", "cells", "items"]

#: Levels in the order in which they are found most surely, and what a panel calls them.
LEVELS = {
    "named": "Named things and figures",
    "term": "Terms",
    "statement": "Statements that outlets share",
}

_KEY = ["level", "kind", "item", "outlet"]


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

    `others` are as many items that stand in exactly the same articles.
    """

    level: str
    label: str
    rank: int
    cells: dict[str, Cell]
    others: int = 0

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
    for (kind, item), own in pooled.groupby(["kind", "item"], sort=True):
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
                Item(level, own["label"].iloc[0], rank, held, others),
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


def cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return a row an item and outlet: where a table has rows for each event, their counts are added up."""
    text = {name: marks.strings(table[name]) for name in (*_KEY, "label", "finding", "event")}
    found = table.assign(**text)
    found["label"] = found["label"].where(found["label"] != "", found["item"])
    whole = found["event"] == ""
    if whole.any():
        # Rows over all events stand beside those of each.
        found = found[whole]
    sums = found.groupby(_KEY, sort=True).agg(
        articles=("articles", "sum"),
        n_articles=("n_articles", "sum"),
        fewer=("fewer", "any"),
        gap=("finding", lambda said: (said == "not_found").any()),
        label=("label", "min"),
        rank=("rank", "min"),
        alike=("alike", "min"),
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
    return 2 - round(spread, 9) - gap + 1e6
