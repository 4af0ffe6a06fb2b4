"""What events are called: the user's name, or the words that say most of what their articles share."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.comparison.events.neighbours import heaviest
from framing.comparison.events.nodes import Nodes
from framing.comparison.events.weights import Weighted

__all__ = ["named"]

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
