"""Articles on one event brought together, with how sure that is and what shows it: what users call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.comparison.events.finding import Found, Nodes, find
from framing.comparison.events.pairs import Pairs, Weighted, heaviest, shared
from framing.engine.parts import Articles, Parts, assign_columns, check_articles, metadata
from framing.schema import MILLION, check, empty

if TYPE_CHECKING:
    from framing.comparison.events.finding import Found


# What shows that two articles are on one event: the names, figures and words that both have.

#: Most names, and most words, that a link shows.
_MOST = 8


def links(found: Found, names: list[str]) -> pd.DataFrame:
    """Return a row for each pair in one event or likelier than the threshold, in order of ids."""
    together = found.group[found.pairs.a] == found.group[found.pairs.b]
    kept = together | (found.p >= found.threshold)
    pairs = Pairs(found.pairs.a[kept], found.pairs.b[kept])
    said, words = _said(found.data, pairs)
    first, of = found.nodes.first, found.nodes.of
    copies = np.flatnonzero(first[of] != np.arange(len(of)))
    a = np.concatenate([first[pairs.a], first[of[copies]]])
    b = np.concatenate([first[pairs.b], copies])
    ids, outlet = found.frame["id"].to_numpy(), found.frame["outlet"].to_numpy()
    event = np.asarray(names, dtype=object)
    table = pd.DataFrame(
        {
            "a": ids[a],
            "b": ids[b],
            "a_outlet": outlet[a],
            "b_outlet": outlet[b],
            "event": np.where(event[a] == event[b], event[a], None),
            "probability": np.concatenate([found.p[kept] / MILLION, np.ones(len(copies))]),
            "similarity": np.round(np.concatenate([found.cosine[kept], np.ones(len(copies))]), 6),
            "days": np.concatenate(
                [found.days[kept], np.where(np.isnan(found.nodes.day[of[copies]]), np.nan, 0)]
            ),
            "names": [*said, *[""] * len(copies)],
            "words": [*words, *["the same text"] * len(copies)],
        }
    )
    table["event"] = table["event"].astype("str")
    return table.sort_values(["a", "b"], kind="stable", ignore_index=True)


def _said(data: Weighted, pairs: Pairs) -> tuple[list[str], list[str]]:
    terms = data.words.terms.to_pylist()
    kind = (data.words.name | data.words.number).tolist()
    names, words = [""] * len(pairs.a), [""] * len(pairs.a)
    for pair, term, value in shared(data, pairs):
        ordered = term[np.lexsort((term, -value))].tolist()
        names[pair] = "; ".join([terms[t] for t in ordered if kind[t]][:_MOST])
        words[pair] = "; ".join([terms[t] for t in ordered if not kind[t]][:_MOST])
    return names, words


# What events are called: the user's name, or the words that say most of what their articles share.

_WORDS = 3
#: Heaviest words of an article that may name its event.
_LOOKED_AT = 40
#: Letters of the shortest word that names an event; two where words are pairs of characters.
_SHORTEST = 2


def named(frame: pd.DataFrame, made: Nodes, data: Weighted, group: np.ndarray) -> list[str]:
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
    names: dict[int, str] = {}
    for place, code in zip(group.tolist(), made.given.tolist(), strict=True):
        if code >= 0:
            names[place] = given[code]
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


def group_events(
    articles: Articles,
    window: Any = "3D",
    *,
    one_per_outlet: bool = False,
    threshold: float | None = None,
    progress: bool | None = None,
) -> Articles:
    """Bring articles about the same event together, across outlets, with or without dates.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
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
    held = check_articles(articles)
    return _filled(articles, held, find(held, window, one_per_outlet, threshold, progress, "group_events"))


def event_links(
    articles: Articles,
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
    return _linked(find(check_articles(articles), window, one_per_outlet, threshold, progress, "event_links"))


def grouped(
    articles: Articles, window: Any = "3D", *, one_per_outlet: bool = False, main: bool = False
) -> tuple[Articles, pd.DataFrame]:
    """Return what `group_events` and `event_links` give, by one search; `main` as `find` takes it."""
    held = check_articles(articles)
    found = find(held, window, one_per_outlet, None, None, "group_events", main)
    return _filled(articles, held, found), _linked(found)


def _filled(articles: Articles, held: Articles, found: Found | None) -> Articles:
    """Return the articles as given with the events that were found, and how sure each place is."""
    frame = metadata(held)
    event = frame["event"].astype("str").to_numpy(dtype=object, copy=True)
    sure = np.where(frame["event"].notna(), 1.0, np.nan)
    if found is not None:
        event[found.row] = np.asarray(_names(found), dtype=object)
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


def _linked(found: Found | None) -> pd.DataFrame:
    return empty("links") if found is None else check(links(found, _names(found)), "links")


def _names(found: Found) -> list[str]:
    return named(found.frame, found.nodes, found.data, found.group)
