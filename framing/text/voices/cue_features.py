"""Which cue words are cues here, and on which side their content stands: what the scorer is shown of each."""

from __future__ import annotations

import numpy as np

from framing.text.voices.hashing import Features
from framing.text.voices.words import EDGE, Words

__all__ = ["Around", "bins", "candidates", "cue_features"]


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
    steps: np.ndarray = _STEPS.take(values, mode="clip")
    return steps


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
    f.add(base)
    f.add(base, form)
    f.add(base, code[1])
    f.add(base, code[-1])
    f.add(base, kind[1], shape[1])
    f.add(base, kind[-1], shape[-1])
    f.add(base, mark[-1], mark[0])
    for step in (-4, -3, -2, -1, 1, 2, 3, 4):
        f.add(code[step])
    for step in (-2, -1, 1, 2):
        f.add(own, code[step])
        f.add(form, frames, code[step])
        f.add(form, kind[step], shape[step])
    f.add(code[-1], code[1])
    f.add(form, code[-2], code[-1])
    f.add(form, code[1], code[2])
    f.add(own, mark[-1], mark[0])
    f.add(form, frames, mark[-2], mark[-1], mark[0], mark[1])
    f.add(kind[-2], shape[-2], kind[-1], shape[-1], form)
    f.add(kind[1], shape[1], kind[2], shape[2], form)

    low, high = around.low, around.high
    begun, left_over = bins(at - low), bins(high - 1 - at)
    f.add(begun, form)
    f.add(left_over, form)
    f.add(own, begun, left_over > 0)
    f.add(own, left_over)
    behind, ahead = _quotes(words, at, low, high)
    f.add(behind, ahead)
    f.add(own, behind, ahead)
    f.add(form, frames, bins(behind), ahead > 0, mark[-1], mark[0])
    f.add(form, frames, bins(ahead), behind > 0)
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
