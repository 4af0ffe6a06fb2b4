"""Words told by what they are like: vectors learned from unlabelled news, summed over stretches of a text.

A word that was never seen with a label counts by the words it resembles. Nothing here has a weight.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from framing.features.stance.grammar import Near, nearest_verb, own_words, passed_names
from framing.features.stance.reading import Reading

__all__ = ["STRETCHES", "WordVectors", "stretches"]

#: Steps from a target, from and to, that are stretches of their own on either side.
_STEPS = ((1, 1), (2, 2), (3, 4), (5, 8))
#: How far words are read that no name parts from the target.
_CLEAR = 12
_SIDES = ("left", "right")
#: Names of the stretches, in the order in which they are read.
STRETCHES = (
    "all",
    "own",
    "negated",
    "quoted",
    *(
        f"{side}_{part}"
        for side in _SIDES
        for part in ("all", "1", "2", "3", "5", "clear", "beyond", "clause", "verb", "passive")
    ),
)


@dataclass(frozen=True)
class WordVectors:
    """Words by hash, in rising order, and a vector of length one for each, in steps of 1/127.

    Attributes
    ----------
    keys : uint32 array
    rows : int8 array, a row a word
    """

    keys: np.ndarray
    rows: np.ndarray

    @classmethod
    def of(cls, words: Sequence[str], rows: np.ndarray) -> WordVectors:
        """Return words with their vectors; of words with one hash the first is kept.

        >>> WordVectors.of(["b", "a"], np.eye(2)).rows.sum(axis=0).tolist()
        [127, 127]
        """
        keys = np.array([zlib.crc32(word.encode("utf8")) for word in words], np.uint32)
        keys, first = np.unique(keys, return_index=True)
        return cls(keys, np.round(rows[first] * 127).astype(np.int8))

    def places(self, keys: np.ndarray) -> np.ndarray:
        """Return the row of each word, -1 for one that has none."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def table(self, reading: Reading) -> np.ndarray:
        """Return the sums of vectors over stretches, side by side, a row a target; for learning."""
        rows = self.rows.astype(np.float32) / 127
        return np.hstack([one @ rows for one in self._counted(reading)])

    def evidence(self, weights: np.ndarray) -> np.ndarray:
        """Return what each word says in each stretch, a column a class.

        Parameters
        ----------
        weights : float array, stretches × numbers of a vector × classes
        """
        rows = self.rows.astype(np.float32) / 127
        return np.stack([rows @ weight for weight in weights.astype(np.float32)])

    def sums(self, reading: Reading, evidence: np.ndarray) -> np.ndarray:
        """Return the evidence for each class, a row a target; `evidence` is that of words."""
        found = np.zeros((len(reading.first), evidence.shape[2]))
        for one, of_words in zip(self._counted(reading), evidence, strict=True):
            found += one @ of_words
        return found

    def _counted(self, reading: Reading) -> Iterator[sparse.csr_array]:
        """Yield words by target for each stretch, divided by the root of how many there are."""
        size = len(reading.first)
        of_word = self.places(reading.words.key)
        for target, place in stretches(reading):
            word = of_word[place]
            target, word = target[word >= 0], word[word >= 0]
            share = 1 / np.sqrt(np.maximum(np.bincount(target, minlength=size), 1))
            yield sparse.csr_array(
                (share[target].astype(np.float32), (target, word)), shape=(size, len(self.keys))
            )


def stretches(r: Reading) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the words of each of `STRETCHES`: whose, and where."""
    w, t, p, far = r.words, r.target, r.place, np.abs(r.off)
    yield t, p
    yield own_words(r) if len(w.key) else (t, p)
    for inside in (w.negated[p], w.quoted[p]):
        yield t[inside], p[inside]
    mine = (w.clause[p] == w.clause[r.first[t]]) | (w.clause[p] == w.clause[r.last[t]])
    parted = passed_names(r) > 0
    near = Near(r, 8)
    for side, places in ((r.off < 0, near.left), (r.off > 0, near.right)):
        yield t[side], p[side]
        for low, high in _STEPS:
            inside = side & (far >= low) & (far <= high)
            yield t[inside], p[inside]
        for inside in (side & ~parted & (far <= _CLEAR), side & parted, side & mine):
            yield t[inside], p[inside]
        target, place, passive = nearest_verb(w.kind, places)
        yield target, place
        yield target[passive], place[passive]
