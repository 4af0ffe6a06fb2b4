"""The question of opinion asked of an encoder's vectors and the signs of style together: the model `neural`.

Its weights hold for one encoder alone, which their card names by its hash.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from framing.errors import FramingError
from framing.features.opinion.model import OF, OTHER, card
from framing.features.opinion.signs import names, style
from framing.features.vectors import NEURAL, checked, of_sentences
from framing.features.weights import AGAIN, file_in
from framing.features.weights import checked as of_card

__all__ = ["WEIGHTS", "Weights", "encoder_hash", "packed", "probabilities", "unpacked", "weights"]

WEIGHTS = "neural.npz"


class Weights(NamedTuple):
    """What is taken off signs of style and their weights, those of a vector's numbers, what is added."""

    mean: np.ndarray
    style: np.ndarray
    vector: np.ndarray
    bias: float


@cache
def weights() -> Weights:
    """Return the weights that come with the package.

    Raises
    ------
    FramingError
        The extra isn't installed, the file isn't the one of the card, or is for another encoder.
    """
    checked(NEURAL, "model", "give model='linear'")
    data = file_in(resources.files("framing.features.opinion"), WEIGHTS, OF)
    return unpacked(data, card(NEURAL), encoder_hash())


def unpacked(data: bytes, described: dict[str, Any], encoder: str) -> Weights:
    """Return the weights that a file's bytes hold, held against their card and the encoder at hand."""
    of_card(data, described, WEIGHTS, OF, fault=OTHER)
    if described["encoder"] != encoder:
        raise FramingError(
            f"{OF}{WEIGHTS} is for another encoder than the one installed; {AGAIN}, or give model='linear'"
        )
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        found = Weights(
            arrays["mean"].astype(np.float64),
            arrays["style"].astype(np.float64),
            arrays["vector"].astype(np.float64),
            float(arrays["bias"]),
        )
    if len(found.style) != len(names()):
        raise FramingError(f"{OF}{WEIGHTS} is for other signs; {AGAIN}")
    return found


def encoder_hash() -> str:
    """Return what tells the encoder installed from any other."""
    from framing.features.neural.encoder import encoder

    return str(encoder().card["sha256"]["encoder.onnx"])


def packed(found: Weights) -> bytes:
    """Return weights as the bytes of their file."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        mean=found.mean.astype(np.float32),
        style=found.style.astype(np.float32),
        vector=found.vector.astype(np.float32),
        bias=np.float32(found.bias),
    )
    return buffer.getvalue()


def probabilities(
    texts: Sequence[str], model: Weights | None = None, progress: bool | None = None
) -> np.ndarray:
    """Return the probability of each sentence, to six digits, whatever sentences stand beside it."""
    model = weights() if model is None else model
    if not len(texts):
        return np.zeros(0)
    vectors = np.asarray(of_sentences(NEURAL, progress)(texts), np.float64)
    # Row by row: the sum of a row must not depend on how many rows there are.
    total = (vectors * model.vector).sum(axis=1) + model.bias
    for column, mean, weight in zip(style(texts).T, model.mean, model.style, strict=True):
        total = total + (column - mean) * weight
    chance: np.ndarray = np.round(1 / (1 + np.exp(-np.clip(total, -30, 30))), 6)
    return chance
