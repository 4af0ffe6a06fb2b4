"""From scores of texts in folds in which they were not learned from: strength, threshold, probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

__all__ = ["Decision", "decide", "f1_curve", "macro_f1", "scores_in_folds"]


@dataclass(frozen=True)
class Decision:
    """How a score becomes a probability and a label: ``1 / (1 + exp(-(slope * score + offset)))``."""

    slope: float
    offset: float
    threshold: float
    expected: float

    def probability(self, scores: np.ndarray) -> np.ndarray:
        """Return the probability that each score stands for."""
        found: np.ndarray = 1 / (1 + np.exp(-np.clip(self.slope * scores + self.offset, -500, 500)))
        return found


def scores_in_folds(model: Any, features: Any, labels: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Return each text's score by a model that learned from the other folds alone.

    Where those hold one class only, nothing can be learned: the score is 0.
    """
    scores = np.zeros(len(labels))
    for k in np.unique(fold):
        rest, here = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        if 0 < labels[rest].sum() < len(rest):
            scores[here] = model.fit(features[rest], labels[rest]).decision_function(features[here])
    return scores


def macro_f1(labels: np.ndarray, predicted: np.ndarray) -> float:
    """Return the mean of the F1 of a label and that of its absence; F1 is 0 where nothing is right.

    >>> macro_f1(np.array([1, 1, 0, 0]), np.array([1, 0, 0, 0])).__round__(3)
    0.733
    """
    total = 0.0
    for value in (0, 1):
        right = float(((labels == value) & (predicted == value)).sum())
        counted = float((labels == value).sum() + (predicted == value).sum())
        total += 2 * right / counted if counted else 0.0
    return total / 2


def f1_curve(labels: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return candidate thresholds and the macro-F1 at each, from the highest threshold down."""
    order = np.argsort(-scores, kind="stable")
    ranked, hit = scores[order], labels[order]
    tp = np.cumsum(hit)
    taken = np.arange(1, len(hit) + 1)
    positives, size = labels.sum(), len(labels)
    tn = (size - positives) - (taken - tp)
    f1 = tp * 2 / (taken + positives) + np.divide(
        2 * tn, (size - taken) + (size - positives), out=np.zeros(size), where=size - positives > 0
    )
    # A threshold lies between two scores; where they are equal there is none.
    ends = np.flatnonzero(np.append(ranked[:-1] > ranked[1:], True))
    below = np.append(ranked[1:], ranked[-1] - 1.0)
    return (ranked[ends] + below[ends]) / 2, f1[ends] / 2


def decide(labels: np.ndarray, scores: np.ndarray) -> Decision:
    """Return how scores of texts not learned from are read: calibrated (Platt 1999), cut at the best F1.

    The curve of F1 is smoothed over a fortieth of its length on either side, so that the threshold isn't one
    lucky text's.
    """
    thresholds, f1 = f1_curve(labels, scores)
    wide = max(1, len(f1) // 40)
    kernel = np.ones(2 * wide + 1)
    smooth = np.convolve(f1, kernel, "same") / np.convolve(np.ones(len(f1)), kernel, "same")
    best = int(smooth.argmax())
    fitted = LogisticRegression(C=1e4).fit(scores[:, None], labels)
    slope, offset = max(float(fitted.coef_[0, 0]), 1e-6), float(fitted.intercept_[0])
    cut = 1 / (1 + np.exp(-np.clip(slope * thresholds[best] + offset, -500, 500)))
    return Decision(slope, offset, float(cut), float(f1[best]))
