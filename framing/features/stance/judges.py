"""Who judges stance: what every model has to offer, and where each is found by its name.

A model is a module with ``judge() -> Judge``, loaded when it is asked for. Nothing is judged here.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np

from framing.errors import FramingError, among, brief, unknown, whole

__all__ = ["CLASSES", "MODELS", "Card", "Judge", "judge"]

#: The classes, in the order of the columns of probabilities.
CLASSES = ("negative", "neutral", "positive")

#: Where each model's module is.
MODELS: Mapping[str, str] = {
    "linear": "framing.features.stance.linear",
    "neural": "framing.features.neural.model",
}


@dataclass(frozen=True)
class Card:
    """What is known of a model: its data, its licence, its measured error.

    Attributes
    ----------
    name : str
    confusion : int64 array, 3 × 3
        Targets of the training data by true class (rows) and class given (columns), each judged by a
        model that had not seen its document; what a share is corrected with.
    by_voice : dict of str to int64 array
        The same for targets in the outlet's own, quoted and reported words.
    more : dict
        All else that the card says.
    """

    name: str
    confusion: np.ndarray
    by_voice: Mapping[str, np.ndarray] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Card:
        """Return the card that a model's TOML holds: `name`, `[confusion]` with `all` and a key a voice."""
        tables = {str(key): np.array(value, np.int64) for key, value in raw["confusion"].items()}
        more = {key: value for key, value in raw.items() if key not in ("name", "confusion")}
        return cls(str(raw["name"]), tables.pop("all"), tables, more)


@runtime_checkable
class Judge(Protocol):
    """Anything that tells the stance of texts toward targets in them.

    Where it has a number `batch`, it is asked for as many targets at once. The name on its card is kept
    beside what it scored.
    """

    card: Card

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return a row for each target, a column for each of `CLASSES`; rows add up to 1.

        Spans are inside their texts, in code points, and hold a word.
        """


def judge(model: str | Judge) -> Judge:
    """Return the judge of that name, or the one given.

    Raises
    ------
    FramingError
        There is none of that name, or what it needs isn't installed.

    Examples
    --------
    >>> judge("linear").probabilities(["Marlow praised Ruiz."], [15], [19]).shape
    (1, 3)
    """
    if not isinstance(model, str):
        if isinstance(model, Judge) and not isinstance(model, type):
            return _checked(model)
        raise FramingError(
            f"model: {brief(model)} is neither a name nor a judge; give 'linear', 'neural' or a judge, which "
            "has a card and probabilities()"
        )
    if not among(model, MODELS):
        raise unknown("model", model, MODELS)
    return _loaded(model)


def _checked(model: Judge) -> Judge:
    """Return a judge of the user's own, or say what it lacks."""
    card = model.card
    if not isinstance(card, Card) or not isinstance(card.name, str) or not card.name.strip():
        raise FramingError(
            f"model: the judge's card is {brief(card)}; give it Card(name, 3 × 3 counts) of "
            "framing.features.stance.judges, with a name"
        )
    batch = getattr(model, "batch", 1)
    if (whole(batch) or 0) < 1:
        raise FramingError(
            f"model: batch of {card.name!r} is {brief(batch)}; give a whole number of targets, at least 1"
        )
    return model


@cache
def _loaded(model: str) -> Judge:
    try:
        module = importlib.import_module(MODELS[model])
        return cast("Judge", module.judge())
    except ImportError as error:
        raise FramingError(
            f"model: {model!r} needs what is not installed ({error.name or error}); "
            f"install newsframing[{model}], or give model='linear'"
        ) from None
