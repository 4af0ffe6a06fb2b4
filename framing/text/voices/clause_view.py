"""Clauses with the cues about them as the templates ask for them; no template is written here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.text.voices.clauses import Clauses
from framing.text.voices.cue_features import bins
from framing.text.voices.known import Bits
from framing.text.voices.words import EDGE, Words, code_of

__all__ = ["Beside", "View", "before", "beside", "quantised", "view"]

_THAT = code_of("that")
_U = np.uint32
#: From here on a score counts as sure.
_SURE = 0.35


@dataclass(frozen=True)
class View:
    """Clauses and cues with what is asked of them again and again; arrays have one item a clause."""

    words: Words
    a: np.ndarray
    b: np.ndarray
    last: np.ndarray
    low: np.ndarray
    high: np.ndarray
    sentence: np.ndarray
    at: np.ndarray
    scores: np.ndarray
    #: Quantised scores of each cue as one number, its code, base, and form with frames.
    sure: np.ndarray
    code: np.ndarray
    base: np.ndarray
    form: np.ndarray
    #: Clause that each cue stands in.
    clause_of: np.ndarray
    #: Marks, "that", and beginnings of other clauses before each word.
    marks: np.ndarray
    thats: np.ndarray
    breaks: np.ndarray
    position: np.ndarray
    first: np.ndarray
    mark_before: np.ndarray
    mark_after: np.ndarray
    here: np.ndarray
    quoted: np.ndarray

    def word(self, step: int, values: np.ndarray) -> np.ndarray:
        """Return a value of the word so many places from the first, or `EDGE` in another sentence."""
        place = self.a + step
        found = values.take(place, mode="clip").astype(_U)
        found[np.flatnonzero((place < self.low) | (place >= self.high))] = EDGE
        return found

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """The first clause of each clause's sentence, and the one after its last."""
        edges = np.append(np.searchsorted(self.a, self.words.tokens.sentences), len(self.a))
        return edges.take(self.sentence), edges[1:].take(self.sentence)

    @cached_property
    def length(self) -> np.ndarray:
        """How long each clause is, in steps."""
        return bins(self.b - self.a)

    @cached_property
    def shapes(self) -> np.ndarray:
        """The shape of the first word, cues apart from others."""
        w = self.words
        return (w.cue.take(self.a) > 0).astype(_U) * _U(64) + w.shape.take(self.a).astype(_U)

    @cached_property
    def kinds(self) -> np.ndarray:
        """The bits of all words of each clause together."""
        found: np.ndarray = np.bitwise_or.reduceat(self.words.kind, self.a)
        return found

    @cached_property
    def surely(self) -> tuple[np.ndarray, np.ndarray]:
        """Cues that surely are some and point right, and those that point left."""
        sure = self.scores[:, 0] > _SURE
        return tuple(np.flatnonzero(sure & (self.scores[:, side] > _SURE)) for side in (1, 2))  # type: ignore[return-value]


def view(words: Words, clauses: Clauses, at: np.ndarray, scores: np.ndarray) -> View:
    """Return clauses with the cues at some places and their scores."""
    a, b = clauses.begin, clauses.end
    sentence = words.sentence.take(a)
    starts = np.append(words.tokens.sentences, len(words.code))
    low, high = starts.take(sentence), starts[1:].take(sentence)
    steps = quantised(scores)
    sure = steps[:, 0] * _U(64) + steps[:, 1] * _U(8) + steps[:, 2]
    clause_of = np.searchsorted(a, at, side="right") - 1
    here = np.zeros(len(a), _U)
    here[clause_of] = sure + _U(1)
    marked = words.after > 0
    joining = (words.kind & (Bits.COORDINATOR | Bits.SUBORDINATOR)) > 0
    joining[1:] &= marked[:-1]
    joining[:1] = False
    opens = a == low
    mark_before = words.after.take(a - 1, mode="clip").astype(_U)
    mark_before[opens] = EDGE
    return View(
        words, a, b, b - 1, low, high, sentence, at, scores,
        sure=sure,
        code=words.code[at],
        base=words.base(at),
        form=(words.cue[at].astype(_U) << _U(8)) | words.frames(at),
        clause_of=clause_of,
        marks=before(marked),
        thats=before(words.code == _THAT),
        breaks=before(joining),
        position=opens.astype(_U) + _U(2) * (b == high),
        first=words.code.take(a),
        mark_before=mark_before,
        mark_after=words.after.take(b - 1).astype(_U),
        here=here,
        quoted=words.quoted.take(a),
    )  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """The cue on one side of each clause, and how far it is; 0, and 9 for distances, where there is none."""

    found: np.ndarray
    place: np.ndarray
    sure: np.ndarray
    code: np.ndarray
    base: np.ndarray
    form: np.ndarray
    words: np.ndarray
    steps: np.ndarray
    marks: np.ndarray


def beside(v: View, among: np.ndarray, step: int) -> Beside:
    """Return the cue next to each clause, or the next but one, to the left where `step` is negative."""
    size = len(v.a)
    # How many of them stand before each clause; every sentence begins with a clause.
    clause_of = v.clause_of[among]
    count = np.zeros(size + 1, np.int32)
    np.cumsum(np.bincount(clause_of, minlength=size), out=count[1:])
    first, after = v.bounds
    if step < 0:
        nth = count[:-1] + step
        found = nth >= count[first]
    else:
        nth = count[1:] + step - 1
        found = nth < count[after]
    # One row more than there are cues stands for none.
    row = np.append(among, len(v.at))[np.where(found, nth, len(among))]

    def of(values: np.ndarray) -> np.ndarray:
        taken: np.ndarray = np.append(values, values.dtype.type(0)).take(row)
        return taken

    def far(values: np.ndarray, most: int) -> np.ndarray:
        return np.where(found, np.minimum(values, most), 9).astype(_U)

    place, clause = of(v.at), of(v.clause_of)
    if step < 0:
        distance, steps = v.a - place - 1, np.arange(size) - clause
        marks = v.marks.take(v.a) - v.marks.take(place)
    else:
        distance, steps = place - v.b, clause - np.arange(size)
        marks = v.marks.take(place) - v.marks.take(v.last)
    return Beside(
        found, place, of(v.sure), of(v.code), of(v.base), of(v.form),
        np.where(found, bins(distance), _U(12)), far(steps, 8), far(marks, 4),
    )  # fmt: skip


def before(flags: np.ndarray) -> np.ndarray:
    """Return how many flags stand before each place, one place more than there are flags."""
    count = np.zeros(len(flags) + 1, np.int32)
    np.cumsum(flags, out=count[1:])
    return count


def quantised(scores: np.ndarray) -> np.ndarray:
    """Return scores in six steps."""
    return np.searchsorted([0.08, 0.25, 0.5, 0.75, 0.92], scores).astype(_U)
