"""How probable it is that a sentence gives an opinion: one linear model, whose weights have a card."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import FramingError, brief, torn, unknown
from framing.features.opinion.signs import BITS, grams, names, style
from framing.features.weights import AGAIN, card_in, checked, file_in

__all__ = ["MODELS", "Weights", "card", "packed", "probabilities", "subjectivity", "weights"]

#: Models by name, and the cards of their weights.
MODELS = {"linear": "card.toml", "neural": "neural.toml"}
_FILE = "weights.npz"
#: What stands before the name of a file of weights, and what is said of one that is another.
OF, OTHER = "opinion/", "isn't the file its card describes"
#: Sentences that are read at once.
_BATCH = 8192
#: Of the parts of an integer that weights of n-grams are kept in.
_STEP = 1024.0


class Weights(NamedTuple):
    """What is taken off each sign of style and by what it is multiplied; n-grams; what is added."""

    mean: np.ndarray
    style: np.ndarray
    grams: np.ndarray
    bias: float


@cache
def card(model: str = "linear") -> dict[str, Any]:
    """Return what a model was made of: data, licence, seed, measured error, the threshold of a label."""
    return card_in(resources.files("framing.features.opinion"), MODELS[model], OF)


@cache
def weights() -> Weights:
    """Return the weights that come with the package.

    Raises
    ------
    FramingError
        The file isn't the one of the card, or is for other signs.
    """
    data = file_in(resources.files("framing.features.opinion"), _FILE, OF)
    with np.load(io.BytesIO(checked(data, card(), _FILE, OF, fault=OTHER)), allow_pickle=False) as arrays:
        found = Weights(
            arrays["mean"].astype(np.float64),
            arrays["style"].astype(np.float64),
            arrays["grams"].astype(np.float64) / _STEP,
            float(arrays["bias"]),
        )
    if len(found.style) != len(names()) or len(found.grams) != 1 << BITS:
        raise FramingError(f"{OF}{_FILE} is for other signs; {AGAIN}")
    return found


def packed(found: Weights) -> bytes:
    """Return weights as the bytes of their file; n-grams to a thousandth."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        mean=found.mean.astype(np.float32),
        style=found.style.astype(np.float32),
        grams=np.round(found.grams * _STEP).astype(np.int16),
        bias=np.float64(found.bias),
    )
    return buffer.getvalue()


def probabilities(texts: Sequence[str], model: Weights | None = None) -> np.ndarray:
    """Return the probability of each sentence, to six digits, whatever sentences stand beside it."""
    model = weights() if model is None else model
    parts = [np.zeros(0)]
    for at in range(0, len(texts), _BATCH):
        some = texts[at : at + _BATCH]
        total = grams(some) @ model.grams + model.bias
        # A column at a time: the sum of a row must not depend on how many rows there are.
        for column, mean, weight in zip(style(some).T, model.mean, model.style, strict=True):
            total = total + (column - mean) * weight
        parts.append(1 / (1 + np.exp(-np.clip(total, -30, 30))))
    return np.asarray(np.round(np.concatenate(parts), 6), np.float64)


def subjectivity(texts: Iterable[str], *, model: str = "linear", progress: bool | None = None) -> np.ndarray:
    """Tell how probable it is that sentences give an opinion of whoever wrote them.

    Parameters
    ----------
    texts : iterable of str
        A sentence each, in English. A sentence that only quotes an opinion counts as objective (Antici et
        al. 2024), so that quotations are judged by themselves: give them without their quotation marks.
    model : {"linear", "neural"}
        Words and signs of style, or signs of style and an encoder's vectors, which reads a few hundred
        sentences a second and needs ``pip install newsframing[neural]``. The measure `subjective` goes by the
        first.
    progress : bool, optional
        As in `load`; of the second model.

    Returns
    -------
    numpy.ndarray
        A probability each, in the order given, for news in which about a third of the sentences are opinion,
        as those learned from: where there are more, it is too low. A label of the model takes those of at
        least ``card(model)["threshold"]``; the card says how often it is wrong.

    Raises
    ------
    FramingError
        One string instead of several; something that is no text, or empty; a model that there isn't, or whose
        extra isn't installed.

    Examples
    --------
    >>> chances = subjectivity(["What an absurd, shameful idea we are being sold!",
    ...     "Trade rose 4 percent in March, the ministry said on Tuesday."])
    >>> bool(chances[0] > 0.5 > chances[1])
    True
    """
    listed = _texts(texts)
    if model == "linear":
        return probabilities(listed)
    if not isinstance(model, str) or model not in MODELS:
        raise unknown("model", model, MODELS)
    from framing.features.opinion import neural

    return neural.probabilities(listed, progress=progress)


def _texts(given: object) -> list[str]:
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable) or isinstance(given, pd.DataFrame):
        raise FramingError(f"texts: {brief(given)} is no list of sentences; give several strings in a list")
    found = list(given)
    for number, text in enumerate(found):
        if not isinstance(text, str) or not text.strip():
            raise FramingError(f"texts: item {number} is {brief(text)}; give a sentence or leave it out")
    if fault := torn(found):
        raise FramingError(f"texts: item {fault[0]} {fault[1]}")
    return found
