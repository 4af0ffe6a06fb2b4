"""Referents and the names they go by: read from a shipped set, a file, a table or a mapping, and checked.

What is looked for is decided here; where it stands, in `finding`. Nothing here reads an article.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from framing.errors import FramingError, brief, check_choice, refuse_unknown, unknown
from framing.plugins import files, parse_toml, word_lists
from framing.text.tokens import Tokens, fold
from framing.text.voices.speakers.lexicon import lexicon, plural, seats

# Kinds of words by their form alone, asked once for each distinct one: what may stand beside a name.


class Classes(NamedTuple):
    """Flags by form.

    `capital` begins with one; `possessive` ends in 's; `given` is a given name; `function` is a closed-class
    word; `auxiliary` stands before a verb; `verb` is known as one or has its ending; `suffix` is the Jr. of a
    name; `figure` begins with a digit; `closing` can't be a noun behind a name.
    """

    capital: np.ndarray
    possessive: np.ndarray
    given: np.ndarray
    function: np.ndarray
    auxiliary: np.ndarray
    verb: np.ndarray
    suffix: np.ndarray
    figure: np.ndarray
    closing: np.ndarray


@cache
def _sets() -> dict[str, frozenset[str]]:
    listed, words = word_lists("framing.features.naming", "words"), lexicon().words
    determiners, joining = words["determiner"], listed["prepositions"] | listed["conjunctions"]
    closed = joining | listed["pronouns"] | listed["auxiliaries"] | listed["adverbs"]
    return listed | {
        "function": closed | determiners | words["never"],
        "verb": listed["irregular"] | {verb for verb in words["verb"] if " " not in verb},
        "closing": joining | listed["auxiliaries"],
    }


#: Words by which the seat of a government is told to be a place.
SEAT: dict[str, frozenset[str]] = word_lists("framing.features.naming", "words")["seat"]


def is_verb(word: str) -> bool:
    """Whether a word, in lower case, is known as a verb or has the ending of its past."""
    past = len(word) > 3 and word.endswith("ed") and "-" not in word
    return word in _sets()["verb"] or (past and word not in _sets()["not_verbs"])


@lru_cache(1 << 16)
def _classes_of(form: str) -> tuple[bool, ...]:
    """Return the kinds of a word, in the order of `Classes`."""
    words, sets = lexicon(), _sets()
    low = re.sub("[’‘]", "'", form.lower())
    verb = form[:1].islower() and is_verb(low)
    return (
        form[:1].isupper(),
        low.endswith(("'s", "s'")),
        form in words.male or form in words.female,
        # May, Will and March with a capital are somebody's names as often as not.
        low in sets["function"] and form not in sets["names"],
        low in sets["auxiliaries"],
        verb,
        low.rstrip(".") in ("jr", "sr"),
        form[:1].isdigit(),
        verb or low in sets["closing"],
    )


def classes(tokens: Tokens) -> Classes:
    """Return the kinds of all distinct words of some tokens."""
    found = [_classes_of(form) for form in tokens.forms.to_pylist()]
    return Classes(*np.array(found, bool).reshape(-1, len(Classes._fields)).T.copy())


#: How referents can be given.
Given: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any] | pd.DataFrame | Referents"

_KEYS = ("aliases", "descriptions", "roles", "country", "exclude")
_SETS = "framing.features.referents"
_EXAMPLE = '{"Ruiz": ["Ruiz"]}'


@dataclass(frozen=True)
class Alias:
    """One way to write a referent.

    `kind` is "name"; "described" (counts where its bearer is named in the article); "title" (the same,
    and before the bearer's name a part of it); or "bare" (only before the name).
    """

    written: str
    form: str
    referent: int
    kind: str


@dataclass(frozen=True)
class Referents:
    """Who and what is looked for, checked.

    Attributes
    ----------
    names : tuple of str
    aliases : tuple of Alias
    exclude : tuple of (str, int)
        Expressions in which no mention of a referent counts.
    countries : tuple of str or None
        The country of each referent, where it has one.
    """

    names: tuple[str, ...]
    aliases: tuple[Alias, ...]
    exclude: tuple[tuple[str, int], ...]
    countries: tuple[str | None, ...] = ()


def shipped() -> tuple[str, ...]:
    """Return the names of the sets that come with the package.

    >>> "visits" in shipped()
    True
    """
    return tuple(files(_SETS))


def referents(given: Given) -> Referents:
    """Read and check referents.

    Parameters
    ----------
    given : str, path, mapping, pandas.DataFrame or Referents
        The name of a shipped set; a TOML, CSV or TSV file; ``{referent: {"aliases": [...], "exclude":
        [...]}}``; or a table with `referent`, `phrase` and, if it is no plain alias, its `kind`.

    Raises
    ------
    FramingError
        There is no such set or file, a referent has no alias, an alias stands under two, or a key is unknown.

    Examples
    --------
    >>> found = referents({"Taiwan": {"aliases": ["Taiwan"], "descriptions": ["the island"]}})
    >>> [(alias.form, alias.kind) for alias in found.aliases]
    [('Taiwan', 'name'), ('the island', 'described')]
    """
    if isinstance(given, Referents):
        return given
    if isinstance(given, pd.DataFrame):
        return _made(_of_table(given, "referents"), "referents")
    if isinstance(given, Mapping):
        return _made(given, "referents")
    if not isinstance(given, (str, os.PathLike)):
        raise FramingError(
            f"referents: {brief(given)} is no set; give the name of one, a file, a table or a mapping, as "
            f"{_EXAMPLE}"
        )
    path, name = Path(given), os.fspath(given)
    is_path = name.lower().endswith((".toml", ".csv", ".tsv")) or "/" in name or os.sep in name
    if isinstance(given, str) and not is_path:
        sets = files(_SETS)
        if name not in sets:
            raise FramingError(f"{unknown('referents', name, sets)}; or names of your own, as {_EXAMPLE}")
        return _made(_of_toml(sets[name].read_text("utf8"), name), name)
    try:
        if path.suffix.lower() in (".csv", ".tsv"):
            table = pd.read_csv(path, sep=None, engine="python", dtype="str", encoding="utf-8-sig")
            return _made(_of_table(table, name), name)
        return _made(_of_toml(path.read_text("utf-8-sig"), name), name)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        said = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise FramingError(f"referents: {name} can't be read ({said}); give a TOML or CSV file") from None


def with_seats(wanted: Referents) -> Referents:
    """Return referents with the seats of government of those that are countries: Ottawa of Canada.

    Not of a country whose seat is an alias in the set already.

    >>> [alias.written for alias in with_seats(referents({"Canada": ["Canada"]})).aliases]
    ['Canada', 'Ottawa']
    """
    taken = {alias.written.removeprefix("the ") for alias in wanted.aliases}
    names = {
        " ".join(spelt): entry.country
        for entries in lexicon().phrases.values()
        for _, spelt, entry in entries
        if spelt and (entry.kind, entry.type) == ("place", "official") and " ".join(spelt) not in seats()
    }
    countries: dict[str, int] = {}
    for alias in wanted.aliases:
        if alias.kind == "name" and (code := names.get(alias.written)):
            countries.setdefault(code, alias.referent)
    told = {code for seat, code in seats().items() if seat in taken}
    more = [
        Alias(seat, seat, countries[code], "name")
        for seat, code in seats().items()
        if code in countries and code not in told
    ]
    return replace(wanted, aliases=(*wanted.aliases, *more))


def _of_toml(text: str, where: str) -> Mapping[str, Any]:
    raw = parse_toml(text, f"referents: {where}")
    for name in ("referents", "targets"):
        # Somebody may be called so: then it has keys of its own below it.
        if isinstance(listed := raw.get(name), dict) and not (set(listed) & set(_KEYS)):
            return listed
    return raw


def _of_table(table: pd.DataFrame, where: str) -> Mapping[str, Any]:
    """Return the rows by referent; a description is told by its `kind`."""
    for column in ("referent", "phrase"):
        if column not in table.columns:
            raise FramingError(
                f"{where}: column {column!r} is missing; a table of referents needs 'referent' and 'phrase'"
            )
    found: dict[str, dict[str, list[str]]] = {}
    kinds = table["kind"] if "kind" in table.columns else pd.Series("", index=table.index)
    for name, phrase, kind in zip(table["referent"], table["phrase"], kinds, strict=True):
        if not isinstance(name, str) or not name.strip() or not isinstance(phrase, str):
            raise FramingError(f"{where}: phrase {brief(phrase)} has no referent; name one beside it")
        key = {"description": "descriptions", "exclude": "exclude", "title": "roles"}.get(
            str(kind), "aliases"
        )
        found.setdefault(name.strip(), {}).setdefault(key, []).append(phrase)
    return found


def _made(raw: Mapping[str, Any], where: str) -> Referents:
    if not raw:
        raise FramingError(f"referents: {where} holds none; give at least one, with its aliases")
    aliases: list[Alias] = []
    exclude: list[tuple[str, int]] = []
    countries: list[str | None] = []
    for number, (name, value) in enumerate(raw.items()):
        if not isinstance(name, str):
            raise FramingError(
                f"referents: the name {brief(name)} is no text; write it in quotation marks, as {_EXAMPLE}"
            )
        if not name.strip():
            raise FramingError(f"referents: {where} has a referent without a name; name it")
        spec = value if isinstance(value, Mapping) else {"aliases": value}
        refuse_unknown(spec, _KEYS, f"referents: {name}")
        mine = list(_aliases(str(name), number, spec))
        if not mine:
            raise FramingError(f"referents: {str(name)!r} has no alias; give a word that it is called by")
        aliases.extend(mine)
        countries.append(spec.get("country"))
        exclude.extend((phrase, number) for phrase, _ in _written(str(name), "exclude", spec))
    names = tuple(str(name) for name in raw)
    owner: dict[tuple[str, ...], Alias] = {}
    for alias in aliases:
        key = tuple(fold(word) for word in alias.written.replace(",", " ").split())
        other = owner.setdefault(key, alias)
        if other.referent != alias.referent and "name" in (other.kind, alias.kind):
            raise FramingError(
                f"referents: alias {alias.written!r} stands under {names[other.referent]!r} and "
                f"{names[alias.referent]!r}; give it to one, or put it among the descriptions of both"
            )
    return Referents(names, tuple(dict.fromkeys(aliases)), tuple(exclude), tuple(countries))


def _aliases(name: str, number: int, spec: Mapping[str, Any]) -> Iterator[Alias]:
    for written, form in _written(name, "aliases", spec):
        yield Alias(written, form, number, "name")
    for written, form in _written(name, "descriptions", spec):
        yield Alias(written, form, number, "described")
    adjectives, places = _of_country(name, spec.get("country"))
    for role, form in _written(name, "roles", spec):
        yield Alias(role, form, number, "bare")
        for before in ("the", "its", "our", "their"):
            yield Alias(f"{before} {role}", f"{before} {form}", number, "described")
        for before in ("the two", "both"):
            yield Alias(f"{before} {plural(role)}", f"{before} {plural(form)}", number, "described")
        for adjective in adjectives:
            for before in ("", "the "):
                yield Alias(f"{before}{adjective} {role}", f"the {adjective} {form}", number, "title")
        for place in places:
            yield Alias(f"{place}'s {role}", f"{place}'s {form}", number, "title")
            yield Alias(f"{place} {role}", f"{place}'s {form}", number, "title")
            for article in ("the ", ""):
                yield Alias(f"{role} of {article}{place}", f"the {form} of {place}", number, "described")
                yield Alias(f"the {role} of {article}{place}", f"the {form} of {place}", number, "described")


def _written(name: str, key: str, spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is written and the form it counts as: several spellings may stand under one form."""
    listed = spec.get(key, ())
    if isinstance(listed, str) or not isinstance(listed, Sequence):
        raise FramingError(
            f"referents: {key} of {name!r} should be a list, as ['Taiwan'], and is {brief(listed)}"
        )
    for entry in listed:
        if isinstance(entry, str):
            form, spellings = entry, [entry]
        elif isinstance(entry, Mapping) and set(entry) == {"form", "spellings"}:
            form, spellings = str(entry["form"]), list(entry["spellings"])
        else:
            raise FramingError(
                f"referents: {key} of {name!r} holds {brief(entry)}; give words, or form and spellings"
            )
        for written in spellings:
            if not isinstance(written, str) or not any(char.isalnum() for char in written):
                raise FramingError(f"referents: {key} of {name!r} holds {brief(written)}, which has no word")
            yield " ".join(written.split()), " ".join(form.split())


@cache
def _of_country(name: str, country: object) -> tuple[list[str], list[str]]:
    """Return the adjectives and the names of a country, as speakers' places are known by them."""
    if country is None:
        return [], []
    every = [(spelt, entry) for entries in lexicon().phrases.values() for _, spelt, entry in entries]
    countries = {entry.country for _, entry in every if entry.country}
    check_choice("country", country, countries, where=f"referents: {name}")
    mine = [(" ".join(spelt), entry) for spelt, entry in every if spelt and entry.country == country]
    seats = [word for word, entry in mine if entry.kind == "place" and entry.type == "official"]
    others = {word[:4] for word, entry in mine if entry.kind == "place" and entry.type != "official"}
    # "Canadian", not "Albertan": what its provinces' people are called says nothing of a country's minister.
    people = [word for word, entry in mine if entry.kind == "people" and not word.endswith("s")]
    adjectives = [word for word in people if word[:4] not in others]
    return [*adjectives, "US"] if country == "US" else adjectives, seats
