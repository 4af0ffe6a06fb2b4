"""Texts as runs of five words, each a 64-bit number: what shared text is found by.

Nothing here compares texts; that is the business of `index` and `passages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.text.tokens import Tokens

__all__ = ["WORDS", "Flags", "Hashes", "Ints", "Shingles", "joined", "repeated", "shingles"]

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
        within: Ints = np.arange(int(number.sum())) + np.repeat(self.docs[texts] - docs, number)
        return within


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


def joined(parts: Sequence[Shingles], n: int = WORDS) -> Shingles:
    """Return the shingles of several runs of texts as those of one; none of them may be left out."""
    if any(part.at is not None for part in parts):
        raise ValueError("shingles that are some of all can't be joined")
    return Shingles(
        np.concatenate([np.zeros(0, np.uint64), *(part.hashes for part in parts)]),
        _end_to_end([part.docs for part in parts]),
        _end_to_end([part.words for part in parts]),
        n,
    )


def _end_to_end(offsets: Sequence[Ints]) -> Ints:
    return np.concatenate([[0], np.cumsum(np.concatenate([np.zeros(0, np.int64), *map(np.diff, offsets)]))])


def repeated(found: Shingles) -> Shingles:
    """Return the shingles that stand in two texts or more: the others can't be shared.

    Most shingles of a corpus stand in one text, so that what is left is small.
    """
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
    return found.only(kept)
