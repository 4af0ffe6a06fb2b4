"""What is grouped: articles, those with the same words on one day taken as one; and when each appeared."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.events.merging import Words
from framing.errors import FramingError, brief

__all__ = ["Nodes", "days_of", "nodes", "span"]

_DAY = pd.Timedelta(days=1)


class Nodes(NamedTuple):
    """Nodes of the graph.

    Attributes
    ----------
    of : int64 array, one item an article
        Its node.
    first : int64 array, one item a node
        The article that stands for it.
    outlets : list of tuple of int
    given : int64 array
        Code of the event it was given; -1 for none.
    day : float64 array
        When it appeared; NaN for no date.
    whole : bool array
        Only the day is known.
    """

    of: np.ndarray
    first: np.ndarray
    outlets: list[tuple[int, ...]]
    given: np.ndarray
    day: np.ndarray
    whole: np.ndarray


def nodes(frame: pd.DataFrame, words: Words) -> Nodes:
    """Return the nodes of articles: copies of one day and one given event are one.

    Parameters
    ----------
    frame : pandas.DataFrame
        In order of id, without title and text.
    words : Words
    """
    day, whole = days_of(frame)
    given = pd.factorize(frame["event"], sort=True)[0].astype(np.int64)
    keys = pd.DataFrame(
        {
            "text": words.own,
            "short": words.prints == 0,
            "day": np.where(np.isnan(day), -1e9, np.floor(day)),
            "given": given,
        }
    )
    of = keys.groupby(["text", "short", "day", "given"], sort=False).ngroup().to_numpy().astype(np.int64)
    first = np.full(of.max(initial=-1) + 1, len(of), np.int64)
    np.minimum.at(first, of, np.arange(len(of)))
    outlet = pd.factorize(frame["outlet"], sort=True)[0]
    pairs = pd.DataFrame({"node": of, "outlet": outlet}).drop_duplicates().sort_values(["node", "outlet"])
    bounds = np.searchsorted(pairs["node"].to_numpy(), np.arange(len(first) + 1)).tolist()
    listed = pairs["outlet"].tolist()
    outlets = [tuple(listed[i:j]) for i, j in pairwise(bounds)]
    return Nodes(of, first, outlets, given[first], day[first], whole[first])


def days_of(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return when articles appeared, in days since 1970, and of which only the day is known.

    Midnight to the second is how a day is written, unless the precision says that it is a time.
    """
    times = frame["published"]
    day = (times - pd.Timestamp(0, tz="UTC")) / _DAY
    values = day.to_numpy(np.float64, na_value=np.nan)
    precision = frame["published_precision"].astype("str").to_numpy()
    whole = np.isfinite(values) & (
        (precision == "day") | ((precision != "minute") & (values == np.floor(values)))
    )
    return np.where(whole, np.floor(values), values), whole


def span(window: Any) -> float:
    """Return a window in days; None is any length of time.

    >>> span("3D"), span("36h"), span(2), span("2"), span(None)
    (3.0, 1.5, 2.0, 2.0, inf)

    Raises
    ------
    FramingError
        It is no length of time, or none at all.
    """
    if window is None:
        return float("inf")
    try:
        if isinstance(window, bool):
            raise ValueError
        if isinstance(window, str) and window.strip().replace(".", "", 1).isdecimal():
            window = float(window)
        length = pd.Timedelta(days=window) if isinstance(window, (int, float)) else pd.Timedelta(window)
        found = float(length / _DAY)
        if not found > 0:
            raise ValueError
    except (ValueError, TypeError, OverflowError):
        raise FramingError(
            f"window {brief(window)} is no length of time; give one as '3D' or '36h', a number of days, "
            "or None for no window"
        ) from None
    return found
