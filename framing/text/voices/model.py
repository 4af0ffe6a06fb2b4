"""The weights of the taggers: kept as places and half-precision numbers in one file, never as code."""

from __future__ import annotations

import io
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from framing.text.voices.attribute import Taggers
from framing.text.voices.hashing import BITS, Scorer

__all__ = ["card", "read", "write"]

_NAMES = ("cue", "clause", "beside", "source")
#: Weights nearer to nothing than this are left out of the file.
LEAST = 0.01


@cache
def read() -> Taggers:
    """Return the taggers that come with the package."""
    data = (resources.files("framing.text.voices") / "weights.npz").read_bytes()
    return _unpacked(data)


@cache
def card() -> dict[str, Any]:
    """Return what the weights were trained on and how well they did, as written with them."""
    found: dict[str, Any] = json.loads(
        (resources.files("framing.text.voices") / "weights.json").read_text("utf8")
    )
    return found


def write(folder: Path, taggers: Taggers, told: dict[str, Any]) -> None:
    """Write weights and their card; the same weights give the same bytes."""
    arrays: dict[str, np.ndarray] = {}
    for name in _NAMES:
        scorer: Scorer = getattr(taggers, name)
        kept = np.flatnonzero(np.abs(scorer.weights).max(axis=1) >= LEAST)
        arrays[f"{name}_places"] = np.diff(kept, prepend=0).astype(np.uint16 if _fits(kept) else np.uint32)
        arrays[f"{name}_weights"] = scorer.weights[kept].astype(np.float16)
        arrays[f"{name}_bias"] = scorer.bias.astype(np.float32)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    (folder / "weights.npz").write_bytes(buffer.getvalue())
    said = json.dumps(told, indent=1, sort_keys=True) + "\n"
    (folder / "weights.json").write_text(said, "utf8", newline="\n")


def _fits(kept: np.ndarray) -> bool:
    return not len(kept) or int(np.diff(kept, prepend=0).max()) < 1 << 16


def _unpacked(data: bytes) -> Taggers:
    scorers: dict[str, Scorer] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for name in _NAMES:
            places = np.cumsum(arrays[f"{name}_places"].astype(np.int64))
            few = arrays[f"{name}_weights"].astype(np.float32)
            weights = np.zeros((1 << BITS, few.shape[1]), np.float32)
            weights[places] = few
            scorers[name] = Scorer(weights, arrays[f"{name}_bias"])
    return Taggers(**scorers)
