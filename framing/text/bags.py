"""Texts as bags of words: which words each has and how often, where their order doesn't matter.

The same words that `tokens` gives, at half the cost: what a piece holds is asked once for each distinct
one, and where sentences end is never asked. Nothing that needs a place in the text belongs here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from framing.text import rules
from framing.text.rules import BLOCK_BYTES, bare, cut, undressed
from framing.text.tokens import chunks

__all__ = ["Bags", "Pieces", "bags", "pieces"]


class Bags(NamedTuple):
    """Words in texts: entry ``i`` says that text ``doc[i]`` has `terms` ``term[i]`` so many times.

    Entries stand in runs of texts, in each by term, then text, each pair once. `terms` stand in code-point
    order; `sizes` are words, and `prints` numbers that are the same for the same words, by text.
    """

    terms: pa.Array
    doc: np.ndarray
    term: np.ndarray
    times: np.ndarray
    sizes: np.ndarray
    prints: np.ndarray


class Pieces(NamedTuple):
    """Texts as pieces between white space: the distinct ones, and which they are, block of texts by block.

    A block is the number of its first text, which piece each of its pieces is, and where each of its texts
    begins among them, with the end.
    """

    distinct: pa.Array
    blocks: list[tuple[int, np.ndarray, np.ndarray]]


class _Held(NamedTuple):
    """What distinct pieces hold: words ``first[i] : first[i] + size[i]`` of `word`, ids of terms."""

    size: np.ndarray
    first: np.ndarray
    word: np.ndarray


def bags(texts: pa.Array, as_counted: Callable[[pa.Array], tuple[pa.Array, np.ndarray]]) -> Bags:
    """Count the words of texts.

    Parameters
    ----------
    texts : pyarrow large_string array
        A missing text counts as an empty one.
    as_counted : callable
        Given words as written, returns the distinct terms they count as, and which one each is.

    Examples
    --------
    >>> def lower(words):
    ...     encoded = pc.utf8_lower(words).dictionary_encode()
    ...     return encoded.dictionary, encoded.indices.to_numpy()
    >>> found = bags(pa.array(["No, no.", "Trade"], pa.large_string()), lower)
    >>> found.terms.to_pylist(), found.doc.tolist(), found.term.tolist(), found.times.tolist()
    (['no', 'trade'], [0, 1], [0, 1], [2, 1])
    """
    distinct, blocks = pieces(texts)
    terms, held = _held(distinct, as_counted)
    hashed = pd.util.hash_array(np.asarray(terms.to_pylist(), dtype=object), categorize=False)
    sizes, prints = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.uint64)
    entries = [(np.zeros(0, np.int32),) * 3]
    for i, code, at in blocks:
        word, docs = _words(held, code, at)
        by_doc = csr_array((np.ones(len(word), np.uint64), word, docs), shape=(len(docs) - 1, len(terms)))
        sizes[i : i + len(docs) - 1] = np.diff(docs)
        # Unsigned sums wrap around, the same in any order.
        prints[i : i + len(docs) - 1] = by_doc @ hashed
        by_doc.data = by_doc.data.astype(np.int32)
        by_term = by_doc.tocsc()
        by_term.sum_duplicates()
        term = np.repeat(np.arange(len(terms), dtype=np.int32), np.diff(by_term.indptr))
        entries.append((by_term.indices + np.int32(i), term, by_term.data))
    doc, term, times = (np.concatenate(column) for column in zip(*entries, strict=True))
    return Bags(terms, doc, term, times, sizes, prints)


def pieces(texts: pa.Array) -> Pieces:
    """Cut texts at white space.

    Parameters
    ----------
    texts : pyarrow large_string array
        A missing text counts as an empty one.

    Examples
    --------
    >>> found = pieces(pa.array(["No, no.", "no. no."], pa.large_string()))
    >>> found.distinct.to_pylist(), [code.tolist() for _, code, _ in found.blocks]
    (['No, ', 'no.', 'no. '], [[0, 1, 2, 1]])
    """
    texts = pc.fill_null(texts, "") if texts.null_count else texts
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    raw = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)
    blocks, dictionaries = [], [pa.array([], pa.string())]
    for i, j in chunks(np.diff(offsets), BLOCK_BYTES):
        block, starts = raw[offsets[i] : offsets[j]], (offsets[i : j + 1] - offsets[i]).astype(np.int32)
        if len(block):
            ends = cut(block, starts)
            bounds = np.concatenate([np.zeros(1, np.int32), ends])
            cuts = pa.StringArray.from_buffers(len(ends), pa.py_buffer(bounds), pa.py_buffer(block))
            encoded = cuts.dictionary_encode()
            blocks.append((i, encoded.indices.to_numpy(), np.searchsorted(ends, starts, side="right")))
            dictionaries.append(encoded.dictionary)
    together = pa.concat_arrays(dictionaries).dictionary_encode()
    of_piece, before = together.indices.to_numpy(zero_copy_only=False), 0
    found = []
    for (i, code, at), dictionary in zip(blocks, dictionaries[1:], strict=True):
        found.append((i, of_piece[before : before + len(dictionary)][code], at))
        before += len(dictionary)
    return Pieces(together.dictionary, found)


def _held(
    pieces: pa.Array, as_counted: Callable[[pa.Array], tuple[pa.Array, np.ndarray]]
) -> tuple[pa.Array, _Held]:
    """Return the terms there are, in order, and which ones each distinct piece holds."""
    cores = bare(pieces)
    _, words, plain = undressed(cores)
    count, first = plain.astype(np.int32), np.cumsum(plain, dtype=np.int32) - plain
    texts, size = [words.filter(pa.array(plain))], int(plain.sum())
    extra: list[str] = []
    slow = np.flatnonzero(~plain)
    for i, core in zip(slow.tolist(), cores.take(pa.array(slow)).to_pylist(), strict=True):
        found = rules.analyse(core).words
        first[i], count[i] = size + len(extra), len(found)
        extra.extend(core[start:end] for start, end, _ in found)
    encoded = pa.concat_arrays([*texts, pa.array(extra, words.type)]).dictionary_encode()
    terms, of_form = as_counted(encoded.dictionary)
    order = pc.sort_indices(terms)
    rank = np.empty(len(order), np.int32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    word = rank[of_form][encoded.indices.to_numpy(zero_copy_only=False)]
    return terms.take(order), _Held(count, first, word)


def _words(held: _Held, code: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the words of pieces, and where each text begins among them; `at` says it of the pieces."""
    count, slot = held.size[code], held.first[code]
    ends = np.cumsum(count, dtype=np.int32)
    docs = np.concatenate([np.zeros(1, np.int32), ends])[at]
    if count.max(initial=0) <= 1:
        return held.word[slot[count == 1]], docs
    # The first word of every piece at once, the others one place at a time.
    filled, many = count > 0, np.flatnonzero(count > 1)
    word = np.empty(int(ends[-1]), np.int32)
    leads = np.ones(len(word), bool)
    nth = 1
    while len(many):
        place = ends[many] - count[many] + nth
        leads[place] = False
        word[place] = held.word[slot[many] + nth]
        nth += 1
        many = many[count[many] > nth]
    word[leads] = held.word[slot[filled]]
    return word, docs
