"""Sentences cut into clauses: whose words they are is decided a clause at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.text.voices.known import Bits
from framing.text.voices.words import Words, code_of

__all__ = ["Clauses", "cut"]

_OPENING = Bits.SUBORDINATOR | Bits.COORDINATOR | Bits.PRONOUN
_TO = code_of("to")


@dataclass(frozen=True)
class Clauses:
    """Runs of words that are somebody's together: the first word of each, and the one after its last."""

    begin: np.ndarray
    end: np.ndarray


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
