"""Who judges stance: what every judge has to offer, and what is asked of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import numpy as np

from framing.errors import FramingError, brief

#: The classes, in the order of the columns of probabilities.
CLASSES = ("negative", "neutral", "positive")
#: What a mention is where no class is probable enough.
UNCLEAR = "unclear"


@dataclass(frozen=True)
class Card:
    """What is known of a model: its data, its licence, its measured error.

    Attributes
    ----------
    name : str
    more : dict
        All else that the card says.
    """

    name: str
    more: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class Judge(Protocol):
    """Anything that tells the stance of texts toward targets in them.

    Where it has a number `batch`, it is asked for as many targets at once. Where it has `verdicts`, which
    is told the voices too (0 the outlet's, 1 quoted, 2 reported) and returns six columns, the last three,
    which should hold in the material at hand, are what verdicts go by; its card says in ``least`` how
    probable each class has to be. The name on its card is kept beside what it scored.
    """

    @property
    def card(self) -> Card:
        """What is known of it."""

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return a row for each target, a column for each of `CLASSES`; rows add up to 1.

        Spans are inside their texts, in code points, and hold a word.
        """


#: The name of the judge that comes with the package.
NEURAL = "neural"


def least_of(judge: Judge) -> Mapping[str, float]:
    """Return how probable each class has to be for a verdict; nothing where the card says nothing."""
    return judge.card.more.get("least", {})


def check_span(text: str, start: int, end: int, where: str) -> None:
    """Refuse a target that lies outside its text or has no word."""
    if not 0 <= start < end <= len(text):
        raise FramingError(
            f"{where}: target {start} to {end} lies outside its text of {len(text)} characters; "
            "count from 0, the end excluded"
        )
    if not any(char.isalnum() for char in text[start:end]):
        raise FramingError(
            f"{where}: target {brief(text[start:end])} has no word; give the span of whom it is about"
        )


#: What stands in a text for words of another voice.
GAP = " ... "


def classes_of(chance: np.ndarray, least: Mapping[str, float]) -> np.ndarray:
    """Return the class of each row of probabilities, by number; `len(CLASSES)` where none is clear.

    >>> classes_of(np.array([[0.6, 0.3, 0.1], [0.4, 0.5, 0.1]]), {"negative": 0.5, "neutral": 0.6}).tolist()
    [0, 3]
    """
    wanted = np.array([least.get(name, 0.0) for name in CLASSES])
    best = chance.argmax(axis=1)
    return np.where(chance.max(axis=1, initial=0.0) >= wanted[best], best, len(CLASSES))
