"""Texts as bags of words: which words each has and how often, where their order doesn't matter.

The same words that `tokens` gives, at half the cost: equal pieces are counted before they are taken
apart, and where sentences end is never asked. Nothing that needs a place in the text belongs here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array

from framing.text.blocks import BLOCK_BYTES, cut
from framing.text.pieces import PieceTable, piece_table
from framing.text.tokens import chunks

__all__ = ["Bags", "bags"]


class Bags(NamedTuple):
    """Words in texts: entry ``i`` says that text ``doc[i]`` has `forms` ``word[i]`` so many times.

    A text may have several entries of one word.
    """

    forms: pa.Array
    doc: np.ndarray
    word: np.ndarray
    times: np.ndarray


def bags(texts: pa.Array) -> Bags:
    """Count the words of texts.

    Parameters
    ----------
    texts : pyarrow large_string array
        A missing text counts as an empty one.

    Examples
    --------
    >>> found = bags(pa.array(["No, no.", "Trade"], pa.large_string()))
    >>> [(d, found.forms[w].as_py(), n) for d, w, n in zip(*(c.tolist() for c in found[1:]))]
    [(0, 'No', 1), (1, 'Trade', 1), (0, 'no', 1)]
    """
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    raw = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)
    dictionaries, docs, codes, counts, before = [], [], [], [], 0
    for i, j in chunks(np.diff(offsets), BLOCK_BYTES):
        block = raw[offsets[i] : offsets[j]]
        if not len(block):
            continue
        starts = (offsets[i : j + 1] - offsets[i]).astype(np.int32)
        ends = cut(block, starts)
        pieces = pa.StringArray.from_buffers(
            len(ends), pa.py_buffer(np.concatenate([np.zeros(1, np.int32), ends])), pa.py_buffer(block)
        ).dictionary_encode()
        each = np.diff(np.searchsorted(ends, starts, side="right"))
        doc = np.repeat(np.arange(j - i, dtype=np.int32), each)
        # One counting sort brings equal pieces together, in order of text.
        matrix = coo_array(
            (np.ones(len(doc), np.int32), (pieces.indices.to_numpy(), doc)),
            shape=(len(pieces.dictionary), j - i),
        ).tocsr()
        matrix.sum_duplicates()
        dictionaries.append(pieces.dictionary)
        codes.append(np.repeat(np.arange(before, before + matrix.shape[0]), np.diff(matrix.indptr)))
        docs.append(matrix.indices + np.int32(i))
        counts.append(matrix.data)
        before += matrix.shape[0]
    if not dictionaries:
        nothing = np.zeros(0, np.int32)
        return Bags(pa.array([], pa.string()), nothing, nothing, nothing)
    together = pa.concat_arrays(dictionaries).dictionary_encode()
    code = together.indices.to_numpy()[np.concatenate(codes)]
    table = piece_table(together.dictionary)
    return Bags(table.forms, *_words(table, code, np.concatenate(docs), np.concatenate(counts)))


def _words(
    table: PieceTable, code: np.ndarray, doc: np.ndarray, count: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take pieces apart: most hold one word, some none or several."""
    held = table.count
    first = np.zeros(len(held), np.int32)
    some = held > 0
    first[some] = table.word[table.first[some]]
    holds = held[code]
    filled, many = holds > 0, np.flatnonzero(holds > 1)
    found = [(doc[filled], first[code[filled]], count[filled])]
    nth = 1
    while len(many):
        found.append((doc[many], table.word[table.first[code[many]] + nth], count[many]))
        nth += 1
        many = many[holds[many] > nth]
    docs, words, counts = (np.concatenate(column) for column in zip(*found, strict=True))
    return docs, words, counts
