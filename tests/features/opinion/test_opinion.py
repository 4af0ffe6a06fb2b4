"""Opinion in sentences: the model's manners, its measure by voice, and what is refused."""

from __future__ import annotations

import hashlib
from importlib import resources
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from framing.errors import FramingError
from framing.features.evidence import evidence
from framing.features.rules import subjective as neural
from framing.features.rules.subjective import (
    Opinions,
    OpinionWeights,
    card,
    grams,
    names,
    plain,
    probabilities,
    style,
    subjectivity,
)
from framing.features.scoring import score
from framing.text.tokens import tokenize
from training.weights import packed_opinion

OPINION = "This is a shameful, absurd surrender, and we should all be deeply worried about it!"
REPORT = "Exports rose 4.2 percent in March, the trade ministry said on Tuesday."


def test_opinion_is_told_from_report():
    high, low = subjectivity([OPINION, REPORT])
    assert low < card()["threshold"] < high


@pytest.mark.medium
def test_a_sentence_is_judged_alike_whatever_stands_beside_it():
    texts = [OPINION, REPORT, "He left.", "Marlow spoke for an hour about the port."] * 5
    alone = np.array([subjectivity([text])[0] for text in texts])
    assert np.array_equal(alone, subjectivity(texts))


def test_typography_tells_nothing():
    curly, straight = "It’s “so-called” reform—we doubt it…", 'It\'s "so-called" reform-we doubt it...'
    assert plain(curly) == straight
    assert probabilities([curly]) == probabilities([straight])


def test_signs_have_a_name_each_and_figures_are_one():
    assert style([OPINION, REPORT]).shape == (2, len(names()))
    assert (grams(["rose 4 percent"]) != grams(["rose 17.5 percent"])).nnz == 0


def test_counts_of_a_class_of_words():
    column = names().index("words.first_plural")
    assert style(["We took our time."])[0, column] == pytest.approx(np.log(3))


def test_no_sentences_give_no_probabilities():
    assert len(subjectivity([])) == 0


@pytest.mark.parametrize("given", ["One sentence.", [""], ["Good.", None], 3, [b"bytes"], ["A \ud83d."]])
def test_what_is_no_list_of_sentences_is_refused_in_one_line(given):
    with pytest.raises(FramingError, match="texts: ") as error:
        subjectivity(given)
    assert "\n" not in str(error.value)


def test_very_long_sentence():
    assert 0 <= subjectivity(["word " * 10_000])[0] <= 1


def test_the_card_is_of_the_file():
    data = (resources.files("framing.features.opinion") / "weights.npz").read_bytes()
    assert hashlib.sha256(data).hexdigest() == card()["sha256"]


def test_the_quoted_part_is_judged_apart_from_the_outlets():
    text = f"“{OPINION}” {REPORT}"
    table = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    found = (
        score(table, "subjective", voices="quotes").groupby("voice", observed=True)[["weight", "hits"]].sum()
    )
    assert found.loc["quoted"].tolist() == [1_000_000, 1]
    assert found.loc["outlet"].tolist() == [0, 1]


def test_evidence_shows_the_sentence():
    table = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [f"{OPINION} {REPORT}"]})
    found = evidence(table, "subjective", voices=None)
    assert found["sentence"].tolist() == [OPINION, REPORT]
    assert found["pole"].tolist() == ["opinion", "report"]


def test_short_stretches_are_not_judged():
    assert len(Opinions().find(tokenize(["He said no.", ""])).start) == 0


# -- the model on an encoder's vectors --


@pytest.fixture
def weights() -> OpinionWeights:
    """Weights that the extra isn't needed for: three numbers a vector."""
    return OpinionWeights(np.zeros(len(names())), np.ones(len(names())), np.array([2.0, -1.0, 0.0]), 0.5)


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Have the package's files of the neural model be others, for an encoder whose hash is x."""

    def written(weights, **changes):
        data = packed_opinion(weights, "neural")
        (tmp_path / "neural.npz").write_bytes(data)
        described = {"sha256": hashlib.sha256(data).hexdigest(), "encoder": "x"} | changes
        monkeypatch.setattr(neural.resources, "files", lambda package: tmp_path)
        monkeypatch.setattr(neural, "card", lambda model: described)
        monkeypatch.setattr(neural, "check_vectors", lambda *given: None)
        encoder = SimpleNamespace(card={"sha256": {"encoder.onnx": "x"}})
        monkeypatch.setattr(neural, "encoder", lambda: encoder)

    return written


def test_weights_survive_their_file(weights, write):
    write(weights)
    again = neural.weights.__wrapped__("neural")
    assert all(np.array_equal(a, b) for a, b in zip(again, weights, strict=True))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sha256": "0"}, "neural.npz is not the file that its card names"),
        ({"encoder": "y"}, "neural.npz is for another encoder than the one installed"),
    ],
)
def test_wrong_weights_are_refused_in_one_line(weights, write, changes, said):
    write(weights, **changes)
    with pytest.raises(FramingError, match=said) as error:
        neural.weights.__wrapped__("neural")
    assert "\n" not in str(error.value)


def test_a_score_is_the_sum_of_what_its_parts_weigh(weights, monkeypatch):
    rows = {OPINION: [1.0, 0.0, 0.0], REPORT: [0.0, 1.0, 0.0]}
    monkeypatch.setattr(neural, "of_sentences", lambda name, progress: lambda texts: [rows[t] for t in texts])
    found = neural.probabilities([OPINION, REPORT], "neural", weights)
    odds = style([OPINION, REPORT]).sum(axis=1) + np.array([2.5, -0.5])
    assert found == pytest.approx(1 / (1 + np.exp(-np.minimum(odds, 30))), abs=1e-6)
    assert len(neural.probabilities([], "neural", weights)) == 0


@pytest.mark.parametrize("model", ["neurall", None, 3])
def test_a_model_that_there_is_not(model):
    with pytest.raises(FramingError, match="model"):
        subjectivity([REPORT], model=model)


def test_the_neural_card_is_of_its_file():
    data = (resources.files("framing.features.opinion") / neural.MODELS["neural"][1]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == card("neural")["sha256"]


def test_the_extra_tells_opinion_from_report():
    pytest.importorskip("onnxruntime", reason="what runs the encoder is not installed")
    pytest.importorskip("tokenizers", reason="what runs the encoder is not installed")
    both = subjectivity([OPINION, REPORT], model="neural", progress=False)
    assert both[1] < card("neural")["threshold"] < both[0]
    assert subjectivity([REPORT], model="neural", progress=False)[0] == both[1]
