"""Features as hashed places in one table of weights, and the logistic scorer that reads it.

A feature is a template's number mixed with what stands in it; its place is the
hash's lowest bits. What a weight table was trained with must be mixed in the
same way for ever, so nothing here depends on a run or on a machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["BITS", "Features", "Scorer"]

#: Width of the weight table, in bits.
BITS = 18
#: Examples scored at once: their sums stay in a processor's nearest cache.
_BLOCK = 1 << 16
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
        size, width = len(columns[0]), self.weights.shape[1]
        total = np.repeat(self.bias[None, :].astype(np.float32), size, axis=0)
        part = np.empty(min(size, _BLOCK), self._packed.dtype)
        for begin in range(0, size, _BLOCK):
            rows = slice(begin, begin + _BLOCK)
            some = total[rows]
            taken = part[: len(some)]
            read = taken.view(np.float32).reshape(len(some), -1)[:, :width]
            for column in columns:
                self._packed.take(column[rows], out=taken, mode="clip")
                some += read
        np.clip(total, -30, 30, out=total)
        found: np.ndarray = 1 / (1 + np.exp(-total))
        return found

    @cached_property
    def _packed(self) -> np.ndarray:
        """A row of weights as one number, which is fetched in one go whatever it stands for."""
        size, width = self.weights.shape
        wide = 1 << max(width - 1, 0).bit_length()
        if wide > 4:
            raise ValueError(f"a scorer has at most 4 outputs, not {width}")
        whole = np.zeros((size, wide), np.float32)
        whole[:, :width] = self.weights
        packed: np.ndarray = whole.view({1: np.float32, 2: np.complex64, 4: np.complex128}[wide]).reshape(-1)
        return packed
