"""Who is who: surnames and shortened names joined to a full name of the article, the event, or the corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from framing.features.items.spans import family, key_of
from framing.features.items.tables import given as given_names
from framing.text.voices.speakers.lexicon import lexicon

__all__ = ["Mentions", "people"]

#: Of the articles that give a family name a full one, so many must give the same, to join those that don't.
_MOSTLY = 0.9


class Mentions(NamedTuple):
    """Where names stand: row of the article, place, whether in the title, number of the name, and kind."""

    row: np.ndarray
    start: np.ndarray
    title: np.ndarray
    name: np.ndarray
    kind: list[str]


@lru_cache(1 << 16)
def _short(name: str) -> tuple[str, ...]:
    """Return the keys that a full name is shortened to."""
    spelt = key_of(name, True).split()
    found = [" ".join(spelt[at:]) for at in range(1, len(spelt))]
    own = family(name)
    if own not in found:
        # The family name stands first: its other words are nobody's short name.
        return (own,)
    return tuple(found)


@lru_cache(1 << 16)
def _identity(name: str) -> str:
    """Return the key of a person: a middle name is left out.

    >>> _identity("Ana Berta Ruiz"), _identity("Kim Jong-un")
    ('ana ruiz', 'kim jong un')
    """
    spelt = key_of(name, True).split()
    if len(spelt) > 1 and family(name) != spelt[0]:
        spelt[0] = given_names().get(spelt[0], spelt[0])
    if len(spelt) == 3 and spelt[1] not in lexicon().words["particle"] and family(name) == spelt[-1]:
        known = lexicon()
        if name.split()[0] in known.male or name.split()[0] in known.female:
            return f"{spelt[0]} {spelt[2]}" if spelt[2] not in ("jr", "sr", "ii", "iii") else " ".join(spelt)
    return " ".join(spelt)


def people(mentions: Mentions, written: Sequence[str], events: Sequence[object]) -> list[str | None]:
    """Return the identity of the person of each mention; None for what is no person.

    Parameters
    ----------
    mentions : Mentions
    written : sequence of str
        Names as printed.
    events : sequence
        Event of each row; missing where not known.
    """
    numbers = mentions.name.tolist()
    full = [kind == "person" and " " in written[n] for n, kind in zip(numbers, mentions.kind, strict=True)]
    owners = _Owners(mentions, written, events, full)
    result: list[str | None] = [None] * len(numbers)
    order = np.lexsort([mentions.start, ~mentions.title, mentions.row])
    rows = mentions.row[order]
    edges = np.flatnonzero(np.diff(rows, prepend=-1, append=-1)).tolist()
    for begin, end in pairwise(edges):
        mine = order[begin:end].tolist()
        article = _Article(mine, mentions, written, full)
        event = events[int(rows[begin])]
        for k in mine:
            name = written[numbers[k]]
            if full[k]:
                result[k] = article.in_full(name)
            else:
                result[k] = article.meant(name, mentions.kind[k], owners, event)
    return result


class _Owners:
    """Whom short names mean in an event and in the corpus: by the articles that give a full name."""

    def __init__(
        self, mentions: Mentions, written: Sequence[str], events: Sequence[object], full: list[bool]
    ) -> None:
        self._counted: dict[tuple[object, str], Counter[str]] = defaultdict(Counter)
        rows = mentions.row.tolist()
        seen = {(rows[k], n) for k, n in enumerate(mentions.name.tolist()) if full[k]}
        for row, identity, name in sorted({(row, _identity(written[n]), written[n]) for row, n in seen}):
            event = events[row]
            for short in _short(name):
                self._counted[None, short][identity] += 1
                if isinstance(event, str):
                    self._counted[event, short][identity] += 1

    def of(self, short: str, event: object) -> str | None:
        """Return whom nearly all mean, or the holder of high office among them, or known anyway."""
        scopes = (event, None) if isinstance(event, str) else (None,)
        famous = _famous(short)
        for scope in scopes:
            counted = self._counted.get((scope, short))
            if counted:
                identity, count = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
                if count >= _MOSTLY * counted.total():
                    return identity
                if famous in counted:
                    return famous
        return famous if not self._counted.get((None, short)) else None


@lru_cache(1 << 12)
def _famous(short: str) -> str | None:
    """Return the one holder of high office, among those that news names bare, with a family name."""
    listed = lexicon().known.get(" ".join(word.capitalize() for word in short.split()), ())
    names = {_identity(" ".join(name)) for name, _ in listed}
    return next(iter(names)) if len(names) == 1 else None


class _Article:
    """The people of one article: who is named in full, and whom their short names mean."""

    def __init__(
        self, order: Sequence[int], mentions: Mentions, written: Sequence[str], full: list[bool]
    ) -> None:
        self.near: dict[str, set[str]] = defaultdict(set)
        self.given: dict[str, set[str]] = defaultdict(set)
        self.times: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        self.bare: dict[str, int] = {}
        known = lexicon()
        for at, k in enumerate(order):
            name = written[mentions.name[k]]
            if not full[k]:
                if not mentions.title[k]:
                    self.bare.setdefault(key_of(name), at)
                continue
            identity = _identity(name)
            self.times[identity] += 1
            self.first.setdefault(identity, at)
            for short in _short(name):
                self.near[short].add(identity)
            given = name.split()[0]
            if given in known.male or given in known.female:
                self.given[key_of(given)].add(identity)

    def in_full(self, name: str) -> str:
        """Return the identity of a name of several words, which may be the end of a longer one."""
        longer = self.near.get(key_of(name, True), set())
        return next(iter(longer)) if len(longer) == 1 else _identity(name)

    def meant(self, name: str, kind: str, owners: _Owners, event: object) -> str | None:
        """Return whom a short name means; None where it is no person's."""
        key = key_of(name)
        fit = self.near.get(key)
        if fit and (kind in ("person", "name") or not _known_otherwise(name)):
            return self._of_several(key, fit, owners, event)
        if kind == "name":
            called = self.given.get(key, set())
            return next(iter(called)) if len(called) == 1 else None
        if kind != "person":
            return None
        called = self.given.get(key, set())
        return owners.of(key, event) or (next(iter(called)) if len(called) == 1 else key)

    def _of_several(self, key: str, fit: set[str], owners: _Owners, event: object) -> str:
        """Return whom a surname means of those that bear it here, or another who needs no full name."""
        best = min(fit, key=lambda one: (-self.times[one], self.first[one]))
        if self.bare.get(key, self.first[best]) < self.first[best] or len(fit) > 1:
            # Named bare before anybody is named in full: a relative comes later.
            other = owners.of(key, event)
            if other is not None and (len(fit) == 1 or other in fit):
                return other
        return best


def _known_otherwise(name: str) -> bool:
    """Whether a word is known as a body's or place's own name, whoever else bears it."""
    return any(
        entry.kind in ("named", "place", "medium") and len(spelt) == 1
        for spelt, _, entry in lexicon().phrases.get(key_of(name), ())
    )
