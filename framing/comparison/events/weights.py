"""How much each word says: rare words of news at large more, and those of the corpus itself.

In a corpus of thirty articles on one visit every article has the visitor's name, so that the corpus can't
say by itself how rare it is. A table of how many articles of other news hold each word comes along, as
hashes and counts: no word can be read from it.
"""

from __future__ import annotations

import io
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.comparison.events.merging import Words

__all__ = ["Background", "Weighted", "background", "hashed", "packed", "weighted"]

#: What a word of the lead and of the title counts beside its place in the text.
LEAD, TITLE = 0.7, 2.5
#: Names are many and shared by many events, so that each counts a little less.
NAME = 0.85
#: More than this no word says, however rare.
_MOST = 7.0
#: Words of a text from which its language is told, and the share of English function words it must have.
_FEWEST, _ENGLISH = 20, 0.15
#: A word in this share of background articles is a function word.
_FUNCTION = 0.5
#: Words of a stretch that stands for an article where there is no background; and other stretches, which
#: nobody has read and which have none of the words: in few articles all words are rare alike.
_STRETCH, _UNREAD = 200, 30
#: Whole numbers for weights: the square of a row's length stays under 2**30.
SCALE = 1 << 15


class Background(NamedTuple):
    """How many articles of news at large have a word: `hashes` in order, `articles` for each, of `size`."""

    hashes: np.ndarray
    articles: np.ndarray
    size: int

    def of(self, hashes: np.ndarray) -> np.ndarray:
        """Return in how many articles words stand, given their hashes."""
        at = np.minimum(np.searchsorted(self.hashes, hashes), max(len(self.hashes) - 1, 0))
        if not len(self.hashes):
            return np.zeros(len(hashes), np.int64)
        return np.where(self.hashes[at] == hashes, self.articles[at], 0).astype(np.int64)


class Weighted(NamedTuple):
    """`Words` with what each entry weighs.

    Attributes
    ----------
    whole : int32 array, one item an entry
        Of title and text together; a row's squares sum to about ``SCALE ** 2``.
    says : float32 array, one item an entry
        How much the word says by its rarity, in that article's language.
    english : bool array, articles
    """

    words: Words
    whole: np.ndarray
    says: np.ndarray
    english: np.ndarray


def hashed(terms: pa.Array) -> np.ndarray:
    """Return 32 bits for each term, the same for ever."""
    listed = np.asarray(terms.to_pylist(), dtype=object)
    found: np.ndarray = (pd.util.hash_array(listed, categorize=False) >> np.uint64(32)).astype(np.uint32)
    return found


@cache
def background() -> Background:
    """Return the table that comes with the package."""
    data = (resources.files("framing.comparison.events") / "background.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        hashes = np.cumsum(arrays["gaps"].astype(np.int64)).astype(np.uint32)
        return Background(hashes, arrays["articles"].astype(np.int64), int(arrays["size"]))


def packed(table: Background) -> bytes:
    """Return a table as the bytes of its file; the same table gives the same bytes."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        gaps=np.diff(table.hashes.astype(np.int64), prepend=0).astype(np.uint32),
        articles=table.articles.astype(np.uint16),
        size=np.int64(table.size),
    )
    return buffer.getvalue()


def weighted(words: Words, table: Background | None = None) -> Weighted:
    """Return what each word of each article weighs.

    ``idf = log((N + n + 1) / (D + d + 1/2))``, with D of N background articles and d of the corpus's n that
    have the word (Spärck Jones 1972). An article that isn't English has no background: there n is the number
    of stretches of 200 words in such articles, and d how many of them would hold the word by its frequency;
    N is 30 and D none.
    """
    table = background() if table is None else table
    known = table.of(hashed(words.terms))
    width, size = len(words.terms), len(words)
    function = known >= _FUNCTION * table.size
    english = np.ones(size, bool)
    used = np.zeros(width)
    for articles, part, row in words.runs():
        times = words.text[part].astype(np.float64) + words.title[part]
        total = np.bincount(row, times, articles.stop - articles.start)
        of_function = np.bincount(row, times * function[words.term[part]], len(total))
        english[articles] = (total < _FEWEST) | (of_function >= _ENGLISH * total)
        other = ~english[articles][row]
        used += np.bincount(words.term[part][other], times[other], width)
    own = np.bincount(words.term, minlength=width)
    idf = np.clip(np.log((table.size + size + 1) / (known + own + 0.5)), 0, _MOST)
    foreign, name = _foreign(used), np.where(words.name, NAME, 1.0)
    says, whole = np.empty(len(words.term), np.float32), np.empty(len(words.term), np.int32)
    for articles, part, row in words.runs():
        term = words.term[part]
        mine = np.where(english[articles][row], idf[term], foreign[term])
        text = words.text[part].astype(np.float64)
        counts = np.where(text > 0, 1 + np.log(np.maximum(text, 1)), 0.0)
        counts += LEAD * np.log1p(words.lead[part].astype(np.float64)) + TITLE * (words.title[part] > 0)
        weight = counts * mine * name[term]
        length = np.sqrt(np.bincount(row, weight * weight, articles.stop - articles.start))
        length[length == 0] = 1.0
        whole[part] = np.floor(weight / length[row] * SCALE)
        says[part] = mine
    return Weighted(words, whole, says, english)


def _foreign(used: np.ndarray) -> np.ndarray:
    """Return how much words say in articles without a background, from how often they are used."""
    stretches = max(used.sum() / _STRETCH, 1.0)
    held = stretches * -np.expm1(-used / stretches)
    says: np.ndarray = np.clip(np.log((stretches + _UNREAD + 1) / (held + 0.5)), 0, _MOST)
    return says
