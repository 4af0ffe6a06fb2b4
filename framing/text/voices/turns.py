"""Speech that a colon gives to somebody: turns of an interview (``NAME: ...``), and headlines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.text.voices.headlines import spoken as headlines
from framing.text.voices.known import Bits
from framing.text.voices.words import COLON, Words

__all__ = ["Turns", "turns"]

_WHO = Bits.WHO
_CAPITAL = 7
#: Most words of a name before a colon.
_NAME = 6
#: So many paragraphs of a text must begin with a name and a colon to make it a transcript.
_LEAST = 3


@dataclass(frozen=True)
class Turns:
    """Source and content of each turn, in words."""

    source: np.ndarray
    source_end: np.ndarray
    begin: np.ndarray
    end: np.ndarray


def turns(words: Words, title: np.ndarray) -> Turns:
    """Return the stretches that a colon gives to a speaker."""
    tokens = words.tokens
    colon = np.flatnonzero((words.after == COLON) & ~words.quoted & ~title)
    edges = np.append(tokens.paragraphs, len(words.code))
    nth = np.searchsorted(tokens.paragraphs, colon, side="right") - 1
    low, high = edges[nth], edges[nth + 1]
    named = (words.shape >= _CAPITAL) & (words.shape <= 9) | ((words.kind & _WHO) > 0)
    total = np.append(0, np.cumsum(named))
    marks = np.append(0, np.cumsum(words.after > 0))

    size = colon + 1 - low
    share = total[colon + 1] - total[low]
    alone = marks[colon] == marks[low]
    opening = (size <= _NAME) & (share * 2 >= size) & (share > 0) & alone & (colon + 1 < high)
    quote = np.append(words.quoted, False)[np.minimum(colon + 1, len(words.code))]
    # "She added:" is the taggers' business.
    cues = np.append(0, np.cumsum(words.cue > 0))
    opening &= (cues[colon + 1] == cues[low]) & (share == size)
    transcript = _transcripts(words, low, colon, opening)
    spoken = opening & (quote | transcript)

    first = np.flatnonzero(spoken)
    begin, end = colon[first] + 1, high[first].copy()
    # In a transcript paragraphs without a name go on in the same speaker's words.
    if len(first) > 1:
        doc = tokens.doc_of(colon[first])
        goes_on = transcript[first[:-1]] & (doc[1:] == doc[:-1])
        end[:-1] = np.where(goes_on, low[first[1:]], end[:-1])
    rows = np.column_stack([low[first], colon[first] + 1, begin, end]).astype(np.int64)
    rows = np.concatenate([rows, np.array(headlines(words, title), np.int64).reshape(-1, 4)])
    return Turns(*rows.T)


def _transcripts(words: Words, low: np.ndarray, colon: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """Mask the openings of texts in which the same few names open paragraphs again and again."""
    found = np.zeros(len(colon), bool)
    index = np.flatnonzero(opening)
    if len(index) < _LEAST:
        return found
    doc = words.tokens.doc_of(colon[index])
    total = np.append(0, np.cumsum(words.tokens.ids.astype(np.int64) * 2_654_435_761 % 1_000_003))
    name = total[colon[index] + 1] - total[low[index]]
    for one in np.unique(doc):
        here = np.flatnonzero(doc == one)
        _, times = np.unique(name[here], return_counts=True)
        if len(here) >= _LEAST and times.max() > 1 and len(times) * 2 <= len(here) + 1:
            found[index[here]] = True
    return found
