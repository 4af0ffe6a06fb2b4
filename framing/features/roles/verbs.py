"""Classes of verbs and nouns for actions: cooperative, conflictual, and what makes an act merely possible."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["kind_of", "light", "modal_words", "takes"]

KINDS = ("cooperative", "conflictual")


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
    """
    verb = action.split(" ", 1)[0]
    for kind, other in (KINDS, KINDS[::-1]):
        if noun in light()[kind]:
            if verb in light()["verbs"]:
                return kind
            if verb in light()["ending"]:
                return other
    return _verbs().get(action) or _verbs().get(verb, "other")
