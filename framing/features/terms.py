"""How often each word, stem or n-gram stands in each article: the counts that keyness and its kin start from.

Whole numbers only, nothing left out unless asked, no statistic. A chunk of text is read at a
time; ids never leave it, chunks meet by the term itself, in code-point order. How parts of a corpus meet
is the business of `term_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array, csc_array

from framing.features.cells import SPEAKER_COLUMNS, Way, cells
from framing.features.choice import Choice
from framing.features.grams import Chunk, counted, normalised
from framing.text.bags import bags
from framing.text.overlap.shingles import LEAST_WORDS
from framing.text.tokens import chunks

__all__ = ["Block", "Counted", "Counting", "count", "joined", "kept", "speakers"]

#: Text, in bytes, that is counted at once.
_CHUNK_BYTES = 64 << 20

#: Entries that are looked at together, where terms are gone through block by block.
ENTRIES = 4_000_000


@dataclass(frozen=True)
class Block:
    """A run of terms in code-point order, and their counts; `first` is the place of the first among all."""

    first: int
    terms: pa.Array
    counts: csc_array


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

    def blocks(self) -> Iterator[Block]:
        """Yield the terms in order, a number of entries at a time."""
        starts = self.counts.indptr
        begin = 0
        while begin < max(len(self.terms), 1):
            end = int(np.searchsorted(starts, starts[begin] + ENTRIES, side="right")) - 1
            end = min(max(end, begin + 1), len(self.terms))
            whole = (begin, end) == (0, len(self.terms))
            yield Block(begin, self.terms[begin:end], self.counts if whole else self.counts[:, begin:end])
            begin = max(end, 1)


@dataclass(frozen=True)
class Counting:
    """Counts the terms of a part: what is left out because it is rare or listed, all parts must decide.

    Gives the tables `terms` (a row a term: `term`, and of how many `entries`), `entries` (`unit`, `count`; by
    term, then unit), `units` (a row an article, or an article × value: `row`, `tokens`, `value`) and `prints`
    (a row an article: `row`, `print`).
    """

    wanted: Choice
    way: Way
    apart: str | None

    @classmethod
    def of(cls, wanted: Choice, way: Way, apart: str | None) -> Counting:
        """Return the task without what is none of its business, so that its work is known again."""
        return cls(replace(wanted, voices=None, stop=frozenset(), min_count=1), way, apart)

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Count."""
        found = count(frame, replace(self.wanted, voices=self.way.of(beside)), apart=self.apart)
        units = pd.DataFrame({"row": found.row, "tokens": found.tokens})
        if found.value is not None:
            units["value"] = pd.Series(found.value, dtype="str").astype("category")
        terms = pd.Series(found.terms.to_pandas(), dtype="str")
        return {
            "terms": pd.DataFrame({"term": terms, "entries": _small(np.diff(found.counts.indptr))}),
            "entries": pd.DataFrame(
                {"unit": _small(found.counts.indices), "count": _small(found.counts.data)}
            ),
            "units": units,
            "prints": pd.DataFrame({"row": np.arange(len(frame)), "print": found.prints}),
        }


def _small(values: np.ndarray) -> np.ndarray:
    most = int(values.max(initial=0))
    return values.astype(np.uint16 if most < 1 << 16 else np.int32 if most < 1 << 31 else np.int64)


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
    >>> from framing.schema import check
    >>> texts = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Trade grew. Trade fell."]})
    >>> found = count(check(texts, "articles"), choice())
    >>> dict(zip(found.terms.to_pylist(), found.counts.toarray()[0].tolist()))
    {'fell': 1, 'grew': 1, 'trade': 2}
    >>> count(check(texts, "articles"), choice(ngram=2)).terms.to_pylist()
    ['trade fell', 'trade grew']
    """
    return joined(list(_parts(frame, wanted, apart)), len(frame), wanted, apart)


def _parts(frame: pd.DataFrame, wanted: Choice, apart: str | None) -> Iterator[Chunk]:
    selected = wanted.part or wanted.voice or wanted.speaker_type
    if apart is None and not selected and wanted.ngram == (1, 1):
        yield from _bags(frame, wanted)
        return
    for chunk in cells(frame, wanted.voices, speakers(wanted, apart)):
        yield counted(chunk, wanted, apart)


def speakers(wanted: Choice, apart: str | None) -> tuple[str, ...]:
    """Return the columns of who speaks that cells must be told apart by to count what is wanted."""
    found = [name for name in SPEAKER_COLUMNS if name == apart]
    if wanted.speaker_type and "speaker_type" not in found:
        found.append("speaker_type")
    return tuple(found)


def _bags(frame: pd.DataFrame, wanted: Choice) -> Iterator[Chunk]:
    """Count words without asking where they stand, which takes half the time."""
    both = [pa.array(frame[name], pa.large_string(), from_pandas=True) for name in ("title", "text")]
    titles, texts = (a.combine_chunks() if isinstance(a, pa.ChunkedArray) else a for a in both)
    lengths = [np.asarray(pc.fill_null(pc.binary_length(array), 0)) for array in (titles, texts)]
    for start, stop in chunks(lengths[0] + lengths[1], _CHUNK_BYTES):
        size = stop - start
        # Titles and texts in turn, so that what an article has twice stands together.
        in_turn = np.arange(2 * size).reshape(2, size).T.reshape(-1)
        parts = pa.concat_arrays([array.slice(start, size) for array in (titles, texts)])
        found = bags(parts.take(pa.array(in_turn)), partial(normalised, wanted=wanted))
        matrix = coo_array(
            (found.times, (found.term, found.doc >> 1)), shape=(len(found.terms), size)
        ).tocsr()
        words = found.sizes[1::2]
        prints = found.prints[1::2] + words.astype(np.uint64)
        yield Chunk(
            found.terms,
            matrix.indices,
            np.repeat(np.arange(len(found.terms), dtype=np.int32), np.diff(matrix.indptr)),
            matrix.data,
            found.sizes[::2] + words,
            np.where(words >= LEAST_WORDS, prints, np.uint64(0)),
            None,
        )


def joined(parts: Sequence[Chunk], articles: int, wanted: Choice, apart: str | None) -> Counted:
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
    mask = kept(matrix, terms, wanted)
    if not mask.all():
        terms, matrix = terms.filter(pa.array(mask)), matrix[:, np.flatnonzero(mask)]
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
    if len(parts) == 1 and len(parts[0].tokens) == rows and _ascending(parts[0].terms):
        (part,) = parts
        indptr = np.searchsorted(part.term, np.arange(len(part.terms) + 1, dtype=part.term.dtype))
        indptr = indptr.astype(part.unit.dtype)
        data = part.times.astype(np.int64)
        return part.terms, csc_array((data, part.unit, indptr), shape=(rows, len(part.terms)))
    encoded = pa.concat_arrays([part.terms.cast(pa.string()) for part in parts]).dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    terms, rank = encoded.dictionary.take(order), np.empty(len(order), np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    code = rank[encoded.indices.to_numpy(zero_copy_only=False)]
    starts = np.cumsum([0, *(len(part.terms) for part in parts)])
    column = np.concatenate([code[part.term + at] for part, at in zip(parts, starts, strict=False)])
    row = np.concatenate([at[part.unit] for part, at in zip(parts, place, strict=True)])
    count = np.concatenate([part.times for part in parts]).astype(np.int64)
    matrix = coo_array((count, (row, column)), shape=(rows, len(terms))).tocsc()
    matrix.sum_duplicates()
    return terms, matrix


def _ascending(terms: pa.Array) -> bool:
    return len(terms) < 2 or bool(pc.all(pc.less(terms[:-1], terms[1:])).as_py())


def kept(matrix: csc_array, terms: pa.Array, wanted: Choice) -> np.ndarray:
    """Mask the terms that are frequent enough, and neither begin nor end with a word to be left out."""
    total = np.asarray(matrix.sum(axis=0)).reshape(-1)
    found = total >= max(wanted.min_count, 1)
    if wanted.stop:
        stop, _ = normalised(pa.array(sorted(wanted.stop), pa.string()), wanted)
        for pattern in (r" .*$", r"^.* "):
            end = pc.replace_substring_regex(terms, pattern, "")
            found &= ~pc.is_in(end, value_set=stop).to_numpy(zero_copy_only=False)
    return np.asarray(found, bool)
