"""A classifier of frames learned from texts that people coded, in scikit-learn's manner: yes or no a frame.

What is chosen (threshold, calibration) is chosen inside folds of what it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.base import BaseEstimator, ClassifierMixin, MultiOutputMixin, TransformerMixin
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import MaxAbsScaler
from sklearn.utils.validation import check_is_fitted

from framing.errors import FramingError, brief, check_number, several
from framing.features.frames.codebook import PREFIX
from framing.features.measures import resolve
from framing.features.neural.encoder import sentence_vectors
from framing.features.vectorizers import as_texts
from framing.schema import MILLION
from framing.text.tokens import sentences, tokenize

#: The pattern that words are cut by: letters and figures, with an apostrophe or hyphen inside.
_WORD = r"(?u)\b\w[\w'’-]*\w\b|\b\w\b"

#: What counts of indicators, each at most 1 in the texts learned from, and vectors, of length 1, are
#: multiplied by beside TF-IDF, whose rows have length 1.
_WEIGHTS = {"indicators": 0.25, "vectors": 2.0}

#: Measures whose terms are counted beside words: all codebooks, and the lexicons of tone and style.
MEASURES = (
    "frame", "tone", "attitude", "hedges", "boosters", "necessity", "loaded", "reporting", "figures",
)  # fmt: skip


def _as_labels(labels: Any, size: int) -> pd.DataFrame:
    """Return labels as whole numbers 0 and 1, a row a text and a column a frame, or say what they lack."""
    try:
        table = pd.DataFrame(labels).reset_index(drop=True)
    except ValueError as error:
        raise FramingError(f"labels: {error}; give a row a text, a column a frame") from None
    table.columns = [f"frame{name}" if isinstance(name, int) else str(name) for name in table.columns]
    if len(table) != size or table.empty:
        raise FramingError(f"labels: {len(table)} rows for {size} texts; give one row for each text")
    if twice := table.columns[table.columns.duplicated()].tolist():
        raise FramingError(f"labels: column {twice[0]!r} stands twice; drop or rename one")
    for name in table.columns:
        wrong = ~table[name].isin([0, 1]).to_numpy()
        if wrong.any():
            row = int(wrong.argmax())
            raise FramingError(
                f"labels: {name!r} has {brief(table[name].tolist()[row])} in row {row}; give 0 or 1"
            )
        if table[name].nunique() < 2:
            raise FramingError(
                f"labels: all texts or none have the frame {name!r}: drop the column, nothing can be learned"
            )
    return table.astype("int64")


def _folds(documents: Any, size: int, folds: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the texts to learn from and the others, a pair a fold: no document stands on both sides."""
    check_number("folds", folds, least=2)
    listed = pd.Series(range(size) if documents is None else list(documents), dtype=object)
    if len(listed) != size or listed.isna().any():
        raise FramingError(f"documents: {listed.notna().sum()} for {size} texts; give one for each text")
    codes = pd.factorize(listed)[0]
    if codes.max(initial=-1) + 1 < folds:
        raise FramingError(
            f"folds: {folds} of only {codes.max(initial=-1) + 1} documents; give more texts or fewer folds"
        )
    return list(GroupKFold(folds, shuffle=True, random_state=seed).split(codes, groups=codes))


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
        tokens = tokenize(pa.array(listed := as_texts(texts), pa.large_string()))
        words = np.maximum(np.diff(tokens.docs), 1)
        columns: list[np.ndarray] = []
        found: dict[int, Any] = {}
        for measure in resolve(self.measures_):
            finder = measure.finder
            if id(finder) not in found:
                found[id(finder)] = finder.find(tokens, None)
            hits = found[id(finder)]
            # Of a frame also what weighs only beside others: the regression sees it in company.
            wanted = finder.poles if measure.name.startswith(f"{PREFIX}.") else measure.poles
            counted = np.isin(hits.pole, [i for i, pole in enumerate(finder.poles) if pole in wanted])
            place = tokens.doc_of(hits.start[counted])
            weight = np.bincount(place, weights=np.abs(hits.weight[counted]) / MILLION, minlength=len(listed))
            columns += [np.log1p(weight), np.log1p(1000 * weight / words)]
        return np.stack(columns, axis=1)

    def get_feature_names_out(self, names: Any = None) -> np.ndarray:
        """Return the names of the columns."""
        check_is_fitted(self, "measures_")
        return np.array([f"{m}{end}" for m in self.measures_ for end in ("", " per 1,000")], dtype=object)


class TextVectors(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to the mean of the vectors that the encoder gives for their sentences, of length 1."""

    def fit(self, texts: Any, y: Any = None) -> TextVectors:
        """Learn nothing."""
        return self

    def transform(self, texts: Any) -> np.ndarray:
        """Return a row a text; zeros for a text without words."""
        return np.array([_vector(text) for text in as_texts(texts)])

    def get_feature_names_out(self, names: Any = None) -> np.ndarray:
        """Return the numbers of the columns as names."""
        return np.array([f"vector{i}" for i in range(384)], dtype=object)


@lru_cache(1 << 13)
def _vector(text: str) -> np.ndarray:
    """Return the vector of one text; in cross-validation each is asked for again and again."""
    total = sentence_vectors(sentences(text) or [""], progress=False).sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12))


def _macro_f1(truth: Any, said: Any) -> float:
    return float(f1_score(truth, said, average="macro", labels=[0, 1], zero_division=0))


class FrameClassifier(MultiOutputMixin, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Which frames a text has, learned from coded texts.

    For each frame a logistic regression on TF-IDF of words and of characters and on the counts of
    indicators; its threshold (for the best mean F1 of presence and absence) and its calibration (Platt 1999)
    are chosen by cross-validation inside what it is fitted on, documents kept together.

    Parameters
    ----------
    measures : str or sequence of str
        Measures whose terms are counted as features, as for `framing.score`; empty for none.
    vectors : bool
        Read the encoder's vectors of sentences too: better on short texts, and slower.
    folds : int
        Folds inside which is chosen.
    random_state : int
        Draws the folds.

    Attributes
    ----------
    frames_ : list of str
        Columns of the labels.
    thresholds_ : pandas.Series
        Probability from which a frame is said to be present.
    features_ : sklearn.pipeline.FeatureUnion
        What is read of a text, with `get_feature_names_out`.
    models_ : list of sklearn.linear_model.LogisticRegression
        One a frame, with the weights of these features.

    Examples
    --------
    >>> texts = [f"Two sides {act}, pier {i}." for i in range(8) for act in ("clash", "met")]
    >>> labels = pd.DataFrame({"conflict": [1, 0] * 8})
    >>> model = FrameClassifier(measures=(), folds=2).fit(texts, labels)
    >>> model.predict(["Ministers clash.", "Ministers met."])["conflict"].tolist()
    [1, 0]

    How good it is on documents that it did not learn from::

        from sklearn.model_selection import GroupKFold, cross_val_predict

        given = {"groups": documents, "cv": GroupKFold(5), "params": {"documents": documents}}
        predicted = cross_val_predict(FrameClassifier(), texts, labels, **given)
    """

    def __init__(
        self,
        *,
        measures: str | Sequence[str] = MEASURES,
        vectors: bool = False,
        folds: int = 5,
        random_state: int = 0,
    ) -> None:
        self.measures = measures
        self.vectors = vectors
        self.folds = folds
        self.random_state = random_state

    def fit(self, texts: Any, labels: Any, documents: Any = None) -> FrameClassifier:
        """Learn from coded texts.

        Parameters
        ----------
        texts : sequence of str
        labels : pandas.DataFrame or array
            A row a text, a column a frame, 1 or True where it is present.
        documents : sequence, optional
            Which document each text is of, where several are of one: copies of an article are one document.

        Raises
        ------
        FramingError
            Labels that are not 0 and 1, of another length, or of a frame that all texts have or none; texts
            without a word; a setting that can't be.
        """
        listed = as_texts(texts)
        table = _as_labels(labels, len(listed))
        folds = _folds(documents, len(listed), self.folds, self.random_state)
        if not any(char.isalnum() for text in listed for char in text):
            raise FramingError("texts: no text has a word; give the texts that were coded")
        self.features_ = self._union(len(listed))
        features = self.features_.fit_transform(listed).tocsr()
        self.frames_ = list(table.columns)
        self.classes_ = [np.array([0, 1]) for _ in self.frames_]
        self.models_, self._scales, thresholds = [], [], []
        for frame in self.frames_:
            truth = table[frame].to_numpy()
            model = LogisticRegression(
                solver="liblinear", class_weight="balanced", random_state=self.random_state
            )
            scores = cross_val_predict(model, features, truth, cv=folds, method="decision_function")[:, None]
            scale = LogisticRegression(C=1e4).fit(scores, truth)
            thresholds.append(_best_threshold(truth, scale.predict_proba(scores)[:, 1]))
            self.models_.append(model.fit(features, truth))
            self._scales.append(scale)
        self.thresholds_ = pd.Series(thresholds, self.frames_, dtype="float64")
        return self

    def _union(self, size: int) -> FeatureUnion:
        """Return all features side by side; a word counts once it stands in two of many texts."""
        least = 2 if size >= 20 else 1
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=least, sublinear_tf=True, token_pattern=_WORD)
        characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), min_df=least, sublinear_tf=True, max_features=60_000
        )
        blocks: list[tuple[str, Any]] = [("words", words), ("characters", characters)]
        if measures := several("measures", self.measures):
            blocks.append(("indicators", make_pipeline(IndicatorCounts(measures), MaxAbsScaler())))
        if self.vectors:
            blocks.append(("vectors", TextVectors()))
        named = {name for name, _ in blocks}
        return FeatureUnion(blocks, transformer_weights={k: w for k, w in _WEIGHTS.items() if k in named})

    def predict_proba(self, texts: Any) -> pd.DataFrame:
        """Return the probability of each frame: a row a text, a column a frame.

        Calibrated in the folds; a text is as likely to have the frame as the texts learned from were.
        """
        if not hasattr(self, "frames_"):
            raise Unfitted("FrameClassifier: has learned nothing yet; call fit(texts, labels) first")
        columns = {frame: np.zeros(0) for frame in self.frames_}
        if listed := as_texts(texts):
            features = self.features_.transform(listed).tocsr()
            each = zip(self.frames_, self.models_, self._scales, strict=True)
            columns = {
                frame: scale.predict_proba(model.decision_function(features)[:, None])[:, 1]
                for frame, model, scale in each
            }
        return pd.DataFrame(columns, index=texts.index if isinstance(texts, pd.Series) else None)

    def predict(self, texts: Any) -> pd.DataFrame:
        """Return which frames are present, 1 or 0: a row a text, a column a frame."""
        return (self.predict_proba(texts) >= self.thresholds_).astype(np.int64)

    def score(self, texts: Any, labels: Any, sample_weight: Any = None) -> float:
        """Return the mean over frames of macro-F1; `sample_weight` is not used."""
        truth, said = pd.DataFrame(labels, columns=self.frames_), self.predict(texts)
        return float(np.mean([_macro_f1(truth[name], said[name]) for name in self.frames_]))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.target_tags.single_output = False
        return tags


class Unfitted(FramingError, NotFittedError):  # type: ignore[misc]
    """Nothing has been learned yet; scikit-learn knows it as its own `NotFittedError`."""


def _best_threshold(truth: np.ndarray, chance: np.ndarray) -> float:
    """Return the probability from which on the mean F1 of presence and absence is best.

    The curve of F1 is smoothed, so that the threshold isn't one lucky text's.
    """
    cuts = np.unique(np.quantile(chance, np.linspace(0.01, 0.99, 99)))
    f1 = np.array([_macro_f1(truth, chance >= cut) for cut in cuts])
    kernel = np.ones(min(5, len(cuts)))
    smooth = np.convolve(f1, kernel, "same") / np.convolve(np.ones(len(f1)), kernel, "same")
    return float(cuts[smooth.argmax()])
