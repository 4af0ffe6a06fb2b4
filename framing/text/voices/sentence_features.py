"""What a clause's sentence, the sentences beside it and the clauses beside it tell the scorer."""

from __future__ import annotations

import numpy as np

from framing.text.voices.clause_view import Beside, View, before, quantised
from framing.text.voices.clauses import Clauses
from framing.text.voices.cue_features import bins
from framing.text.voices.hashing import Features
from framing.text.voices.known import Bits
from framing.text.voices.words import EDGE, Words, code_of

__all__ = ["sentence_features", "with_neighbours"]

_NONE = -1
#: By their base: of words that are no cue, it is theirs alone.
_FIRST_PERSON = [
    code_of("=" + w) for w in ("i", "we", "i'm", "we're", "i've", "we've", "i'd", "i'll", "we'll")
]
_U = np.uint32


def with_neighbours(f: Features, words: Words, clauses: Clauses, probability: np.ndarray) -> Features:
    """Return features with how likely the clause and those beside it in the sentence are, as first scored."""
    more = f.more()
    a, b = clauses.begin, clauses.end
    step = np.searchsorted(_LIKELY, probability).astype(_U) + _U(1)
    sentence = words.sentence.take(a)
    same = sentence[1:] == sentence[:-1]
    after_next = sentence[2:] == sentence[:-2]
    none, two = np.zeros(1, _U), np.zeros(min(2, len(a)), _U)
    ahead = np.concatenate([none, step[:-1] * same])
    behind = np.concatenate([step[1:] * same, none])
    ahead2 = np.concatenate([two, step[:-2] * after_next])
    behind2 = np.concatenate([step[2:] * after_next, two])
    first = words.code.take(a)
    opening = words.after.take(a - 1, mode="clip").astype(_U)
    opening[1:][~same] = EDGE
    opening[:1] = EDGE
    closing = words.after.take(b - 1).astype(_U)
    more.add(step)
    more.add(ahead, step)
    more.add(step, behind)
    more.add(ahead, step, behind)
    more.add(ahead2, ahead, step)
    more.add(step, behind, behind2)
    more.add(ahead, behind, first)
    more.add(ahead, step, opening)
    more.add(behind, step, closing)
    more.add(ahead, behind, opening, closing)
    more.add(ahead, step, behind, bins(b - a))
    more.add(ahead2, ahead, step, behind, behind2)
    return more


#: Steps of how likely a clause is content.
_LIKELY = np.array([0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95])


def sentence_features(f: Features, v: View, left: Beside, right: Beside, title: np.ndarray) -> None:
    """Add the sentence, what is quoted in it, and what the sentences beside it are."""
    w, sentences = v.words, v.words.tokens.sentences
    starts = np.append(sentences, len(w.code))
    total = before(w.quoted)
    strong, weak = (
        (quantised(_peaks(v, v.scores[:, 0] * v.scores[:, column])) + _U(1)).take(v.sentence)
        for column in (1, 2)
    )
    ahead = np.minimum(bins(total.take(v.a) - total.take(v.low)), _U(4))
    behind = np.minimum(bins(total.take(v.high) - total.take(v.b)), _U(4))
    f.add(strong, weak)
    f.add(strong, weak, left.sure, right.sure)
    f.add(ahead, behind, v.quoted)
    f.add(ahead, behind, v.quoted, left.sure, right.sure)
    f.add(w.code.take(sentences).take(v.sentence), v.position)
    f.add(bins(np.diff(starts)).take(v.sentence), v.position)
    kind = _kinds(v, total, starts)
    last, next_ = _neighbours(w)
    before_last = np.where(last >= 0, last.take(last, mode="clip"), _NONE)
    own = kind.take(v.sentence)
    previous, following, earlier = (
        np.where(index >= 0, kind.take(index, mode="clip"), 0).astype(_U).take(v.sentence)
        for index in (last, next_, before_last)
    )
    f.add(previous, own)
    f.add(following, own)
    f.add(previous, own, following, v.first)
    f.add(earlier, previous, own)
    f.add((v.kinds & Bits.PRONOUN) > 0, left.sure, right.sure)
    mine = np.isin(w.bases, _FIRST_PERSON).take(w.tokens.ids) & ~w.quoted
    f.add(np.logical_or.reduceat(mine, sentences).take(v.sentence), own, previous)
    f.add((v.kinds & Bits.AUXILIARY) > 0, v.word(2, w.code), left.sure)
    f.add(title.take(v.a), left.sure, right.sure, v.mark_before, v.mark_after)
    opens = np.isin(sentences, w.tokens.paragraphs, assume_unique=True)
    f.add(opens.take(v.sentence), own, previous, v.position)


def _peaks(v: View, value: np.ndarray) -> np.ndarray:
    """Return the largest value of the cues of each sentence, 0 where it has none."""
    best = np.zeros(len(v.words.tokens.sentences), value.dtype)
    sentence = v.words.sentence[v.at]
    first = np.flatnonzero(np.diff(sentence, prepend=-1))
    if len(first):
        best[sentence[first]] = np.maximum.reduceat(value, first)
    return best


def _kinds(v: View, total: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return a small number for what each sentence is: how much of it is quoted, how sure its surest cue."""
    share = (total[starts[1:]] - total[starts[:-1]]) / np.maximum(np.diff(starts), 1)
    best = _peaks(v, v.scores[:, 0] * np.maximum(v.scores[:, 1], v.scores[:, 2]))
    kinds: np.ndarray = np.searchsorted([0.01, 0.5, 0.99], share).astype(_U) * _U(8) + quantised(best) + _U(1)
    return kinds


def _neighbours(words: Words) -> tuple[np.ndarray, np.ndarray]:
    """Return of each sentence the one before in the text, and the one behind in the paragraph; -1 for none.

    What a paragraph says is decided without those behind it: a text that grows changes nothing before.
    """
    starts = words.tokens.sentences
    doc = np.searchsorted(words.tokens.docs, starts, side="right")
    paragraph = np.searchsorted(words.tokens.paragraphs, starts, side="right")
    index = np.arange(len(starts))
    ahead, behind = np.full(len(starts), _NONE), np.full(len(starts), _NONE)
    ahead[1:] = np.where(doc[1:] == doc[:-1], index[:-1], _NONE)
    behind[:-1] = np.where(paragraph[1:] == paragraph[:-1], index[1:], _NONE)
    return ahead, behind
