"""A classifier of frames learned from texts that people coded, in scikit-learn's manner: yes or no a frame.

What is chosen (strength of the model, threshold, calibration) is chosen inside folds of what it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, MultiOutputMixin
from sklearn.linear_model import LogisticRegression

from framing.errors import FramingError, brief, whole
from framing.features.frames.blending import learned
from framing.features.frames.checking import (
    features_of,
    measures_of,
    refuse_settings,
    refuse_unfitted,
    runs_of,
)
from framing.features.frames.deciding import Decision, macro_f1
from framing.features.frames.folds import document_codes, folds_of, near_duplicates
from framing.features.frames.labels import as_labels
from framing.features.frames.signs import as_texts, union, vector_columns
from framing.features.vectors import Vectors

if TYPE_CHECKING:
    from framing.features.frames.validation import Validation

__all__ = ["FrameClassifier"]

#: Measures whose terms are counted beside words: all codebooks, and the lexicons of tone and style.
MEASURES = (
    "frame", "tone", "attitude", "hedges", "boosters", "necessity", "loaded", "reporting", "figures",
)  # fmt: skip


class FrameClassifier(MultiOutputMixin, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Which frames a text has, learned from coded texts.

    For each frame a logistic regression on TF-IDF of words and of characters and on the counts of
    indicators; its strength, its threshold (for the best mean F1 of presence and absence) and its calibration
    are chosen by cross-validation inside what it is fitted on, documents and near-duplicates kept together.

    Parameters
    ----------
    measures : str or sequence of str
        Measures whose terms are counted as features, as for `framing.score`; empty for none.
    word_ngrams : (int, int)
        Shortest and longest run of words.
    char_ngrams : (int, int) or None
        Shortest and longest run of characters within words.
    vectors : "neural" or callable, optional
        A second regression, on vectors of texts, whose score is added to the first's; how much each counts is
        chosen in the folds. ``"neural"`` is the encoder of ``pip install newsframing[neural]``, or give a
        function from a list of texts to a row of numbers each.
    strengths : sequence of float
        Values of `C` of the regression to choose from.
    class_weight : "balanced", None or dict
        As of scikit-learn's LogisticRegression.
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
    strengths_ : pandas.Series
        The `C` chosen.
    expected_ : pandas.Series
        Macro-F1 in the folds of what was chosen there: a little too good; see `cross_validate`.

    Examples
    --------
    >>> texts = [f"Two sides {act}, pier {i}." for i in range(8) for act in ("clash", "met")]
    >>> labels = pd.DataFrame({"conflict": [1, 0] * 8})
    >>> model = FrameClassifier(measures=(), folds=2).fit(texts, labels)
    >>> model.predict(["Ministers clash.", "Ministers met."])["conflict"].tolist()
    [1, 0]
    """

    def __init__(
        self,
        *,
        measures: str | Sequence[str] = MEASURES,
        word_ngrams: tuple[int, int] = (1, 2),
        char_ngrams: tuple[int, int] | None = (3, 5),
        vectors: Vectors | None = None,
        strengths: Sequence[float] = (1.0, 4.0),
        class_weight: Any = "balanced",
        folds: int = 5,
        random_state: int = 0,
    ) -> None:
        self.measures = measures
        self.word_ngrams = word_ngrams
        self.char_ngrams = char_ngrams
        self.vectors = vectors
        self.strengths = strengths
        self.class_weight = class_weight
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
            Which document each text is of, where several are of one.

        Raises
        ------
        FramingError
            Labels that are not 0 and 1, of another length, or of a frame that all texts have or none; texts
            without a word; a setting that can't be.
        """
        listed = as_texts(texts)
        table = as_labels(labels, len(listed))
        refuse_settings(self, table)
        fold = folds_of(
            document_codes(documents, len(listed)), near_duplicates(listed), self.folds, self.random_state
        )
        words, characters = runs_of(self)
        self.features_ = union(len(listed), words, characters, measures_of(self.measures), self.vectors)
        features = features_of(self.features_, listed)
        self.frames_ = list(table.columns)
        self.classes_ = [np.array([0, 1]) for _ in self.frames_]
        self._models: list[tuple[Any, Decision]] = []
        chosen = []
        for frame in self.frames_:
            truth = table[frame].to_numpy()
            model, decision, strength = learned(
                self._model, self.strengths, features, vector_columns(self.features_), truth, fold
            )
            self._models.append((model, decision))
            chosen.append(strength)
        self.strengths_ = pd.Series(chosen, self.frames_, dtype="float64")
        self.thresholds_ = pd.Series([d.threshold for _, d in self._models], self.frames_, dtype="float64")
        self.expected_ = pd.Series([d.expected for _, d in self._models], self.frames_, dtype="float64")
        return self

    def predict_proba(self, texts: Any) -> pd.DataFrame:
        """Return the probability of each frame: a row a text, a column a frame.

        Calibrated in the folds; a text is as likely to have the frame as the texts learned from were.
        """
        refuse_unfitted(self)
        listed = as_texts(texts)
        features = self.features_.transform(listed).tocsr() if listed else None
        columns = {
            frame: decision.probability(model.decision_function(features)) if listed else np.zeros(0)
            for frame, (model, decision) in zip(self.frames_, self._models, strict=True)
        }
        return pd.DataFrame(columns, index=texts.index if isinstance(texts, pd.Series) else None)

    def predict(self, texts: Any) -> pd.DataFrame:
        """Return which frames are present, 1 or 0: a row a text, a column a frame."""
        found = self.predict_proba(texts)
        return (found >= self.thresholds_).astype(np.int64)

    def score(self, texts: Any, labels: Any, sample_weight: Any = None) -> float:
        """Return the mean over frames of macro-F1; `sample_weight` is not used."""
        found = self.predict(texts)
        table = as_labels(labels, len(found), frames=self.frames_)
        return float(np.mean([macro_f1(table[f].to_numpy(), found[f].to_numpy()) for f in self.frames_]))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of what is read of a text, as ``words__tariff``."""
        refuse_unfitted(self)
        names: np.ndarray = self.features_.get_feature_names_out()
        return names

    def signs(self, frame: str, n: int = 20) -> pd.DataFrame:
        """Return what speaks most for a frame and against it: `feature` and its `weight`."""
        refuse_unfitted(self)
        if frame not in self.frames_:
            from framing.errors import unknown

            raise unknown("frame", frame, self.frames_)
        weight = self._models[self.frames_.index(frame)][0].coef_[0]
        order = np.argsort(-weight, kind="stable")
        picked = np.unique(np.concatenate([order[:n], order[-n:]]))
        table = pd.DataFrame({"feature": self.get_feature_names_out()[picked], "weight": weight[picked]})
        return table.sort_values("weight", ascending=False, kind="stable", ignore_index=True)

    def next_to_label(self, texts: Any, n: int = 10) -> pd.DataFrame:
        """Return the texts from whose labels most would be learned: unsure, and unlike one another.

        Parameters
        ----------
        texts : sequence of str
            Not labelled yet.
        n : int
            How many at most.

        Returns
        -------
        pandas.DataFrame
            The best first: `position` among the texts, `frame` that is least sure there, its `probability`
            and `threshold`, `unsure` (1 at the threshold, 0 where all is clear) and the `text`.
        """
        from framing.features.frames.asking import pick

        refuse_unfitted(self)
        if (whole(n) or 0) < 1:
            raise FramingError(f"n {brief(n)} should be a whole number of texts, at least 1")
        listed = as_texts(texts)
        return pick(listed, self.predict_proba(listed), self.thresholds_, self.features_, int(n))

    def cross_validate(self, texts: Any, labels: Any, documents: Any = None, *, folds: int = 5) -> Validation:
        """Return how well it does on documents not learned from; see `validation.cross_validate`."""
        from framing.features.frames.validation import cross_validate

        return cross_validate(self, texts, labels, documents, folds=folds)

    def _model(self, strength: float) -> Any:
        return LogisticRegression(
            C=strength, class_weight=self.class_weight, solver="liblinear", random_state=self.random_state
        )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.target_tags.single_output = False
        return tags
