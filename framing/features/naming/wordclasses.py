"""Kinds of words by their form alone, asked once for each distinct one: what may stand beside a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

from framing.text.tokens import Tokens
from framing.text.voices.speakers.lexicon import lexicon

__all__ = ["Classes", "classes", "is_verb"]


class Classes(NamedTuple):
    """Flags by form.

    `capital` begins with one; `possessive` ends in 's; `given` is a given name, `named` a word that begins
    full names; `function` is a closed-class word; `opener` opens a noun phrase behind it (the, of, and),
    `determiner` does, and no verb follows; `auxiliary` stands before a verb; `verb` is known as one or has
    its ending; `adverb` may stand before it; `suffix` is the Jr. of a name; `figure` begins with a digit;
    `closing` can't be a noun behind a name.
    """

    capital: np.ndarray
    possessive: np.ndarray
    given: np.ndarray
    named: np.ndarray
    function: np.ndarray
    opener: np.ndarray
    determiner: np.ndarray
    auxiliary: np.ndarray
    verb: np.ndarray
    adverb: np.ndarray
    suffix: np.ndarray
    figure: np.ndarray
    closing: np.ndarray


_PRONOUNS = (
    "i you he she it we they me him her us them his its our my your their who whom whose which what "
    "this that these those there here myself himself herself itself themselves ourselves one ones"
)
_CONJUNCTIONS = (
    "and or but nor so yet if because while when where as than though although whether that since until "
    "unless"
)
_AUXILIARIES = (
    "is are was were be been being am has have had having do does did will would can could may might "
    "must shall should isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't "
    "wouldn't can't couldn't"
)
_ADVERBS = (
    "not also then now never always often still already just only even again soon later once ever yet "
    "too very more most less least much how why here there today yesterday tomorrow both either neither "
    "each every all some any no such same other another many few several first last next own up down "
    "out off over under back away long far well"
)
_PREPOSITIONS = (
    "of in on at by for with from to into onto about against between among through during before after "
    "above below under over across toward towards without within along behind beside besides beyond "
    "near per via upon amid despite including regarding concerning following"
)
_IRREGULAR = (
    "said told made met saw took went came gave got left held kept led began sent spoke wrote won lost "
    "sought knew thought felt found brought put set let became grew drew fell rose ran stood built "
    "bought sold paid says say tell tells make makes meet meets seek seeks want wants see sees go goes "
    "come comes give gives take takes need needs think thinks know knows call calls urge urge keep "
    "keeps hold holds face faces"
)
_NAMES = frozenset("May Will March August June April".split())
_NOT_VERBS = frozenset("need red bed hundred sacred seed speed breed embed indeed".split())


@cache
def _sets() -> dict[str, frozenset[str]]:
    words = lexicon().words
    determiners = words["determiner"]
    function = frozenset(" ".join((_PRONOUNS, _CONJUNCTIONS, _AUXILIARIES, _ADVERBS, _PREPOSITIONS)).split())
    return {
        "determiner": frozenset(determiners),
        "function": function | determiners | words["never"],
        "opener": frozenset(f"{_PREPOSITIONS} {_CONJUNCTIONS} his her its our my your their".split())
        | determiners - {"no"},
        "adverb": frozenset(_ADVERBS.split()),
        "auxiliary": frozenset(_AUXILIARIES.split()),
        "verb": frozenset(_IRREGULAR.split()) | {verb for verb in words["verb"] if " " not in verb},
        "prepositions": frozenset(_PREPOSITIONS.split()) | frozenset(_CONJUNCTIONS.split()),
    }


def is_verb(word: str) -> bool:
    """Whether a word, in lower case, is known as a verb or has the ending of its past."""
    return word in _sets()["verb"] or (
        len(word) > 3 and word.endswith("ed") and word not in _NOT_VERBS and "-" not in word
    )


def classes(tokens: Tokens) -> Classes:
    """Return the kinds of all distinct words of some tokens."""
    forms: list[str] = tokens.forms.to_pylist()
    words, sets = lexicon(), _sets()
    lower = [re.sub("[’‘]", "'", form.lower()) for form in forms]
    names = words.male | words.female
    first = words.chinese | words.family_first

    def flag(test: Iterable[bool]) -> np.ndarray:
        return np.fromiter(test, bool, len(forms))

    # May, Will and March with a capital are somebody's names as often as not.
    function = flag(
        low in sets["function"] and form not in _NAMES for form, low in zip(forms, lower, strict=True)
    )
    auxiliary = flag(low in sets["auxiliary"] for low in lower)
    verb = flag(form[:1].islower() and is_verb(low) for form, low in zip(forms, lower, strict=True))
    closing = flag(low in sets["prepositions"] or low in sets["auxiliary"] for low in lower)
    return Classes(
        flag(form[:1].isupper() for form in forms),
        flag(low.endswith(("'s", "s'")) for low in lower),
        flag(form in names for form in forms),
        flag(form in names or form in first for form in forms),
        function,
        flag(low in sets["opener"] for low in lower),
        flag(low in sets["determiner"] for low in lower),
        auxiliary,
        verb,
        flag(low in sets["adverb"] or (len(low) > 4 and low.endswith("ly")) for low in lower),
        flag(low.rstrip(".") in ("jr", "sr") for low in lower),
        flag(form[:1].isdigit() for form in forms),
        closing | verb,
    )
