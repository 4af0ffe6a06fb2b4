"""Copies are told by their words: case, marks and order don't count, one word more or less does."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from framing.text.overlap.shingles import LEAST_WORDS, fingerprints, groups
from framing.text.tokens import tokenize

LONG = [f"word{i}" for i in range(LEAST_WORDS)]


def prints(*texts: str) -> list[int]:
    return fingerprints(tokenize(list(texts))).tolist()


def test_case_marks_and_paragraphs_do_not_count() -> None:
    first, *others = prints(
        " ".join(LONG), " ".join(LONG).upper() + "!", "\n\n".join(f"“{w},”" for w in LONG)
    )
    assert first != 0
    assert others == [first, first]


def test_a_word_more_or_another_word_counts() -> None:
    found = prints(" ".join(LONG), " ".join([*LONG, "word0"]), " ".join([*LONG[1:], "word99"]))
    assert len(set(found)) == 3


def test_short_texts_have_no_fingerprint() -> None:
    assert prints(" ".join(LONG[1:]), "", "...") == [0, 0, 0]


@given(st.permutations(LONG), st.lists(st.text("ab ", max_size=9), max_size=3))
def test_neither_order_nor_company_counts(words: list[str], others: list[str]) -> None:
    assert prints(" ".join(words), *others)[0] == prints(" ".join(LONG))[0]


def test_groups_are_named_where_there_are_two() -> None:
    found = prints(" ".join(LONG), "short", " ".join(LONG), "short", " ".join([*LONG, "more"]))
    given_ = pd.Series([None, None, "mine", None, None], dtype="str")
    named = groups(
        fingerprints(tokenize([" ".join(LONG), "short", " ".join(LONG), "short", " ".join([*LONG, "more"])])),
        given_,
    )
    assert named.isna().tolist() == [False, True, False, True, True]
    assert named[0] == named[2] == "mine"
    alone = groups(np.array(found, np.uint64), pd.Series([None] * 5, dtype="str"))
    assert alone[0] == alone[2] == f"{found[0]:016x}"
