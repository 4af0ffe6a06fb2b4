"""Shingles are told by words and their order; what stands in one text alone is let go."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.text.overlap.shingles import Shingles, repeated, shingles
from framing.text.tokens import tokenize

TEXTS = st.lists(st.lists(st.sampled_from(["to", "sea", "ship", "port", "dawn"]), max_size=14), max_size=6)


def of(*texts: list[str]) -> Shingles:
    return shingles(tokenize([" ".join(words) for words in texts]))


@given(TEXTS)
def test_same_words_same_number(texts: list[list[str]]) -> None:
    found = of(*texts)
    by_words: dict[tuple[str, ...], int] = {}
    at = iter(range(len(found.hashes)))
    for text, begin in enumerate(found.words[:-1].tolist()):
        for place in range(len(texts[text]) - 4):
            key, i = tuple(texts[text][place : place + 5]), next(at)
            assert found.first[i] == begin + place
            assert found.doc()[i] == text
            assert by_words.setdefault(key, int(found.hashes[i])) == found.hashes[i]
    assert next(at, None) is None
    assert len(set(by_words.values())) == len(by_words)


@given(TEXTS)
def test_repeated_are_those_of_two_texts(texts: list[list[str]]) -> None:
    found = of(*texts)
    standing: dict[int, set[int]] = {}
    for value, doc in zip(found.hashes.tolist(), found.doc().tolist(), strict=True):
        standing.setdefault(value, set()).add(doc)
    kept = repeated(found)
    wanted = [i for i, value in enumerate(found.hashes.tolist()) if len(standing[value]) > 1]
    assert kept.first.tolist() == found.first[wanted].tolist()
    assert kept.doc().tolist() == found.doc()[wanted].tolist()


def test_some_texts_keep_their_places() -> None:
    found = of(list("abcdefg"), list("hi"), list("jklmnop"))
    some = found.of(np.array([2, 0, 2]))
    assert some.sizes.tolist() == [7, 7, 7]
    assert some.first.tolist() == [0, 1, 2, 7, 8, 9, 14, 15, 16]
    assert some.hashes.tolist() == [*found.hashes[3:], *found.hashes[:3], *found.hashes[3:]]


def test_numbers_hang_on_the_words_alone() -> None:
    assert of(list("abcde")).hashes.tolist() == [11497261982602006085]
