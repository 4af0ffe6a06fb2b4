"""Which sentences of an event share enough rare terms to be compared: an inverted index, never all pairs.

What a pair is worth is said in `likeness`; here pairs are only brought up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from framing.features.statements.background import rarity
from framing.features.statements.sentences import LEAST_TERMS, Sentences

__all__ = ["COMMON", "Index", "index", "pairs"]

#: A term that more sentences of an event hold brings up no pairs.
COMMON = 40
#: Pairs that are looked at in one go.
_BATCH = 3_000_000
#: Least rarity that a pair must share, in natural logarithms, and least share of the shorter one's.
_LEAST_SHARED, _LEAST_SHARE = 3.5, 0.12


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
    terms, pairs_of_terms : csr arrays, nodes × terms
        Weight of each term in its event; 1 for each two terms that stand side by side.
    known, quoted : csr arrays, nodes × terms
        Rarity in the news; terms in quotation marks.
    """

    at: np.ndarray
    of: np.ndarray
    stratum: np.ndarray
    row: np.ndarray
    terms: Any
    known: Any
    quoted: Any
    doubles: Any


def index(sentences: Sentences, stratum_of_row: np.ndarray) -> Index:
    """Bring sentences with the same words together, event by event, and weigh what they hold."""
    stratum = stratum_of_row[sentences.row]
    size = np.bincount(sentences.sentence, minlength=len(sentences))
    kept = np.flatnonzero(size >= LEAST_TERMS)
    key = np.stack([stratum[kept].astype(np.uint64), sentences.hash[kept]], axis=1)
    _, first, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
    # Numbered by the first sentence that has the words.
    rank = np.argsort(np.argsort(first))
    at = kept[np.sort(first)]
    of = np.full(len(sentences), -1, np.int64)
    of[kept] = rank[inverse.reshape(-1)]
    chosen = np.zeros(len(sentences), bool)
    chosen[at] = True
    entry = np.flatnonzero(chosen[sentences.sentence])
    node, term, marked = of[sentences.sentence[entry]], sentences.term[entry], sentences.marked[entry]
    width = len(sentences.terms)
    code, of_entry = np.unique(node * width + term, return_inverse=True)
    node_of, term_of = code // width, code % width
    known = rarity(sentences.terms)[term_of]
    weight = known * _local(sentences, stratum, node_of, term_of, stratum[at])
    quoted = np.bincount(of_entry, marked, len(code)) > 0
    shape = (len(at), width)
    pointers = np.searchsorted(node_of, np.arange(len(at) + 1))

    def matrix(values: np.ndarray) -> Any:
        return csr_array((values, term_of, pointers), shape=shape)

    return Index(
        at,
        of,
        stratum[at],
        sentences.row[at],
        matrix(weight),
        matrix(known),
        matrix(quoted.astype(np.float64)),
        _doubles(node, term, len(at)),
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
    """Return which two terms stand side by side in each node, as a matrix of nodes by pairs of terms."""
    beside = np.flatnonzero(node[1:] == node[:-1])
    both = (term[beside].astype(np.uint64) << np.uint64(32)) | term[beside + 1].astype(np.uint64)
    distinct, which = np.unique(both, return_inverse=True)
    found = csr_array((np.ones(len(which)), (node[beside], which)), shape=(size, max(len(distinct), 1)))
    found.sum_duplicates()
    found.data[:] = 1.0
    return found


def pairs(found: Index) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield runs of pairs of nodes of one event and of different articles that share rare terms."""
    node, later, start, posted, weight = _postings(found)
    if not len(node):
        return
    total = np.asarray(found.terms.sum(axis=1)).reshape(-1)
    edges = np.cumsum(later)
    begin, size = 0, len(found.at)
    # Pairs of one node stay in one batch, so that what they share is summed up whole.
    last_of_node = np.append(np.flatnonzero(node[1:] != node[:-1]), len(node) - 1)
    while begin < len(node):
        before = int(edges[begin - 1]) if begin else 0
        within = last_of_node[edges[last_of_node] <= before + _BATCH]
        stop = int(within[-1]) + 1 if len(within) and within[-1] >= begin else -1
        if stop < 0:
            stop = int(last_of_node[np.searchsorted(last_of_node, begin)]) + 1
        run = slice(begin, stop)
        a = np.repeat(node[run], later[run])
        where = np.repeat(start[run] - (np.cumsum(later[run]) - later[run]), later[run]) + np.arange(len(a))
        b = posted[where]
        other = found.row[a] != found.row[b]
        code, inverse = np.unique(a[other] * size + b[other], return_inverse=True)
        shared = np.bincount(inverse, np.repeat(weight[run], later[run])[other], len(code))
        a, b = code // size, code % size
        good = (shared >= _LEAST_SHARED) & (shared >= _LEAST_SHARE * np.minimum(total[a], total[b]))
        yield a[good], b[good]
        begin = stop


def _postings(found: Index) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the index in order of node: node, how many entries stand behind each and where, weight."""
    terms = found.terms
    node = np.repeat(np.arange(len(found.at)), np.diff(terms.indptr))
    group = found.stratum[node] * terms.shape[1] + terms.indices
    order = np.argsort(group, kind="stable")
    ordered, posted = group[order], node[order]
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else ordered
    size = np.diff(np.append(first, len(ordered)))
    place = np.arange(len(ordered)) - np.repeat(first, size)
    rare = np.repeat((size > 1) & (size <= COMMON), size)
    later = np.where(rare, np.repeat(size, size) - 1 - place, 0)
    start = np.arange(len(ordered)) + 1
    weight = terms.data[order]
    back = np.flatnonzero(later > 0)
    back = back[np.argsort(posted[back], kind="stable")]
    return posted[back], later[back], start[back], posted, weight[back]
