"""Articles as counted words for telling events apart: what stands in title, lead and text, what is a name.

Texts are read a chunk at a time; ids never leave a chunk, chunks meet by the word itself. No weights here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array

from framing.text.copies import fingerprints
from framing.text.tokens import Tokens, chunks, tokenize

__all__ = ["LEAD", "Words", "read", "texts_of"]

#: Words of the text that count as its lead.
LEAD = 120
#: Text, in bytes, that is read at once.
_CHUNK_BYTES = 24 << 20
#: Entries that are worked on at once.
_RUN = 2_000_000
#: Counts above this say no more.
_MOST = 255

_WEEKDAYS = [[name] for name in "monday tuesday wednesday thursday friday saturday sunday".split()]
#: May and March are left out: they are other words far more often.
_MONTHS = [
    form.split("|")
    for form in "january|jan|jan. february|feb|feb. april|apr|apr. june|jun july|jul august|aug|aug. "
    "september|sept|sept.|sep october|oct|oct. november|nov|nov. december|dec|dec.".split()
]
_YEARS = [str(year) for year in range(1900, 2100)]
_EACH = ("written", "titled", "weekdays", "months", "year", "prints")
#: Scripts written without spaces: their words are pairs of neighbouring characters.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f"


@dataclass(frozen=True)
class Words:
    """Which words each article has; entry ``i`` of the columns is a word of an article, each pair once.

    Attributes
    ----------
    terms : pyarrow string array
        As looked up, in code-point order.
    name, number : bool arrays, one item a term
        Mostly written with a capital inside sentences; a figure.
    start : int64 array, one more item than there are articles
        Entries ``start[i] : start[i + 1]`` are those of article ``i``, in order of term.
    term : int32 array
    text, lead, title : uint8 arrays
        How often it stands in the text, in its lead, and in the title; 255 for more.
    written : int64 arrays, articles
        Words of title and text.
    titled : bool array, articles
    weekdays, months : float32 arrays, articles × 7 and × 10
        How often each is named, twice as much in the lead.
    year : int64 array, articles
        The latest that is named; 0 for none.
    prints : uint64 array, articles
        The same for the same words in the text; 0 where there are too few to tell.
    """

    terms: pa.Array
    name: np.ndarray
    number: np.ndarray
    start: np.ndarray
    term: np.ndarray
    text: np.ndarray
    lead: np.ndarray
    title: np.ndarray
    written: np.ndarray
    titled: np.ndarray
    weekdays: np.ndarray
    months: np.ndarray
    year: np.ndarray
    prints: np.ndarray

    def __len__(self) -> int:
        return len(self.written)

    def runs(self) -> Iterator[tuple[slice, slice, np.ndarray]]:
        """Yield runs of articles: which, which entries they have, and the article of each, from the first.

        What is worked out for entries takes many times the room of what is kept of them.
        """
        begin, size = 0, len(self)
        while begin < size:
            end = int(np.searchsorted(self.start, self.start[begin] + _RUN, side="right")) - 1
            end = min(max(end, begin + 1), size)
            entries = slice(int(self.start[begin]), int(self.start[end]))
            row = np.repeat(np.arange(end - begin), np.diff(self.start[begin : end + 1]))
            yield slice(begin, end), entries, row
            begin = end

    def rows(self, rows: np.ndarray) -> Words:
        """Return some of the articles, in the order given; terms that none has are left in."""
        size = np.diff(self.start)[rows]
        start = np.concatenate([[0], np.cumsum(size)])
        at = np.repeat(self.start[rows] - start[:-1], size) + np.arange(int(start[-1]))
        columns = {c: getattr(self, c)[at] for c in ("term", "text", "lead", "title")}
        each = {c: getattr(self, c)[rows] for c in _EACH}
        return Words(self.terms, self.name, self.number, start, **columns, **each)


@dataclass(frozen=True)
class _Part:
    """What a chunk gives; `term` points into its own `keys`."""

    keys: pa.Array
    capital: np.ndarray
    inside: np.ndarray
    figure: np.ndarray
    row: np.ndarray
    term: np.ndarray
    counts: tuple[np.ndarray, np.ndarray, np.ndarray]
    written: np.ndarray
    titled: np.ndarray
    weekdays: np.ndarray
    months: np.ndarray
    year: np.ndarray
    prints: np.ndarray


def read(frame: pd.DataFrame, order: np.ndarray) -> Words:
    """Read a checked table of articles, in an order; texts are never copied all at once."""
    titles, texts = (texts_of(frame, name) for name in ("title", "text"))
    sizes = np.zeros(len(titles), np.int64)
    for array in (titles, texts):
        sizes += np.asarray(pc.fill_null(pc.binary_length(array), 0))
    parts = []
    for begin, end in chunks(sizes[order], _CHUNK_BYTES):
        rows = pa.array(order[begin:end])
        parts.append(_part(*(spaced(pc.fill_null(array.take(rows), "")) for array in (titles, texts))))
    return _whole(parts)


def texts_of(frame: pd.DataFrame, name: str) -> pa.Array:
    """Return a column of text, copied only if it isn't kept so."""
    array = pa.array(frame[name], pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def spaced(texts: pa.Array) -> pa.Array:
    """Return texts in which runs of a script without spaces stand as pairs of neighbouring characters.

    >>> spaced(pa.array(["总理访问 Beijing", "Plain words"], pa.large_string())).to_pylist()
    [' 总理 理访 访问  Beijing', 'Plain words']
    """
    import re

    has = pc.match_substring_regex(texts, f"[{_UNSPACED}]").to_numpy(zero_copy_only=False)
    if not has.any():
        return texts
    run = re.compile(f"[{_UNSPACED}]{{2,}}")

    def pairs(match: re.Match[str]) -> str:
        said = match.group()
        return f" {' '.join(said[i : i + 2] for i in range(len(said) - 1))} "

    listed = texts.to_pylist()
    for row in np.flatnonzero(has).tolist():
        listed[row] = run.sub(pairs, listed[row])
    return pa.array(listed, pa.large_string())


def _part(titles: pa.Array, texts: pa.Array) -> _Part:
    size = len(titles)
    tokens = tokenize(pa.concat_arrays([titles, texts]))
    vocabulary = tokens.vocabulary
    key, width = vocabulary.of_token, max(len(vocabulary), 1)
    doc = np.repeat(np.arange(2 * size, dtype=np.int32), np.diff(tokens.docs))
    in_title = doc < size
    row = np.where(in_title, doc, doc - size)
    place = np.arange(len(key)) - tokens.docs[doc]
    in_lead = ~in_title & (place < LEAD)
    capital, inside = _capitals(tokens, key, in_title, width)
    counted = [_counts(row[mask], key[mask], (size, width)) for mask in (~in_title, in_lead, in_title)]
    every = (counted[0] + counted[2]).tocsr()
    every.sort_indices()
    at = np.repeat(np.arange(size, dtype=np.int64), np.diff(every.indptr)) * width + every.indices
    figure = np.zeros(width, bool)
    figure[vocabulary.numbers] = True
    times = []
    for forms in (_WEEKDAYS, _MONTHS):
        said, slot = _slots(forms, vocabulary.keys, key, ~in_title)
        named = np.zeros((size, len(forms)), np.float32)
        np.add.at(named, (row[said], slot), 1 + in_lead[said])
        times.append(named)
    year = np.zeros(size, np.int64)
    said, at_year = _slots([[name] for name in _YEARS], vocabulary.keys, key, ~in_title)
    np.maximum.at(year, row[said], int(_YEARS[0]) + at_year)
    return _Part(
        keys=pa.array(vocabulary.keys, pa.string()),
        capital=capital[: len(vocabulary)],
        inside=inside[: len(vocabulary)],
        figure=figure[: len(vocabulary)],
        row=(at // width).astype(np.int32),
        term=every.indices.astype(np.int32),
        counts=tuple(_looked_up(matrix, at, width) for matrix in counted),  # type: ignore[arg-type]
        written=np.bincount(row, minlength=size).astype(np.int64),
        titled=np.bincount(doc[in_title], minlength=size)[:size] > 0,
        weekdays=times[0],
        months=times[1],
        year=year,
        prints=fingerprints(tokens)[size:],
    )


def _slots(
    forms: list[list[str]], keys: list[str], key: np.ndarray, where: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of words that are any of some forms, and of which ones."""
    slots = {form: slot for slot, some in enumerate(forms) for form in some}
    of_key = np.asarray([slots.get(name, -1) for name in keys] or [-1], np.int64)
    said = np.flatnonzero((of_key[key] >= 0) & where)
    return said, of_key[key[said]]


def _capitals(
    tokens: Tokens, key: np.ndarray, in_title: np.ndarray, width: int
) -> tuple[np.ndarray, np.ndarray]:
    """Count how often each key stands inside a sentence of a text, with a capital and at all."""
    upper = pc.match_substring_regex(tokens.forms, r"^\p{Lu}").to_numpy(zero_copy_only=False)
    inner = ~in_title
    inner[tokens.sentences[tokens.sentences < len(key)]] = False
    capital = inner & np.asarray(upper, bool)[tokens.ids]
    return np.bincount(key[capital], minlength=width), np.bincount(key[inner], minlength=width)


def _counts(row: np.ndarray, key: np.ndarray, shape: tuple[int, int]) -> coo_array:
    matrix = coo_array((np.ones(len(row), np.int32), (row, key)), shape=shape).tocsr()
    matrix.sum_duplicates()
    return matrix


def _looked_up(matrix: coo_array, at: np.ndarray, width: int) -> np.ndarray:
    """Return the counts of a matrix at the places ``row * width + column``, some of which it lacks."""
    matrix.sort_indices()
    own = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr)) * width
    found = np.zeros(len(at), np.uint8)
    found[np.searchsorted(at, own + matrix.indices)] = np.minimum(matrix.data, _MOST)
    return found


def _whole(parts: list[_Part]) -> Words:
    """Return all chunks as one, terms in code-point order, those in a single article left out."""
    keys = pa.concat_arrays([p.keys for p in parts]) if parts else pa.array([], pa.string())
    encoded = keys.dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    of_key = rank[encoded.indices.to_numpy(zero_copy_only=False)]
    base = np.cumsum([0, *(len(p.keys) for p in parts)])
    width = len(order)
    capital, inside, figure = np.zeros(width, np.int64), np.zeros(width, np.int64), np.zeros(width, bool)
    for part, at in zip(parts, base.tolist(), strict=False):
        mine = of_key[at : at + len(part.keys)]
        np.add.at(capital, mine, part.capital)
        np.add.at(inside, mine, part.inside)
        figure[mine] |= part.figure
    columns: list[tuple[np.ndarray, ...]] = []
    size = []
    for part, at in zip(parts, base.tolist(), strict=False):
        term = of_key[at + part.term]
        sorting = np.lexsort((term, part.row))
        columns.append((term[sorting], *(count[sorting] for count in part.counts)))
        size.append(np.bincount(part.row, minlength=len(part.written)))
    term, text, lead, title = (
        (np.concatenate(c) for c in zip(*columns, strict=True)) if columns else (np.zeros(0, np.int32),) * 4
    )
    entries = np.concatenate(size) if size else np.zeros(0, np.int64)
    return Words(
        terms=encoded.dictionary.take(pa.array(order)),
        name=(capital > 0) & (2 * capital >= inside) & ~figure,
        number=figure,
        start=np.concatenate([[0], np.cumsum(entries)]),
        term=term,
        text=text,
        lead=lead,
        title=title,
        written=_all([p.written for p in parts], np.int64),
        titled=_all([p.titled for p in parts], bool),
        weekdays=np.concatenate([*(p.weekdays for p in parts), np.zeros((0, 7), np.float32)]),
        months=np.concatenate([*(p.months for p in parts), np.zeros((0, len(_MONTHS)), np.float32)]),
        year=_all([p.year for p in parts], np.int64),
        prints=_all([p.prints for p in parts], np.uint64),
    )


def _all(columns: list[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate(columns) if columns else np.zeros(0, dtype)
