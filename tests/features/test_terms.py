"""Counting terms: chunks and ways of counting give the same, selections are what they say."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from framing.features import cells as cells_module
from framing.features.terms import Counted, choice, count
from framing.schema import check

TEXTS = [
    "The deal holds. “No deal is better,” she said. The deal, she said, holds.\n\nChina’s envoy left.",
    "Envoys of China left. The deal holds.",
    "",
    "“The deal holds,” said Ana Ruiz, a minister. US officials told us so.",
]


@pytest.fixture
def frame() -> pd.DataFrame:
    ids = list("abcd")
    return check(
        pd.DataFrame({"id": ids, "outlet": "x", "title": ["A deal", "", "Talks", "Deal"], "text": TEXTS}),
        "articles",
    )


def as_dicts(found: Counted) -> list[dict[str, int]]:
    terms = found.terms.to_pylist()
    return [{terms[j]: int(n) for j, n in zip(row.indices, row.data, strict=True)}
            for row in (found.counts.tocsr()[[i]] for i in range(found.counts.shape[0]))]  # fmt: skip


def test_both_ways_of_counting_agree(frame: pd.DataFrame) -> None:
    plain = count(frame, choice())
    # All parts chosen is nothing left out, but counted in order of words.
    parts = count(frame, choice(part=["headline", "lead", "body"]))
    assert as_dicts(plain) == as_dicts(parts)
    assert plain.tokens.tolist() == parts.tokens.tolist()
    assert plain.counts.has_sorted_indices
    assert as_dicts(plain)[0]["china's"] == 1
    assert as_dicts(plain)[1] == {w.lower(): 1 for w in re.findall(r"\w+", TEXTS[1])}


@pytest.mark.parametrize(
    "options", [{}, {"ngram": (1, 3)}, {"voice": "outlet", "voices": "quotes"}, {"stem": True}]
)
def test_chunks_change_nothing(
    frame: pd.DataFrame, options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = count(frame, choice(**options))
    monkeypatch.setattr(cells_module, "CHUNK_BYTES", 10)
    again = count(frame, choice(**options))
    assert again.terms.equals(wanted.terms)
    assert as_dicts(again) == as_dicts(wanted)
    assert again.tokens.tolist() == wanted.tokens.tolist()


def test_ngrams_stay_in_their_sentence_and_their_voice(frame: pd.DataFrame) -> None:
    pairs = as_dicts(count(frame, choice(ngram=2)))[0]
    assert pairs["the deal"] == 2
    assert pairs["deal she"] == 1  # a comma parts no n-gram
    assert "holds no" not in pairs
    assert pairs["better she"] == 1
    outlet = as_dicts(count(frame, choice(ngram=2, voice="outlet", voices="quotes")))[0]
    assert "better she" not in outlet
    assert "she said" in outlet
    quoted = count(frame, choice(voice="quoted", voices="quotes"))
    assert as_dicts(quoted)[0] == {"no": 1, "deal": 1, "is": 1, "better": 1}
    assert quoted.tokens.tolist() == [4, 0, 0, 3]


def test_articles_told_apart(frame: pd.DataFrame) -> None:
    found = count(frame, choice(voices="quotes", apart="voice"), apart="voice")
    assert list(zip(found.row.tolist(), found.value.tolist(), strict=True)) == [
        (0, "outlet"), (0, "quoted"), (1, "outlet"), (2, "outlet"), (3, "outlet"), (3, "quoted"),
    ]  # fmt: skip
    assert found.tokens.sum() == count(frame, choice()).tokens.sum()
    speakers = count(frame, choice(apart="speaker_type"), apart="speaker_type")
    assert "official" in speakers.value.tolist()
    official = count(frame, choice(speaker_type="official"))
    assert official.tokens[3] == 3


def test_case_keeps_us_apart(frame: pd.DataFrame) -> None:
    assert as_dicts(count(frame, choice()))[3]["us"] == 2
    kept = as_dicts(count(frame, choice(case=True)))[3]
    assert (kept["US"], kept["us"]) == (1, 1)


def test_sizes_are_those_of_everything(frame: pd.DataFrame) -> None:
    everything = count(frame, choice())
    for options in ({"stop": "english"}, {"min_count": 3}, {"stop": ["deal"], "min_count": 2}):
        some = count(frame, choice(**options))
        assert len(some.terms) < len(everything.terms)
        assert np.array_equal(some.tokens, everything.tokens)
    assert count(frame, choice(min_count=99)).counts.shape == (4, 0)
