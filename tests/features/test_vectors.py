"""The encoder asked for by name: what is refused, and what is said where it can't run."""

from __future__ import annotations

import importlib
import sys

import pytest

import framing as fr
from framing.errors import FramingError


@pytest.mark.parametrize("find", [fr.facts.statements, fr.side_by_side])
def test_what_is_no_choice_is_refused_in_one_line(find):
    table = fr.load(fr.example("carney-beijing-2026"), progress=False).articles
    with pytest.raises(FramingError, match="vectors 'neurl' is not known; did you mean 'neural'") as error:
        find(table, vectors="neurl")
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
