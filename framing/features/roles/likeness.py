"""Words around an entity by what they are like: vectors learned from unlabelled news, summed over stretches.

A word that no entity with a role stood beside counts by the words it resembles. Vectors come in a file; how
they were learned is no part of the package.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from framing.features.roles.marks import MASK
from framing.features.weights import card_in, checked, file_in

__all__ = ["CARD", "FILE", "WeighedWords", "levelled", "likeness", "of_likeness", "packed", "unpacked"]

FILE, CARD = "likeness.npz", "likeness.toml"
_OF = "roles: "
#: Words on either side that count, the less the farther off.
_BESIDE = 6


@dataclass(frozen=True)
class WeighedWords:
    """Words, with a vector of length one for each, and how rare each is."""

    place: Mapping[str, int]
    rows: np.ndarray
    rarity: np.ndarray

    def of(self, words: Sequence[str], shares: Sequence[float]) -> np.ndarray:
        """Return the sum of the vectors of some words, by how rare they are and their shares."""
        pairs = zip(words, shares, strict=True)
        known = [(self.place[word], share) for word, share in pairs if word in self.place]
        if not known:
            return np.zeros(self.rows.shape[1])
        places = np.array([place for place, _ in known])
        found: np.ndarray = (self.rarity[places] * [share for _, share in known]) @ self.rows[places]
        return found


def of_likeness(words: Sequence[str], at: int, known: WeighedWords | None = None) -> dict[str, float]:
    """Return what stands around a place as numbers: left, right, next to it on either side, and in all."""
    known = known or likeness()
    low = [word.lower() for word in words]
    left, right = low[:at][::-1], low[at + 1 :]
    fading = [1 / (1 + 0.5 * nth) for nth in range(_BESIDE)]
    stretches = {
        "left": known.of(left[:_BESIDE], fading[: len(left)]),
        "right": known.of(right[:_BESIDE], fading[: len(right)]),
        "before": known.of(left[:1], [1.0] * len(left[:1])),
        "behind": known.of(right[:1], [1.0] * len(right[:1])),
        "all": known.of([word for word in low if word != MASK], [0.3] * sum(w != MASK for w in low)),
    }
    return {
        f"{name} {k}": value for name, vector in stretches.items() for k, value in enumerate(vector.tolist())
    }


def levelled(signs: Mapping[str, float]) -> Counter[str]:
    """Return the same with each stretch of length one, and without what is zero.

    >>> levelled({"left 0": 3.0, "left 1": 4.0, "all 0": 0.0})
    Counter({'left 1': 0.8, 'left 0': 0.6})
    """
    length: dict[str, float] = {}
    for sign, value in signs.items():
        stretch = sign.split(" ", 1)[0]
        length[stretch] = length.get(stretch, 0.0) + value * value
    found: Counter[str] = Counter()
    for sign, value in signs.items():
        if value:
            found[sign] = value / length[sign.split(" ", 1)[0]] ** 0.5
    return found


@cache
def likeness() -> WeighedWords:
    """Return the vectors that come with the package; they must be those that the card is of."""
    folder = resources.files("framing.features.roles")
    card = card_in(folder, CARD, _OF)
    return unpacked(checked(file_in(folder, FILE, _OF), card, FILE, _OF))


def unpacked(data: bytes) -> WeighedWords:
    """Return the vectors in a file."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        words = arrays["words"].tobytes().decode("utf8").split("\n")
        rows = arrays["rows"].astype(np.float64)
        rarity = arrays["rarity"].astype(np.float64)
    length = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    return WeighedWords({word: k for k, word in enumerate(words)}, rows / np.maximum(length, 1e-9), rarity)


def packed(words: Sequence[str], rows: np.ndarray, rarity: np.ndarray) -> bytes:
    """Return vectors as a file, in steps of 1/127 of each one's largest number."""
    buffer = io.BytesIO()
    largest = np.abs(rows).max(axis=1, keepdims=True)
    np.savez_compressed(
        buffer,
        words=np.frombuffer("\n".join(words).encode("utf8"), np.uint8),
        rows=np.round(rows / np.maximum(largest, 1e-9) * 127).astype(np.int8),
        rarity=rarity.astype(np.float16),
    )
    return buffer.getvalue()
