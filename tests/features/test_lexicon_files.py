"""The shipped lexicons keep what their files promise: examples, guards, and that every term can fire."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from framing.features.formats import toml
from framing.features.lexicon import Entry, Lexicon, shipped
from framing.features.matching import alignments
from framing.schema import UNITS
from framing.text.quotes import quoted_words
from framing.text.tokens import ANY, NUMBER, split_pattern, tokenize
from tests.cases import for_each

LEXICONS = shipped()
TONE: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "tone_sentences.toml").read_text("utf8"))

#: Entries asked for, in all poles together.
AT_LEAST = {
    "hedges": 100,
    "boosters": 80,
    "attitude": 200,
    "necessity": 30,
    "reporting": 150,
    "loaded": 100,
    "tone": 4_000,
}

every = for_each("name", LEXICONS)
own = for_each("name", [name for name in LEXICONS if name != "tone"])


def poles_found(lexicon: Lexicon, sentences: list[str]) -> list[set[str]]:
    """The poles that have a hit in each sentence."""
    tokens = tokenize(sentences)
    hits = lexicon.find(tokens, quoted_words(tokens))
    found: list[set[str]] = [set() for _ in sentences]
    for doc, pole in zip(tokens.doc_of(hits.start), hits.pole, strict=True):
        found[doc].add(list(lexicon.poles)[pole])
    return found


@every
def test_examples_are_found_and_counterexamples_are_not(name: str) -> None:
    lexicon = LEXICONS[name]
    asked = [
        (pole.name, sentence, wanted)
        for pole in lexicon.poles.values()
        for wanted, sentences in ((True, pole.examples), (False, pole.counterexamples))
        for sentence in sentences
    ]
    found = poles_found(lexicon, [sentence for _, sentence, _ in asked])
    wrong = [
        (pole, s) for (pole, s, wanted), poles in zip(asked, found, strict=True) if (pole in poles) != wanted
    ]
    assert wrong == []
    if name != "tone":
        assert all(pole.meaning and pole.examples and pole.counterexamples for pole in lexicon.poles.values())


@every
def test_size(name: str) -> None:
    assert len(LEXICONS[name].entries) >= AT_LEAST[name]
    assert {entry.pole for entry in LEXICONS[name].entries} == set(LEXICONS[name].poles)


@every
def test_source_is_stated(name: str) -> None:
    lexicon = LEXICONS[name]
    assert lexicon.name == name
    assert lexicon.title
    assert lexicon.meaning
    assert lexicon.licence.startswith("MIT")
    assert lexicon.citation
    assert all(re.search(r"\(\d{4}\)", source) for source in lexicon.citation)
    assert re.fullmatch("[0-9a-f]{64}", lexicon.sha256)


@every
def test_measures_have_units_and_meanings(name: str) -> None:
    lexicon = LEXICONS[name]
    assert lexicon.measures
    for key, measure in lexicon.measures.items():
        assert measure.name == key
        assert measure.unit in UNITS
        assert measure.meaning
        assert set(measure.poles) <= set(lexicon.poles)
        if measure.unit == "share":
            # A share is of all poles, each at 0 or 1.
            assert set(measure.poles) == set(lexicon.poles)
            assert set(measure.poles.values()) == {0.0, 1.0}
    assert {pole for measure in lexicon.measures.values() for pole in measure.poles} == set(lexicon.poles)


@own
def test_no_term_stands_twice(name: str) -> None:
    """Not in one pole, and in two only where guards tell them apart."""
    entries = LEXICONS[name].entries
    within = Counter((e.pole, e.term if e.case else e.term.lower(), e.case) for e in entries)
    assert [term for term, n in within.items() if n > 1] == []
    by_term: dict[str, list[Entry]] = {}
    for entry in entries:
        by_term.setdefault(entry.term.lower(), []).append(entry)
    bare = [
        t
        for t, found in by_term.items()
        if len(found) > 1 and not any(e.only or e.mask or e.case for e in found)
    ]
    assert bare == []


@own
def test_guards_hold_their_term(name: str) -> None:
    for entry in LEXICONS[name].entries:
        for phrase in (*entry.mask, *entry.only):
            assert alignments(split_pattern(phrase), split_pattern(entry.term)), (entry.term, phrase)


def written(pattern: str) -> list[str]:
    """Words that a pattern matches: the first of alternatives, an ending for a star."""
    filled = {ANY: "xylem", NUMBER: "15"}
    firsts = [item.split("|")[0] for item in split_pattern(pattern)]
    return [filled.get(word) or (word[:-1] + "xyz" if word.endswith("*") else word) for word in firsts]


def standing(entry: Entry) -> list[str]:
    """Sentences in which a term should count: inside each of `only`, or among strange words."""
    term = written(entry.term)
    if not entry.only:
        return [f"Xanthic {' '.join(term)} xebec."]
    found = []
    for phrase in entry.only:
        items, words = split_pattern(phrase), written(phrase)
        for at in alignments(items, split_pattern(entry.term)):
            found.append(" ".join(["xanthic", *words[:at], *term, *words[at + len(term) :], "xebec."]))
    return found


@every
def test_every_term_can_fire(name: str) -> None:
    """A term that a rival or a mask always beats is dead weight."""
    lexicon = LEXICONS[name]
    asked = [(i, sentence) for i, entry in enumerate(lexicon.entries) for sentence in standing(entry)]
    tokens = tokenize([sentence for _, sentence in asked])
    hits = lexicon.find(tokens)
    fired: set[int] = set()
    for doc, entry in zip(tokens.doc_of(hits.start).tolist(), hits.entry.tolist(), strict=True):
        if asked[doc][0] == entry:
            fired.add(entry)
    silent = [i for i in range(len(lexicon.entries)) if i not in fired]
    if name != "tone":
        assert [lexicon.entries[i].term for i in silent] == []
        return
    # Of VADER's terms are silent, as they should be: what our mask takes, negators, smileys, and all but the
    # last of those it lists twice.
    masked = {word for phrase in lexicon.mask for word in phrase.lower().split()}
    starred = tuple(word[:-1] for word in masked if word.endswith("*"))
    meant = [
        term in masked
        or term.startswith(starred)
        or term in lexicon.negators
        or not term.isalpha()
        or i in lexicon.twins
        for i in silent
        for term in [lexicon.entries[i].term]
    ]
    assert [lexicon.entries[i].term for i, as_meant in zip(silent, meant, strict=True) if not as_meant] == []


# -- the mask of tone --


def signs(sentences: list[str], lexicon: Lexicon) -> list[int]:
    tokens = tokenize(sentences)
    hits = lexicon.find(tokens, quoted_words(tokens))
    weights = np.bincount(tokens.doc_of(hits.start), weights=hits.weight, minlength=len(sentences))
    return np.sign(weights).astype(int).tolist()


def unmasked() -> Lexicon:
    return toml.read(b'terms_from = "vaderSentiment"', "unmasked.toml")


def test_there_are_thirty_neutral_and_thirty_toned_sentences() -> None:
    assert len(TONE["neutral"]) >= 30
    assert len(TONE["positive"]) + len(TONE["negative"]) >= 30
    assert all(len(set(found)) == len(found) for found in TONE.values())


def test_with_the_mask_neutral_sentences_have_no_tone() -> None:
    assert [
        s
        for s, poles in zip(TONE["neutral"], poles_found(LEXICONS["tone"], TONE["neutral"]), strict=True)
        if poles
    ] == []


def test_without_the_mask_they_have() -> None:
    assert [
        s
        for s, poles in zip(TONE["neutral"], poles_found(unmasked(), TONE["neutral"]), strict=True)
        if not poles
    ] == []


@pytest.mark.parametrize(("kind", "sign"), [("positive", 1), ("negative", -1)])
def test_toned_sentences_keep_their_sign(kind: str, sign: int) -> None:
    assert [
        s for s, found in zip(TONE[kind], signs(TONE[kind], LEXICONS["tone"]), strict=True) if found != sign
    ] == []
