"""What the scorer of clauses is shown: the clause, cues on either side, its sentence and those beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from framing.text.voices.clauses import Clauses
from framing.text.voices.cue_features import bins
from framing.text.voices.hashing import Features
from framing.text.voices.known import Bits
from framing.text.voices.words import EDGE, Words, code_of

__all__ = ["clause_features", "with_neighbours"]

#: From here on a score counts as sure.
_SURE = 0.35
_NONE = -1
_THAT = code_of("that")
_FIRST_PERSON = [code_of(w) for w in ("i", "we", "i'm", "we're", "i've", "we've", "i'd", "i'll", "we'll")]
_U = np.uint32


def clause_features(
    words: Words,
    clauses: Clauses,
    at: np.ndarray,
    scores: np.ndarray,
    source: tuple[np.ndarray, np.ndarray],
    title: np.ndarray,
) -> Features:
    """Return the features of clauses.

    Parameters
    ----------
    words, clauses
    at : int64 array
        Places of the candidate cues.
    scores : float array, three columns
        That each is a cue, and that its content stands to the right, to the left.
    source : two int64 arrays
        First word, and the one after the last, of the sources of those that likely are cues.
    title : bool array, one item a word
        The word stands in a headline.
    """
    view = _view(words, clauses, at, scores)
    f = Features()
    _itself(f, view)
    left, right = _beside(view, view.everything, -1), _beside(view, view.everything, +1)
    second = _beside(view, view.everything, -2)
    _weak_sides(f, view, left, right, second)
    _sure_sides(f, view, left, right)
    _sources(f, view, left, right, source)
    _sentence(f, view, left, right, title)
    return f


def with_neighbours(f: Features, words: Words, clauses: Clauses, probability: np.ndarray) -> Features:
    """Return features with how likely the clause and those beside it in the sentence are content, as first scored."""
    more = Features()
    more.columns = list(f.columns)
    a, b = clauses.begin, clauses.end
    step = np.searchsorted([0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95], probability).astype(_U) + _U(1)
    sentence = words.sentence[a]
    index = np.arange(len(a))

    def beside(by: int) -> np.ndarray:
        place = np.clip(index + by, 0, len(a) - 1)
        return np.where((index + by == place) & (sentence[place] == sentence), step[place], 0).astype(_U)

    ahead2, ahead, behind, behind2 = (beside(by) for by in (-2, -1, 1, 2))
    first = words.code[a]
    opens = np.append(True, sentence[1:] != sentence[:-1])
    before = np.where(opens, EDGE, np.append(0, words.after[:-1])[a]).astype(_U)
    after = words.after[b - 1].astype(_U)
    more.add(step)
    more.add(ahead, step)
    more.add(step, behind)
    more.add(ahead, step, behind)
    more.add(ahead2, ahead, step)
    more.add(step, behind, behind2)
    more.add(ahead, behind, first)
    more.add(ahead, step, before)
    more.add(behind, step, after)
    more.add(ahead, behind, before, after)
    more.add(ahead, step, behind, bins(b - a))
    more.add(ahead2, ahead, step, behind, behind2)
    return more


@dataclass(frozen=True)
class _View:
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

    @property
    def everything(self) -> np.ndarray:
        """Every cue, sure or not."""
        return np.arange(len(self.at))

    def word(self, step: int, values: np.ndarray) -> np.ndarray:
        """Return a value of the word so many places from the first, or `EDGE` in another sentence."""
        place = self.a + step
        inside = (place >= self.low) & (place < self.high)
        return np.where(inside, values[np.clip(place, 0, len(values) - 1)], EDGE).astype(_U)


def _view(words: Words, clauses: Clauses, at: np.ndarray, scores: np.ndarray) -> _View:
    a, b = clauses.begin, clauses.end
    sentence = words.sentence[a]
    starts = np.append(words.tokens.sentences, len(words.code))
    low, high = starts[sentence], starts[sentence + 1]
    quantised = _quantised(scores)
    sure = (quantised[:, 0] * 64 + quantised[:, 1] * 8 + quantised[:, 2]).astype(_U)
    clause_of = np.searchsorted(a, at, side="right") - 1
    here = np.zeros(len(a), _U)
    here[clause_of] = sure + 1
    marked = words.after > 0
    joining = (words.kind & (Bits.COORDINATOR | Bits.SUBORDINATOR)) > 0
    before = np.append(0, words.after[:-1])[a]
    return _View(
        words, a, b, b - 1, low, high, sentence, at, scores,
        sure=sure,
        code=words.code[at],
        base=words.base(at),
        form=(words.cue[at].astype(_U) << _U(8)) | words.frames(at),
        clause_of=clause_of,
        marks=_before(marked),
        thats=_before(words.code == _THAT),
        breaks=_before(joining & np.append(False, marked[:-1])),
        position=((a == low) + 2 * (b == high)).astype(_U),
        first=words.code[a],
        mark_before=np.where(a == low, EDGE, before).astype(_U),
        mark_after=words.after[b - 1].astype(_U),
        here=here,
    )  # fmt: skip


@dataclass(frozen=True)
class _Beside:
    """The cue on one side of each clause, and how far it is; 0, and 9 for distances, where there is none."""

    found: np.ndarray
    sure: np.ndarray
    code: np.ndarray
    base: np.ndarray
    form: np.ndarray
    words: np.ndarray
    steps: np.ndarray
    marks: np.ndarray
    of: Callable[[np.ndarray], np.ndarray]


def _beside(v: _View, among: np.ndarray, step: int) -> _Beside:
    """Return the cue next to each clause, or the next but one, to the left where `step` is negative."""
    size = len(v.a)
    flags = np.zeros(len(v.words.code), bool)
    flags[v.at[among]] = True
    count = _before(flags)
    if step < 0:
        nth = count[v.a] + step
        ok = nth >= count[v.low]
    else:
        nth = count[v.b] + step - 1
        ok = nth < count[v.high]
    if not len(among):
        ok = np.zeros(size, bool)
    index = among[np.clip(nth, 0, max(len(among) - 1, 0))] if len(among) else np.zeros(size, np.int64)

    def of(values: np.ndarray) -> np.ndarray:
        return np.where(ok, values[index], 0) if len(values) else np.zeros(size, values.dtype)

    def far(values: np.ndarray, most: int) -> np.ndarray:
        return np.where(ok, np.minimum(values, most), 9).astype(_U)

    place, clause = of(v.at), of(v.clause_of)
    if step < 0:
        distance, steps, marks = v.a - place - 1, np.arange(size) - clause, v.marks[v.a] - v.marks[place]
    else:
        distance, steps, marks = place - v.b, clause - np.arange(size), v.marks[place] - v.marks[v.last]
    return _Beside(
        ok, of(v.sure), of(v.code), of(v.base), of(v.form),
        np.where(ok, bins(distance), 12).astype(_U), far(steps, 8), far(marks, 4), of,
    )  # fmt: skip


def _itself(f: Features, v: _View) -> None:
    w = v.words
    quoted = w.quoted[v.a].astype(_U)
    shape, own_cue = w.shape.astype(_U), w.cue[v.a].astype(_U) * (1 - quoted)
    second, before = v.word(1, w.code), v.word(-1, w.code)
    f.add(bins(v.b - v.a), quoted)
    f.add(v.first)
    f.add(v.first, second)
    f.add(_shapes(v), v.word(1, shape))
    f.add(w.code[v.last])
    f.add(before, v.first)
    f.add(v.word(-2, w.code), before)
    f.add(v.mark_before, v.mark_after, v.position)
    f.add(np.where(v.b < v.high, w.code[np.minimum(v.b, len(w.code) - 1)], EDGE), v.mark_after)
    f.add(v.here, v.position)
    f.add(v.here, own_cue)


def _shapes(v: _View) -> np.ndarray:
    w = v.words
    shapes: np.ndarray = (w.cue[v.a] > 0).astype(_U) * _U(64) + w.shape[v.a].astype(_U)
    return shapes


def _weak_sides(f: Features, v: _View, left: _Beside, right: _Beside, second: _Beside) -> None:
    """Add the next candidates on both sides, whether or not they are likely cues."""
    that = np.where(left.found, v.thats[np.minimum(v.a + 1, len(v.thats) - 1)] > v.thats[left.of(v.at)], 2)
    near = np.minimum(left.steps, 3)
    f.add(left.sure, left.steps)
    f.add(left.sure, left.steps, left.marks, that)
    f.add(left.code, near)
    f.add(left.code, v.first)
    f.add(left.base, np.minimum(left.steps, 2), left.marks)
    f.add(left.form, v.first, left.marks)
    f.add(left.form, left.steps, left.marks, v.mark_before)
    f.add(left.sure, v.first, left.marks)
    f.add(left.sure, left.words, v.mark_before, _shapes(v))
    f.add(second.sure, left.sure, left.steps)
    f.add(right.sure, right.steps)
    f.add(right.sure, right.steps, right.marks)
    f.add(right.code, np.minimum(right.steps, 3), right.marks)
    f.add(right.base, np.minimum(right.steps, 2), right.marks)
    f.add(right.form, right.steps, right.marks, v.mark_after)
    f.add(right.sure, right.words, v.mark_after)
    f.add(right.sure, v.first, v.position)
    f.add(left.sure, right.sure, v.position)
    f.add(left.sure, right.sure, np.minimum(left.steps, 4), np.minimum(right.steps, 4))
    f.add(left.sure, v.here)
    f.add(right.sure, v.here, bins(v.b - v.a))


def _sure_sides(f: Features, v: _View, weak_left: _Beside, weak_right: _Beside) -> None:
    """Add the nearest cues that surely are some and point this way; weak ones between don't hide them."""
    surely = v.scores[:, 0] > _SURE
    left = _beside(v, np.flatnonzero(surely & (v.scores[:, 1] > _SURE)), -1)
    right = _beside(v, np.flatnonzero(surely & (v.scores[:, 2] > _SURE)), +1)
    end = np.where(right.found, np.minimum(v.high - 1 - right.of(v.at), 6), 9).astype(_U)
    gap = np.where(left.found, np.minimum(left.of(v.at) - v.low, 8), 9).astype(_U)
    breaks = np.where(left.found, np.minimum(v.breaks[v.a + 1] - v.breaks[left.of(v.at) + 1], 3), 9).astype(
        _U
    )
    any_left, any_right = left.sure > 0, right.sure > 0
    f.add(left.sure, right.sure)
    f.add(left.sure, right.sure, v.position, v.here)
    f.add(left.sure, left.steps, left.marks)
    f.add(left.code, left.steps, any_right)
    f.add(left.code, v.first, left.marks)
    f.add(left.base, np.minimum(left.steps, 3), left.marks, breaks)
    f.add(left.base, v.first)
    f.add(right.base, end, right.marks)
    f.add(left.form, v.first, left.marks, v.mark_before)
    f.add(left.form, left.marks, breaks, v.mark_before, left.steps)
    f.add(left.sure, breaks, v.first)
    f.add(left.sure, weak_left.sure, np.minimum(left.steps, 3))
    f.add(right.sure, right.steps, right.marks)
    f.add(right.sure, right.marks, end, v.mark_after)
    f.add(right.code, right.marks, end, any_left)
    f.add(right.form, right.steps, right.marks, v.mark_after, v.position)
    f.add(right.sure, end, any_left, v.position, np.minimum(right.steps, 4))
    f.add(right.sure, left.sure, left.marks, right.marks)
    f.add(gap, left.sure, left.marks, v.mark_before)


def _sources(
    f: Features, v: _View, left: _Beside, right: _Beside, source: tuple[np.ndarray, np.ndarray]
) -> None:
    """Add how much of a clause names a speaker: that is nobody's words."""
    change = np.zeros(len(v.words.code) + 1, np.int32)
    np.add.at(change, source[0], 1)
    np.add.at(change, source[1], -1)
    inside = _before(np.cumsum(change[:-1]) > 0)
    share = inside[v.b] - inside[v.a]
    part = np.where(share == 0, 0, np.where(share == v.b - v.a, 2, 1)).astype(_U)
    # Whether a speaker's name begins right behind the clause, or ends right before it.
    named = np.append(np.cumsum(change[:-1]) > 0, False)
    behind, ahead = named[v.b] & (v.b < v.high), (v.a > v.low) & named[np.maximum(v.a - 1, 0)]
    f.add(part, v.position)
    f.add(part, left.sure, right.sure)
    f.add(part, behind, ahead, v.mark_before, v.mark_after)
    f.add(part, ahead, v.first)
    f.add(behind, right.sure, v.mark_after, np.minimum(right.steps, 4))
    verbal = (v.words.kind & (Bits.VERB | Bits.AUXILIARY)) > 0
    verbal |= (v.words.shape == 3) | ((v.words.cue > 1) & (v.words.cue < 4))
    verb = _has(v, verbal, v.a, v.b)
    f.add(part, verb, v.mark_before, v.mark_after)
    f.add(verb, left.sure, right.sure, v.first)


def _sentence(f: Features, v: _View, left: _Beside, right: _Beside, title: np.ndarray) -> None:
    """Add the sentence, what is quoted in it, and what the sentences beside it are."""
    w = v.words
    strong, weak = (_peak(v, column) for column in (1, 2))
    total = _before(w.quoted)
    before = np.minimum(bins(total[v.a] - total[v.low]), 4)
    behind = np.minimum(bins(total[v.high] - total[v.b]), 4)
    quoted = w.quoted[v.a]
    f.add(strong, weak)
    f.add(strong, weak, left.sure, right.sure)
    f.add(before, behind, quoted)
    f.add(before, behind, quoted, left.sure, right.sure)
    f.add(w.code[v.low], v.position)
    f.add(bins(v.high - v.low), v.position)
    kind = _kinds(v)
    ahead, after = _neighbours(w, v.sentence)
    two_ahead, _ = _neighbours(w, ahead)
    own, previous, following = kind[v.sentence], _at(kind, ahead), _at(kind, after)
    f.add(previous, own)
    f.add(following, own)
    f.add(previous, own, following, v.first)
    f.add(_at(kind, two_ahead), previous, own)
    f.add(_has(v, (w.kind & Bits.PRONOUN) > 0, v.a, v.b), left.sure, right.sure)
    mine = np.isin(w.code, _FIRST_PERSON) & ~w.quoted
    f.add(_has(v, mine, v.low, v.high), own, previous)
    f.add(_has(v, (w.kind & Bits.AUXILIARY) > 0, v.a, v.b), v.word(2, w.code), left.sure)
    f.add(title[v.a], left.sure, right.sure, v.mark_before, v.mark_after)
    opens = np.zeros(len(w.code), bool)
    opens[w.tokens.paragraphs[w.tokens.paragraphs < len(opens)]] = True
    f.add(opens[v.low], own, previous, v.position)


def _before(flags: np.ndarray) -> np.ndarray:
    """Return how many flags stand before each place, one place more than there are flags."""
    count = np.zeros(len(flags) + 1, np.int32)
    np.cumsum(flags, out=count[1:])
    return count


def _has(v: _View, flags: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    count = _before(flags)
    found: np.ndarray = count[high] > count[low]
    return found


def _quantised(scores: np.ndarray) -> np.ndarray:
    return np.searchsorted([0.08, 0.25, 0.5, 0.75, 0.92], scores).astype(np.int64)


def _peaks(v: _View, value: np.ndarray) -> np.ndarray:
    """Return the largest value of the cues of each sentence, 0 where it has none."""
    best = np.zeros(len(v.words.tokens.sentences))
    np.maximum.at(best, v.words.sentence[v.at], value)
    return best


def _peak(v: _View, column: int) -> np.ndarray:
    """Return, in steps, how sure the surest cue of the clause's sentence is that has content on a side."""
    found: np.ndarray = (_quantised(_peaks(v, v.scores[:, 0] * v.scores[:, column])) + 1)[v.sentence]
    return found


def _kinds(v: _View) -> np.ndarray:
    """Return a small number for what each sentence is: how much of it is quoted, how sure its surest cue."""
    starts = np.append(v.words.tokens.sentences, len(v.words.code))
    total = _before(v.words.quoted)
    share = (total[starts[1:]] - total[starts[:-1]]) / np.maximum(np.diff(starts), 1)
    best = _peaks(v, v.scores[:, 0] * np.maximum(v.scores[:, 1], v.scores[:, 2]))
    kinds: np.ndarray = np.searchsorted([0.01, 0.5, 0.99], share).astype(np.int64) * 8 + _quantised(best) + 1
    return kinds


def _neighbours(words: Words, sentence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the sentence before in the text, and the one behind in the paragraph; -1 where there is none.

    What a paragraph says is decided without those behind it: a text that grows changes nothing before.
    """
    starts = words.tokens.sentences
    doc = np.searchsorted(words.tokens.docs, starts, side="right")
    paragraph = np.searchsorted(words.tokens.paragraphs, starts, side="right")
    same_doc = np.append(False, doc[1:] == doc[:-1])
    same_paragraph = np.append(paragraph[1:] == paragraph[:-1], False)
    safe = np.clip(sentence, 0, len(starts) - 1)
    ahead = np.where((sentence >= 0) & same_doc[safe], sentence - 1, _NONE)
    behind = np.where((sentence >= 0) & same_paragraph[safe], sentence + 1, _NONE)
    return ahead, behind


def _at(values: np.ndarray, index: np.ndarray) -> np.ndarray:
    return np.where(index >= 0, values[np.clip(index, 0, None)], 0)
