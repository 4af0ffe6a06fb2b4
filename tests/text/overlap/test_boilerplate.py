"""What an outlet prints in four stories is its boilerplate; a story it prints four times is not."""

from __future__ import annotations

import numpy as np

from framing.text.overlap.articles import STORIES, in_stories
from framing.text.overlap.shingles import Shingles, repeated, shingles
from framing.text.tokens import tokenize

NOTE = "sign up here for our letter of the week and never miss a tide".split()


def templates(found: Shingles, outlets: list[object], stories: np.ndarray | None = None) -> np.ndarray:
    values, times = in_stories(found, outlets, stories)
    return values[times >= STORIES]


def test_an_outlets_note_is_found_and_nothing_else(story) -> None:  # type: ignore[no-untyped-def]
    texts = [[*story(i, 50), *NOTE] for i in range(STORIES)]
    found = shingles(tokenize([" ".join(words) for words in texts]))
    mask = np.isin(found.hashes, templates(found, ["x"] * STORIES))
    assert mask.sum() == STORIES * (len(NOTE) - 4)
    assert {int(place) % (50 + len(NOTE)) for place in found.first[mask]} == set(
        range(50, 50 + len(NOTE) - 4)
    )


def test_outlets_are_counted_apart_and_the_nameless_not(story) -> None:  # type: ignore[no-untyped-def]
    texts = [[*story(i, 50), *NOTE] for i in range(STORIES)]
    found = repeated(shingles(tokenize([" ".join(words) for words in texts])))
    for outlets in (["x", "x", "x", "y"], [None] * STORIES, [" "] * STORIES, [float("nan")] * STORIES):
        assert not len(templates(found, outlets)), outlets


def test_versions_of_a_story_count_once(story) -> None:  # type: ignore[no-untyped-def]
    texts = [[*story(1, 50), f"end{i}"] for i in range(STORIES)]
    found = repeated(shingles(tokenize([" ".join(words) for words in texts])))
    assert len(templates(found, ["x"] * STORIES)) == 46
    assert not len(templates(found, ["x"] * STORIES, np.zeros(STORIES, np.int64)))


def test_nothing_is_no_fault() -> None:
    none = shingles(tokenize([]))
    assert not len(templates(none, []))
