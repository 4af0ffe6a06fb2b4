"""What words tell of a speaker by themselves: roles, bodies, places, media, names; no phrase is read here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from framing.corpus.outlets import book

__all__ = ["Entry", "Lexicon", "lexicon", "plain"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word or phrase tells.

    Attributes
    ----------
    kind : str
        role (one person), group (several), body (the noun of an organisation), named (an organisation's own
        name), medium, place, people (an adjective or noun of a nation), document, figures, anonymous or
        honorific.
    type : str, optional
        Type of speaker.
    country : str, optional
    head : str
        The office without its shades: all spokeswomen are spokespersons.
    open : bool
        A role whose type follows the organisation beside it.
    gender : str, optional
        "m" or "f".
    outlet : str, optional
        Key of a medium that is one of our outlets.
    """

    kind: str
    type: str | None = None
    country: str | None = None
    head: str = ""
    open: bool = False
    gender: str | None = None
    outlet: str | None = None


@dataclass(frozen=True)
class Lexicon:
    """Everything known, ready for look-up.

    Attributes
    ----------
    phrases : dict
        First word, plain, to phrases that begin with it, longest first: plain words, exact spelling where it
        counts, entry.
    words : dict of str to frozenset of str
        Function words by use.
    same : dict of str to frozenset of str
        An office to the offices that may be called so too.
    """

    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...] | None, Entry], ...]]
    words: dict[str, frozenset[str]]
    same: dict[str, frozenset[str]]
    anonymous: tuple[str, ...]
    male: frozenset[str]
    female: frozenset[str]
    chinese: frozenset[str]
    family_first: frozenset[str]
    known: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def plain(word: str) -> str:
    """Return a word as it is looked up: lower case, no dots, straight apostrophe."""
    return word.lower().replace(".", "").replace("’", "'")


@cache
def lexicon() -> Lexicon:
    """Return what is shipped, read once."""
    roles, places, people = (_toml(name) for name in ("roles", "places", "people"))
    found: dict[str, dict[tuple[tuple[str, ...], bool], tuple[tuple[str, ...] | None, Entry]]] = {}
    # What comes later wins where two lists have the same words.
    for phrase, cased, entry in (*_outlets(), *_places(places), *_roles(roles)):
        spelt = tuple(phrase.split())
        words = tuple(plain(word) for word in spelt)
        slot = found.setdefault(words[0], {})
        if (words, cased) not in slot or entry.kind != "medium":
            slot[words, cased] = (tuple(w.replace(".", "") for w in spelt) if cased else None, entry)
    phrases = {
        first: tuple(
            (words, spelt, entry)
            for (words, _), (spelt, entry) in sorted(slot.items(), key=lambda x: (-len(x[0][0]), not x[0][1]))
        )
        for first, slot in found.items()
    }
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    first_names = {w for name in people["family_first"].values() for w in name.split()}
    for country, listed in people["known"].items():
        for name in _split(listed):
            tokens = tuple(name.split())
            family = (
                tokens[0] if tokens[0] in first_names and country in ("CN", "KR", "KP", "TW") else tokens[-1]
            )
            known.setdefault(family, []).append((tokens, country))
    same = {head: frozenset(_split(listed)) for head, listed in roles["same"].items()}
    return Lexicon(
        phrases,
        {use: frozenset(_split(listed)) for use, listed in roles["word"].items()},
        same,
        tuple(roles["anonymous"]["phrases"].split("|")),
        frozenset(people["given"]["male"].split()),
        frozenset(people["given"]["female"].split()),
        frozenset(people["family_first"]["chinese"].split()),
        frozenset(people["family_first"]["other"].split()),
        {family: tuple(names) for family, names in known.items()},
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / f"{name}.toml").read_text("utf8"))


def _split(listed: str) -> list[str]:
    return [entry.strip() for entry in listed.split("|") if entry.strip()]


_Row = tuple[str, bool, Entry]


def _roles(raw: dict[str, Any]) -> Iterator[_Row]:
    gender = {
        word: mark for mark, use in (("m", "male"), ("f", "female")) for word in _split(raw["gendered"][use])
    }
    of = {word: country for country, listed in raw["role"]["of"].items() for word in _split(listed)}
    for is_open, table in ((False, raw["role"]), (True, raw["role"]["open"])):
        for kind, listed in table.items():
            if isinstance(listed, str):
                for word in _split(listed):
                    bare = word.replace(".", "")
                    yield word, False, Entry("role", kind, of.get(word), bare, is_open, gender.get(word))
                    yield plural(word), False, Entry("group", kind, None, plural(word), is_open)
    for kind, listed in raw["body"].items():
        as_kind = kind if kind in ("document", "figures") else "body"
        for word in _split(listed):
            entry = Entry(as_kind, "document" if kind == "figures" else kind, None, word)
            yield word, False, entry
            if kind != "figures" and len(word) > 3:
                yield plural(word), False, Entry(entry.kind, entry.type, None, plural(word), True)
    for kind, listed in raw["group"].items():
        for word in _split(listed):
            yield word, False, Entry("group", kind, None, word)
    for word in _split(raw["anonymous"]["words"]):
        yield word, False, Entry("anonymous", "anonymous", None, word)
    lists = (*raw["role"].values(), *raw["role"]["open"].values())
    offices = {word for listed in lists if isinstance(listed, str) for word in _split(listed)}
    for use, listed in raw["honorific"].items():
        for word in _split(listed):
            mark = {"male": "m", "female": "f"}.get(use)
            kept = word in offices
            if not kept:
                yield word, False, Entry("honorific", None, None, word, False, mark)


def _places(raw: dict[str, Any]) -> Iterator[_Row]:
    for country, lists in raw.items():
        of = None if country == "XX" else country
        for kind, listed in lists.items():
            for name in _split(listed):
                if kind in ("names", "places"):
                    seat = kind == "names" or name == _split(lists["places"])[0]
                    yield name, True, Entry("place", "official" if seat else None, of)
                elif kind == "people":
                    yield name, True, Entry("people", "citizen", of)
                elif kind == "media":
                    key = book().resolve(name)
                    outlet = book().entries.get(key)
                    called, mine = (outlet.name, key) if outlet else (name, None)
                    yield name, True, Entry("medium", "media", of, called, False, None, mine)
                else:
                    yield name, True, Entry("named", kind, of, name)


def _outlets() -> Iterator[_Row]:
    shelf = book()
    for key, outlet in shelf.entries.items():
        entry = Entry("medium", "media", outlet.country, outlet.name, False, None, key)
        for name in (outlet.name, *outlet.aliases):
            name = name.removeprefix("The ").removeprefix("the ").strip()
            if name and name[0].isascii() and name[0].isupper() and "." not in name and "(" not in name:
                yield name, True, entry


def plural(word: str) -> str:
    """Return the plural of a phrase by its last word, or of its first where an "of" follows.

    >>> plural("spokeswoman"), plural("attorney general"), plural("secretary of state"), plural("agency")
    ('spokeswomen', 'attorneys general', 'secretaries of state', 'agencies')
    """
    words = word.split()
    at = len(words) - 1
    if len(words) > 1 and (
        words[1] in ("of", "at", "in") or (words[-1] == "general" and words[0] in _BEFORE_GENERAL)
    ):
        at = 0
    last = words[at]
    if last.endswith(("man", "woman")) and last != "human":
        last = last[:-2] + "en"
    elif last == "person" or last.endswith("person"):
        last = last[:-6] + ("people" if last == "person" else "persons")
    elif last == "child":
        last = "children"
    elif last.endswith(("s", "x", "ch", "sh")):
        last += "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    words[at] = last
    return " ".join(words)


_BEFORE_GENERAL: Iterable[str] = frozenset(
    "attorney solicitor surgeon inspector governor auditor consul director".split()
)
