"""Texts as runs of five words, each a 64-bit number: what shared text is found by.

Nothing here compares texts; that is the business of `index` and `passages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.engine.results import PartResults
from framing.text.tokens import Tokens

#: Words of a shingle. Shorter ones are shared by chance, longer ones break at every changed word.
WORDS = 5

#: Odd, so that no bit of a word is lost; multiplied in at each place, so that the order of words counts.
_PLACE = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))

#: Bits of a shingle that a first look goes by.
_BITS = 24

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Shingles:
    """Runs of words of some texts.

    Attributes
    ----------
    hashes : uint64 array, one item a shingle
        The same for the same words in the same order, whatever the text, the process or the machine.
    docs : int64 array, one more item than there are texts
        Shingles ``docs[i] : docs[i + 1]`` are those of text ``i``.
    words : int64 array, one more item than there are texts
        Words ``words[i] : words[i + 1]`` are those of text ``i``.
    n : int
        Words of a shingle.
    at : int64 array or None
        Place of each shingle's first word, where some are left out.
    """

    hashes: Hashes
    docs: Ints
    words: Ints
    n: int = WORDS
    at: Ints | None = None

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.docs) - 1

    @property
    def sizes(self) -> Ints:
        """Words of each text."""
        return np.diff(self.words)

    @property
    def first(self) -> Ints:
        """Place of each shingle's first word, counted as in `framing.text.tokens.Tokens` over all texts."""
        if self.at is not None:
            return self.at
        return np.arange(len(self.hashes)) + np.repeat(self.words[:-1] - self.docs[:-1], np.diff(self.docs))

    def doc(self) -> Ints:
        """Return the text that each shingle stands in."""
        return np.repeat(np.arange(len(self)), np.diff(self.docs))

    def only(self, kept: Flags) -> Shingles:
        """Return some of the shingles, of the same texts."""
        passed = np.concatenate([[0], np.cumsum(kept)])
        return Shingles(self.hashes[kept], passed[self.docs], self.words, self.n, self.first[kept])

    def of(self, texts: Ints) -> Shingles:
        """Return the shingles of some texts, in that order, as if there were no others."""
        number = np.diff(self.docs)[texts]
        docs = np.concatenate([[0], np.cumsum(number)])
        words = np.concatenate([[0], np.cumsum(self.sizes[texts])])
        taken = self.taken(texts)
        moved = np.repeat(words[:-1] - self.words[texts], number)
        at = None if self.at is None else self.at[taken] + moved
        return Shingles(self.hashes[taken], docs, words, self.n, at)

    def taken(self, texts: Ints) -> Ints:
        """Return the indices of the shingles of some texts, in that order."""
        number = np.diff(self.docs)[texts]
        docs = np.cumsum(number) - number
        return np.arange(int(number.sum())) + np.repeat(self.docs[texts] - docs, number)


def shingles(tokens: Tokens, n: int = WORDS) -> Shingles:
    """Return every run of `n` words of each text; case, marks and possessive endings don't count.

    Parameters
    ----------
    tokens : Tokens
    n : int
        Words of a run. A text with fewer words has none.

    Examples
    --------
    >>> from framing.text.tokens import tokenize
    >>> found = shingles(tokenize(["The ship left port at dawn.", "The ship left, port: AT"]))
    >>> found.docs.tolist(), bool(found.hashes[0] == found.hashes[2])
    ([0, 2, 3], True)
    """
    keys = tokens.vocabulary
    of_key = pd.util.hash_array(np.asarray(keys.keys, dtype=object), categorize=False).astype(np.uint64)
    total = max(0, len(keys.of_token) - n + 1)
    word = of_key[keys.of_token] if len(of_key) else np.zeros(0, np.uint64)
    hashes = word[:total].copy()
    for place in range(1, n):
        # Numbers without a sign wrap around, exactly and everywhere alike.
        hashes *= _PLACE
        hashes += word[place : place + total]
    for shift, by in zip((30, 27), _MIX, strict=True):
        hashes ^= hashes >> np.uint64(shift)
        hashes *= by
    size = np.maximum(np.diff(tokens.docs) - (n - 1), 0)
    inside = np.ones(total, bool)
    for back in range(1, n):
        # Runs that would reach over the end of their text.
        end = tokens.docs[1:] - back
        inside[end[(end >= 0) & (end < total)]] = False
    return Shingles(hashes[inside], np.concatenate([[0], np.cumsum(size)]), tokens.docs, n)


def repeated(found: Shingles) -> Shingles:
    """Return the shingles that stand in two texts or more: the others can't be shared.

    Most shingles of a corpus stand in one text, so that what is left is small.
    """
    return found.only(are_repeated(found))


def are_repeated(found: Shingles) -> Flags:
    """Mask the shingles that stand in two texts or more."""
    hashes = found.hashes
    listed = np.sort(hashes)
    twice = listed[1:][listed[1:] == listed[:-1]]
    del listed
    # A table of the first bits of those that stand twice leaves few to look at one by one.
    table = np.zeros(1 << _BITS, bool)
    table[twice >> np.uint64(64 - _BITS)] = True
    maybe = np.flatnonzero(table[hashes >> np.uint64(64 - _BITS)])
    maybe = maybe[np.argsort(hashes[maybe])]
    value = hashes[maybe]
    kept = np.zeros(len(hashes), bool)
    if len(maybe):
        doc = np.searchsorted(found.docs, maybe, side="right")
        begins = np.flatnonzero(np.concatenate([[True], value[1:] != value[:-1]]))
        several = np.minimum.reduceat(doc, begins) < np.maximum.reduceat(doc, begins)
        kept[maybe[np.repeat(several, np.diff(np.append(begins, len(value))))]] = True
    return kept


# Which texts share shingles, and how many: an inverted index, so that texts that share none are never met.

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
        found : Shingles
            All of the range, or those of `repeated`.
        posted : tuple, optional
            As from `postings`, where they are there already.
        holds : bool array, optional
            Only shingles count that stand in one of these texts.
        """
        if not self._begun:
            self._begun = True
            posted = postings(found) if posted is None else posted
            self._bound(np.diff(_standing_in(posted, holds)[1]))
        if self.one_in > 1:
            posted = postings(found.only((found.hashes >> _SAMPLE_BITS) & np.uint64(self.one_in - 1) == 0))
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
        """Return the pairs of all ranges that share at least so many shingles, in order of the texts.

        Memory goes by the pairs that share anything, never by all there could be.
        """
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


# Articles with the same words: one text printed twice must not count as two.

#: Shorter texts ("Watch the video below.") are alike by chance.
LEAST_WORDS = 20


def fingerprints(tokens: Tokens) -> np.ndarray:
    """Return a 64-bit number for each text that is the same for the same words.

    Case, punctuation and the order of words don't count. Zero says that the text
    has fewer than `LEAST_WORDS` words.

    Returns
    -------
    uint64 array, one item a text
    """
    keys = tokens.vocabulary
    hashed = pd.util.hash_array(np.asarray(keys.keys, dtype=object), categorize=False)[keys.of_token]
    size = np.diff(tokens.docs)
    total = np.zeros(len(size), np.uint64)
    some = size > 0
    if some.any():
        # Unsigned sums wrap around, which is as good as any other mixing and exact in any order.
        total[some] = np.add.reduceat(hashed, tokens.docs[:-1][some])
    return np.where(size >= LEAST_WORDS, total + size.astype(np.uint64), np.uint64(0))


def as_table(prints: np.ndarray) -> pd.DataFrame:
    """Return the fingerprints of some articles as a task over parts gives them: the table ``prints``."""
    return pd.DataFrame({"row": np.arange(len(prints), dtype=np.int32), "print": prints})


def prints_of(found: PartResults, size: int) -> np.ndarray:
    """Return the fingerprint of each article from the table ``prints`` of all parts.

    It is zero, and so like no other, of articles in a part that failed.
    """
    prints = np.zeros(size, np.uint64)
    for some in found.each("prints"):
        prints[some["row"].to_numpy()] = some["print"].to_numpy(np.uint64)
    return prints


def groups(prints: np.ndarray, given: pd.Series) -> pd.Series:
    """Return `copy_group` for each article: as given, else a name shared by those with one fingerprint.

    Parameters
    ----------
    prints : uint64 array
        As from `fingerprints`.
    given : pandas.Series
        The column as it is; what is filled stays, and copies join it (of several, the first by name).

    Returns
    -------
    pandas.Series of str
        Missing where no other article has the same words.
    """
    named = given.reset_index(drop=True).astype("str")
    told = pd.DataFrame({"print": prints, "name": named})[(prints != 0) & named.notna().to_numpy(bool)]
    joined = pd.Series(prints).map(told.groupby("print")["name"].min()).astype("str")
    count = pd.Series(prints).map(pd.Series(prints).value_counts()).to_numpy()
    shared = (count > 1) & (prints != 0)
    names = [f"{p:016x}" if s else None for p, s in zip(prints.tolist(), shared, strict=True)]
    return named.fillna(joined).fillna(pd.Series(names, dtype="str"))
