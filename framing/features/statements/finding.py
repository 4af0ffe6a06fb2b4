"""`fr.statements`: sentences of several outlets about one event that say the same thing."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, checked, light
from framing.errors import FramingError, FramingWarning, brief
from framing.features import vectors as encoders
from framing.features.blocks import blocks
from framing.features.cells import Voices, check_voices
from framing.features.statements import model
from framing.features.statements.differing import differ
from framing.features.statements.grouping import Alike, groups
from framing.features.statements.likeness import FEATURES, VERBATIM, PairSigns
from framing.features.statements.matching import NO_EVENT, Index, akin, index, pairs
from framing.features.statements.printing import Said
from framing.features.statements.rows import rows
from framing.features.statements.sentences import Sentences, named, sentences, sentences_of
from framing.features.statements.vectors import with_vectors
from framing.features.vectors import Vectors, of_sentences
from framing.tables import check, empty
from framing.text.voices.table import foreign

__all__ = ["statements"]

#: Pairs less probable than this count as not alike at all.
_LEAST = 0.05
#: Vectors are asked for the sentences of pairs as probable as this without them.
_SEEN = 0.01
#: Share of what is told beside names and titles that two sentences must have in common, or of quoted words.
_TOLD, _QUOTED = 0.3, 0.5
#: Pairs of so many words near each other in common are held against each other word by word.
_NEAR = 0.4
#: A pair that says contrary things keeps its groups apart, however alike the others are.
_CONTRARY = -1000.0


def statements(
    articles: Articles,
    *,
    voices: Voices = "full",
    vectors: Vectors | None = None,
    threshold: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """List the sentences of several outlets that say the same thing.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; statements of different values of `event` are kept apart. Of more than
        20,000 those without an event, or of a larger one, are compared 10,000 at a time.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`: who says it helps to tell whether two sentences say the same.
    vectors : "neural" or callable, optional
        A further sign of likeness: the encoder of ``pip install newsframing[neural]``, or a function that
        takes a list of sentences and returns an array with a row for each.
    threshold : float, optional
        Least mean probability, from 0 to 1, inside a statement; the measured one by default.
    progress : bool, optional
        A bar, on a terminal and in a notebook by default.

    Returns
    -------
    pandas.DataFrame
        The table `statements`: a row a sentence that stands in a statement of two outlets or more, statement
        by statement, the central sentence first.

    Raises
    ------
    FramingError
        A table that is not one of articles; a threshold that is none; vectors whose extra isn't installed.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "id": ["a", "b"],
    ...     "outlet": ["courier", "herald"],
    ...     "text": [
    ...         "Marlow will reopen the Quay bridge on 5 May. Rain is due.",
    ...         "The Quay bridge is to be reopened on May 5, Marlow said. Tolls go up.",
    ...     ],
    ... })
    >>> statements(articles)[["article", "start", "end"]].values.tolist()
    [['a', 0, 44], ['b', 0, 56]]
    """
    check_voices(voices)
    least = _threshold(threshold)
    encoders.checked(vectors)
    held = checked(articles)
    frame = light(held)
    if frame.empty:
        return empty("statements")
    if frame["outlet"].nunique() < 2:
        warnings.warn(
            f"articles: all {len(frame)} are of one outlet; what outlets share takes two or more",
            FramingWarning,
            stacklevel=2,
        )
        return empty("statements")
    other = foreign(frame[["language"]].astype("str"))
    if other.any():
        warnings.warn(
            f"{int(other.sum())} of {len(frame)} articles are not in English: of these only sentences in "
            "nearly the same words are brought together",
            FramingWarning,
            stacklevel=2,
        )
    found = sentences(held, voices)
    seen = None if vectors is None else of_sentences(vectors, progress)
    rows_ = [rows[np.lexsort(_by_event(frame, rows))] for rows in blocks(frame)]
    tables = []
    for mine, read in zip(rows_, sentences_of(found, rows_, named(found)), strict=True):
        some, said = frame.iloc[mine].reset_index(drop=True), Said(held, mine, read)
        tables.append(_block(some, read, other[mine], said, seen, least))
    listed = [table for table in tables if len(table)]
    return check(pd.concat(listed, ignore_index=True), "statements") if listed else empty("statements")


def _by_event(frame: pd.DataFrame, rows: np.ndarray) -> list[np.ndarray]:
    """Return keys that put rows in order of event, those without one last, and id; the last goes first."""
    event = pd.factorize(frame["event"].iloc[rows].astype("str"), sort=True)[0]
    return [pd.factorize(frame["id"].iloc[rows], sort=True)[0], np.where(event < 0, len(rows), event)]


def _block(
    frame: pd.DataFrame,
    read: Sentences,
    other: np.ndarray,
    said: Said,
    vectors: Callable[[Sequence[str]], Any] | None,
    least: float,
) -> pd.DataFrame:
    """Return the statements of the articles of a block."""
    stratum = frame["event"].astype("category").cat.codes.to_numpy().astype(np.int64) + 1 + NO_EVENT
    found = index(read, stratum, other)
    alike = _alike(said, read, found, vectors, other)
    listed = groups(frame, read, found, alike, least, said)
    return rows(frame, read, found, listed, said) if listed else pd.DataFrame()


def _threshold(given: float | None) -> float:
    if given is None:
        return model.weights().threshold
    if isinstance(given, bool) or not isinstance(given, int | float | np.number) or not 0 < given <= 1:
        raise FramingError(
            f"threshold: {brief(given)} is not a number above 0 and up to 1; 0.5 is a middle one"
        )
    return float(given)


def _alike(
    said: Said,
    read: Sentences,
    found: Index,
    vectors: Callable[[Sequence[str]], Any] | None,
    other: np.ndarray,
) -> Alike:
    """Return the pairs of nodes that may say the same, and how probable that is."""
    listed = [(np.zeros(0, np.int64), np.zeros(0, np.int64)), *pairs(found)]
    a, b = (np.concatenate(column) for column in zip(*listed, strict=True))
    near = akin(found, read, a, b)
    a, b = a[near], b[near]
    likeness = PairSigns(found, read)
    features = likeness.among(likeness.of(a, b), a, b)
    chance = model.probability(features)
    strange = np.flatnonzero(other[found.row[a]] | other[found.row[b]])
    # What paraphrases look like was learnt from English alone.
    near_verbatim = features[strange, FEATURES.index("doubles")]
    chance[strange] = np.where(near_verbatim >= VERBATIM, np.round(near_verbatim, 6), 0)
    # Names alone tie nothing; in other languages it isn't known what is a name.
    known = ~(other[found.row[a]] | other[found.row[b]])
    quoted = features[:, FEATURES.index("quoted")] >= _QUOTED
    chance[known & ~quoted & (likeness.told(a, b) < _TOLD)] = 0
    asked = features[:, FEATURES.index("doubles")] >= _NEAR
    asked |= features[:, FEATURES.index("figures_apart")] > 0
    if vectors is not None:
        likely = chance >= _SEEN
        a, b, chance, asked = a[likely], b[likely], chance[likely], asked[likely]
        nodes, place = np.unique(np.concatenate([a, b]), return_inverse=True)
        texts = said(found.at[nodes])
        chance = with_vectors(chance, place[: len(a)], place[len(a) :], texts, vectors)
    kept = chance >= _LEAST
    a, b, chance = a[kept], b[kept], chance[kept]
    compared = np.flatnonzero(asked[kept])
    both = said(found.at[np.concatenate([a[compared], b[compared]])])
    one, two = both[: len(compared)], both[len(compared) :]
    apart = np.array([differ(x, y) for x, y in zip(one, two, strict=True)], bool)
    chance[compared[apart]] = _CONTRARY
    return Alike(a, b, chance)
