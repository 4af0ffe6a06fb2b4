"""Which items come first, so that what differs stands out; nothing is tested here."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.comparison.codes import Flags, Floats, Ints

__all__ = ["by_label", "ranks"]

#: Kinds of items from what tells most to what tells least; others, as terms and statements, come before.
_KINDS = ("document", "sum", "percent", "person", "body", "name", "place", "number", "date", "year")


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


def by_label(names: pd.DataFrame) -> Ints:
    """Return the order in which equal items stand: by kind, what says most first, then by label and key."""
    place = {kind: number for number, kind in enumerate(_KINDS)}
    columns = [names[name].tolist() for name in ("kind", "label", "level", "item")]
    keys = [
        (place.get(kind, -1), label, level, kind, item)
        for kind, label, level, item in zip(*columns, strict=True)
    ]
    rank = np.empty(len(keys), np.int64)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return rank
