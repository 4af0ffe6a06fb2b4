"""What a classifier of frames is set to and given, and the one clear line for what can't be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.exceptions import NotFittedError

from framing.errors import FramingError, brief, several, whole
from framing.features.vectors import checked

__all__ = ["Unfitted", "features_of", "measures_of", "refuse_settings", "refuse_unfitted", "runs_of"]


class Unfitted(FramingError, NotFittedError):  # type: ignore[misc]
    """Nothing has been learned yet; scikit-learn knows it as its own `NotFittedError`."""


def refuse_unfitted(classifier: Any) -> None:
    """Refuse to be asked before anything was learned."""
    if not hasattr(classifier, "frames_"):
        raise Unfitted("FrameClassifier: has learned nothing yet; call fit(texts, labels) first")


def measures_of(given: Any) -> tuple[str, ...]:
    """Return the names of measures: one, several, or none.

    >>> measures_of("frame"), measures_of(None)
    (('frame',), ())
    """
    return several("measures", given)


def refuse_settings(classifier: Any, labels: pd.DataFrame) -> None:
    """Refuse settings that can't be, and frames of which nothing can be learned."""
    if (whole(classifier.folds) or 0) < 2:
        raise FramingError(f"folds {brief(classifier.folds)} should be a whole number, at least 2")
    strengths = several("strengths", classifier.strengths)
    if not strengths or not all(isinstance(c, (int, float, np.number)) and c > 0 for c in strengths):
        raise FramingError(f"strengths {brief(classifier.strengths)} should be numbers above 0")
    runs_of(classifier)
    measures_of(classifier.measures)
    checked(classifier.vectors)
    for frame in labels.columns:
        if labels[frame].nunique() < 2:
            which = "all texts have" if labels[frame].iloc[0] else "no text has"
            raise FramingError(
                f"labels: {which} the frame {frame!r}: nothing can be learned of it; drop the column"
            )


def runs_of(classifier: Any) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """Return the shortest and longest runs of words and of characters, if these are read."""
    words, characters = classifier.word_ngrams, classifier.char_ngrams
    return _run(words, "word_ngrams"), None if characters is None else _run(characters, "char_ngrams")


def _run(given: Any, name: str) -> tuple[int, int]:
    ends = [whole(end) or 0 for end in given] if isinstance(given, (tuple, list)) else []
    if len(ends) != 2 or not 1 <= ends[0] <= ends[1]:
        raise FramingError(
            f"{name} {brief(given)} should be the shortest and the longest run, two whole numbers from 1 on, "
            "as (1, 2)"
        )
    return ends[0], ends[1]


def features_of(features: Any, texts: Sequence[str]) -> Any:
    """Return what is read of the texts that are learned from, once it is known that they say something."""
    if not any(char.isalnum() for text in texts for char in text):
        raise FramingError("texts: no text has a word; give the texts that were coded")
    try:
        return features.fit_transform(texts).tocsr()
    except FramingError:
        raise
    except ValueError as error:
        # Of many texts a word must stand in two of them; where none does, there is no vocabulary.
        if "vocabulary" in str(error) or "no terms remain" in str(error):
            raise FramingError(
                f"texts: no word stands in two of these {len(texts)} texts; give more text to learn from"
            ) from None
        raise
