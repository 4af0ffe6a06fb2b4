"""The neural judge: what the encoder's head gives for a target, as probabilities.

What it was trained on and how well it does is in ``neural.toml``; training is no part of the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from framing.features.neural.encoder import Encoder, encoder, pieces
from framing.features.stance.judges import CLASSES, Card
from framing.features.stance.linear import softmax


@dataclass(frozen=True)
class Neural:
    """An encoder and its head, asked about one target at a time.

    Attributes
    ----------
    card : Card
    encoder : Encoder
    temperature : float
        What evidence is divided by, so that probabilities are those that were observed.
    """

    card: Card
    encoder: Encoder
    temperature: float
    #: Targets between two looks at the bar.
    batch: int = 64

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return the probability of each class, a row a target, whatever targets stand beside it.

        Of a text 96 word pieces around the target are read.
        """
        if not len(texts):
            return np.zeros((0, len(CLASSES)))
        read = (
            pieces(self.encoder.encode, self.encoder.marks, text, start, end)
            for text, start, end in zip(texts, starts, ends, strict=True)
        )
        return softmax(self.encoder.run(read, "evidence").astype(np.float64) / self.temperature)


@cache
def judge() -> Neural:
    """Return the judge that comes with the package.

    Raises
    ------
    FramingError
        A file is missing, or isn't the one of the card.
    ImportError
        The extra isn't installed.
    """
    found = encoder()
    return Neural(Card.of(found.card), found, float(found.card["temperature"]))
