"""How many figures a text gives: sums, dates, shares, quantities written in digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.features.lexicon import Measure
from framing.features.matching import Hits
from framing.text.tokens import Tokens


@dataclass(frozen=True)
class Figures:
    """Finds the words that are figures, as `#` in a lexicon does."""

    name: str = "figures"
    language: str = "en"
    poles: tuple[str, ...] = ("figure",)
    terms: tuple[str, ...] = ("figure",)

    def find(self, tokens: Tokens, voice: np.ndarray | None = None) -> Hits:
        """Return a hit for each such word; whose it is changes nothing."""
        is_number = np.zeros(len(tokens.vocabulary), bool)
        is_number[tokens.vocabulary.numbers] = True
        start = np.flatnonzero(is_number[tokens.vocabulary.of_token])
        return Hits.of(start, np.ones(len(start)), np.zeros(len(start)))


def measures() -> list[Measure]:
    """Return the one measure: figures per 1,000 tokens."""
    meaning = "Numbers written in digits per 1,000 tokens: how far a text gives figures."
    return [Measure("figures", "per_1000", {"figure": None}, meaning, Figures())]
