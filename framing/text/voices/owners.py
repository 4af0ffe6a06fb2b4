"""Which attribution each clause of content belongs to, and which attribution stands inside which."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from framing.text.voices.clauses import Clauses
from framing.text.voices.cues import speech
from framing.text.voices.words import Words

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["owners"]

#: A cue is asked for content on a side only if its content may be there.
_MAY = 0.35


def owners(
    words: Words, clauses: Clauses, content: np.ndarray, cue: np.ndarray, sides: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the attribution of each clause of content, and the attribution around each attribution.

    A clause belongs to the cue beside it that points to it. Where that is a
    wish or a thought inside of what somebody says ("Canada is willing to talk,
    he noted"), the words are the speaker's. Where two speak, one inside the
    other ("the agency reported that the minister said"), they are those of the
    inner one, and the outer one is who brought them. Content without a cue in
    its sentence goes on in the words of whoever spoke before.

    Returns
    -------
    owner : int64 array, one item a clause
        -1 where nobody is known.
    outer : int64 array, one item a cue
        -1 where a cue stands in nobody's words.
    """
    count = len(clauses.begin)
    owner, outer = np.full(count, -1, np.int64), np.full(len(cue), -1, np.int64)
    if not len(cue) or not count:
        return owner, outer
    speaks = _speaks(words, cue)
    left, l_value = _pointing(words, clauses, cue, sides, -1)
    right, r_value = _pointing(words, clauses, cue, sides, +1)
    near = np.where(l_value >= r_value, left, right)
    far = np.where(l_value >= r_value, right, left)

    clause_of = np.searchsorted(clauses.begin, cue, side="right") - 1
    home, away = near[clause_of], far[clause_of]
    # Around a cue stands the cue whose content its own clause is; or one at the other end of the sentence.
    inside = content[clause_of] & (home >= 0)
    outer = np.where(
        inside, home, np.where(_opens(words, cue, away), away, np.where(_opens(words, cue, home), home, -1))
    )
    outer[outer == np.arange(len(cue))] = -1
    outer = _loopless(outer)

    lifted = _lifted(outer, speaks)
    safe = np.clip(near, 0, None)
    owner = np.where(near >= 0, lifted[safe], -1)
    # A thought beside the clause, a speaker at the other end of its sentence: the speaker's.
    other = np.clip(far, 0, None)
    weak = (owner >= 0) & ~speaks[np.clip(owner, 0, None)] & (far >= 0) & speaks[other]
    owner = np.where(weak, lifted[other], owner)
    # Two speakers point to it from both ends: the one behind brought what the one before it says. A
    # quotation is of whoever stands right behind it.
    before, behind = np.clip(left, 0, None), np.clip(right, 0, None)
    both = (left >= 0) & (right >= 0) & speaks[before] & speaks[behind] & content
    both &= ~(words.quoted[clauses.begin] & (r_value >= l_value))
    owner = np.where(both, lifted[before], owner)
    pairs = np.flatnonzero(both & (owner != right))
    outer[owner[pairs]] = np.where(outer[owner[pairs]] < 0, right[pairs], outer[owner[pairs]])
    owner = np.where(content, owner, -1)
    return _continued(words, clauses, content, owner), _loopless(outer)


def _speaks(words: Words, cue: np.ndarray) -> np.ndarray:
    """Mask the cues that are speech or finding, not thought, wish or feeling."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # Asked of the few distinct words that are cues somewhere.
    asked, where = np.unique(words.tokens.ids[cue], return_inverse=True)
    lower = pc.utf8_lower(words.tokens.forms.take(pa.array(asked)))
    spoken = pc.is_in(lower, value_set=_speech(lower.type)).to_numpy(zero_copy_only=False)
    found: np.ndarray = spoken[where]
    return found


@cache
def _speech(kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    return pa.array(sorted(speech()), type=kind)


def _pointing(
    words: Words, clauses: Clauses, cue: np.ndarray, sides: np.ndarray, step: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the next cue on a side that may point to each clause, -1 where none, and how well it fits."""
    a = clauses.begin
    starts = np.append(words.tokens.sentences, len(words.code))
    sentence = words.sentence[a]
    able = np.flatnonzero(sides[:, 1 if step < 0 else 2] > _MAY)
    if not len(able):
        return np.full(len(a), -1, np.int64), np.zeros(len(a))
    clause_of = np.searchsorted(a, cue[able], side="right") - 1
    # A cue of the clause itself stands at its beginning, so it is not before it, nor behind its end.
    count = np.zeros(len(a) + 1, np.int64)
    np.cumsum(np.bincount(clause_of, minlength=len(a)), out=count[1:])
    place = count[:-1] - 1 if step < 0 else count[1:]
    safe = np.clip(place, 0, len(able) - 1)
    found = able[safe]
    at = cue[found]
    ok = (place >= 0) & (place < len(able))
    ok &= (at >= starts[sentence]) & (at < starts[sentence + 1])
    steps = np.abs(np.arange(len(a)) - clause_of[safe])
    weight = sides[able, 0] * sides[able, 1 if step < 0 else 2]
    value = np.where(ok, weight[safe] / (2 + steps), 0)
    return np.where(ok, found, -1), value


def _opens(words: Words, cue: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether the other cue is an "according to" that opens or closes the sentence of a cue."""
    safe = np.clip(other, 0, None)
    particle: np.ndarray = (other >= 0) & (words.cue[cue[safe]] == _PARTICLE)
    return particle


_PARTICLE = 7


def _lifted(outer: np.ndarray, speaks: np.ndarray) -> np.ndarray:
    """Return, for each cue, the nearest cue around it that speaks, itself if it does or if none does."""
    result = np.arange(len(outer))
    at = result.copy()
    for _ in range(6):
        at = np.where((at >= 0) & ~speaks[np.clip(at, 0, None)], outer[np.clip(at, 0, None)], at)
    found: np.ndarray = np.where(at >= 0, at, result)
    return found


def _loopless(outer: np.ndarray) -> np.ndarray:
    """Break rings of cues that stand inside each other."""
    at = outer.copy()
    for _ in range(6):
        at = np.where(at >= 0, outer[np.clip(at, 0, None)], -1)
    # Whatever still has something around it after so many steps goes round in a ring.
    return np.where(at >= 0, -1, outer)


def _continued(words: Words, clauses: Clauses, content: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Give content without a cue of its own to whoever spoke before, in this paragraph or the last."""
    a = clauses.begin
    index = np.arange(len(a))
    spoken = np.maximum.accumulate(np.where(content & (owner >= 0), index, -1))
    paragraph = np.searchsorted(words.tokens.paragraphs, a, side="right")
    doc = words.tokens.doc_of(a)
    quoted = words.quoted[a]
    safe = np.clip(spoken, 0, None)
    near = (spoken >= 0) & (doc[safe] == doc) & (paragraph - paragraph[safe] <= np.where(quoted, 1, 0))
    # A quotation that opens a paragraph is more likely of whoever is named behind it, in its own paragraph.
    ahead = np.where(content & (owner >= 0), index, len(a))
    next_ = np.minimum.accumulate(ahead[::-1])[::-1]
    after = np.clip(next_, 0, len(a) - 1)
    same = (next_ < len(a)) & (paragraph[after] == paragraph) & quoted & quoted[after]
    opens = near & (paragraph != paragraph[safe])
    filled = np.where(near & ~(opens & same), owner[safe], np.where(same, owner[after], -1))
    found: np.ndarray = np.where(content & (owner < 0), filled, owner)
    return found
