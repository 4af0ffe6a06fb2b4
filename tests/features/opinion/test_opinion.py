"""Opinion in sentences: the model's manners, its measure by voice, and what is refused."""

from __future__ import annotations

import hashlib
from importlib import resources

import numpy as np
import pandas as pd
import pytest

from framing.errors import FramingError
from framing.features.evidence import evidence
from framing.features.rules import subjective as module
from framing.features.rules.subjective import (
    BITS,
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


# -- its weights --


@pytest.fixture
def weights() -> OpinionWeights:
    return OpinionWeights(np.zeros(len(names())), np.ones(len(names())), np.zeros(1 << BITS), 0.5)


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Have the package's file of weights be another."""

    def written(weights, **changes):
        data = packed_opinion(weights)
        (tmp_path / "weights.npz").write_bytes(data)
        described = {"sha256": hashlib.sha256(data).hexdigest()} | changes
        monkeypatch.setattr(module.resources, "files", lambda package: tmp_path)
        monkeypatch.setattr(module, "card", lambda: described)

    return written


def test_weights_survive_their_file(weights, write):
    write(weights)
    again = module.weights.__wrapped__()
    assert all(np.array_equal(a, b) for a, b in zip(again, weights, strict=True))


def test_wrong_weights_are_refused_in_one_line(weights, write):
    for wrong, changes, said in (
        (weights, {"sha256": "0"}, "weights.npz is not the file that its card names"),
        (weights._replace(style=np.ones(3)), {}, "weights.npz is for other signs"),
    ):
        write(wrong, **changes)
        with pytest.raises(FramingError, match=said) as error:
            module.weights.__wrapped__()
        assert "\n" not in str(error.value)


def test_a_score_is_the_sum_of_what_its_parts_weigh(weights):
    found = probabilities([OPINION, REPORT], weights)
    odds = style([OPINION, REPORT]).sum(axis=1) + 0.5
    assert found == pytest.approx(1 / (1 + np.exp(-np.minimum(odds, 30))), abs=1e-6)
    assert len(probabilities([], weights)) == 0
