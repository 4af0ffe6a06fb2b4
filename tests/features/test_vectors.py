"""Vectors asked for by name: what is refused, how long texts are cut, what is made once."""

from __future__ import annotations

import importlib
import sys
from copy import deepcopy

import numpy as np
import pytest

import framing as fr
from framing.errors import FramingError
from framing.features.neural import encoder as named
from framing.features.neural.encoder import Remembered, check_vectors, of_sentences, of_texts, passages


def lengths(texts):
    return np.array([[float(len(text)), 1.0] for text in texts])


def test_a_function_is_taken_as_it_is():
    assert of_sentences(lengths) is lengths
    assert of_texts(lengths) is lengths
    assert check_vectors(None) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [("neurl", "vectors 'neurl' is not known; did you mean 'neural'"), (3, "neither a name nor a function")],
)
def test_what_is_no_vectors_is_refused_in_one_line(given, said):
    with pytest.raises(FramingError, match=said) as error:
        check_vectors(given)
    assert "\n" not in str(error.value)


@pytest.mark.medium
def test_where_the_extra_is_missing_the_line_says_what_to_install(monkeypatch):
    encoder = importlib.import_module("framing.features.neural.encoder")
    neural = importlib.import_module("framing.features.rules.subjective")
    encoder.encoder.cache_clear()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    table = fr.load(fr.example("carney-beijing-2026"), progress=False).articles
    model = fr.FrameClassifier(vectors="neural", measures=(), folds=2)
    for ask, argument in (
        (lambda: fr.statements(table, vectors="neural"), "vectors"),
        (lambda: model.fit(["one", "two"], [[0], [1]]), "vectors"),
        (lambda: model.cross_validate(["one", "two"], [[0], [1]], folds=2), "vectors"),
        (lambda: fr.subjectivity(["One."], model="neural"), "model"),
    ):
        neural.weights.cache_clear()
        with pytest.raises(FramingError, match=rf"^{argument}: .*; install the package again, or") as error:
            ask()
        assert "\n" not in str(error.value)


def test_passages_hold_whole_sentences_and_all_words():
    text = "The pier was shut on Monday. " * 40 + "Word " * 200 + "ended. Boats left."
    parts = passages(text)
    assert " ".join(parts).split() == text.split()
    assert all(len(part.split()) <= 60 for part in parts if "Word" not in part)
    assert all(part.endswith(".") for part in parts)
    assert passages("") == []


def test_a_text_has_the_mean_of_its_passages(monkeypatch):
    monkeypatch.setattr(named, "of_sentences", lambda vectors: lengths)
    long = "The pier was shut on Monday. " * 15
    rows = of_texts("neural")(["Rain fell.", long])
    parts = lengths(passages(long)).sum(axis=0)
    assert len(passages(long)) == 2
    assert rows[1] == pytest.approx(parts / np.linalg.norm(parts))
    assert rows[0] == pytest.approx(lengths(["Rain fell."])[0] / np.hypot(10, 1))


def test_each_text_is_asked_for_once_even_by_copies():
    asked = []
    remembered = Remembered(lambda texts: asked.append(list(texts)) or lengths(texts))
    assert deepcopy(remembered)(["a", "bb"]).tolist() == lengths(["a", "bb"]).tolist()
    assert remembered(["bb", "ccc"]).tolist() == lengths(["bb", "ccc"]).tolist()
    assert asked == [["a", "bb"], ["ccc"]]
