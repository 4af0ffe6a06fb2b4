"""From tokens to attributions: which words are somebody's, the cue that says so, and who that somebody is.

Three scorers in a row: which cue words are cues and on which side their content
stands; which clauses are content; which stretch beside a cue is its source.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.text.tokens import Tokens
from framing.text.voices import words as reading
from framing.text.voices.clauses import Clauses, clause_features, cut
from framing.text.voices.cue_features import candidates, cue_features
from framing.text.voices.hashing import Scorer
from framing.text.voices.sources import NONE, source_candidates, source_features
from framing.text.voices.words import Words

__all__ = ["Attributed", "Taggers", "attribute"]


@dataclass(frozen=True)
class Taggers:
    """The three scorers."""

    cue: Scorer
    clause: Scorer
    source: Scorer


@dataclass(frozen=True)
class Attributed:
    """Attributions of some texts, in words.

    Attributes
    ----------
    words : Words
    clauses : Clauses
    probability : float array, one item a clause
        That it is content of an attribution.
    owner : int64 array, one item a clause
        The attribution it is content of; -1 where it is none, or nobody's that is known.
    content : bool array, one item a clause
    cue, cue_end : int64 arrays, one item an attribution
        Its cue word, and the one after.
    source, source_end : int64 arrays
        Its source's words; equal where none is written.
    sure : float array
        How sure the cue is.
    """

    words: Words
    clauses: Clauses
    probability: np.ndarray
    content: np.ndarray
    owner: np.ndarray
    cue: np.ndarray
    source: np.ndarray
    source_end: np.ndarray
    sure: np.ndarray


def attribute(tokens: Tokens, title: np.ndarray, taggers: Taggers) -> Attributed:
    """Find the attributions of some texts.

    Parameters
    ----------
    tokens : Tokens
    title : bool array, one item a word
        The word stands in a headline.
    taggers : Taggers
    """
    words = reading.read(tokens)
    at = candidates(words)
    scores = taggers.cue(cue_features(words, at).columns) if len(at) else np.zeros((0, 3), np.float32)
    clauses = cut(words)
    if len(clauses.begin):
        table = clause_features(words, clauses, at, scores, title)
        probability = taggers.clause(table.columns)[:, 0]
    else:
        probability = np.zeros(0, np.float32)
    content = (probability > 0.5) | words.quoted[clauses.begin]
    chosen = scores[:, 0] > 0.5
    cue, sides = at[chosen], scores[chosen]
    owner = _owners(words, clauses, content, cue, sides)
    source, source_end = sources(words, cue, sides, taggers.source)
    return Attributed(words, clauses, probability, content, owner, cue, source, source_end, sides[:, 0])


def sources(
    words: Words, cue: np.ndarray, sides: np.ndarray, scorer: Scorer
) -> tuple[np.ndarray, np.ndarray]:
    """Return the stretch that is the source of each cue; empty where none is written."""
    if not len(cue):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    found = source_candidates(words, cue)
    features, row, way = source_features(words, cue, sides, found)
    score = np.full(found.begin.shape, -1.0, np.float32)
    score[row, way] = scorer(features.columns)[:, 0]
    best = score.argmax(axis=1)
    rows = np.arange(len(cue))
    begin, end = found.begin[rows, best], found.end[rows, best]
    return np.where(best == NONE, cue, begin), np.where(best == NONE, cue, end)


#: A cue on either side is asked only if its content may be there.
_MAY = 0.35


def _owners(
    words: Words, clauses: Clauses, content: np.ndarray, cue: np.ndarray, sides: np.ndarray
) -> np.ndarray:
    """Return which cue each clause of content belongs to: the one beside it that points to it, else the one before."""
    a = clauses.begin
    owner = np.full(len(a), -1, np.int64)
    if not len(cue) or not len(a):
        return owner
    starts = np.append(words.tokens.sentences, len(words.code))
    sentence = words.sentence[a]
    low, high = starts[sentence], starts[sentence + 1]
    rightward, leftward = np.flatnonzero(sides[:, 1] > _MAY), np.flatnonzero(sides[:, 2] > _MAY)
    clause_of = np.searchsorted(a, cue, side="right") - 1
    index = np.arange(len(a))

    left = np.searchsorted(cue[rightward], a) - 1
    l_cue = rightward[np.clip(left, 0, None)] if len(rightward) else np.zeros(len(a), np.int64)
    l_ok = (left >= 0) & (cue[l_cue] >= low)
    right = np.searchsorted(cue[leftward], clauses.end)
    r_cue = (
        leftward[np.clip(right, 0, max(len(leftward) - 1, 0))]
        if len(leftward)
        else np.zeros(len(a), np.int64)
    )
    r_ok = (right < len(leftward)) & (cue[r_cue] < high)
    l_value = np.where(l_ok, sides[l_cue, 0] * sides[l_cue, 1] / (2 + np.abs(index - clause_of[l_cue])), 0)
    r_value = np.where(r_ok, sides[r_cue, 0] * sides[r_cue, 2] / (2 + np.abs(clause_of[r_cue] - index)), 0)
    found = np.where(l_value >= r_value, np.where(l_ok, l_cue, -1), np.where(r_ok, r_cue, -1))
    owner[content] = found[content]
    return _continued(words, clauses, content, owner)


def _continued(words: Words, clauses: Clauses, content: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Give content without a cue of its own to whoever spoke before: in this paragraph, or in the one before."""
    a = clauses.begin
    index = np.arange(len(a))
    spoken = np.maximum.accumulate(np.where(content & (owner >= 0), index, -1))
    paragraph = np.searchsorted(words.tokens.paragraphs, a, side="right")
    doc = words.tokens.doc_of(a)
    safe = np.clip(spoken, 0, None)
    near = (
        (spoken >= 0) & (doc[safe] == doc) & (paragraph - paragraph[safe] <= np.where(words.quoted[a], 1, 0))
    )
    filled: np.ndarray = np.where(content & (owner < 0) & near, owner[safe], owner)
    return filled
