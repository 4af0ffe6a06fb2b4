"""Texts side by side for the encoder while it is trained; in the package each is run by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framing.features.neural.encoder import Pieces


class Batch(NamedTuple):
    """Several texts, filled up to one length: int64 arrays, a row a text; `read` is 0 where filled up."""

    ids: np.ndarray
    named: np.ndarray
    read: np.ndarray
    target: np.ndarray


def batch(rows: Sequence[Pieces]) -> Batch:
    """Return texts side by side, filled up to the longest.

    >>> batch([Pieces([1, 2], [0, 0], [0, 0]), Pieces([1], [0], [0])]).read.tolist()
    [[1, 1], [1, 0]]
    """
    longest = max(len(row.ids) for row in rows)
    ids, named, read, target = np.zeros((4, len(rows), longest), np.int64)
    for at, row in enumerate(rows):
        size = len(row.ids)
        ids[at, :size], named[at, :size], target[at, :size] = row
        read[at, :size] = 1
    return Batch(ids, named, read, target)
