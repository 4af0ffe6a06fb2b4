"""Which items come first, so that what differs stands out, and the rows of a picture of them.

Only the table `coverage` is read; nothing is computed anew.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.comparison.codes import Flags, Floats, Ints
from framing.errors import FramingError, brief, whole
from framing.tables import check, schema

__all__ = ["cases", "ranks"]


def ranks(item: Ints, gap: Flags, fewer: Flags, none: Flags, p: Floats, plain: Floats, others: Ints) -> Ints:
    """Return the place of each row's item, from 1.

    Gaps first, then items in fewer articles than expected, each by the adjusted p; then items that an outlet
    has nowhere and two others have, by the plain p, and the rest by theirs.

    Parameters
    ----------
    item : array
        Code of the item, in the order in which those that are equal shall stand.
    gap, fewer, none : bool arrays
        Findings; and rows without an article of an item that the others carry.
    p, plain : arrays
        Adjusted, and as it was.
    others : array
        Articles of others with the item.
    """
    kind = np.select([gap, fewer, none], [0, 1, 2], 3)
    first = np.nan_to_num(np.where(kind >= 2, 1.0, p), nan=1.0)
    order = np.lexsort((item, -others, np.nan_to_num(plain, nan=1.0), first, kind))
    items, place = np.unique(item[order], return_index=True)
    rank = np.empty(len(items), np.int64)
    rank[np.argsort(place, kind="stable")] = np.arange(1, len(items) + 1)
    return rank[np.searchsorted(items, item)]


def cases(coverage: pd.DataFrame, most: int = 30, *, level: str | None = None) -> pd.DataFrame:
    """Return the rows of a picture: the items in which outlets differ most, each with every outlet.

    Parameters
    ----------
    coverage : pandas.DataFrame
        The table `coverage`.
    most : int
        Items at most.
    level : {"named", "term", "statement"}, optional
        Only items of this level.

    Returns
    -------
    pandas.DataFrame
        Rows of the table, items by `rank`, outlets by name, every item with every outlet: one that has no
        article on the item's events has a row of its own, with `n_articles` 0. Of items that stand in exactly
        the same articles the first stands for all; a column `together` lists the others.

    Examples
    --------
    >>> from framing.tables import empty
    >>> len(cases(empty("coverage")))
    0
    """
    size = whole(most)
    if size is None or size < 1:
        raise FramingError(f"most: {brief(most)} is no number of items; give a whole number from 1")
    table = check(coverage, "coverage")
    if level is not None:
        table = table[table["level"] == level]
    outlets = pd.DataFrame({"outlet": sorted(set(table["outlet"]))}, dtype="str")
    together = table[table["rank"] != table["alike"]].drop_duplicates("rank").groupby("alike")["label"]
    table = table[table["rank"] == table["alike"]]
    table = table[table["rank"].isin(sorted(set(table["rank"]))[:size])]
    thing = ["item", "kind", "level", "label", "rank", "alike", "event"]
    grid = table[thing[:-1]].drop_duplicates("rank").merge(outlets, how="cross")
    full = grid.merge(table, how="left", on=[*thing[:-1], "outlet"])
    full["n_events"] = full["n_events"].fillna(0)
    for name, value in {"finding": "too_few", "articles": 0, "n_articles": 0}.items():
        full[name] = full[name].fillna(value)
    for name, column in schema("coverage").columns.items():
        if not column.missing and column.default is not None:
            full[name] = full[name].astype(object).fillna(column.default)
    full = check(full.sort_values(["rank", "outlet"], kind="stable"), "coverage")
    return full.assign(together=full["rank"].map(together.agg("; ".join)).astype("str").fillna(""))
