"""What speaks for and against two articles being on one event: the features of a pair, and words shared.

Everything is asked once for the words that both have; nothing here knows what a feature weighs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from framing.comparison.events.neighbours import KEPT, Pairs
from framing.comparison.events.weights import SCALE, Weighted

__all__ = ["FEATURES", "Described", "cosines", "described", "shared"]

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
    placed = _placed(pairs, cosine, size)
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
    found: np.ndarray = data.whole[entries].astype(np.float64) / SCALE
    return found


def shared(data: Weighted, pairs: Pairs) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Yield, for each pair, its number, the terms that both have, and what each adds to the cosine."""
    for part, pair, at, to in _shared(data, pairs):
        bounds = np.searchsorted(pair, np.arange(part.stop - part.start + 1))
        value = data.whole[at].astype(np.int64) * data.whole[to]
        for i in range(part.stop - part.start):
            mine = slice(bounds[i], bounds[i + 1])
            yield part.start + i, data.words.term[at[mine]], value[mine]


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
    found: np.ndarray = np.divide(product, by, out=np.full(len(a), unknown, np.float32), where=by > 0)
    return found


def _years(year: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    apart = np.minimum(np.abs(year[a] - year[b]), _YEARS)
    return np.where((year[a] > 0) & (year[b] > 0), apart, _NO_YEAR)


def _placed(pairs: Pairs, cosine: np.ndarray, size: int) -> dict[str, np.ndarray]:
    """Return the features that depend on the other neighbours of both articles."""
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
    return dict(
        cosine=cosine,
        closeness=np.log(cosine + 0.01),
        local=2 * cosine - near[a] - near[b],
        relative=cosine / (np.sqrt(far[a] * far[b]) + 0.02),
        rank_best=np.log1p(best), rank_worst=np.log1p(worst),
        mutual=worst < _FIRST, first=best == 0,
        crowd=far[a] + far[b],
    )  # fmt: skip
