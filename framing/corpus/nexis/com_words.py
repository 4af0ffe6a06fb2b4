"""The words of nexis.com: what its labels mean, and how the line of a date is taken apart."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from framing.corpus import dates
from framing.corpus.dates import forms
from framing.corpus.dates.words import words as known_dates

__all__ = ["Dated", "Words", "dated", "label", "words"]

_YEAR = re.compile(r"(?<!\d)(?:1[789]|20)\d\d(?!\d)")
_SEASON = re.compile(
    r"(?:spring|summer|autumn|fall|winter|frühling|frühjahr|sommer|herbst|printemps|été|automne|hiver)\Z",
    re.IGNORECASE,
)
#: A longer line is a paragraph that begins with a date.
_WIDEST = 300
#: So many words of a line may be its date, its clock time and its zone.
_LONGEST = 12


class Words(NamedTuple):
    """What `com.toml` says.

    Attributes
    ----------
    columns : mapping of str to str
        Label to column.
    sure, likely, long : frozenset of str
        Columns: those that end an article wherever they stand, those that do among others, and those
        whose value may go on over blank lines.
    """

    columns: Mapping[str, str]
    sure: frozenset[str]
    likely: frozenset[str]
    long: frozenset[str]
    copyright: tuple[str, ...]
    error: tuple[str, ...]
    firms: frozenset[str]
    months: Mapping[str, str]
    weekdays: frozenset[str]


class Dated(NamedTuple):
    """When a line says that an article appeared, as `dates.parse` reads it, and what else it says."""

    published: str
    rest: str


@cache
def words() -> Words:
    """Return the words, read when first asked for."""
    raw = tomllib.loads((resources.files("framing.corpus.nexis") / "com.toml").read_text("utf8"))
    end, told = raw["end"], raw["words"]
    foreign = {name for names in raw["weekdays"].values() for name in names}
    return Words(
        {name: column for column, names in raw["columns"].items() for name in names},
        frozenset(end["sure"]),
        frozenset(end["likely"]),
        frozenset(end["long"]),
        tuple(told["copyright"]),
        tuple(told["error"]),
        frozenset(told["firms"]),
        {name: month for month, names in raw["months"].items() for name in names},
        frozenset(known_dates().weekdays) | foreign,
    )


def label(line: str) -> tuple[str, str, str] | None:
    """Return column, label and value of a line that opens with a label in capitals, or None.

    A label that isn't known has "" for its column.

    >>> label("LOAD-DATE: January 11, 2010"), label("LÄNGE: 306 Wörter")[:2]
    (('load_date', 'LOAD-DATE', 'January 11, 2010'), ('length', 'LÄNGE'))
    >>> label("WASHINGTON: They met.")[0], label("The ministers: who they are")
    ('', None)
    """
    name, colon, value = line.partition(":")
    if not colon or len(name) > 60 or not name.isupper():
        return None
    found = _named(name)
    if found is None or (not found[0] and value and not value[0].isspace()):
        return None
    return *found, value.strip()


@lru_cache(maxsize=2000)
def _named(written: str) -> tuple[str, str] | None:
    """Return column and name of what stands before a colon, where that may be a label."""
    name = " ".join(written.split())
    if not 1 < len(name) < 33 or not name[0].isalpha():
        return None
    if not all(sign.isalpha() or sign in " -'&/()" for sign in name):
        return None
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return words().columns.get(re.sub(r"[\s_-]+", "-", bare), ""), name


def dated(line: str) -> Dated | None:
    """Return the date that a line opens with, its clock time and zone, and what follows; None without a date.

    >>> dated("January 20, 2009 Tuesday 8:27 PM  AEST")
    Dated(published='January 20, 2009 8:27 PM AEST', rest='')
    >>> dated("December 19, 1991, Sunday, Late Edition - Final")
    Dated(published='December 19, 1991', rest='Late Edition - Final')
    >>> dated("Dienstag 10.Dezember 2019")
    Dated(published='10. dezember 2019', rest='')
    >>> dated("Winter 2009, Pg. 12"), dated("Talks go on")
    (Dated(published='Winter 2009', rest='Pg. 12'), None)
    """
    if len(line) > _WIDEST or not _YEAR.search(line[:80]):
        return None
    tokens = forms.plain(line).split()
    known = words()
    kept: list[str] = []
    places: list[int] = []
    for at, token in enumerate(tokens[:_LONGEST]):
        # "Freitag, den 3. März 2010" and "March 3, 2010 Friday": the date itself says the day.
        if _bare(token) in known.weekdays and (not kept or _YEAR.search(" ".join(kept))):
            continue
        kept.append(_english(token, known.months))
        places.append(at)
    for end in range(len(kept), 0, -1):
        text = " ".join(kept[:end]).strip(" ,;")
        if dates.parse(text):
            rest = tokens[places[end - 1] + 1 :]
            while rest and _bare(rest[0]) in known.weekdays:
                rest.pop(0)
            return Dated(text, " ".join(rest).strip(" ,;-"))
    return _month(tokens, known)


def _bare(token: str) -> str:
    return token.strip(",.;()").lower()


def _english(token: str, months: Mapping[str, str]) -> str:
    """Return a word of a date with a foreign month in English, and "10.Dezember" as two words."""
    day, dot, month = token.partition(".")
    if dot and day.isdigit() and month[:1].isalpha():
        return f"{day}. {_english(month, months).lower()}"
    bare = _bare(token)
    return token.lower().replace(bare, months[bare]) if bare in months and bare not in dates.MONTHS else token


def _month(tokens: list[str], known: Words) -> Dated | None:
    """Return the month or season of a journal, which is no day; the audit tells that it isn't one."""
    for at, token in enumerate(tokens[:4]):
        if not _YEAR.fullmatch(token.strip(",.;")):
            continue
        names = [name for part in tokens[:at] for name in re.split(r"[/-]", _bare(part)) if name]
        if names and all(
            name in dates.MONTHS or name in known.months or _SEASON.match(name) for name in names
        ):
            return Dated(" ".join(tokens[: at + 1]).strip(" ,;."), " ".join(tokens[at + 1 :]).strip(" ,;-"))
        return None
    return None
