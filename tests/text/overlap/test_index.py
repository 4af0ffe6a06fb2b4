"""Candidate pairs are those that a look at every pair finds; what stands everywhere makes no square."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.text.overlap.shingles import COMMON, Meetings, Pairs, Shingles, postings, repeated, shingles
from framing.text.tokens import tokenize

TEXTS = st.lists(st.lists(st.sampled_from(["to", "sea", "ship"]), max_size=14), max_size=7)


def of(*texts: list[str]) -> Shingles:
    return shingles(tokenize([" ".join(words) for words in texts]))


def candidates(found: Shingles, least: int = 1) -> Pairs:
    meetings = Meetings(len(found))
    meetings.add(found)
    return meetings.pairs(least)


def listed(pairs: Pairs) -> dict[tuple[int, int], int]:
    return {
        (a, b): n for a, b, n in zip(*(x.tolist() for x in (pairs.a, pairs.b, pairs.shared)), strict=True)
    }


@given(TEXTS, st.integers(1, 4))
def test_pairs_are_those_of_a_look_at_each(texts: list[list[str]], least: int) -> None:
    sets = [{tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in texts]
    wanted = {
        (a, b): len(sets[a] & sets[b])
        for a, b in combinations(range(len(texts)), 2)
        if len(sets[a] & sets[b]) >= least
    }
    found = of(*texts)
    assert listed(candidates(found, least)) == wanted
    assert listed(candidates(repeated(found), least)) == wanted


def test_what_stands_everywhere_ties_each_to_the_first() -> None:
    texts = [["one", "two", "three", "four", "five", f"end{i}"] for i in range(COMMON + 6)]
    found = candidates(repeated(of(*texts)))
    assert listed(found) == {(0, i): 1 for i in range(1, COMMON + 6)}
    few = candidates(repeated(of(*texts[:COMMON])))
    assert len(few) == COMMON * (COMMON - 1) // 2


def test_counts_add_up_however_many_pairs_are_held(monkeypatch: object) -> None:
    from framing.text.overlap import shingles as index

    rng = np.random.default_rng(0)
    texts = [[f"w{int(x)}" for x in rng.integers(0, 3, 40)] for _ in range(20)]
    whole = listed(candidates(of(*texts)))
    before, index._HELD = index._HELD, 7
    try:
        assert listed(candidates(of(*texts))) == whole
    finally:
        index._HELD = before


def test_postings_name_each_text_once() -> None:
    docs, starts = postings(of(["a"] * 9, ["a"] * 7, list("bcdef")))
    assert sorted(docs[s:e].tolist() for s, e in pairwise(starts)) == [[0, 1], [2]]


def test_nothing_is_no_fault() -> None:
    assert len(candidates(of())) == len(candidates(of([], ["a"]))) == 0
