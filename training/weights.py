"""Writing the files of weights that come with the package; the same weights give the same bytes.

Who reads each of them stands beside it in ``framing/features``; nothing is learned here.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from framing.features.statements.likeness import BACKGROUND, RARITY_STEP
from framing.text.voices.attribute import Taggers


def packed(**arrays: np.ndarray) -> bytes:
    """Return arrays as the bytes of a file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


#: Weights of the taggers of voices that are nearer to nothing than this are left out of the file.
LEAST = 0.01


def write_taggers(folder: Path, taggers: Taggers, told: dict[str, Any]) -> None:
    """Write the weights of the taggers of voices, and their card."""
    arrays: dict[str, np.ndarray] = {}
    for name in (field.name for field in fields(taggers)):
        scorer = getattr(taggers, name)
        kept = np.flatnonzero(np.abs(scorer.weights).max(axis=1) >= LEAST)
        steps = np.diff(kept, prepend=0)
        arrays[f"{name}_places"] = steps.astype(np.uint16 if steps.max(initial=0) < 1 << 16 else np.uint32)
        arrays[f"{name}_weights"] = scorer.weights[kept].astype(np.float16)
        arrays[f"{name}_bias"] = scorer.bias.astype(np.float32)
    (folder / "weights.npz").write_bytes(packed(**arrays))
    said = json.dumps(told, indent=1, sort_keys=True) + "\n"
    (folder / "weights.json").write_text(said, "utf8", newline="\n")


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
