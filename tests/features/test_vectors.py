"""Vectors asked for by name: what is refused, how long texts are cut, what is made once."""

from __future__ import annotations

import importlib
import sys

import numpy as np
import pytest

import framing as fr
from framing.errors import FramingError
from framing.features.neural.encoder import check_vectors, of_sentences


def lengths(texts):
    return np.array([[float(len(text)), 1.0] for text in texts])


def test_a_function_is_taken_as_it_is():
    assert of_sentences(lengths) is lengths
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
def test_where_what_runs_it_is_missing_the_line_says_what_to_install(monkeypatch):
    encoder = importlib.import_module("framing.features.neural.encoder")
    encoder.encoder.cache_clear()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    table = fr.load(fr.example("carney-beijing-2026"), progress=False).articles
    for ask in (
        lambda: fr.facts.statements(table, vectors="neural"),
        lambda: fr.frames.FrameClassifier(vectors=True, measures=(), folds=2).fit(["one", "two"], [[0], [1]]),
    ):
        with pytest.raises(
            FramingError, match=r"^(?:sentence_)?vectors: .*; install the package again"
        ) as error:
            ask()
        assert "\n" not in str(error.value)
