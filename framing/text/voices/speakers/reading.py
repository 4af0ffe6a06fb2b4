"""What one source phrase says by itself: who or what it names, and what it tells of kind and country.

A phrase is read once, whatever article it stands in; what other phrases or the
article tell is no matter here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from framing.text.voices.speakers.lexicon import lexicon, plain
from framing.text.voices.speakers.nouns import noun_phrase, with_apposition
from framing.text.voices.speakers.tagging import PRONOUNS, Item, tag, unknown

__all__ = ["Reading", "nameless", "read"]


class Reading(NamedTuple):
    """A source phrase, understood.

    Attributes
    ----------
    begin, end : int
        The noun phrase within what was given.
    kind : str
        person (named), role (one unnamed), group, body, medium, document, anonymous, pronoun, thing, share
        (of the people asked) or none.
    name : tuple of str
        Words of a person's name.
    key : str
        The phrase without its article, or the name of a body or medium.
    type, country : str, optional
    roles : frozenset of str
        Offices it names.
    bodies : frozenset of str
        Organisations it names, plain.
    gender : str, optional
    definite : bool
        It begins with "the" or a possessive, or has no article.
    outlet : str, optional
        Key of a medium.
    """

    begin: int
    end: int
    kind: str
    name: tuple[str, ...] = ()
    key: str | None = None
    type: str | None = None
    country: str | None = None
    roles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    gender: str | None = None
    definite: bool = True
    outlet: str | None = None


NOTHING = Reading(0, 0, "none")
_PLAIN = re.compile(r"[A-Z][a-z][\w’'-]*(?: [A-Z][a-z][\w’'-]*){0,2}")
_SOME = re.compile(
    r"(?:an? (?:\w+ )?(?:number|group|handful|couple|host|series|pair|lot|dozen) of|(?:dozens|hundreds) of"
    r"|(?:thousands|scores|some|many|most|several|both|all|one|two|three|four|five|few) of) (?:the )?",
    re.I,
)
#: Written like pronouns, and names nevertheless.
_NAMES = frozenset(("US", "U.S.", "IT", "WHO"))
#: Some of many, nobody, a turn's letter, what is left of a cut phrase.
_NAMELESS = re.compile(
    r"(?:(?:the|an?|every|each) )?(?:nobody|none|no one|any(?:one|body)|every(?:one|body)|some(?:one|body)?"
    r"|many|most|one|two|three|few|several|both|all|others?|another|first|second|third|fourth|former|latter|own"
    r"|than|q|a|[a-z]+['’](?:ve|m|re|ll|d)|let['’]s|[dri]-[a-z]+\.?|[a-z]\.)",
    re.I,
)
_SHARE = re.compile(
    r"(?:[\w.,-]+ ){0,3}(?:[Hh]alf|thirds?|quarters?|percent"
    r"|(?:[Mm]ajority|[Pp]lurality|percentage|proportion|share)(?= of)"
    r"|per cent|\d+ ?%)(?: of)?(?!\w)",
)


def nameless(phrase: str) -> bool:
    """Whether a phrase says so little that two of them need not be one speaker.

    >>> nameless("The second"), nameless("some"), nameless("Some farmers")
    (True, True, False)
    """
    return _NAMELESS.fullmatch(phrase) is not None


@lru_cache(maxsize=1 << 15)
def read(phrase: str) -> Reading:
    """Read a source phrase.

    >>> found = read("Canadian Prime Minister Ana Ruiz")
    >>> found.name, found.type, found.country
    (('Ana', 'Ruiz'), 'official', 'CA')
    >>> read("Two officials, who").key, read("on Thursday").kind
    ('Two officials', 'none')
    """
    words = lexicon().words
    alone = PRONOUNS.get(plain(phrase))
    if alone and phrase not in _NAMES:
        return Reading(0, len(phrase), "pronoun", gender=alone)
    if _PLAIN.fullmatch(phrase):
        name = tuple(phrase.split(" "))
        if all(map(unknown, name)):
            return Reading(0, len(phrase), "person", name, phrase)
    items = _trimmed(tag(phrase), phrase)
    if not items:
        return NOTHING
    begin, end = items[0].begin, items[-1].end
    if len(items) == 1 and items[0].kind in (
        "word",
        "pronoun",
        "cap",
        "preposition",
        "opening",
        "determiner",
    ):
        alone = PRONOUNS.get(plain(items[0].text))
        if alone and items[0].text not in _NAMES:
            return Reading(begin, end, "pronoun", gender=alone)
    if items[0].kind == "pronoun" and len(items) > 1 and plain(items[0].text) not in _POSSESSIVES:
        return Reading(begin, items[0].end, "pronoun", gender=PRONOUNS[plain(items[0].text)])
    some = _SOME.match(phrase, begin)
    if some and some.end() < end:
        inner = read(phrase[some.end() : end])
        if inner.kind in ("group", "body", "role", "person"):
            named = phrase[begin:end].removeprefix("A ").removeprefix("a ")
            return inner._replace(begin=begin, end=end, kind="group", key=named, name=(), definite=False)
    whole = phrase[begin:end]
    share = _SHARE.match(whole)
    if share:
        country = next((i.entry.country for i in items if i.entry and i.entry.country), None)
        return Reading(begin, end, "share", type="citizen", country=country)
    head, rest = _parted(items)
    if not head:
        return NOTHING
    if head[0].kind == "preposition" or head[0].text.lower() in words["opening"]:
        head = _behind_opening(head)
        if not head:
            return NOTHING
        begin = head[0].begin
    found = noun_phrase(head, phrase)
    if rest:
        found = with_apposition(found, head, rest, phrase)
    if found.kind == "none":
        return NOTHING
    kind, type_ = found.kind, found.type
    if kind in _MAY_BE_ANONYMOUS and _anonymous(whole.lower()):
        kind = type_ = "anonymous"
    key = found.key
    if (
        kind == "thing"
        and items[0].kind not in ("determiner", "number")
        and head[0].text.lower() in words["never"]
    ):
        return NOTHING
    return Reading(
        begin, end, kind, found.name, key, type_, found.country, found.roles, found.bodies, found.gender,
        found.definite, found.outlet,
    )  # fmt: skip


_MAY_BE_ANONYMOUS = frozenset(("role", "group", "body", "thing", "anonymous"))


def _anonymous(whole: str) -> bool:
    return any(mark in whole for mark in lexicon().anonymous)


def _trimmed(items: list[Item], phrase: str) -> list[Item]:
    """Drop what stands before and behind the noun phrase."""
    words = lexicon().words
    for _ in range(6):
        if not items:
            return items
        first = items[0]
        low = first.text.lower()
        if first.kind in ("comma", "paren", "close") or (
            len(items) > 1
            and low in words["leading"]
            and (items[1].kind != "comma" or low in ("that", "and", "but"))
            and not _opens(items)
        ):
            items = items[1:]
        elif _opens(items):
            comma = next((k for k, item in enumerate(items) if item.kind == "comma" and k), None)
            if comma is None:
                break
            items = items[comma + 1 :]
        else:
            break
    relative = False
    for k, item in enumerate(items):
        if item.kind == "relative":
            relative = True
        elif item.kind == "comma":
            relative = False
        elif item.kind == "verb" and k and not relative and items[k - 1].kind not in ("determiner", "comma"):
            items = items[:k]
            break
    while (
        items
        and items[-1].kind in ("comma", "paren", "relative", "preposition", "verb", "opening", "word")
        and (
            items[-1].kind in ("comma", "paren", "relative", "preposition") or items[-1].text.lower() in _TAIL
        )
    ):
        items = items[:-1]
    if len(items) > 1 and _verbal(items[-1], items[-2]):
        items = items[:-1]
    if len(items) == 1 and items[0].text.lower() in words["never"] and plain(items[0].text) not in PRONOUNS:
        return []
    return items


_TAIL = frozenset(
    "also not and or but then later once still only even simply first never however has had have is was to "
    "did does too that when while as".split()
)
_POSSESSIVES = frozenset("his her their its our my your whose".split())


def _verbal(item: Item, before: Item) -> bool:
    """Whether a last word behind a name is the sentence's verb, cut off with it."""
    behind = before.kind == "cap" and not before.possessive
    return behind and item.kind == "word" and item.text.islower() and item.text.endswith(("s", "ed"))


def _behind_opening(items: list[Item]) -> list[Item]:
    """Return what stands behind an adverbial that no comma closes: "On May 3 a spokesman"."""
    for k in range(len(items) - 1, 0, -1):
        if items[k].kind == "determiner" and items[k - 1].kind not in ("preposition", "opening"):
            return items[k:]
    last = len(items)
    while last > 1 and items[last - 1].kind == "cap":
        last -= 1
    plain_before = items[last - 1].kind == "word" or (
        items[last - 1].entry and items[last - 1].text.islower()
    )
    return items[last:] if last < len(items) and plain_before else []


def _opens(items: list[Item]) -> bool:
    """Whether a phrase begins with an adverbial that a comma closes."""
    first = items[0]
    if not any(item.kind == "comma" for item in items[1:]):
        return False
    low = first.text.lower()
    return (
        low in lexicon().words["opening"]
        or low in lexicon().words["preposition"]
        or (
            first.kind in ("word", "cap")
            and low.endswith(("ly", "ing"))
            and len(low) > 4
            and (len(items) > 1 and items[1].kind in ("comma", "preposition", "determiner", "word"))
        )
    )


def _parted(items: list[Item]) -> tuple[list[Item], list[list[Item]]]:
    """Part a phrase at commas, brackets and relative pronouns: what it names, and what is said beside it."""
    parts: list[list[Item]] = [[]]
    for item in items:
        if item.kind in ("comma", "paren", "relative", "close"):
            if item.kind == "relative":
                parts.append([])
                break
            parts.append([])
        else:
            parts[-1].append(item)
    parts = [part for part in parts if part]
    return (parts[0], parts[1:]) if parts else ([], [])
