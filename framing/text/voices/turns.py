"""Speech that a colon gives to somebody: turns of an interview, ``NAME: ...``, and headlines, ``... : poll``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.text.voices.known import KNOWN
from framing.text.voices.words import COLON, Words

__all__ = ["Turns", "turns"]

_KINDS = list(KNOWN)
_WHO = 1 << _KINDS.index("who")
_CAPITAL = 7
#: Most words of a name before a colon, and of one behind it at the end of a headline.
_NAME, _TAIL = 6, 4
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
    colon = np.flatnonzero((words.after == COLON) & ~words.quoted)
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
    behind = high - colon - 1
    last = total[high] - total[colon + 1]
    in_title = title[colon] if len(colon) else np.zeros(0, bool)
    closing = in_title & ~opening & (behind > 0) & (behind <= _TAIL) & (last * 2 >= behind)
    # A headline's opening words are a topic as often as a speaker: there only those who can speak will do.
    speaks = np.append(0, np.cumsum((words.kind & _WHO) > 0))
    opening &= ~in_title | (speaks[colon + 1] > speaks[low])
    closing &= speaks[high] > speaks[colon + 1]
    quote = np.append(words.quoted, False)[np.minimum(colon + 1, len(words.code))]
    doc = tokens.doc_of(colon) if len(colon) else np.zeros(0, np.int64)
    many = np.bincount(doc[opening], minlength=int(doc.max()) + 1 if len(doc) else 0)
    transcript = opening & ~in_title & (many[doc] >= _LEAST) if len(doc) else opening
    spoken = opening & (in_title | quote | transcript)

    first = np.flatnonzero(spoken)
    begin, end = colon[first] + 1, high[first].copy()
    # In a transcript paragraphs without a name go on in the same speaker's words.
    for k in range(len(first)):
        i = first[k]
        if transcript[i]:
            after = high[first[k + 1 :]][:1]
            next_turn = low[first[k + 1]] if k + 1 < len(first) and doc[first[k + 1]] == doc[i] else None
            end[k] = next_turn if next_turn is not None and len(after) else end[k]
    tail = np.flatnonzero(closing)
    return Turns(
        np.concatenate([low[first], colon[tail] + 1]),
        np.concatenate([colon[first] + 1, high[tail]]),
        np.concatenate([begin, low[tail]]),
        np.concatenate([end, colon[tail] + 1]),
    )
