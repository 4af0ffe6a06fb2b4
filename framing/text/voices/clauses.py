"""Sentences cut into clauses: whose words they are is decided a clause at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.text.voices.words import EDGE, Bits, Words, code_of

# Features as hashed places in one table of weights, and the logistic scorer that reads it.

#: Width of the weight table, in bits.
BITS = 18
_PRIME = np.uint32(0x9E3779B1)
_SHIFT = np.uint32(32 - BITS)


class Features:
    """Collects templates of one table of examples; a column of places each."""

    def __init__(self) -> None:
        self.columns: list[np.ndarray] = []
        self._count = 0

    def add(self, *parts: np.ndarray) -> None:
        """Add a template: the parts are taken together."""
        # Knuth's multiplicative hash, once for each part; arrays of 32 bits take half as long as wider ones.
        self._count += 1
        mixed = np.empty(len(parts[0]), np.uint32)
        mixed[:] = parts[0]
        mixed ^= np.uint32(self._count * 0x85EBCA6B & 0xFFFFFFFF)
        mixed *= _PRIME
        for part in parts[1:]:
            mixed ^= mixed >> np.uint32(15)
            mixed ^= part if part.dtype == np.uint32 else part.astype(np.uint32)
            mixed *= _PRIME
        mixed >>= _SHIFT
        self._keep(mixed.view(np.int32))

    def each(self, *templates: tuple[np.ndarray, ...]) -> None:
        """Add templates in their order."""
        for parts in templates:
            self.add(*parts)

    def more(self) -> Features:
        """Return the same features to add others to."""
        other = Features()
        other.columns, other._count = list(self.columns), self._count
        return other

    def table(self) -> np.ndarray:
        """Return the places, a row an example."""
        return np.stack(self.columns, axis=1)

    def _keep(self, places: np.ndarray) -> None:
        self.columns.append(places)


class Sums(Features):
    """Features whose weights are added up as they come: eighty columns kept would take as long again.

    Parameters
    ----------
    scorers : Scorer
        One, or several that begin with the same templates.
    """

    def __init__(self, *scorers: Scorer) -> None:
        super().__init__()
        self._bias = np.concatenate([scorer.bias for scorer in scorers]).astype(np.float32)
        self._weights = np.concatenate([scorer.weights for scorer in scorers], axis=1).astype(np.float32)
        self._total: np.ndarray | None = None

    def more(self) -> Features:
        """Return these sums: what is added changes them."""
        return self

    def probability(self) -> np.ndarray:
        """Return the probability of each output by what was added until now, a column an output."""
        assert self._total is not None
        return 1 / (1 + np.exp(-np.clip(self._total, -30, 30)))

    def _keep(self, places: np.ndarray) -> None:
        if self._total is None:
            self._total = np.tile(self._bias, (len(places), 1))
        self._total += self._weights.take(places, axis=0, mode="clip")


@dataclass(frozen=True)
class Scorer:
    """A logistic model on hashed features: one row of weights an output."""

    weights: np.ndarray
    bias: np.ndarray

    def __call__(self, columns: Sequence[np.ndarray]) -> np.ndarray:
        """Return the probability of each output, a column an output."""
        sums = Sums(self)
        for column in columns:
            sums._keep(column)
        return sums.probability()


# Which cue words are cues here, and on which side their content stands: what the scorer is shown of each.


def candidates(words: Words) -> np.ndarray:
    """Return the places of cue words outside quotation marks."""
    return np.flatnonzero((words.cue > 0) & ~words.quoted)


class Around:
    """Words some places from others, asked for again and again; `EDGE` where they are in another sentence.

    Parameters
    ----------
    words : Words
    places : int64 array
    """

    def __init__(self, words: Words, places: np.ndarray) -> None:
        starts = np.append(words.tokens.sentences, len(words.code))
        sentence = words.sentence[places]
        self.low, self.high = starts[sentence], starts[sentence + 1]
        self._places = places
        self._steps: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def __call__(self, values: np.ndarray, step: int) -> np.ndarray:
        """Return a value of the word so many places on."""
        if step not in self._steps:
            place = self._places + step
            self._steps[step] = place, np.flatnonzero((place < self.low) | (place >= self.high))
        place, beyond = self._steps[step]
        found: np.ndarray = values.take(place, mode="clip")
        found[beyond] = EDGE
        return found


def bins(values: np.ndarray) -> np.ndarray:
    """Return numbers as steps that grow: 0 1 2 3 4, 5-6, 7-9, 10-14, 15-24, more."""
    return _STEPS.take(values, mode="clip")


_STEPS = np.searchsorted([0, 1, 2, 3, 4, 6, 9, 14, 24], np.arange(26)).astype(np.uint32)


def cue_features(words: Words, at: np.ndarray, f: Features | None = None) -> Features:
    """Return the features of the cue words at the given places, added to `f` if one is given."""
    f, around = f or Features(), Around(words, at)
    code = {step: around(words.code, step) for step in range(-4, 5)}
    shape = {step: around(words.shape, step) for step in range(-3, 4)}
    kind = {step: around(words.kind, step) for step in range(-3, 4)}
    mark = {step: around(words.after, step) for step in range(-3, 3)}
    own, form, frames = code[0], words.cue[at], words.frames(at)
    f.add(own)
    f.add(form, frames)
    base = words.base(at)
    f.each(
        (base,), (base, form), (base, code[1]), (base, code[-1]), (base, kind[1], shape[1]),
        (base, kind[-1], shape[-1]), (base, mark[-1], mark[0]),
    )  # fmt: skip
    for step in (-4, -3, -2, -1, 1, 2, 3, 4):
        f.add(code[step])
    for step in (-2, -1, 1, 2):
        f.add(own, code[step])
        f.add(form, frames, code[step])
        f.add(form, kind[step], shape[step])
    f.each(
        (code[-1], code[1]), (form, code[-2], code[-1]), (form, code[1], code[2]),
        (own, mark[-1], mark[0]), (form, frames, mark[-2], mark[-1], mark[0], mark[1]),
        (kind[-2], shape[-2], kind[-1], shape[-1], form), (kind[1], shape[1], kind[2], shape[2], form),
    )  # fmt: skip

    low, high = around.low, around.high
    begun, left_over = bins(at - low), bins(high - 1 - at)
    f.each(
        (begun, form), (left_over, form), (own, begun, left_over > 0), (own, left_over),
    )  # fmt: skip
    behind, ahead = _quotes(words, at, low, high)
    f.each(
        (behind, ahead), (own, behind, ahead), (form, frames, bins(behind), ahead > 0, mark[-1], mark[0]),
        (form, frames, bins(ahead), behind > 0),
    )  # fmt: skip
    # Whether a noun or pronoun that can speak stands before or behind, before the next mark.
    speaker_before, speaker_behind = _speakers(words, around)
    f.add(own, speaker_before)
    f.add(form, frames, speaker_before, speaker_behind)
    f.add(own, speaker_behind)
    left, right = _others(words, at)
    f.add(form, frames, left)
    f.add(form, frames, right)
    f.add(own, left, right)
    return f


def _quotes(words: Words, at: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far the quotations before and behind are in the sentence: 1 beside, in steps, 0 none."""
    begin, end = words.quotes
    if not len(begin):
        return np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    before = np.searchsorted(end, at, side="right") - 1
    gap = at - end[np.maximum(before, 0)]
    behind = np.where((before >= 0) & (end[np.maximum(before, 0)] > low), bins(gap) + 1, 0)
    after = np.searchsorted(begin, at, side="right")
    place = np.minimum(after, len(begin) - 1)
    ahead = np.where((after < len(begin)) & (begin[place] < high), bins(begin[place] - at - 1) + 1, 0)
    return behind, ahead


def _speakers(words: Words, around: Around) -> tuple[np.ndarray, np.ndarray]:
    """Return what may be the speaker within five words to either side: its distance and sort."""
    found = []
    for side in (-1, 1):
        result, open_ = np.zeros(len(around.low), np.int32), np.ones(len(around.low), bool)
        for step in range(1, 6):
            place = side * step
            edge = around(words.after, place if side < 0 else place - 1)
            if side < 0:
                open_ &= (edge == 0) | (step > 1)
            kind, shape = around(words.kind, place), around(words.shape, place)
            speaks = (kind & (_WHO | _PRONOUN)) | (shape >= _CAPITAL).astype(np.int16) << 12
            new = open_ & (result == 0) & (speaks > 0)
            result[new] = min(step, 3) << 13 | speaks[new]
        found.append(result)
    return found[0], found[1]


def _others(words: Words, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the code of the cue word next to the left and to the right in the sentence, 0 where none is."""
    sentence, code = words.sentence[at], words.code[at]
    none = np.zeros(1, np.uint32)
    same = sentence[1:] == sentence[:-1]
    left = np.concatenate([none, np.where(same, code[:-1], 0)]) if len(at) else none[:0]
    right = np.concatenate([np.where(same, code[1:], 0), none]) if len(at) else none[:0]
    return left, right


_PRONOUN, _WHO, _CAPITAL = 1 << 0, 1 << 10, 7


_OPENING = Bits.SUBORDINATOR | Bits.COORDINATOR | Bits.PRONOUN
_TO = code_of("to")


@dataclass(frozen=True)
class Clauses:
    """Runs of words that are somebody's together: the first word of each, and the one after its last."""

    begin: np.ndarray
    end: np.ndarray

    def cut_at(self, *places: np.ndarray) -> np.ndarray:
        """Return where clauses begin that are cut at some places, too."""
        starts = np.zeros(int(self.end[-1]) + 1, bool)
        for words in (self.begin, *places):
            starts[words] = True
        return np.flatnonzero(starts[:-1])


def cut(words: Words) -> Clauses:
    """Cut at punctuation, conjunctions, subject pronouns, "to", cue words and quotation marks."""
    size = len(words.code)
    if not size:
        return Clauses(np.zeros(0, np.int64), np.zeros(0, np.int64))
    cue = (words.cue > 0) & ~words.quoted
    starts = np.zeros(size, bool)
    starts[1:] = (words.after[:-1] > 0) | cue[:-1]
    starts |= (words.before > 0) | ((words.kind & _OPENING) > 0) | cue | (words.code == _TO)
    # A quotation is one piece, whatever stands in it.
    starts &= ~words.quoted
    begin, end = words.quotes
    starts[begin] = True
    starts[end[end < size]] = True
    starts[words.tokens.sentences] = True
    first = np.flatnonzero(starts)
    return Clauses(first, np.append(first[1:], size))


# Clauses with the cues about them as the templates ask for them; no template is written here.

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
        return np.bitwise_or.reduceat(self.words.kind, self.a)

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
        return np.append(values, values.dtype.type(0)).take(row)

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
