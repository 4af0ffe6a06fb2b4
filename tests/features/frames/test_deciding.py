"""From scores to probabilities and labels: thresholds, what a fold can't tell, how much scores count."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, f1_score

from framing.features.frames.classifier import decide, f1_curve, macro_f1, scores_in_folds, shares


def test_the_curve_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    labels, scores = rng.integers(0, 2, 50), rng.normal(size=50).round(1)
    thresholds, f1 = f1_curve(labels, scores)
    for threshold, value in zip(thresholds, f1, strict=True):
        said = (scores >= threshold).astype(int)
        expected = f1_score(labels, said, average="macro", zero_division=0)
        assert value == pytest.approx(expected)
        assert macro_f1(labels, said) == pytest.approx(expected)


def test_a_rare_frame_gets_a_threshold_below_half() -> None:
    rng = np.random.default_rng(4)
    labels = (rng.random(600) < 0.1).astype(int)
    scores = rng.normal(size=600) + 1.5 * labels
    decision = decide(labels, scores)
    chance = decision.probability(scores)
    assert decision.threshold < 0.5
    assert chance.mean() == pytest.approx(labels.mean(), abs=0.01)
    assert brier_score_loss(labels, chance) < labels.mean() * (1 - labels.mean())
    assert np.array_equal(np.argsort(scores, kind="stable"), np.argsort(chance, kind="stable"))


def test_where_a_fold_leaves_one_class_nothing_is_said() -> None:
    labels, fold = np.array([1, 0, 0, 0]), np.array([0, 1, 1, 0])
    assert scores_in_folds(None, np.zeros((4, 1)), labels, np.zeros(4, int)).tolist() == [0, 0, 0, 0]

    class Constant:
        def fit(self, features: Any, truth: Any) -> Constant:
            return self

        def decision_function(self, features: Any) -> np.ndarray:
            return np.full(len(features), 7.0)

    assert scores_in_folds(Constant(), np.zeros((4, 1)), labels, fold).tolist() == [0, 7, 7, 0]


def test_how_much_scores_count() -> None:
    rng = np.random.default_rng(10)
    truth = rng.integers(0, 2, 400)
    scores = truth[:, None] * [2.0, 1.0, -1.0] + rng.normal(size=(400, 3))
    found = shares(scores, truth)
    assert found.sum() == pytest.approx(1)
    assert found[0] > found[1] > found[2] == 0
    assert shares(np.zeros((4, 2)), np.array([0, 1, 0, 1])).tolist() == [0.5, 0.5]
