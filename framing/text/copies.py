"""Articles with the same words: one text printed twice must not count as two.

Exact copies only, told by a number for each text, so that whatever counts words can tell them as it goes.
Near copies need the texts side by side: `framing.text.overlap` finds them, `copy_group` carries them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.batch.found import Found
from framing.text.tokens import Tokens

__all__ = ["LEAST_WORDS", "as_table", "fingerprints", "groups", "prints_of"]

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


def as_table(prints: np.ndarray) -> pd.DataFrame:
    """Return the fingerprints of some articles as a task over parts gives them: the table ``prints``."""
    return pd.DataFrame({"row": np.arange(len(prints), dtype=np.int32), "print": prints})


def prints_of(found: Found, size: int) -> np.ndarray:
    """Return the fingerprint of each article from the table ``prints`` of all parts.

    It is zero, and so like no other, of articles in a part that failed.
    """
    prints = np.zeros(size, np.uint64)
    for some in found.each("prints"):
        prints[some["row"].to_numpy()] = some["print"].to_numpy(np.uint64)
    return prints


def groups(prints: np.ndarray, given: pd.Series) -> pd.Series:
    """Return `copy_group` for each article: as given, else a name shared by those with one fingerprint.

    Parameters
    ----------
    prints : uint64 array
        As from `fingerprints`.
    given : pandas.Series
        The column as it is; what is filled stays, and copies join it (of several, the first by name).

    Returns
    -------
    pandas.Series of str
        Missing where no other article has the same words.
    """
    named = given.reset_index(drop=True).astype("str")
    told = pd.DataFrame({"print": prints, "name": named})[(prints != 0) & named.notna().to_numpy(bool)]
    joined = pd.Series(prints).map(told.groupby("print")["name"].min()).astype("str")
    count = pd.Series(prints).map(pd.Series(prints).value_counts()).to_numpy()
    shared = (count > 1) & (prints != 0)
    found = pd.Series(
        [f"{p:016x}" if s else None for p, s in zip(prints.tolist(), shared, strict=True)], dtype="str"
    )
    return named.fillna(joined).fillna(found)
