"""Classes of verbs and nouns for actions: cooperative, conflictual, and what makes an act merely possible."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

KINDS = ("cooperative", "conflictual")
#: One syllable that ends in one consonant, which would be doubled: finned, hopping.
_SHORT = re.compile(r"(?:[^aeiou]*|qu)[aeiouy][^aeiouwxy]")
_ENDINGS = re.compile(r"(?:ed|ing)$")


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((resources.files("framing.features.roles") / "verbs.toml").read_text("utf8"))


@cache
def _verbs() -> dict[str, str]:
    return {
        " ".join(verb.split()): kind
        for kind in KINDS
        for verb in _raw()["verbs"][kind].split(",")
        if verb.strip()
    }


@cache
def light() -> dict[str, frozenset[str]]:
    """Return verbs that say little by themselves, the nouns that do, by class, and prepositions."""
    return {name: frozenset(words.split()) for name, words in _raw()["light"].items()}


@cache
def modal_words() -> dict[str, frozenset[str]]:
    """Return the words that tell how far an act is said to have happened, by kind."""
    return {name: frozenset(words.split()) for name, words in _raw()["modality"].items()}


@cache
def headlines() -> dict[str, frozenset[str]]:
    """Return verbs whose object can't be left out, and words behind which they are other verbs."""
    return {name: frozenset(words.split()) for name, words in _raw()["headlines"].items()}


@cache
def moving() -> frozenset[str]:
    """Return verbs of moving, by lemma."""
    return frozenset(_raw()["moving"]["verbs"].split())


@cache
def _seats() -> frozenset[str]:
    folder = resources.files("framing.text.voices.speakers")
    countries = tomllib.loads((folder / "places.toml").read_text("utf8")).values()
    split = [
        [[one.strip() for one in lists.get(name, "").split("|")] for name in ("places", "names")]
        for lists in countries
    ]
    return frozenset(places[0] for places, names in split if places[0] and places[0] not in names)


def is_seat(written: str) -> bool:
    """Whether words are the name of a city that stands for a government.

    >>> is_seat("Beijing"), is_seat("China"), is_seat("Toronto")
    (True, False, False)
    """
    return written in _seats()


def lemma_of(form: str, lemma: str) -> str:
    """Return the lemma of a verb, with the e that a short one lost: fined is of fine, finned of fin.

    >>> lemma_of("fined", "fin"), lemma_of("hoping", "hop"), lemma_of("planned", "plan")
    ('fine', 'hope', 'plan')
    """
    form, lemma = form.lower(), lemma.lower()
    bare = _ENDINGS.sub("", form)
    if bare != form and bare == lemma and _SHORT.fullmatch(bare) and bare not in ("bus", "gas"):
        return f"{lemma}e"
    return lemma


def takes(verb: str, preposition: str) -> bool:
    """Whether whom a verb's act is done to stands behind a preposition: met with, called on, not said on.

    >>> takes("meet", "with"), takes("call", "on"), takes("say", "on")
    (True, True, False)
    """
    lists: dict[str, str] = _raw()["prepositions"]
    return verb in lists.get(preposition, "").split() or f"{verb} {preposition}" in _verbs()


def kind_of(action: str, noun: str = "") -> str:
    """Return the class of an action: of a light verb's noun, else of the verb with its particle, or alone.

    >>> kind_of("meet with"), kind_of("impose", "tariff"), kind_of("say")
    ('cooperative', 'conflictual', 'other')
    >>> kind_of("lift", "ban"), kind_of("cancel", "talk")
    ('cooperative', 'conflictual')
    >>> kind_of("end", "visit"), kind_of("break", "talk"), kind_of("cut", "tie")
    ('other', 'conflictual', 'conflictual')
    """
    verb, lists = action.split(" ", 1)[0], light()
    if verb in lists["finishing"] and noun in lists["passing"]:
        return "other"
    if verb in lists["severing"] and noun in lists["bonds"]:
        return "conflictual"
    for kind, other in (KINDS, KINDS[::-1]):
        if noun in lists[kind]:
            if verb in lists["verbs"]:
                return kind
            if verb in lists["ending"]:
                return other
    return _verbs().get(action) or _verbs().get(verb, "other")
