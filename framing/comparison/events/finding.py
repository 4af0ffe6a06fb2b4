"""From articles to groups, told once: read, weigh, meet, judge, group. What it gives is for `group`."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, light
from framing.comparison.events.broad import Wide, broad
from framing.comparison.events.cluster import Graph, communities
from framing.comparison.events.model import Model, model, probability
from framing.comparison.events.neighbours import KEPT, Pairs, neighbours
from framing.comparison.events.nodes import Nodes, nodes, span
from framing.comparison.events.pairs import cosines, described
from framing.comparison.events.reading import read
from framing.comparison.events.weights import Weighted, weighted
from framing.corpus.bar import bar
from framing.errors import FramingError, FramingWarning, brief
from framing.units import MILLION

__all__ = ["Found", "find"]

#: A node with more likely neighbours than this share of those kept may have others that were not.
_FULL = 0.8
#: Pairs less likely than this tell nothing that none at all would not.
_LEAST = 0.01
#: Columns of the articles that tell something.
_USED = ("id", "outlet", "event", "published", "published_precision")
#: Articles with fewer words than this say too little.
_SHORT = 12


class Found(NamedTuple):
    """Articles in order of id, what they were made into, and where each went.

    `row` is that of the articles given; `pairs`, `p`, `cosine` and `days` are of nodes; `group` is the number
    of the first node of each node's group.
    """

    frame: pd.DataFrame
    row: np.ndarray
    nodes: Nodes
    data: Weighted
    pairs: Pairs
    p: np.ndarray
    cosine: np.ndarray
    days: np.ndarray
    group: np.ndarray
    full: np.ndarray
    threshold: int
    wide: Wide | None


def find(
    articles: Articles, window: Any, apart: bool, threshold: float | None, progress: bool | None, who: str
) -> Found | None:
    """Group checked articles that have a text; arguments as for `group_events`, and the name of who asks.

    None where there are no such articles.
    """
    length, used = span(window), model()
    least = _threshold(threshold, used)
    words = read(articles)
    if not len(words):
        return None
    # Texts are no longer needed, and another copy of them would be as large as all the rest.
    frame = light(articles)[list(_USED)].iloc[words.row].reset_index(drop=True)
    made = nodes(frame, words)
    rows, words = words.row, words.rows(made.first)
    data = weighted(words)
    _warn(frame, data, made, who)
    with bar(len(made.first), progress, unit=" articles", doing="grouping") as tell:
        # Between a day and a time days are counted, which can be nearly one more than the clock says.
        pairs = _within(neighbours(data, made.day, length + 1, tell), made, length)
    cosine = cosines(data, pairs)
    wide = None if apart or threshold is not None else broad(made, data, pairs, cosine, length)
    told = described(data, pairs, cosine)
    pairs, cosine = Pairs(pairs.a[told.kept], pairs.b[told.kept]), cosine[told.kept]
    days = _days(made, pairs)
    p = probability(told.features, days, _one_outlet(made, pairs), used)
    kept = p >= _LEAST * MILLION
    pairs, p, cosine, days = Pairs(pairs.a[kept], pairs.b[kept]), p[kept], cosine[kept], days[kept]
    likely = np.bincount(
        np.concatenate([pairs.a, pairs.b])[np.tile(p >= least, 2)], minlength=len(made.first)
    )
    full = likely >= _FULL * KEPT
    graph = Graph(pairs.a, pairs.b, p, made.outlets, made.given, full)
    group = communities(graph, least, round(used.twice * MILLION), apart=apart)
    if wide is not None:
        group = _widened(group, wide.group)
    return Found(frame, rows, made, data, pairs, p, cosine, days, group, full, least, wide)


def _widened(group: np.ndarray, wide: np.ndarray) -> np.ndarray:
    """Return groups in which those of a wide event are one; a group that lies in part outside loses these."""
    kept = np.where(wide >= 0, -1 - wide, group)
    _, place = np.unique(kept, return_inverse=True)
    first = np.full(place.max(initial=-1) + 1, len(group), np.int64)
    np.minimum.at(first, place, np.arange(len(group)))
    found: np.ndarray = first[place]
    return found


def _threshold(threshold: float | None, used: Model) -> int:
    if threshold is None:
        return round(used.threshold * MILLION)
    try:
        value = float(threshold)
    except (TypeError, ValueError):
        value = float("nan")
    if isinstance(threshold, (bool, str)) or not 0 < value < 1:
        raise FramingError(f"threshold {brief(threshold)} is no probability; give a number between 0 and 1")
    return max(round(value * MILLION), 1)


def _days(made: Nodes, pairs: Pairs) -> np.ndarray:
    """Return the days between the two of each pair: by the clock if both have one, else by the calendar."""
    calendar = made.whole[pairs.a] | made.whole[pairs.b]
    day = np.where(calendar, np.floor(made.day[pairs.a]), made.day[pairs.a])
    other = np.where(calendar, np.floor(made.day[pairs.b]), made.day[pairs.b])
    apart: np.ndarray = np.abs(day - other)
    return apart


def _one_outlet(made: Nodes, pairs: Pairs) -> np.ndarray:
    """Return which pairs have an outlet on both sides."""
    single = np.asarray([o[0] if len(o) == 1 else -1 for o in made.outlets], np.int64)
    same = (single[pairs.a] == single[pairs.b]) & (single[pairs.a] >= 0)
    for i in np.flatnonzero((single[pairs.a] < 0) | (single[pairs.b] < 0)).tolist():
        same[i] = bool(set(made.outlets[pairs.a[i]]) & set(made.outlets[pairs.b[i]]))
    found: np.ndarray = same
    return found


def _within(pairs: Pairs, made: Nodes, window: float) -> Pairs:
    use = ~(_days(made, pairs) > window)
    return Pairs(pairs.a[use], pairs.b[use])


def _warn(frame: pd.DataFrame, data: Weighted, made: Nodes, who: str) -> None:
    english, short = data.english[made.of], data.words.written[made.of] < _SHORT
    said = []
    if not english.all():
        said.append(f"{int((~english).sum()):,} don't read as English (few of its common words)")
    if short.any():
        said.append(f"{int(short.sum()):,} have fewer than {_SHORT} words")
    if said:
        warnings.warn(
            f"{who}: of {len(frame):,} articles, {' and '.join(said)}: their events are less sure; "
            "see event_confidence, or give the event in a column",
            FramingWarning,
            stacklevel=4,
        )
