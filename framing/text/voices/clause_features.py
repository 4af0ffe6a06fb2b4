"""What the scorer of clauses is shown: the clause, cues on either side, how much of it names a speaker."""

from __future__ import annotations

import numpy as np

from framing.text.voices.clause_view import Beside, View, before, beside, view
from framing.text.voices.clauses import Clauses
from framing.text.voices.hashing import Features
from framing.text.voices.known import Bits
from framing.text.voices.sentence_features import sentence_features
from framing.text.voices.words import EDGE, Words

__all__ = ["clause_features"]

_U = np.uint32


def clause_features(
    words: Words,
    clauses: Clauses,
    at: np.ndarray,
    scores: np.ndarray,
    source: tuple[np.ndarray, np.ndarray],
    title: np.ndarray,
    f: Features | None = None,
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
    f : Features, optional
        What they are added to.
    """
    v, f, every = view(words, clauses, at, scores), f or Features(), np.arange(len(at))
    _itself(f, v)
    left, right, second = (beside(v, every, step) for step in (-1, +1, -2))
    _weak_sides(f, v, left, right, second)
    _sure_sides(f, v, left, right)
    _sources(f, v, left, right, source)
    sentence_features(f, v, left, right, title)
    return f


def _itself(f: Features, v: View) -> None:
    w = v.words
    own_cue = w.cue.take(v.a).astype(_U)
    own_cue[v.quoted] = 0
    second, ahead = v.word(1, w.code), v.word(-1, w.code)
    f.add(v.length, v.quoted)
    f.add(v.first)
    f.add(v.first, second)
    f.add(v.shapes, v.word(1, w.shape))
    f.add(w.code.take(v.last))
    f.add(ahead, v.first)
    f.add(v.word(-2, w.code), ahead)
    f.add(v.mark_before, v.mark_after, v.position)
    f.add(np.where(v.b < v.high, w.code.take(v.b, mode="clip"), EDGE), v.mark_after)
    f.add(v.here, v.position)
    f.add(v.here, own_cue)


def _weak_sides(f: Features, v: View, left: Beside, right: Beside, second: Beside) -> None:
    """Add the next candidates on both sides, whether or not they are likely cues."""
    that = np.where(left.found, v.thats.take(v.a + 1) > v.thats.take(left.place), 2).astype(_U)
    near = np.minimum(left.steps, 3)
    f.add(left.sure, left.steps)
    f.add(left.sure, left.steps, left.marks, that)
    f.add(left.code, near)
    f.add(left.code, v.first)
    f.add(left.base, np.minimum(left.steps, 2), left.marks)
    f.add(left.form, v.first, left.marks)
    f.add(left.form, left.steps, left.marks, v.mark_before)
    f.add(left.sure, v.first, left.marks)
    f.add(left.sure, left.words, v.mark_before, v.shapes)
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
    f.add(right.sure, v.here, v.length)


def _sure_sides(f: Features, v: View, weak_left: Beside, weak_right: Beside) -> None:
    """Add the nearest cues that surely are some and point this way; weak ones between don't hide them."""
    toward, back = v.surely
    left, right = beside(v, toward, -1), beside(v, back, +1)
    end = np.where(right.found, np.minimum(v.high - 1 - right.place, 6), 9).astype(_U)
    gap = np.where(left.found, np.minimum(left.place - v.low, 8), 9).astype(_U)
    breaks = v.breaks.take(v.a + 1) - v.breaks.take(left.place + 1)
    breaks = np.where(left.found, np.minimum(breaks, 3), 9).astype(_U)
    near = np.minimum(left.steps, 3)
    any_left, any_right = left.sure > 0, right.sure > 0
    f.add(left.sure, right.sure)
    f.add(left.sure, right.sure, v.position, v.here)
    f.add(left.sure, left.steps, left.marks)
    f.add(left.code, left.steps, any_right)
    f.add(left.code, v.first, left.marks)
    f.add(left.base, near, left.marks, breaks)
    f.add(left.base, v.first)
    f.add(right.base, end, right.marks)
    f.add(left.form, v.first, left.marks, v.mark_before)
    f.add(left.form, left.marks, breaks, v.mark_before, left.steps)
    f.add(left.sure, breaks, v.first)
    f.add(left.sure, weak_left.sure, near)
    f.add(right.sure, right.steps, right.marks)
    f.add(right.sure, right.marks, end, v.mark_after)
    f.add(right.code, right.marks, end, any_left)
    f.add(right.form, right.steps, right.marks, v.mark_after, v.position)
    f.add(right.sure, end, any_left, v.position, np.minimum(right.steps, 4))
    f.add(right.sure, left.sure, left.marks, right.marks)
    f.add(gap, left.sure, left.marks, v.mark_before)


def _sources(
    f: Features, v: View, left: Beside, right: Beside, source: tuple[np.ndarray, np.ndarray]
) -> None:
    """Add how much of a clause names a speaker: that is nobody's words."""
    change = np.zeros(len(v.words.code) + 1, np.int32)
    np.add.at(change, source[0], 1)
    np.add.at(change, source[1], -1)
    named = np.cumsum(change) > 0
    inside = before(named[:-1])
    share = inside.take(v.b) - inside.take(v.a)
    part = np.where(share == 0, 0, np.where(share == v.b - v.a, 2, 1)).astype(_U)
    # Whether a speaker's name begins right behind the clause, or ends right before it.
    behind = named.take(v.b) & (v.b < v.high)
    ahead = (v.a > v.low) & named.take(v.a - 1, mode="clip")
    f.add(part, v.position)
    f.add(part, left.sure, right.sure)
    f.add(part, behind, ahead, v.mark_before, v.mark_after)
    f.add(part, ahead, v.first)
    f.add(behind, right.sure, v.mark_after, np.minimum(right.steps, 4))
    verbal = (v.words.shape == 3) | ((v.words.cue > 1) & (v.words.cue < 4))
    verb = np.logical_or.reduceat(verbal, v.a) | ((v.kinds & (Bits.VERB | Bits.AUXILIARY)) > 0)
    f.add(part, verb, v.mark_before, v.mark_after)
    f.add(verb, left.sure, right.sure, v.first)
