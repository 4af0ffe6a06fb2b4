"""Who is drawn, and with what probability: articles first, spread over events and scores, then units in them.

Every draw is keyed by the seed and by what is drawn: the order of rows doesn't matter, and nothing else does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

__all__ = ["chance", "shares", "systematic", "within"]


def chance(seed: int, *words: object) -> float:
    """Return a number from 0 to 1 that depends on the seed and the words alone.

    >>> chance(1, "a") == chance(1, "a"), chance(1, "a") == chance(2, "a")
    (True, False)
    """
    said = "\x1f".join(map(str, (seed, *words)))
    return int.from_bytes(hashlib.sha256(said.encode("utf8", "surrogatepass")).digest()[:7]) / (1 << 56)


def shares(total: int, room: Mapping[Hashable, int], seed: int = 0) -> dict[Hashable, int]:
    """Divide a number as evenly as there is room for: who has too little gives the rest to the others.

    >>> shares(10, {"a": 2, "b": 9, "c": 9})
    {'a': 2, 'b': 4, 'c': 4}
    """
    level, over, able = _level(total, list(room.values()))
    found = {key: min(most, level) for key, most in room.items()}
    takers = sorted(
        (key for key, most in room.items() if most > level), key=lambda key: chance(seed, "rest", key)
    )
    for key in takers[:over]:
        found[key] += 1
    assert len(takers) == able
    return found


def _level(total: int, room: Sequence[int]) -> tuple[int, int, int]:
    """Return the highest level to which all can be filled, what is over, and how many have room above it."""
    total = min(total, sum(room))
    low, high = 0, max(room, default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(most, middle) for most in room) <= total:
            low = middle
        else:
            high = middle - 1
    return low, total - sum(min(most, low) for most in room), sum(most > low for most in room)


def systematic(frame: pd.DataFrame, spread: Sequence[str], n: int, seed: int, stratum: str) -> pd.DataFrame:
    """Draw `n` rows, each with the same probability, spread over the columns named.

    Rows are sorted by the columns, at random within them, and every (N / n)th is taken from a random start
    (systematic sampling: Cochran 1977, chapter 8), so that each value has its share of the draw, up to one.

    Parameters
    ----------
    frame : pandas.DataFrame
        With `id` and the columns.
    """
    n = min(n, len(frame))
    if not n:
        return frame.iloc[:0]
    keys = [frame[name].astype("str").fillna("").to_numpy(dtype=object) for name in reversed(spread)]
    random = np.array([chance(seed, "article", stratum, key) for key in frame["id"]])
    order = np.lexsort([random, *keys])
    step = Fraction(len(frame), n)
    start = Fraction(int(chance(seed, "start", stratum) * (1 << 53)), 1 << 53) * step
    taken = [int(start + nth * step) for nth in range(n)]
    return frame.iloc[order[taken]]


def within(units: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """Draw `n` of the units of one kind, as evenly over their articles as there are.

    Parameters
    ----------
    units : pandas.DataFrame
        With `id` of the article and `unit`.

    Returns
    -------
    pandas.DataFrame
        Those drawn, with `units_in_article` and `probability_unit`: the share that all articles give, and
        where the number doesn't come out even, that the article was among those drawn to give one more.

    Notes
    -----
    The probability is that given the articles drawn, over all draws within them; with the article's own it
    gives weights whose sum estimates the number of units without bias.
    """
    room: dict[Hashable, int] = {str(key): int(count) for key, count in units.groupby("id").size().items()}
    given = shares(n, room, seed)
    level, over, able = _level(n, list(room.values()))
    random = np.array([chance(seed, "unit", unit) for unit in units["unit"]])
    order = np.lexsort([random, units["id"].to_numpy(dtype=object)])
    ordered = units.iloc[order]
    nth = ordered.groupby("id").cumcount().to_numpy()
    own = ordered["id"].map(room).to_numpy(np.int64)
    taken = nth < ordered["id"].map(given).to_numpy(np.int64)
    more = np.where(own > level, over / able if able else 0.0, 0.0)
    return ordered.assign(units_in_article=own, probability_unit=(np.minimum(own, level) + more) / own)[taken]
