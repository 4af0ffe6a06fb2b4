"""What a classifier reads of a text: words and characters in it, and how often terms of measures stand there.

Features alone; nothing is learned of labels here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import MaxAbsScaler, Normalizer
from sklearn.utils.validation import check_is_fitted

from framing.errors import FramingError, several, torn
from framing.features.measures import resolve
from framing.features.vectors import Vectors, of_texts
from framing.schema import MILLION
from framing.text.tokens import tokenize

__all__ = ["IndicatorCounts", "SentenceVectors", "as_texts", "union", "vector_columns"]

#: The pattern that words are cut by: letters and figures, with an apostrophe or hyphen inside.
_WORD = r"(?u)\b\w[\w'’-]*\w\b|\b\w\b"

#: What counts of indicators, each at most 1 in the texts learned from, are multiplied by beside TF-IDF, whose
#: rows have length 1: so that a hundred of them don't outweigh the words.
_INDICATORS = 0.25


def as_texts(texts: Any, *, where: str = "texts") -> list[str]:
    """Return texts as a list of strings; a missing one is empty.

    Raises
    ------
    FramingError
        One text where several are asked for, or something that is no text.
    """
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Iterable):
        raise FramingError(f"{where}: give a list or a column of texts, not one {type(texts).__name__}")
    found = []
    for nth, text in enumerate(texts):
        if text is None or (isinstance(text, float) and np.isnan(text)):
            text = ""
        if not isinstance(text, str):
            raise FramingError(
                f"{where}: number {nth} is {type(text).__name__}, no text; give strings, one each text"
            )
        found.append(text)
    if fault := torn(found):
        raise FramingError(f"{where}: number {fault[0]} {fault[1]}")
    return found


class IndicatorCounts(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to how often the terms of measures stand in them: how many, and how many per 1,000 words.

    Parameters
    ----------
    measures : str or sequence of str
        Names as for `framing.score`: codebooks' frames (``"frame"``), lexicons.

    Examples
    --------
    >>> counts = IndicatorCounts("hedges").fit(["It may rain."])
    >>> counts.transform(["Perhaps it may."]).round(2).tolist(), counts.get_feature_names_out().tolist()
    ([[1.1, 6.5]], ['hedges', 'hedges per 1,000'])
    """

    def __init__(self, measures: str | Sequence[str] = ("frame",)) -> None:
        self.measures = measures

    def fit(self, texts: Any, y: Any = None) -> IndicatorCounts:
        """Look the measures up; nothing else is learned."""
        self.measures_ = tuple(measure.name for measure in resolve(several("measures", self.measures)))
        return self

    def transform(self, texts: Any) -> np.ndarray:
        """Return logarithms of 1 + weight and of 1 + weight per 1,000 words, two columns a measure."""
        check_is_fitted(self, "measures_")
        listed = as_texts(texts)
        tokens = tokenize(pa.array(listed, pa.large_string()))
        words = np.maximum(np.diff(tokens.docs), 1)
        columns = []
        found: dict[int, Any] = {}
        for measure in resolve(self.measures_):
            finder = measure.finder
            if id(finder) not in found:
                found[id(finder)] = finder.find(tokens, None)
            hits = found[id(finder)]
            counted = np.isin(hits.pole, [i for i, pole in enumerate(finder.poles) if pole in measure.poles])
            place = tokens.doc_of(hits.start[counted])
            weight = np.bincount(place, weights=np.abs(hits.weight[counted]) / MILLION, minlength=len(listed))
            columns += [np.log1p(weight), np.log1p(1000 * weight / words)]
        return np.stack(columns, axis=1)

    def get_feature_names_out(self, names: Any = None) -> np.ndarray:
        """Return the names of the columns."""
        check_is_fitted(self, "measures_")
        return np.array([f"{m}{end}" for m in self.measures_ for end in ("", " per 1,000")], dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags


class SentenceVectors(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to vectors: by the encoder named, or by a function from texts to a row of numbers each."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def fit(self, texts: Any, y: Any = None) -> SentenceVectors:
        """Learn how many numbers a vector has."""
        self.size_ = self._of(as_texts(texts)[:1]).shape[1]
        return self

    def transform(self, texts: Any) -> np.ndarray:
        """Return the vectors."""
        check_is_fitted(self, "size_")
        return self._of(as_texts(texts))

    def _of(self, texts: list[str]) -> np.ndarray:
        rows = np.asarray(of_texts(self.vectors)(texts), float)
        if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
            raise FramingError(
                f"vectors: {len(texts)} texts gave an array of shape {rows.shape}; "
                "return a row of finite numbers for each text"
            )
        return rows

    def get_feature_names_out(self, names: Any = None) -> np.ndarray:
        """Return the numbers of the columns as names."""
        check_is_fitted(self, "size_")
        return np.array([f"vector{i}" for i in range(self.size_)], dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags


def union(
    texts: int,
    word_ngrams: tuple[int, int],
    char_ngrams: tuple[int, int] | None,
    measures: Sequence[str],
    vectors: Vectors | None,
) -> FeatureUnion:
    """Return all features side by side, for so many texts; no block outweighs the others; vectors come last.

    A word counts once it stands in two texts, a run of characters in three; of characters the 60,000 most
    frequent runs are kept.
    """
    least = 2 if texts >= 20 else 1
    blocks: list[tuple[str, Any]] = [
        (
            "words",
            TfidfVectorizer(ngram_range=word_ngrams, min_df=least, sublinear_tf=True, token_pattern=_WORD),
        )
    ]
    if char_ngrams is not None:
        blocks.append((
            "characters",
            TfidfVectorizer(
                analyzer="char_wb", ngram_range=char_ngrams, min_df=least if texts < 20 else 3,
                sublinear_tf=True, max_features=60_000,
            ),
        ))  # fmt: skip
    if measures:
        blocks.append(("indicators", make_pipeline(IndicatorCounts(measures), MaxAbsScaler())))
    if vectors is not None:
        blocks.append(("vectors", make_pipeline(SentenceVectors(vectors), Normalizer())))
    weights = {"indicators": _INDICATORS} if measures else None
    return FeatureUnion(blocks, transformer_weights=weights)


def vector_columns(features: FeatureUnion) -> int:
    """Return how many of the last columns are vectors."""
    last, made = features.transformer_list[-1]
    return int(made[0].size_) if last == "vectors" else 0
