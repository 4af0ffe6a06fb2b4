"""The neural judge: what the encoder's head gives for a target, as probabilities.

What it was trained on and how well it does is in ``neural.toml``; training is no part of the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from framing.features.neural.encoder import Encoder, encoder, pieces
from framing.features.stance.judges import CLASSES, Card, softmax
from framing.features.stance.verdicts import Verdicts, clause_signs, evidence_signs, verdicts


@dataclass(frozen=True)
class Neural:
    """An encoder and its head, asked about one target at a time.

    Attributes
    ----------
    card : Card
    encoder : Encoder
    temperature : float
        What evidence is divided by, so that probabilities are those that were observed.
    layer : Verdicts
    """

    card: Card
    encoder: Encoder
    temperature: float
    layer: Verdicts
    #: Targets between two looks at the bar.
    batch: int = 256

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return the probability of each class, a row a target, whatever targets stand beside it.

        Of a text 96 word pieces around the target are read.
        """
        return self.read(texts, starts, ends, "evidence")[0]

    def verdicts(
        self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], voices: np.ndarray
    ) -> np.ndarray:
        """Return these probabilities, and beside them those that hold in international news."""
        if not len(texts):
            return np.zeros((0, 2 * len(CLASSES)))
        chance, vectors = self.read(texts, starts, ends, "evidence", "vector")
        signs = evidence_signs(chance), clause_signs(texts, starts, ends, voices), vectors
        return np.concatenate([chance, self.layer.probabilities(*signs)], axis=1)

    def read(
        self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], *outputs: str
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the probabilities, and what else the encoder was asked for."""
        if not len(texts):
            return np.zeros((0, len(CLASSES))), np.zeros((0, 0))
        read = (
            pieces(self.encoder.encode, self.encoder.marks, text, start, end)
            for text, start, end in zip(texts, starts, ends, strict=True)
        )
        found = self.encoder.run(read, *outputs).astype(np.float64)
        size = len(CLASSES)
        return softmax(found[:, :size] / self.temperature), found[:, size:]


@cache
def judge() -> Neural:
    """Return the judge that comes with the package.

    Raises
    ------
    FramingError
        A file is missing, or isn't the one of the card.
    ImportError
        What runs it isn't installed.
    """
    found = encoder()
    layer = verdicts("neural")
    return Neural(Card.of(found.card, layer.card), found, float(found.card["temperature"]), layer)
