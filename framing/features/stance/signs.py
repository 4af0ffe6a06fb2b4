"""The signs of stance around a target, as hashed places in one table of weights.

Every sign is a template: a number of its own, mixed with what stands in it. Nothing here has a weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from scipy import sparse

from framing.features.stance import grammar
from framing.features.stance.grammar import Signs
from framing.features.stance.places import BITS, distance, mixed
from framing.features.stance.reading import Reading

__all__ = ["FAMILIES", "signs", "table"]

#: What a target is among words that are joined.
_TARGET = np.uint32(0x7A26E700)


def signs(reading: Reading) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yield families of signs: name, target of each sign, its place in the table."""
    for name, family in FAMILIES.items():
        target, place = zip(*family(reading), strict=True)
        yield name, np.concatenate(target), np.concatenate(place)


def _bag(r: Reading) -> Signs:
    yield r.target, mixed(1, r.words.key[r.place])


def _stems(r: Reading) -> Signs:
    w = r.words
    yield r.target, mixed(2, w.stem[r.place], w.negated[r.place])


def _sides(r: Reading) -> Signs:
    yield r.target, mixed(3, r.words.stem[r.place], r.off > 0)


def _steps(r: Reading) -> Signs:
    near = np.abs(r.off) <= 8
    t, p, o = r.target[near], r.place[near], r.off[near]
    yield t, mixed(4, r.words.stem[p], o > 0, distance(o))


def _clauses(r: Reading) -> Signs:
    w = r.words
    mine = (w.clause[r.place] == w.clause[r.first[r.target]]) | (
        w.clause[r.place] == w.clause[r.last[r.target]]
    )
    t, p = r.target[mine], r.place[mine]
    yield t, mixed(5, w.stem[p])


def _endings(r: Reading) -> Signs:
    w = r.words
    near = np.abs(r.off) <= 12
    t, p = r.target[near], r.place[near]
    yield t, mixed(6, w.start3[p])
    yield t, mixed(7, w.end3[p])


def _sequence(r: Reading) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the words read with each target as one word: target, place (-1 for the target), distance."""
    size = np.bincount(r.target, r.off < 0, len(r.first)).astype(np.int64)
    total = np.bincount(r.target, minlength=len(r.first))
    where = np.cumsum(total) - total + size
    return (
        np.insert(r.target, where, np.arange(len(r.first))),
        np.insert(r.place, where, -1),
        np.insert(r.off, where, 0),
    )


def _masked(values: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return what the words at some places are, and the mark of a target where it stands."""
    if not len(values):
        return np.full(len(place), _TARGET, np.uint32)
    return np.where(place < 0, _TARGET, values[place].astype(np.uint32))


def _pairs(r: Reading) -> Signs:
    t, p, _ = _sequence(r)
    key = _masked(r.words.key, p)
    same = t[1:] == t[:-1]
    yield t[1:][same], mixed(8, key[:-1][same], key[1:][same])


def _triples(r: Reading) -> Signs:
    t, p, o = _sequence(r)
    key, kind = _masked(r.words.stem, p), _masked(r.words.kind, p)
    same = (t[2:] == t[:-2]) & (np.minimum(np.abs(o[2:]), np.abs(o[:-2])) <= 4)
    a, b, c = key[:-2][same], key[1:-1][same], key[2:][same]
    yield t[2:][same], mixed(9, a, b, c)
    # The word between by what kind it is.
    yield t[2:][same], mixed(10, a, kind[1:-1][same], c)


def _lexicons(r: Reading) -> Signs:
    w = r.words
    order = np.argsort(w.hit, kind="stable")
    hit, pole, turned = w.hit[order], w.pole[order], w.turned[order]
    low, high = np.searchsorted(hit, r.begin), np.searchsorted(hit, r.end)
    size = high - low
    t = np.repeat(np.arange(len(low)), size)
    at = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size) + np.repeat(low, size)
    place = hit[at]
    inside = (place >= r.first[t]) & (place <= r.last[t])
    t, at, place = t[~inside], at[~inside], place[~inside]
    right = place > r.last[t]
    off = np.where(right, place - r.last[t], r.first[t] - place)
    clause = w.clause[place] == w.clause[r.first[t]]
    yield t, mixed(15, pole[at], turned[at])
    yield t, mixed(16, pole[at], turned[at], right, distance(off))
    yield t, mixed(17, pole[at], turned[at], right, clause)


def _valence(r: Reading) -> Signs:
    """How many good and bad words stand on each side, near, in the clause; none counts too."""
    w, size = r.words, len(r.first)
    value = w.valence[r.place].astype(np.int64)
    value = np.where(w.negated[r.place], -value, value)
    rows = np.arange(size)
    clause = w.clause[r.place] == w.clause[r.first[r.target]]
    near = np.abs(r.off) <= 5
    stretches = (value == value, r.off < 0, r.off > 0, near, clause, clause & near, near & (r.off > 0))
    for number, inside in enumerate(stretches):
        good = np.bincount(r.target[inside], np.maximum(value[inside], 0), size).astype(np.int64)
        bad = np.bincount(r.target[inside], np.maximum(-value[inside], 0), size).astype(np.int64)
        yield rows, mixed(18, number, np.minimum(good, 5))
        yield rows, mixed(19, number, np.minimum(bad, 5))
        yield rows, mixed(20, number, np.clip(good - bad, -5, 5))
    last = np.abs(r.off) <= 10
    t, o, v = r.target[last], r.off[last], value[last]
    yield t[v != 0], mixed(21, v + 5, o > 0, distance(o))[v != 0]


def _quotes(r: Reading) -> Signs:
    w = r.words
    inside = w.quoted[r.first]
    t, p = r.target, r.place
    yield t, mixed(22, w.stem[p], w.quoted[p], inside[t])
    yield t, mixed(23, w.valence[p] + 2, w.quoted[p], inside[t])


#: Families of signs, each weighed as a whole.
FAMILIES: dict[str, Callable[[Reading], Signs]] = {
    "bag": _bag,
    "stems": _stems,
    "sides": _sides,
    "steps": _steps,
    "clauses": _clauses,
    "endings": _endings,
    "pairs": _pairs,
    "triples": _triples,
    "roles": grammar.roles,
    "lexicons": _lexicons,
    "valence": _valence,
    "quotes": _quotes,
    "shape": grammar.shape,
    "verbs": grammar.verbs,
    "owned": grammar.owned,
    "speaking": grammar.speaking,
    "rivals": grammar.rivals,
    "own": grammar.own,
}


def table(reading: Reading, weights: Mapping[str, float]) -> sparse.csr_array:
    """Return the signs as a sparse matrix, a row a target; each family has the length that it is given."""
    size = len(reading.first)
    rows, places, values = [], [], []
    for name, target, place in signs(reading):
        if not weights.get(name):
            continue
        count = np.bincount(target, minlength=size)
        rows.append(target)
        places.append(place)
        values.append((weights[name] / np.sqrt(np.maximum(count, 1)))[target])
    return sparse.csr_array(
        (np.concatenate(values).astype(np.float32), (np.concatenate(rows), np.concatenate(places))),
        shape=(size, 1 << BITS),
    )
