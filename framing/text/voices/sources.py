"""Who is said to say it: stretches beside a cue that may be its source, as a scorer is shown them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.text.voices.cue_features import Around, bins
from framing.text.voices.hashing import Features
from framing.text.voices.known import Bits
from framing.text.voices.words import COMMA, DASH, Words, code_of

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
    mark = np.append(np.int8(0), words.after[:-1])
    edge = np.zeros(size, bool)
    edge[words.tokens.sentences] = True
    edge[1:] |= words.quoted[1:] != words.quoted[:-1]
    hard = edge | (mark > COMMA) | (words.before > 0)
    soft = hard | (mark == COMMA)
    joined = (words.kind & (Bits.SUBORDINATOR | Bits.COORDINATOR)) > 0
    any_ = soft | joined | np.append(False, joined[:-1])
    any_stop, soft_stop = _Stops(any_), _Stops(soft)

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

    one = any_stop.last(inner)
    put("left", one, stop, able)
    before = soft_stop.last(inner)
    put("left_joined", before, stop, able & (before < one))
    for way in ("left_comma", "left_comma2", "left_comma3"):
        passed = able & (before > low) & (mark[before] >= COMMA) & (mark[before] <= DASH)
        before = np.where(passed, soft_stop.last(np.maximum(before - 1, 0)), before)
        put(way, before, stop, passed)
    put("relative", inner, stop, able & ((words.kind[inner] & Bits.SUBORDINATOR) > 0))

    own = np.maximum(at - 1, 0)
    possessive = ((words.kind & Bits.POSSESSIVE) > 0) | (words.shape == _POSSESSIVE)
    bound, found = soft_stop.last(own), np.full(len(at), -1)
    for step in (1, 2, 3):
        place = np.maximum(at - step, 0)
        new = (found < 0) & (at - step >= low) & possessive[place] & (bound <= place)
        found = np.where(new, place, found)
    put("possessive", found, found + 1, found >= 0)
    long = any_stop.last(np.maximum(found, 0))
    put("possessive_long", long, found + 1, (found >= 0) & (long < found))

    first = at + 1 + (Around(words, at)(words.code, 1) == _TO) * (words.code[at] == _ACCORDING)
    safe = np.minimum(first, size - 1)
    ahead = (first < high) & ~words.quoted[safe]
    after = soft_stop.next(safe)
    put("right", first, after, ahead)
    preposition = _Stops((words.kind & (Bits.PREPOSITION | Bits.TIME)) > 0)
    short = np.minimum(any_stop.next(safe), preposition.next(safe))
    put("right_short", first, np.minimum(short, after), ahead & (short < after))
    for way in ("right_comma", "right_comma2"):
        passed = ahead & (after < high) & (mark[np.minimum(after, size - 1)] == COMMA)
        after = np.where(passed, soft_stop.next(np.minimum(after, size - 1)), after)
        put(way, first, after, passed)
    by = np.full(len(at), -1)
    for step in (1, 2, 3, 4):
        place = np.minimum(at + step, size - 1)
        by = np.where((by < 0) & (at + step < high - 1) & (words.code[place] == _BY), place + 1, by)
    put("by", by, soft_stop.next(np.clip(by, 0, size - 1)), by >= 0)

    # The subject of the whole sentence, for a participle that stands far behind it: after an opening
    # "On Monday, ...", up to its first verb.
    verb = ((words.kind & (Bits.AUXILIARY | Bits.VERB)) > 0) | (words.shape == _ED)
    verb |= (words.cue == 2) | (words.cue == 3)
    bound = soft_stop.next(low)
    opening = (words.kind[low] & (Bits.PREPOSITION | Bits.SUBORDINATOR | Bits.ADVERB)) > 0
    head = np.where(opening & (bound < at), bound, low)
    safe = np.minimum(head, size - 1)
    stop = np.minimum(_Stops(verb).here(safe), soft_stop.next(safe))
    put("subject", head, stop, stop < at)
    # The subject of the cue before, for the second of two verbs: "he said ..., adding ...".
    column = WAYS.index("left")
    same = np.append(False, sentence[1:] == sentence[:-1])
    first, after = np.append(0, begin[:-1, column]), np.append(0, end[:-1, column])
    put("same", first, after, same & (after > first))
    return Candidates(begin, end)


class _Stops:
    """Flagged words, to be asked which is next to a place."""

    def __init__(self, flags: np.ndarray) -> None:
        self._before = np.zeros(len(flags) + 1, np.int32)
        np.cumsum(flags, out=self._before[1:])
        # Before the first flagged word counts as the first of all, behind the last as the end.
        self._places = np.concatenate([[0], np.flatnonzero(flags), [len(flags)]])

    def last(self, place: np.ndarray) -> np.ndarray:
        """Return the last flagged word up to each place."""
        found: np.ndarray = self._places[self._before[place + 1]]
        return found

    def here(self, place: np.ndarray) -> np.ndarray:
        """Return the first flagged word from each place on."""
        found: np.ndarray = self._places[self._before[place] + 1]
        return found

    def next(self, place: np.ndarray) -> np.ndarray:
        """Return the first flagged word behind each place."""
        return self.here(place + 1)


_TO, _BY, _ACCORDING = code_of("to"), code_of("by"), code_of("according")
_ED, _LY, _POSSESSIVE, _NT = 3, 4, 8, 11


def source_features(
    words: Words, at: np.ndarray, scores: np.ndarray, found: Candidates, f: Features | None = None
) -> tuple[Features, np.ndarray, np.ndarray]:
    """Return the features of every candidate there is, with its cue's row and its way."""
    row, way = np.nonzero(found.given)
    cue = at[row]
    b, e = found.begin[row, way], found.end[row, way]
    none = way == NONE
    first, last = np.where(none, cue, b), np.where(none, cue, e - 1)
    end = last + ~none
    code, shape, kind = words.code, words.shape, words.kind
    # What is asked of the cue is the same for all its candidates.
    form_of = words.cue[at].astype(np.uint32) << np.uint32(8) | words.frames(at)
    p = np.searchsorted([0.25, 0.5, 0.75], scores).astype(np.uint32)
    form, side = form_of[row], (p[:, 1] * np.uint32(4) + p[:, 2])[row]
    beside = Around(words, at)

    def by(values: np.ndarray, step: int) -> np.ndarray:
        found: np.ndarray = beside(values, step)[row]
        return found

    size = np.where(none, 0, bins(e - b))
    head = np.where(none, 0, (kind[first] & (Bits.PRONOUN | Bits.WHO | Bits.ARTICLE | Bits.POSSESSIVE)))
    ahead, behind = Around(words, first), Around(words, last)
    nth = way.astype(np.uint32)
    f = f or Features()
    f.add(nth, by(code, 0))
    f.add(nth, form, side)
    f.add(nth, size)
    f.add(nth, code[first])
    f.add(nth, code[last])
    f.add(nth, shape[first], head, shape[last])
    f.add(nth, kind[last], shape[last], form)
    f.add(nth, ahead(code, -1), form)
    f.add(nth, ahead(words.after, -1), words.after[last], side)
    f.add(nth, behind(code, 1), form)
    f.add(nth, by(code, -1), form)
    f.add(nth, by(code, 1), form)
    f.add(nth, by(words.after, -1), by(words.after, 0), side)
    f.add(nth, by(kind, 1), by(shape, 1), side, form)
    f.add(nth, by(kind, -1), by(shape, -1), side, form)
    f.add(nth, by(words.quoted, -1), by(words.quoted, 1), side)
    speaks = np.minimum(_count(((kind & (Bits.WHO | Bits.PRONOUN)) > 0) | (shape >= 7), first, end), 2)
    f.add(nth, speaks, size)
    f.add(nth, speaks, side, form)
    verbs = _count((words.cue > 0) | ((kind & Bits.AUXILIARY) > 0) | (shape == 3), first, end)
    f.add(nth, np.minimum(verbs, 3), size)
    there = _pattern(found)[row]
    f.add(nth, there)
    f.add(nth, there, side, by(words.cue, 0))
    return f, row, way


def _count(flags: np.ndarray, b: np.ndarray, e: np.ndarray) -> np.ndarray:
    total = np.zeros(len(flags) + 1, np.int32)
    np.cumsum(flags, out=total[1:])
    found: np.ndarray = total[e] - total[b]
    return found


def _pattern(found: Candidates) -> np.ndarray:
    bits = 1 << np.arange(len(WAYS))
    pattern: np.ndarray = found.given @ bits
    return pattern
