"""Who is said to say it: stretches beside a cue that may be its source, as a scorer is shown them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.text.voices.cue_features import around, bins
from framing.text.voices.hashing import Features
from framing.text.voices.known import Bits
from framing.text.voices.words import COMMA, DASH, PAREN, Words, code_of

__all__ = ["NONE", "WAYS", "Candidates", "source_candidates", "source_features"]

#: How a candidate is found; the last stands for no source at all.
WAYS = (
    "left", "left_joined", "left_comma", "left_comma2", "left_comma3", "relative", "possessive",
    "possessive_long", "right", "right_short", "right_comma", "right_comma2", "by", "subject", "same", "none",
)  # fmt: skip
NONE = WAYS.index("none")
_SKIPPED = Bits.AUXILIARY | Bits.ADVERB
_MOST = 30


@dataclass(frozen=True)
class Candidates:
    """Stretches of words, a row a cue and a column a way; empty where a way finds nothing."""

    begin: np.ndarray
    end: np.ndarray

    @property
    def given(self) -> np.ndarray:
        """Which candidates there are; none at all is always one."""
        there = self.end > self.begin
        there[:, NONE] = True
        return there


def source_candidates(words: Words, at: np.ndarray) -> Candidates:
    """Return the stretches that may be the source of each cue."""
    size = len(words.code)
    begin = np.zeros((len(at), len(WAYS)), np.int64)
    end = np.zeros_like(begin)
    if not len(at):
        return Candidates(begin, end)
    starts = np.append(words.tokens.sentences, size)
    sentence = words.sentence[at]
    low, high = starts[sentence], starts[sentence + 1]
    index = np.arange(size)
    mark = np.append(0, words.after[:-1])
    edge = np.zeros(size, bool)
    edge[words.tokens.sentences] = True
    edge[1:] |= words.quoted[1:] != words.quoted[:-1]
    hard = edge | (mark > COMMA) | (words.before > 0)
    soft = hard | (mark == COMMA)
    joined = (words.kind & (Bits.SUBORDINATOR | Bits.COORDINATOR)) > 0
    any_ = soft | joined | np.append(False, joined[:-1])
    last_any, last_soft = _last(any_, index), _last(soft, index)
    next_soft, next_any = _next(soft, index, size), _next(any_, index, size)

    # Back over "has not yet", "also", "repeatedly".
    stop = at.copy()
    for _ in range(6):
        place = np.maximum(stop - 1, 0)
        skipped = ((words.kind[place] & _SKIPPED) > 0) | (words.shape[place] == _LY)
        skipped |= words.shape[place] == _NT
        stop = np.where((stop > low) & skipped & (words.after[place] == 0), stop - 1, stop)
    able = stop > low
    inner = np.maximum(stop - 1, 0)

    def put(way: str, b: np.ndarray, e: np.ndarray, ok: np.ndarray) -> None:
        column = WAYS.index(way)
        good = ok & (b >= low) & (e <= high) & (e > b) & (e - b <= _MOST)
        begin[good, column], end[good, column] = b[good], e[good]

    one = last_any[inner]
    put("left", one, stop, able)
    put("left_joined", last_soft[inner], stop, able & (last_soft[inner] < one))
    before = last_soft[inner]
    for way in ("left_comma", "left_comma2", "left_comma3"):
        passed = able & (before > low) & np.isin(mark[before], (COMMA, PAREN, DASH))
        before = np.where(passed, last_soft[np.maximum(before - 1, 0)], before)
        put(way, before, stop, passed)
    put("relative", inner, stop, able & ((words.kind[inner] & Bits.SUBORDINATOR) > 0))

    own = np.maximum(at - 1, 0)
    possessive = ((words.kind & Bits.POSSESSIVE) > 0) | (words.shape == _POSSESSIVE)
    found = np.full(len(at), -1)
    for step in (1, 2, 3):
        place = np.maximum(at - step, 0)
        new = (found < 0) & (at - step >= low) & possessive[place] & (last_soft[own] <= place)
        found = np.where(new, place, found)
    put("possessive", found, found + 1, found >= 0)
    put(
        "possessive_long",
        last_any[np.maximum(found, 0)],
        found + 1,
        (found >= 0) & (last_any[np.maximum(found, 0)] < found),
    )

    first = at + 1 + (around(words, words.code, at, 1) == _TO) * (words.code[at] == _ACCORDING)
    safe = np.minimum(first, size - 1)
    ahead = (first < high) & ~words.quoted[safe]
    after = next_soft[safe]
    put("right", first, after, ahead)
    short = np.minimum(
        next_any[safe], _next((words.kind & (Bits.PREPOSITION | Bits.TIME)) > 0, index, size)[safe]
    )
    put("right_short", first, np.minimum(short, after), ahead & (short < after))
    for way in ("right_comma", "right_comma2"):
        passed = ahead & (after < high) & (mark[np.minimum(after, size - 1)] == COMMA)
        after = np.where(passed, next_soft[np.minimum(after, size - 1)], after)
        put(way, first, after, passed)
    by = np.full(len(at), -1)
    for step in (1, 2, 3, 4):
        place = np.minimum(at + step, size - 1)
        by = np.where((by < 0) & (at + step < high - 1) & (words.code[place] == _BY), place + 1, by)
    put("by", by, next_soft[np.clip(by, 0, size - 1)], by >= 0)

    # The subject of the whole sentence, for a participle that stands far behind it: after an opening
    # "On Monday, ...", up to its first verb.
    verb = (
        ((words.kind & (Bits.AUXILIARY | Bits.VERB)) > 0) | (words.shape == _ED) | np.isin(words.cue, (2, 3))
    )
    next_verb = np.where(verb, index, _next(verb, index, size))
    opening = ((words.kind[low] & (Bits.PREPOSITION | Bits.SUBORDINATOR | Bits.ADVERB)) > 0) & (
        next_soft[low] < at
    )
    head = np.where(opening, next_soft[low], low)
    stop = np.minimum(next_verb[np.minimum(head, size - 1)], next_soft[np.minimum(head, size - 1)])
    put("subject", head, stop, stop < at)
    # The subject of the cue before, for the second of two verbs: "he said ..., adding ...".
    column = WAYS.index("left")
    same = np.append(False, sentence[1:] == sentence[:-1])
    before = np.append(0, begin[:-1, column]), np.append(0, end[:-1, column])
    put("same", before[0], before[1], same & (before[1] > before[0]))
    return Candidates(begin, end)


def _last(flags: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Return, for each word, the last flagged word up to it."""
    found: np.ndarray = np.maximum.accumulate(np.where(flags, index, 0))
    return found


def _next(flags: np.ndarray, index: np.ndarray, size: int) -> np.ndarray:
    """Return, for each word, the first flagged word behind it."""
    ahead = np.append(np.where(flags, index, size)[1:], size)
    found: np.ndarray = np.minimum.accumulate(ahead[::-1])[::-1]
    return found


_TO, _BY, _ACCORDING = code_of("to"), code_of("by"), code_of("according")
_ED, _LY, _POSSESSIVE, _NT = 3, 4, 8, 11


def source_features(
    words: Words, at: np.ndarray, scores: np.ndarray, found: Candidates
) -> tuple[Features, np.ndarray, np.ndarray]:
    """Return the features of every candidate there is, with its cue's row and its way."""
    row, way = np.nonzero(found.given)
    cue = at[row]
    b, e = found.begin[row, way], found.end[row, way]
    none = way == NONE
    first, last = np.where(none, cue, b), np.where(none, cue, e - 1)
    code, shape, kind = words.code, words.shape.astype(np.int64), words.kind.astype(np.int64)
    form = words.cue[cue].astype(np.int64) << 8 | words.frames(cue)
    p = np.searchsorted([0.25, 0.5, 0.75], scores[row]).astype(np.int64)
    side = p[:, 1] * 4 + p[:, 2]
    size = np.where(none, 0, bins(e - b))
    head = np.where(none, 0, (kind[first] & (Bits.PRONOUN | Bits.WHO | Bits.ARTICLE | Bits.POSSESSIVE)))
    f = Features()
    f.add(way, code[cue])
    f.add(way, form, side)
    f.add(way, size)
    f.add(way, code[first])
    f.add(way, code[last])
    f.add(way, shape[first], head, shape[last])
    f.add(way, kind[last], shape[last], form)
    f.add(way, around(words, code, first, -1), form)
    f.add(way, around(words, words.after, first, -1), around(words, words.after, last, 0), side)
    f.add(way, around(words, code, last, 1), form)
    f.add(way, around(words, code, cue, -1), form)
    f.add(way, around(words, code, cue, 1), form)
    f.add(way, around(words, words.after, cue, -1), words.after[cue], side)
    f.add(way, around(words, kind, cue, 1), around(words, shape, cue, 1), side, form)
    f.add(way, around(words, kind, cue, -1), around(words, shape, cue, -1), side, form)
    f.add(way, around(words, words.quoted, cue, -1), around(words, words.quoted, cue, 1), side)
    speaks = _any(
        words,
        (kind & (Bits.WHO | Bits.PRONOUN)) | np.where(shape >= 7, 1 << 13, 0),
        first,
        np.where(none, first, e),
    )
    f.add(way, speaks, size)
    f.add(way, speaks, side, form)
    verbs = _count(
        (words.cue > 0) | ((kind & Bits.AUXILIARY) > 0) | (shape == 3), first, np.where(none, first, e)
    )
    f.add(way, np.minimum(verbs, 3), size)
    there = _pattern(found)[row]
    f.add(way, there)
    f.add(way, there, side, words.cue[cue].astype(np.int64))
    return f, row, way


def _any(words: Words, flags: np.ndarray, b: np.ndarray, e: np.ndarray) -> np.ndarray:
    some: np.ndarray = np.minimum(_count(flags > 0, b, e), 2)
    return some


def _count(flags: np.ndarray, b: np.ndarray, e: np.ndarray) -> np.ndarray:
    total = np.append(0, np.cumsum(flags))
    found: np.ndarray = total[e] - total[b]
    return found


def _pattern(found: Candidates) -> np.ndarray:
    bits = 1 << np.arange(len(WAYS))
    pattern: np.ndarray = found.given @ bits
    return pattern
