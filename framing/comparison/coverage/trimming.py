"""Which items and rows a table of many articles holds: those that something can be said of, and not too many.

All have been tested by then; what is left out of the table was in every adjustment.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from framing.comparison.codes import Flags, Ints
from framing.comparison.coverage.choosing import Choice
from framing.comparison.coverage.ordering import by_label, ranks
from framing.comparison.coverage.sightings import LEVELS
from framing.comparison.coverage.testing import Tested

__all__ = ["COMPLETE", "Result", "trimmed"]

#: Up to so many articles every item and outlet has its row.
COMPLETE = 1000
#: Of more, items of each level at most; and outlets that an item must have of which no count could be a
#: finding, or articles of one outlet.
MOST, LEAST = 500, 3


@dataclass(frozen=True)
class Result:
    """What was tested: `rows`, the events that each counts, and the item and event of each unit.

    `each` says that events are kept apart; `surprising` marks findings, `rank` is the place of each row's
    item.
    """

    rows: Tested
    on: tuple[Ints, Ints]
    item_of: Ints
    event_of: Ints
    each: bool
    surprising: Flags = field(default_factory=lambda: np.zeros(0, bool))
    rank: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def item(self) -> Ints:
        """The item of each row."""
        return self.item_of[self.rows.unit]


def trimmed(result: Result, asked: Choice, names: pd.DataFrame, every: bool) -> tuple[Result, str]:
    """Return what the table holds, items ranked, and what must be said of the rest.

    Parameters
    ----------
    result : Result
    asked : Choice
    names : pandas.DataFrame
        What each item is, by its code.
    every : bool
        Nothing is left out.
    """
    rows = result.rows
    surprising = rows.could & rows.carried & (np.nan_to_num(rows.adjusted, nan=1.0) <= asked.alpha)
    events = int(result.event_of.max(initial=0)) + 1
    code = by_label(names)[result.item_of] * events + (result.event_of if result.each else 0)
    rank = ranks(
        code[rows.unit], surprising & (rows.x == 0), surprising & (rows.x > 0),
        (rows.x == 0) & rows.carried, rows.adjusted, rows.p, rows.others,
    )  # fmt: skip
    whole = Result(rows, result.on, result.item_of, result.event_of, result.each, surprising, rank)
    if every:
        return whole, ""
    most = MOST if asked.most is None else asked.most
    item = whole.item
    telling = rows.could | (rows.x >= LEAST) | (rows.outlets + (rows.x > 0) >= LEAST)
    telling |= names["asked"].to_numpy(bool)[item]
    items = pd.DataFrame({"item": item[telling], "rank": rank[telling]}).groupby("item")["rank"].min()
    level = np.array([LEVELS.index(name) for name in names["level"]], np.int64)[items.index]
    order = np.lexsort((items.to_numpy(), level))
    place = np.arange(len(order)) - np.searchsorted(level[order], level[order])
    shown = items.index.to_numpy()[order[place < most]]
    kept = np.flatnonzero(np.isin(item, shown))
    total = len(np.unique(item))
    found = _rows(whole, kept)
    if total == len(shown):
        return found, ""
    few = "of which no count could be a finding"
    return found, (
        f"{total - len(shown):,} of {total:,} items have no rows: at most {most:,} of a level have any, and "
        f"no item {few} but that {LEAST} outlets have, or {LEAST} articles of one"
    )


def _rows(result: Result, kept: Ints) -> Result:
    """Return some rows, their items ranked anew."""
    number = np.full(len(result.rank), -1)
    number[kept] = np.arange(len(kept))
    on = number[result.on[0]]
    rank = np.unique(result.rank[kept], return_inverse=True)[1] + 1
    return replace(
        result,
        rows=result.rows.of(kept),
        on=(on[on >= 0], result.on[1][on >= 0]),
        surprising=result.surprising[kept],
        rank=rank.astype(np.int64),
    )
