"""How common a term is in English news: twelve articles alone can't tell a rare word from a common one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

__all__ = ["STEP", "rarity", "verbs", "write"]

#: Rarity is kept in steps of this, in natural logarithms.
STEP = 0.05
_FILE = "background.npz"


@cache
def _table() -> tuple[dict[str, float], float, frozenset[str]]:
    data = (resources.files("framing.features.statements") / _FILE).read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        terms = arrays["terms"].tobytes().decode("utf8").split("\n")
        levels = arrays["levels"].astype(np.float64) * STEP
        unknown = float(arrays["unknown"]) * STEP
        verb = arrays["verbs"].astype(bool)
    known = dict(zip(terms, levels.tolist(), strict=True))
    return known, unknown, frozenset(term for term, is_verb in zip(terms, verb, strict=True) if is_verb)


def rarity(terms: Sequence[str]) -> np.ndarray:
    """Return the logarithm of articles to articles with the term, in the news that was counted.

    Figures count as of middle rarity: which ones a year's news holds says nothing of the next year's.

    >>> bool(rarity(["govern"])[0] < rarity(["filibust"])[0] < rarity(["zyzzyva"])[0])
    True
    """
    known, unknown, _ = _table()
    return np.array([_FIGURE if term.startswith("#") else known.get(term, unknown) for term in terms])


_FIGURE = 4.0


def verbs(terms: Sequence[str]) -> np.ndarray:
    """Mask the terms that were verbs, by their endings, often enough in the news that was counted.

    >>> verbs(["declar", "bridg"]).tolist()
    [True, False]
    """
    found = _table()[2]
    return np.array([term in found for term in terms], bool)


def write(
    folder: Path, terms: Sequence[str], counts: Sequence[int], verb: Sequence[bool], articles: int
) -> None:
    """Write how many of some articles hold each term, and which are verbs."""
    order = sorted(range(len(terms)), key=lambda i: terms[i])
    levels = np.log(articles / np.array([counts[i] for i in order], np.float64)) / STEP
    unknown = np.log(articles / (min(counts) / 2)) / STEP
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        terms=np.frombuffer("\n".join(terms[i] for i in order).encode("utf8"), np.uint8),
        levels=np.round(levels).astype(np.uint8),
        unknown=np.uint8(round(unknown)),
        verbs=np.array([verb[i] for i in order], np.uint8),
    )
    (folder / _FILE).write_bytes(buffer.getvalue())
