"""What speaks for and against two articles being on one event: the features of a pair, and words shared.

Everything is asked once for the words that both have; nothing here knows what a feature weighs.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from framing.engine.parts import Articles, metadata
from framing.engine.results import PartResults

# The words of all parts as one table, terms in code-point order, however the parts were cut.

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


def merged(found: PartResults, articles: Articles, order: np.ndarray | None = None) -> Words:
    """Return all parts as one.

    Parameters
    ----------
    found : Found
        What `finding.Reading` gives.
    articles : pandas.DataFrame or Parts
    order : int64 array, optional
        Rows of the articles, in the order wanted; all that could be read and have a text, by id, by default.
    """
    each = found.table("each")
    if order is None:
        ids = metadata(articles)["id"].to_numpy(dtype=object)
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


def _terms(found: PartResults) -> tuple[pa.Array, np.ndarray, np.ndarray, np.ndarray]:
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
    found: PartResults, place: np.ndarray, size: int, of_key: np.ndarray
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


# How much each word says: rare words of news at large more, and those of the corpus itself.

#: What a word of the lead and of the title counts beside its place in the text.
LEAD, TITLE = 0.7, 2.5
#: Names are many and shared by many events, so that each counts a little less.
NAME = 0.85
#: More than this no word says, however rare.
_MOST = 7.0
#: Words of a text from which its language is told, and the share of English function words it must have.
_FEWEST, _ENGLISH = 20, 0.15
#: A word in this share of background articles is a function word.
_FUNCTION = 0.5
#: Words of a stretch that stands for an article where there is no background; and other stretches, which
#: nobody has read and which have none of the words: in few articles all words are rare alike.
_STRETCH, _UNREAD = 200, 30
#: Whole numbers for weights: the square of a row's length stays under 2**30.
SCALE = 1 << 15


class Background(NamedTuple):
    """How many articles of news at large have a word: `hashes` in order, `articles` for each, of `size`."""

    hashes: np.ndarray
    articles: np.ndarray
    size: int

    def of(self, hashes: np.ndarray) -> np.ndarray:
        """Return in how many articles words stand, given their hashes."""
        at = np.minimum(np.searchsorted(self.hashes, hashes), max(len(self.hashes) - 1, 0))
        if not len(self.hashes):
            return np.zeros(len(hashes), np.int64)
        return np.where(self.hashes[at] == hashes, self.articles[at], 0).astype(np.int64)


class Weighted(NamedTuple):
    """`Words` with what each entry weighs.

    Attributes
    ----------
    whole : int32 array, one item an entry
        Of title and text together; a row's squares sum to about ``SCALE ** 2``.
    says : float32 array, one item an entry
        How much the word says by its rarity, in that article's language.
    english : bool array, articles
    """

    words: Words
    whole: np.ndarray
    says: np.ndarray
    english: np.ndarray


def hashed(terms: pa.Array) -> np.ndarray:
    """Return 32 bits for each term, the same for ever."""
    listed = np.asarray(terms.to_pylist(), dtype=object)
    return (pd.util.hash_array(listed, categorize=False) >> np.uint64(32)).astype(np.uint32)


@cache
def background() -> Background:
    """Return the table that comes with the package."""
    data = (resources.files("framing.comparison.events") / "background.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        hashes = np.cumsum(arrays["gaps"].astype(np.int64)).astype(np.uint32)
        return Background(hashes, arrays["articles"].astype(np.int64), int(arrays["size"]))


def weighted(words: Words, table: Background | None = None) -> Weighted:
    """Return what each word of each article weighs.

    ``idf = log((N + n + 1) / (D + d + 1/2))``, with D of N background articles and d of the corpus's n that
    have the word (Spärck Jones 1972). An article that isn't English has no background: there n is the number
    of stretches of 200 words in such articles, and d how many of them would hold the word by its frequency;
    N is 30 and D none.
    """
    table = background() if table is None else table
    known = table.of(hashed(words.terms))
    width, size = len(words.terms), len(words)
    function = known >= _FUNCTION * table.size
    english = np.ones(size, bool)
    used = np.zeros(width)
    for articles, part, row in words.runs():
        times = words.text[part].astype(np.float64) + words.title[part]
        total = np.bincount(row, times, articles.stop - articles.start)
        of_function = np.bincount(row, times * function[words.term[part]], len(total))
        english[articles] = (total < _FEWEST) | (of_function >= _ENGLISH * total)
        other = ~english[articles][row]
        used += np.bincount(words.term[part][other], times[other], width)
    own = np.bincount(words.term, minlength=width)
    idf = np.clip(np.log((table.size + size + 1) / (known + own + 0.5)), 0, _MOST)
    foreign, name = _foreign(used), np.where(words.name, NAME, 1.0)
    says, whole = np.empty(len(words.term), np.float32), np.empty(len(words.term), np.int32)
    for articles, part, row in words.runs():
        term = words.term[part]
        mine = np.where(english[articles][row], idf[term], foreign[term])
        text = words.text[part].astype(np.float64)
        counts = np.where(text > 0, 1 + np.log(np.maximum(text, 1)), 0.0)
        counts += LEAD * np.log1p(words.lead[part].astype(np.float64)) + TITLE * (words.title[part] > 0)
        weight = counts * mine * name[term]
        length = np.sqrt(np.bincount(row, weight * weight, articles.stop - articles.start))
        length[length == 0] = 1.0
        whole[part] = np.floor(weight / length[row] * SCALE)
        says[part] = mine
    return Weighted(words, whole, says, english)


def _foreign(used: np.ndarray) -> np.ndarray:
    """Return how much words say in articles without a background, from how often they are used."""
    stretches = max(used.sum() / _STRETCH, 1.0)
    held = stretches * -np.expm1(-used / stretches)
    return np.clip(np.log((stretches + _UNREAD + 1) / (held + 0.5)), 0, _MOST)


# The most alike articles of each article, block by block: never a matrix of all pairs.

#: Neighbours kept of each article: in a corpus of many thousands, those on one event may not be the first.
KEPT = 50
#: Heaviest words of an article by which its neighbours are sought.
_HEAVIEST = 96
#: Articles less alike than this (cosine of their heaviest words) are no neighbours.
_LEAST = int(0.02 * SCALE * SCALE)
#: Products of a block that are made at once, about.
_PRODUCTS = 12_000_000


class Pairs(NamedTuple):
    """Pairs that may belong together: rows `a` and `b`, ``a < b``, each once, in order."""

    a: np.ndarray
    b: np.ndarray


def neighbours(
    data: Weighted, day: np.ndarray, window: float, tell: Callable[[int], object] = lambda done: None
) -> Pairs:
    """Return each article's `KEPT` most alike articles within the window, as pairs.

    Parameters
    ----------
    data : Weighted
    day : float64 array
        When each article appeared, in days; NaN where unknown, which is within any window.
    window : float
        Days.
    tell : callable
        Is told how many articles more are done.
    """
    size = len(day)
    # In order of time, what a block may meet stands together; articles without a date stand behind.
    order = np.argsort(day, kind="stable")
    ordered, dated = day[order], int(np.isfinite(day).sum())
    matrix = heaviest(data, _HEAVIEST)[order]
    columns = matrix.T.tocsr()
    cost = np.bincount(
        np.repeat(np.arange(size), np.diff(matrix.indptr)), np.diff(columns.indptr)[matrix.indices], size
    ).cumsum()
    found: list[np.ndarray] = []
    begin = 0
    while begin < size:
        spent = cost[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(cost, spent + _PRODUCTS, side="right")))
        low, high = 0, dated
        if begin < dated:
            end = min(end, dated)
            low = int(np.searchsorted(ordered[:dated], ordered[begin] - window, side="left"))
            high = int(np.searchsorted(ordered[:dated], ordered[end - 1] + window, side="right"))
        meet = np.concatenate([np.arange(low, high), np.arange(dated, size)])
        other = columns if len(meet) == size else matrix[meet].T.tocsr()
        product = (matrix[begin:end] @ other).tocsr()
        found.append(_nearest(product, order, meet, begin, ordered, window))
        tell(end - begin)
        begin = end
    keys = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return Pairs(keys // max(size, 1), keys % max(size, 1))


def heaviest(data: Weighted, count: int) -> csr_array:
    """Return the weights of the heaviest words of each article, as articles × terms."""
    words = data.words
    chosen, sizes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for articles, part, row in words.runs():
        weight = data.whole[part]
        # By weight, then by term, in which order they stand: the place in its row decides.
        sorting = np.argsort(row * np.int64(2 * SCALE) - weight, kind="stable")
        first = words.start[articles] - part.start
        place = np.arange(len(row)) - first[row]
        kept = np.sort(sorting[(place < count) & (weight[sorting] > 0)])
        chosen.append(kept + part.start)
        sizes.append(np.bincount(row[kept], minlength=len(first)))
    kept = np.concatenate(chosen)
    indptr = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    return csr_array(
        (data.whole[kept], words.term[kept], indptr), shape=(len(words), max(len(words.terms), 1))
    )


def _nearest(
    product: csr_array, order: np.ndarray, meet: np.ndarray, begin: int, day: np.ndarray, window: float
) -> np.ndarray:
    """Return the most alike articles of each row of a block, each pair as one number."""
    size = len(order)
    enough = np.flatnonzero(product.data >= _LEAST)
    row = np.searchsorted(product.indptr, enough, side="right") - 1
    at, value = meet[product.indices[enough]], product.data[enough]
    # Where a date is missing the difference is, and no comparison with it holds.
    use = (at != row + begin) & ~(np.abs(day[at] - day[row + begin]) > window)
    row, other, value = row[use], order[at[use]], value[use]
    bounds = np.searchsorted(row, np.arange(product.shape[0] + 1))
    kept = np.ones(len(row), bool)
    for i in np.flatnonzero(np.diff(bounds) > KEPT).tolist():
        part = slice(bounds[i], bounds[i + 1])
        mine = value[part]
        least = np.partition(mine, len(mine) - KEPT)[len(mine) - KEPT]
        chosen = mine > least
        ties = np.flatnonzero(mine == least)
        chosen[ties[np.argsort(other[part][ties])][: KEPT - int(chosen.sum())]] = True
        kept[part] = chosen
    own, other = order[row[kept] + begin], other[kept]
    return np.minimum(other, own) * size + np.maximum(other, own)


#: In order of the columns of `Described.features`.
FEATURES = (
    "cosine",  # of all weighted words
    "closeness",  # log(cosine)
    "local",  # 2 cosine - mean cosine of either with its ten nearest (CSLS: Conneau and others 2018)
    "relative",  # cosine by the geometric mean of what either has with its 6th to 15th nearest
    "title",  # cosine of titles
    "told_least",  # share of a title that the other article has, by rarity: the lesser of the two
    "told_most",
    "lead",  # cosine of titles and leads
    "names",  # cosine of names
    "numbers",  # cosine of figures
    "few",  # log of how far the cosine rests on few words
    "rank_best",  # log(1 + place) of either among the other's neighbours: the better
    "rank_worst",
    "mutual",  # both among the five nearest of the other
    "first",  # one is the nearest of the other
    "weekdays",  # cosine of days of the week named
    "months",
    "years",  # between the latest named, up to three
    "untitled",  # one has no title
    "length",  # log of words of the shorter
    "crowd",  # sum of what either has with its 6th to 15th nearest
)
#: A pair of which neither is among so many nearest of the other is none.
_PROMISING = 8
#: Words that say less than this are not looked at.
_LITTLE = 0.5
#: Pairs described at once.
_CHUNK = 10_000
#: Taken for the cosine of weekdays, of months and for years where one names none.
_NO_WEEKDAY, _NO_MONTH, _NO_YEAR, _YEARS = 0.45, 0.4, 0.5, 3
_NEAREST, _FROM, _TO, _FIRST = 10, 5, 15, 5


class Described(NamedTuple):
    """The pairs that are worth a closer look, and their features, a float32 row a pair."""

    kept: np.ndarray
    features: np.ndarray


def cosines(data: Weighted, pairs: Pairs) -> np.ndarray:
    """Return the cosine of each pair, from exact sums."""
    matrix = _matrix(data, data.whole)
    found = np.zeros(len(pairs.a))
    for begin in range(0, len(pairs.a), _CHUNK):
        part = slice(begin, begin + _CHUNK)
        product = matrix[pairs.a[part]].multiply(matrix[pairs.b[part]]).tocsr()
        found[part] = np.asarray(product.sum(axis=1, dtype=np.int64)).reshape(-1) / SCALE**2
    return found


def described(data: Weighted, pairs: Pairs, cosine: np.ndarray) -> Described:
    """Return the features of those pairs of which one is among the nearest of the other.

    Parameters
    ----------
    data : Weighted
    pairs : Pairs
        All neighbours, since a pair is seen among the others.
    cosine : float64 array
        Of each.
    """
    words, size = data.words, len(data.words)
    # The features that depend on the other neighbours of both articles.
    count = len(cosine)
    own, other = np.concatenate([pairs.a, pairs.b]), np.concatenate([pairs.b, pairs.a])
    value = np.tile(cosine, 2)
    sorting = np.lexsort((other, -value, own))
    bounds = np.searchsorted(own[sorting], np.arange(size + 1))
    place = np.empty(2 * count, np.int64)
    place[sorting] = np.arange(2 * count) - bounds[own[sorting]]
    # Neighbours that there are too few of are as unlike as can be.
    near = np.bincount(own, np.where(place < _NEAREST, value, 0.0), size) / _NEAREST
    band = (place >= _FROM) & (place < _TO)
    far = np.bincount(own, np.where(band, value, 0.0), size) / (_TO - _FROM)
    a, b = pairs.a, pairs.b
    rank = np.minimum(place, KEPT).reshape(2, count)
    best, worst = rank.min(axis=0), rank.max(axis=0)
    placed = dict(
        cosine=cosine,
        closeness=np.log(cosine + 0.01),
        local=2 * cosine - near[a] - near[b],
        relative=cosine / (np.sqrt(far[a] * far[b]) + 0.02),
        rank_best=np.log1p(best), rank_worst=np.log1p(worst),
        mutual=worst < _FIRST, first=best == 0,
        crowd=far[a] + far[b],
    )  # fmt: skip
    kept = np.flatnonzero(placed["rank_best"] < np.log1p(_PROMISING))
    few = Pairs(pairs.a[kept], pairs.b[kept])
    features = np.zeros((len(kept), len(FEATURES)), np.float32)
    for name in list(placed):
        features[:, FEATURES.index(name)] = placed.pop(name)[kept]
    lengths = {name: np.zeros(size) for name in _VECTORS}
    title_says = np.zeros(size)
    for articles, part, row in words.runs():
        for name, values in _vectors(data, part).items():
            lengths[name][articles] = np.sqrt(
                np.bincount(row, values * values, articles.stop - articles.start)
            )
        title_says[articles] = np.bincount(
            row, np.where(words.title[part] > 0, data.says[part], 0.0), articles.stop - articles.start
        )
    for part, pair, at, to in _shared(data, few):
        count = part.stop - part.start
        a, b = few.a[part], few.b[part]
        columns: dict[str, np.ndarray] = {}
        left, right = _vectors(data, at), _vectors(data, to)
        for name in _VECTORS:
            product = np.bincount(pair, left[name] * right[name], count)
            by = lengths[name][a] * lengths[name][b]
            columns[name] = np.divide(product, by, out=np.zeros(count), where=by > 0)
        told = []
        for own, mine in ((left["title"], a), (right["title"], b)):
            held, length = np.bincount(pair, own, count), title_says[mine]
            told.append(np.divide(held, length, out=np.zeros(count), where=length > 0))
        columns |= dict(
            few=np.log(np.bincount(pair, (_weight(data, at) * _weight(data, to)) ** 2, count) + 1e-6),
            told_least=np.minimum(*told), told_most=np.maximum(*told),
            weekdays=_alike(words.weekdays, a, b, _NO_WEEKDAY),
            months=_alike(words.months, a, b, _NO_MONTH),
            years=_years(words.year, a, b),
            untitled=~(words.titled[a] & words.titled[b]),
            length=np.log1p(np.minimum(words.written[a], words.written[b])),
        )  # fmt: skip
        for name, column in columns.items():
            features[part, FEATURES.index(name)] = column
    return Described(kept, features)


_VECTORS = ("title", "lead", "names", "numbers")


def _vectors(data: Weighted, entries: np.ndarray | slice) -> dict[str, np.ndarray]:
    """Return what entries are in each of the vectors whose cosines are features."""
    words, says, weight = data.words, data.says[entries].astype(np.float64), _weight(data, entries)
    in_title, term = words.title[entries] > 0, words.term[entries]
    lead = np.log1p(words.lead[entries].astype(np.float64))
    return dict(
        title=np.where(in_title, says, 0.0),
        lead=(lead + in_title) * says,
        names=np.where(words.name[term], weight, 0.0),
        numbers=np.where(words.number[term] & (words.text[entries] > 0), weight, 0.0),
    )


def _weight(data: Weighted, entries: np.ndarray | slice) -> np.ndarray:
    return data.whole[entries].astype(np.float64) / SCALE


def _shared(data: Weighted, pairs: Pairs) -> Iterator[tuple[slice, np.ndarray, np.ndarray, np.ndarray]]:
    """Yield chunks of pairs: each shared word's pair in the chunk, and its entries on both sides."""
    numbered = _matrix(data, np.arange(1, len(data.whole) + 1, dtype=np.int32))
    ones = csr_array(
        (np.ones(numbered.nnz, np.int8), numbered.indices, numbered.indptr), shape=numbered.shape
    )
    for begin in range(0, len(pairs.a), _CHUNK):
        part = slice(begin, min(begin + _CHUNK, len(pairs.a)))
        a, b = pairs.a[part], pairs.b[part]
        left = numbered[a].multiply(ones[b]).tocsr()
        right = ones[a].multiply(numbered[b]).tocsr()
        pair = np.repeat(np.arange(len(a)), np.diff(left.indptr))
        yield part, pair, left.data - 1, right.data - 1


def _matrix(data: Weighted, values: np.ndarray) -> csr_array:
    """Return one value an entry as articles × terms; words that say next to nothing are left out."""
    words = data.words
    kept = data.says >= _LITTLE
    size = np.zeros(len(words) + 1, np.int64)
    for articles, part, row in words.runs():
        size[articles.start + 1 : articles.stop + 1] = np.bincount(
            row[kept[part]], minlength=articles.stop - articles.start
        )
    return csr_array(
        (values[kept], words.term[kept], np.cumsum(size)), shape=(len(words), max(len(words.terms), 1))
    )


def _alike(named: np.ndarray, a: np.ndarray, b: np.ndarray, unknown: float) -> np.ndarray:
    length = np.sqrt((named * named).sum(axis=1))
    by = length[a] * length[b]
    product = (named[a] * named[b]).sum(axis=1)
    return np.divide(product, by, out=np.full(len(a), unknown, np.float32), where=by > 0)


def _years(year: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    apart = np.minimum(np.abs(year[a] - year[b]), _YEARS)
    return np.where((year[a] > 0) & (year[b] > 0), apart, _NO_YEAR)
