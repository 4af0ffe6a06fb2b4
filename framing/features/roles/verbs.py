"""Classes of verbs and nouns for actions: cooperative, conflictual, and what makes an act merely possible."""

from __future__ import annotations

import re
from functools import cache

from framing.plugins import toml, word_lists

_PACKAGE = "framing.features.roles"
KINDS = ("cooperative", "conflictual")
#: One syllable that ends in one consonant, which would be doubled: finned, hopping.
_SHORT = re.compile(r"(?:[^aeiou]*|qu)[aeiouy][^aeiouwxy]")
_ENDINGS = re.compile(r"(?:ed|ing)$")


@cache
def _verbs() -> dict[str, str]:
    listed = toml(_PACKAGE, "verbs")["verbs"]
    return {
        " ".join(verb.split()): kind for kind in KINDS for verb in listed[kind].split(",") if verb.strip()
    }


def lists(section: str) -> dict[str, frozenset[str]]:
    """Return word lists by name.

    "light": verbs that say little by themselves, the nouns that do, by class, and prepositions. "modality":
    words that tell how far an act is said to have happened. "headlines": verbs whose object can't be left
    out, and words behind which they are other verbs. "moving": verbs of moving, by lemma.
    """
    found: dict[str, frozenset[str]] = word_lists(_PACKAGE, "verbs")[section]
    return found


@cache
def _seats() -> frozenset[str]:
    countries = toml("framing.text.voices.speakers", "places").values()
    split = [
        [[one.strip() for one in places.get(name, "").split("|")] for name in ("places", "names")]
        for places in countries
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
    return verb in lists("prepositions").get(preposition, ()) or f"{verb} {preposition}" in _verbs()


def kind_of(action: str, noun: str = "") -> str:
    """Return the class of an action: of a light verb's noun, else of the verb with its particle, or alone.

    >>> kind_of("meet with"), kind_of("impose", "tariff"), kind_of("say")
    ('cooperative', 'conflictual', 'other')
    >>> kind_of("lift", "ban"), kind_of("cancel", "talk")
    ('cooperative', 'conflictual')
    >>> kind_of("end", "visit"), kind_of("break", "talk"), kind_of("cut", "tie")
    ('other', 'conflictual', 'conflictual')
    """
    verb, light = action.split(" ", 1)[0], lists("light")
    if verb in light["finishing"] and noun in light["passing"]:
        return "other"
    if verb in light["severing"] and noun in light["bonds"]:
        return "conflictual"
    for kind, other in (KINDS, KINDS[::-1]):
        if noun in light[kind]:
            if verb in light["verbs"]:
                return kind
            if verb in light["ending"]:
                return other
    return _verbs().get(action) or _verbs().get(verb, "other")
