"""What shows that two articles are on one event: the names, figures and words that both have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.comparison.events.neighbours import Pairs
from framing.comparison.events.pairs import shared
from framing.comparison.events.weights import Weighted
from framing.units import MILLION

if TYPE_CHECKING:
    from framing.comparison.events.finding import Found

__all__ = ["links"]

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
