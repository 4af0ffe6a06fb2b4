"""The classifier of frames: scikit-learn's manners, folds by document, thresholds, bad input."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import brier_score_loss, f1_score
from sklearn.utils import estimator_checks

import framing as fr
from framing.errors import FramingError
from framing.features.frames.blending import shares
from framing.features.frames.deciding import decide, f1_curve, macro_f1, scores_in_folds
from framing.features.frames.folds import document_codes, folds_of, near_duplicates
from framing.features.frames.labels import as_labels
from framing.features.frames.signs import IndicatorCounts, SentenceVectors
from framing.features.frames.validation import agreement_with, cross_validate

PLACES = "quay pier dock bridge tower mill market station harbour school".split()


def made(seed: int = 0, n: int = 60) -> tuple[list[str], pd.DataFrame]:
    """Short texts with two frames that words tell, and one word in eight that misleads."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, (n, 2))
    texts = []
    for conflict, money in labels.tolist():
        told = [conflict, money] if rng.random() > 0.1 else [1 - conflict, money]
        words = [
            rng.choice(["clash", "accuse", "dispute"]) if told[0] else rng.choice(["meet", "greet", "agree"]),
            rng.choice(["tariffs", "costs", "prices"]) if told[1] else rng.choice(["songs", "poems", "maps"]),
            *rng.choice(PLACES, 3),
        ]
        texts.append(" ".join(words))
    return texts, pd.DataFrame(labels, columns=["conflict", "economic"])


def quick(**changes: Any) -> fr.FrameClassifier:
    settings: dict[str, Any] = {"measures": (), "char_ngrams": None, "folds": 3, **changes}
    return fr.FrameClassifier(**settings)


@pytest.fixture(scope="module")
def fitted() -> fr.FrameClassifier:
    return quick(measures=("frame.generic",)).fit(*made())


# -- as scikit-learn asks --

RULES = (
    "check_parameters_default_constructible", "check_no_attributes_set_in_init", "check_set_params",
    "check_get_params_invariance", "check_estimators_unfitted", "check_estimator_repr",
    "check_estimator_cloneable", "check_valid_tag_types", "check_estimator_tags_renamed", "check_mixin_order",
)  # fmt: skip


@pytest.mark.parametrize("rule", [rule for rule in RULES if hasattr(estimator_checks, rule)])
@pytest.mark.parametrize("estimator", [fr.FrameClassifier(), IndicatorCounts()], ids=["classifier", "counts"])
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


def test_names_of_features_and_what_speaks_for_a_frame(fitted: fr.FrameClassifier) -> None:
    names = fitted.get_feature_names_out().tolist()
    assert "words__tariffs" in names
    assert "indicators__frame.generic.conflict per 1,000" in names
    signs = fitted.signs("conflict", 3)
    assert len(signs) == 6
    assert signs["weight"].is_monotonic_decreasing
    with pytest.raises(FramingError, match="frame 'conflit' is not known; did you mean 'conflict'"):
        fitted.signs("conflit")


def test_labels_may_be_an_array_or_truth_values() -> None:
    texts, labels = made()
    one, other = quick().fit(texts, labels), quick().fit(texts, labels.astype(bool).to_numpy())
    assert other.frames_ == ["frame0", "frame1"]
    assert np.array_equal(one.predict_proba(texts).to_numpy(), other.predict_proba(texts).to_numpy())


@pytest.mark.parametrize(
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
        ({"folds": 1}, "folds 1 should be a whole number, at least 2"),
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
    assert good.signs("conflict", 1).loc[0, "feature"].startswith("vectors__")
    # What tells nothing is hardly counted.
    assert (bad.expected_ > without.expected_ - 0.06).all()
    model, decision = good._models[0]
    features = good.features_.transform(texts)
    assert features @ model.coef_[0] + model.intercept_[0] == pytest.approx(model.decision_function(features))
    assert good.predict_proba(texts)["conflict"].to_numpy() == pytest.approx(
        decision.probability(model.decision_function(features))
    )


def test_how_much_scores_count() -> None:
    rng = np.random.default_rng(10)
    truth = rng.integers(0, 2, 400)
    scores = truth[:, None] * [2.0, 1.0, -1.0] + rng.normal(size=(400, 3))
    found = shares(scores, truth)
    assert found.sum() == pytest.approx(1)
    assert found[0] > found[1] > found[2] == 0
    assert shares(np.zeros((4, 2)), np.array([0, 1, 0, 1])).tolist() == [0.5, 0.5]


def test_in_cross_validation_vectors_are_made_once() -> None:
    asked: list[str] = []

    def counted(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[float(len(t)), 1.0] for t in texts])

    texts, labels = made(n=40)
    cross_validate(quick(vectors=counted, folds=2), texts, labels, folds=2)
    assert len(asked) == len(set(texts))


# -- features --


def test_counts_of_indicators_are_those_of_the_table() -> None:
    text = "The two sides clashed over tariffs. Ministers accused their critics of stoking the dispute."
    table = fr.frames(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})).set_index("frame")
    counts = IndicatorCounts("frame.generic").fit([text])
    row = dict(zip(counts.get_feature_names_out(), counts.transform(["", text])[1], strict=True))
    weight = table.loc["conflict", "weight"] / 1e6
    assert row["frame.generic.conflict"] == pytest.approx(np.log1p(weight))
    rate = 1000 * weight / table.loc["conflict", "tokens"]
    assert row["frame.generic.conflict per 1,000"] == pytest.approx(np.log1p(rate))
    assert not counts.transform([""]).any()
    assert (
        SentenceVectors(lambda texts: np.ones((len(texts), 2))).fit(["a"]).get_feature_names_out().size == 2
    )


# -- folds --


def test_documents_and_near_duplicates_share_a_fold() -> None:
    story = "The harbour board met on Tuesday and put off the vote on the new pier until the spring"
    texts = [story, "Short.", story.replace("Tuesday", "Friday"), "A market opened by the old mill.", "Rain."]
    documents = document_codes(["a", "b", "c", "a", "d"], 5)
    alike = near_duplicates(texts)
    assert alike.toarray().sum() == 2
    assert alike[0, 2] == 1
    for seed in range(5):
        fold = folds_of(documents, alike, 2, seed)
        assert fold[0] == fold[2] == fold[3]
        assert set(fold) == {0, 1}


def test_folds_are_of_about_one_size() -> None:
    documents = np.repeat(np.arange(40), np.arange(1, 41))
    fold = folds_of(documents, csr_array((820, 820), dtype=np.int8), 5, 0)
    assert np.ptp(np.bincount(fold)) <= 40
    assert (pd.Series(fold).groupby(documents).nunique() == 1).all()


@pytest.mark.parametrize(
    ("documents", "said"), [(["a"], "1 for 2 texts"), (["a", None], "number 1 is missing")]
)
def test_documents_that_cannot_be(documents: list[Any], said: str) -> None:
    with pytest.raises(FramingError, match=f"documents: {said}"):
        document_codes(documents, 2)


# -- thresholds --


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


# -- cross-validation --


def test_cross_validation_by_document() -> None:
    texts, labels = made(n=80)
    documents = [f"d{i // 2}" for i in range(80)]
    found = cross_validate(quick(), texts, labels, documents, folds=4)
    assert (pd.Series(found.fold).groupby(documents).nunique() == 1).all()
    table = found.table.set_index("frame")
    for frame in labels:
        said = found.predicted[frame]
        assert table.loc[frame, "f1"] == pytest.approx(f1_score(labels[frame], said))
        assert table.loc[frame, "macro_f1"] == pytest.approx(f1_score(labels[frame], said, average="macro"))
    assert table["documents"].tolist() == [40, 40]
    assert (table["macro_f1"] > 0.7).all()
    again = quick().cross_validate(texts, labels, documents, folds=4)
    pd.testing.assert_frame_equal(again.predicted, found.predicted)


def test_labels_that_words_do_not_tell_are_not_found() -> None:
    texts, _ = made(5, n=120)
    labels = pd.DataFrame({"chance": np.random.default_rng(6).integers(0, 2, 120)})
    assert cross_validate(quick(), texts, labels, folds=4).table.loc[0, "macro_f1"] < 0.65


def test_a_copy_on_the_other_side_is_not_learned_from() -> None:
    texts, labels = made(7)
    tails = np.random.default_rng(8).choice(PLACES, (60, 12))
    long = [f"{text} {' '.join(tail)}" for text, tail in zip(texts, tails, strict=True)]
    assert cross_validate(quick(), long, labels, folds=3).dropped == 0
    again = [*long, *(f"{text} again" for text in long[:5])]
    found = cross_validate(quick(), again, pd.concat([labels, labels[:5]]), folds=3)
    assert 0 < found.dropped <= 10
    assert found.dropped == 2 * (found.fold[:5] != found.fold[60:]).sum()


def test_agreement_by_hand() -> None:
    table = agreement_with(pd.DataFrame({"x": [1, 1, 0, 0]}), pd.DataFrame({"x": [True, False, False, True]}))
    assert table.loc[0, ["right", "precision", "recall", "f1", "macro_f1"]].tolist() == [
        1,
        0.5,
        0.5,
        0.5,
        0.5,
    ]
    none = agreement_with(pd.DataFrame({"x": [1, 0]}), pd.DataFrame({"x": [0, 0]}))
    assert none["precision"].isna().all()
    assert none["f1"].tolist() == [0.0]


# -- what to label next --


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
    with pytest.raises(FramingError, match="n 0 should be a whole number of texts"):
        fitted.next_to_label(texts, 0)


def test_labels_by_name() -> None:
    table = as_labels(pd.Series([1, 0], name="x"), 2)
    assert table.to_dict("list") == {"x": [1, 0]}
    wanted = as_labels(np.array([[1, 0]]), 1, frames=["a", "b"])
    assert list(wanted.columns) == ["a", "b"]


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


# -- real articles --


def test_real_codes(shared: Path) -> None:
    rows = pd.read_json(shared / "data" / "ccf" / "sentences.jsonl", lines=True).head(500)
    labels = pd.DataFrame({"political": rows["label"].map(lambda found: "Pol Detection" in found)})
    found = quick(measures=("frame.policy.political",)).cross_validate(
        rows["text"], labels, rows["doc_ID"], folds=3
    )
    assert found.table.loc[0, "macro_f1"] > 0.65
