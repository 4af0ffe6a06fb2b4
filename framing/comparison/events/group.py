"""Articles on one event brought together, with how sure that is: what users call."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.comparison.events.finding import Nodes, find
from framing.comparison.events.pairs import Weighted, heaviest
from framing.engine.parts import Articles, Parts, assign_columns, check_articles, metadata
from framing.schema import MILLION

# What events are called: the user's name, or the words that say most of what their articles share.

_WORDS = 3
#: Heaviest words of an article that may name its event.
_LOOKED_AT = 40
#: Letters of the shortest word that names an event; two where words are pairs of characters.
_SHORTEST = 2


def name_events(frame: pd.DataFrame, made: Nodes, data: Weighted, group: np.ndarray) -> list[str]:
    """Return the name of each article's event.

    Parameters
    ----------
    frame : pandas.DataFrame
        In order of id.
    made : Nodes
    data : Weighted
        Of the nodes.
    group : int64 array
        Number of the first node of each node's group.
    """
    given = {
        int(code): str(name)
        for code, name in zip(made.given[made.of].tolist(), frame["event"].tolist(), strict=True)
        if code >= 0
    }
    taken = set(given.values())
    codes = zip(group.tolist(), made.given.tolist(), strict=True)
    names = {place: given[code] for place, code in codes if code >= 0}
    words = _words(data, group)
    for place in sorted(set(group.tolist())):
        if place in names:
            continue
        base = "-".join(words[place]) or "event"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        names[place] = name
    return [names[place] for place in group[made.of].tolist()]


def _words(data: Weighted, group: np.ndarray) -> dict[int, list[str]]:
    """Return the heaviest words of each group, the heaviest first."""
    words, wide = data.words, max(len(data.words.terms), 1)
    matrix = heaviest(data, _LOOKED_AT)
    node = np.repeat(np.arange(len(group)), np.diff(matrix.indptr))
    keys, inverse = np.unique(group[node] * wide + matrix.indices, return_inverse=True)
    weight = np.bincount(inverse, matrix.data.astype(np.float64), len(keys)).astype(np.int64)
    place, term = keys // wide, keys % wide
    # Words that stand in few of a group's articles name one of them, and marks and figures name nothing.
    spread = np.bincount(inverse, minlength=len(keys)) * 2 >= np.bincount(group, minlength=len(group))[place]
    length = np.asarray(pc.utf8_length(words.terms))
    names = (length >= _SHORTEST) & ~words.number & ~np.asarray(pc.match_substring(words.terms, "'"))
    weight = np.where(spread & names[term], weight, 0)
    order = np.lexsort((term, -weight, place))
    place, term = place[order], term[order]
    rank = np.arange(len(place)) - np.searchsorted(place, place)
    kept = (rank < _WORDS) & (weight[order] > 0)
    found: dict[int, list[str]] = {int(g): [] for g in set(group.tolist())}
    said = words.terms.take(pa.array(term[kept])).to_pylist()
    for g, word in zip(place[kept].tolist(), said, strict=True):
        found[g].append("-".join(word.split()))
    return found


def group_events(articles: Articles, window: Any = "3D", *, progress: bool | None = None) -> Articles:
    """Bring articles about the same event together, with or without dates, where `event` is missing.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `title` and `published` help. An `event` that is given stays, and
        articles without one may join it.
    window : str, timedelta, number of days or None
        Articles further apart in time are never linked, though they may meet in one event through others
        between them. Of an article with a day alone, the days count. Those without a date are within any
        window.
    progress : bool, optional
        A bar on a terminal and in a notebook by default.

    Returns
    -------
    pandas.DataFrame or Parts
        The articles as given, in their order, with `event` filled: a few of its words, which name it; and
        `event_confidence`, the mean probability that the article belongs with the others of its event; for
        one that stands alone, that it belongs with no other; for one in a wide event (see Notes), the share
        of the others that it is alike to; 1 where the event was given. A record without text (status
        `metadata`) keeps the event it has, and is put into none by its headline: both stay missing.

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
    how likely each pair is, two of one outlet a little less; groups maximise the sum over their pairs of
    ``p - 0.33`` (a constant Potts model: Traag, Van Dooren and Nesterov 2011). Copies of one text count as
    one article. The result doesn't depend on the order of rows.

    How wide an event is depends on what else there is. In a collection of many, the days of a long affair
    are events of their own. Where a collection is on a few wide events, as on one visit or three (six
    articles and more, several by an outlet, the same rare names in nearly all, no break in time longer than
    the window, at most five windows in all), each of them is one event with all its stages.

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
    return fill_events(articles, window, progress)


def fill_events(
    articles: Articles, window: Any, progress: bool | None = None, main: bool = False
) -> Articles:
    """Return what `group_events` does; `main` as `find` takes it."""
    held = check_articles(articles)
    found = find(held, window, progress, main)
    frame = metadata(held)
    # A copy, which `to_numpy` does not always give of strings that came from another process.
    event = np.array(frame["event"].astype("str"), dtype=object)
    sure = np.where(frame["event"].notna(), 1.0, np.nan)
    if found is not None:
        names = name_events(found.frame, found.nodes, found.data, found.group)
        event[found.row] = np.asarray(names, dtype=object)
        # How sure it is that each article belongs with the others of its event.
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
        sure[found.row] = rounded
    named = pd.Series(event, dtype="str")
    if isinstance(articles, Parts):
        return assign_columns(articles, event=named, event_confidence=sure)
    result = articles.copy(deep=False)
    result["event"] = named.to_numpy()
    result["event_confidence"] = sure
    return result
