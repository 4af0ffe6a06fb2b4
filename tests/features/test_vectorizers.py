"""Transformers of articles: the numbers of the tables they stand for, and scikit-learn's manners."""

from __future__ import annotations

import pickle
import re
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.utils import estimator_checks

import framing as fr
from framing.errors import FramingError
from tests.cases import ByWord, for_each

LexiconVectorizer, VoiceVectorizer = fr.words.LexiconVectorizer, fr.sources.VoiceVectorizer
OWN = {"doubt": ["may", "perhaps", "it seems"], "trade": ["tariff*"]}
TEXTS = [
    "Tariffs may rise, the trade minister said. “We may wait,” an expert added.",
    "Perhaps it rains. It seems so.",
    "The harbour is open.",
    "",
]


def every() -> list[Any]:
    return [LexiconVectorizer(OWN), LexiconVectorizer("hedges", voice="outlet"), VoiceVectorizer()]


# Texts are no matrix of numbers, so that scikit-learn's own runner asks little; these rules hold beside.
RULES = (
    "check_parameters_default_constructible", "check_no_attributes_set_in_init", "check_set_params",
    "check_get_params_invariance", "check_estimators_unfitted", "check_estimator_repr",
    "check_estimator_cloneable", "check_valid_tag_types", "check_estimator_tags_renamed", "check_mixin_order",
)  # fmt: skip


ALL = [LexiconVectorizer(), VoiceVectorizer(), fr.stance.StanceVectorizer()]


@for_each("rule", RULES)
@for_each("estimator", ALL, ids=["lexicon", "voice", "stance"])
def test_rules_of_scikit_learn(estimator: Any, rule: str) -> None:
    getattr(estimator_checks, rule)(type(estimator).__name__, clone(estimator))


@for_each("estimator", ALL, ids=["lexicon", "voice", "stance"])
def test_what_its_runner_asks_of_transformers_of_texts(estimator: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SkipTestWarning)
        asked = estimator_checks.check_estimator(estimator, on_skip=None, on_fail="raise")
    assert {one["status"] for one in asked} == {"passed"}


def test_hits_per_thousand_words_by_hand() -> None:
    found = LexiconVectorizer(OWN).set_output(transform="pandas").fit_transform(TEXTS)
    assert list(found.columns) == ["doubt", "trade"]
    words = [len(re.findall(r"[\w’']+", text)) for text in TEXTS]
    assert found["doubt"][:3].tolist() == pytest.approx([2000 / words[0], 2000 / words[1], 0.0])
    assert found["trade"][:3].tolist() == pytest.approx([1000 / words[0], 0.0, 0.0])
    # No words are no evidence.
    assert found.loc[3].isna().all()


def test_one_voice_alone() -> None:
    own, quoted = (
        LexiconVectorizer(OWN, voice=v).fit_transform(TEXTS[:1])[0, 0] for v in ("outlet", "quoted")
    )
    assert quoted == pytest.approx(1000 / 3)
    assert own < quoted


def test_measures_are_those_of_score(corpus_dir: Any) -> None:
    articles = fr.load(corpus_dir, progress=False).articles.head(6)
    names = ["hedges", "tone.net", "tone.valence_per_hit"]
    found = LexiconVectorizer(names).fit_transform(articles)
    for nth, article in enumerate(articles["id"]):
        scores = fr.score(articles[articles["id"] == article], names, voices=None)
        for column, name in enumerate(names):
            rows = scores[scores["measure"] == name]
            below = rows["hits"].sum() if name == "tone.valence_per_hit" else rows["tokens"].sum() / 1000
            above = rows["hits"].sum() if name == "hedges" else rows["weight"].sum()
            wanted = above / below if below else np.nan
            assert found[nth, column] == pytest.approx(wanted, nan_ok=True)


def test_voices_are_shares_of_words() -> None:
    found = VoiceVectorizer().set_output(transform="pandas").fit_transform(TEXTS)
    shares = found.filter(like="voice.")
    assert shares[:3].sum(axis=1).tolist() == pytest.approx([1, 1, 1])
    assert shares.loc[2].tolist() == [1, 0, 0]
    assert found.loc[3].isna().all()
    assert found.loc[0, "voice.quoted"] == pytest.approx(3 / 13)
    assert found.loc[0, ["speaker.official", "speaker.expert"]].gt(0).all()
    assert found.loc[0, "cue.neutral"] == pytest.approx(2000 / 13)
    said = (found.filter(like="speaker.").sum(axis=1) <= 1 - shares["voice.outlet"] + 1e-9)[:3]
    assert said.all()


def test_stance_of_a_judge_of_ones_own() -> None:
    made = fr.stance.StanceVectorizer({"Ruiz": ["Ana Ruiz"], "Li": ["Bo Li"]}, model=ByWord())
    with pytest.warns(fr.FramingWarning, match="'Li' is named nowhere"):
        found = made.set_output(transform="pandas").fit_transform(["Ana Ruiz spoke badly.", "It rained."])
    assert list(found.columns) == [
        f"{n}.{c}" for n in ("Ruiz", "Li") for c in ("negative", "neutral", "positive")
    ]
    assert found.loc[0, ["Ruiz.negative", "Ruiz.neutral", "Ruiz.positive"]].tolist() == [1, 0, 0]
    assert found.loc[1].isna().all()
    assert found.filter(like="Li.").isna().all(axis=None)


@for_each("estimator", every(), ids=["lexicon", "voice of one", "voices"])
def test_rows_stand_alone_and_nothing_is_learned(estimator: Any) -> None:
    fitted = clone(estimator).fit(TEXTS[:1])
    whole = fitted.transform(TEXTS)
    assert whole.dtype == np.float64
    assert whole.shape == (len(TEXTS), len(fitted.get_feature_names_out()))
    order = [2, 0, 3, 1]
    np.testing.assert_array_equal(fitted.transform([TEXTS[i] for i in order]), whole[order])
    for same in (
        pd.Series(TEXTS),
        np.array(TEXTS, dtype=object),
        pd.DataFrame({"text": TEXTS}, index=[7, 7, 8, 9]),
    ):
        np.testing.assert_array_equal(fitted.transform(same), whole)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(fitted)).transform(TEXTS), whole)
    with pytest.raises(NotFittedError):
        clone(fitted).transform(TEXTS)
    assert fitted.transform([]).shape == (0, whole.shape[1])


def test_in_a_pipeline_with_cross_validation() -> None:
    rng = np.random.default_rng(5)
    words = np.array("the port is open and ships come in with grain".split())
    label = np.tile([0, 1], 30)
    texts = [" ".join([*rng.choice(words, 30), *(["perhaps"] * 2 * kind)]) + "." for kind in label]
    frame = pd.DataFrame({"text": texts, "outlet": "x", "length": rng.normal(size=60)})
    features = make_union(LexiconVectorizer({"doubt": ["perhaps"]}), VoiceVectorizer())
    model = make_pipeline(features, SimpleImputer(keep_empty_features=True), LogisticRegression())
    assert cross_val_score(model, frame, label, cv=GroupKFold(5), groups=np.arange(60)).mean() > 0.95
    beside = ColumnTransformer(
        [("doubt", LexiconVectorizer(OWN), "text"), ("length", "passthrough", ["length"])]
    )
    assert beside.fit_transform(frame).shape == (60, 3)
    assert beside.get_feature_names_out().tolist() == ["doubt__doubt", "doubt__trade", "length__length"]


@for_each(
    ("given", "said"),
    [
        ("One text.", "give a list or a column of texts, not one str"),
        (7, "not one int"),
        (["A text.", 3], "texts: number 1 is 3, no text"),
        (pd.DataFrame({"body": ["A."]}), "no column 'text' among body"),
    ],
)
def test_what_is_no_text_is_refused(given: Any, said: str) -> None:
    with pytest.raises(FramingError, match=re.escape(said)):
        VoiceVectorizer().fit(given)


def test_parameters_are_checked_when_fitted() -> None:
    with pytest.raises(FramingError, match="did you mean 'hedges'"):
        LexiconVectorizer("hegdes").fit(TEXTS)
    with pytest.raises(FramingError, match="voice 'quote' is not known; did you mean 'quoted'"):
        LexiconVectorizer(OWN, voice="quote").fit(TEXTS)
    with pytest.raises(FramingError, match="targets: none given"):
        fr.stance.StanceVectorizer().fit(TEXTS)
