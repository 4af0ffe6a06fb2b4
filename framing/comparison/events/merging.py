"""The words of all parts as one table, terms in code-point order, however the parts were cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.engine.parts import Articles, light
from framing.engine.results import Found

__all__ = ["Words", "merged"]

#: Entries that are worked on at once.
_RUN = 2_000_000
_EACH = ("written", "titled", "weekdays", "months", "year", "prints", "own")


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
    own: np.ndarray
    row: np.ndarray

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
        if np.array_equal(rows, np.arange(len(self))):
            return self
        size = np.diff(self.start)[rows]
        start = np.concatenate([[0], np.cumsum(size)])
        at = np.repeat(self.start[rows] - start[:-1], size) + np.arange(int(start[-1]))
        columns = {c: getattr(self, c)[at] for c in ("term", "text", "lead", "title")}
        each = {c: getattr(self, c)[rows] for c in (*_EACH, "row")}
        return Words(self.terms, self.name, self.number, start, **columns, **each)


def merged(found: Found, articles: Articles, order: np.ndarray | None = None) -> Words:
    """Return all parts as one.

    Parameters
    ----------
    found : Found
        What `reading.Reading` gives.
    articles : pandas.DataFrame or Parts
    order : int64 array, optional
        Rows of the articles, in the order wanted; all that could be read and have a text, by id, by default.
    """
    each = found.table("each")
    if order is None:
        ids = light(articles)["id"].to_numpy(dtype=object)
        read = np.sort(each["row"].to_numpy()[~each["bare"].to_numpy(bool)])
        order = read[np.argsort(ids[read], kind="stable")]
    place = np.full(len(articles), -1, np.int64)
    place[order] = np.arange(len(order))
    terms, of_key, name, number = _terms(found)
    start, columns = _entries(found, place, len(order), of_key)
    at = np.empty(len(order), np.int64)
    row = place[each["row"].to_numpy()]
    at[row[row >= 0]] = np.flatnonzero(row >= 0)

    def of(name: str) -> np.ndarray:
        wide = [column for column in each.columns if column.rstrip("0123456789") == name]
        values = each[wide].to_numpy()[at]
        return np.ascontiguousarray(values if name in ("weekdays", "months") else values[:, 0])

    return Words(terms, name, number, start, **columns, **{column: of(column) for column in _EACH}, row=order)


def _terms(found: Found) -> tuple[pa.Array, np.ndarray, np.ndarray, np.ndarray]:
    """Return all terms, which of them each key of each part is, and which are names and numbers."""
    parts = list(found.each("keys"))
    keys = pa.chunked_array([pa.array(p["key"], pa.large_string()) for p in parts], pa.large_string())
    encoded = keys.combine_chunks().dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    of_key = rank[encoded.indices.to_numpy(zero_copy_only=False)]
    capital, inside, figure = (
        np.bincount(of_key, np.concatenate([p[name] for p in parts]), len(order)).astype(np.int64)
        for name in ("capital", "inside", "figure")
    )
    number = figure > 0
    terms = encoded.dictionary.take(pa.array(order)).cast(pa.string())
    return terms, of_key, (capital > 0) & (2 * capital >= inside) & ~number, number


def _entries(
    found: Found, place: np.ndarray, size: int, of_key: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Put the entries of all parts in order of article and term."""
    count = np.zeros(size, np.int64)
    for table in found.each("entries", ["row"]):
        row = place[table["row"].to_numpy()]
        count += np.bincount(row[row >= 0], minlength=size)
    start = np.concatenate([[0], np.cumsum(count)])
    columns = {"term": np.empty(start[-1], np.int32)}
    columns |= {name: np.empty(start[-1], np.uint8) for name in ("text", "lead", "title")}
    base, width = 0, np.int64(of_key.max(initial=0)) + 1
    keys = found.each("keys", ["inside"])
    for table, known in zip(found.each("entries"), keys, strict=True):
        row, term = place[table["row"].to_numpy()], of_key[base + table["term"].to_numpy()]
        base += len(known)
        # One key, for which sorting takes a third of the time of two.
        order = np.argsort(row * width + term, kind="stable")
        order = order[np.searchsorted(row[order], 0) :]
        row = row[order]
        at = start[row] + np.arange(len(row)) - np.searchsorted(row, row)
        columns["term"][at] = term[order]
        for name in ("text", "lead", "title"):
            columns[name][at] = table[name].to_numpy()[order]
    return start, columns
