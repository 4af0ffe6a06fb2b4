"""Who is who: surnames and shortened names joined to a full name of the article, the event, or the corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
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
    rows, numbers = mentions.row.tolist(), mentions.name.tolist()
    order = np.lexsort([mentions.start, ~mentions.title, mentions.row]).tolist()
    full = [kind == "person" and " " in written[n] for n, kind in zip(numbers, mentions.kind, strict=True)]
    shorts: dict[str, Counter[str]] = defaultdict(Counter)
    in_event: dict[tuple[object, str], Counter[str]] = defaultdict(Counter)
    seen: set[tuple[int, str]] = set()
    for k, n in enumerate(numbers):
        if not full[k]:
            continue
        identity = _identity(written[n])
        if (rows[k], identity) in seen:
            continue
        seen.add((rows[k], identity))
        event = events[rows[k]]
        for short in _short(written[n]):
            shorts[short][identity] += 1
            if isinstance(event, str):
                in_event[event, short][identity] += 1
    result: list[str | None] = [None] * len(numbers)
    article = -1
    near: dict[str, set[str]] = {}
    given: dict[str, set[str]] = {}
    full_in: Counter[str] = Counter()
    first_in: dict[str, int] = {}
    for at, k in enumerate(order):
        if rows[k] != article:
            article = rows[k]
            near, given, full_in, first_in = _of_article(order, at, rows, numbers, full, written)
        name, kind = written[numbers[k]], mentions.kind[k]
        key = key_of(name)
        if full[k]:
            identity = _identity(name)
            longer = near.get(key_of(name, True))
            if longer and len(longer) == 1 and identity not in longer:
                identity = next(iter(longer))
            result[k] = identity
            continue
        if kind not in ("person", "name", "body") and not (kind == "place" and key in near):
            continue
        fit = near.get(key)
        if fit and (kind != "place" or len(fit) == 1):
            if kind in ("place", "body") and _known_otherwise(name):
                continue
            result[k] = (
                next(iter(fit)) if len(fit) == 1 else min(fit, key=lambda one: (-full_in[one], first_in[one]))
            )
            continue
        if " " in key or kind not in ("person", "name"):
            continue
        if kind == "name":
            fit = given.get(key)
            if fit and len(fit) == 1:
                result[k] = next(iter(fit))
            continue
        for counted in (in_event.get((events[article], key)), shorts.get(key)):
            if counted:
                identity, count = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
                if count >= _MOSTLY * counted.total():
                    result[k] = identity
                    break
        if result[k] is None:
            fit = given.get(key)
            result[k] = next(iter(fit)) if fit and len(fit) == 1 else key
    return result


def _of_article(
    order: list[int], at: int, rows: list[int], numbers: list[int], full: list[bool], written: Sequence[str]
) -> tuple[dict[str, set[str]], dict[str, set[str]], Counter[str], dict[str, int]]:
    """Return whom short and given names may mean in an article, how often and where first each is in full."""
    near: dict[str, set[str]] = defaultdict(set)
    given: dict[str, set[str]] = defaultdict(set)
    full_in: Counter[str] = Counter()
    first_in: dict[str, int] = {}
    article = rows[order[at]]
    while at < len(order) and rows[order[at]] == article:
        k = order[at]
        if full[k]:
            name = written[numbers[k]]
            full_in[_identity(name)] += 1
            first_in.setdefault(_identity(name), at)
            for short in _short(name):
                near[short].add(_identity(name))
            first = name.split()[0]
            if first in lexicon().male or first in lexicon().female:
                given[key_of(first)].add(_identity(name))
        at += 1
    return near, given, full_in, first_in


def _known_otherwise(name: str) -> bool:
    """Whether a word is known as a body's or place's own name, whoever else bears it."""
    return any(
        entry.kind in ("named", "place", "medium") and len(spelt) == 1
        for spelt, _, entry in lexicon().phrases.get(key_of(name), ())
    )
