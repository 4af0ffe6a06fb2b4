"""Texts as flat arrays of word ids: the engine that everything counts on.

A text is cut at white space, equal pieces are brought together
(dictionary-encoded), the rules are asked once for each distinct piece, and
their answers are gathered back to one int32 id a word. No string is touched
a second time. Offsets are not stored: they are worked out for the words that
are shown. How a word or a sentence ends is the business of `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.text import rules
from framing.text.pieces import WHITE, PieceTable, piece_table

if TYPE_CHECKING:
    from framing.text.vocabulary import Vocabulary

__all__ = ["CHUNK_BYTES", "Tokens", "chunks", "sentence_spans", "sentences", "tokenize", "words"]

#: Most text, in bytes, that is held as tokens at once.
CHUNK_BYTES = 64 << 20


@dataclass(frozen=True)
class Tokens:
    """The words of a list of texts.

    Attributes
    ----------
    ids : int32 array, one item a word
        Index into `forms`.
    forms : pyarrow string array
        Distinct words as written. Ids mean nothing outside this object.
    docs : int64 array, one more item than there are texts
        Words ``docs[i] : docs[i + 1]`` are those of text ``i``.
    sentences, paragraphs : int64 arrays
        Index of the first word of each; a text begins both.
    breaks : bool array, one item a word
        Punctuation (other than a quotation mark or a hyphen) or the end of a
        sentence parts the word from the one before it.
    """

    ids: np.ndarray
    forms: pa.Array
    docs: np.ndarray
    sentences: np.ndarray
    paragraphs: np.ndarray
    breaks: np.ndarray
    text: np.ndarray
    text_docs: np.ndarray
    pieces: PieceTable
    piece_code: np.ndarray
    piece_ends: np.ndarray
    piece_words: np.ndarray

    @cached_property
    def keys(self) -> pa.Array:
        """Each form as lexicons look it up: lower case, straight apostrophe, no possessive ``'s``."""
        lower = pc.replace_substring_regex(pc.utf8_lower(self.forms), "[’‘]", "'")
        bare = pc.replace_substring_regex(lower, "'s?$", "")
        verbs = pc.is_in(lower, value_set=pa.array(sorted(rules.CONTRACTIONS), type=lower.type))
        return pc.if_else(verbs, lower, bare)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The distinct keys, made when first asked for."""
        from framing.text.vocabulary import Vocabulary

        return Vocabulary(self)

    def doc_of(self, positions: np.ndarray) -> np.ndarray:
        """Return the index of the text that each word stands in."""
        return np.searchsorted(self.docs, positions, side="right") - 1

    def spans(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where words begin and end, in code points from the beginning of their text."""
        positions = np.asarray(positions, np.int64)
        piece = np.searchsorted(self.piece_words, positions, side="right")
        nth = positions - np.where(piece > 0, self.piece_words[piece - 1], 0)
        code = self.piece_code[piece]
        slot = self.pieces.first[code] + nth
        begin = np.where(piece > 0, self.piece_ends[piece - 1], 0)
        at = self._code_points(begin) - self._code_points(self.text_docs[self.doc_of(positions)])
        return at + self.pieces.start[slot], at + self.pieces.end[slot]

    def sentence_of(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the first word, and the one after the last, of the sentence that each word stands in."""
        index = np.searchsorted(self.sentences, positions, side="right")
        ends = np.append(self.sentences, len(self.ids))
        return self.sentences[index - 1], ends[index]

    def _code_points(self, byte: np.ndarray) -> np.ndarray:
        return byte - np.searchsorted(self._continuation, byte)

    @cached_property
    def _continuation(self) -> np.ndarray:
        return np.flatnonzero((self.text & 0xC0) == 0x80)


def tokenize(texts: pa.Array | Iterable[str]) -> Tokens:
    """Cut texts into words and sentences.

    Parameters
    ----------
    texts : pyarrow string array, or iterable of str
        A missing text counts as an empty one.

    Returns
    -------
    Tokens

    Examples
    --------
    >>> tokens = tokenize(["The U.S. He left.", "No."])
    >>> tokens.docs.tolist(), tokens.sentences.tolist()
    ([0, 4, 5], [0, 2, 4])
    """
    array = _as_large(texts)
    text, text_docs = _buffers(array)
    piece_ends = _cut(text, text_docs)
    offsets = np.concatenate([np.zeros(1, np.int64), piece_ends])
    encoded = pa.LargeStringArray.from_buffers(
        len(piece_ends), pa.py_buffer(offsets), pa.py_buffer(text)
    ).dictionary_encode()
    table = piece_table(encoded.dictionary)
    code = encoded.indices.to_numpy()
    count = table.count[code]
    piece_words = np.cumsum(count.astype(np.int32 if len(count) < 1 << 30 else np.int64))
    total = int(piece_words[-1]) if len(piece_words) else 0
    # Most pieces are a bare word: what concerns the others is worked out on those alone.
    marked = np.flatnonzero(table.marked[code])
    ids = _gather_ids(table, code, count, piece_words, total)
    breaks = _gather_breaks(table, code, count, piece_words, marked, total)
    docs = np.concatenate([[0], piece_words]).astype(np.int64)[np.searchsorted(piece_ends, text_docs, side="right")]
    line = marked[table.newline[code[marked]]]
    paragraphs = _starts(total, docs[:-1], piece_words[line])
    ends = piece_words[_sentence_ends(table, code, marked, piece_words, paragraphs)]
    sentences = _starts(total, paragraphs, ends, _lost_spaces(table, code, count, piece_words, marked))
    breaks[sentences] = True
    return Tokens(
        ids, table.forms, docs, sentences, paragraphs, breaks, text, text_docs, table, code, piece_ends, piece_words
    )


def words(text: str) -> list[str]:
    """Return the words of one text, as written.

    >>> words("Carney's “win-win” visit—which cost $118.7 billion.")
    ["Carney's", 'win-win', 'visit', 'which', 'cost', '118.7', 'billion']
    """
    tokens = tokenize([text])
    start, end = tokens.spans(np.arange(len(tokens.ids)))
    return [text[s:e] for s, e in zip(start, end, strict=True)]


def sentences(text: str) -> list[str]:
    """Return the sentences of one text, from first word to the mark that ends the last.

    >>> sentences("It met U.S. demands. He left at 5 p.m. The rest stayed.")
    ['It met U.S. demands.', 'He left at 5 p.m.', 'The rest stayed.']
    """
    tokens = tokenize([text])
    return [text[s:e] for s, e in sentence_spans(tokens, [text] * len(tokens.sentences), tokens.sentences)]


def sentence_spans(tokens: Tokens, texts: Sequence[str], positions: np.ndarray) -> list[tuple[int, int]]:
    """Return where the sentence of each word begins and ends in its text, in code points.

    Marks before the first word and after the last belong to the sentence.
    `texts` holds, for each position, the text that it stands in.
    """
    first, after = tokens.sentence_of(positions)
    start, _ = tokens.spans(first)
    _, end = tokens.spans(after - 1)
    # Where the space between two sentences was lost, the next one's first word is the limit.
    same = after < tokens.docs[tokens.doc_of(first) + 1]
    limit, _ = tokens.spans(np.where(same, after, first))
    found = []
    for text, s, e, stop in zip(texts, start.tolist(), end.tolist(), np.where(same, limit, -1).tolist(), strict=True):
        opening = s - len(text[:s]) + len(text[:s].rstrip(rules.OPENERS + "$€£¥#@"))
        if opening == 0 or text[opening - 1].isspace():
            s = opening
        while e < (len(text) if stop < 0 else stop) and not text[e].isspace():
            e += 1
        found.append((s, e))
    return found


def chunks(sizes: np.ndarray, limit: int = CHUNK_BYTES) -> Iterator[tuple[int, int]]:
    """Cut rows into runs of at most `limit` bytes, at least one row each.

    >>> list(chunks(np.array([5, 5, 9, 1]), limit=10))
    [(0, 2), (2, 4)]
    """
    total = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        before = int(total[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(total, before + limit, side="right")))
        yield start, stop
        start = stop


def _as_large(texts: pa.Array | Iterable[str]) -> pa.Array:
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if isinstance(texts, pa.Array):
        array = texts.cast(pa.large_string())
    else:
        array = pa.array(list(texts), type=pa.large_string())
    return pc.fill_null(array, "") if array.null_count else array


def _buffers(array: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the bytes of all texts, and where each begins; nothing is copied."""
    _, offsets, data = array.buffers()
    where = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1] if offsets else np.zeros(1, np.int64)
    if not len(array):
        where = np.zeros(1, np.int64)
    raw = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)
    return raw[where[0] : where[-1]], where - where[0]


def _cut(text: np.ndarray, text_docs: np.ndarray) -> np.ndarray:
    """Return the byte after each piece: after white space, and at the end of each text."""
    last = text <= 32
    _mark_white(text, last)
    ends = text_docs[1:][text_docs[1:] > text_docs[:-1]]
    last[ends - 1] = True
    return np.flatnonzero(last) + 1


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


def _gather_ids(
    table: PieceTable, code: np.ndarray, count: np.ndarray, piece_words: np.ndarray, total: int
) -> np.ndarray:
    """Return the word ids: the first word of every piece at once, the others one place at a time."""
    first = np.zeros(len(table.count), np.int32)
    some = table.count > 0
    first[some] = table.word[table.first[some]]
    leading = first[code[count > 0]]
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
    """Yield, for the second words of pieces, the third and so on, their places and their rows in the table."""
    nth = 1
    while len(many):
        yield piece_words[many] - count[many] + nth, table.first[code[many]] + nth
        nth += 1
        many = many[count[many] > nth]


def _gather_breaks(
    table: PieceTable, code: np.ndarray, count: np.ndarray, piece_words: np.ndarray, marked: np.ndarray, total: int
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
    found = [at[table.gap[slot] == rules.Gap.SENTENCE] for at, slot in _further_words(table, code, count, piece_words, some)]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _sentence_ends(
    table: PieceTable, code: np.ndarray, marked: np.ndarray, piece_words: np.ndarray, paragraphs: np.ndarray
) -> np.ndarray:
    """Return the pieces that end a sentence, which the piece after them decides with them."""
    can = marked[table.ends[code[marked]] > rules.Ends.NEVER]
    after = _next_filled(table, code, can + 1)
    inside = after < len(code)
    can, after = can[inside], after[inside]
    ends = can[table.starts[code[after]] >= np.asarray(rules.NEEDS)[table.ends[code[can]]]]
    # "1." where a sentence begins counts the items of a list: the item begins with it.
    numbers = ends[table.numbers[code[ends]]]
    if len(numbers):
        first = np.concatenate([paragraphs, piece_words[ends]])
        ends = ends[~np.isin(ends, numbers[np.isin(piece_words[numbers] - 1, first)])]
    return ends


def _next_filled(table: PieceTable, code: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return the first piece from each place on that is more than white space; the number of pieces if none is."""
    for _ in range(4):
        # More than one space leaves pieces with nothing in them: look beyond.
        inside = np.flatnonzero(at < len(code))
        blank = inside[table.blank[code[at[inside]]]]
        if not len(blank):
            return at
        at[blank] += 1
    filled = np.append(np.flatnonzero(~table.blank[code]), len(code))
    return filled[np.searchsorted(filled, np.minimum(at, len(code)))]


def _starts(total: int, *places: np.ndarray) -> np.ndarray:
    """Return the distinct places below `total`, in order."""
    flag = np.zeros(total + 1, bool)
    for place in places:
        flag[place] = True
    return np.flatnonzero(flag[:total])
