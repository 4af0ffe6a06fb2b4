"""Features as hashed places in one table of weights, and the logistic scorer that reads it.

A feature is a template's number mixed with what stands in it; its place is the
hash's lowest bits. What a weight table was trained with must be mixed in the
same way for ever, so nothing here depends on a run or on a machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["BITS", "Features", "Scorer"]

#: Width of the weight table, in bits.
BITS = 18
_PRIME = np.uint32(0x9E3779B1)
_SHIFT = np.uint32(32 - BITS)


class Features:
    """Collects templates of one table of examples; a column of places each."""

    def __init__(self) -> None:
        self.columns: list[np.ndarray] = []

    def add(self, *parts: np.ndarray) -> None:
        """Add a template: the parts are taken together."""
        # Knuth's multiplicative hash, once for each part; arrays of 32 bits take half as long as wider ones.
        mixed = parts[0].astype(np.uint32)
        mixed ^= np.uint32((len(self.columns) + 1) * 0x85EBCA6B & 0xFFFFFFFF)
        mixed *= _PRIME
        for part in parts[1:]:
            mixed ^= mixed >> np.uint32(15)
            mixed ^= part if part.dtype == np.uint32 else part.astype(np.uint32)
            mixed *= _PRIME
        mixed >>= _SHIFT
        self.columns.append(mixed.view(np.int32))

    def table(self) -> np.ndarray:
        """Return the places, a row an example."""
        return np.stack(self.columns, axis=1)


@dataclass(frozen=True)
class Scorer:
    """A logistic model on hashed features: one row of weights an output."""

    weights: np.ndarray
    bias: np.ndarray

    def __call__(self, columns: Sequence[np.ndarray]) -> np.ndarray:
        """Return the probability of each output, a column an output."""
        size = len(columns[0])
        total = np.repeat(self.bias[None, :].astype(np.float32), size, axis=0)
        for column in columns:
            total += self.weights[column]
        return 1 / (1 + np.exp(-np.clip(total, -30, 30)))
