"""Articles as counted words for telling events apart: what stands in title, lead and text, what is a name.

Texts are read a chunk at a time, part by part; parts meet by the word itself. No weights here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array

from framing.batch.parts import Articles, over
from framing.comparison.events.merging import Words, merged
from framing.text.copies import fingerprints
from framing.text.tokens import Tokens, chunks, tokenize

__all__ = ["LEAD", "Reading", "Words", "read"]

#: Words of the text that count as its lead.
LEAD = 120
#: Text, in bytes, that is read at once.
_CHUNK_BYTES = 24 << 20
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
#: Scripts written without spaces: their words are pairs of neighbouring characters.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f"


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


@dataclass(frozen=True)
class Reading:
    """Counts the words of a part.

    Its tables: `keys`, the words of each chunk, with how often they stand inside sentences and with a capital
    there; `entries`, a row a word of an article, `term` the place in `keys`; `each`, a row an article, `own`
    the same for the same words, `bare` for a record without text.
    """

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        titles, texts = (_texts_of(frame, name) for name in ("title", "text"))
        sizes = np.zeros(len(titles), np.int64)
        for array in (titles, texts):
            sizes += np.asarray(pc.fill_null(pc.binary_length(array), 0))
        parts = []
        for begin, end in chunks(sizes, _CHUNK_BYTES):
            some = (spaced(pc.fill_null(array.slice(begin, end - begin), "")) for array in (titles, texts))
            parts.append(_part(*some))
        found = _tables(parts)
        found["each"]["own"] = _own(found["each"]["prints"].to_numpy(), titles, texts)
        bare = (frame["status"] == "metadata") & (frame["text"].str.strip() == "")
        found["each"]["bare"] = bare.to_numpy(bool)
        return found


def read(articles: Articles, order: np.ndarray | None = None) -> Words:
    """Return the words of checked articles: of all with text in order of id, or in an order that is given."""
    return merged(over(articles, Reading(), what="words"), articles, order)


def _texts_of(frame: pd.DataFrame, name: str) -> pa.Array:
    """Return a column of text, copied only if it isn't kept so."""
    array = pa.array(frame[name], pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _own(prints: np.ndarray, titles: pa.Array, texts: pa.Array) -> np.ndarray:
    """Return the prints of texts; of those too short for one, a number for title and text to the letter."""
    found = prints.astype(np.uint64)
    rows = np.flatnonzero(prints == 0)
    for row, title, text in zip(rows.tolist(), titles.take(pa.array(rows)).to_pylist(),
                                texts.take(pa.array(rows)).to_pylist(), strict=True):  # fmt: skip
        said = f"{title or ''}\n\n{text or ''}".encode("utf8", "replace")
        found[row] = int.from_bytes(hashlib.sha256(said).digest()[:8], "big")
    return found


def _tables(parts: list[_Part]) -> dict[str, pd.DataFrame]:
    """Return chunks as the tables of a part."""
    keys = np.cumsum([0, *(len(part.keys) for part in parts)]).tolist()
    rows = np.cumsum([0, *(len(part.written) for part in parts)]).tolist()

    def all_(columns: list[np.ndarray], dtype: type) -> np.ndarray:
        return np.concatenate([np.zeros(0, dtype), *columns]).astype(dtype)

    each: dict[str, np.ndarray] = {
        "row": np.arange(rows[-1], dtype=np.int32),
        "written": all_([p.written for p in parts], np.int64),
        "titled": all_([p.titled for p in parts], bool),
        "year": all_([p.year for p in parts], np.int64),
        "prints": all_([p.prints for p in parts], np.uint64),
    }
    for name, wide in (("weekdays", len(_WEEKDAYS)), ("months", len(_MONTHS))):
        times = [getattr(part, name) for part in parts]
        each |= {f"{name}{i}": all_([table[:, i] for table in times], np.float32) for i in range(wide)}
    text, lead, title = (all_([p.counts[i] for p in parts], np.uint8) for i in range(3))
    return {
        "keys": pd.DataFrame({
            "key": pd.Series(pa.chunked_array([p.keys for p in parts], pa.string()).to_pandas(), dtype="str"),
            "capital": all_([p.capital for p in parts], np.int64),
            "inside": all_([p.inside for p in parts], np.int64),
            "figure": all_([p.figure for p in parts], bool),
        }),
        "entries": pd.DataFrame({
            "row": all_([p.row + at for p, at in zip(parts, rows, strict=False)], np.int32),
            "term": all_([p.term + at for p, at in zip(parts, keys, strict=False)], np.int32),
            "text": text, "lead": lead, "title": title,
        }),
        "each": pd.DataFrame(each),
    }  # fmt: skip


def spaced(texts: pa.Array) -> pa.Array:
    """Return texts in which runs of a script without spaces stand as pairs of neighbouring characters.

    >>> spaced(pa.array(["总理访问 Beijing", "Plain words"], pa.large_string())).to_pylist()
    [' 总理 理访 访问  Beijing', 'Plain words']
    """
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
