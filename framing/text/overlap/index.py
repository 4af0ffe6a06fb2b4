"""Which texts share shingles, and how many: an inverted index, so that texts that share none are never met.

Who takes what for a copy is the business of `rules`; here numbers are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.text.overlap.shingles import Flags, Hashes, Ints, Shingles

__all__ = ["COMMON", "FEW", "Meetings", "Pairs", "candidates", "postings"]

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

    def only(self, kept: Flags | Ints | slice) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.a[kept], self.b[kept], self.shared[kept])

    def among(self, texts: Ints) -> Pairs:
        """Return pairs of some texts as pairs of all, of which `texts` are these."""
        return Pairs(texts[self.a], texts[self.b], self.shared)

    @classmethod
    def joined(cls, parts: Sequence[Pairs]) -> Pairs:
        """Return the pairs of several; one at least."""
        return cls(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("a", "b", "shared")))


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
    meetings = Meetings(len(found), common=common)
    meetings.add(found, posted)
    return meetings.pairs(least)


class Meetings:
    """Pairs of texts counted as ranges of shingles come, within a bound that no corpus passes.

    Parameters
    ----------
    size : int
        Texts.
    ranges : int
        Ranges to come; the first tells how many pairs there will be.
    common : int
        As `COMMON`.

    Notes
    -----
    Where sentences recur in very many texts pairs grow with the square. Past so many for each text only
    shingles in few texts tie all of these, and only one shingle in so many (by its hash, so the same in all
    texts) counts, for as many: then `shared` is an estimate.
    """

    def __init__(self, size: int, ranges: int = 1, common: int = COMMON) -> None:
        self._total = max(1, size)
        self._most = min(_MOST, max(_ALWAYS, _EACH * size))
        self._ranges = ranges
        self._begun = False
        self._codes, self._counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._waiting: list[Ints] = []
        self._held = 0
        self.common = common
        #: One shingle in so many counts.
        self.one_in = 1
        #: The same, where not all pairs are counted; else 0.
        self.bounded = 0

    def add(
        self, found: Shingles, posted: tuple[Ints, Ints] | None = None, holds: Flags | None = None
    ) -> None:
        """Count the pairs of a range.

        Parameters
        ----------
        found, posted
            As for `candidates`.
        holds : bool array, optional
            Only shingles count that stand in one of these texts.
        """
        if not self._begun:
            self._begun = True
            posted = postings(found) if posted is None else posted
            self._bound(np.diff(_standing_in(posted, holds)[1]))
        if self.one_in > 1:
            posted = postings(found.only(_sampled(found.hashes, self.one_in)))
        docs, starts = _standing_in(postings(found) if posted is None else posted, holds)
        size = np.diff(starts)
        for many in (np.flatnonzero(np.bincount(size)[2:]) + 2).tolist():
            at = starts[:-1][size == many]
            first, second = (
                np.triu_indices(many, 1)
                if many <= self.common
                else (np.zeros(many - 1, np.int64), np.arange(1, many))
            )
            step = max(1, _HELD // len(first))
            for begin in range(0, len(at), step):
                here = at[begin : begin + step, None]
                self._waiting.append((docs[here + first] * self._total + docs[here + second]).reshape(-1))
                self._held += len(self._waiting[-1])
                if self._held >= _HELD:
                    self._count()

    def pairs(self, least: int = 1) -> Pairs:
        """Return the pairs of all ranges that share at least so many shingles, in order of the texts."""
        self._count()
        shared = self._counts * self.one_in
        kept = shared >= least
        codes = self._codes[kept]
        return Pairs(codes // self._total, codes % self._total, shared[kept])

    def _bound(self, sizes: Ints) -> None:
        if self._ranges * _met(sizes, self.common) <= self._most:
            return
        self.common = min(self.common, FEW)
        while self._ranges * _met(sizes, self.common) > self._most * self.one_in:
            self.one_in *= 2
        self.bounded = self.one_in

    def _count(self) -> None:
        if self._waiting:
            self._codes, self._counts = _counted(self._codes, self._counts, self._waiting)
        self._waiting, self._held = [], 0


#: Pairs, each told once a shingle, that are held before they are counted.
_HELD = 1 << 23

#: Pairs, each told once a shingle, that are counted for each text; in all, so many at least and at most.
_EACH, _ALWAYS, _MOST = 1_024, 1 << 22, 1 << 26
#: The texts of a shingle that still ties each of them with each where there are more.
FEW = 8

#: The bits of a shingle that say whether it is one of so many; ranges are told by the last ones.
_SAMPLE_BITS = np.uint64(20)


def _standing_in(posted: tuple[Ints, Ints], holds: Flags | None) -> tuple[Ints, Ints]:
    """Return the texts of those shingles alone that stand in one of some texts."""
    docs, starts = posted
    if holds is None or not len(docs):
        return posted
    size = np.diff(starts)
    kept = np.logical_or.reduceat(holds[docs], starts[:-1])
    return docs[np.repeat(kept, size)], np.concatenate([[0], np.cumsum(size[kept])])


def _met(sizes: Ints, common: int) -> int:
    """Return how many pairs shingles in so many texts each make."""
    each = np.where(sizes <= common, sizes * (sizes - 1) // 2, sizes - 1)
    return int(each.sum())


def _sampled(hashes: Hashes, one_in: int) -> Flags:
    return np.asarray((hashes >> _SAMPLE_BITS) & np.uint64(one_in - 1) == 0, bool)


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
