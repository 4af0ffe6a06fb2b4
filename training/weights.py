"""Writing the files of weights that come with the package; the same weights give the same bytes.

Who reads each of them stands beside it in ``framing/features``; nothing is learned here.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from framing.features.rules.subjective import STEP, OpinionWeights
from framing.features.stance.judges import Reading
from framing.features.stance.linear import WordVectors
from framing.features.statements.likeness import BACKGROUND, RARITY_STEP


def packed(**arrays: np.ndarray) -> bytes:
    """Return arrays as the bytes of a file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def write_stance(
    folder: Path, weights: np.ndarray, words: WordVectors, stretches: np.ndarray, bias: np.ndarray
) -> str:
    """Write the weights of the linear judge of stance, to three digits; return the hash of the file.

    Parameters
    ----------
    weights : float array, 2**18 × classes
    words : WordVectors
    stretches : float array, stretches × numbers of a vector × classes
    """
    kept = weights.astype(np.float16)
    place = np.flatnonzero(kept.any(axis=1))
    data = packed(
        steps=np.diff(place, prepend=0).astype(np.uint32),
        values=kept[place],
        keys=words.keys,
        rows=words.rows,
        stretches=stretches.astype(np.float16),
        bias=bias.astype(np.float64),
    )
    (folder / "linear.npz").write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def word_vectors(words: Sequence[str], rows: np.ndarray) -> WordVectors:
    """Return words with their vectors; of words with one hash the first is kept.

    >>> word_vectors(["b", "a"], np.eye(2)).rows.sum(axis=0).tolist()
    [127, 127]
    """
    keys = np.array([zlib.crc32(word.encode("utf8")) for word in words], np.uint32)
    keys, first = np.unique(keys, return_index=True)
    return WordVectors(keys, np.round(rows[first] * 127).astype(np.int8))


def stretch_sums(words: WordVectors, reading: Reading) -> np.ndarray:
    """Return the sums of vectors over stretches, side by side, a row a target."""
    rows = words.rows.astype(np.float32) / 127
    return np.hstack([one @ rows for one in words.count_words(reading)])


def packed_opinion(found: OpinionWeights, model: str) -> bytes:
    """Return the weights of a model of opinion as a file; n-grams to a thousandth."""
    style = {"mean": found.mean.astype(np.float32), "style": found.style.astype(np.float32)}
    if model == "neural":
        return packed(**style, vector=found.rest.astype(np.float32), bias=np.float32(found.bias))
    return packed(**style, grams=np.round(found.rest * STEP).astype(np.int16), bias=np.float64(found.bias))


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
