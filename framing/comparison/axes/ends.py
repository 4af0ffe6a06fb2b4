"""What the vectors know of an axis, and whether that is enough to read it. No articles here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.comparison.axes.reading import Axis
from framing.comparison.axes.vectors import Vectors
from framing.errors import FramingError, nearest

__all__ = ["Ends", "ends"]

#: An end stands on so many words, or on all of fewer that were given; so many of both lie on their side.
WORDS, QUALITY = 3, 0.75


class Ends(NamedTuple):
    """The unit vector from the low end to the high one, and the words that it is made of.

    `quality` is missing where an end lacks words, and of a pair of words; `why` says why an axis can't be
    read and is empty where it can; `said` is the rest of what is to be known.
    """

    direction: np.ndarray
    quality: float
    low: tuple[str, ...]
    high: tuple[str, ...]
    why: str
    said: str


def ends(axis: Axis, known: Vectors) -> Ends:
    """Return what the vectors make of an axis.

    Notes
    -----
    An end needs three words that have a vector, since one word by itself drags its other meanings in; fewer
    will do where fewer were given and all are known, as in the pairs of words of Kwak and others (2021).
    Three of four words of both ends must lie on their own side of the midpoint that the others make.

    Raises
    ------
    FramingError
        The vectors lack a whole end of an axis that the user gave.
    """
    found, rows, short, lacking = [], [], [], []
    for name, end in (("low", axis.low), ("high", axis.high)):
        place = known.of(end)
        here = tuple(word for word, at in zip(end, place.tolist(), strict=True) if at >= 0)
        if not here and axis.own:
            guess = nearest(end[0], known.words)
            hint = f"; did you mean {guess!r}?" if guess else ""
            raise FramingError(f"axes: {axis.name!r}: the vectors lack {', '.join(map(repr, end))}{hint}")
        if len(here) < min(WORDS, len(end)):
            short.append(f"{len(here)} of {len(end)} words of the {name} end")
        lacking += [word for word in end if word not in here]
        found.append(here)
        rows.append(known.rows[place[place >= 0]])
    low, high = rows
    said = f"the vectors lack {', '.join(lacking)}" if lacking else ""
    nothing = np.full(known.rows.shape[1], np.nan)
    direction = _direction(high, low) if len(low) and len(high) else nothing
    quality, why = np.nan, ""
    if short:
        why = f"the vectors know {' and '.join(short)}: don't read it"
    elif not np.isfinite(direction).all():
        why = "both ends have the same vector: don't read it"
    elif len(low) == len(high) == 1:
        said = "; ".join(
            filter(None, [said, "a pair of words: nothing shows whether the vectors know it well"])
        )
    else:
        quality = _agreement(high, low)
        if quality < QUALITY:
            why = "the vectors don't keep the ends of this axis apart: don't read it"
    return Ends(direction, quality, found[0], found[1], why, said)


def _direction(high: np.ndarray, low: np.ndarray) -> np.ndarray:
    axis: np.ndarray = high.mean(axis=0) - low.mean(axis=0)
    length = np.sqrt((axis * axis).sum())
    return axis / length if length > 0 else np.full(len(axis), np.nan)


def _agreement(high: np.ndarray, low: np.ndarray) -> float:
    """Return the share of the words of both ends that lie on their side of the axis that the others make."""
    right = []
    for side, sign in ((high, 1), (low, -1)):
        for i in range(len(side)):
            rest = np.delete(side, i, axis=0)
            if len(rest):
                two = (rest, low) if sign > 0 else (high, rest)
                middle = (two[0].mean(axis=0) + two[1].mean(axis=0)) / 2
                right.append((side[i] - middle) @ _direction(*two) * sign > 0)
    return float(np.mean(right))
