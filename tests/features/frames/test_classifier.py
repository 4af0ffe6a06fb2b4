"""The classifier of frames: scikit-learn's manners, labels, vectors, what to label next, bad input."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.utils import estimator_checks

import framing as fr
from framing.errors import FramingError
from framing.features.frames.classifier import IndicatorCounts, TextVectors
from tests.cases import for_each
from tests.features.frames.made import made, quick


@pytest.fixture(scope="module")
def fitted() -> fr.frames.FrameClassifier:
    return quick(measures=("frame.generic",)).fit(*made())


RULES = (
    "check_parameters_default_constructible", "check_no_attributes_set_in_init", "check_set_params",
    "check_get_params_invariance", "check_estimators_unfitted", "check_estimator_repr",
    "check_estimator_cloneable", "check_valid_tag_types", "check_estimator_tags_renamed", "check_mixin_order",
)  # fmt: skip


@for_each("rule", [rule for rule in RULES if hasattr(estimator_checks, rule)])
@for_each("estimator", [fr.frames.FrameClassifier(), IndicatorCounts()], ids=["classifier", "counts"])
def test_rules_of_scikit_learn(estimator: Any, rule: str) -> None:
    before = clone(estimator).get_params()
    getattr(estimator_checks, rule)(type(estimator).__name__, clone(estimator))
    # The rule raises where it is broken; what it was asked of stays as it was.
    assert clone(estimator).get_params() == before


def test_clone_and_set_params(fitted: fr.frames.FrameClassifier) -> None:
    again = clone(fitted).set_params(folds=4)
    assert again.get_params()["folds"] == 4
    assert not hasattr(again, "frames_")
    with pytest.raises(NotFittedError):
        again.predict(["Text."])


def test_predictions_have_the_shape_of_the_labels(fitted: fr.frames.FrameClassifier) -> None:
    texts = pd.Series(made(1)[0], index=[f"t{i}" for i in range(60)])
    labels, chance = fitted.predict(texts), fitted.predict_proba(texts)
    assert list(labels.columns) == list(chance.columns) == ["conflict", "economic"]
    assert list(labels.index) == list(chance.index) == list(texts.index)
    assert set(np.unique(labels)) <= {0, 1}
    assert ((chance >= 0) & (chance <= 1)).all(axis=None)
    pd.testing.assert_frame_equal((chance >= fitted.thresholds_).astype(int), labels)
    assert fitted.predict([]).shape == (0, 2)


def test_it_learns_and_the_same_twice(fitted: fr.frames.FrameClassifier) -> None:
    texts, labels = made(2)
    assert fitted.score(texts, labels) > 0.85
    again = quick(measures=("frame.generic",)).fit(*made())
    pd.testing.assert_frame_equal(again.predict_proba(texts), fitted.predict_proba(texts))
    loaded = pickle.loads(pickle.dumps(fitted))
    pd.testing.assert_frame_equal(loaded.predict(texts), fitted.predict(texts))


def test_names_of_features(fitted: fr.frames.FrameClassifier) -> None:
    names = fitted.features_.get_feature_names_out().tolist()
    assert "words__tariffs" in names
    assert "indicators__frame.generic.conflict per 1,000" in names


def test_labels_may_be_an_array_or_truth_values() -> None:
    texts, labels = made()
    one, other = quick().fit(texts, labels), quick().fit(texts, labels.astype(bool).to_numpy())
    assert other.frames_ == ["frame0", "frame1"]
    assert np.array_equal(one.predict_proba(texts).to_numpy(), other.predict_proba(texts).to_numpy())


@for_each(
    ("texts", "labels", "said"),
    [
        ("one text", [[1]], "texts: give a list or a column of texts, not one str"),
        (["a", 3], [[1], [0]], "texts: number 1 is 3, no text"),
        (["a", "b"], [[1]], "labels: 1 rows for 2 texts"),
        (["a", "b"], [[1], [2]], "labels: 'frame0' has 2 in row 1; give 0 or 1"),
        (["a", "b"], [[1.0], [np.nan]], "labels: 'frame0' has nan in row 1"),
        (["a", "b"], [[1], [1]], "labels: all texts or none have the frame 'frame0'"),
        (["a", "b"], [[0], [0]], "labels: all texts or none have the frame 'frame0'"),
        (["a", "b"], np.zeros((2, 1, 1)), "labels: "),
        ([], np.zeros((0, 1)), "labels: 0 rows for 0 texts"),
        (["a", "b"], [[0], [1]], "folds: 3 of only 2 documents"),
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
        ({"measures": ("frame.generc",)}, "measure 'frame.generc' is not known"),
    ],
)
def test_settings_that_cannot_be(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError, match=said):
        quick(**changes).fit(*made())


def test_documents_stay_together() -> None:
    texts, labels = made(n=80)
    documents = [f"d{i // 2}" for i in range(80)]
    given: dict[str, Any] = {"groups": documents, "cv": GroupKFold(4), "params": {"documents": documents}}
    said = cross_val_predict(quick(), texts, labels, **given)
    assert f1_score(labels, said, average="macro") > 0.7
    for documents, message in ((["a"], "1 for 2 texts"), (["a", None], "1 for 2 texts")):
        with pytest.raises(FramingError, match=f"documents: {message}"):
            quick().fit(["a", "b"], [[0], [1]], documents)


def test_labels_that_words_do_not_tell_are_not_found() -> None:
    texts, _ = made(5, n=120)
    labels = pd.DataFrame({"chance": np.random.default_rng(6).integers(0, 2, 120)})
    said = cross_val_predict(quick(), texts, labels, cv=GroupKFold(4), groups=range(120))
    assert f1_score(labels, said, average="macro") < 0.65


@pytest.mark.medium
def test_vectors_are_means_of_sentences() -> None:
    pytest.importorskip("onnxruntime")
    one, two = "Ruiz attacked the plan. ", "Rain fell on the quay. "
    both, first, second, none = TextVectors().fit_transform([one + two, one, two, ""])
    assert both == pytest.approx((first + second) / np.linalg.norm(first + second), abs=1e-6)
    assert not none.any()
    texts, labels = made(n=24)
    names = quick(vectors=True).fit(texts, labels).features_.get_feature_names_out()
    assert "vectors__vector383" in names


@pytest.mark.medium
def test_real_codes(shared: Path) -> None:
    rows = pd.read_json(shared / "data" / "ccf" / "sentences.jsonl", lines=True).head(500)
    labels = pd.DataFrame(
        {"political": rows["label"].map(lambda found: "Pol Detection" in found).astype(int)}
    )
    documents = rows["doc_ID"].to_numpy()
    said = cross_val_predict(
        quick(measures=("frame.policy.political",)), rows["text"].tolist(), labels, groups=documents,
        cv=GroupKFold(3), params={"documents": documents},
    )  # fmt: skip
    assert f1_score(labels, said, average="macro") > 0.65
