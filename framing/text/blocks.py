"""A block of text from bytes to words: cut, and what the table of pieces says gathered back.

A block is small enough for a processor's cache and ends where a text ends, so
that no rule looks from one block into the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from framing.text import rules
from framing.text.pieces import WHITE, PieceTable

__all__ = ["BLOCK_BYTES", "Block", "cut", "gather"]

#: Bytes of text that are worked on at a time.
BLOCK_BYTES = 4 << 20


class Block(NamedTuple):
    """The words of a block, counted from its beginning; columns as in `framing.text.tokens.Tokens`."""

    ids: np.ndarray
    docs: np.ndarray
    sentences: np.ndarray
    paragraphs: np.ndarray
    breaks: np.ndarray
    piece_words: np.ndarray


def gather(table: PieceTable, code: np.ndarray, piece_ends: np.ndarray, text_docs: np.ndarray) -> Block:
    """Gather what each piece holds into flat arrays of words.

    Parameters
    ----------
    table : PieceTable
    code : int32 array
        Row of the table for each piece of the block.
    piece_ends, text_docs : int32 arrays
        The byte after each piece; where each text begins, and the end.
    """
    # As numpy counts places, or each look into the table would make them so anew.
    code = code.astype(np.intp)
    count = table.count[code]
    piece_words = np.cumsum(count, dtype=np.int32)
    total = int(piece_words[-1]) if len(piece_words) else 0
    # Most pieces are a bare word: what concerns the others is worked out on those alone.
    marked = np.flatnonzero(table.marked[code])
    ids = _ids(table, code, count, piece_words, total)
    breaks = _breaks(table, code, count, piece_words, marked, total)
    docs = np.concatenate([[0], piece_words])[np.searchsorted(piece_ends, text_docs, side="right")]
    line = marked[table.newline[code[marked]]]
    paragraphs = _starts(total, docs[:-1], piece_words[line])
    ends = piece_words[_sentence_ends(table, code, marked, piece_words, paragraphs)]
    sentences = _starts(total, paragraphs, ends, _lost_spaces(table, code, count, piece_words, marked))
    breaks[sentences] = True
    return Block(ids, docs, sentences, paragraphs, breaks, piece_words)


def cut(text: np.ndarray, text_docs: np.ndarray) -> np.ndarray:
    """Return the byte after each piece: after white space, and at the end of each text."""
    last = text <= 32
    _mark_white(text, last)
    ends = text_docs[1:][text_docs[1:] > text_docs[:-1]]
    last[ends - 1] = True
    return (np.flatnonzero(last) + 1).astype(np.int32)


def _mark_white(text: np.ndarray, last: np.ndarray) -> None:
    """Mark the last byte of white space that takes more than one byte."""
    lead = np.flatnonzero(text >= 0xC2)
    found = text[lead]
    for mark in (mark.encode() for mark in WHITE):
        at = lead[found == mark[0]]
        at = at[at + len(mark) <= len(text)]
        for step in range(1, len(mark)):
            at = at[text[at + step] == mark[step]]
        last[at + len(mark) - 1] = True


def _ids(
    table: PieceTable, code: np.ndarray, count: np.ndarray, piece_words: np.ndarray, total: int
) -> np.ndarray:
    """Return the word ids: the first word of every piece at once, the others one place at a time."""
    first = np.zeros(len(table.count), np.int32)
    some = table.count > 0
    first[some] = table.word[table.first[some]]
    leading: np.ndarray = np.take(first, code[np.flatnonzero(count)], mode="clip")
    many = np.flatnonzero(count > 1)
    if not len(many):
        return leading
    ids = np.empty(total, np.int32)
    is_first = np.ones(total, bool)
    for at, slot in _further_words(table, code, count, piece_words, many):
        is_first[at] = False
        ids[at] = table.word[slot]
    ids[is_first] = leading
    return ids


def _further_words(
    table: PieceTable, code: np.ndarray, count: np.ndarray, piece_words: np.ndarray, many: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield, for the second words of pieces, the third and so on, their places and rows in the table."""
    nth = 1
    while len(many):
        yield piece_words[many] - count[many] + nth, table.first[code[many]] + nth
        nth += 1
        many = many[count[many] > nth]


def _breaks(
    table: PieceTable,
    code: np.ndarray,
    count: np.ndarray,
    piece_words: np.ndarray,
    marked: np.ndarray,
    total: int,
) -> np.ndarray:
    breaks = np.zeros(total + 1, bool)
    kind = code[marked]
    before = marked[table.before[kind]]
    breaks[piece_words[before] - count[before]] = True
    breaks[piece_words[marked[table.after[kind]]]] = True
    for at, slot in _further_words(table, code, count, piece_words, marked[count[marked] > 1]):
        breaks[at] |= table.gap[slot] > rules.Gap.NONE
    return breaks[:total]


def _lost_spaces(
    table: PieceTable, code: np.ndarray, count: np.ndarray, piece_words: np.ndarray, marked: np.ndarray
) -> np.ndarray:
    """Return the words inside pieces that begin a sentence."""
    some = marked[table.count[code[marked]] > 1]
    found = [
        at[table.gap[slot] == rules.Gap.SENTENCE]
        for at, slot in _further_words(table, code, count, piece_words, some)
    ]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _sentence_ends(
    table: PieceTable, code: np.ndarray, marked: np.ndarray, piece_words: np.ndarray, paragraphs: np.ndarray
) -> np.ndarray:
    """Return the pieces that end a sentence, which the piece after them decides with them."""
    can = marked[table.ends[code[marked]] > rules.Ends.NEVER]
    after = _next_filled(table, code, can + 1)
    inside = after < len(code)
    can, after = can[inside], after[inside]
    ends: np.ndarray = can[table.starts[code[after]] >= np.asarray(rules.NEEDS)[table.ends[code[can]]]]
    # "1." where a sentence begins counts the items of a list: the item begins with it.
    numbers = ends[table.numbers[code[ends]]]
    if len(numbers):
        opens = np.zeros(int(piece_words[-1]) + 1, bool)
        opens[paragraphs] = opens[piece_words[ends]] = True
        counts = np.zeros(len(code), bool)
        counts[numbers[opens[piece_words[numbers] - 1]]] = True
        ends = ends[~counts[ends]]
    return ends


def _next_filled(table: PieceTable, code: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return the first piece from each place on that is not blank; the number of pieces if all are."""
    for _ in range(4):
        # More than one space leaves pieces with nothing in them: look beyond.
        inside = np.flatnonzero(at < len(code))
        blank = inside[table.blank[code[at[inside]]]]
        if not len(blank):
            return at
        at[blank] += 1
    filled = np.append(np.flatnonzero(~table.blank[code]), len(code))
    found: np.ndarray = filled[np.searchsorted(filled, np.minimum(at, len(code)))]
    return found


def _starts(total: int, *places: np.ndarray) -> np.ndarray:
    """Return the distinct places below `total`, in order."""
    flag = np.zeros(total + 1, bool)
    for place in places:
        flag[place] = True
    return np.flatnonzero(flag[:total])
