"""Where something was found in tokens: plain arrays, one item a hit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Hits", "no_hits"]


class Hits(NamedTuple):
    """Hits in order of position.

    Attributes
    ----------
    start : int64 array
        Index of the first word.
    length : int32 array
        Number of words.
    entry : int32 array
        Which entry of the finder matched.
    pole : int32 array
        Which pole it counts for, after negation.
    weight : int64 array
        Weight in millionths, after negation.
    negated : bool array
        A negator stands before it.
    """

    start: np.ndarray
    length: np.ndarray
    entry: np.ndarray
    pole: np.ndarray
    weight: np.ndarray
    negated: np.ndarray

    def where(self, keep: np.ndarray) -> Hits:
        """Return the hits that a mask, or an array of indices, picks."""
        return Hits(*(column[keep] for column in self))


def no_hits() -> Hits:
    """Return no hits, in columns of the right types.

    >>> len(no_hits().start)
    0
    """
    return Hits(
        np.zeros(0, np.int64),
        np.zeros(0, np.int32),
        np.zeros(0, np.int32),
        np.zeros(0, np.int32),
        np.zeros(0, np.int64),
        np.zeros(0, bool),
    )
