"""Articles with the same words: one text printed twice must not count as two."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.text.tokens import Tokens

__all__ = ["LEAST_WORDS", "fingerprints", "groups"]

#: Shorter texts ("Watch the video below.") are alike by chance.
LEAST_WORDS = 20


def fingerprints(tokens: Tokens) -> np.ndarray:
    """Return a 64-bit number for each text that is the same for the same words.

    Case, punctuation and the order of words don't count. Zero says that the text
    has fewer than `LEAST_WORDS` words.

    Returns
    -------
    uint64 array, one item a text
    """
    keys = tokens.vocabulary
    hashed = pd.util.hash_array(np.asarray(keys.keys, dtype=object), categorize=False)[keys.of_token]
    size = np.diff(tokens.docs)
    total = np.zeros(len(size), np.uint64)
    some = size > 0
    if some.any():
        # Unsigned sums wrap around, which is as good as any other mixing and exact in any order.
        total[some] = np.add.reduceat(hashed, tokens.docs[:-1][some])
    return np.where(size >= LEAST_WORDS, total + size.astype(np.uint64), np.uint64(0))


def groups(prints: np.ndarray, given: pd.Series) -> pd.Series:
    """Return `copy_group` for each article: as given, else a name shared by those with one fingerprint.

    Parameters
    ----------
    prints : uint64 array
        As from `fingerprints`.
    given : pandas.Series
        The column as it is; what is filled stays.

    Returns
    -------
    pandas.Series of str
        Missing where no other article has the same words.
    """
    count = pd.Series(prints).map(pd.Series(prints).value_counts()).to_numpy()
    shared = (count > 1) & (prints != 0)
    found = pd.Series(
        [f"{p:016x}" if s else None for p, s in zip(prints.tolist(), shared, strict=True)], dtype="str"
    )
    return given.reset_index(drop=True).astype("str").fillna(found)
