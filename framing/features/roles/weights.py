"""What signs of roles weigh: tables in a file whose hash its card names, no pickle.

A judge sums the weights of its blocks of signs. Which signs there are is the business of `signs`.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from framing.features.roles.acts import leaning
from framing.features.roles.signs import BITS, table
from framing.features.weights import card_in, checked, file_in

__all__ = ["JUDGES", "ROLES", "Block", "Weights", "opened", "scaled", "weights", "written"]

ROLES = ("hero", "villain", "victim")
#: What each judge reads: blocks of signs.
JUDGES: Mapping[str, tuple[str, ...]] = {
    "words": ("words",),
    "sentence": ("near", "wide", "effects", "likeness"),
    "both": ("words", "near", "wide", "effects", "likeness"),
}
_FILE, _CARD, _OF = "cast.npz", "cast.toml", "roles: "
#: A weight of a place that is less than this in a thousand of the block's largest is none.
_LEAST = 2e-3


@dataclass(frozen=True)
class Block:
    """A block of signs: how rare each place is (0 where it was never learnt), its weights for each judge."""

    rarity: np.ndarray
    of: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Weights:
    """Blocks by name, and for each judge the bias of each role, what sums are divided by, and its prior.

    `prior`: what the leaning of acts counts, for a judge that reads sentences.
    """

    blocks: Mapping[str, Block]
    bias: Mapping[str, np.ndarray]
    temperature: Mapping[str, float]
    prior: Mapping[str, float]

    def probabilities(self, by: str, signs: Mapping[str, Sequence[Mapping[str, float]]]) -> np.ndarray:
        """Return the probability of each role, to six digits, a row an entity."""
        size = len(next(iter(signs.values())))
        sums = np.zeros((size, len(ROLES))) + self.bias[by]
        for name in JUDGES[by]:
            block = self.blocks[name]
            sums = sums + scaled(table(signs[name]), block.rarity) @ block.of[by]
        if "acts" in signs:
            sums = sums + self.prior[by] * leaning(signs["acts"])
        sums = sums / self.temperature[by]
        risen = np.exp(sums - sums.max(axis=1, keepdims=True, initial=-np.inf))
        found: np.ndarray = np.round(risen / risen.sum(axis=1, keepdims=True), 6)
        return found


def scaled(signs: sparse.csr_array, rarity: np.ndarray) -> sparse.csr_array:
    """Return signs by how rare they are, each row of length 1 (or 0: none of its signs is known)."""
    found = sparse.csr_array(signs @ sparse.diags_array(rarity))
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1e-9)) @ found)


@cache
def weights() -> Weights:
    """Return the weights that come with the package; they must be those that the card is of."""
    folder = resources.files("framing.features.roles")
    card = card_in(folder, _CARD, _OF)
    return opened(file_in(folder, _FILE, _OF), card)


def opened(data: bytes, card: Mapping[str, Any]) -> Weights:
    """Return the weights in a file, once its hash is that of its card."""
    blocks: dict[str, Block] = {}
    with np.load(io.BytesIO(checked(data, card, _FILE, _OF)), allow_pickle=False) as arrays:
        for name in dict.fromkeys(name for names in JUDGES.values() for name in names):
            place = np.cumsum(arrays[f"{name}_steps"].astype(np.int64))
            rarity = np.zeros(1 << BITS)
            rarity[place] = arrays[f"{name}_rarity"]
            of = {}
            for by, names in JUDGES.items():
                if name in names:
                    of[by] = np.zeros((1 << BITS, len(ROLES)))
                    of[by][place] = arrays[f"{name}_{by}"]
            blocks[name] = Block(rarity, of)
        bias = {by: arrays[f"{by}_bias"].astype(np.float64) for by in JUDGES}
    temperature, prior = ({by: float(card[name][by]) for by in JUDGES} for name in ("temperature", "prior"))
    return Weights(blocks, bias, temperature, prior)


def written(folder: Path, found: Weights) -> str:
    """Write weights to three digits; the same weights give the same bytes, whose hash is returned."""
    arrays: dict[str, np.ndarray] = {}
    for name, block in found.blocks.items():
        place = np.flatnonzero(block.rarity)
        arrays[f"{name}_steps"] = np.diff(place, prepend=0).astype(np.uint16)
        arrays[f"{name}_rarity"] = block.rarity[place].astype(np.float16)
        for by, values in block.of.items():
            kept = values[place].astype(np.float16)
            kept[np.abs(kept) < _LEAST * np.abs(kept).max()] = 0
            arrays[f"{name}_{by}"] = kept
    for by in JUDGES:
        arrays[f"{by}_bias"] = found.bias[by].astype(np.float32)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    (folder / _FILE).write_bytes(buffer.getvalue())
    return hashlib.sha256(buffer.getvalue()).hexdigest()
