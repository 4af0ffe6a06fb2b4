"""Likeness of words: stretches around a target by hand, and sums that are those of the table learned from."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.features.stance.judges import Reading, read
from framing.features.stance.linear import STRETCHES, stretches
from tests.cases import for_each
from training.weights import stretch_sums, word_vectors

TEXT = "Critics say Ruiz was not honest, and Marlow was praised by voters."
WORDS = ["honest", "praised", "voters", "say", "critics", "not"]


def reading(text: str = TEXT, target: str = "Marlow") -> Reading:
    at = text.index(target)
    return read([text], [at], [at + len(target)])


def stretch(name: str, found: Reading) -> list[str]:
    forms = found.words.tokens.forms.take(found.words.tokens.ids).to_pylist()
    _, place = list(stretches(found))[STRETCHES.index(name)]
    return [str(forms[k]) for k in place]


@pytest.mark.medium
@for_each(
    ("name", "expected"),
    [
        ("own", ["Marlow"]),
        ("left_1", ["and"]),
        ("left_2", ["honest"]),
        ("left_3", ["was", "not"]),
        ("right_2", ["praised"]),
        ("right_verb", ["praised"]),
        ("right_passive", ["praised"]),
        ("right_clear", ["was", "praised", "by", "voters"]),
        ("right_beyond", []),
        ("left_beyond", ["Critics", "say"]),
        ("left_clause", ["and"]),
        ("negated", ["honest"]),
        ("quoted", []),
    ],
)
def test_a_stretch_holds_the_words_it_says(name: str, expected: list[str]) -> None:
    assert stretch(name, reading()) == expected


def test_there_is_a_stretch_for_each_name() -> None:
    assert len(list(stretches(reading()))) == len(STRETCHES) == len(set(STRETCHES))


def test_words_are_found_by_their_hash() -> None:
    words = word_vectors(WORDS, np.eye(6))
    rows = words.places(np.array([zlib.crc32(word.encode()) for word in WORDS], np.uint32))
    assert [int(words.rows[k].argmax()) for k in rows] == list(range(6))
    assert words.places(np.array([1], np.uint32)).tolist() == [-1]
    nothing = word_vectors([], np.zeros((0, 2)))
    assert nothing.places(np.array([1], np.uint32)).tolist() == [-1]


def test_a_stretch_is_the_sum_of_its_words_over_the_root_of_their_number() -> None:
    table = stretch_sums(word_vectors(WORDS, np.eye(6)), reading()).reshape(len(STRETCHES), 6)
    of_right = table[STRETCHES.index("right_all")]
    assert of_right[[1, 2]] == pytest.approx([1 / np.sqrt(2)] * 2)
    assert of_right.sum() == pytest.approx(np.sqrt(2))


@pytest.mark.medium
@given(st.integers(0, 1000))
def test_evidence_is_the_table_times_the_weights(seed: int) -> None:
    rng = np.random.default_rng(seed)
    words = word_vectors(WORDS, rng.uniform(-1, 1, (6, 4)))
    weights = rng.normal(size=(len(STRETCHES), 4, 3))
    found = reading()
    expected = stretch_sums(words, found) @ weights.reshape(-1, 3)
    assert np.allclose(words.sums(found, words.evidence(weights)), expected, atol=1e-4)


def test_targets_that_are_days_differ_from_names_and_names_do_not_differ() -> None:
    import pandas as pd

    text = "The minister was accused of fraud on {} by the court."
    names = ["Marlow", "Okafor", "Monday"]
    table = pd.DataFrame({"text": [text.format(name) for name in names], "target": names})
    chance = fr.stance(table, model="linear")[["negative", "neutral", "positive"]].to_numpy()
    assert np.array_equal(chance[0], chance[1])
    assert chance[2, 1] > chance[0, 1]
