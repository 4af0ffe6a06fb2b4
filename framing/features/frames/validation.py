"""How well a classifier of frames does on documents that it did not learn from."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone

from framing.errors import FramingError, brief, whole
from framing.features.frames.deciding import macro_f1
from framing.features.frames.folds import document_codes, folds_of, near_duplicates
from framing.features.frames.labels import as_labels
from framing.features.frames.signs import as_texts
from framing.features.vectors import Remembered, checked, of_texts
from framing.notebooks import brief_of, page
from framing.tables import check

__all__ = ["Validation", "agreement_with", "cross_validate"]


class Validation(NamedTuple):
    """What cross-validation found.

    Attributes
    ----------
    table : pandas.DataFrame
        The table `validation`, a row a frame.
    predicted : pandas.DataFrame
        0 and 1, a row a text, by models that did not learn from its document.
    probability : pandas.DataFrame
        Likewise.
    fold : numpy.ndarray
        The fold of each text.
    dropped : int
        Texts that were not learned from in some fold, being near-duplicates of one that was predicted there.
    """

    table: pd.DataFrame
    predicted: pd.DataFrame
    probability: pd.DataFrame
    fold: np.ndarray
    dropped: int

    def __repr__(self) -> str:
        return brief_of(self)

    def _repr_html_(self) -> str:
        return page({"validation": self.table})


def cross_validate(
    classifier: Any, texts: Any, labels: Any, documents: Any = None, *, folds: int = 5, seed: int = 1
) -> Validation:
    """Cross-validate by document; all that the classifier chooses it chooses inside what it is given.

    Parameters
    ----------
    classifier : FrameClassifier
        Cloned for each fold.
    texts, labels, documents
        As for `FrameClassifier.fit`.
    folds : int
        Into which documents are drawn; of a fold's near-duplicates elsewhere nothing is learned.
    seed : int
        Draws the folds.

    Raises
    ------
    FramingError
        As `FrameClassifier.fit`; a frame too rare for so many folds.

    Examples
    --------
    >>> from framing.features.frames.classifier import FrameClassifier
    >>> texts = [f"Pier {i}: the two sides {act}." for i in range(9) for act in ("clash", "met")]
    >>> model = FrameClassifier(measures=(), char_ngrams=None, folds=2)
    >>> cross_validate(model, texts, pd.DataFrame({"conflict": [1, 0] * 9}), folds=3).table["f1"].tolist()
    [1.0]
    """
    if (whole(folds) or 0) < 2:
        raise FramingError(f"folds {brief(folds)} should be a whole number, at least 2")
    listed = as_texts(texts)
    table = as_labels(labels, len(listed))
    codes, alike = document_codes(documents, len(listed)), near_duplicates(listed)
    # Documents alone make the folds; a near-duplicate on the other side is dropped, not brought over.
    fold = folds_of(codes, alike * 0, folds, seed)
    predicted = pd.DataFrame(0, index=table.index, columns=table.columns)
    probability = pd.DataFrame(0.0, index=table.index, columns=table.columns)
    gone: set[int] = set()
    if classifier.vectors is not None:
        # Each text is in most of the folds; its vector is made once.
        checked(classifier.vectors)
        remembered = Remembered(of_texts(classifier.vectors))
        remembered(listed)
        classifier = clone(classifier).set_params(vectors=remembered)
    for k in range(folds):
        here = np.flatnonzero(fold == k)
        twin = np.asarray(alike[:, here].sum(axis=1)).ravel() > 0
        gone.update(np.flatnonzero(twin & (fold != k)).tolist())
        rest = np.flatnonzero((fold != k) & ~twin)
        model = clone(classifier)
        model.fit([listed[i] for i in rest], table.iloc[rest], codes[rest])
        found = model.predict_proba([listed[i] for i in here])
        probability.iloc[here] = found.to_numpy()
        predicted.iloc[here] = (found >= model.thresholds_).to_numpy().astype(np.int64)
    return Validation(
        agreement_with(table, predicted, codes, probability), predicted, probability, fold, len(gone)
    )


def agreement_with(
    labels: pd.DataFrame,
    predicted: pd.DataFrame,
    documents: np.ndarray | None = None,
    probability: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return precision, recall and F1 of each frame against coders: the table `validation`."""
    rows = []
    for frame in labels.columns:
        truth, said = labels[frame].to_numpy(), predicted[frame].to_numpy().astype(np.int64)
        right = int((truth & said).sum())
        precision = right / said.sum() if said.sum() else np.nan
        recall = right / truth.sum() if truth.sum() else np.nan
        both = int(truth.sum() + said.sum())
        chance = None if probability is None else probability[frame].to_numpy()
        rows.append({
            "frame": frame,
            "texts": len(truth),
            "documents": len(truth) if documents is None else len(np.unique(documents)),
            "coded": int(truth.sum()),
            "predicted": int(said.sum()),
            "right": right,
            "precision": precision,
            "recall": recall,
            "f1": 2 * right / both if both else np.nan,
            "macro_f1": macro_f1(truth, said),
            "brier": np.nan if chance is None else float(((chance - truth) ** 2).mean()),
        })  # fmt: skip
    return check(pd.DataFrame(rows), "validation")
