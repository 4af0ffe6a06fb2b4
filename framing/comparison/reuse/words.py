"""The words of articles as two prints are laid side by side: each with the signs printed on it, and its key.

A key is what must be equal for a word to count as the same: case, shape of apostrophe and possessive don't
count, signs of money and per cent do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.text.tokens import Tokens
from framing.text.vocabulary import fold

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


@dataclass(frozen=True)
class Page:
    """The words of one text."""

    text: str
    words: Sequence[Word]

    @cached_property
    def keys(self) -> list[str]:
        """The key of each word."""
        return [word.key for word in self.words]

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that stand here in small letters."""
        return frozenset(word.text for word in self.words if word.text[:1].islower())


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
    found = []
    opens = np.zeros(len(tokens.ids) + 1, bool)
    opens[tokens.sentences] = True
    for text, doc in zip(texts, docs, strict=True):
        first, last = int(tokens.docs[doc]), int(tokens.docs[doc + 1])
        starts, ends = tokens.spans(np.arange(first, last))
        rows = zip(starts.tolist(), ends.tolist(), opens[first:last].tolist(), strict=True)
        found.append(Page(text, [_word(text, *row) for row in rows]))
    return found


def _word(text: str, start: int, end: int, opens: bool) -> Word:
    form = text[start:end]
    key = fold(form)
    if any(char.isdigit() for char in form):
        if start and text[start - 1] in _BEFORE:
            start -= 1
        if end < len(text) and text[end] in _AFTER:
            end += 1
        key = text[start] * (text[start] in _BEFORE) + key + text[end - 1] * (text[end - 1] in _AFTER)
    return Word(text[start:end], key, start, end, opens)
