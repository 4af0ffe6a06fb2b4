"""The linear judge: hashed signs around the target and likeness of words, weighed by two logistic models.

The sums of both are added up; the weights are in one file with a card. What they were trained on and how well
they do is in ``linear.toml``; training is no part of the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeAlias

import numpy as np
from scipy import sparse

from framing.features.neural.encoder import arrays_in, card_in
from framing.features.stance.judges import KINDS, WINDOW, Card, Reading, poles_of, read
from framing.text.tokens import chunks

# Signs as places in one table of weights: how what a sign is made of is mixed into a number.

#: Width of the table of weights, in bits.
BITS = 18
_PRIMES = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def mixed(template: int, *parts: np.ndarray | int) -> np.ndarray:
    """Return the place of each item of a template, whose parts are taken together."""
    with np.errstate(over="ignore"):
        found = np.asarray(np.uint64(template * 2 + 1) * _PRIMES[0])
        for part in parts:
            found = found ^ np.asarray(part).astype(np.uint64)
            found = found * _PRIMES[1]
            found = found ^ (found >> np.uint64(29))
        found = found * _PRIMES[2]
    return np.asarray(found >> np.uint64(64 - BITS), np.int32)


def distance(off: np.ndarray) -> np.ndarray:
    """Return how far in steps: 1, 2, 3 to 4, 5 to 8, 9 to 16, farther."""
    return np.asarray(np.searchsorted(np.array([1, 2, 4, 8, 16]), np.abs(off), side="left"), np.int64)


# What a target is in its sentence, guessed from kinds of words: subject, object, owner, speaker.

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
    return np.asarray(
        np.where(r.off > 0, passed[p] - passed[r.last[t] + 1], passed[r.first[t]] - passed[behind])
    )


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


# Words told by what they are like: vectors learned from unlabelled news, summed over stretches of a text.

#: Steps from a target, from and to, that are stretches of their own on either side.
_STEPS = ((1, 1), (2, 2), (3, 4), (5, 8))
#: How far words are read that no name parts from the target.
_CLEAR = 12
_SIDES = ("left", "right")
#: Names of the stretches, in the order in which they are read.
STRETCHES = (
    "all",
    "own",
    "negated",
    "quoted",
    *(
        f"{side}_{part}"
        for side in _SIDES
        for part in ("all", "1", "2", "3", "5", "clear", "beyond", "clause", "verb", "passive")
    ),
)


@dataclass(frozen=True)
class WordVectors:
    """Words by hash, in rising order, and a vector of length one for each, in steps of 1/127.

    Attributes
    ----------
    keys : uint32 array
    rows : int8 array, a row a word
    """

    keys: np.ndarray
    rows: np.ndarray

    def places(self, keys: np.ndarray) -> np.ndarray:
        """Return the row of each word, -1 for one that has none."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def evidence(self, weights: np.ndarray) -> np.ndarray:
        """Return what each word says in each stretch, a column a class.

        Parameters
        ----------
        weights : float array, stretches × numbers of a vector × classes
        """
        rows = self.rows.astype(np.float32) / 127
        return np.stack([rows @ weight for weight in weights.astype(np.float32)])

    def sums(self, reading: Reading, evidence: np.ndarray) -> np.ndarray:
        """Return the evidence for each class, a row a target; `evidence` is that of words."""
        found = np.zeros((len(reading.first), evidence.shape[2]))
        for one, of_words in zip(self.count_words(reading), evidence, strict=True):
            found += one @ of_words
        return found

    def count_words(self, reading: Reading) -> Iterator[sparse.csr_array]:
        """Yield words by target for each stretch, divided by the root of how many there are."""
        size = len(reading.first)
        of_word = self.places(reading.words.key)
        for target, place in stretches(reading):
            word = of_word[place]
            target, word = target[word >= 0], word[word >= 0]
            share = 1 / np.sqrt(np.maximum(np.bincount(target, minlength=size), 1))
            yield sparse.csr_array(
                (share[target].astype(np.float32), (target, word)), shape=(size, len(self.keys))
            )


def stretches(r: Reading) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the words of each of `STRETCHES`: whose, and where."""
    w, t, p, far = r.words, r.target, r.place, np.abs(r.off)
    yield t, p
    yield own_words(r) if len(w.key) else (t, p)
    for inside in (w.negated[p], w.quoted[p]):
        yield t[inside], p[inside]
    mine = (w.clause[p] == w.clause[r.first[t]]) | (w.clause[p] == w.clause[r.last[t]])
    parted = passed_names(r) > 0
    near = Near(r, 8)
    for side, places in ((r.off < 0, near.left), (r.off > 0, near.right)):
        yield t[side], p[side]
        for low, high in _STEPS:
            inside = side & (far >= low) & (far <= high)
            yield t[inside], p[inside]
        for inside in (side & ~parted & (far <= _CLEAR), side & parted, side & mine):
            yield t[inside], p[inside]
        target, place, passive = nearest_verb(w.kind, places)
        yield target, place
        yield target[passive], place[passive]


# The signs of stance around a target, as hashed places in one table of weights.

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
    "roles": roles,
    "lexicons": _lexicons,
    "valence": _valence,
    "quotes": _quotes,
    "shape": shape,
    "verbs": verbs,
    "owned": owned,
    "speaking": speaking,
    "rivals": rivals,
    "own": own,
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


#: Characters around targets that are read at once, a hundred times as large in memory; those of a word.
_READ, _LETTERS = 3 << 20, 8
_OF = "stance: "


@dataclass(frozen=True)
class Linear:
    """A table of weights, a row a hashed sign, and what makes probabilities of their sums.

    Attributes
    ----------
    card : Card
    weights : float32 array, 2**18 × 3
    words : WordVectors
    evidence : float32 array, stretches × words × 3
        What each of these words says in each stretch around a target.
    bias : float64 array, one item a class
    families : dict of str to float
        How much each family of signs counts.
    temperature : float
        What sums are divided by, so that probabilities are those that were observed.
    """

    card: Card
    weights: np.ndarray
    words: WordVectors
    evidence: np.ndarray
    bias: np.ndarray
    families: Mapping[str, float]
    temperature: float
    #: Lexicons are looked up once for as many targets.
    batch: int = 1 << 14

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return the probability of each class, a row a target."""
        if not len(texts):
            return np.zeros((0, len(self.bias)))
        sums = np.zeros((len(texts), len(self.bias)))
        size = np.minimum([len(text) for text in texts], 2 * WINDOW * _LETTERS)
        for i, j in chunks(size, _READ):
            found = read(texts[i:j], starts[i:j], ends[i:j])
            sums[i:j] = table(found, self.families) @ self.weights + self.words.sums(found, self.evidence)
        return softmax((sums + self.bias) / self.temperature)


def softmax(sums: np.ndarray) -> np.ndarray:
    """Return what sums of evidence are as probabilities, row by row.

    >>> softmax(np.array([[0.0, 0.0, 0.0, 0.0]])).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    risen = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(risen / risen.sum(axis=1, keepdims=True))


@cache
def judge() -> Linear:
    """Return the judge that comes with the package.

    Raises
    ------
    FramingError
        A file is missing, or the weights are not those that the card is of.
    """
    return opened(resources.files("framing.features.stance"))


def opened(folder: Traversable) -> Linear:
    """Return the judge of a folder with weights and their card; the file must be the one it names."""
    card = card_in(folder, "linear.toml", _OF)
    arrays = arrays_in(folder, "linear.npz", card, _OF)
    weights = np.zeros((1 << BITS, arrays["values"].shape[1]), np.float32)
    weights[np.cumsum(arrays["steps"].astype(np.int64))] = arrays["values"]
    words = WordVectors(arrays["keys"], arrays["rows"])
    return Linear(
        Card.of(card),
        weights,
        words,
        words.evidence(arrays["stretches"]),
        arrays["bias"].astype(np.float64),
        dict(card["families"]),
        float(card["temperature"]),
    )
