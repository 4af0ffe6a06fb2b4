"""The linear judge: words and spans, signs where weights were learnt for them, the hash of the file."""

from __future__ import annotations

import zlib
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.features.neural.encoder import card_in
from framing.features.stance.judges import WINDOW, poles_of, read
from framing.features.stance.linear import (
    BITS,
    FAMILIES,
    STRETCHES,
    distance,
    judge,
    mixed,
    opened,
    signs,
    table,
)
from tests.cases import for_each
from training.weights import word_vectors, write_stance

FOLDER = resources.files("framing.features.stance")


def target_words(text: str, start: int, end: int) -> list[str]:
    found = read([text], [start], [end])
    ids = found.words.tokens.ids[found.first[0] : found.last[0] + 1]
    return [str(word) for word in found.words.tokens.forms.take(ids).to_pylist()]


@pytest.mark.medium
@pytest.mark.parametrize("target", ["Ana Marlow", "“Ruiz", "Norland’s", "Çelik", "the"])
def test_the_words_of_a_target_are_those_its_span_covers(target: str) -> None:
    text = "Çelik told Ana Marlow — “Ruiz and the Norland’s people” — to go."
    at = text.index(target)
    expected = [word.strip("“”") for word in target.split()]
    assert target_words(text, at, at + len(target)) == expected


def test_a_span_within_a_word_is_that_word() -> None:
    assert target_words("The Marlow-led group", 4, 10) == ["Marlow-led"]


def test_words_around_a_target_have_their_distance() -> None:
    found = read(["one two Marlow three"], [8], [14])
    assert found.off.tolist() == [-2, -1, 1]
    assert found.target.tolist() == [0, 0, 0]


def test_no_more_than_the_window_is_read() -> None:
    words = " ".join(["word"] * 300)
    found = read([f"{words} Marlow {words}"], [1500], [1506])
    assert (found.off.min(), found.off.max(), len(found.off)) == (-WINDOW, WINDOW, 2 * WINDOW)


def test_negation_reaches_three_words_within_a_clause() -> None:
    found = read(["He did not ever act well for Marlow, not here"], [29], [35])
    listed = found.words.tokens.forms.take(found.words.tokens.ids).to_pylist()
    marked = [word for word, negated in zip(listed, found.words.negated, strict=True) if negated]
    assert marked == ["ever", "act", "well", "here"]


def test_signs_stand_where_the_weights_were_learnt_for_them() -> None:
    # Worked out in whole numbers of any size; another mixing would make noise of every weight.
    def expected(template: int, *parts: int) -> int:
        primes, mask = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB), (1 << 64) - 1
        value = (template * 2 + 1) * primes[0] & mask
        for part in parts:
            value = (value ^ part) * primes[1] & mask
            value ^= value >> 29
        return (value * primes[2] & mask) >> (64 - BITS)

    for parts in ((0,), (7, 1), (4_000_000_000, 3, 0)):
        arrays = [np.array([part], np.uint32) for part in parts]
        assert mixed(12, *arrays).tolist() == [expected(12, *parts)]


@given(st.integers(-100, 100).filter(bool))
def test_distance_is_the_same_on_both_sides_and_grows(off: int) -> None:
    near, far = distance(np.array([off, abs(off) + 1]))
    assert near == distance(np.array([-off]))[0]
    assert near <= far <= 5


TEXTS = [
    "Marlow, who lied, was not praised by Ruiz.",
    "Marlow",
    "“Marlow's bad plan,” he said.",
    "!!! Marlow ???",
]


@pytest.mark.medium
@for_each("name", FAMILIES)
def test_every_family_gives_places_in_the_table_for_targets_there_are(name: str) -> None:
    found = read(
        TEXTS, [text.index("Marlow") for text in TEXTS], [text.index("Marlow") + 6 for text in TEXTS]
    )
    target, place = signs(found)[name]
    assert target.shape == place.shape
    assert place.min() >= 0
    assert place.max() < 1 << BITS
    assert target.min() >= 0
    assert target.max() < len(TEXTS)


def test_each_family_has_the_length_it_is_given() -> None:
    found = read(TEXTS[:1], [0], [6])
    both = {name: len(place) for name, (_, place) in signs(found).items()}
    assert set(both) == set(FAMILIES)
    one = table(found, {"bag": 2.0})
    # Places that fall together add up, so the length is at least the one given.
    assert np.sqrt((one.toarray() ** 2).sum()) >= 2.0 - 1e-6


def test_poles_of_a_lexicon_are_numbered_among_all() -> None:
    found = read(["The minister claimed that Marlow lied."], [26], [32])
    assert np.isin(found.words.pole, poles_of("reporting")).any()


def test_the_weights_are_those_the_card_names(tmp_path: Path) -> None:
    assert opened(FOLDER).weights.shape == (1 << BITS, 3)
    for name in ("linear.toml", "linear.npz"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    with (tmp_path / "linear.npz").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(FramingError, match=r"linear\.npz is not the file that its card names; install"):
        opened(tmp_path)


def test_missing_weights_are_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"^stance: linear\.toml is missing; install the package again$"):
        opened(tmp_path)


def test_the_card_says_what_it_was_learnt_from_and_how_well() -> None:
    card = judge().card
    assert {"data", "licence", "seed", "sha256", "measured"} <= set(card.more)
    coded = np.array(
        card_in(resources.files("framing.features.stance"), "linear.toml", "")["confusion"]["all"]
    )
    recall, precision = (np.diag(coded) / coded.sum(axis=axis) for axis in (1, 0))
    macro = np.mean(2 * precision * recall / (precision + recall))
    assert macro == pytest.approx(card.more["measured"]["macro_f1"], abs=1e-4)
    assert set(judge().families) == set(FAMILIES)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path
    weights = np.zeros((1 << BITS, 3))
    weights[[3, 70_000, (1 << BITS) - 1]] = [[0.5, -1, 0.25], [1e-3, 0, 2], [0, 0, -4]]
    words = word_vectors(["failed", "honest"], np.array([[1.0, 0.0], [0.6, -0.8]]))
    stretches = np.random.default_rng(1).normal(size=(len(STRETCHES), 2, 3))
    sha = write_stance(folder, weights, words, stretches, np.array([0.1, 0.2, 0.3]))
    card = f'sha256 = "{sha}"\nname = "x"\nconfusion = {{all = [[1]]}}\nfamilies = {{}}\ntemperature = 1\n'
    (folder / "linear.toml").write_text(card, "utf8")
    found = opened(folder)
    assert np.allclose(found.weights, weights, rtol=1e-3)
    assert found.words.places(np.array([zlib.crc32(b"honest"), 7], np.uint32)).tolist() == [
        int(np.argmax(found.words.keys == zlib.crc32(b"honest"))),
        -1,
    ]
    assert np.allclose(found.evidence, words.evidence(stretches), atol=1e-2)
    assert found.bias.tolist() == [0.1, 0.2, 0.3]


@pytest.mark.slow
@given(st.lists(st.sampled_from([*TEXTS, "Ruiz and Marlow met."]), max_size=6))
def test_probabilities_do_not_depend_on_company(texts: list[str]) -> None:
    spans = [(text.index("Marlow"), text.index("Marlow") + 6) for text in texts]
    many = judge().probabilities(texts, [s for s, _ in spans], [e for _, e in spans])
    assert many.shape == (len(texts), 3)
    for row, text, (start, end) in zip(many, texts, spans, strict=True):
        assert np.allclose(row, judge().probabilities([text], [start], [end])[0], atol=1e-9)
