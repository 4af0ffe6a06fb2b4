"""From words to characters: pieces of content with the quotation marks that belong to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from framing.text.tokens import Tokens
from framing.text.voices.attribute import Attributed

__all__ = ["Pieces", "pieces", "placed"]

_OPEN = "\"“”„'‘’`«»‹›「『"


@dataclass(frozen=True)
class Pieces:
    """Stretches of content, each of one attribution and one voice, in order.

    Attributes
    ----------
    begin, end : int64 arrays
        In words.
    start, stop : int64 arrays
        In code points of their text, with the quotation marks about them.
    closing : int64 array
        Where the marks behind end, full stops and brackets with the rest.
    ends : bool array
        It ends its sentence.
    doc : int64 array
        The text.
    quoted : bool array
        In quotation marks, as speech.
    owner : int64 array
        The attribution, -1 where nobody is known to speak.
    probability : float array
        Mean over its words of how sure the tagger is that they are content.
    """

    begin: np.ndarray
    end: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    doc: np.ndarray
    quoted: np.ndarray
    owner: np.ndarray
    probability: np.ndarray
    closing: np.ndarray
    ends: np.ndarray


def pieces(found: Attributed) -> Pieces:
    """Return the stretches of content: neighbouring clauses of one sentence, attribution and voice."""
    words, clauses = found.words, found.clauses
    chosen = np.flatnonzero(found.content)
    a, b = clauses.begin[chosen], clauses.end[chosen]
    quoted, owner = words.quoted[a], found.owner[chosen]
    new = np.ones(len(a), bool)
    if len(a):
        new[1:] = (
            (a[1:] != b[:-1])
            | (quoted[1:] != quoted[:-1])
            | (owner[1:] != owner[:-1])
            | (words.sentence[a[1:]] != words.sentence[a[:-1]])
        )
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(a)) - 1
    begin, end = (a[first], b[last]) if len(a) else (a, b)
    size = (b - a).astype(float)
    # A quotation is content whatever the tagger says of its words.
    p = np.where(quoted, np.maximum(found.probability[chosen], 0.5), found.probability[chosen])
    total = np.add.reduceat(p * size, first) / np.add.reduceat(size, first) if len(a) else p
    start, stop = placed(words.tokens, begin, end)
    closing = _closing(words.tokens, end)
    doc, last_words = words.tokens.doc_of(begin), _ends(words.tokens, end)
    return Pieces(begin, end, start, stop, doc, quoted[first], owner[first], total, closing, last_words)


def placed(tokens: Tokens, begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where stretches of words begin and end, with quotation marks right before and behind."""
    if not len(begin):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    start, _ = tokens.spans(begin)
    _, stop = tokens.spans(end - 1)
    lead, tail = _marks(tokens)
    ends = tokens.piece_words
    piece = np.searchsorted(ends, begin.astype(ends.dtype), side="right")
    opens = begin == np.where(piece > 0, ends[piece - 1], 0)
    start = start - np.where(opens, lead[tokens.piece_code[piece]], 0)
    piece = np.searchsorted(ends, (end - 1).astype(ends.dtype), side="right")
    closes = end == ends[piece]
    return start, stop + np.where(closes, tail[tokens.piece_code[piece]], 0)


def _ends(tokens: Tokens, end: np.ndarray) -> np.ndarray:
    last = np.zeros(len(tokens.ids) + 1, bool)
    last[tokens.sentences] = last[-1] = True
    found: np.ndarray = last[end]
    return found


def _closing(tokens: Tokens, end: np.ndarray) -> np.ndarray:
    """Return where the marks behind the last word of a stretch end."""
    if not len(end):
        return np.zeros(0, np.int64)
    _, stop = tokens.spans(end - 1)
    ends = tokens.piece_words
    code = tokens.piece_code[np.searchsorted(ends, (end - 1).astype(ends.dtype), side="right")]
    table = tokens.pieces
    length = np.asarray(pc.utf8_length(table.cores.dictionary)).astype(np.int64)
    slot = np.maximum(table.first[code] + table.count[code] - 1, 0)
    rest = length[table.cores.indices.to_numpy(zero_copy_only=False)[code]] - table.end[slot]
    last = end == ends[np.searchsorted(ends, (end - 1).astype(ends.dtype), side="right")]
    found: np.ndarray = stop + np.where(last, rest, 0)
    return found


def _marks(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each distinct piece, how far quotation marks reach before and behind its words."""
    cores = tokens.pieces.cores
    written = cores.dictionary
    lead, tail = np.zeros(len(written), np.int64), np.zeros(len(written), np.int64)
    marked = np.flatnonzero(
        pc.match_substring_regex(
            written, rf"^[^\p{{L}}\p{{N}}]*[{_OPEN}]|[{_OPEN}][^\p{{L}}\p{{N}}]*$"
        ).to_numpy(zero_copy_only=False)
    )
    for i, piece in zip(marked.tolist(), written.take(marked).to_pylist(), strict=True):
        lead[i], tail[i] = _reach(piece)
    code = cores.indices.to_numpy(zero_copy_only=False)
    return lead[code], tail[code]


def _reach(piece: str) -> tuple[int, int]:
    """Return how far the first opening mark is before the first letter, the last closing one behind the last.

    >>> _reach('(“win-win,”)'), _reach("Ruiz’s")
    ((1, 2), (0, 0))
    """
    letters = [i for i, c in enumerate(piece) if c.isalnum()]
    if not letters:
        return 0, 0
    first, last = letters[0], letters[-1]
    opening = next((first - i for i in range(first) if piece[i] in _OPEN), 0)
    closing = next((i - last for i in range(len(piece) - 1, last, -1) if piece[i] in _OPEN), 0)
    return opening, closing
