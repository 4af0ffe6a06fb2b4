"""Passives: found with and without an agent; adjectives, perfects and by Friday are none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.features.evidence import evidence
from framing.features.rules.passive import POLES, Passives, is_participle, lists
from framing.features.scoring import score
from framing.text.tokens import tokenize
from tests.cases import for_each

FILE = Path(__file__).parent / "passive_sentences.toml"
SENTENCES = tomllib.loads(FILE.read_text("utf8"))


def found(text: str) -> list[list[str]]:
    """Return the participles found in a text, with their pole, in order."""
    tokens = tokenize([text])
    hits = Passives().find(tokens)
    last = hits.start + hits.length - 1
    begin, end = tokens.spans(last) if len(last) else ([], [])
    rows = sorted(zip(begin, end, hits.pole, strict=True))
    return [[text[b:e], POLES[p]] for b, e, p in rows]


@for_each("case", SENTENCES["passive"], ids=lambda case: case["text"][:40])
def test_passives_are_found_with_their_agent(case: dict[str, object]) -> None:
    assert found(str(case["text"])) == case["found"]


@for_each("text", SENTENCES["active"]["texts"], ids=lambda text: text[:40])
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert found(text) == []


@for_each(
    ("phrase", "pole"),
    [
        ("by the end of May", "agentless"),
        ("by 2030", "agentless"),
        ("by 5 p.m.", "agentless"),
        ("by far", "agentless"),
        ("by hand", "agentless"),
        ("by a margin of two", "agentless"),
        ("by nearly half", "agentless"),
        ("by selling shares", "agentless"),
        ("by leading scientists", "agent"),
        ("by Beijing", "agent"),
        ("by 20 lawmakers", "agent"),
        ("by dozens of witnesses", "agent"),
        ("by state officials", "agent"),
        ("last week by the court", "agent"),
    ],
)
def test_by_somebody_and_by_something_else(phrase: str, pole: str) -> None:
    assert found(f"It was approved {phrase}.") == [["approved", pole]]


def test_negation_is_told() -> None:
    tokens = tokenize(["It was not shown. It wasn't seen. It was shown."])
    assert Passives().find(tokens).negated.tolist() == [True, True, False]


def test_typographic_apostrophes_change_nothing() -> None:
    assert found("It’s called a truce; they weren’t asked.") == found(
        "It's called a truce; they weren't asked."
    )


def test_measures_count_by_part_and_voice() -> None:
    articles = pd.DataFrame(
        {
            "id": ["a"],
            "outlet": ["x"],
            "title": ["Ruiz was seen by Marlow"],
            "text": ["He was told to go. “We were asked by nobody,” he said."],
        }
    )
    table = score(articles, "passive", voices="quotes")
    table = table.groupby(["measure", "part", "voice"], observed=True)[["hits", "weight"]].sum()
    hits = table["hits"].to_dict()
    assert hits["passive.all", "headline", "outlet"] == 1
    assert hits["passive.agentless", "headline", "outlet"] == 0
    assert hits["passive.agentless", "lead", "outlet"] == 1
    assert hits["passive.all", "lead", "quoted"] == 1
    assert table["weight"].to_dict()["passive.unsaid", "lead", "outlet"] == 1.0
    shown = evidence(articles, "passive.agentless", voices=None)
    assert shown["pole"].tolist() == ["agentless"]
    assert shown["sentence"].tolist() == ["He was told to go."]


WORDS = st.sampled_from(
    "was were been being got is it's not by the a Ruiz taken seen arrested and or very interested , . "
    "? \n\n 5 Friday which he to called —".split(" ")
)


@given(st.lists(WORDS, max_size=40))
def test_any_words_give_hits_in_order_inside_sentences(words: list[str]) -> None:
    tokens = tokenize([" ".join(words)])
    hits = Passives().find(tokens)
    assert (np.diff(hits.start) >= 0).all()
    last = hits.start + hits.length - 1
    assert len(set(last.tolist())) == len(last)
    if len(last):
        assert (tokens.sentence_of(hits.start)[0] == tokens.sentence_of(last)[0]).all()


def test_texts_are_found_alone_as_together() -> None:
    texts = [str(case["text"]) for case in SENTENCES["passive"]]
    assert len(Passives().find(tokenize(texts)).start) == sum(len(found(text)) for text in texts)


@pytest.mark.parametrize("texts", [[], [""], ["was"], ["been arrested"], ["By"], ["arrested by"]])
def test_short_and_empty_texts(texts: list[str]) -> None:
    assert len(Passives().find(tokenize(texts)).start) <= 1


def test_a_sentence_of_ten_thousand_words() -> None:
    assert len(Passives().find(tokenize(["it was seen and " * 2_500])).start) >= 2_500


def test_lists_hold_single_words() -> None:
    for name, group in lists().items():
        for value in group.values():
            if isinstance(value, frozenset):
                assert all(word == word.lower() and "’" not in word for word in value), name
    assert all(is_participle(word) for word in ("taken", "built", "agreed", "re-elected"))
