"""What speaks for two sentences saying the same thing and what against it, as numbers; weighed in `model`."""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.features.statements.matching import Index
from framing.features.statements.sentences import Sentences

__all__ = ["FEATURES", "likeness", "ranks"]

FEATURES = (
    "cosine", "plain_cosine", "held", "held_longer", "shared", "doubles", "names", "names_apart", "no_names",
    "figures", "figures_apart", "quoted", "both_quoted", "one_quoted", "same_speaker", "other_speaker",
    "not_apart", "contrary", "headline", "shorter", "ratio", "early", "best", "margin",
)  # fmt: skip
_BATCH = 200_000


def likeness(found: Index, sentences: Sentences, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the features of pairs of nodes, a column each of `FEATURES`, the last two left at nothing."""
    parts = [_some(found, sentences, a[i : i + _BATCH], b[i : i + _BATCH]) for i in range(0, len(a), _BATCH)]
    return np.concatenate(parts) if parts else np.zeros((0, len(FEATURES)))


def _some(found: Index, sentences: Sentences, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    x, y = found.at[a], found.at[b]
    total, norm = _sum(found.terms), _norm(found.terms)
    known_norm = _norm(found.known)
    both = found.terms[a].multiply(_ones(found.terms[b])).tocsr()
    pair = np.repeat(np.arange(len(a)), np.diff(both.indptr))

    def added(values: np.ndarray) -> np.ndarray:
        summed: np.ndarray = np.bincount(pair, values, len(a))
        return summed

    shared = added(both.data)
    product = np.asarray(found.terms[a].multiply(found.terms[b]).sum(axis=1)).reshape(-1)
    plain = np.asarray(found.known[a].multiply(found.known[b]).sum(axis=1)).reshape(-1)
    name, number = sentences.name, sentences.number
    names, figures = _sum(found.terms, name), _sum(_ones(found.terms), number)
    shared_names = added(both.data * name[both.indices])
    shared_figures = added(number[both.indices].astype(float))
    doubles = np.asarray(found.doubles[a].multiply(found.doubles[b]).sum(axis=1)).reshape(-1)
    least_doubles = np.minimum(_sum(found.doubles)[a], _sum(found.doubles)[b])
    marked = np.asarray(found.quoted[a].multiply(found.quoted[b]).sum(axis=1)).reshape(-1)
    least_marked = np.minimum(_sum(found.quoted)[a], _sum(found.quoted)[b])
    low, high = np.minimum(total[a], total[b]), np.maximum(total[a], total[b])
    few, many = np.minimum(names[a], names[b]), np.maximum(names[a], names[b])
    few_figures = np.minimum(figures[a], figures[b])
    quoted = np.minimum(sentences.quoted[x], sentences.quoted[y])
    unlike = np.abs(sentences.quoted[x] - sentences.quoted[y])
    who, whom = sentences.speaker[x], sentences.speaker[y]
    told = (who >= 0) & (whom >= 0)
    turned = sentences.turned[x] ^ sentences.turned[y]
    size = np.minimum(sentences.words[x], sentences.words[y])
    place = np.maximum(sentences.order[x], sentences.order[y])
    columns = [
        product / (norm[a] * norm[b]),
        plain / (known_norm[a] * known_norm[b]),
        shared / low,
        shared / high,
        np.log1p(shared),
        doubles / np.maximum(least_doubles, 1),
        _share(shared_names, many),
        _share(few - shared_names, few),
        (few == 0).astype(float),
        np.minimum(shared_figures, 3),
        _share(np.maximum(few_figures - shared_figures, 0), np.maximum(few_figures, 1)),
        marked / np.maximum(least_marked, 1),
        quoted,
        unlike,
        (told & (who == whom)).astype(float),
        (told & (who != whom)).astype(float),
        (turned & 1).astype(float),
        _contrary(sentences.turned[x], sentences.turned[y]),
        ((sentences.part[x] == 0) | (sentences.part[y] == 0)).astype(float),
        np.log(np.maximum(size, 1)),
        low / high,
        (place <= 3).astype(float),
        np.zeros(len(a)),
        np.zeros(len(a)),
    ]
    return np.stack(columns, axis=1)


def _contrary(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how many of up, for and win one sentence has whose contrary stands in the other."""
    found = np.zeros(len(one))
    for bit in (1, 3, 5):
        up, down = 1 << bit, 2 << bit
        both = up | down
        found += (one & both == up) & (other & both == down)
        found += (one & both == down) & (other & both == up)
    return found


def ranks(found: Index, features: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the features with the last two filled: whether, and by how much, each is the other's best."""
    cosine = features[:, 0]
    ahead = np.minimum(_ahead(a, found.row[b], cosine), _ahead(b, found.row[a], cosine))
    filled = features.copy()
    filled[:, -2] = ahead >= 0
    filled[:, -1] = ahead
    return filled


def _ahead(node: np.ndarray, article: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return how far each pair is ahead of the best other one of its node in that article."""
    group = np.unique(np.stack([node, article], axis=1), axis=0, return_inverse=True)[1].reshape(-1)
    order = np.lexsort((-value, group))
    grouped, ordered = group[order], value[order]
    first = np.append(True, grouped[1:] != grouped[:-1]) if len(group) else np.zeros(0, bool)
    starts = np.flatnonzero(first)
    size = np.diff(np.append(starts, len(group)))
    best = np.repeat(ordered[starts], size)
    second = np.repeat(np.where(size > 1, ordered[np.minimum(starts + 1, len(ordered) - 1)], 0.0), size)
    ahead = np.empty(len(value))
    ahead[order] = np.where(first, ordered - second, ordered - best)
    return ahead


def _sum(matrix: Any, of: np.ndarray | None = None) -> np.ndarray:
    if of is None:
        return np.asarray(matrix.sum(axis=1)).reshape(-1)
    node = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    found: np.ndarray = np.bincount(node, matrix.data * of[matrix.indices], matrix.shape[0])
    return found


def _norm(matrix: Any) -> np.ndarray:
    found: np.ndarray = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).reshape(-1))
    return found


def _ones(matrix: Any) -> Any:
    again = matrix.copy()
    again.data = np.ones(len(again.data))
    return again


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0.0)
