"""Which sentences of an event share enough to be compared: an inverted index, never all pairs.

What a pair is worth is said in `likeness`; here pairs are only brought up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array, hstack

from framing.features.statements.background import rarity
from framing.features.statements.sentences import LEAST_TERMS, Sentences

__all__ = ["NO_EVENT", "Index", "akin", "index", "pairs"]

#: The stratum of articles without an event.
NO_EVENT = 0
#: Least cosine of two articles without an event that statements are looked for in, in a few articles and in
#: many, and how many those are: of pairs about one event that share statements 97 and 89 % have it, of those
#: about two events 64 and 36 %.
_AKIN, _AKIN_OF_MANY, _MANY = 0.08, 0.12, 200
#: A term that more sentences of an event hold brings up no pairs: half of them, but in these limits.
_COMMON = (60, 120)
#: What two terms near each other weigh in bringing pairs up, in natural logarithms.
_DOUBLE = 2.5
#: Least cosine that pairs are brought up from, of what brings pairs up.
_LEAST = 0.12
#: What has more words is a list or a table.
_MOST_WORDS = 120
#: Characters of a sentence in another language that is long enough to be known again.
_LEAST_SIGNS = 12
#: Pairs of articles that are compared in one go.
_ARTICLES = 50_000
#: Products of entries that are worked out in one go.
_BATCH = 8_000_000


@dataclass(frozen=True)
class Index:
    """Distinct sentences of each event, and what they hold.

    Attributes
    ----------
    at : int64 array, one item a node
        The sentence that stands for it, the first of those with the same words.
    of : int64 array, one item a sentence
        Its node, -1 where it is too short.
    stratum, row : int64 arrays, one item a node
    terms, known, quoted, told : csr arrays, nodes × terms
        Weight of each term in its event; its rarity in the news; whether it stands in quotation marks; how
        far it tells the fact, as in `Sentences.tells`.
    doubles : csr array, nodes × pairs of terms
        1 for two terms that stand side by side, or with one between them.
    """

    at: np.ndarray
    of: np.ndarray
    stratum: np.ndarray
    row: np.ndarray
    terms: Any
    known: Any
    quoted: Any
    told: Any
    doubles: Any


def index(sentences: Sentences, stratum_of_row: np.ndarray, foreign: np.ndarray | None = None) -> Index:
    """Bring sentences with the same words together, event by event, and weigh what they hold.

    `foreign` masks the rows in other languages, some of which write no spaces: of theirs, long enough
    sentences count whatever terms they have.
    """
    stratum = stratum_of_row[sentences.row]
    size = np.bincount(sentences.sentence, minlength=len(sentences))
    long = size >= LEAST_TERMS
    if foreign is not None and foreign.any():
        long |= foreign[sentences.row] & (sentences.end - sentences.start >= _LEAST_SIGNS)
    kept = np.flatnonzero(long & (sentences.words <= _MOST_WORDS))
    key = np.stack([stratum[kept].astype(np.uint64), sentences.hash[kept]], axis=1)
    _, first, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
    # Numbered by the first sentence that has the words.
    rank = np.argsort(np.argsort(first))
    at = kept[np.sort(first)]
    of = np.full(len(sentences), -1, np.int64)
    of[kept] = rank[inverse.reshape(-1)]
    chosen = np.zeros(len(sentences), bool)
    chosen[at] = True
    width = len(sentences.terms)
    entry = np.flatnonzero(chosen[sentences.sentence])
    node, term, marked = of[sentences.sentence[entry]], sentences.term[entry], sentences.marked[entry]
    code, of_entry = np.unique(node * width + term, return_inverse=True)
    node_of, term_of = code // width, code % width
    known = rarity(sentences.terms)[term_of]
    weight = known * _local(sentences, stratum, node_of, term_of, stratum[at])
    quoted = np.bincount(of_entry, marked, len(code)) > 0
    tells = np.zeros(len(code))
    np.maximum.at(tells, of_entry, sentences.tells[entry])
    pointers = np.searchsorted(node_of, np.arange(len(at) + 1))

    def matrix(values: np.ndarray) -> Any:
        return csr_array((values, term_of, pointers), shape=(len(at), width))

    return Index(
        at=at,
        of=of,
        stratum=stratum[at],
        row=sentences.row[at],
        terms=matrix(weight),
        known=matrix(known),
        quoted=matrix(quoted.astype(np.float64)),
        told=matrix(tells),
        doubles=_doubles(node, term, len(at)),
    )


def _local(
    sentences: Sentences, stratum: np.ndarray, node: np.ndarray, term: np.ndarray, of_node: np.ndarray
) -> np.ndarray:
    """Return how far a term tells sentences of its event apart: 1 in one article only, little in all."""
    width = len(sentences.terms)
    articles = int(sentences.row.max()) + 1 if len(sentences) else 1
    held = np.unique(sentences.row[sentences.sentence] * width + sentences.term)
    of_row = np.zeros(articles, np.int64)
    of_row[sentences.row] = stratum
    code, count = np.unique(of_row[held // width] * width + held % width, return_counts=True)
    frequency = count[np.searchsorted(code, of_node[node] * width + term)]
    present = np.zeros(articles, bool)
    present[sentences.row] = True
    size = np.bincount(of_row[present], minlength=int(of_row.max()) + 1)[of_node[node]]
    found: np.ndarray = np.log1p(size / frequency) / np.log1p(size)
    return found


def _doubles(node: np.ndarray, term: np.ndarray, size: int) -> Any:
    """Return which two terms stand near each other in each node, in any order: nodes × pairs of terms."""
    near, both = [], []
    for step in (1, 2):
        beside = np.flatnonzero(node[step:] == node[:-step])
        pair = np.stack([term[beside], term[beside + step]]).astype(np.uint64)
        near.append(node[beside])
        both.append((pair.min(axis=0) << np.uint64(32)) | pair.max(axis=0))
    distinct, which = np.unique(np.concatenate(both), return_inverse=True)
    found = csr_array(
        (np.ones(len(which)), (np.concatenate(near), which)), shape=(size, max(len(distinct), 1))
    )
    found.sum_duplicates()
    found.data[:] = 1.0
    return found


def pairs(found: Index) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield runs of pairs of nodes of one event that share enough of what isn't too common there.

    The first of a pair is the smaller; pairs come in order, each once.
    """
    size = len(found.at)
    if not size:
        return
    posted = _posted(found)
    back = posted.T.tocsr()
    products = np.bincount(
        np.repeat(np.arange(size), np.diff(posted.indptr)), np.diff(back.indptr)[posted.indices], size
    )
    done = np.cumsum(products)
    begin = 0
    while begin < size:
        before = done[begin - 1] if begin else 0.0
        stop = max(begin + 1, int(np.searchsorted(done, before + _BATCH, side="right")))
        product = (posted[begin:stop] @ back).tocoo()
        row = product.row.astype(np.int64) + begin
        good = (product.data >= _LEAST) & (product.col > row)
        a, b = row[good], product.col[good].astype(np.int64)
        order = np.lexsort((b, a))
        yield a[order], b[order]
        begin = stop


def akin(found: Index, sentences: Sentences, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Mask the pairs whose articles are of one event, or alike enough as wholes where no event is given."""
    good: np.ndarray = found.stratum[a] != NO_EVENT
    asked = np.flatnonzero(~good & (found.row[a] != found.row[b]))
    if not len(asked):
        return np.ones(len(a), bool)
    width = len(sentences.terms)
    held = np.unique(sentences.row[sentences.sentence] * width + sentences.term)
    row, term = held // width, held % width
    size = int(sentences.row.max()) + 1
    whole = csr_array((np.round(rarity(sentences.terms)[term], 2), (row, term)), shape=(size, width))
    length = np.sqrt(np.bincount(row, whole.data**2, size))
    one, other = found.row[a[asked]], found.row[b[asked]]
    code, which = np.unique(one * size + other, return_inverse=True)
    one, other = code // size, code % size
    cosine = np.zeros(len(one))
    for i in range(0, len(one), _ARTICLES):
        product = whole[one[i : i + _ARTICLES]].multiply(whole[other[i : i + _ARTICLES]])
        cosine[i : i + _ARTICLES] = np.asarray(product.sum(axis=1)).reshape(-1)
    many = len(np.unique(found.row[found.stratum == NO_EVENT])) >= _MANY
    near: np.ndarray = cosine >= (_AKIN_OF_MANY if many else _AKIN) * length[one] * length[other]
    good[asked] = near[which]
    return good


def _posted(found: Index) -> Any:
    """Return what brings pairs up: nodes × terms and doubles of each event, those too common left out."""
    size = len(found.at)
    both = hstack([found.known, found.doubles * _DOUBLE]).tocsr()
    node = np.repeat(np.arange(size), np.diff(both.indptr))
    length = np.sqrt(np.bincount(node, both.data**2, size))
    group = found.stratum[node] * both.shape[1] + both.indices
    _, column, count = np.unique(group, return_inverse=True, return_counts=True)
    common = np.clip(np.bincount(found.stratum)[found.stratum[node]] / 2, *_COMMON)
    kept = (count[column] > 1) & (count[column] <= common)
    _, column = np.unique(column[kept], return_inverse=True)
    shape = (size, int(column.max()) + 1 if len(column) else 1)
    # In steps, so that sums are exact in any order.
    value = np.round(both.data / length[node] * 2**20) / 2**20
    return csr_array((value[kept], (node[kept], column)), shape=shape)
