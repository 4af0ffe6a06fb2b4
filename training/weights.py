"""Writing the files of weights that come with the package; the same weights give the same bytes.

Who reads each of them stands beside it in ``framing/features``; nothing is learned here.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from framing.features.roles.casting import JUDGES, Weights
from framing.features.statements.likeness import BACKGROUND, RARITY_STEP

#: A weight of a place that is less than this in a thousand of the block's largest is none.
_LEAST = 2e-3


def packed(**arrays: np.ndarray) -> bytes:
    """Return arrays as the bytes of a file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def write_roles(folder: Path, found: Weights) -> str:
    """Write the weights of roles to three digits; return the hash of the file."""
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
    data = packed(**arrays)
    (folder / "cast.npz").write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def packed_likeness(words: Sequence[str], rows: np.ndarray, rarity: np.ndarray) -> bytes:
    """Return vectors of words as a file, in steps of 1/127 of each one's largest number."""
    largest = np.abs(rows).max(axis=1, keepdims=True)
    return packed(
        words=np.frombuffer("\n".join(words).encode("utf8"), np.uint8),
        rows=np.round(rows / np.maximum(largest, 1e-9) * 127).astype(np.int8),
        rarity=rarity.astype(np.float16),
    )


def write_background(
    folder: Path, terms: Sequence[str], counts: Sequence[int], verb: Sequence[bool], articles: int
) -> None:
    """Write how many of some articles hold each term, and which are verbs."""
    order = sorted(range(len(terms)), key=lambda i: terms[i])
    levels = np.log(articles / np.array([counts[i] for i in order], np.float64)) / RARITY_STEP
    unknown = np.log(articles / (min(counts) / 2)) / RARITY_STEP
    data = packed(
        terms=np.frombuffer("\n".join(terms[i] for i in order).encode("utf8"), np.uint8),
        levels=np.round(levels).astype(np.uint8),
        unknown=np.uint8(round(unknown)),
        verbs=np.array([verb[i] for i in order], np.uint8),
    )
    (folder / BACKGROUND).write_bytes(data)
