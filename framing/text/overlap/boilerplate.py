"""What an outlet prints in many articles (a note on the author, a line to subscribe) and is no story.

A story that one outlet prints in four versions is none of it: versions count once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.text.overlap.index import Pairs
from framing.text.overlap.shingles import Flags, Hashes, Ints, Shingles

__all__ = ["STORIES", "components", "in_stories", "is_template", "numbered", "templates"]

#: Stories of one outlet that a shingle must stand in to be that outlet's boilerplate.
STORIES = 4


def templates(
    found: Shingles,
    outlets: Sequence[object],
    stories: Ints | None = None,
    least: int = STORIES,
) -> Hashes:
    """Return the shingles that are some outlet's boilerplate.

    Parameters
    ----------
    found : Shingles
        All, or those of `repeated`.
    outlets : sequence
        The outlet of each text; a text whose outlet is missing or blank makes no boilerplate.
    stories : int64 array, optional
        A number for each text that versions of one story share; without it each text is a story.
    least : int
        Stories of one outlet that a shingle must stand in.

    Returns
    -------
    uint64 array
        Sorted; `is_template` looks shingles up in it.

    Examples
    --------
    >>> from framing.text.overlap.shingles import shingles
    >>> from framing.text.tokens import tokenize
    >>> texts = [f"Story {i} is short. Sign up here for our letter." for i in "abcd"]
    >>> found = shingles(tokenize(texts))
    >>> int(is_template(found, templates(found, ["x"] * 4)).sum())
    16
    >>> len(templates(found, ["x", "x", "x", "y"]))
    0
    """
    values, times = in_stories(found, outlets, stories)
    return values[times >= least]


def in_stories(
    found: Shingles, outlets: Sequence[object] | Ints, stories: Ints | None = None
) -> tuple[Hashes, Ints]:
    """Return the shingles, sorted, and of how many stories of one outlet each is (of that which has most).

    Parameters
    ----------
    found, outlets, stories
        As for `templates`; outlets may be numbered already.
    """
    outlet = outlets if isinstance(outlets, np.ndarray) else numbered(outlets)
    number = int(outlet.max(initial=-1)) + 1
    story = np.arange(len(found)) if stories is None else np.asarray(stories, np.int64)
    doc = found.doc()
    some = np.flatnonzero(outlet[doc] >= 0)
    if not len(some):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    values, rank = np.unique(found.hashes[some], return_inverse=True)
    # Outlet and story as one number, an outlet's side by side.
    key = outlet * (int(story.max()) + 1) + story
    pair, of_doc = np.unique(key, return_inverse=True)
    outlet_of = pair // (int(story.max()) + 1)
    listed = np.sort(rank * len(pair) + of_doc[doc[some]])
    listed = listed[np.concatenate([[True], listed[1:] != listed[:-1]])]
    by_outlet = listed // len(pair) * number + outlet_of[listed % len(pair)]
    begins = np.flatnonzero(np.concatenate([[True], by_outlet[1:] != by_outlet[:-1]]))
    times = np.diff(np.append(begins, len(by_outlet)))
    most = np.zeros(len(values), np.int64)
    np.maximum.at(most, by_outlet[begins] // number, times)
    return values, most


def is_template(found: Shingles, boilerplate: Hashes) -> Flags:
    """Mask the shingles that are boilerplate."""
    if not len(boilerplate):
        return np.zeros(len(found.hashes), bool)
    at = np.minimum(np.searchsorted(boilerplate, found.hashes), len(boilerplate) - 1)
    same: Flags = boilerplate[at] == found.hashes
    return same


def components(pairs: Pairs, size: int) -> Ints:
    """Return a number for each text that those share which pairs tie together, directly or over others."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = coo_array((np.ones(len(pairs), np.int8), (pairs.a, pairs.b)), shape=(size, size))
    return np.asarray(connected_components(edges, directed=False)[1], np.int64)


def numbered(outlets: Sequence[object]) -> Ints:
    """Return a number for each outlet by its name, -1 where it has none.

    >>> numbered(["b", None, "a", " ", "b"]).tolist()
    [1, -1, 0, -1, 1]
    """
    names = pd.Series(outlets, dtype="str")
    return np.asarray(pd.factorize(names.where(names.str.strip() != ""), sort=True)[0], np.int64)
