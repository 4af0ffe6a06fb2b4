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
    first, last = _piece_of(tokens, begin), _piece_of(tokens, end - 1)
    ends = tokens.piece_words
    reach = _marks(tokens, np.stack([tokens.piece_code[first], tokens.piece_code[last]]))
    opens = begin == np.where(first > 0, ends[first - 1], 0)
    closes = end == ends[last]
    return start - np.where(opens, reach[0, :, 0], 0), stop + np.where(closes, reach[1, :, 1], 0)


def _piece_of(tokens: Tokens, word: np.ndarray) -> np.ndarray:
    ends = tokens.piece_words
    return np.searchsorted(ends, word.astype(ends.dtype), side="right")


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
    piece = _piece_of(tokens, end - 1)
    code = tokens.piece_code[piece]
    table = tokens.pieces
    core, where = np.unique(table.cores.indices.to_numpy(zero_copy_only=False)[code], return_inverse=True)
    length = np.asarray(pc.utf8_length(table.cores.dictionary.take(core))).astype(np.int64)
    slot = np.maximum(table.first[code] + table.count[code] - 1, 0)
    rest = length[where] - table.end[slot]
    found: np.ndarray = stop + np.where(end == tokens.piece_words[piece], rest, 0)
    return found


def _marks(tokens: Tokens, code: np.ndarray) -> np.ndarray:
    """Return how far quotation marks reach before and behind the words of some pieces, side by side."""
    cores = tokens.pieces.cores
    core, where = np.unique(cores.indices.to_numpy(zero_copy_only=False)[code], return_inverse=True)
    written = cores.dictionary.take(core)
    reach = np.zeros((len(core), 2), np.int64)
    marked = np.flatnonzero(
        pc.match_substring_regex(
            written, rf"^[^\p{{L}}\p{{N}}]*[{_OPEN}]|[{_OPEN}][^\p{{L}}\p{{N}}]*$"
        ).to_numpy(zero_copy_only=False)
    )
    for i, piece in zip(marked.tolist(), written.take(marked).to_pylist(), strict=True):
        reach[i] = _reach(piece)
    found: np.ndarray = reach[where.reshape(code.shape)]
    return found


def _reach(piece: str) -> tuple[int, int]:
    """Return how far the first opening mark is before the first letter, the last closing one behind the last.

    >>> _reach('(“win-win,”)'), _reach("Ruiz’s")
    ((1, 2), (0, 0))
    """
    size = len(piece)
    first, last = 0, size - 1
    while first < size and not piece[first].isalnum():
        first += 1
    if first == size:
        return 0, 0
    while not piece[last].isalnum():
        last -= 1
    opening = closing = 0
    for i in range(first):
        if piece[i] in _OPEN:
            opening = first - i
            break
    for i in range(size - 1, last, -1):
        if piece[i] in _OPEN:
            closing = i - last
            break
    return opening, closing
