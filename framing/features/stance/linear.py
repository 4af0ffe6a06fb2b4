"""The linear judge: hashed signs around the target and likeness of words, weighed by two logistic models.

The sums of both are added up; the weights are in one file with a card. What they were trained on and how well
they do is in ``linear.toml``; training is no part of the package.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np

from framing.features.stance.judges import Card
from framing.features.stance.likeness import WordVectors
from framing.features.stance.places import BITS
from framing.features.stance.reading import WINDOW, read
from framing.features.stance.signs import table
from framing.features.weights import card_in, checked, file_in
from framing.text.tokens import chunks

__all__ = ["Linear", "judge", "softmax", "written"]

#: Characters around targets that are read at once, a hundred times as large in memory; those of a word.
_READ, _LETTERS = 3 << 20, 8
_WEIGHTS, _CARD, _OF = "linear.npz", "linear.toml", "stance: "


@dataclass(frozen=True)
class Linear:
    """A table of weights, a row a hashed sign, and what makes probabilities of their sums.

    Attributes
    ----------
    card : Card
    weights : float32 array, 2**18 × 3
    words : WordVectors
    evidence : float32 array, stretches × words × 3
        What each of these words says in each stretch around a target.
    bias : float64 array, one item a class
    families : dict of str to float
        How much each family of signs counts.
    temperature : float
        What sums are divided by, so that probabilities are those that were observed.
    """

    card: Card
    weights: np.ndarray
    words: WordVectors
    evidence: np.ndarray
    bias: np.ndarray
    families: Mapping[str, float]
    temperature: float
    #: Lexicons are looked up once for as many targets.
    batch: int = 1 << 14

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return the probability of each class, a row a target."""
        if not len(texts):
            return np.zeros((0, len(self.bias)))
        sums = np.zeros((len(texts), len(self.bias)))
        size = np.minimum([len(text) for text in texts], 2 * WINDOW * _LETTERS)
        for i, j in chunks(size, _READ):
            found = read(texts[i:j], starts[i:j], ends[i:j])
            sums[i:j] = table(found, self.families) @ self.weights + self.words.sums(found, self.evidence)
        return softmax((sums + self.bias) / self.temperature)


def softmax(sums: np.ndarray) -> np.ndarray:
    """Return what sums of evidence are as probabilities, row by row.

    >>> softmax(np.array([[0.0, 0.0, 0.0, 0.0]])).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    risen = np.exp(sums - sums.max(axis=1, keepdims=True))
    found: np.ndarray = risen / risen.sum(axis=1, keepdims=True)
    return found


@cache
def judge() -> Linear:
    """Return the judge that comes with the package.

    Raises
    ------
    FramingError
        A file is missing, or the weights are not those that the card is of.
    """
    return _of_folder(resources.files("framing.features.stance"))


def _of_folder(folder: Traversable) -> Linear:
    card = card_in(folder, _CARD, _OF)
    return opened(file_in(folder, _WEIGHTS, _OF), card)


def opened(data: bytes, raw: Mapping[str, Any]) -> Linear:
    """Return the judge of a file of weights and its card; the file must be the one that the card names."""
    with np.load(io.BytesIO(checked(data, raw, _WEIGHTS, _OF)), allow_pickle=False) as arrays:
        weights = np.zeros((1 << BITS, arrays["values"].shape[1]), np.float32)
        place = np.cumsum(arrays["steps"].astype(np.int64))
        weights[place] = arrays["values"]
        bias = arrays["bias"].astype(np.float64)
        words = WordVectors(arrays["keys"], arrays["rows"])
        evidence = words.evidence(arrays["stretches"])
    return Linear(
        Card.of(raw), weights, words, evidence, bias, dict(raw["families"]), float(raw["temperature"])
    )


def written(
    folder: Path, weights: np.ndarray, words: WordVectors, stretches: np.ndarray, bias: np.ndarray
) -> str:
    """Write weights, to three digits, into a folder; return the hash of the file.

    Parameters
    ----------
    weights : float array, 2**18 × classes
    words : WordVectors
    stretches : float array, stretches × numbers of a vector × classes
    """
    kept = weights.astype(np.float16)
    place = np.flatnonzero(kept.any(axis=1))
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        steps=np.diff(place, prepend=0).astype(np.uint32),
        values=kept[place],
        keys=words.keys,
        rows=words.rows,
        stretches=stretches.astype(np.float16),
        bias=bias.astype(np.float64),
    )
    data = buffer.getvalue()
    (folder / _WEIGHTS).write_bytes(data)
    return hashlib.sha256(data).hexdigest()
