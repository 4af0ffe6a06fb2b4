"""Collections on a few wide events, such as one visit: whether this is one, and what the events are.

Beside each other, the stages of a visit look as unlike as events do in a day's news. Where outlets have
several articles each on what is plainly one thing (the same rare names in nearly all, no break in time), its
stages are one event. No pair is judged here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.comparison.events.cluster import Graph, communities
from framing.comparison.events.neighbours import KEPT, Pairs
from framing.comparison.events.nodes import Nodes
from framing.comparison.events.weights import Weighted
from framing.units import MILLION

__all__ = ["Wide", "broad"]

#: Fewer articles are no coverage of a visit, and in more the stages of one don't stand alone.
_LEAST, _MOST = 6, 5000
#: Articles to an outlet.
_PER_OUTLET = 1.5
#: Cosine above which articles may be on one thing; in a group so many pairs are, and their mean is that.
_ALIKE, _PAIRS, _MEAN = 0.07, 0.8, 0.10
#: A name that says this much and stands in this share of a group is at its core; so many are needed, and in
#: that share of the articles at least half of them.
_SAYS, _CORE, _WORDS, _HELD = 3.4, 0.6, 2, 0.8
#: Longest time, in windows.
_WINDOWS = 5
#: Share of all articles that must be in such groups.
_SHARE = 0.8


class Wide(NamedTuple):
    """The wide event that each node is in, -1 for none; and the share of the others in it that are alike."""

    group: np.ndarray
    alike: np.ndarray


def broad(made: Nodes, data: Weighted, pairs: Pairs, cosine: np.ndarray, window: float) -> Wide | None:
    """Return the wide events of a collection that is on a few of them; else None.

    Parameters
    ----------
    made : Nodes
    data : Weighted
        Of the nodes.
    pairs : Pairs
    cosine : float array
        Of each pair.
    window : float
        Days.
    """
    size = len(made.first)
    outlets = {o for some in made.outlets for o in some}
    if not _LEAST <= size <= _MOST or size < _PER_OUTLET * len(outlets):
        return None
    alike = np.rint(cosine.astype(np.float64) * MILLION).astype(np.int64)
    least = round(_ALIKE * MILLION)
    ends = np.concatenate([pairs.a, pairs.b])[np.tile(alike >= least, 2)]
    full = np.bincount(ends, minlength=size) >= KEPT
    group = communities(Graph(pairs.a, pairs.b, alike, made.outlets, made.given, full), least, 0)
    for place in np.unique(group).tolist():
        rows = np.flatnonzero(group == place)
        inside = (group[pairs.a] == place) & (group[pairs.b] == place)
        if not _one(made, data, rows, alike[inside], window):
            group[rows] = -1
    if (group >= 0).sum() < _SHARE * size:
        return None
    use = (alike >= least) & (group[pairs.a] == group[pairs.b]) & (group[pairs.a] >= 0)
    others = np.bincount(np.concatenate([pairs.a[use], pairs.b[use]]), minlength=size)
    members = np.bincount(group[group >= 0], minlength=size)[np.maximum(group, 0)]
    return Wide(group, np.minimum(others / np.clip(members - 1, 1, KEPT), 1.0))


def _one(made: Nodes, data: Weighted, rows: np.ndarray, alike: np.ndarray, window: float) -> bool:
    """Say whether a group is plainly on one thing."""
    outlets = {o for row in rows.tolist() for o in made.outlets[row]}
    if len(rows) < _LEAST or len(rows) < _PER_OUTLET * len(outlets):
        return False
    looked_at = min(len(rows) - 1, KEPT) * len(rows) / 2
    if alike.sum() < _MEAN * MILLION * looked_at:
        return False
    if (alike >= _ALIKE * MILLION).sum() < _PAIRS * looked_at:
        return False
    day = np.sort(made.day[rows])
    day = day[np.isfinite(day)]
    if len(day) and (np.diff(day).max(initial=0) > window or day[-1] - day[0] > _WINDOWS * window):
        return False
    return not data.english[rows].all() or _core(data, rows)


def _core(data: Weighted, rows: np.ndarray) -> bool:
    """Say whether nearly all articles hold the same rare names."""
    words = data.words
    entries = np.concatenate([np.arange(words.start[r], words.start[r + 1]) for r in rows.tolist()])
    row = np.repeat(np.arange(len(rows)), np.diff(words.start)[rows])
    rare = (data.says[entries] >= _SAYS) & words.name[words.term[entries]]
    term, held = np.unique(words.term[entries][rare], return_counts=True)
    core = term[held >= _CORE * len(rows)]
    if len(core) < _WORDS:
        return False
    has = np.bincount(row[rare], np.isin(words.term[entries][rare], core), len(rows))
    return bool((2 * has >= len(core)).sum() >= _HELD * len(rows))
