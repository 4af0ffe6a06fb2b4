"""How varied the words of a text are, in measures that don't fall with its length as types by tokens do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["LEAST_WORDS", "WINDOW", "mattr_sums", "mtld"]

#: Words in a moving window.
WINDOW = 100

#: MTLD is not made of shorter texts (McCarthy and Jarvis 2010).
LEAST_WORDS = 100

#: Types by tokens at which a stretch is full (McCarthy and Jarvis 2010).
FULL = 0.72


def mattr_sums(words: np.ndarray, window: int = WINDOW) -> tuple[int, int]:
    """Return types summed over all windows of a text, and windows × words in one; their ratio is MATTR.

    The moving-average type-token ratio (Covington and McFall 2010). A text shorter than the window has none.

    Parameters
    ----------
    words : integer array
        What each word is.

    Examples
    --------
    >>> mattr_sums(np.array([0, 1, 0, 2]), 3)
    (5, 6)
    """
    n = len(words)
    if n < window:
        return 0, 0
    # A word is a new type in every window that holds it but not the same word before it.
    place = np.arange(n)
    order = np.argsort(words, kind="stable")
    before = np.full(n, -1)
    same = words[order][1:] == words[order][:-1]
    before[order[1:][same]] = order[:-1][same]
    first = np.maximum(np.maximum(before + 1, place - window + 1), 0)
    last = np.minimum(place, n - window)
    types = int(np.maximum(last - first + 1, 0).sum())
    return types, (n - window + 1) * window


def mtld(words: Sequence[int], full: float = FULL) -> float:
    """Return the measure of textual lexical diversity (McCarthy and Jarvis 2010): words a stretch, both ways.

    A stretch is full as soon as its types by tokens fall to `full`; the last, unfull one counts in part.

    >>> mtld([0, 0, 0, 0])
    2.0
    """
    forwards = list(words)
    if not forwards:
        return float("nan")
    ways = [_stretches(way, full) for way in (forwards, forwards[::-1])]
    return float(np.mean([len(forwards) / factors if factors else np.nan for factors in ways]))


def _stretches(words: list[int], full: float) -> float:
    factors, types, tokens = 0.0, set[int](), 0
    ratio = 1.0
    for word in words:
        tokens += 1
        types.add(word)
        ratio = len(types) / tokens
        if ratio <= full:
            factors, types, tokens, ratio = factors + 1, set(), 0, 1.0
    return factors + ((1 - ratio) / (1 - full) if tokens else 0.0)
