"""How a written pattern is looked up: folding, wildcards, figures."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from framing.text.tokens import Vocabulary, fold, split_pattern, tokenize
from tests.cases import for_each


def allowed(item: str, text: str) -> list[str]:
    """The keys of a text that an item of a pattern allows, in order of key."""
    vocabulary = Vocabulary(tokenize([text]))
    ids = vocabulary.ids(item)
    assert ids is not None
    return sorted(vocabulary.keys[i] for i in ids)


@for_each(
    ("word", "key"),
    [
        ("China’s", "china"),
        ("CHINA'S", "china"),
        ("workers’", "workers"),
        ("It’s", "it's"),
        ("That's", "that's"),
        ("someone's", "someone"),
        ("don’t", "don't"),
        ("U.S.'s", "u.s."),
        ("O’Neill", "o'neill"),
        ("É", "é"),
    ],
)
def test_fold(word: str, key: str) -> None:
    assert fold(word) == key


@given(
    st.lists(
        st.sampled_from("China’s IT'S that's workers’ US don't O’Neill's É U.S.'s 5's x".split()), min_size=1
    )
)
def test_tokens_are_folded_as_patterns_are(found: list[str]) -> None:
    tokens = tokenize([" ".join(found)])
    forms = tokens.forms.take(pa.array(tokens.ids)).to_pylist()
    assert tokens.keys.take(pa.array(tokens.ids)).to_pylist() == [fold(form) for form in forms]


@for_each(
    ("pattern", "items"),
    [
        ("win-win", ("win-win",)),
        ("of the|a deal", ("of", "the|a", "deal")),
        ("suggest*", ("suggest*",)),
        ("as _ as #", ("as", "_", "as", "#")),
        ("and/or", ("and", "or")),
        ("U.S. envoy*", ("U.S.", "envoy*")),
        ("in fact,", ("in", "fact")),
        ("  a   b ", ("a", "b")),
        ("", ()),
    ],
)
def test_split_pattern(pattern: str, items: tuple[str, ...]) -> None:
    assert split_pattern(pattern) == items


def test_figures() -> None:
    yes = (
        "118.7 1,000 1,000,000.50 3 2024 1990s 90s 3rd 21st 10-15 7:30 3:2 2026-01-15 5bn 118.7bn 9am 5p.m. "
        "40km 2025's"
    )
    no = "5G G20 22-year-old 3D F-35 4x4 19th-century COVID-19 1a five ½ 80-plus 2nd-largest"
    assert len(allowed("#", f"{yes} {no}")) == len(yes.split())
    assert allowed("#", no) == []


@for_each(
    ("item", "keys"),
    [
        ("a*", ["a", "ab", "abc"]),
        ("ab*", ["ab", "abc"]),
        ("abc*", ["abc"]),
        ("abd*", []),
        ("b|ab", ["ab", "b"]),
        ("ab*|b*", ["ab", "abc", "b", "ba"]),
        ("#|b", ["3", "b"]),
        ("B", ["b"]),
        ("z", []),
    ],
)
def test_what_an_item_allows(item: str, keys: list[str]) -> None:
    assert allowed(item, "a ab abc b ba 3 AB’s") == keys


def test_any_word_is_no_list() -> None:
    assert Vocabulary(tokenize(["a"])).ids("_") is None


@given(st.lists(st.sampled_from("a ab abc b ba Ab 3".split()), max_size=12))
def test_places_and_counts(found: list[str]) -> None:
    vocabulary = Vocabulary(tokenize([" ".join(found)]))
    folded = [word.lower() for word in found]
    assert dict(zip(vocabulary.keys, vocabulary.counts.tolist(), strict=True)) == {
        w: folded.count(w) for w in set(folded)
    }
    for i, key in enumerate(vocabulary.keys):
        assert vocabulary.places([i]).tolist() == [at for at, word in enumerate(folded) if word == key]
    assert sorted(vocabulary.places(range(len(vocabulary))).tolist()) == list(range(len(found)))
