"""Words and sentences: hard cases worked out by hand, and what must hold of any text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.text.tokens import Tokens, chunks, sentence_spans, sentences, tokenize, words
from tests.cases import for_each

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf8"))["case"]


def having(key: str) -> Any:
    return for_each("case", [c for c in CASES if key in c], ids=lambda case: case["what"])


@having("words")
def test_words(case: dict[str, Any]) -> None:
    assert words(case["text"]) == case["words"]


@having("sentences")
def test_sentences(case: dict[str, Any]) -> None:
    assert sentences(case["text"]) == case["sentences"]


@having("runs")
def test_what_parts_a_phrase(case: dict[str, Any]) -> None:
    assert runs(case["text"]) == case["runs"]


def test_every_case_is_asked_something() -> None:
    assert all({"words", "sentences", "runs"} & case.keys() for case in CASES)
    assert len({case["what"] for case in CASES}) == len(CASES) > 40


# -- what must hold of any text --

#: Pieces of news text and what is hard about it, so that random texts meet the rules.
PIECES = st.sampled_from(
    "The he China’s U.S. U.S.-based Co. Ltd., p.m. No. no. Mr. J. I. 3 3. 12. 118.7 $5 and/or visit—which "
    "win-win end.Next it.”He “We say,” 'so' '90s \" ' ” — ... … etc. said: 🎉 𝐛𝐨𝐥𝐝 中国。 que\u0301bec "
    "a\u200b b\u00adc https://x.org/a. me@x.org #tag (She left.) ½ _ & […] ?! Ph.D. 5p.m. É".split()
)
SPACES = st.sampled_from(
    [" "] * 12 + ["  ", "\n\n", "\n", "\t", "\u00a0", "\u3000", " \u2028", "\r\n", " " * 9]
)
TEXTS = st.one_of(
    st.lists(st.tuples(PIECES, SPACES), max_size=25).map(lambda items: "".join(map("".join, items))),
    st.text(max_size=60),
)


def spans(tokens: Tokens) -> list[tuple[int, int]]:
    start, end = tokens.spans(np.arange(len(tokens.ids)))
    return list(zip(start.tolist(), end.tolist(), strict=True))


def runs(text: str) -> list[list[str]]:
    found: list[list[str]] = []
    for word, parted in zip(words(text), tokenize([text]).breaks.tolist(), strict=True):
        if parted or not found:
            found.append([])
        found[-1].append(word)
    return found


def described(tokens: Tokens, doc: int) -> dict[str, Any]:
    """All that is known of one text, in terms that don't depend on the others."""
    low, high = tokens.docs[doc], tokens.docs[doc + 1]
    at = np.arange(low, high)

    def inside(places: Iterable[int]) -> list[int]:
        return [int(p - low) for p in places if low <= p < high]

    start, end = tokens.spans(at)
    return {
        "words": tokens.forms.take(pa.array(tokens.ids[low:high])).to_pylist(),
        "keys": tokens.keys.take(pa.array(tokens.ids[low:high])).to_pylist(),
        "start": start.tolist(),
        "end": end.tolist(),
        "breaks": tokens.breaks[low:high].tolist(),
        "sentences": inside(tokens.sentences),
        "paragraphs": inside(tokens.paragraphs),
    }


@given(st.lists(TEXTS, max_size=6))
def test_offsets_give_back_the_word(texts: list[str]) -> None:
    tokens = tokenize(texts)
    forms = tokens.forms.take(pa.array(tokens.ids)).to_pylist()
    docs = tokens.doc_of(np.arange(len(tokens.ids))).tolist()
    assert [texts[doc][s:e] for doc, (s, e) in zip(docs, spans(tokens), strict=True)] == forms
    assert all(form and not any(c.isspace() for c in form) for form in forms)


@given(st.lists(TEXTS, max_size=6))
def test_words_stand_in_order_and_apart(texts: list[str]) -> None:
    tokens = tokenize(texts)
    for doc in range(len(texts)):
        found = described(tokens, doc)
        edges = [edge for pair in zip(found["start"], found["end"], strict=True) for edge in pair]
        assert edges == sorted(edges)
        assert all(s < e for s, e in zip(found["start"], found["end"], strict=True))


@pytest.mark.medium
@given(st.lists(TEXTS, min_size=1, max_size=6), st.integers(1, 40))
def test_a_text_is_the_same_alone_and_in_any_company(texts: list[str], limit: int) -> None:
    alone = [described(tokenize([text]), 0) for text in texts]
    assert [described(tokenize(texts), i) for i in range(len(texts))] == alone
    array = pa.array(texts, pa.large_string())
    parts = [tokenize(array.slice(a, b - a)) for a, b in chunks(np.array([len(t) for t in texts]), limit)]
    assert [described(part, i) for part in parts for i in range(len(part.docs) - 1)] == alone


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 60))
def test_chunks_tile_the_rows_within_the_limit(sizes: list[int], limit: int) -> None:
    cut = list(chunks(np.array(sizes, np.int64), limit))
    assert [row for a, b in cut for row in range(a, b)] == list(range(len(sizes)))
    assert all(b - a == 1 or sum(sizes[a:b]) <= limit for a, b in cut)


@given(st.lists(TEXTS.map(lambda text: " ".join(text.split())), min_size=1, max_size=6))
def test_paragraphs_put_together_put_their_words_together(paragraphs: list[str]) -> None:
    whole, parts = described(tokenize(["\n\n".join(paragraphs)]), 0), tokenize(paragraphs)
    each = [described(parts, i) for i in range(len(paragraphs))]
    for column in ("words", "breaks"):
        assert whole[column] == [value for part in each for value in part[column]]
    for column in ("sentences", "paragraphs"):
        assert whole[column] == [
            int(v + low) for part, low in zip(each, parts.docs, strict=False) for v in part[column]
        ]


@given(TEXTS, PIECES)
def test_a_further_paragraph_changes_nothing_before_it(text: str, piece: str) -> None:
    before, after = described(tokenize([text]), 0), described(tokenize([f"{text}\n\n{piece} and so on."]), 0)
    size = len(before["words"])
    for column in ("words", "keys", "start", "end", "breaks"):
        assert after[column][:size] == before[column]
    for column in ("sentences", "paragraphs"):
        assert [place for place in after[column] if place < size] == before[column]


@given(TEXTS)
def test_sentences_tile_the_words_and_hold_them(text: str) -> None:
    tokens = tokenize([text])
    at = np.arange(len(tokens.ids))
    first, after = tokens.sentence_of(at)
    assert ((first <= at) & (at < after)).all()
    assert sorted(set(first.tolist())) == tokens.sentences.tolist()
    shown = sentence_spans(tokens, [text] * len(at), at)
    assert all(a <= s and e <= b for (s, e), (a, b) in zip(spans(tokens), shown, strict=True))
    # One after the other, without sharing a character.
    distinct = sorted(set(shown))
    assert all(b <= c for (_, b), (c, _) in pairwise(distinct))
    assert len(distinct) == len(tokens.sentences)


@pytest.mark.medium
@given(TEXTS)
def test_paragraphs_and_breaks_follow_sentences(text: str) -> None:
    tokens = tokenize([text])
    assert set(tokens.paragraphs.tolist()) <= set(tokens.sentences.tolist())
    assert tokens.breaks[tokens.sentences].all()
    pieces = [word for line in text.splitlines() for word in words(line)]
    assert pieces == words(text)


@pytest.mark.medium
@given(st.lists(TEXTS, max_size=3), st.integers(1, 5))
def test_long_sentences_are_cut_and_nothing_else_changes(texts: list[str], longest: int) -> None:
    whole = tokenize(texts)
    with patch("framing.text.tokens.LONGEST", longest):
        cut = tokenize(texts)
    edges = [*whole.sentences.tolist(), len(whole.ids)]
    wanted = [at for low, high in pairwise(edges) for at in range(low, high, longest)]
    assert cut.sentences.tolist() == wanted
    assert cut.cuts.tolist() == sorted(set(wanted) - set(edges))
    assert cut.breaks.tolist() == (whole.breaks | np.isin(np.arange(len(whole.ids)), cut.cuts)).tolist()
    assert cut.ids.tolist() == whole.ids.tolist()
    assert cut.paragraphs.tolist() == whole.paragraphs.tolist()
    assert not len(whole.cuts)


@pytest.mark.slow
@pytest.mark.parametrize("mark", [",", ".", "/", "—"])
def test_a_piece_may_hold_any_number_of_words(mark: str) -> None:
    assert words(mark.join(["Keller"] * 40_000)) == ["Keller"] * 40_000


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["Keller.", "A.b-"])
def test_words_without_spaces_are_found_in_time(piece: str) -> None:
    # A search to the end from each word takes minutes.
    begun = perf_counter()
    assert len(words(piece * 40_000)) >= 40_000
    assert perf_counter() - begun < 30


def test_addresses_stay_whole() -> None:
    site = ".".join(["w" * 60] * 9)
    for address in (f"{'p' * 64}@{site}.example", f"{site}.com/a/b", "a.b-c@d-e.co.uk"):
        assert words(f"See {address}, or not.") == ["See", address, "or", "not"]


def test_no_texts_and_missing_ones() -> None:
    assert tokenize([]).docs.tolist() == [0]
    tokens = tokenize(pa.array(["One.", None, "Two."]))
    assert tokens.docs.tolist() == [0, 1, 1, 2]
    assert tokenize(pa.chunked_array([["One."], ["Two three."]])).docs.tolist() == [0, 1, 3]


@given(st.integers(0, 3), st.integers(0, 3))
def test_a_slice_of_an_array_is_those_texts(skip: int, size: int) -> None:
    array = pa.array(["Ünder one.", "𝐁 two.", "", "Three’s."], pa.large_string())
    part = array.slice(skip, size)
    assert [described(tokenize(part), i) for i in range(len(part))] == [
        described(tokenize([text]), 0) for text in part.to_pylist()
    ]
