"""How strongly two words attract each other: measures of collocation, each beside its formula and its source.

All take counts, as numbers or arrays: `observed`, how often the collocate stands beside the node; `expected`,
how often it would if words stood anywhere alike; `term` and `node`, how often each stands anywhere. They
rank; words of one article are not independent, so none is a test, whatever table it is held against.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.comparison.codes import Floats

__all__ = ["expected", "log_dice", "mi", "mi3", "t_score"]


def expected(beside: Any, term: Any, words: Any) -> Floats:
    """Return how often a word would stand beside the node by chance, ``beside * term / words``.

    `beside` counts the places beside a node, each once; where no window is cut by the end of a sentence and
    none overlap it is the frequency of the node times the window's words (Evert 2008, Corpora and
    collocations, on surface co-occurrence).

    >>> float(expected(15828, 4675, 14307668).round(4))
    5.1718
    """
    return np.asarray(np.asarray(beside, np.float64) * term / words)


def mi(observed: Any, expected: Any) -> Floats:
    """Return mutual information, ``log2(O / E)`` (Church and Hanks 1990, Word association norms).

    Rare words score high; read it beside the counts.

    >>> float(mi(20, 42 * 20 / 14307668).round(2))
    18.38
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(np.asarray(observed, np.float64) / expected))


def mi3(observed: Any, expected: Any) -> Floats:
    """Return cubed mutual information, ``log2(O**3 / E)`` (Daille 1994), which rare words don't lead.

    >>> float(mi3(8, 2))
    8.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(np.asarray(observed, np.float64) ** 3 / expected))


def t_score(observed: Any, expected: Any) -> Floats:
    """Return ``(O - E) / sqrt(O)`` (Church, Gale, Hanks and Hindle 1991), which frequent words lead.

    >>> float(t_score(8, expected(15828, 4675, 14307668)).round(4))
    0.9999
    """
    o = np.asarray(observed, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((o - expected) / np.sqrt(o))


def log_dice(observed: Any, node: Any, term: Any) -> Floats:
    """Return ``14 + log2(2 O / (node + term))`` (Rychlý 2008, A lexicographer-friendly association score).

    14 where neither stands without the other; one more is twice the share; it doesn't depend on the size
    of what is compared. With windows of several words it may pass 14.

    >>> log_dice([5, 1], [5, 16384], [5, 16384]).tolist()
    [14.0, 0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = 2 * np.asarray(observed, np.float64) / (np.asarray(node, np.float64) + term)
        return np.asarray(14 + np.log2(shared))
