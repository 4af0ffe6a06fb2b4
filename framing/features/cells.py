"""Parts and voices as ranges of words: which cell a word counts in, and how many words a cell has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.errors import unknown
from framing.text.quotes import quoted_words
from framing.text.tokens import Tokens, chunks, tokenize

__all__ = ["PARTS", "VOICES", "Cells", "cells", "check_voices"]

PARTS = ("headline", "lead", "body")
#: How voices can be told apart, and the voices that gives.
VOICES: dict[str | None, tuple[str, ...]] = {None: ("all",), "quotes": ("outlet", "quoted")}


@dataclass(frozen=True)
class Cells:
    """A run of articles as tokens, and where their parts and voices lie.

    Texts of `tokens` are the titles of rows ``first : first + size`` and then
    their texts. A cell is ``(row * 3 + part) * voices + voice``.
    """

    first: int
    size: int
    tokens: Tokens
    quoted: np.ndarray | None
    lead: np.ndarray
    voices: tuple[str, ...]

    def of(self, place: np.ndarray) -> np.ndarray:
        """Return the cell that each word counts in."""
        doc = self.tokens.doc_of(place)
        row = np.where(doc < self.size, doc, doc - self.size)
        inside = (place >= self.lead[row, 0]) & (place < self.lead[row, 1])
        part = np.where(doc < self.size, 0, np.where(inside, 1, 2))
        cell = (row * len(PARTS) + part) * len(self.voices)
        return cell if self.quoted is None else cell + self.quoted[place]

    def sizes(self) -> np.ndarray:
        """Return how many words each cell has."""
        docs, n = self.tokens.docs, self.size
        whole = np.stack([docs[:-1], docs[1:]], axis=1)
        ranges = [whole[:n], self.lead, whole[n:]]
        total = [r[:, 1] - r[:, 0] for r in ranges]
        total[2] = total[2] - total[1]
        if self.quoted is None:
            return np.stack(total, axis=1).reshape(-1)
        passed = np.concatenate([[0], np.cumsum(self.quoted, dtype=np.int64)])
        inside = [passed[r[:, 1]] - passed[r[:, 0]] for r in ranges]
        inside[2] = inside[2] - inside[1]
        both = [np.stack([t - q, q], axis=1) for t, q in zip(total, inside, strict=True)]
        return np.stack(both, axis=1).reshape(-1)


def check_voices(voices: object) -> tuple[str, ...]:
    """Return the voices that a way of telling them apart gives, or say which ways there are."""
    if voices is None or (isinstance(voices, str) and voices in VOICES):
        return VOICES[voices]
    raise unknown("voices", voices, ["None", "quotes"])


def cells(articles: pd.DataFrame, voices: str | None) -> Iterator[Cells]:
    """Yield articles as tokens, a chunk of text at a time.

    Parameters
    ----------
    articles : pandas.DataFrame
        Checked.
    voices : {"quotes", None}
    """
    names = check_voices(voices)
    sizes = articles["text"].str.len().fillna(0).to_numpy(np.int64) + articles["title"].str.len().fillna(
        0
    ).to_numpy(np.int64)
    # The first paragraph proper; a subhead before it is body.
    nth = articles["blocks"].str.find("p").fillna(-1).to_numpy(np.int64)
    titles, texts = _arrow(articles["title"]), _arrow(articles["text"])
    for start, stop in chunks(sizes):
        size = stop - start
        tokens = tokenize(pa.concat_arrays([titles.slice(start, size), texts.slice(start, size)]))
        quoted = quoted_words(tokens) if voices == "quotes" else None
        yield Cells(start, size, tokens, quoted, _leads(tokens, size, np.maximum(nth[start:stop], 0)), names)


def _leads(tokens: Tokens, size: int, nth: np.ndarray) -> np.ndarray:
    begin, end = tokens.docs[size:-1], tokens.docs[size + 1 :]
    edges = np.append(tokens.paragraphs, len(tokens.ids))
    base = np.searchsorted(tokens.paragraphs, begin)
    first = edges[np.minimum(base + nth, len(edges) - 1)]
    # Blocks that say more than the text has paragraphs fall back to the first one.
    nth = np.where(first < end, nth, 0)
    low = np.minimum(edges[np.minimum(base + nth, len(edges) - 1)], end)
    high = np.minimum(edges[np.minimum(base + nth + 1, len(edges) - 1)], end)
    return np.stack([low, np.maximum(low, high)], axis=1)


def _arrow(column: pd.Series) -> pa.Array:
    array = pa.array(column, type=pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
