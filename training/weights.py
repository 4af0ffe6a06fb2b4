"""Writing the files of weights that come with the package; the same weights give the same bytes.

Who reads each of them stands beside it in ``framing/features``; nothing is learned here.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from framing.features.statements.likeness import BACKGROUND, RARITY_STEP


def packed(**arrays: np.ndarray) -> bytes:
    """Return arrays as the bytes of a file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


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
