"""What is learned of one frame: a regression on words and signs, another on vectors, how much each counts.

All is chosen by scores in folds in which a text was not learned from. What is read of a text is the business
of `signs`, where the threshold lies that of `deciding`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from framing.features.frames.deciding import Decision, decide, scores_in_folds

__all__ = ["Blend", "learned", "shares"]


@dataclass(frozen=True)
class Blend:
    """The sum of regressions, each on columns of its own and counted so much: linear as a whole.

    Attributes
    ----------
    coef_ : float array, 1 × columns
    intercept_ : float array, 1
    """

    coef_: np.ndarray
    intercept_: np.ndarray

    def decision_function(self, features: csr_matrix) -> np.ndarray:
        """Return the score of each row."""
        found: np.ndarray = features @ self.coef_[0] + self.intercept_[0]
        return found


def learned(
    model: Callable[[float], Any],
    strengths: Sequence[float],
    features: csr_matrix,
    vectors: int,
    truth: np.ndarray,
    fold: np.ndarray,
) -> tuple[Any, Decision, float]:
    """Return what scores a text, how its score is read, and the strength of the regression on words.

    Parameters
    ----------
    model : callable
        From a strength to a regression not fitted yet.
    strengths : sequence of float
    features : sparse matrix
        The last `vectors` columns are vectors.
    vectors : int
    truth, fold : arrays
        1 where the frame is present; the fold of each row.
    """
    if not vectors:
        decision, strength, _ = _best(model, strengths, features, truth, fold)
        return model(strength).fit(features, truth), decision, strength
    cut = features.shape[1] - vectors
    parts = (features[:, :cut], features[:, cut:].toarray())
    found = [_best(model, strengths, part, truth, fold) for part in parts]
    scores = np.stack([scores for _, _, scores in found], axis=1)
    share = shares(scores, truth)
    fitted = [model(one[1]).fit(part, truth) for one, part in zip(found, parts, strict=True)]
    blend = Blend(
        np.concatenate([part.coef_ * weight for part, weight in zip(fitted, share, strict=True)], axis=1),
        np.array([sum(float(part.intercept_[0]) * w for part, w in zip(fitted, share, strict=True))]),
    )
    return blend, decide(truth, scores @ share), found[0][1]


def shares(scores: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return how much each column of scores counts, by logistic regression (stacking; Wolpert 1992).

    None counts less than nothing; together they count 1.

    >>> scores = np.array([[2.0, 0.1], [1.0, -0.1], [-1.0, 0.1], [-2.0, -0.1]])
    >>> shares(scores, np.array([1, 1, 0, 0])).round(1).tolist()
    [1.0, 0.0]
    """
    spread = np.maximum(scores.std(axis=0), 1e-12)
    fitted = LogisticRegression(C=1.0).fit(scores / spread, truth)
    weight = np.maximum(fitted.coef_[0], 0.0) / spread
    total = weight.sum()
    found: np.ndarray = weight / total if total > 0 else np.full(len(weight), 1 / len(weight))
    return found


def _best(
    model: Callable[[float], Any],
    strengths: Sequence[float],
    features: Any,
    truth: np.ndarray,
    fold: np.ndarray,
) -> tuple[Decision, float, np.ndarray]:
    """Return the decision, the strength and the scores in folds of what does best there."""
    tried = []
    for strength in strengths:
        scores = scores_in_folds(model(strength), features, truth, fold)
        tried.append((decide(truth, scores), float(strength), scores))
    return max(tried, key=lambda found: found[0].expected)
