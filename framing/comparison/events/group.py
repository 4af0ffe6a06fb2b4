"""Articles on one event brought together, with how sure that is and what shows it: what users call."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, Parts, checked, light
from framing.comparison.events import evidence, naming
from framing.comparison.events.finding import Found, find
from framing.tables import check, empty
from framing.units import MILLION

__all__ = ["event_links", "group_events", "grouped"]


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
    held = checked(articles)
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
    return _linked(find(checked(articles), window, one_per_outlet, threshold, progress, "event_links"))


def grouped(
    articles: Articles, window: Any = "3D", *, one_per_outlet: bool = False
) -> tuple[Articles, pd.DataFrame]:
    """Return what `group_events` and `event_links` give, by one search."""
    held = checked(articles)
    found = find(held, window, one_per_outlet, None, None, "group_events")
    return _filled(articles, held, found), _linked(found)


def _filled(articles: Articles, held: Articles, found: Found | None) -> Articles:
    """Return the articles as given with the events that were found, and how sure each place is."""
    frame = light(held)
    event = frame["event"].astype("str").to_numpy(dtype=object, copy=True)
    sure = np.where(frame["event"].notna(), 1.0, np.nan)
    if found is not None:
        event[found.row] = np.asarray(_names(found), dtype=object)
        sure[found.row] = _confidence(found)
    named = pd.Series(event, dtype="str")
    if isinstance(articles, Parts):
        return articles.assigned(event=named, event_confidence=sure)
    result = articles.copy(deep=False)
    result["event"] = named.to_numpy()
    result["event_confidence"] = sure
    return result


def _linked(found: Found | None) -> pd.DataFrame:
    return empty("links") if found is None else check(evidence.links(found, _names(found)), "links")


def _names(found: Found) -> list[str]:
    return naming.named(found.frame, found.nodes, found.data, found.group)


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
