"""Where referents are named in tokens: the longest alias wins, and a description goes to whom it fits.

Works on integers for a chunk of text at a time. Where each alias stands is told by `matching`, whom a
description means by `bearers`; what becomes of the mentions is the business of `mentions`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, check_articles, map_parts, metadata
from framing.features.cells import (
    PARTS,
    Cells,
    Voices,
    Way,
    cells,
    check_voices,
    detailed,
    gathered,
    taken,
    way_of,
)
from framing.features.matching import longest, phrase_places
from framing.features.naming.referents import SEAT, Alias, Classes, Given, Referents, classes, referents
from framing.features.statements.reading import dateline
from framing.schema import check, empty
from framing.text.overlap import shingles
from framing.text.tokens import Tokens, split_pattern
from framing.text.voices.speakers.lexicon import lexicon, seats
from framing.text.voices.speakers.reading import read

# Which family names may have any given name before them: those whose given name no set tells.

_PLAIN = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*")
_INITIAL = re.compile(r"[A-Z]\.?")
#: Places that are family names too, beside those of the speakers' lexicon: Michael Jordan is no country.
_PLACES = frozenset("Jordan Georgia Chad Virginia Houston Austin Dallas Charlotte".split())
#: Given names and initials that are read in front of a family name.
_MOST = 4


def any_given(wanted: Referents) -> frozenset[str]:
    """Return the family names that count behind any given name.

    Neither an alias nor the name of their referent tells a given name of theirs, no other referent has the
    same family name with one, and they are no place.
    """
    told = {family for family, _ in _given_names(wanted)}
    alone = {
        alias.written
        for alias in wanted.aliases
        if alias.kind == "name" and _PLAIN.fullmatch(alias.written) and alias.written[0].isupper()
    }
    return frozenset(family for family in alone - told if not _is_place(family))


def _given_names(wanted: Referents) -> dict[tuple[str, int], set[str]]:
    """Return the given names, in lower case, that are told of each family name of a referent."""
    told: dict[tuple[str, int], set[str]] = defaultdict(set)
    aliases = [(alias.written, alias.referent) for alias in wanted.aliases if alias.kind == "name"]
    for written, referent in (*aliases, *((name, number) for number, name in enumerate(wanted.names))):
        *before, family = written.split() or [""]
        if any(_is_given(word) for word in before):
            told[family, referent].update(word.casefold() for word in before)
    return told


def namesakes(wanted: Referents) -> dict[str, set[int]]:
    """Return family names that somebody else bears too who is known to the news, and the referents concerned.

    Only of referents whose given name is told: Carney is Mark Carney's, and Jay Carney's.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for (family, referent), mine in _given_names(wanted).items():
        others = (given for given, _ in lexicon().known.get(family, ()))
        if any(mine.isdisjoint(word.casefold() for word in given[:-1]) for given in others):
            found[family].add(referent)
    return found


def _is_bare(written: str, referent: int, families: Mapping[str, set[int]]) -> bool:
    """Whether a name is such a family name, alone or behind Mr. or Ms."""
    *before, family = written.split() or [""]
    return referent in families.get(family, ()) and not any(_is_given(word) for word in before)


def _is_given(word: str) -> bool:
    """Whether a word before a family name can be a given name: no title, no Mr., no initial of a party."""
    given = word in lexicon().male or word in lexicon().female
    return word[:1].isupper() and (given or read(word).kind == "person")


def _is_place(word: str) -> bool:
    if word in _PLACES or word.isupper():
        return True
    return any(
        len(spelt or words) == 1
        and (spelt or words)[0].lower() == word.lower()
        and entry.kind in ("place", "named")
        for words, spelt, entry in lexicon().phrases.get(word.lower(), ())
    )


def given_run(tokens: Tokens, at: np.ndarray, flags: Classes) -> np.ndarray:
    """Return how many words in front of each place are given names, with initials behind them: Elena M. Ruiz.

    "Will" and "May" before a name are verbs as often: they are no part of it.
    """
    initial = np.array([bool(_INITIAL.fullmatch(form)) for form in tokens.forms.to_pylist()], bool)
    given = flags.given & ~flags.auxiliary
    found = np.zeros(len(at), np.int64)
    open_ = np.ones(len(at), bool)
    for step in range(1, _MOST + 1):
        here = at - step
        open_ &= here >= 0
        inside = np.maximum(here, 0)
        ids = tokens.ids[inside]
        open_ &= ~tokens.breaks[np.maximum(here + 1, 0)] & (given | initial)[ids]
        found[open_ & given[ids]] = step
    return found


# Whom a description means: the nearest bearer named before it, or behind it if none is, and nobody else.


class Described(NamedTuple):
    """Descriptions: where each stands, whose it may be, the noun it is about, whether it is of two."""

    place: np.ndarray
    bearers: Sequence[tuple[int, ...]]
    head: Sequence[str]
    both: np.ndarray


def given_to(
    asked: Described,
    named: tuple[np.ndarray, np.ndarray],
    rivals: tuple[np.ndarray, Sequence[str]],
    tokens: Tokens,
    size: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the referent of each description, -1 where none fits, and the second of those that are of two.

    Parameters
    ----------
    asked : Described
    named : two arrays
        Where names stand, and whose they are.
    rivals : array and sequence of str
        Where somebody else is named with a title, and its noun: "President Ruiz" takes "the president" that
        follows away from all others.
    tokens : Tokens
        Titles of `size` articles, then their texts.
    """
    order = _Reading(tokens, size)
    by_referent: dict[int, np.ndarray] = {}
    for referent in np.unique(named[1]).tolist():
        by_referent[referent] = np.sort(order.of(named[0][named[1] == referent]))
    by_head: dict[str, list[int]] = defaultdict(list)
    for place, head in zip(order.of(rivals[0]).tolist(), rivals[1], strict=True):
        by_head[head].append(place)
    others = {head: np.sort(np.array(places, np.int64)) for head, places in by_head.items()}
    groups: dict[tuple[tuple[int, ...], str, bool], list[int]] = defaultdict(list)
    for number, key in enumerate(zip(asked.bearers, asked.head, asked.both.tolist(), strict=True)):
        groups[key].append(number)
    result, second = np.full((2, len(asked.place)), -1, np.int64)
    for (bearers, head, both), numbers in groups.items():
        places = order.of(asked.place[numbers])
        begin, end = order.article(asked.place[numbers])
        if both:
            mine = [by_referent.get(referent, _NONE) for referent in bearers]
            result[numbers], second[numbers] = _two(np.array(bearers), mine, places, begin, end)
            continue
        best, other = _beside(others.get(head, _NONE), places, begin, end)
        beside = [_beside(by_referent.get(referent, _NONE), places, begin, end) for referent in bearers]
        whom = np.full(len(places), -1, np.int64)
        for referent, (last, _) in zip(bearers, beside, strict=True):
            nearer = last > best
            best, whom = np.where(nearer, last, best), np.where(nearer, referent, whom)
        # Nobody before: the first to come, as where a headline has the description.
        open_ = best < 0
        next_ = np.where(open_, other, -1)
        for referent, (_, first) in zip(bearers, beside, strict=True):
            nearer = open_ & (first >= 0) & ((next_ < 0) | (first < next_))
            next_, whom = np.where(nearer, first, next_), np.where(nearer, referent, whom)
        result[numbers] = whom
    return result, second


_NONE = np.zeros(0, np.int64)


def _two(
    bearers: np.ndarray, named: Sequence[np.ndarray], places: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the two bearers named nearest, before or behind, in an article; -1 where there are no two."""
    far = np.iinfo(np.int64).max
    gaps = np.full((max(len(bearers), 2), len(places)), far)
    for row, where in enumerate(named):
        before, behind = _beside(where, places, begin, end)
        gaps[row] = np.where(before >= 0, places - before, far)
        gaps[row] = np.minimum(gaps[row], np.where(behind >= 0, behind - places, far))
    order = np.argsort(gaps, axis=0, kind="stable")[:2]
    there = np.take_along_axis(gaps, order, axis=0).max(axis=0) < far
    bearers = np.append(bearers, [-1, -1])
    return np.where(there, bearers[order[0]], -1), np.where(there, bearers[order[1]], -1)


def _beside(
    where: np.ndarray, places: np.ndarray, begin: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the last of some places before each of others in its article, and the first behind; or -1."""
    far = np.iinfo(np.int64).max
    edged = np.concatenate([[-1], where, [far]])
    last = edged[np.searchsorted(where, places)]
    first = edged[np.searchsorted(where, places, side="right") + 1]
    return np.where(last >= begin, last, -1), np.where(first < end, first, -1)


class _Reading:
    """Places in the order of reading: an article's title, then its text."""

    def __init__(self, tokens: Tokens, size: int) -> None:
        self.tokens, self.size = tokens, size
        sizes = np.diff(tokens.docs)
        self._title = sizes[:size]
        self._begin = np.concatenate([[0], np.cumsum(sizes[:size] + sizes[size:])])

    def of(self, place: np.ndarray) -> np.ndarray:
        doc = self.tokens.doc_of(place)
        row = doc % max(self.size, 1)
        before = self._begin[row] + np.where(doc >= self.size, self._title[row], 0)
        return np.asarray(place - self.tokens.docs[doc] + before)

    def article(self, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        row = self.tokens.doc_of(place) % max(self.size, 1)
        return self._begin[row], self._begin[row + 1]


# Where each way of writing a referent stands in tokens: capitals, points, exclusions, others' names.

POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class Pattern:
    """One way of writing, of one referent or, if a description, of several."""

    written: str
    aliases: tuple[Alias, ...]

    @property
    def kind(self) -> str:
        return self.aliases[0].kind

    @property
    def first(self) -> int:
        """The first referent that is written so."""
        return self.aliases[0].referent


def patterns(wanted: Referents) -> list[Pattern]:
    """Return the distinct ways in which referents are written."""
    by_words: dict[str, list[Alias]] = defaultdict(list)
    for alias in wanted.aliases:
        if all(alias.referent != other.referent for other in by_words[alias.written]):
            by_words[alias.written].append(alias)
    return [Pattern(written, tuple(aliases)) for written, aliases in by_words.items()]


def hits(
    every: Sequence[Pattern], wanted: Referents, tokens: Tokens, flags: Classes
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where every pattern stands outside what is excluded: start, length and which.

    A family name whose given name is not known has those that stand before it: "Elena Ruiz".
    """
    starts, lengths, whiches = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    covered: dict[int, np.ndarray] = {}
    for phrase, referent in wanted.exclude:
        at, size = places(tokens, phrase)
        mask = covered.setdefault(referent, np.zeros(len(tokens.ids) + 1, np.int8))
        for step in range(size):
            mask[at + step] = 1
    months = _dated(tokens)
    own: dict[int, set[str]] = defaultdict(set)
    own.update((number, set(name.split()[:-1])) for number, name in enumerate(wanted.names))
    for pattern in every:
        own[pattern.first].update(pattern.written.split()[:-1])
    free = any_given(wanted)
    alone: dict[int, bool] = defaultdict(lambda: True)
    for pattern in every:
        alone[pattern.first] &= pattern.written.removeprefix("the ") in seats()
    for number, pattern in enumerate(every):
        at, size = places(tokens, pattern.written)
        before = np.zeros(len(at), np.int64)
        # Who names a city alone means the city.
        if pattern.written.removeprefix("the ") in seats() and not alone[pattern.first]:
            at = at[~as_place(tokens, at, size)]
        if len(pattern.aliases) == 1 and pattern.first in covered:
            mask = covered[pattern.first]
            at = at[(mask[at] & mask[at + size - 1]) == 0]
        if size == 1 and pattern.kind == "name":
            if pattern.written in _MONTHS:
                at = at[~months[at]]
            if pattern.written in free or pattern.written[0].isupper():
                # Jr. or Sr. behind it is somebody else's.
                behind = np.minimum(at + 1, len(tokens.ids) - 1)
                at = at[(behind == at) | ~flags.suffix[tokens.ids[behind]]]
            if pattern.written in free:
                before = given_run(tokens, at, flags)
            elif pattern.written[0].isupper():
                # The end of somebody else's name: "Ana Ruiz" where Eva Ruiz is meant.
                given = (at > 0) & flags.given[tokens.ids[at - 1]] & ~tokens.breaks[at]
                forms = tokens.forms.take(tokens.ids[at[given] - 1]).to_pylist()
                given[given] = [form not in own[pattern.first] for form in forms]
                at = at[~given]
        before = before[: len(at)]
        starts.append(at - before)
        lengths.append(size + before)
        whiches.append(np.full(len(at), number, np.int64))
    return np.concatenate(starts), np.concatenate(lengths), np.concatenate(whiches)


#: How far in front of "to Ottawa" what goes there may stand; how far into a text its dateline reaches.
_GOES, _OPENS = 6, 12


def as_place(tokens: Tokens, start: np.ndarray, size: int) -> np.ndarray:
    """Mask the mentions of a seat of government, of some words, that are of the place and not of who governs.

    A government acts or is acted on: "Ottawa insists", "relations with Ottawa", "Ottawa's answer". A place
    is where something is, goes or comes from: "in Ottawa", "a trip to Ottawa", a dateline, or one of several
    places: "Ottawa and Toronto". Before a noun it is a name's, or tells where: "the Ottawa airport".
    """
    if not len(start):
        return np.zeros(0, bool)
    keys, last, flags = tokens.vocabulary.keys, len(tokens.ids) - 1, classes(tokens)

    def of(words: Iterable[str]) -> np.ndarray:
        wanted = frozenset(words)
        return np.array([key in wanted for key in keys], bool)[tokens.vocabulary.of_token]

    listed = {name: of(words) for name, words in SEAT.items()}
    cities = of(word.lower() for word in _cities())
    first, after = tokens.sentence_of(start)
    end = start + size
    # "at the White House" is read like "in Ottawa".
    lead = start - of(["the"])[np.maximum(start - 1, 0)]

    def before(mask: np.ndarray, step: int = 1) -> np.ndarray:
        return (lead - step >= first) & mask[np.maximum(lead - step, 0)]

    def behind(mask: np.ndarray, step: int = 0) -> np.ndarray:
        return (end + step < after) & mask[np.minimum(end + step, last)]

    clause = np.cumsum(tokens.breaks)
    reached = np.any(
        [
            before(listed["going"], step) & (clause[np.maximum(lead - step, 0)] == clause[start])
            for step in range(2, 2 + _GOES)
        ],
        axis=0,
    ) & ~before(of(["according"]), 2)
    joined = behind(~tokens.breaks) & ~flags.possessive[tokens.ids[np.minimum(end - 1, last)]]
    both = of(["and", "or"])
    acts = (
        (flags.function | flags.verb | flags.closing)[tokens.ids]
        | listed["governs"]
        | of(key for key in keys if key.endswith(("s", "ly")) and key not in SEAT["there"])
    )
    acting = (flags.verb | flags.auxiliary)[tokens.ids]
    acts &= ~(flags.capital | flags.figure)[tokens.ids] | listed["governs"]
    found = (
        (before(listed["at"]) & ~before(listed["had"], 2))
        | before(listed["going"])
        | (before(of(["to", "for", "from", "of"])) & reached)
        | (joined & (behind(listed["there"]) | (behind(~acts) & ~before(acting))))
        | behind(of(["d.c", "d.c."]))
        | (behind(cities) | (behind(both) & behind(cities, 1)))
        | (before(cities) | (before(both) & before(cities, 2)))
    )
    # "OTTAWA —" opens a paragraph that isn't the first where a headline was pasted with the text.
    shouted = np.array([form.isupper() for form in tokens.forms.take(tokens.ids[start]).to_pylist()], bool)
    found |= shouted & np.isin(start, tokens.paragraphs) & ~behind(~tokens.breaks)
    doc = tokens.doc_of(start)
    for at in np.flatnonzero(~found & (start - tokens.docs[doc] < _OPENS)).tolist():
        text = tokens.text[tokens.text_docs[doc[at]] : tokens.text_docs[doc[at] + 1]].tobytes().decode("utf8")
        found[at] = tokens.spans(end[at : at + 1] - 1)[1][0] <= dateline(text)
    return found


@cache
def _cities() -> frozenset[str]:
    """Return places of one word that are no seat of a government, nor a country."""
    return frozenset(
        (spelt or words)[0]
        for phrases in lexicon().phrases.values()
        for words, spelt, entry in phrases
        if entry.kind == "place" and entry.type is None and len(words) == 1
    )


_MONTHS = frozenset("March April May June August".split())
_DATING = frozenset("in last next this early late mid until since by of before after through from".split())


def _dated(tokens: Tokens) -> np.ndarray:
    """Mask the words beside which a month's name is a date: behind "in" or a figure, or before a figure."""
    keys = tokens.vocabulary.keys
    figure = np.array([key[:1].isdigit() for key in keys], bool)[tokens.vocabulary.of_token]
    before = np.array([key in _DATING for key in keys], bool)[tokens.vocabulary.of_token]
    mask = np.zeros(len(tokens.ids), bool)
    joined = ~tokens.breaks[1:]
    mask[1:] |= (figure | before)[:-1] & joined
    mask[:-1] |= figure[1:] & joined
    return mask


def places(tokens: Tokens, written: str) -> tuple[np.ndarray, int]:
    """Return where a phrase stands with the capitals it is written with, and how many words it has.

    A word in lower case may have capitals, a capitalised one must have one, an initialism is as
    it is, with points or without; a comma in the phrase must stand in the text.
    """
    found: np.ndarray | None = None
    items: list[str] = []
    for part in written.split(","):
        pieces = split_pattern(part.strip())
        if not pieces:
            continue
        spelt = " ".join(_spellings(piece) for piece in pieces)
        at = phrase_places(tokens, spelt).astype(np.int64)
        if found is None:
            found = at
        else:
            size = len(items)
            joint = np.intersect1d(found, at - size)
            same = tokens.sentence_of(joint)[0] == tokens.sentence_of(joint + size)[0]
            found = joint[tokens.breaks[joint + size] & same]
        items.extend(pieces)
    if found is None or not len(found):
        return np.zeros(0, np.int64), max(len(items), 1)
    for step, item in enumerate(items):
        if item[0].isupper() and len(found):
            distinct, back = np.unique(tokens.ids[found + step], return_inverse=True)
            good = [_cased(form, item) for form in tokens.forms.take(distinct).to_pylist()]
            found = found[np.array(good, bool)[back]]
    return np.sort(found), len(items)


@lru_cache(1 << 12)
def _spellings(item: str) -> str:
    """Return an item of a pattern with the points it may be written with."""
    options = []
    for word in item.split("|"):
        bare = word.replace(".", "")
        options.append(word)
        if bare.isalpha() and bare.isupper() and 1 < len(bare) <= 5:
            options += [bare, "".join(f"{letter}." for letter in bare), ".".join(bare)]
        elif bare.isalpha() and bare in _SHORTENED:
            options += [bare, f"{bare}."]
    return "|".join(dict.fromkeys(options)) if len(options) > 1 else item


_SHORTENED = frozenset("Mr Mrs Ms Dr Sen Rep Gov Gen Lt Col St Prof Jr Sr".split())


def _cased(form: str, item: str) -> bool:
    """Whether a form has the capitals of an item of a pattern."""
    bare = POSSESSIVE.sub("", form)
    for word in item.split("|"):
        plain = word.rstrip("*").replace(".", "")
        if len(plain) > 1 and plain.isupper():
            if bare.replace(".", "").startswith(plain) and (
                word.endswith("*") or bare.replace(".", "") == plain
            ):
                return True
        elif word[0].isupper():
            if bare[:1].isupper() and bare.casefold().startswith(word.rstrip("*").casefold()[:1]):
                return True
        else:
            return True
    return False


_KINDS = ("name", "described", "title", "bare")
_NAME, _DESCRIBED, _TITLE, _BARE = range(4)
_OF_TWO = re.compile(r"(?:(?:the|our|these|their|its) )?(?:two|both) ", re.I)


class Mentions(NamedTuple):
    """Mentions in order of place: first word, words, those of a title, referent, index into `forms`."""

    start: np.ndarray
    length: np.ndarray
    title: np.ndarray
    referent: np.ndarray
    form: np.ndarray
    forms: list[str]


def find(wanted: Referents, tokens: Tokens, size: int, flags: Classes) -> Mentions:
    """Find the mentions of referents.

    Parameters
    ----------
    wanted : Referents
    tokens : Tokens
        Titles of `size` articles, then their texts.
    size : int
    flags : Classes
        Of those tokens.

    Returns
    -------
    Mentions
        No two share a word, but those of a description of two: "the two leaders".
    """
    found = _Finding(patterns(wanted), wanted, tokens, flags)
    found.join_titles()
    found.drop_namesakes(size)
    found.join_owners()
    second = found.give_descriptions(size)
    return found.mentions(second)


class _Finding:
    """Hits of all patterns on their way to mentions; those that are joined to others are `gone`."""

    def __init__(self, every: Sequence[Pattern], wanted: Referents, tokens: Tokens, flags: Classes) -> None:
        self.patterns, self.wanted, self.tokens, self.flags = every, wanted, tokens, flags
        start, length, which = hits(every, wanted, tokens, flags)
        kept = longest(start, length)
        self.start, self.length, self.which = (a[kept].astype(np.int64) for a in (start, length, which))
        size = len(self.start)
        self.kind = self._of_pattern([_KINDS.index(p.kind) for p in every])
        self.referent = self._of_pattern([p.first for p in every])
        self.forms: dict[str, int] = {}
        self.form = self._of_pattern([self._number(p.aliases[0].form) for p in every])
        self.title = np.zeros(size, np.int64)
        self.gone, self.rival = np.zeros((2, size), bool)

    def _of_pattern(self, values: Sequence[int]) -> np.ndarray:
        return np.asarray(np.array(values, np.int64)[self.which])

    def _number(self, form: str) -> int:
        return self.forms.setdefault(form, len(self.forms))

    def _form(self, at: int) -> str:
        return self.patterns[int(self.which[at])].aliases[0].form

    def join_titles(self) -> None:
        """Join titles with the names behind them; the titles of somebody else are `rival`."""
        ids, breaks, flags = self.tokens.ids, self.tokens.breaks, self.flags
        for at in np.flatnonzero(self.kind != _NAME).tolist():
            end = int(self.start[at] + self.length[at])
            # "The minister Thursday" names nobody: a weekday is a word of a closed class.
            if end >= len(ids) or breaks[end] or not flags.capital[ids[end]] or flags.function[ids[end]]:
                continue
            name = at + 1
            behind = name < len(self.start) and self.start[name] == end and self.kind[name] == _NAME
            bearers = [alias.referent for alias in self.patterns[self.which[at]].aliases]
            if not (behind and self.referent[name] in bearers):
                self.rival[at] = True
            elif self.kind[at] in (_TITLE, _BARE):
                words = self.tokens.forms.take(ids[self.start[at] : end]).to_pylist()
                said = " ".join(word[:1].upper() + word[1:] for word in words).removeprefix("The ")
                self.form[name] = self._number(f"{said} {self._form(name)}")
                self.title[name] = self.length[at]
                self._join(at, name)

    def drop_namesakes(self, size: int) -> None:
        """Drop family names that another known person bears, in articles that don't tell whose they are.

        The full name tells it, a title before the name, or a title with the country: "Canada's leader".
        """
        families = namesakes(self.wanted)
        if not families or not len(self.start):
            return
        # Titles of texts come first, then the texts of the same articles.
        article = self.tokens.doc_of(self.start) % max(size, 1)
        name = (self.kind == _NAME) & ~self.gone
        alone = [p.kind == "name" and _is_bare(p.written, p.first, families) for p in self.patterns]
        bare = name & self._of_pattern(alone).astype(bool) & (self.title == 0)
        proof = (name & ~bare) | ((self.kind == _TITLE) & ~self.gone & ~self.rival)
        whose = article * len(self.wanted.names) + self.referent
        lost = bare & ~np.isin(whose, whose[proof])
        columns = ("start", "length", "which", "kind", "referent", "form", "title", "gone", "rival")
        for column in columns if lost.any() else ():
            setattr(self, column, getattr(self, column)[~lost])

    def join_owners(self) -> None:
        """Join a name in the possessive with the name of another behind it: "China's Taiwan".

        Not where the second only tells what kind of thing follows: China's Taiwan policy.
        """
        ids, breaks, flags = self.tokens.ids, self.tokens.breaks, self.flags
        if len(self.start) < 2:
            return
        end, named = self.start + self.length, (self.kind == _NAME) & (self.title == 0)
        at = np.flatnonzero(
            (end[:-1] == self.start[1:]) & named[:-1] & named[1:] & (self.referent[:-1] != self.referent[1:])
        )
        # "China's" as an alias says that it is to count by itself.
        apart = {POSSESSIVE.sub("", p.written) for p in self.patterns if POSSESSIVE.search(p.written)}
        own = np.array([POSSESSIVE.sub("", p.written) in apart for p in self.patterns], bool)
        first = ids[self.start[at + 1]]
        at = at[
            ~breaks[self.start[at + 1]]
            & flags.capital[first]
            & flags.possessive[ids[end[at] - 1]]
            & ~own[self.which[at]]
        ]
        after = end[at + 1]
        inside = np.minimum(after, len(ids) - 1)
        head = (after >= len(ids)) | breaks[inside] | flags.closing[ids[inside]]
        head &= ~flags.possessive[ids[after - 1]]
        for owner in at[head].tolist():
            self.form[owner + 1] = self._number(f"{self._form(owner)}'s {self._form(owner + 1)}")
            self._join(owner, owner + 1)

    def _join(self, at: int, name: int) -> None:
        self.length[name] += self.length[at]
        self.start[name] = self.start[at]
        self.gone[at] = True

    def give_descriptions(self, size: int) -> np.ndarray:
        """Give each description to its bearer; return the second bearer of each, -1 for none."""
        named = (self.kind == _NAME) & ~self.gone
        pending = np.isin(self.kind, (_DESCRIBED, _TITLE)) & ~self.gone & ~self.rival
        pending &= ~self._of_another()
        at, rivals = np.flatnonzero(pending), np.flatnonzero(self.rival)
        # The word a description is about: "leader" of "the leader of Canada".
        heads = [p.written.split(" of ")[0].split()[-1].lower() for p in self.patterns]
        both = np.array([bool(_OF_TWO.match(p.written)) for p in self.patterns], bool)
        asked = Described(
            self.start[at],
            [tuple(alias.referent for alias in self.patterns[w].aliases) for w in self.which[at]],
            [heads[w] for w in self.which[at]],
            both[self.which[at]],
        )
        first, second = given_to(
            asked,
            (self.start[named], self.referent[named]),
            (self.start[rivals], [heads[w] for w in self.which[rivals]]),
            self.tokens,
            size,
        )
        self.gone |= ~named
        for place, whom in zip(at.tolist(), first.tolist(), strict=True):
            if whom >= 0:
                aliases = self.patterns[self.which[place]].aliases
                mine = next(alias for alias in aliases if alias.referent == whom)
                self.referent[place], self.form[place] = whom, self._number(mine.form)
                self.gone[place] = False
        result = np.full(len(self.start), -1, np.int64)
        result[at] = second
        return result

    def _of_another(self) -> np.ndarray:
        """Mask descriptions with "of" behind them that the set doesn't have so: the leader of a choir."""
        ends = self.start + self.length
        inside = np.minimum(ends, len(self.tokens.ids) - 1)
        keys = self.tokens.vocabulary.keys
        of = np.array([key == "of" for key in keys], bool)[self.tokens.vocabulary.of_token]
        described = self._of_pattern(
            [p.kind == "described" and " of " not in p.written for p in self.patterns]
        )
        return np.asarray(
            described.astype(bool) & (ends < len(of)) & of[inside] & ~self.tokens.breaks[inside]
        )

    def mentions(self, second: np.ndarray) -> Mentions:
        """Return what is left, a description of two twice."""
        twice = np.flatnonzero(second >= 0)
        at = np.concatenate([np.flatnonzero(~self.gone), twice])
        referent = np.concatenate([self.referent[~self.gone], second[twice]])
        order = np.argsort(self.start[at], kind="stable")
        at = at[order]
        columns = (self.start[at], self.length[at], self.title[at], referent[order], self.form[at])
        return Mentions(*columns, list(self.forms))


# Articles in, mentions out: where each referent is named, in what form and voice.

#: Columns of the articles that a comparison asks for.
CARRIED = ("event", "genre", "copy_group", "wire_role", "provenance")
#: Columns that are found in the text, and those of them that are numbers.
_FOUND = ("part", "voice", "referent", "form", "text", "title")
_NUMBERS = ("row", "start", "end")


def mentions(articles: Articles, referents: Given, *, voices: Voices = "full") -> pd.DataFrame:
    """List where referents are named, and how; `naming` compares groups on that.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    referents : str, path, mapping or pandas.DataFrame
        A shipped set ("visits"), a TOML or CSV file, ``{referent: {"aliases": [...], "exclude": [...]}}``, or
        a table with `referent` and `phrase`.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`.

    Returns
    -------
    pandas.DataFrame
        The table `mentions`, a row a mention, in the order of the articles and of reading. `form` is the
        alias as the set writes it. Of more than 20,000 articles, columns of text are categories.

    Raises
    ------
    FramingError
        The table or the referents are not what they should be: an unknown set, a referent without alias,
        an alias of two.

    Notes
    -----
    The longest alias wins: "China's Taiwan", if it is an alias, is one mention. If it is none, the name of
    one referent in the possessive before that of another, with no noun behind, still is one mention, of the
    second ("China's" as an alias of the first parts them). A word of an alias in lower case may be written
    with capitals; capitals must stand, and initialisms count with points or without. A family name behind
    somebody else's given name doesn't count; where the set tells no given name of it, any may stand before it
    and is part of the mention, in the form of the alias. Nor does May in a date. Descriptions count for the
    nearest bearer named before them in the article, or behind where none is before.

    Examples
    --------
    >>> articles = pd.DataFrame(
    ...     {"id": ["a"], "outlet": ["x"], "text": ["Taiwan thanked Ana Ruiz. The island needs gas."]}
    ... )
    >>> set_ = {"Taiwan": {"aliases": ["Taiwan"], "descriptions": ["the island"]}}
    >>> mentions(articles, set_, voices=None)[["form", "text"]].values.tolist()
    [['Taiwan', 'Taiwan'], ['the island', 'The island']]
    """
    found, _ = found_mentions(articles, referents, voices)
    return found


def found_mentions(articles: Articles, given: Given, voices: Voices) -> tuple[pd.DataFrame, Referents]:
    """Return the mentions and what was looked for."""
    wanted = referents(given)
    names = check_voices(voices)
    way, beside = way_of(voices)
    articles = check_articles(articles)
    frame = metadata(articles)
    parts = map_parts(articles, Naming(wanted, way, names), what="mentions", beside=beside)
    found = gathered(parts.each("mentions"))
    row = found.pop("row").to_numpy(np.int64)
    groups = shingles.groups(shingles.prints_of(parts, len(frame)), frame["copy_group"])
    columns = {name: groups if name == "copy_group" else frame[name] for name in ("outlet", *CARRIED)}
    place = found["part"].map({part: i for i, part in enumerate(PARTS)}).to_numpy(np.int64)
    # The lead is not always the first paragraph: a subhead may stand before it.
    order = np.lexsort([found["start"].to_numpy(np.int64), place > 0, row])
    found, row = found.iloc[order].reset_index(drop=True), row[order]
    columns["article"] = frame["id"]
    for name, column in columns.items():
        found[name] = taken(column, row)
    return check(detailed(found, len(frame)), "mentions"), wanted


@dataclass(frozen=True)
class Naming:
    """Finds the mentions of referents in some articles: gives ``mentions``, and ``prints`` of all texts."""

    wanted: Referents
    way: Way
    voices: tuple[str, ...]

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the tables of these articles."""
        prints = [np.zeros(0, np.uint64)]
        parts: list[pd.DataFrame] = []
        for chunk in cells(frame, self.way.of(beside)):
            prints.append(shingles.fingerprints(chunk.tokens)[chunk.size :])
            parts.extend(self._rows(frame, chunk))
        none = {name: np.zeros(0, np.int64) for name in _NUMBERS}
        nothing = pd.DataFrame({**empty("mentions")[list(_FOUND)], **none})
        found = pd.concat(parts, ignore_index=True) if parts else nothing
        if len(found):
            # Nobody is called by the place that a text opens with.
            ends = np.array([dateline(text) for text in frame["text"].astype(str)])
            opens = (found["end"].to_numpy() <= ends[found["row"].to_numpy()]) & (
                found["part"] != PARTS[0]
            ).to_numpy()
            found = found[~opens]
        return {
            "mentions": found.astype(dict.fromkeys(_FOUND, "str")),
            "prints": shingles.as_table(np.concatenate(prints)),
        }

    def _rows(self, frame: pd.DataFrame, chunk: Cells) -> Iterator[pd.DataFrame]:
        tokens = chunk.tokens
        flags = classes(tokens)
        found = find(self.wanted, tokens, chunk.size, flags)
        if not len(found.start):
            return
        cell = chunk.of(found.start)
        row, part = chunk.row(cell), chunk.part(cell)
        begin, _ = tokens.spans(found.start)
        _, end = tokens.spans(found.start + found.length - 1)
        # Without a possessive ending.
        last = tokens.ids[found.start + found.length - 1]
        owned = np.flatnonzero(flags.possessive[last])
        forms = tokens.forms.take(last[owned]).to_pylist()
        end[owned] -= np.array([1 + (form[-1] in "sS" and form[-2] in "'’") for form in forms], np.int64)
        texts = (frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object))
        columns: dict[str, Any] = {
            "part": np.array(PARTS, dtype=object)[part],
            "voice": np.array(self.voices, dtype=object)[chunk.spoken(cell)],
            "referent": np.array(self.wanted.names, dtype=object)[found.referent],
            "form": np.array(found.forms, dtype=object)[found.form],
            "text": [
                texts[0 if p == 0 else 1][r][s:e]
                for r, p, s, e in zip(row.tolist(), part.tolist(), begin.tolist(), end.tolist(), strict=True)
            ],
            "start": begin,
            "end": end,
            # "Prime Minister" of "Prime Minister Ana Ruiz".
            "title": [
                " ".join(tokens.forms.take(tokens.ids[at : at + size]).to_pylist()) if size else None
                for at, size in zip(found.start.tolist(), found.title.tolist(), strict=True)
            ],
            "row": row,
        }
        yield pd.DataFrame(columns)
