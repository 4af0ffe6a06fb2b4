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

__all__ = ["BITS", "Features", "Scorer", "Sums"]

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
        self._count = 0

    def add(self, *parts: np.ndarray) -> None:
        """Add a template: the parts are taken together."""
        # Knuth's multiplicative hash, once for each part; arrays of 32 bits take half as long as wider ones.
        self._count += 1
        mixed = self._begun(len(parts[0]))
        mixed[:] = parts[0]
        mixed ^= np.uint32(self._count * 0x85EBCA6B & 0xFFFFFFFF)
        mixed *= _PRIME
        for part in parts[1:]:
            mixed ^= mixed >> np.uint32(15)
            mixed ^= part if part.dtype == np.uint32 else part.astype(np.uint32)
            mixed *= _PRIME
        mixed >>= _SHIFT
        self._keep(mixed.view(np.int32))

    def more(self) -> Features:
        """Return the same features to add others to."""
        other = Features()
        other.columns, other._count = list(self.columns), self._count
        return other

    def table(self) -> np.ndarray:
        """Return the places, a row an example."""
        return np.stack(self.columns, axis=1)

    def _begun(self, size: int) -> np.ndarray:
        return np.empty(size, np.uint32)

    def _keep(self, places: np.ndarray) -> None:
        self.columns.append(places)


class Sums(Features):
    """Features whose weights are added up as they come: eighty columns kept would take as long again.

    Parameters
    ----------
    scorers : Scorer
        One, or several that begin with the same templates.
    """

    def __init__(self, *scorers: Scorer) -> None:
        super().__init__()
        bias = np.concatenate([scorer.bias for scorer in scorers]).astype(np.float32)
        self._width = len(bias)
        self._packed = scorers[0].packed if len(scorers) == 1 else _packed([s.weights for s in scorers])
        # As wide as a packed row, so that rows can be added end to end.
        self._bias = np.pad(bias, (0, self._packed.itemsize // 4 - len(bias)))
        self._mixed = np.empty(0, np.uint32)
        self._total: np.ndarray | None = None

    def more(self) -> Features:
        """Return these sums: what is added changes them."""
        return self

    def probability(self) -> np.ndarray:
        """Return the probability of each output by what was added until now, a column an output."""
        assert self._total is not None
        found: np.ndarray = 1 / (1 + np.exp(-np.clip(self._total[:, : self._width], -30, 30)))
        return found

    def _begun(self, size: int) -> np.ndarray:
        if self._total is None:
            self._total = np.tile(self._bias, (size, 1))
            self._mixed = np.empty(size, np.uint32)
            self._part = np.empty(min(size, _BLOCK), self._packed.dtype)
        return self._mixed

    def _keep(self, places: np.ndarray) -> None:
        assert self._total is not None
        _added(self._total, self._packed, places, self._part)


def _added(total: np.ndarray, packed: np.ndarray, places: np.ndarray, part: np.ndarray) -> None:
    """Add the weights at some places to totals, block by block."""
    for begin in range(0, len(places), _BLOCK):
        some = total[begin : begin + _BLOCK]
        taken = part[: len(some)]
        packed.take(places[begin : begin + _BLOCK], out=taken, mode="clip")
        some += taken.view(np.float32).reshape(some.shape)


def _packed(weights: Sequence[np.ndarray]) -> np.ndarray:
    """Return rows of weights as one number each, which is fetched in one go whatever it stands for."""
    width = sum(one.shape[1] for one in weights)
    wide = 1 << max(width - 1, 0).bit_length()
    if wide > 4:
        raise ValueError(f"at most 4 outputs are scored at once, not {width}")
    whole = np.zeros((len(weights[0]), wide), np.float32)
    whole[:, :width] = np.concatenate(weights, axis=1)
    found: np.ndarray = whole.view({1: np.float32, 2: np.complex64, 4: np.complex128}[wide]).reshape(-1)
    return found


@dataclass(frozen=True)
class Scorer:
    """A logistic model on hashed features: one row of weights an output."""

    weights: np.ndarray
    bias: np.ndarray

    def __call__(self, columns: Sequence[np.ndarray]) -> np.ndarray:
        """Return the probability of each output, a column an output."""
        sums = Sums(self)
        sums._begun(len(columns[0]))
        for column in columns:
            sums._keep(column)
        return sums.probability()

    @cached_property
    def packed(self) -> np.ndarray:
        """The weights of each place as one number."""
        return _packed([self.weights])
