"""How often each word, stem or n-gram stands in each article: the counts that keyness and its kin start from.

Whole numbers only, nothing left out unless asked, no statistic. A chunk of text is read at a
time; ids never leave it, chunks meet by the term itself, in code-point order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array, csc_array, csr_array

from framing.features.cells import SPEAKER_COLUMNS, cells
from framing.features.choice import Choice
from framing.features.grams import Chunk, counted, normalised
from framing.text.bags import bags
from framing.text.copies import LEAST_WORDS
from framing.text.tokens import chunks

__all__ = ["Counted", "count"]

#: Text, in bytes, that is counted at once.
_CHUNK_BYTES = 64 << 20


@dataclass(frozen=True)
class Counted:
    """Counts of terms in articles.

    Attributes
    ----------
    row : int64 array, one item a row of `counts`
        The article: its place in the frame that was counted.
    value : object array, or None
        What the rows of one article are told apart by.
    terms : pyarrow string array
        In code-point order.
    counts : int64 csc_array, rows × terms
        Entries of a term in order of row.
    tokens : int64 array, one item a row
        Words (or n-grams) of the row, those too that a stop list or a least count left out.
    prints : uint64 array, one item an article
        The same for the same words; 0 where there are too few to tell.
    """

    row: np.ndarray
    value: np.ndarray | None
    terms: pa.Array
    counts: csc_array
    tokens: np.ndarray
    prints: np.ndarray


def count(frame: pd.DataFrame, wanted: Choice, *, apart: str | None = None) -> Counted:
    """Count terms.

    Parameters
    ----------
    frame : pandas.DataFrame
        A checked table of articles.
    wanted : Choice
        As `choice.choice` makes it.
    apart : str, optional
        One of `choice.APART`: a row for each article and value of it, where there are words; else a row an
        article.

    Returns
    -------
    Counted

    Examples
    --------
    >>> from framing.features.choice import choice
    >>> from framing.tables import check
    >>> texts = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Trade grew. Trade fell."]})
    >>> found = count(check(texts, "articles"), choice())
    >>> dict(zip(found.terms.to_pylist(), found.counts.toarray()[0].tolist()))
    {'fell': 1, 'grew': 1, 'trade': 2}
    >>> count(check(texts, "articles"), choice(ngram=2)).terms.to_pylist()
    ['trade fell', 'trade grew']
    """
    return _joined(list(_parts(frame, wanted, apart)), len(frame), wanted, apart)


def _parts(frame: pd.DataFrame, wanted: Choice, apart: str | None) -> Iterator[Chunk]:
    selected = wanted.part or wanted.voice or wanted.speaker_type
    if apart is None and not selected and wanted.ngram == (1, 1):
        yield from _bags(frame, wanted)
        return
    speakers = [name for name in SPEAKER_COLUMNS if name == apart]
    if wanted.speaker_type and "speaker_type" not in speakers:
        speakers.append("speaker_type")
    for chunk in cells(frame, wanted.voices, tuple(speakers)):
        yield counted(chunk, wanted, apart)


def _bags(frame: pd.DataFrame, wanted: Choice) -> Iterator[Chunk]:
    """Count words without asking where they stand, which takes half the time."""
    titles, texts = (pa.array(frame[name], pa.large_string(), from_pandas=True) for name in ("title", "text"))
    titles, texts = (a.combine_chunks() if isinstance(a, pa.ChunkedArray) else a for a in (titles, texts))
    lengths = (np.asarray(pc.fill_null(pc.binary_length(array), 0)) for array in (titles, texts))
    sizes = np.sum(list(lengths), axis=0)
    for start, stop in chunks(sizes, _CHUNK_BYTES):
        size = stop - start
        found = bags(pa.concat_arrays([array.slice(start, size) for array in (titles, texts)]))
        words, of_form = normalised(found.forms, wanted)
        # Titles and texts in turn, so that an article's two rows are neighbours; one counting sort by
        # row, one by term.
        row = np.where(found.doc < size, 2 * found.doc, 2 * (found.doc - size) + 1)
        by_row = csr_array(
            coo_array((found.times, (row, of_form[found.word])), shape=(2 * size, len(words))).tocsr()
        )
        tokens = np.add.reduceat(np.append(by_row.data, 0), by_row.indptr[:-1]) * (np.diff(by_row.indptr) > 0)
        by_term = by_row.tocsc()
        by_term.indices >>= 1
        by_term = csc_array((by_term.data, by_term.indices, by_term.indptr), shape=(size, len(words)))
        by_term.sum_duplicates()
        term = np.repeat(np.arange(len(words)), np.diff(by_term.indptr))
        yield Chunk(
            words,
            by_term.indices,
            term,
            by_term.data,
            tokens.reshape(size, 2).sum(axis=1, dtype=np.int64),
            _prints(by_row, words, tokens)[1::2],
            None,
        )


def _prints(by_row: csr_array, words: pa.Array, tokens: np.ndarray) -> np.ndarray:
    """Return a number for each row that is the same for the same words, as `copies.fingerprints` does."""
    hashed = pd.util.hash_array(np.asarray(words.to_pylist(), dtype=object), categorize=False)
    entries = by_row.data.astype(np.uint64) * hashed[by_row.indices]
    some = np.diff(by_row.indptr) > 0
    total = np.zeros(len(some), np.uint64)
    if some.any():
        # Unsigned sums wrap around, the same in any order.
        total[some] = np.add.reduceat(entries, by_row.indptr[:-1][some])
    return np.where(tokens >= LEAST_WORDS, total + tokens.astype(np.uint64), np.uint64(0))


def _joined(parts: Sequence[Chunk], articles: int, wanted: Choice, apart: str | None) -> Counted:
    """Return all chunks as one; terms that occur nowhere in what is counted are no terms."""
    values = None
    if apart is not None:
        values = np.array(sorted({str(name) for p in parts for name in _listed(p.values)}), dtype=object)
    width = 1 if values is None else len(values)
    sizes, place, start = np.zeros(articles * width, np.int64), [], 0
    for part in parts:
        each = 1 if part.values is None else len(part.values)
        name = np.zeros(1, np.int64)
        if values is not None and part.values is not None:
            name = np.searchsorted(values, part.values)
        units = np.arange(len(part.tokens))
        at = (units // each + start) * width + name[units % each]
        sizes[at] = part.tokens
        place.append(at)
        start += len(part.prints)
    terms, matrix = _matrix(parts, place, len(sizes))
    kept = _kept(matrix, terms, wanted)
    if not kept.all():
        terms, matrix = terms.filter(pa.array(kept)), matrix[:, np.flatnonzero(kept)]
    prints = np.concatenate([part.prints for part in parts]) if parts else np.zeros(0, np.uint64)
    if values is None:
        return Counted(np.arange(articles), None, terms, matrix, sizes, prints)
    used = np.flatnonzero(sizes > 0)
    matrix = matrix.tocsr()[used].tocsc()
    value = values[used % width] if width else np.zeros(0, object)
    return Counted(used // max(width, 1), value, terms, matrix, sizes[used], prints)


def _listed(values: np.ndarray | None) -> Sequence[object]:
    return () if values is None else list(values)


def _matrix(parts: Sequence[Chunk], place: Sequence[np.ndarray], rows: int) -> tuple[pa.Array, csc_array]:
    """Return the terms of all chunks in code-point order, and their counts."""
    if not parts:
        return pa.array([], pa.string()), csc_array((rows, 0), dtype=np.int64)
    encoded = pa.concat_arrays([part.terms.cast(pa.string()) for part in parts]).dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    terms, rank = encoded.dictionary.take(order), np.empty(len(order), np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    code = rank[encoded.indices.to_numpy(zero_copy_only=False)]
    starts = np.cumsum([0, *(len(part.terms) for part in parts)])
    if len(parts) == 1 and place[0].size == rows and np.array_equal(place[0], np.arange(rows)):
        # One chunk is in order of term already, though not in that of the alphabet.
        (part,) = parts
        bounds = np.searchsorted(part.term, np.arange(len(part.terms) + 1))
        back = np.empty(len(code), np.int64)
        back[code] = np.arange(len(code))
        each = np.diff(bounds)[back]
        ends = np.cumsum(each)
        at = np.arange(len(part.term)) + np.repeat(bounds[back] - ends + each, each)
        data = part.times[at].astype(np.int64)
        indptr = np.concatenate([[0], ends])
        return terms, csc_array((data, part.unit[at], indptr), shape=(rows, len(terms)))
    column = np.concatenate([code[part.term + at] for part, at in zip(parts, starts, strict=False)])
    row = np.concatenate([at[part.unit] for part, at in zip(parts, place, strict=True)])
    count = np.concatenate([part.times for part in parts]).astype(np.int64)
    matrix = coo_array((count, (row, column)), shape=(rows, len(terms))).tocsc()
    matrix.sum_duplicates()
    return terms, matrix


def _kept(matrix: csc_array, terms: pa.Array, wanted: Choice) -> np.ndarray:
    total = np.asarray(matrix.sum(axis=0)).reshape(-1)
    kept = total >= max(wanted.min_count, 1)
    if wanted.stop:
        stop, _ = normalised(pa.array(sorted(wanted.stop), pa.string()), wanted)
        for pattern in (r" .*$", r"^.* "):
            end = pc.replace_substring_regex(terms, pattern, "")
            kept &= ~pc.is_in(end, value_set=stop).to_numpy(zero_copy_only=False)
    return np.asarray(kept, bool)
