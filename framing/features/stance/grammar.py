"""What a target is in its sentence, guessed from kinds of words: subject, object, owner, speaker.

A way through the words stands for a parse; where it is wrong, the weights know how often.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from framing.features.stance.places import distance, mixed
from framing.features.stance.reading import KINDS, Reading, poles_of

__all__ = [
    "Near",
    "Signs",
    "nearest_verb",
    "own",
    "own_words",
    "owned",
    "passed_names",
    "rivals",
    "roles",
    "shape",
    "speaking",
    "verbs",
]

#: Targets and the places of their signs, a template at a time.
Signs: TypeAlias = Iterator[tuple[np.ndarray, np.ndarray]]

_VERB, _AUXILIARY, _PRONOUN = (KINDS.index(name) for name in ("verb", "auxiliary", "pronoun"))
_NAMED = np.array([KINDS.index(name) for name in ("name", "pronoun")], np.uint8)
#: What stands for a word of a target that must not be told from others of its sort.
_NAME, _SHOUTED, _DAY = 1, 2, 7
#: Kinds of words that a way passes over.
_PASSED = np.array([KINDS.index(name) for name in ("name", "word", "determiner", "figure")], np.uint8)


class Near:
    """The words nearest to each target, a row a target: `reach` on either side, -1 where there is none."""

    def __init__(self, reading: Reading, reach: int) -> None:
        steps = np.arange(1, reach + 1)
        right = reading.last[:, None] + steps
        left = reading.first[:, None] - steps
        self.right = np.where(right < reading.end[:, None], right, -1)
        self.left = np.where(left >= reading.begin[:, None], left, -1)


def roles(r: Reading) -> Signs:
    """What stands right at the target, and the way from it to each word near, by kinds of words."""
    w, near = r.words, Near(r, 8)
    rows = np.arange(len(r.first))
    for side, places in ((0, near.left), (1, near.right)):
        path = np.full(len(rows), side, np.uint64)
        clause = w.clause[r.last if side else r.first]
        for step in range(places.shape[1]):
            place = places[:, step]
            there = place >= 0
            t, p = rows[there], place[there]
            kind, changed = w.kind[p], w.clause[p] != clause[t]
            clause[t] = w.clause[p]
            path[t] = np.where(changed, mixed(11, path[t], 77), path[t])
            yield t, mixed(12, path[t], w.stem[p])
            yield t, mixed(13, path[t], w.valence[p] + 2, w.negated[p])
            # Names, nouns and articles are passed over.
            counts = ~np.isin(kind, _PASSED)
            path[t] = np.where(counts, mixed(14, path[t], kind), path[t])


def verbs(r: Reading) -> Signs:
    """The nearest verb on each side, whatever stands between: of whom the target is subject or object."""
    w, near = r.words, Near(r, 8)
    previous = np.where(near.left[:, 0] >= 0, _kinds(w.kind, near.left[:, 0]), 99)
    for side, places in ((0, near.left), (1, near.right)):
        t, p, passive = nearest_verb(w.kind, places)
        same = w.clause[p] == w.clause[r.first[t]]
        yield t, mixed(30, side, w.stem[p])
        yield t, mixed(31, side, w.stem[p], passive, same)
        yield t, mixed(32, side, w.valence[p] + 2, w.negated[p], passive)
        yield t, mixed(33, side, w.stem[p], previous[t])


def nearest_verb(kind: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the targets that have a verb among some places, where it is, and if an auxiliary is before."""
    kinds = np.where(places >= 0, _kinds(kind, places), 99)
    found = kinds == _VERB
    target = np.flatnonzero(found.any(axis=1))
    step = found.argmax(axis=1)[target]
    before = np.where(np.arange(places.shape[1]) < step[:, None], kinds[target], 99)
    return target, places[target, step], (before == _AUXILIARY).any(axis=1)


def own_words(r: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Return the words that targets are made of: whose, and where."""
    size = r.last - r.first + 1
    target = np.repeat(np.arange(len(size)), size)
    return target, np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size - r.first, size)


def own(r: Reading) -> Signs:
    """What sort of thing the target is: a day, voters, the report; of a name only that it is one."""
    w = r.words
    if not len(w.key):
        yield np.zeros(0, np.int64), np.zeros(0, np.int32)
        return
    t, p = own_words(r)
    sort = np.where(w.capital[p], np.uint32(_NAME), w.stem[p])
    sort = np.where(w.capital[p] & w.shouted[p], np.uint32(_SHOUTED), sort)
    sort = np.where(w.capital[p] & w.day[p], np.uint32(_DAY), sort)
    yield t, mixed(44, sort)
    yield t, mixed(45, sort, p == r.first[t])
    last = sort[p == r.last[t]]
    rows = np.arange(len(last))
    left, right = r.first - 1, np.minimum(r.last + 1, len(w.key) - 1)
    before = np.where(left >= r.begin, w.key[left], 5)
    after = np.where(r.last + 1 < r.end, w.key[right], 5)
    size = np.minimum(r.last - r.first, 3)
    yield rows, mixed(46, last)
    yield rows, mixed(47, last, before)
    yield rows, mixed(48, last, after)
    yield rows, mixed(49, w.kind[r.last], last > _DAY, size, before)


def _kinds(kind: np.ndarray, place: np.ndarray) -> np.ndarray:
    return kind[np.maximum(place, 0)] if len(kind) else np.zeros_like(place)


def owned(r: Reading) -> Signs:
    """What a target in the possessive has, and what is of or for it."""
    w, near = r.words, Near(r, 4)
    owns = w.possessive[r.last] if len(w.possessive) else np.zeros(len(r.last), bool)
    for places, mark in ((near.right, owns), (near.left, np.zeros_like(owns))):
        for step in range(places.shape[1]):
            place = places[:, step]
            t = np.flatnonzero((place >= 0) & (mark | (places is near.left)))
            p = place[t]
            yield t, mixed(34, places is near.left, w.stem[p], step < 2)
            yield t, mixed(35, places is near.left, w.valence[p] + 2)


def speaking(r: Reading) -> Signs:
    """Whether the target speaks: what is good or bad in its words is said of others."""
    w = r.words
    says = np.zeros(len(w.kind) + 1, bool)
    says[w.hit[np.isin(w.pole, poles_of("reporting"))]] = True
    near = np.abs(r.off) <= 4
    speaks = np.bincount(r.target[near], says[r.place[near]], len(r.first)) > 0
    t, p, o = r.target, r.place, r.off
    yield t, mixed(36, speaks[t], w.valence[p] + 2, o > 0, w.quoted[p])
    bad = np.bincount(t, w.valence[p] < 0, len(speaks)).astype(np.int64)
    good = np.bincount(t, w.valence[p] > 0, len(speaks)).astype(np.int64)
    rows = np.arange(len(speaks))
    yield rows, mixed(37, speaks, np.minimum(bad, 3), np.minimum(good, 3))
    counts = w.valence[p] != 0
    yield t[counts], mixed(38, speaks[t], w.stem[p])[counts]


def _names_until(r: Reading) -> np.ndarray:
    """Return how many names and pronouns stand before each word, and before the end."""
    return np.concatenate([[0], np.cumsum(np.isin(r.words.kind, _NAMED))])


def passed_names(r: Reading) -> np.ndarray:
    """Return how many names and pronouns stand between each word read and its target."""
    passed, t, p = _names_until(r), r.target, r.place
    behind = np.minimum(p + 1, len(r.words.kind))
    found: np.ndarray = np.where(
        r.off > 0, passed[p] - passed[r.last[t] + 1], passed[r.first[t]] - passed[behind]
    )
    return found


def rivals(r: Reading) -> Signs:
    """Whether somebody else stands between the target and a word, or as near to it on its other side."""
    w, size = r.words, len(r.words.kind)
    passed = _names_until(r)
    t, p, o = r.target, r.place, r.off
    right, far = o > 0, np.abs(o)
    between = np.clip(passed_names(r), 0, 2)
    out = np.where(
        right,
        passed[np.minimum(p + far, r.end[t])] - passed[np.minimum(p + 1, size)],
        passed[p] - passed[np.maximum(p - far, r.begin[t])],
    )
    rival = np.minimum(np.maximum(out, 0), 1)
    clauses = np.minimum(np.abs(w.clause[p] - w.clause[np.where(right, r.last[t], r.first[t])]), 2)
    value = w.valence[p] + 2
    polar = w.valence[p] != 0
    yield t[polar], mixed(39, value, w.negated[p], right, between)[polar]
    yield t[polar], mixed(40, value, w.negated[p], right, between, rival)[polar]
    yield t[polar], mixed(41, value, between, clauses, rival)[polar]
    yield t, mixed(42, w.stem[p], between > 0)
    near = (far <= 12) & (between == 0)
    yield t[near], mixed(43, w.stem[p], right, rival)[near]


def shape(r: Reading) -> Signs:
    """What the target is as a word, and where it stands; never which name it has."""
    w, rows = r.words, np.arange(len(r.first))
    kind = w.kind[r.last]
    long = np.minimum(r.last - r.first, 3)
    at = distance(r.first - r.begin)
    size = np.minimum((r.end - r.begin) // 8, 6)
    pronoun = np.where(kind == _PRONOUN, w.key[r.last], 0)
    yield rows, mixed(24, kind, w.possessive[r.last])
    yield rows, mixed(25, long, kind)
    yield rows, mixed(26, at)
    yield rows, mixed(27, size)
    yield rows, mixed(28, w.quoted[r.first], kind)
    yield rows, mixed(29, pronoun)
