"""What a number counts, told by the words around it; no figure is read here."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from framing.features.items.runs import ordinary
from framing.features.items.tables import words
from framing.text.voices.speakers.lexicon import lexicon, plural

__all__ = ["aged", "head", "named", "noun", "plural_of", "singular"]


@lru_cache(1 << 12)
def plural_of(noun: str) -> str:
    """Return the plural of a counted noun; "people" is one."""
    return noun if noun in words("counted", "irregular") else plural(noun)


@lru_cache(1 << 12)
def singular(noun: str) -> str:
    """Return the singular of a counted noun.

    >>> singular("deals"), singular("countries"), singular("women"), singular("people"), singular("boxes")
    ('deal', 'country', 'woman', 'people', 'box')
    """
    if noun.endswith("men") and noun in words("counted", "irregular"):
        return f"{noun[:-3]}man"
    if noun == "children":
        return "child"
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "ches", "shes", "xes", "zes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


_BEFORE_AGE = re.compile(r"[A-Z][\w’'.-]+, $")
_BEHIND_AGE = re.compile(r"[,.]| ?[—–―]")


def aged(text: str, begin: int, end: int) -> bool:
    """Whether a number tells how old somebody is: "Ana Ruiz, 44, left"."""
    before = text[max(0, begin - 24) : begin]
    return bool(_BEFORE_AGE.search(before) and _BEHIND_AGE.match(text, end))


_NAMED = re.compile(r"(?<![.!?:”\"] )\b[A-Z][\w.’']*[ -]$")


def named(text: str, begin: int) -> bool:
    """Whether a capitalised word before figures makes them part of its name: Boeing 737."""
    before = text[max(0, begin - 20) : begin]
    match = _NAMED.search(before)
    if match is None:
        return False
    word = match.group().strip(" -")
    return not (
        word in _OPENING or (match.start() == 0 and begin <= 20) or "\n" in before[: match.start()][-2:]
    )


_OPENING = frozenset(
    "The A An In On At By For From With About Over Under Nearly Almost Some All Only More Another And But "
    "Least".split()
)
_WORD = re.compile(r"\s(?:of\s(?:the\s|its\s|his\s|their\s)?)?(?P<word>[A-Za-z][\w’'.-]*)")
_PLURAL = re.compile(r"[a-z][a-z-]*[^\W\d_aiosu]s$|[a-z-]*[aeou]es$|[a-z-]+(?:os|as)$")


@cache
def _stops() -> frozenset[str]:
    known = lexicon().words
    return (
        known["preposition"]
        | known["verb"]
        | known["determiner"]
        | words("counted", "never")
        | frozenset(
            "and or but who which that when where while than then it he she they we you i not".split()
        )
    ) - {"of"}


def noun(text: str, end: int) -> str | None:
    """Return the noun, in the singular, that a number counts: the first plural within four words."""
    irregular = words("counted", "irregular")
    for _ in range(4):
        match = _WORD.match(text, end)
        if match is None:
            return None
        word = match["word"].rstrip(".")
        low = word.lower()
        if word == low and low in _stops():
            return None
        if (word == low or low in ordinary()) and (low in irregular or (_PLURAL.match(low) and len(low) > 2)):
            return singular(low)
        if match["word"] != word:
            return None
        end = match.end()
    return None


def head(text: str, end: int) -> str | None:
    """Return the word behind an ordinal, where it is one in small letters."""
    match = _WORD.match(text, end)
    if match is None or " of " in match.group():
        return None
    word = match["word"].rstrip(".,")
    return word if word.islower() and word not in _stops() and len(word) > 2 else None
