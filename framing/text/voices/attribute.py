"""From tokens to attributions: which words are somebody's, the cue that says so, and who that somebody is.

Three scorers in a row: which cue words are cues and on which side their content
stands; which clauses are content; which stretch beside a cue is its source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from framing.text.tokens import Tokens
from framing.text.voices import words as reading
from framing.text.voices.clause_features import clause_features
from framing.text.voices.clauses import Clauses, cut
from framing.text.voices.cue_features import candidates, cue_features
from framing.text.voices.hashing import Scorer, Sums
from framing.text.voices.known import Bits
from framing.text.voices.owners import owners
from framing.text.voices.sentence_features import with_neighbours
from framing.text.voices.sources import NONE, source_candidates, source_features
from framing.text.voices.turns import Turns, turns
from framing.text.voices.words import Words

__all__ = ["CONTENT", "Attributed", "Taggers", "attribute"]

#: Clauses at least that likely are content: where precision and recall balance on the articles learned from.
CONTENT = 0.37
#: Bytes, just below the most that glibc minds.
_KEPT = (32 << 20) - (1 << 16)


@dataclass(frozen=True)
class Taggers:
    """The scorers: of cues, of clauses, of clauses again when those beside them are scored, of sources."""

    cue: Scorer
    clause: Scorer
    beside: Scorer
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
    outer : int64 array, one item an attribution
        The attribution in whose content it stands, -1 where it stands in the text's own words.
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
    outer: np.ndarray
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
    # A large array that comes and goes, never touched, tells glibc to keep what is freed at hand: to fetch
    # memory from the system for every array anew takes a tenth of the time.
    np.empty(_KEPT, np.uint8)
    words = reading.read(tokens)
    at = candidates(words)
    scores = np.zeros((0, 3), np.float32)
    if len(at):
        sums = Sums(taggers.cue)
        cue_features(words, at, sums)
        scores = sums.probability()
    clauses = cut(words)
    chosen = scores[:, 0] > 0.5
    cue, sides = at[chosen], scores[chosen]
    source, source_end = sources(words, cue, sides, taggers.source)
    if len(clauses.begin):
        sums = Sums(taggers.clause, taggers.beside)
        clause_features(words, clauses, at, scores, (source, source_end), title, sums)
        with_neighbours(sums, words, clauses, sums.probability()[:, 0])
        probability = sums.probability()[:, 1]
    else:
        probability = np.zeros(0, np.float32)
    content = (probability > CONTENT) | words.quoted[clauses.begin]
    owner, outer = owners(words, clauses, content, cue, sides)
    content = content & ~_only_names(words, clauses, content, owner, cue, source, source_end)
    owner = np.where(content, owner, -1)
    found = Attributed(
        words, clauses, probability, content, owner, cue, source, source_end, outer, sides[:, 0]
    )
    return _with_turns(found, turns(words, title))


def _only_names(
    words: Words,
    clauses: Clauses,
    content: np.ndarray,
    owner: np.ndarray,
    cue: np.ndarray,
    source: np.ndarray,
    source_end: np.ndarray,
) -> np.ndarray:
    """Mask stretches of content that hold nothing but who speaks and that he does, of somebody within.

    Of "The agency reported that the minister said he would go" the words before
    "he" are the text's own, though they are what the agency reported.
    """
    change = np.zeros(len(words.code) + 1, np.int32)
    np.add.at(change, source, 1)
    np.add.at(change, source_end, -1)
    frame = (np.cumsum(change[:-1]) > 0) | ((words.kind & _FRAME) > 0)
    frame[cue] = True
    framed = (
        np.logical_and.reduceat(frame, clauses.begin) & ~words.quoted[clauses.begin]
        if len(frame)
        else content
    )
    new = np.ones(len(content), bool)
    sentence = words.sentence[clauses.begin]
    new[1:] = (owner[1:] != owner[:-1]) | (content[1:] != content[:-1]) | (sentence[1:] != sentence[:-1])
    first = np.flatnonzero(new)
    whole = np.logical_and.reduceat(framed, first) if len(first) else framed
    found: np.ndarray = np.repeat(whole, np.diff(np.append(first, len(content)))) & content
    return found


#: Words that say nothing without what stands beside them.
_FRAME = Bits.AUXILIARY | Bits.ADVERB | Bits.SUBORDINATOR | Bits.COORDINATOR | Bits.TIME


def _with_turns(found: Attributed, spoken: Turns) -> Attributed:
    """Add what a colon gives to somebody; it outranks whatever the taggers made of the same words."""
    if not len(spoken.begin):
        return found
    a = found.clauses.begin
    content, owner, outer = found.content.copy(), found.owner.copy(), found.outer
    fresh = len(found.cue) + np.arange(len(spoken.begin))
    stretches = (fresh, spoken.begin, spoken.end, spoken.source, spoken.source_end)
    for k, low, high, name, after in zip(*(x.tolist() for x in stretches), strict=True):
        inside, named = slice(*np.searchsorted(a, [low, high])), slice(*np.searchsorted(a, [name, after]))
        content[inside], owner[inside] = True, k
        content[named], owner[named] = False, -1
    return replace(
        found,
        content=content,
        owner=owner,
        # The speaker's last word stands for the cue: there is none.
        cue=np.append(found.cue, spoken.source_end - 1),
        source=np.append(found.source, spoken.source),
        source_end=np.append(found.source_end, spoken.source_end),
        outer=np.append(outer, np.full(len(fresh), -1)),
        sure=np.append(found.sure, np.full(len(fresh), 0.9)),
    )


def sources(
    words: Words, cue: np.ndarray, sides: np.ndarray, scorer: Scorer
) -> tuple[np.ndarray, np.ndarray]:
    """Return the stretch that is the source of each cue; empty where none is written."""
    if not len(cue):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    found = source_candidates(words, cue)
    sums = Sums(scorer)
    _, row, way = source_features(words, cue, sides, found, sums)
    score = np.full(found.begin.shape, -1.0, np.float32)
    score[row, way] = sums.probability()[:, 0]
    best = score.argmax(axis=1)
    rows = np.arange(len(cue))
    begin, end = found.begin[rows, best], found.end[rows, best]
    return np.where(best == NONE, cue, begin), np.where(best == NONE, cue, end)
