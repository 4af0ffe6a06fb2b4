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

__all__ = ["FEATURES", "Described", "described", "shared"]

#: In order of the columns of `Described.features`.
FEATURES = (
    "cosine",  # of all weighted words
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
    "untitled",  # one has no title
    "length",  # log of words of the shorter
    "crowd",  # sum of what either has with its 6th to 15th nearest
)
#: Pairs described at once.
_CHUNK = 20_000
#: Taken for the cosine of weekdays where one names none.
_NO_WEEKDAY = 0.45
_NEAREST, _FROM, _TO, _FIRST = 10, 5, 15, 5


class Described(NamedTuple):
    """Features of pairs, a float32 row a pair, and the cosine of each as millionths would be exact."""

    features: np.ndarray
    cosine: np.ndarray


def described(data: Weighted, pairs: Pairs) -> Described:
    """Return the features of pairs."""
    words, size = data.words, len(data.words)
    row = np.repeat(np.arange(size), np.diff(words.start))
    says = data.says.astype(np.float64)
    in_title = np.where(words.title > 0, says, 0.0)
    in_lead = (np.log1p(words.lead) + (words.title > 0)) * says
    whole = data.whole.astype(np.float64) / SCALE
    named = np.where(words.name[words.term], whole, 0.0)
    figures = np.where(words.number[words.term] & (words.text > 0), whole, 0.0)
    vectors = [whole, in_title, in_lead, named, figures]
    lengths = [np.sqrt(np.bincount(row, v * v, size)) for v in vectors]
    title_says = np.bincount(row, in_title, size)
    features = np.zeros((len(pairs.a), len(FEATURES)), np.float32)
    for part, pair, at, to in _shared(data, pairs):
        count = part.stop - part.start
        a, b = pairs.a[part], pairs.b[part]
        cosines = []
        for vector, length in zip(vectors, lengths, strict=True):
            product = np.bincount(pair, vector[at] * vector[to], count)
            by = length[a] * length[b]
            cosines.append(np.divide(product, by, out=np.zeros(count), where=by > 0))
        few = np.log(np.bincount(pair, (whole[at] * whole[to]) ** 2, count) + 1e-6)
        told = []
        for own, mine, length in ((at, a, title_says), (to, b, title_says)):
            held = np.bincount(pair, in_title[own], count)
            told.append(np.divide(held, length[mine], out=np.zeros(count), where=length[mine] > 0))
        columns = dict(
            zip(("cosine", "title", "lead", "names", "numbers"), cosines, strict=True),
            few=few, told_least=np.minimum(*told), told_most=np.maximum(*told),
            weekdays=_weekdays(words.weekdays, a, b),
            untitled=~(words.titled[a] & words.titled[b]),
            length=np.log1p(np.minimum(words.written[a], words.written[b])),
        )  # fmt: skip
        for name, column in columns.items():
            features[part, FEATURES.index(name)] = column
    _placed(features, pairs, size)
    return Described(features, features[:, 0])


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
    words = data.words
    shape = (len(words), max(len(words.terms), 1))
    entries = np.arange(1, len(words.term) + 1, dtype=np.int64)
    numbered = csr_array((entries, words.term, words.start), shape=shape)
    ones = csr_array((np.ones(len(entries), np.int64), words.term, words.start), shape=shape)
    for begin in range(0, len(pairs.a), _CHUNK):
        part = slice(begin, min(begin + _CHUNK, len(pairs.a)))
        a, b = pairs.a[part], pairs.b[part]
        left = numbered[a].multiply(ones[b]).tocsr()
        right = ones[a].multiply(numbered[b]).tocsr()
        pair = np.repeat(np.arange(len(a)), np.diff(left.indptr))
        yield part, pair, left.data - 1, right.data - 1


def _weekdays(named: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    length = np.sqrt((named * named).sum(axis=1))
    by = length[a] * length[b]
    product = (named[a] * named[b]).sum(axis=1)
    found: np.ndarray = np.divide(product, by, out=np.full(len(a), _NO_WEEKDAY, np.float32), where=by > 0)
    return found


def _placed(features: np.ndarray, pairs: Pairs, size: int) -> None:
    """Fill what depends on the other neighbours of both articles."""
    cosine = features[:, FEATURES.index("cosine")].astype(np.float64)
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
    columns = dict(
        local=2 * cosine - near[a] - near[b],
        relative=cosine / (np.sqrt(far[a] * far[b]) + 0.02),
        rank_best=np.log1p(best), rank_worst=np.log1p(worst),
        mutual=worst < _FIRST, first=best == 0,
        crowd=far[a] + far[b],
    )  # fmt: skip
    for name, column in columns.items():
        features[:, FEATURES.index(name)] = column
