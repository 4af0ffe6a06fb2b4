"""Vectors asked for by name, and those of texts longer than an encoder reads: for frames and statements.

Nothing is learned and nothing compared here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from framing.errors import FramingError, brief, unknown
from framing.text.tokens import sentences

__all__ = ["NEURAL", "Remembered", "Vectors", "checked", "of_sentences", "of_texts", "passages"]

#: The name of an encoder, or a function: texts in, a row of numbers for each out.
Vectors: TypeAlias = str | Callable[[Sequence[str]], Any]

#: The name of the encoder that comes as an extra.
NEURAL = "neural"
#: Words of a passage: the encoder reads some 70, most of which are one piece and some two.
_WORDS = 60


def checked(vectors: object, argument: str = "vectors", instead: str = "leave vectors out") -> None:
    """Refuse what is neither None, a function from texts to rows of numbers, nor a name that is known.

    An error names the argument that was given, and what to do `instead`.

    Raises
    ------
    FramingError
        Another name, another thing, or the extra that the name stands for isn't installed.
    """
    if vectors is None or callable(vectors):
        return
    if not isinstance(vectors, str):
        raise FramingError(
            f"vectors: {brief(vectors)} is neither a name nor a function; give 'neural', or a function from "
            "a list of texts to a row of numbers each"
        )
    if vectors != NEURAL:
        raise unknown("vectors", vectors, [NEURAL])
    from framing.features.neural.encoder import encoder

    try:
        encoder()
    except ImportError as error:
        raise FramingError(
            f"{argument}: 'neural' needs what is not installed ({error.name or error}); "
            f"install newsframing[neural], or {instead}"
        ) from None


def of_sentences(vectors: Vectors, progress: bool | None = None) -> Callable[[Sequence[str]], Any]:
    """Return the function that gives a row of numbers for each sentence."""
    checked(vectors)
    if not isinstance(vectors, str):
        return vectors
    from framing.features.neural.vectors import sentence_vectors

    return partial(sentence_vectors, progress=progress)


def of_texts(vectors: Vectors) -> Callable[[Sequence[str]], Any]:
    """Return the function that gives a row of numbers for each text, however long it is."""
    sentence = of_sentences(vectors)
    return partial(_means, sentence) if isinstance(vectors, str) else sentence


def passages(text: str) -> list[str]:
    """Cut a text into runs of whole sentences, as many in each as the encoder reads at once.

    >>> [len(part.split()) for part in passages("It rained all day long. " * 30)]
    [60, 60, 30]
    """
    parts: list[str] = []
    room = 0
    for sentence in sentences(text):
        words = len(sentence.split())
        if parts and words <= room:
            parts[-1] += f" {sentence}"
            room -= words
        else:
            parts.append(sentence)
            room = _WORDS - words
    return parts


def _means(sentence: Callable[[Sequence[str]], Any], texts: Sequence[str]) -> np.ndarray:
    """Return the mean of the vectors of a text's passages, of length 1; zeros for a text without words."""
    cut = [passages(text) or [""] for text in texts]
    rows = np.asarray(sentence([part for parts in cut for part in parts]), np.float64)
    if not len(cut):
        return rows
    first = np.cumsum([0, *(len(parts) for parts in cut[:-1])])
    total = np.add.reduceat(rows, first, axis=0)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    mean: np.ndarray = total / np.where(length > 0, length, 1)
    return mean


class Remembered:
    """Vectors of texts that are asked for again and again, as in cross-validation; made once.

    >>> asked = []
    >>> remembered = Remembered(lambda texts: asked.extend(texts) or [[float(len(t))] for t in texts])
    >>> remembered(["a", "bb", "a"]).tolist(), remembered(["bb"]).tolist(), asked
    ([[1.0], [2.0], [1.0]], [[2.0]], ['a', 'bb'])
    """

    def __init__(self, vectors: Callable[[Sequence[str]], Any]) -> None:
        self.vectors = vectors
        self._known: dict[str, np.ndarray] = {}

    def __deepcopy__(self, memo: object) -> Remembered:
        """Be one for all clones of an estimator, so that nothing is asked for twice."""
        return self

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            rows = np.asarray(self.vectors(new), float)
            if rows.ndim != 2 or len(rows) != len(new):
                # Refused, in one line, by whoever asked.
                return rows
            self._known.update(zip(new, rows, strict=True))
        return np.array([self._known[text] for text in texts])
