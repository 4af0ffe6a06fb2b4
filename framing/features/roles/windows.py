"""The words around places in tokens as rules read them: lower case, "." where a mark or an end parts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from framing.text.tokens import Tokens

__all__ = ["AHEAD", "BACK", "MARK", "Window", "windows"]

#: How many words a rule sees before and behind.
BACK, AHEAD = 6, 18
MARK = "."


class Window(NamedTuple):
    """A word in its sentence.

    `words` begins with the word itself; `before` runs backwards from the one in front of it. `parted` says
    of each of `words` that a mark stands in front of it; `capital`, that it is written with one.
    """

    words: list[str]
    parted: list[bool]
    capital: list[bool]
    before: list[str]
    parted_before: list[bool]

    def next(self, at: int = 1) -> str:
        """Return the word that many places on, "." where a mark or the end comes first."""
        if at >= len(self.words) or any(self.parted[1 : at + 1]):
            return MARK
        return self.words[at]

    def rest(self, at: int) -> Window:
        """Return the window as the word that many places on sees what follows it; it sees nothing before."""
        return Window(self.words[at:], self.parted[at:], self.capital[at:], [], [])

    def previous(self, at: int = 1) -> str:
        """Return the word that many places back, "." where a mark or the beginning comes first."""
        if at > len(self.before) or any(self.parted_before[:at]):
            return MARK
        return self.before[at - 1]


def windows(tokens: Tokens, places: np.ndarray, ahead: int = AHEAD, before: int = BACK) -> Iterator[Window]:
    """Yield the words around each place, of its sentence alone: `ahead` from the place on, `before` it."""
    keys, of_token = tokens.vocabulary.keys, tokens.vocabulary.of_token
    first, after = tokens.sentence_of(places)
    after, first = np.minimum(after, places + ahead), np.maximum(first, places - before)
    # All at once and then cut: a look into an array costs more than a word.
    reach = np.clip(places[:, None] + np.arange(-before, ahead), 0, len(tokens.ids) - 1)
    rows = zip(
        (after - places).tolist(),
        (before + first - places).tolist(),
        of_token[reach].tolist(),
        tokens.breaks[reach].tolist(),
        tokens.capitals[tokens.ids[reach[:, before:]]].tolist(),
        strict=True,
    )
    for many, low, ids, breaks, capital in rows:
        yield Window(
            [keys[k] for k in ids[before : before + many]],
            breaks[before : before + many],
            capital[:many],
            [keys[k] for k in ids[low:before][::-1]],
            # A mark in front of the word itself parts it from the one before.
            breaks[low + 1 : before + 1][::-1],
        )
