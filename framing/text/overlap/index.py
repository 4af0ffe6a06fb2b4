"""Which texts share shingles, and how many: an inverted index, so that texts that share none are never met.

Who takes what for a copy is the business of `rules`; here numbers are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.text.overlap.shingles import Flags, Ints, Shingles

__all__ = ["COMMON", "Pairs", "candidates", "postings"]

#: A shingle in more texts than this ties each of them to the first alone: a figure of speech, or a story
#: printed everywhere; pairs of all with all would grow with the square.
COMMON = 64


@dataclass(frozen=True)
class Pairs:
    """Two texts each: `a` before `b` as the texts stand, and the distinct shingles both have.

    `shared` leaves out shingles that stand in more than `COMMON` texts, unless `a` is the first of these.
    """

    a: Ints
    b: Ints
    shared: Ints

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.a)

    def only(self, kept: Flags | Ints) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.a[kept], self.b[kept], self.shared[kept])


def postings(found: Shingles) -> tuple[Ints, Ints]:
    """Return the texts that each distinct shingle stands in, each text once, and where each one's begin.

    Texts ``docs[starts[k] : starts[k + 1]]`` hold the shingle of rank ``k`` by hash.
    """
    _, rank = np.unique(found.hashes, return_inverse=True)
    size = max(1, len(found))
    key = np.sort(rank.astype(np.int64) * size + found.doc())
    # Sorting is many times as quick here as the table that `numpy.unique` makes.
    key = key[np.concatenate([[True], key[1:] != key[:-1]])] if len(key) else key
    starts = np.searchsorted(key, np.arange(int(rank.max(initial=-1)) + 2) * size)
    return key % size, starts


def candidates(
    found: Shingles, least: int = 1, common: int = COMMON, posted: tuple[Ints, Ints] | None = None
) -> Pairs:
    """Return the pairs of texts that share at least `least` distinct shingles.

    Parameters
    ----------
    found : Shingles
        All, or those of `repeated`.
    least : int
        Fewer are not told.
    common : int
        As `COMMON`.
    posted : tuple, optional
        As from `postings`, where they are there already.

    Returns
    -------
    Pairs
        In order of the texts. Memory goes by the pairs that share anything, never by all there could be.

    Examples
    --------
    >>> from framing.text.overlap.shingles import shingles
    >>> from framing.text.tokens import tokenize
    >>> texts = ["The ship left port at dawn on Monday.", "It rained.", "“The ship left port at dawn.”"]
    >>> pairs = candidates(shingles(tokenize(texts)))
    >>> pairs.a.tolist(), pairs.b.tolist(), pairs.shared.tolist()
    ([0], [2], [2])
    """
    docs, starts = postings(found) if posted is None else posted
    size = np.diff(starts)
    total = max(1, len(found))
    codes, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
    waiting: list[Ints] = []
    held = 0
    for many in (np.flatnonzero(np.bincount(size)[2:]) + 2).tolist():
        at = starts[:-1][size == many]
        first, second = (
            np.triu_indices(many, 1) if many <= common else (np.zeros(many - 1, np.int64), np.arange(1, many))
        )
        step = max(1, _HELD // len(first))
        for begin in range(0, len(at), step):
            here = at[begin : begin + step, None]
            waiting.append((docs[here + first] * total + docs[here + second]).reshape(-1))
            held += len(waiting[-1])
            if held >= _HELD:
                codes, counts = _counted(codes, counts, waiting)
                waiting, held = [], 0
    codes, counts = _counted(codes, counts, waiting)
    kept = counts >= least
    return Pairs(codes[kept] // total, codes[kept] % total, counts[kept])


#: Pairs, each told once a shingle, that are held before they are counted.
_HELD = 1 << 23


def _counted(codes: Ints, counts: Ints, more: list[Ints]) -> tuple[Ints, Ints]:
    """Add pairs told once a shingle to pairs counted before."""
    listed = np.sort(np.concatenate([np.zeros(0, np.int64), *more]))
    begins = np.flatnonzero(np.concatenate([[True], listed[1:] != listed[:-1]])) if len(listed) else listed
    fresh, number = listed[begins], np.diff(np.append(begins, len(listed)))
    if not len(codes):
        return fresh, number
    both = np.concatenate([codes, fresh])
    order = np.argsort(both, kind="stable")
    both, total = both[order], np.concatenate([counts, number])[order]
    begins = np.flatnonzero(np.concatenate([[True], both[1:] != both[:-1]]))
    return both[begins], np.add.reduceat(total, begins)
