"""Articles in blocks that are looked at together, events whole; and the tables of parts, block by block.

Up to a number of articles all are one block. The rule knows articles and events, never parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from framing.engine.parts import DETAILED
from framing.engine.results import Found, together

__all__ = ["BLOCK", "blocks", "split"]

#: Articles of a block, where there is more than one.
BLOCK = 10_000
#: Articles whose tables are held at once.
_HELD = 100_000


def blocks(frame: pd.DataFrame, rows: np.ndarray | None = None) -> list[np.ndarray]:
    """Return the rows of each block, in order.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row an article, with `id` and `event`.
    rows : int64 array, optional
        Those that count, all by default.

    Notes
    -----
    Of more than 20,000 articles blocks have at most 10,000: events in order of their names, each whole unless
    it is larger than a block; articles without one come last, in order of their ids.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": ["c", "a", "b"], "event": ["x", None, "x"]})
    >>> [rows.tolist() for rows in blocks(frame)]
    [[0, 1, 2]]
    """
    every = np.arange(len(frame)) if rows is None else rows
    if len(every) <= DETAILED:
        return [every]
    event = pd.factorize(frame["event"].iloc[every].astype("str"), sort=True)[0].astype(np.int64)
    event[event < 0] = event.max(initial=0) + 1
    order = np.lexsort((pd.factorize(frame["id"].iloc[every], sort=True)[0], event))
    size = np.bincount(event)
    # What each event's articles stand behind, where a block is begun that can't hold it.
    found: list[np.ndarray] = []
    begin = end = 0
    for many in size.tolist():
        if end > begin and end - begin + many > BLOCK:
            found.append(order[begin:end])
            begin = end
        end += many
        while end - begin > BLOCK:
            found.append(order[begin : begin + BLOCK])
            begin += BLOCK
    if end > begin:
        found.append(order[begin:end])
    return [np.sort(every[some]) for some in found]


def split(found: Found, names: Sequence[str], blocks: list[np.ndarray]) -> Iterator[dict[str, pd.DataFrame]]:
    """Yield the tables of each block, their `row` counted in it.

    Tables are read once for as many blocks as may be held.
    """
    at = 0
    while at < len(blocks):
        upto, held = at + 1, len(blocks[at])
        while upto < len(blocks) and held + len(blocks[upto]) <= _HELD:
            held += len(blocks[upto])
            upto += 1
        some = blocks[at:upto]
        every = np.concatenate(some)
        size = int(every.max(initial=-1)) + 1
        of, place = np.full(size + 1, -1), np.zeros(size + 1, np.int64)
        for number, rows in enumerate(some):
            of[rows], place[rows] = number, np.arange(len(rows))
        cut = {name: _cut(found, name, of, place, len(some)) for name in names}
        for number in range(len(some)):
            yield {name: cut[name][number] for name in names}
            for name in names:
                cut[name][number] = cut[name][number].iloc[:0]
        at = upto


def _cut(found: Found, name: str, of: np.ndarray, place: np.ndarray, size: int) -> list[pd.DataFrame]:
    parts: list[list[pd.DataFrame]] = [[] for _ in range(size)]
    bare = pd.DataFrame()
    for table in found.each(name):
        row = np.minimum(table["row"].to_numpy(np.int64), len(of) - 1)
        block = of[row]
        if size == 1 and (block == 0).all():
            parts[0].append(table.assign(row=place[row].astype(np.int32)))
            continue
        order = np.argsort(block, kind="stable")
        edges = np.searchsorted(block[order], np.arange(size + 1))
        for number in np.unique(block[block >= 0]).tolist():
            mine = order[edges[number] : edges[number + 1]]
            own = table.iloc[mine].assign(row=place[row[mine]].astype(np.int32))
            parts[number].append(_bare(own))
        bare = _bare(table.iloc[:0])
    return [together(some) if some else bare for some in parts]


def _bare(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without categories that nothing has."""
    named = [name for name in table if isinstance(table[name].dtype, pd.CategoricalDtype)]
    return table.assign(**{name: table[name].cat.remove_unused_categories() for name in named})
