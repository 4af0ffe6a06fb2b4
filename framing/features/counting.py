"""The hits of measures added up by cell: what one part of a corpus leaves, in whole numbers.

A cell is an article's part in one voice (and of one speaker, where these are kept apart) that has words; a
column is a measure, or a measure of one target. What becomes of the numbers is the business of `counts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.features.cells import Cells, Way, cells
from framing.features.finding import found_hits, language_of
from framing.features.lexicon import Lexicon, Measure
from framing.text import copies
from framing.units import MILLION

__all__ = ["Column", "Counting", "columns_of", "factors"]


@dataclass(frozen=True)
class Column:
    """What one number of a cell is: a measure, of one target where it has any, judged by a model or none.

    `language` is that of the articles it is for, or None for any.
    """

    measure: str
    target: str | None
    model: str | None
    unit: str
    meaning: str
    language: str | None


def columns_of(wanted: Sequence[Measure]) -> tuple[Column, ...]:
    """Return a column for each measure, or for each of its targets where it has some."""
    return tuple(
        Column(m.name, target, getattr(m.finder, "model", None), m.unit, m.meaning, language_of(m))
        for m in wanted
        for target in _targets(m)
    )


def _targets(measure: Measure) -> tuple[str | None, ...]:
    return getattr(measure.finder, "targets", (None,))


def factors(wanted: Sequence[Measure]) -> list[int | None]:
    """Return for each column what every hit weighs, in millionths; None where it is not always the same."""
    return [factor for m in wanted for factor in [_factor(m)] * len(_targets(m))]


def _factor(measure: Measure) -> int | None:
    weights = {weight for weight in measure.poles.values() if weight is not None}
    own = {pole for pole, weight in measure.poles.items() if weight is None}
    finder = measure.finder
    if own:
        if not isinstance(finder, Lexicon) or finder.negation == "flip":
            return None
        weights |= {entry.weight for entry in finder.entries if entry.pole in own}
    return round(weights.pop() * MILLION) if len(weights) == 1 else None


@dataclass(frozen=True)
class Counting:
    """Counts the hits of measures in the cells of some articles.

    Gives the tables ``cells`` (`row`, `part` and `voice` by number, `tokens`, who speaks), ``hits`` and
    ``weight`` (a row a cell, a column a column, of those whose weight doesn't follow from the hits),
    ``prints`` (fingerprints, a row an article) and ``total`` (hits of each column).
    """

    wanted: tuple[Measure, ...]
    way: Way
    speakers: tuple[str, ...] = ()

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the tables of these articles."""
        voices = self.way.of(beside)
        each = [len(_targets(m)) for m in self.wanted]
        chunks = [self._counted(frame, chunk, each) for chunk in cells(frame, voices, self.speakers)]
        hits = _stacked([c["hits"] for c in chunks], sum(each))
        weight = _stacked([c["weight"] for c in chunks], sum(each))
        own = np.flatnonzero([factor is None for factor in factors(self.wanted)])
        told = [c["cells"] for c in chunks] or [_no_cells(self.speakers)]
        prints = np.concatenate([np.zeros(0, np.uint64), *(c["prints"] for c in chunks)])
        return {
            "cells": pd.concat(told, ignore_index=True).astype(dict.fromkeys(self.speakers, "str")),
            "hits": _numbered(_narrow(hits), range(hits.shape[1])),
            "weight": _numbered(_narrow(weight[:, own]), own),
            "prints": copies.as_table(prints),
            "total": pd.DataFrame({"column": np.arange(hits.shape[1]), "hits": hits.sum(axis=0)}),
        }

    def _counted(self, frame: pd.DataFrame, chunk: Cells, each: Sequence[int]) -> dict[str, Any]:
        tokens = chunk.sizes()
        first = np.cumsum([0, *each])
        hits = np.zeros((len(tokens), first[-1]), np.int64)
        weight = np.zeros((len(tokens), first[-1]), np.int64)
        for m, finder, found in found_hits(frame, self.wanted, chunk):
            cell, size = chunk.of(found.start), each[m]
            at = cell * size + found.entry if hasattr(finder, "targets") else cell
            shape, mine = (len(tokens), size), slice(first[m], first[m + 1])
            hits[:, mine] = np.bincount(at, minlength=len(tokens) * size).reshape(shape)
            # Whole numbers below 2**53 add up exactly as floats, in any order.
            summed = np.bincount(at, weights=found.weight, minlength=len(tokens) * size)
            weight[:, mine] = summed.reshape(shape)
        used = np.flatnonzero(tokens > 0)
        told = pd.DataFrame({
            "row": chunk.row(used).astype(np.int32),
            "part": chunk.part(used).astype(np.int8),
            "voice": chunk.spoken(used).astype(np.int8),
            "tokens": tokens[used].astype(np.int32),
        })  # fmt: skip
        if chunk.people is not None:
            told[list(self.speakers)] = chunk.people.iloc[chunk.speaker(used)].reset_index(drop=True)
        prints = copies.fingerprints(chunk.tokens)[chunk.size :]
        return {"cells": told, "hits": hits[used], "weight": weight[used], "prints": prints}


def _no_cells(speakers: Sequence[str]) -> pd.DataFrame:
    types = {"row": np.int32, "part": np.int8, "voice": np.int8, "tokens": np.int32}
    columns: dict[str, Any] = {name: np.zeros(0, dtype) for name, dtype in types.items()}
    return pd.DataFrame(columns | {name: pd.Series([], dtype="str") for name in speakers})


def _stacked(arrays: Sequence[np.ndarray], width: int) -> np.ndarray:
    return np.concatenate([np.zeros((0, width), np.int64), *arrays])


def _narrow(values: np.ndarray) -> np.ndarray:
    """Return whole numbers in the narrowest type that holds them: these are the largest tables there are."""
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    for dtype in (np.uint8, np.uint16, np.int32):
        if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max:
            return values.astype(dtype)
    return values


def _numbered(values: np.ndarray, names: Sequence[int] | np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, columns=[str(name) for name in names])
