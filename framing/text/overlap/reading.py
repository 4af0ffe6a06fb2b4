"""Articles read once for what they share: each distinct text's shingles, and which articles have that text.

Texts are read in an order of their own (time, then id), so that no result hangs on the order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.text.copies import fingerprints
from framing.text.overlap.shingles import Flags, Hashes, Ints, Shingles, joined, shingles
from framing.text.quotes import quoted_words
from framing.text.tokens import chunks, tokenize

__all__ = ["Texts", "in_time", "read", "spaced"]

#: Text, in bytes, that is held as words at once.
_CHUNK_BYTES = 16 << 20

_UNSPACED = r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])"
#: First bytes, in UTF-8, of letters of those scripts (and of some others, which the pattern lets be).
_FIRST = (0xE0, 0xE1, *range(0xE3, 0xEA))
#: Share of a text's bytes that such letters must take.
_MOSTLY = 0.3


@dataclass(frozen=True)
class Texts:
    """The distinct texts of some articles.

    Attributes
    ----------
    rows : int64 array, one item an article
        Row of the articles, in the order in which they were read.
    text : int64 array, one item an article in that order
        Index of its text; -1 where it is too short to be anybody's copy. Texts are numbered by first reading.
    prints : uint64 array, one item a text
        Its fingerprint, as `framing.text.copies.fingerprints` gives it.
    found : Shingles
        Those of the texts.
    quoted : bool array, one item a word of the texts
        The word stands in quotation marks.
    """

    rows: Ints
    text: Ints
    prints: Hashes
    found: Shingles
    quoted: Flags


def read(frame: pd.DataFrame) -> Texts:
    """Read articles.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked as the table `articles`.

    Notes
    -----
    In a text written without spaces (Chinese, Japanese, Thai) each letter counts as a word.
    """
    rows = in_time(frame)
    texts = pa.array(frame["text"], type=pa.large_string())
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    size = pc.binary_length(texts).to_numpy(zero_copy_only=False)[rows]
    seen: dict[int, int] = {0: -1}
    which: list[int] = []
    parts: list[Shingles] = []
    quoted = [np.zeros(0, bool)]
    for begin, end in chunks(size, _CHUNK_BYTES):
        tokens = tokenize(spaced(texts.take(pa.array(rows[begin:end]))))
        fresh = np.zeros(end - begin, bool)
        for at, print_ in enumerate(fingerprints(tokens).tolist()):
            if print_ not in seen:
                seen[print_] = len(seen) - 1
                fresh[at] = True
            which.append(seen[print_])
        parts.append(shingles(tokens).of(np.flatnonzero(fresh)))
        quoted.append(quoted_words(tokens)[np.repeat(fresh, np.diff(tokens.docs))])
    prints = np.array(list(seen)[1:], np.uint64)
    return Texts(rows, np.array(which, np.int64), prints, joined(parts), np.concatenate(quoted))


def in_time(frame: pd.DataFrame) -> Ints:
    """Return the rows of articles by time, those without last, and by id."""
    ids = frame["id"].astype("str")
    order = pd.DataFrame({"published": frame["published"].reset_index(drop=True), "id": ids.to_numpy()})
    listed = order.sort_values(["published", "id"], kind="stable", na_position="last")
    return np.asarray(listed.index, np.int64)


def spaced(texts: pa.Array) -> pa.Array:
    """Part the letters of texts in scripts that write no spaces, so that each is a word; leave others alone.

    >>> spaced(pa.array(["船离港了。", "The ship 船 left."], pa.large_string())).to_pylist()
    ['船 离 港 了 。', 'The ship 船 left.']
    """
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None:
        return texts
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    letters = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    high = np.flatnonzero(letters >= min(_FIRST))
    high = high[np.isin(letters[high], np.array(_FIRST, np.uint8))] + ends[0]
    number = np.diff(np.searchsorted(high, ends))
    foreign = 3 * number > _MOSTLY * np.maximum(np.diff(ends), 1)
    if not foreign.any():
        return texts
    parted = pc.replace_substring_regex(texts, _UNSPACED, r"\1 ")
    return pc.if_else(pa.array(foreign), parted, texts)
