"""Whether a group's words lie elsewhere than the background's: sums of articles compared within events."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.pairs import sides
from framing.comparison.permute import Stratum, permute
from framing.comparison.pooled import pool
from framing.comparison.shared import shared
from framing.comparison.sums import Clusters

__all__ = ["Tested", "departure"]


class Tested(NamedTuple):
    """By column of `x`: the difference of ratios of sums, its interval, p; then what goes for all.

    `single`: a side has one article in each event, so that there is no interval.
    """

    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    p_min: float
    draws: int
    exact: bool
    events: int
    sizes: tuple[int, int]
    single: bool


def departure(
    x: Floats, d: Floats, mine: Flags, event: Ints, family: Ints, ids: list[str], seed: int, draws: int
) -> Tested:
    """Compare ``sum(x) / sum(d)`` of a group's articles with the rest's, within events.

    Parameters
    ----------
    x : array, articles × columns
    d : array, one item an article
        Words behind `x`.
    mine : mask over articles
    event, family : arrays
        Families of copies on both sides keep their side.
    ids : list of str
        By which draws are keyed.

    Notes
    -----
    No interval or p with under three articles of a side; no interval where nothing shows a side's spread.
    """
    # Copies of one text on one side are one cluster: deleted and permuted together.
    cluster = np.stack([event, family, mine.astype(np.int64)])
    _, first, of = np.unique(cluster, axis=1, return_index=True, return_inverse=True)
    sums, words = np.zeros((len(first), x.shape[1])), np.zeros(len(first))
    np.add.at(sums, of.reshape(-1), x)
    np.add.at(words, of.reshape(-1), d)
    x, d, mine, event, family = sums, words, mine[first], event[first], family[first]
    ids = [ids[i] for i in first.tolist()]
    columns = x.shape[1]
    strata, sizes, single = [], [0, 0], [True, True]
    for e in np.unique(event).tolist():
        rows = np.flatnonzero((event == e) & (d > 0))
        rows = rows[np.argsort(np.array([ids[r] for r in rows], dtype=object), kind="stable")]
        two = [rows[mine[rows]], rows[~mine[rows]]]
        if not all(map(len, two)):
            continue
        a, b = (len(side) for side in two)
        both = np.isin(family[rows], np.intersect1d(family[two[0]], family[two[1]]))
        key = (str(e), *(ids[r] for r in rows[~both].tolist()))
        labels = (~mine[rows]).astype(np.int8)
        each = np.repeat(d[rows, None], columns, axis=1)
        strata.append(Stratum(labels, x[rows], each, both, a * b / (a + b), key))
        sizes = [sizes[0] + a, sizes[1] + b]
        single = [single[0] and a == 1, single[1] and b == 1]
    nothing = np.full(columns, np.nan)
    if not strata:
        return Tested(nothing, nothing, nothing, nothing, np.nan, 0, False, 0, (0, 0), False)
    difference, low, high = _pooled(x, d, mine, event, family)
    if min(sizes) < 3:
        low = high = nothing
    verdict = permute(strata, 2, np.zeros(columns, bool), seed=seed, draws=draws)
    p = verdict.p if verdict.p_min <= 0.05 and min(sizes) >= 3 else nothing
    return Tested(
        difference,
        low,
        high,
        p,
        verdict.p_min,
        verdict.draws,
        verdict.exact,
        len(strata),
        (sizes[0], sizes[1]),
        any(single),
    )


def _pooled(x: Floats, d: Floats, mine: Flags, event: Ints, family: Ints) -> tuple[Floats, Floats, Floats]:
    """Return each column's difference within events and its interval, as `compare` pools a mean.

    An event with one article of a side borrows the spread of the others; where there are none, no interval.
    """
    rows = np.flatnonzero(d > 0)
    names, family = np.unique(family[rows], return_inverse=True)
    events, event = np.unique(event[rows], return_inverse=True)
    group = (~mine[rows]).astype(np.int64)
    order = np.lexsort((family, event, group))
    rows, group, event, family = rows[order], group[order], event[order], family[order]
    _, of, times = np.unique(np.stack([event, family]), axis=1, return_inverse=True, return_counts=True)
    shares = (times > 1)[of.reshape(-1)]
    columns, size = x.shape[1], len(rows)
    one = np.ones(columns * size, np.int64)
    none = np.zeros((columns, 2), np.int64)
    data = Clusters(
        cells=pd.DataFrame({"unit": ["mean"] * columns}), groups=("own", "rest"),
        events=tuple(map(str, events.tolist())), names=tuple(map(str, names.tolist())),
        cell=np.repeat(np.arange(columns), size), group=np.tile(group, columns),
        event=np.tile(event, columns), family=np.tile(family, columns), shared=np.tile(shares, columns),
        x=x[rows].T.reshape(-1), d=np.tile(d[rows], columns), hits=one.astype(float),
        tokens=one.astype(float), articles=one, unknown=none, dropped=none, illustrative=none,
    )  # fmt: skip
    meet = sides(data, [(0, 1)])
    found = pool(meet, shared(data, meet), np.zeros(columns, bool), "mantel-haenszel")
    return found.gap, found.low, found.high
