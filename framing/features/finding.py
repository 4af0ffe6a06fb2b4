"""What measures count in a chunk of text: the hits of their finders, in articles of their language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.features.cells import Cells
from framing.features.hits import Hits
from framing.features.lexicon import Measure
from framing.schema import MILLION

__all__ = ["found_hits", "language_of"]


def language_of(measure: Measure) -> str | None:
    """Return the language that a measure is for, or None if it is for any."""
    return getattr(measure.finder, "language", None) or None


def found_hits(
    frame: pd.DataFrame, wanted: Sequence[Measure], chunk: Cells
) -> Iterator[tuple[int, Any, Hits]]:
    """Yield each measure's place, its finder and the hits it counts, with the weights it gives them."""
    by_finder: dict[int, list[int]] = {}
    for m, measure in enumerate(wanted):
        by_finder.setdefault(id(measure.finder), []).append(m)
    for places in by_finder.values():
        finder = wanted[places[0]].finder
        hits = finder.find(chunk.tokens, chunk.voice)
        hits = _in_language(frame, chunk, finder, hits)
        for m in places:
            yield m, finder, _counting(wanted[m], finder, hits)


def _in_language(frame: pd.DataFrame, chunk: Cells, finder: Any, hits: Hits) -> Hits:
    language = getattr(finder, "language", None)
    spoken = frame["language"].iloc[chunk.first : chunk.first + chunk.size]
    other = (spoken.notna() & (spoken != language)).to_numpy() if language else np.zeros(chunk.size, bool)
    return hits.where(~other[chunk.tokens.doc_of(hits.start) % chunk.size]) if other.any() else hits


def _counting(measure: Measure, finder: Any, hits: Hits) -> Hits:
    """Keep the hits of the measure's poles, at the weights it gives them."""
    poles = list(finder.poles)
    given = np.full(len(poles), -1, np.int64)
    counts = np.zeros(len(poles), bool)
    for i, pole in enumerate(poles):
        if pole in measure.poles:
            counts[i] = True
            weight = measure.poles[pole]
            given[i] = np.iinfo(np.int64).min if weight is None else round(weight * MILLION)
    if not counts.all():
        hits = hits.where(counts[hits.pole])
    own = given[hits.pole] == np.iinfo(np.int64).min
    return hits._replace(weight=np.where(own, hits.weight, given[hits.pole]))
