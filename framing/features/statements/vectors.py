"""Sentence vectors as a further sign of likeness: how much nearer they are than the words lead to expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from framing.errors import FramingError, brief

__all__ = ["with_vectors"]

#: With fewer pairs than this what is usual for trained encoders stands: a middle cosine and the spread.
_FEWEST, _USUAL = 20, (0.6, 0.15)
#: What a standard deviation beyond what is expected adds to the logarithm of the odds, and of how many most.
_WEIGHT, _MOST = 0.7, 3.0
_BATCH = 100_000


def with_vectors(
    chance: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
    texts: Sequence[str],
    vectors: Callable[[Sequence[str]], Any],
) -> np.ndarray:
    """Return the probability of pairs with the cosine of their sentences' vectors taken into account.

    Parameters
    ----------
    chance : float array
        Probability without them.
    a, b : int64 arrays
        Index into `texts`.
    texts : sequence of str
    vectors : callable

    Raises
    ------
    FramingError
        What comes back isn't a row of finite numbers for each sentence.

    Notes
    -----
    Vectors see much of what words show already. What counts is the residual of the cosine on the logarithm of
    the odds, by least squares over the pairs at hand, so that any encoder's scale will do. Its weight is
    set, not learnt: with the encoder of the extra, of 28 pairs of kept-back news that vectors alone brought
    together 24 were right; measure other encoders on labels of your own.

    Examples
    --------
    >>> points = {"up": [1.0, 0.0], "rise": [0.9, 0.1], "down": [-1.0, 0.0]}
    >>> even, zero, to = np.array([0.5, 0.5]), np.array([0, 0]), np.array([1, 2])
    >>> with_vectors(even, zero, to, list(points), lambda said: [points[s] for s in said]).round(2).tolist()
    [0.86, 0.0]
    """
    if not len(chance):
        return chance
    rows = _rows(vectors, texts)
    cosine = np.concatenate(
        [
            np.einsum("ij,ij->i", rows[a[i : i + _BATCH]], rows[b[i : i + _BATCH]])
            for i in range(0, len(a), _BATCH)
        ]
    )
    odds = np.log(np.clip(chance, 1e-6, 1 - 1e-6) / np.clip(1 - chance, 1e-6, 1))
    odds += _WEIGHT * _beyond(cosine, odds)
    found: np.ndarray = np.round(1 / (1 + np.exp(-np.clip(odds, -30, 30))), 6)
    return found


def _rows(vectors: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> np.ndarray:
    try:
        rows = np.asarray(vectors(list(texts)), np.float64)
    except (TypeError, ValueError) as error:
        said = str(error).splitlines()[0][:120]
        raise FramingError(
            f"vectors: {brief(vectors)} gave no array of numbers for {len(texts)} sentences: {said}"
        ) from None
    if rows.ndim != 2 or len(rows) != len(texts) or not rows.size:
        raise FramingError(
            f"vectors: shape {rows.shape} came back for {len(texts)} sentences; give a row for each"
        )
    if not np.isfinite(rows).all():
        raise FramingError(
            "vectors: some numbers are missing or infinite; give finite ones for each sentence"
        )
    length = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    scaled: np.ndarray = rows / np.where(length > 0, length, 1)
    return scaled


def _beyond(cosine: np.ndarray, odds: np.ndarray) -> np.ndarray:
    """Return how far each cosine is above what the odds lead one to expect, in standard deviations."""
    if len(cosine) < _FEWEST:
        usual: np.ndarray = (cosine - _USUAL[0]) / _USUAL[1]
        return usual
    centred = odds - odds.mean()
    spread = float((centred**2).sum())
    slope = float((centred * cosine).sum()) / spread if spread > 0 else 0.0
    left = cosine - cosine.mean() - slope * centred
    deviation = float(np.sqrt((left**2).mean()))
    beyond: np.ndarray = np.clip(left / deviation, -_MOST, _MOST) if deviation > 0 else np.zeros(len(left))
    return beyond
