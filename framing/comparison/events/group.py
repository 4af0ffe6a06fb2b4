"""Articles on one event brought together, with how sure that is and what shows it: what users call."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.events import evidence, naming
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
from framing.tables import check, empty
from framing.units import MILLION

__all__ = ["event_links", "group_events"]

#: A node with more likely neighbours than this share of those kept may have others that were not.
_FULL = 0.8
#: Pairs less likely than this tell nothing that none at all would not.
_LEAST = 0.01
#: Articles with fewer words than this say too little.
_SHORT = 12


class Found(NamedTuple):
    """Articles in order of id, what they were made into, and where each went.

    `pairs`, `p`, `cosine` and `days` are of nodes; `group` is the number of the first node of each node's
    group.
    """

    frame: pd.DataFrame
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


def group_events(
    articles: pd.DataFrame,
    window: Any = "3D",
    *,
    one_per_outlet: bool = False,
    threshold: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Bring articles about the same event together, across outlets, with or without dates.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; `title` and `published` help. An `event` that is given stays, and
        articles without one may join it.
    window : str, timedelta, number of days or None
        Articles further apart in time are never linked, though they may meet in one event through others
        between them. Of an article with a day alone, the days count. Those without a date are within any
        window.
    one_per_outlet : bool
        An event has at most one article of an outlet. Otherwise two of one outlet are a little less likely to
        be put together than two of different ones. Copies of one text count as one article.
    threshold : float, optional
        Probability above which a pair speaks for a group, between 0 and 1; a higher one gives smaller events.
    progress : bool, optional
        A bar on a terminal and in a notebook by default.

    Returns
    -------
    pandas.DataFrame
        The articles as given, in their order, with `event` filled: a few of its words, which name it; and
        `event_confidence`, the mean probability that the article belongs with the others of its event; for
        one that stands alone, that it belongs with no other; for one in a wide event (see Notes), the share
        of the others that it is alike to; 1 where the event was given.

    Raises
    ------
    FramingError
        A column or an argument that will not do.

    Warns
    -----
    FramingWarning
        Articles that are not in English or have hardly any text: they are grouped, but less surely.

    Notes
    -----
    Words of title and text are weighted by how rare they are in news at large and in the corpus, titles and
    leads more. Each article meets its 50 nearest; a logistic model learned from articles read by hand says
    how likely each pair is; groups maximise the sum over their pairs of ``p - threshold`` (a constant Potts
    model: Traag, Van Dooren and Nesterov 2011). The result doesn't depend on the order of rows.

    How wide an event is depends on what else there is. In a collection of many, the days of a long affair
    are events of their own. Where a collection is on a few wide events, as on one visit or three (six
    articles and more, several by an outlet, the same rare names in nearly all, no break in time longer than
    the window, at most five windows in all), each of them is one event with all its stages. With a
    `threshold`, or with one article an outlet, pairs alone decide.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "id": ["a", "b", "c"], "outlet": ["x", "y", "x"],
    ...     "title": ["Ferry sinks off Port Marlow", "Port Marlow ferry sinks", "Bank lifts rates"],
    ...     "text": ["A ferry sank off Port Marlow on Monday. Twelve people were rescued by the coastguard.",
    ...         "Twelve were rescued on Monday when a ferry sank off Port Marlow, the coastguard said.",
    ...         "The central bank lifted its key rate to 4.5 percent to slow inflation and wage growth."]})
    >>> found = group_events(articles)
    >>> bool(found["event"][0] == found["event"][1]), bool(found["event"][0] == found["event"][2])
    (True, False)
    """
    frame = check(articles, "articles")
    result = articles.copy()
    if frame.empty:
        result["event"] = pd.Series([], dtype="str", index=result.index)
        result["event_confidence"] = pd.Series([], dtype="float64", index=result.index)
        return result
    found = _found(frame, window, one_per_outlet, threshold, progress, "group_events")
    names = naming.named(found.frame, found.nodes, found.data, found.group)
    place = pd.Index(found.frame["id"]).get_indexer(frame["id"])
    result["event"] = pd.Series(names, dtype="str").to_numpy()[place]
    result["event_confidence"] = _confidence(found)[place]
    return result


def event_links(
    articles: pd.DataFrame,
    window: Any = "3D",
    *,
    one_per_outlet: bool = False,
    threshold: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Return what brings articles together: each likely pair, its probability, and what the two share.

    Parameters
    ----------
    articles, window, one_per_outlet, threshold, progress
        As for `group_events`.

    Returns
    -------
    pandas.DataFrame
        The table `links`: a row for each pair that is in one event or likelier than the threshold; `event` is
        missing where the two were put apart. Of copies, each is linked to the first.

    Raises
    ------
    FramingError
        A column or an argument that will not do.

    Warns
    -----
    FramingWarning
        As for `group_events`.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "id": ["a", "b"], "outlet": ["x", "y"],
    ...     "text": ["A ferry sank off Port Marlow on Monday. Twelve people were rescued by the coastguard.",
    ...         "Twelve were rescued on Monday when a ferry sank off Port Marlow, the coastguard said."]})
    >>> event_links(articles)["names"][0]
    'marlow; port; monday'
    """
    frame = check(articles, "articles")
    if frame.empty:
        return empty("links")
    found = _found(frame, window, one_per_outlet, threshold, progress, "event_links")
    names = naming.named(found.frame, found.nodes, found.data, found.group)
    return check(evidence.links(found, names), "links")


def _found(
    frame: pd.DataFrame, window: Any, apart: bool, threshold: float | None, progress: bool | None, who: str
) -> Found:
    length, used = span(window), model()
    least = _threshold(threshold, used)
    frame = frame.sort_values("id", kind="stable", ignore_index=True)
    words = read(frame)
    made = nodes(frame, words)
    words = words.rows(made.first)
    data = weighted(words)
    _warn(frame, data, made, who)
    with bar(len(made.first), progress, unit=" articles", doing="grouping") as tell:
        pairs = _within(neighbours(data, made.day, length, tell), made, length)
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
    return Found(frame, made, data, pairs, p, cosine, days, group, full, least, wide)


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


def _confidence(found: Found) -> np.ndarray:
    """Return how sure it is that each article belongs with the others of its event."""
    a, b, group = found.pairs.a, found.pairs.b, found.group
    count = len(group)
    inside = group[a] == group[b]
    ends, p = np.concatenate([a, b]), np.tile(found.p, 2)
    within = np.tile(inside, 2)
    total = np.bincount(ends[within], p[within], count)
    size, full = np.bincount(group, minlength=count)[group], found.full
    # Pairs of two full nodes that are no neighbours were never looked at.
    unknown = np.where(full, np.bincount(group, full, count)[group] - 1, 0)
    both = within & np.tile(full[a] & full[b], 2)
    unknown = np.maximum(unknown - np.bincount(ends[both], minlength=count), 0)
    most = np.zeros(count)
    np.maximum.at(most, ends, p)
    others = np.maximum(size - 1 - unknown, 1)
    alone = size == 1
    node = np.where(alone, MILLION - most, total / others) / MILLION
    if found.wide is not None:
        node = np.where(found.wide.group >= 0, found.wide.alike, node)
    node = np.where(found.nodes.given >= 0, 1.0, node)
    copies = np.bincount(found.nodes.of, minlength=count)
    # Copies of one text belong together beyond doubt.
    rest = np.where(alone, 0, others)
    node = np.where((copies > 1) & (found.nodes.given < 0),
                    (node * rest + copies - 1) / np.maximum(rest + copies - 1, 1), node)  # fmt: skip
    rounded: np.ndarray = np.round(np.minimum(node, 1.0)[found.nodes.of], 6)
    return rounded


def _warn(frame: pd.DataFrame, data: Weighted, made: Nodes, who: str) -> None:
    english, short = data.english[made.of], data.words.written[made.of] < _SHORT
    said = []
    if not english.all():
        said.append(f"{int((~english).sum()):,} are not in English")
    if short.any():
        said.append(f"{int(short.sum()):,} have fewer than {_SHORT} words")
    if said:
        warnings.warn(
            f"{who}: of {len(frame):,} articles, {' and '.join(said)}: their events are less sure; "
            "see event_confidence, or give the event in a column",
            FramingWarning,
            stacklevel=4,
        )
