"""The classifier of frames: scikit-learn's manners, labels, vectors, what to label next, bad input."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import estimator_checks

import framing as fr
from framing.errors import FramingError
from framing.features.frames.classifier import IndicatorCounts, as_labels
from tests.cases import for_each
from tests.features.frames.made import made, quick


@pytest.fixture(scope="module")
def fitted() -> fr.FrameClassifier:
    return quick(measures=("frame.generic",)).fit(*made())


RULES = (
    "check_parameters_default_constructible", "check_no_attributes_set_in_init", "check_set_params",
    "check_get_params_invariance", "check_estimators_unfitted", "check_estimator_repr",
    "check_estimator_cloneable", "check_valid_tag_types", "check_estimator_tags_renamed", "check_mixin_order",
)  # fmt: skip


@for_each("rule", [rule for rule in RULES if hasattr(estimator_checks, rule)])
@for_each("estimator", [fr.FrameClassifier(), IndicatorCounts()], ids=["classifier", "counts"])
def test_rules_of_scikit_learn(estimator: Any, rule: str) -> None:
    before = clone(estimator).get_params()
    getattr(estimator_checks, rule)(type(estimator).__name__, clone(estimator))
    # The rule raises where it is broken; what it was asked of stays as it was.
    assert clone(estimator).get_params() == before


def test_clone_and_set_params(fitted: fr.FrameClassifier) -> None:
    again = clone(fitted).set_params(folds=4)
    assert again.get_params()["folds"] == 4
    assert not hasattr(again, "frames_")
    with pytest.raises(NotFittedError):
        again.predict(["Text."])


def test_predictions_have_the_shape_of_the_labels(fitted: fr.FrameClassifier) -> None:
    texts = pd.Series(made(1)[0], index=[f"t{i}" for i in range(60)])
    labels, chance = fitted.predict(texts), fitted.predict_proba(texts)
    assert list(labels.columns) == list(chance.columns) == ["conflict", "economic"]
    assert list(labels.index) == list(chance.index) == list(texts.index)
    assert set(np.unique(labels)) <= {0, 1}
    assert ((chance >= 0) & (chance <= 1)).all(axis=None)
    pd.testing.assert_frame_equal((chance >= fitted.thresholds_).astype(int), labels)
    assert fitted.predict([]).shape == (0, 2)


def test_it_learns_and_the_same_twice(fitted: fr.FrameClassifier) -> None:
    texts, labels = made(2)
    assert fitted.score(texts, labels) > 0.85
    again = quick(measures=("frame.generic",)).fit(*made())
    pd.testing.assert_frame_equal(again.predict_proba(texts), fitted.predict_proba(texts))
    loaded = pickle.loads(pickle.dumps(fitted))
    pd.testing.assert_frame_equal(loaded.predict(texts), fitted.predict(texts))


def test_names_of_features(fitted: fr.FrameClassifier) -> None:
    names = fitted.get_feature_names_out().tolist()
    assert "words__tariffs" in names
    assert "indicators__frame.generic.conflict per 1,000" in names


def test_labels_may_be_an_array_or_truth_values() -> None:
    texts, labels = made()
    one, other = quick().fit(texts, labels), quick().fit(texts, labels.astype(bool).to_numpy())
    assert other.frames_ == ["frame0", "frame1"]
    assert np.array_equal(one.predict_proba(texts).to_numpy(), other.predict_proba(texts).to_numpy())


def test_labels_by_name() -> None:
    table = as_labels(pd.Series([1, 0], name="x"), 2)
    assert table.to_dict("list") == {"x": [1, 0]}
    wanted = as_labels(np.array([[1, 0]]), 1, frames=["a", "b"])
    assert list(wanted.columns) == ["a", "b"]


@for_each(
    ("texts", "labels", "said"),
    [
        ("one text", [[1]], "texts: give a list or a column of texts, not one str"),
        (["a", 3], [[1], [0]], "texts: number 1 is int, no text"),
        (["a", "b"], [[1]], "labels: 1 rows for 2 texts"),
        (["a", "b"], [[1], [2]], "labels: 'frame0' has 2 in row 1; give 0 or 1"),
        (["a", "b"], [[1.0], [np.nan]], "labels: 'frame0' is missing in row 1"),
        (["a", "b"], [[1], [1]], "labels: all texts have the frame 'frame0'"),
        (["a", "b"], [[0], [0]], "labels: no text has the frame 'frame0'"),
        (["a", "b"], np.zeros((2, 1, 1)), "labels: give a table"),
        ([], np.zeros((0, 1)), "labels: no rows or no columns"),
        (["a", "b"], [[0], [1]], "folds: 3 of only 2 documents that differ"),
        (["a", "b"], pd.DataFrame([[0, 1], [1, 0]], columns=["x", "x"]), "labels: column 'x' stands twice"),
    ],
)
def test_one_clear_line(texts: Any, labels: Any, said: str) -> None:
    with pytest.raises(FramingError) as raised:
        quick().fit(texts, labels)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"folds": 1}, "folds: 1 will not do; give a whole number of at least 2"),
        ({"strengths": (0,)}, "should be numbers above 0"),
        ({"measures": ("frame.generc",)}, "measure 'frame.generc' is not known"),
        ({"vectors": lambda texts: np.zeros(3)}, "return a row of finite numbers for each text"),
    ],
)
def test_settings_that_cannot_be(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError, match=said):
        quick(**changes).fit(*made())


def test_vectors_of_ones_own() -> None:
    def length(texts: list[str]) -> np.ndarray:
        return np.array([[len(text), text.count("clash")] for text in texts], float)

    model = quick(vectors=length).fit(*made())
    assert "vectors__vector1" in model.get_feature_names_out()
    with pytest.raises(FramingError, match="labels: column 'conflict' is missing"):
        model.score(["a", "b"], pd.DataFrame({"x": [0, 1]}))


@pytest.mark.medium
def test_vectors_have_a_regression_of_their_own_and_count_by_what_they_tell() -> None:
    texts, labels = made(9)
    told = dict(zip(texts, labels.to_numpy(float), strict=True))

    def telling(asked: Sequence[str]) -> np.ndarray:
        return np.array([[told[t][0] - 0.5, told[t][1] - 0.5] for t in asked])

    def noise(asked: Sequence[str]) -> np.ndarray:
        return np.array([np.random.default_rng(len(t)).normal(size=2) for t in asked])

    without, good, bad = (quick(vectors=v).fit(texts, labels) for v in (None, telling, noise))
    assert (good.expected_ >= without.expected_).all()
    assert (good.expected_ > 0.95).all()
    # What tells nothing is hardly counted.
    assert (bad.expected_ > without.expected_ - 0.06).all()
    model, decision = good._models[0]
    features = good.features_.transform(texts)
    assert features @ model.coef_[0] + model.intercept_[0] == pytest.approx(model.decision_function(features))
    assert good.predict_proba(texts)["conflict"].to_numpy() == pytest.approx(
        decision.probability(model.decision_function(features))
    )


def test_what_to_label_next(fitted: fr.FrameClassifier) -> None:
    texts = ["clash tariffs quay", "meet songs quay", "quay pier", "quay pier", "clash greet costs maps"]
    asked = fitted.next_to_label(texts, 4)
    assert asked["position"].is_unique
    assert len(asked) == 4
    # Of two texts that are the same the second is worth nothing once the first is picked.
    assert asked["position"].tolist()[-1] != 2 or 3 not in asked["position"].tolist()[:2]
    assert ((asked["unsure"] >= 0) & (asked["unsure"] <= 1)).all()
    assert set(asked["frame"]) <= {"conflict", "economic"}
    assert asked["text"].tolist() == [texts[i] for i in asked["position"]]
    assert fitted.next_to_label([], 3).empty
    with pytest.raises(FramingError, match="n: 0 will not do; give a whole number of at least 1"):
        fitted.next_to_label(texts, 0)


def test_a_classifier_fills_the_table_of_frames(fitted: fr.FrameClassifier) -> None:
    rows = {
        "id": ["a", "b", "c"],
        "outlet": "x",
        "title": ["clash", "", ""],
        "text": ["tariffs", "meet songs", ""],
    }
    articles = pd.DataFrame(rows).assign(language=["en", "nl", None])
    table = fr.frames(articles, fitted)
    chance = fitted.predict_proba(["clash\n\ntariffs", "meet songs"])
    assert table["article"].tolist() == ["a", "a", "b", "b"]
    assert table["probability"].tolist() == chance.to_numpy().reshape(-1).tolist()
    assert table["present"].tolist() == (chance >= fitted.thresholds_).to_numpy().reshape(-1).tolist()
    assert table["tokens"].tolist() == [2, 2, 2, 2]
    assert set(table["codebook"]) == {"classifier"}
    with pytest.raises(FramingError, match="a classifier reads whole articles"):
        fr.frames(articles, fitted, voices="quotes")
    with pytest.raises(NotFittedError):
        fr.frames(articles, quick())
