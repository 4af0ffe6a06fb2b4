"""The words of articles as two prints are laid side by side: each with the signs printed on it, and its key.

A key is what must be equal for a word to count as the same: case, shape of apostrophe and possessive don't
count, signs of money and per cent do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np
import pyarrow.compute as pc

from framing.text.overlap.shingles import Ints
from framing.text.tokens import Tokens

__all__ = ["Page", "Word", "pages"]

_BEFORE = "$€£¥₹"
_AFTER = "%‰"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed, with the sign of money before it or of per cent behind it.

    `starts` says that it is the first of a sentence, whose capital says nothing.
    """

    text: str
    key: str
    start: int
    end: int
    starts: bool


class Words(Sequence[Word]):
    """The words of a page, each made when it is asked for: of most only the key is ever needed."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self._page.keys)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | Sequence[Word]:
        """Return a word, or a list of some."""
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        page = self._page
        start, end = int(page.starts[at]), int(page.ends[at])
        return Word(page.text[start:end], page.keys[at], start, end, bool(page.opens[at]))

    def __iter__(self) -> Iterator[Word]:
        """Yield the words in order."""
        return (self[n] for n in range(len(self)))


@dataclass(frozen=True)
class Page:
    """The words of one text: its text, where words begin and end in it, their keys, which open a sentence."""

    text: str
    starts: Ints
    ends: Ints
    keys: list[str]
    opens: np.ndarray

    @property
    def words(self) -> Sequence[Word]:
        """The words."""
        return Words(self)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that stand here in small letters."""
        rows = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return frozenset(self.text[s:e] for s, e in rows if self.text[s].islower())


def pages(tokens: Tokens, texts: Sequence[str], docs: Sequence[int]) -> list[Page]:
    """Return the words of some of the texts of tokens.

    Parameters
    ----------
    tokens : Tokens
    texts : sequence of str
        One for each of `docs`.
    docs : sequence of int
        Indices of texts in `tokens`.
    """
    opens = np.zeros(len(tokens.ids) + 1, bool)
    opens[tokens.sentences] = True
    keys, of_token = tokens.vocabulary.keys, tokens.vocabulary.of_token
    figure = pc.match_substring_regex(tokens.forms, r"\d").to_numpy(zero_copy_only=False)
    found = []
    for text, doc in zip(texts, docs, strict=True):
        first, last = int(tokens.docs[doc]), int(tokens.docs[doc + 1])
        starts, ends = tokens.spans(np.arange(first, last))
        page = Page(text, starts, ends, [keys[n] for n in of_token[first:last].tolist()], opens[first:last])
        for at in np.flatnonzero(figure[tokens.ids[first:last]]).tolist():
            _sign(page, at)
        found.append(page)
    return found


def _sign(page: Page, at: int) -> None:
    """Take the signs at a figure into it."""
    start, end = int(page.starts[at]), int(page.ends[at])
    if start and page.text[start - 1] in _BEFORE:
        page.starts[at] -= 1
        page.keys[at] = page.text[start - 1] + page.keys[at]
    if end < len(page.text) and page.text[end] in _AFTER:
        page.ends[at] += 1
        page.keys[at] += page.text[end]
