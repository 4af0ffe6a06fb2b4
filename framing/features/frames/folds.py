"""Folds that keep together what belongs together: the texts of a document, and texts nearly the same.

Nothing is learned here, and no label is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import HashingVectorizer

from framing.errors import FramingError, brief

__all__ = ["ALIKE", "document_codes", "folds_of", "near_duplicates"]

#: Share of the shorter text's runs of three words that two texts must share to be near-duplicates.
ALIKE = 0.5
#: Runs of three words that a text must have for it: shorter ones share them by chance.
_LEAST = 6
_ROWS = 1000


def document_codes(documents: Any, size: int) -> np.ndarray:
    """Return a number for each document, a text each where none are given.

    >>> document_codes(["b", "a", "b"], 3).tolist(), document_codes(None, 2).tolist()
    ([0, 1, 0], [0, 1])
    """
    if documents is None:
        return np.arange(size)
    listed = pd.Series(list(documents), dtype=object)
    if len(listed) != size:
        raise FramingError(f"documents: {len(listed)} for {size} texts; give one for each text")
    if listed.isna().any():
        raise FramingError(
            f"documents: number {int(listed.isna().argmax())} is missing; give one for each text"
        )
    codes: np.ndarray = pd.factorize(listed)[0]
    return codes


def near_duplicates(texts: Sequence[str]) -> csr_array:
    """Return which texts are nearly the same, as a symmetric matrix of 0 and 1 without its diagonal.

    Two are, where they share half of the runs of three words of the shorter one (containment; Broder 1997),
    and however short where they are equal but for spaces and capitals.

    >>> one = "The minister said on Friday that the two ports would open by spring."
    >>> near_duplicates([one, one.replace("Friday", "Monday"), "Something else was said."]).toarray().tolist()
    [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    """
    runs = HashingVectorizer(
        ngram_range=(3, 3), binary=True, norm=None, alternate_sign=False, n_features=2**22
    ).transform(texts)
    runs = csr_array(runs).astype(np.int32)
    sizes = np.diff(runs.indptr)
    back = runs.T.tocsr()
    first, second = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(texts), _ROWS):
        shared = (runs[start : start + _ROWS] @ back).tocoo()
        a, b = shared.coords[0] + start, shared.coords[1]
        least = np.minimum(sizes[a], sizes[b])
        alike = (a != b) & (least >= _LEAST) & (shared.data >= ALIKE * least)
        first.append(a[alike])
        second.append(b[alike])
    for equal in _equal_and_short(texts, sizes):
        # Pairs in both directions, as above; no text with itself.
        a, b = (part.ravel() for part in np.meshgrid(equal, equal))
        first.append(a[a != b])
        second.append(b[a != b])
    a, b = np.concatenate(first), np.concatenate(second)
    return coo_array((np.ones(len(a), np.int8), (a, b)), shape=(len(texts), len(texts))).tocsr()


def _equal_and_short(texts: Sequence[str], sizes: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the places of each text that stands several times and is too short to be told by its runs.

    Blank ones are left apart: nothing can be learned from them.
    """
    short = np.flatnonzero(sizes < _LEAST)
    said = pd.Series([" ".join(texts[at].lower().split()) for at in short.tolist()], dtype=object)
    for text, places in said.groupby(said, sort=False).indices.items():
        if text and len(places) > 1:
            yield short[places]


def folds_of(documents: np.ndarray, alike: csr_array, folds: int, seed: int) -> np.ndarray:
    """Return the fold of each text: documents that share a near-duplicate go into one, all drawn by the seed.

    Raises
    ------
    FramingError
        There are fewer documents than folds.
    """
    many = int(documents.max()) + 1 if len(documents) else 0
    a, b = alike.nonzero()
    linked = coo_array((np.ones(len(a), np.int8), (documents[a], documents[b])), shape=(many, many))
    groups, of_document = connected_components(linked, directed=False) if many else (0, np.zeros(0, int))
    if groups < folds:
        raise FramingError(
            f"folds: {brief(folds)} of only {groups} documents that differ; give more texts or fewer folds"
        )
    group = of_document[documents]
    # The largest first, each to the fold that has the fewest texts: folds of about one size.
    sizes = np.bincount(group, minlength=groups)
    order = np.random.default_rng(seed).permutation(groups)
    order = order[np.argsort(-sizes[order], kind="stable")]
    filled, fold = np.zeros(folds, np.int64), np.zeros(groups, np.int64)
    for one in order.tolist():
        fold[one] = int(filled.argmin())
        filled[fold[one]] += sizes[one]
    found: np.ndarray = fold[group]
    return found
