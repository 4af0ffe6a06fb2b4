"""How often each entry of a lexicon stands in each article, and its score: what word shifts start from.

The way from what a user calls a lexicon (a name, a measure, a list of words with scores) to one measure,
and from its hits to counts. No statistic here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_array

from framing.errors import FramingError, brief, unknown
from framing.features.cells import Cells, cells
from framing.features.choice import Choice
from framing.features.formats import toml
from framing.features.grams import Chunk, units
from framing.features.lexicon import Entry, Lexicon, Measure, Pole, shipped
from framing.features.measures import measures_of, on_request, registry
from framing.features.scoring import found_hits
from framing.features.terms import Counted, joined, speakers
from framing.schema import MILLION
from framing.text.overlap import shingles

__all__ = ["PER_HIT", "Entries", "Scoring", "scoring_of"]

#: What a user may call a lexicon.
Scoring: TypeAlias = str | Lexicon | Measure | Mapping[str, float] | pd.Series

#: Units that divide by hits, not by all words.
PER_HIT = ("mean", "share")

#: VADER's valences as its package installs them: no mask, no negation.
_VADER = b'name = "vader"\nlanguage = "en"\nterms_from = "vaderSentiment"\n[measures.vader]\nunit = "mean"\n'


class Entries:
    """Counts entries of a lexicon where `comparison.wording.words` would count words; keeps their scores.

    A term is an entry of the lexicon as it is written there; one whose sign a negator turned is a term of its
    own, as *not good*, and one that counts under several poles is one for each.
    """

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.scores: dict[str, int] = {}

    def __call__(self, frame: pd.DataFrame, wanted: Choice, apart: str | None) -> Counted:
        """Count in articles as `scoring.prepared` gives them; `scores` then holds each term's millionths."""
        parts = [self._part(frame, chunk, wanted, apart)
                 for chunk in cells(frame, wanted.voices, speakers(wanted, apart))]  # fmt: skip
        return joined(parts, len(frame), wanted, apart)

    def _part(self, frame: pd.DataFrame, chunk: Cells, wanted: Choice, apart: str | None) -> Chunk:
        ((_, finder, hits),) = found_hits(frame, [self.measure], chunk)
        unit, values = units(chunk, wanted, apart)
        rows = (len(values) if values is not None else 2) * chunk.size
        sizes = np.bincount(unit[unit >= 0], minlength=rows)
        at = unit[hits.start]
        hits, at = hits.where(at >= 0), at[at >= 0]
        if values is None:
            # A title and a text are one article.
            at, sizes = at % chunk.size, sizes[: chunk.size] + sizes[chunk.size :]
        poles = len(finder.poles)
        key = (hits.entry.astype(np.int64) * 2 + hits.negated) * poles + hits.pole
        present, first, term = np.unique(key, return_index=True, return_inverse=True)
        labels = _labels(finder, present // poles // 2, present // poles % 2, present % poles)
        self.scores.update(zip(labels, hits.weight[first].tolist(), strict=True))
        counts = coo_array(
            (np.ones(len(term), np.int64), (term, at)), shape=(len(labels), len(sizes))
        ).tocsr()
        counts.sum_duplicates()
        return Chunk(
            pa.array(labels, pa.string()),
            counts.indices.astype(np.int64),
            np.repeat(np.arange(len(labels)), np.diff(counts.indptr)),
            counts.data,
            sizes,
            shingles.fingerprints(chunk.tokens)[chunk.size :],
            values,
        )


def _labels(finder: Any, entry: np.ndarray, negated: np.ndarray, pole: np.ndarray) -> list[str]:
    """Return what each entry is called; the same in every chunk, whatever else stands there."""
    shared = _shared(finder)
    terms, poles = finder.terms, list(finder.poles)
    found = []
    for i, turned, at in zip(entry.tolist(), negated.tolist(), pole.tolist(), strict=True):
        name = f"not {terms[i]}" if turned else terms[i]
        found.append(f"{name} ({poles[at]})" if terms[i] in shared else name)
    return found


def _shared(finder: Any) -> set[str]:
    """Return the terms that more than one entry has."""
    names = pd.Series(list(finder.terms), dtype="object")
    return set(names[names.duplicated()])


def scoring_of(given: Scoring, *, where: str = "lexicon") -> Measure:
    """Return the one measure that is meant by a lexicon.

    Parameters
    ----------
    given : str, Lexicon, Measure or mapping of str to float
        "vader" is VADER's list of valences as its package installs it. The name of a shipped lexicon, or one
        that was read, stands for its measure of mean weight, else for its measure of one pole less another,
        else for all its hits at their own weights; the name of a measure for that measure.

    Raises
    ------
    FramingError
        There is no such lexicon, it has several measures of that kind, or a score is no number.

    Examples
    --------
    >>> [(m.name, m.unit) for m in map(scoring_of, ["vader", "tone", "hedges"])]
    [('vader', 'mean'), ('tone.valence_per_hit', 'mean'), ('hedges', 'per_1000')]
    >>> scoring_of({"win": 1.5, "loss": -2})
    Measure(name='scores', unit='mean', poles={'terms': None}, meaning='')
    """
    if isinstance(given, Measure):
        return given
    if isinstance(given, Lexicon):
        return _of_lexicon(given, where)
    if isinstance(given, (Mapping, pd.Series)):
        return _of_scores(dict(given.items()), where)
    if not isinstance(given, str):
        raise FramingError(
            f"{where}: {brief(given)} is no lexicon; give a name, a Lexicon, or scores of words"
        )
    if given == "vader":
        return measures_of(_vader())["vader"]
    for known in (registry, on_request):
        if given in known():
            return known()[given]
    if given in shipped():
        return _of_lexicon(shipped()[given], where)
    raise unknown(where, given, {"vader", *shipped(), *registry(), *on_request()})


@cache
def _vader() -> Lexicon:
    return toml.read(_VADER, "vader")


def _of_lexicon(lexicon: Lexicon, where: str) -> Measure:
    known = measures_of(lexicon).values()
    means = [measure for measure in known if measure.unit == "mean"]
    nets = [measure for measure in known if measure.unit == "net_per_1000"]
    if len(means) == 1 or (not means and len(nets) == 1):
        return (means or nets)[0]
    if not means and nets:
        names = ", ".join(measure.name for measure in nets)
        raise FramingError(
            f"{where}: {lexicon.name!r} has several measures ({names}); give one, as "
            f"framing.features.measures.measures_of(lexicon)[{nets[0].name!r}]"
        )
    every = Measure(lexicon.name, "mean" if means else "per_1000", dict.fromkeys(lexicon.poles))
    return replace(every, finder=lexicon)


def _of_scores(scores: Mapping[Any, Any], where: str) -> Measure:
    entries = []
    for word, score in scores.items():
        try:
            value = float(score)
        except (TypeError, ValueError):
            value = math.nan
        if not abs(value) <= MILLION:
            raise FramingError(
                f"{where}: the score {brief(score)} of {brief(word)} is no number up to a million; mend it"
            )
        entries.append(Entry(str(word), "terms", value))
    poles = {"terms": Pole("terms")}
    measure = Measure("scores", "mean", {"terms": None})
    lexicon = Lexicon("scores", tuple(entries), poles, {measure.name: measure}, language="")
    return measures_of(lexicon)["scores"]
