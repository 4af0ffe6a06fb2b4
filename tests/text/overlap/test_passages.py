"""Passages say the same words on both sides, never twice; difflib finds the same where nothing is moved."""

from __future__ import annotations

import difflib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.text.overlap.passages import GAP, Passages, passages
from framing.text.overlap.shingles import Meetings, Pairs, shingles
from framing.text.tokens import tokenize

WORDS = st.lists(st.sampled_from("abcdefghij"), max_size=60)
SPAN = tuple[int, int, int, int]


def spans(*texts: list[str], gap: int = GAP) -> list[SPAN]:
    """Return the passages of the first two texts, counted in each text by itself."""
    found, begin = _found(texts[0], texts[1], gap)
    return [
        (a, b, c - begin, d - begin)
        for a, b, c, d in zip(*(x.tolist() for x in found.columns()[1:5]), strict=True)
    ]


def _found(one: list[str], two: list[str], gap: int = GAP) -> tuple[Passages, int]:
    tokens = tokenize([" ".join(one), " ".join(two)])
    pair = Pairs(np.array([0]), np.array([1]), np.array([0]))
    return passages(tokens, pair, gap=gap), len(one)


def test_a_changed_word_is_bridged_and_more_is_not(story) -> None:  # type: ignore[no-untyped-def]
    text = story(1, 60)
    assert spans(text, [*text[:30], "other", *text[31:]]) == [(0, 60, 0, 60)]
    far = [*text[:30], *[f"new{i}" for i in range(GAP + 1)], *text[30:]]
    assert spans(text, far) == [(0, 30, 0, 30), (30, 60, 31 + GAP, 61 + GAP)]
    assert spans(text, far, gap=GAP + 1) == [(0, 60, 0, 61 + GAP)]


def test_words_counted_are_those_that_are_the_same(story) -> None:  # type: ignore[no-untyped-def]
    text = story(1, 60)
    found, _ = _found(text, [*text[:20], "other", "words", *text[21:]])
    assert (found.words.tolist(), found.longest.tolist()) == ([59], [39])


def test_passages_may_change_places(story) -> None:  # type: ignore[no-untyped-def]
    one, two = story(1, 30), story(2, 40)
    assert spans([*one, *two], [*two, "and", *one]) == [(0, 30, 41, 71), (30, 70, 0, 40)]


def test_short_runs_are_none() -> None:
    assert spans([*list("abcd"), "x"], [*list("abcd"), "y"]) == []


@given(WORDS, WORDS)
def test_without_gaps_both_sides_say_the_same_once(one: list[str], two: list[str]) -> None:
    taken_one, taken_two = np.zeros(len(one), int), np.zeros(len(two), int)
    for a, b, c, d in spans(one, two, gap=0):
        taken_one[a:b] += 1
        taken_two[c:d] += 1
    # Stretches that touch are one passage, so a passage may hold stretches of several diagonals end to end.
    assert taken_one.max(initial=0) <= 1
    assert taken_two.max(initial=0) <= 1
    for a, b, c, d in spans(one, two, gap=0):
        assert one[a:b] == two[c:d]


@given(WORDS, WORDS)
def test_sides_changed_the_longest_stays(one: list[str], two: list[str]) -> None:
    def longest(found: list[SPAN]) -> int:
        return max((b - a for a, b, _, _ in found), default=0)

    block = difflib.SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
    wanted = block.size if block.size >= 5 else 0
    assert longest(spans(one, two, gap=0)) >= wanted
    assert longest(spans(two, one, gap=0)) >= wanted


@pytest.mark.medium
@pytest.mark.parametrize("share", [0.0, 0.03, 0.1])
def test_difflib_agrees_where_words_are_changed(share: float, story) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(7)
    both = either = 0
    for number in range(30):
        one = story(number, 150)
        two = [
            f"new{i}" if rng.random() < share else word for i, word in enumerate([*story(99, 20), *one[20:]])
        ]
        mine = np.zeros(len(one), bool)
        for a, b, _, _ in spans(one, two):
            mine[a:b] = True
        theirs = np.zeros(len(one), bool)
        blocks = [
            m for m in difflib.SequenceMatcher(None, one, two, False).get_matching_blocks() if m.size >= 5
        ]
        for m, n in zip(blocks, [*blocks[1:], None], strict=True):
            theirs[m.a : m.a + m.size] = True
            if n and n.a - m.a - m.size <= GAP and n.b - m.b - m.size <= GAP:
                theirs[m.a : n.a] = True
        both, either = both + int((mine & theirs).sum()), either + int((mine | theirs).sum())
    assert both >= 0.997 * either


def test_many_pairs_at_once_are_each_as_alone(story, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from framing.text.overlap import passages as module

    base = story(1, 80)
    texts = [base, base[:40], [*base[20:60], *story(2, 30)], [*story(2, 30), *base[:25]], story(3, 50)]
    tokens = tokenize([" ".join(words) for words in texts])
    meetings = Meetings(len(tokens.docs) - 1)
    meetings.add(shingles(tokens))
    pairs = meetings.pairs()
    whole = passages(tokens, pairs)
    for at in range(len(pairs)):
        one = passages(tokens, pairs.only(np.array([at])))
        here = whole.only(whole.pair == at)
        assert [c.tolist() for c in one.columns()[1:]] == [c.tolist() for c in here.columns()[1:]]
    monkeypatch.setattr(module, "_HELD", 1)
    cut = passages(tokens, pairs)
    assert [c.tolist() for c in cut.columns()] == [c.tolist() for c in whole.columns()]


def test_a_word_said_a_thousand_times_is_soon_done() -> None:
    assert spans(["ho"] * 1000, ["ho"] * 900)[0][:2] == (0, 900)
    assert spans([], []) == []
