"""Bags hold the words that tokens do, no more and no fewer, whatever the text."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.features import terms as module
from framing.features.terms import bags
from framing.text.tokens import tokenize

MARKS = [
    "“Win-win,”",
    "visit—which",
    "U.S.",
    "and/or",
    "it.He",
    "\u00a0",
    "—",
    "5bn",
    "can’t",
    "Ünïted",
    "中国",
    "",
    "\n\n",
]
texts = st.lists(
    st.lists(st.sampled_from([*MARKS, "trade", "Trade,", "the"]), max_size=12).map(" ".join), max_size=6
)


def as_written(forms: pa.Array) -> tuple[pa.Array, np.ndarray]:
    return forms, np.arange(len(forms))


def counted(given_: list[str | None]) -> list[Counter[str]]:
    found = bags(pa.array(given_, pa.large_string()), as_written)
    terms = found.terms.to_pylist()
    assert terms == sorted(terms)
    result = [Counter[str]() for _ in given_]
    for doc, term, times in zip(found.doc.tolist(), found.term.tolist(), found.times.tolist(), strict=True):
        assert terms[term] not in result[doc]
        result[doc][terms[term]] = times
    assert found.sizes.tolist() == [c.total() for c in result]
    return result


@given(texts)
def test_the_words_are_those_of_tokens(given_: list[str]) -> None:
    tokens = tokenize(given_)
    forms = tokens.forms.to_pylist()
    words = [forms[i] for i in tokens.ids]
    wanted = [Counter(words[a:b]) for a, b in zip(tokens.docs[:-1], tokens.docs[1:], strict=True)]
    assert counted(given_) == wanted


def test_blocks_missing_texts_and_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    given_ = ["Trade grew.", None, "", "Trade fell; trade grew.", "   "]
    wanted = counted(given_)
    assert wanted[3] == Counter({"Trade": 1, "fell": 1, "trade": 1, "grew": 1})
    monkeypatch.setattr(module, "BLOCK_BYTES", 8)
    assert counted(given_) == wanted
    sliced = bags(pa.array(["skipped", *given_], pa.large_string()).slice(1), as_written)
    assert sliced.sizes.tolist() == [2, 0, 0, 4, 0]


def test_prints_tell_texts_apart_by_their_words() -> None:
    found = bags(pa.array(["a b c", "c, b. a", "a b d"], pa.large_string()), as_written).prints
    assert found[0] == found[1] != found[2]
