"""Where mentions stand: how far into the article, in whose voice, in which sentence.

Reads texts and knows nothing of outlets or of chance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.codes import Flags, Floats, Ints
from framing.features.cells import Cells, Voices, cells, check_voices
from framing.text.copies import fingerprints
from framing.text.tokens import sentence_spans

__all__ = ["Places", "places", "prints"]


class Places(NamedTuple):
    """By mention: place from 0 to 1, code of the voice, its sentence where that was asked for, else -1."""

    position: Floats
    voice: Ints
    voices: tuple[str, ...]
    begin: Ints
    end: Ints


def prints(frame: pd.DataFrame) -> np.ndarray:
    """Return a number for each article that is the same for the same words."""
    found = np.zeros(len(frame), np.uint64)
    for chunk in cells(frame, None):
        found[chunk.first : chunk.first + chunk.size] = fingerprints(chunk.tokens)[chunk.size :]
    return found


def places(
    frame: pd.DataFrame, row: Ints, headline: Flags, start: Ints, end: Ints, shown: Flags, voices: Voices
) -> Places:
    """Say of each mention where it stands.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked articles.
    row, headline, start, end : arrays
        Row of the article, whether `start` and `end` count in its title, else in its text.
    shown : bool array
        Mentions whose sentence is wanted.
    voices : {"full", "quotes", None} or pandas.DataFrame
        A mention is in the voice of its first character.
    """
    length = frame["text"].str.len().fillna(0).to_numpy(np.int64)[row]
    position = np.where(headline, 0.0, start / np.maximum(length, 1))
    voice = np.zeros(len(row), np.int64)
    begin, stop = np.full(len(row), -1), np.full(len(row), -1)
    for chunk in cells(frame, voices):
        mine = np.flatnonzero((row >= chunk.first) & (row < chunk.first + chunk.size))
        if not len(mine) or not len(chunk.tokens.ids):
            continue
        doc = row[mine] - chunk.first + np.where(headline[mine], 0, chunk.size)
        word = _word(chunk, doc, start[mine])
        worded = chunk.tokens.docs[doc] < chunk.tokens.docs[doc + 1]
        voice[mine] = np.where(worded, chunk.spoken(chunk.of(word)), 0)
        some = np.flatnonzero(shown[mine] & worded)
        texts = _texts(frame, chunk, doc[some])
        for at, (first, last) in zip(
            mine[some].tolist(), sentence_spans(chunk.tokens, texts, word[some]), strict=True
        ):
            begin[at], stop[at] = min(first, start[at]), max(last, end[at])
        bare = mine[shown[mine] & ~worded]
        begin[bare], stop[bare] = start[bare], end[bare]
    return Places(position, voice, check_voices(voices), begin, stop)


def _word(chunk: Cells, doc: Ints, start: Ints) -> Ints:
    """Return the word that holds each place: the last of its text to begin at or before it."""
    tokens = chunk.tokens
    some = np.unique(doc)
    size = tokens.docs[some + 1] - tokens.docs[some]
    words = np.repeat(tokens.docs[some] - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    if not len(words):
        return np.zeros(len(doc), np.int64)
    first = tokens.spans(words)[0]
    wide = int(max(first.max(), start.max(initial=0))) + 1
    at = np.searchsorted(np.repeat(some, size) * wide + first, doc * wide + start, side="right") - 1
    low, high = tokens.docs[doc], np.maximum(tokens.docs[doc + 1] - 1, tokens.docs[doc])
    held = np.minimum(np.clip(words[np.maximum(at, 0)], low, high), len(tokens.ids) - 1)
    return np.asarray(held, np.int64)


def _texts(frame: pd.DataFrame, chunk: Cells, doc: Ints) -> list[str]:
    row = chunk.first + np.where(doc < chunk.size, doc, doc - chunk.size)
    title, text = frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object)
    return [title[r] if d < chunk.size else text[r] for r, d in zip(row.tolist(), doc.tolist(), strict=True)]
