"""Sentences cut into clauses, and what the scorer is shown of each: whose words it is, is decided a clause at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.text.voices.cue_features import bins
from framing.text.voices.hashing import Features
from framing.text.voices.known import KNOWN
from framing.text.voices.words import EDGE, STOP, Words

__all__ = ["Clauses", "clause_features", "cut"]

_BIT = {name: 1 << number for number, name in enumerate(KNOWN)}
_OPENING = _BIT["subordinator"] | _BIT["coordinator"] | _BIT["pronoun"]


@dataclass(frozen=True)
class Clauses:
    """Runs of words that are somebody's together.

    Attributes
    ----------
    begin, end : int64 arrays
        First word, and the one after the last.
    """

    begin: np.ndarray
    end: np.ndarray


def cut(words: Words) -> Clauses:
    """Cut at punctuation, subordinators, coordinators, subject pronouns, cue words and quotation marks."""
    size = len(words.code)
    if not size:
        return Clauses(np.zeros(0, np.int64), np.zeros(0, np.int64))
    cue = (words.cue > 0) & ~words.quoted
    starts = np.zeros(size, bool)
    starts[1:] = (words.after[:-1] > 0) | cue[:-1]
    starts |= (words.before > 0) | ((words.kind & _OPENING) > 0) | cue
    to = words.code == _TO
    starts |= to
    # A quotation is one piece, whatever stands in it.
    starts &= ~words.quoted
    begin, end = words.quotes
    starts[begin] = True
    starts[end[end < size]] = True
    starts[words.tokens.sentences] = True
    first = np.flatnonzero(starts)
    return Clauses(first, np.append(first[1:], size))


def _hash_of(word: str) -> int:
    import zlib

    return zlib.crc32(word.encode()) | 1 << 20


_TO, _THAT = _hash_of("to"), _hash_of("that")


def clause_features(
    words: Words, clauses: Clauses, at: np.ndarray, scores: np.ndarray, title: np.ndarray
) -> Features:
    """Return the features of clauses.

    Parameters
    ----------
    words, clauses
    at : int64 array
        Places of the candidate cues.
    scores : float array, three columns
        That each is a cue, and that its content stands to the right, to the left.
    title : bool array, one item a word
        The word stands in a headline.
    """
    f = Features()
    a, b = clauses.begin, clauses.end
    last = b - 1
    sentence = words.sentence[a]
    starts = np.append(words.tokens.sentences, len(words.code))
    low, high = starts[sentence], starts[sentence + 1]
    quoted = words.quoted[a].astype(np.int64)
    code, shape = words.code, words.shape.astype(np.int64)

    def word(place: np.ndarray, values: np.ndarray) -> np.ndarray:
        inside = (place >= low) & (place < high)
        return np.where(inside, values[np.clip(place, 0, len(values) - 1)], EDGE)

    first, second, third = code[a], word(a + 1, code), word(a + 2, code)
    before, before2 = word(a - 1, code), word(a - 2, code)
    behind = word(b, code)
    mark_before, mark_after = word(a - 1, words.after), words.after[last].astype(np.int64)
    own_cue = words.cue[a].astype(np.int64) * (1 - quoted)
    shapes = (words.cue[a] > 0).astype(np.int64) * 64 + shape[a]

    p = _quantized(scores)
    left, left2 = _nearest(at, a, low, -1), _nearest(at, a, low, -2)
    right = _nearest(at, b, high, +1)
    none = -1
    n = len(at)

    def of(index: np.ndarray, values: np.ndarray) -> np.ndarray:
        return (
            np.where(index == none, 0, values[np.clip(index, 0, max(n - 1, 0))])
            if n
            else np.zeros(len(a), np.int64)
        )

    cue_code = code[at]
    cue_form = words.cue[at].astype(np.int64) << 8 | words.frames[at]
    sure = p[:, 0] * 64 + p[:, 1] * 8 + p[:, 2]
    strong = _strongest(at, scores[:, 0], scores[:, 1], a, low, high)
    weak = _strongest(at, scores[:, 0], scores[:, 2], a, low, high)
    dist_left = np.where(left == none, 99, a - at[np.clip(left, 0, None)] - 1) if n else np.full(len(a), 99)
    dist_right = np.where(right == none, 99, at[np.clip(right, 0, None)] - b) if n else np.full(len(a), 99)
    clause_of = np.searchsorted(a, at, side="right") - 1
    index = np.arange(len(a))
    steps_left = np.where(left == none, 9, np.minimum(index - of(left, clause_of), 8))
    steps_right = np.where(right == none, 9, np.minimum(of(right, clause_of) - index, 8))
    commas = np.append(0, np.cumsum(words.after > 0))
    marks_left = (
        np.where(
            left == none,
            9,
            np.minimum(commas[a] - commas[np.clip(at[np.clip(left, 0, max(n - 1, 0))], 0, None)], 4),
        )
        if n
        else np.full(len(a), 9)
    )
    marks_right = (
        np.where(
            right == none,
            9,
            np.minimum(commas[np.clip(at[np.clip(right, 0, max(n - 1, 0))], 0, None)] - commas[last], 4),
        )
        if n
        else np.full(len(a), 9)
    )
    thats = np.append(0, np.cumsum(code == _THAT))
    that_left = (
        np.where(
            left == none,
            2,
            thats[np.minimum(a + 1, len(code))]
            > thats[np.clip(at[np.clip(left, 0, max(n - 1, 0))], 0, None)],
        )
        if n
        else np.full(len(a), 2)
    )
    lp, rp, lp2 = of(left, sure), of(right, sure), of(left2, sure)
    here = np.zeros(len(a), np.int64)
    if n:
        inside = (at >= a[clause_of]) & (at < b[clause_of])
        here[clause_of[inside]] = sure[inside] + 1

    quotes_before, quotes_behind = _quotes(words, a, b, low, high)
    position = np.where(a == low, 1, 0) + np.where(b == high, 2, 0)
    length = bins(b - a)

    f.add(quoted, length)
    f.add(first)
    f.add(first, second)
    f.add(shapes, word(a + 1, shape))
    f.add(code[last])
    f.add(before, first)
    f.add(before2, before)
    f.add(mark_before, mark_after, position)
    f.add(behind, mark_after)
    f.add(here, position)
    f.add(here, own_cue)
    # The cue to the left.
    f.add(lp, steps_left)
    f.add(lp, steps_left, marks_left, that_left)
    f.add(of(left, cue_code), np.minimum(steps_left, 3))
    f.add(of(left, cue_code), first)
    f.add(of(left, words.base[at]), np.minimum(steps_left, 2), marks_left)
    f.add(of(right, words.base[at]), np.minimum(steps_right, 2), marks_right)
    f.add(of(left, cue_form), first, marks_left)
    f.add(of(left, cue_form), steps_left, marks_left, mark_before)
    f.add(lp, first, marks_left)
    f.add(lp, bins(dist_left), mark_before, shapes)
    f.add(lp2, lp, steps_left)
    # The cue to the right.
    f.add(rp, steps_right)
    f.add(rp, steps_right, marks_right)
    f.add(of(right, cue_code), np.minimum(steps_right, 3), marks_right)
    f.add(of(right, cue_form), steps_right, marks_right, mark_after)
    f.add(rp, bins(dist_right), mark_after)
    f.add(rp, first, position)
    f.add(lp, rp, position)
    f.add(lp, rp, np.minimum(steps_left, 4), np.minimum(steps_right, 4))
    f.add(lp, here)
    f.add(rp, here, length)
    # The nearest cues that are sure to be some, and point this way; weak ones in between don't hide them.
    able_left = (
        np.flatnonzero((scores[:, 0] > _SURE) & (scores[:, 1] > _SURE)) if n else np.zeros(0, np.int64)
    )
    able_right = (
        np.flatnonzero((scores[:, 0] > _SURE) & (scores[:, 2] > _SURE)) if n else np.zeros(0, np.int64)
    )
    sl, sr = _nearest(at[able_left], a, low, -1), _nearest(at[able_right], b, high, +1)
    sl = (
        np.where(sl == none, none, able_left[np.clip(sl, 0, None)])
        if len(able_left)
        else np.full(len(a), none)
    )
    sr = (
        np.where(sr == none, none, able_right[np.clip(sr, 0, None)])
        if len(able_right)
        else np.full(len(a), none)
    )
    sl_sure, sr_sure = of(sl, sure), of(sr, sure)
    sl_steps = np.where(sl == none, 9, np.minimum(index - of(sl, clause_of), 8))
    sr_steps = np.where(sr == none, 9, np.minimum(of(sr, clause_of) - index, 8))
    sl_marks = np.where(sl == none, 9, np.minimum(commas[a] - commas[np.clip(of(sl, at), 0, None)], 4))
    sr_marks = np.where(sr == none, 9, np.minimum(commas[np.clip(of(sr, at), 0, None)] - commas[last], 4))
    sr_end = np.where(sr == none, 9, np.minimum(high - 1 - of(sr, at), 6))
    sl_gap = np.where(sl == none, 9, np.minimum(of(sl, at) - low, 8))
    breaks = np.append(0, np.cumsum(_parts(words)))
    sl_breaks = np.where(
        sl == none, 9, np.minimum(breaks[a + 1] - breaks[np.clip(of(sl, at), 0, None) + 1], 3)
    )
    f.add(sl_sure, sr_sure)
    f.add(sl_sure, sr_sure, position, here)
    f.add(sl_sure, sl_steps, sl_marks)
    f.add(of(sl, cue_code), sl_steps, sr_sure > 0)
    f.add(of(sl, cue_code), first, sl_marks)
    f.add(of(sl, words.base[at]), np.minimum(sl_steps, 3), sl_marks, sl_breaks)
    f.add(of(sl, words.base[at]), first)
    f.add(of(sr, words.base[at]), sr_end, sr_marks)
    f.add(of(sl, cue_form), first, sl_marks, mark_before)
    f.add(of(sl, cue_form), sl_marks, sl_breaks, mark_before, sl_steps)
    f.add(sl_sure, sl_breaks, first)
    f.add(sl_sure, lp, np.minimum(sl_steps, 3))
    f.add(sr_sure, sr_steps, sr_marks)
    f.add(sr_sure, sr_marks, sr_end, mark_after)
    f.add(of(sr, cue_code), sr_marks, sr_end, sl_sure > 0)
    f.add(of(sr, cue_form), sr_steps, sr_marks, mark_after, position)
    f.add(sr_sure, sr_end, sl_sure > 0, position, np.minimum(sr_steps, 4))
    f.add(sr_sure, sl_sure, sl_marks, sr_marks)
    f.add(sl_gap, sl_sure, sl_marks, mark_before)
    # The sentence and its neighbours.
    f.add(strong, weak)
    f.add(strong, weak, lp, rp)
    f.add(quotes_before, quotes_behind, quoted)
    f.add(quotes_before, quotes_behind, quoted, lp, rp)
    f.add(np.where(low < len(code), code[np.minimum(low, len(code) - 1)], 0), position)
    f.add(bins(high - low), position)
    summary = _sentences(words, at, scores)
    previous, following = _beside(words, sentence)
    f.add(_at(summary, previous), _at(summary, sentence))
    f.add(_at(summary, following), _at(summary, sentence))
    f.add(_at(summary, previous), _at(summary, sentence), _at(summary, following), first)
    f.add(_at(summary, _beside(words, previous)[0]), _at(summary, previous), _at(summary, sentence))
    f.add(_has(words, a, b, _BIT["pronoun"]), lp, rp)
    f.add(_first_person(words, low, high), _at(summary, sentence), _at(summary, previous))
    f.add(_has(words, a, b, _BIT["auxiliary"]), third, lp)
    f.add(title[a].astype(np.int64), lp, rp, mark_before, mark_after)
    f.add(_paragraph_start(words, low), _at(summary, sentence), _at(summary, previous), position)
    return f


#: From here on a score counts as sure.
_SURE = 0.35


def _parts(words: Words) -> np.ndarray:
    """Mask words before which a clause of its own may begin: "but", "and he", "while", after a comma."""
    mark = np.append(0, words.after[:-1]) > 0
    joining = (words.kind & (_BIT["coordinator"] | _BIT["subordinator"])) > 0
    found: np.ndarray = mark & joining
    return found


def _quantized(scores: np.ndarray) -> np.ndarray:
    return np.searchsorted([0.08, 0.25, 0.5, 0.75, 0.92], scores).astype(np.int64)


def _nearest(at: np.ndarray, edge: np.ndarray, bound: np.ndarray, step: int) -> np.ndarray:
    """Return the index of the step-th candidate before (behind) an edge within the bound, or -1."""
    if not len(at):
        return np.full(len(edge), -1)
    place = np.searchsorted(at, edge, side="left")
    index = place + step if step < 0 else place + step - 1
    safe = np.clip(index, 0, len(at) - 1)
    ok = (index >= 0) & (index < len(at))
    ok &= at[safe] >= bound if step < 0 else at[safe] < bound
    return np.where(ok, safe, -1)


def _strongest(
    at: np.ndarray, cue: np.ndarray, side: np.ndarray, a: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Return, in steps, how sure the sentence's surest cue with content on a side is."""
    if not len(at):
        return np.zeros(len(a), np.int64)
    value = np.append(cue * side, 0.0)
    i, j = np.searchsorted(at, low), np.searchsorted(at, high)
    order = np.stack([i, j], axis=1).reshape(-1)
    peak = np.maximum.reduceat(value, np.minimum(order, len(at)))[::2]
    return np.where(j > i, _quantized(peak) + 1, 0)


def _quotes(
    words: Words, a: np.ndarray, b: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    total = np.append(0, np.cumsum(words.quoted))
    before = np.minimum(bins(total[a] - total[low]), 4)
    behind = np.minimum(bins(total[high] - total[b]), 4)
    return before, behind


def _sentences(words: Words, at: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return a small number for what each sentence is: quoted or not, with a cue or not."""
    count = len(words.tokens.sentences)
    starts = np.append(words.tokens.sentences, len(words.code))
    total = np.append(0, np.cumsum(words.quoted))
    share = (total[starts[1:]] - total[starts[:-1]]) / np.maximum(np.diff(starts), 1)
    best = np.zeros(count)
    if len(at):
        np.maximum.at(best, words.sentence[at], scores[:, 0] * np.maximum(scores[:, 1], scores[:, 2]))
    return np.searchsorted([0.01, 0.5, 0.99], share).astype(np.int64) * 8 + _quantized(best) + 1


def _beside(words: Words, sentence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the sentence before in the same text, and the one behind in the same paragraph; -1 where there is none.

    What a paragraph says is decided without those behind it: a text that grows changes nothing before.
    """
    starts = words.tokens.sentences
    if not len(starts):
        return np.full(len(sentence), -1), np.full(len(sentence), -1)
    doc = np.searchsorted(words.tokens.docs, starts, side="right")
    paragraph = np.searchsorted(words.tokens.paragraphs, starts, side="right")
    same_doc = np.append(False, doc[1:] == doc[:-1])
    same_paragraph = np.append(paragraph[1:] == paragraph[:-1], False)
    safe = np.clip(sentence, 0, len(starts) - 1)
    ahead = np.where((sentence >= 0) & same_doc[safe], sentence - 1, -1)
    behind = np.where((sentence >= 0) & same_paragraph[safe], sentence + 1, -1)
    return ahead, behind


def _at(values: np.ndarray, index: np.ndarray) -> np.ndarray:
    return np.where(index >= 0, values[np.clip(index, 0, None)], 0)


def _has(words: Words, a: np.ndarray, b: np.ndarray, bit: int) -> np.ndarray:
    total = np.append(0, np.cumsum((words.kind & bit) > 0))
    return (total[b] > total[a]).astype(np.int64)


_I = {_hash_of(word) for word in ("i", "we", "i'm", "we're", "i've", "we've", "i'd", "i'll", "we'll")}


def _first_person(words: Words, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    mine = np.isin(words.code, list(_I)) & ~words.quoted
    total = np.append(0, np.cumsum(mine))
    return (total[high] > total[low]).astype(np.int64)


def _paragraph_start(words: Words, low: np.ndarray) -> np.ndarray:
    flags = np.zeros(len(words.code) + 1, np.int64)
    flags[words.tokens.paragraphs] = 1
    return flags[low]
