"""Which items come first, so that what differs stands out; nothing is tested here."""

from __future__ import annotations

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints

__all__ = ["ranks"]


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
