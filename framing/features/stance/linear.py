"""The linear judge: hashed signs around the target and likeness of words, weighed by two logistic models.

The sums of both are added up; the weights are in one file with a card. What they were trained on and how well
they do is in ``linear.toml``; training is no part of the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeAlias

import numpy as np
from scipy import sparse

from framing.features.cells import lay_runs
from framing.features.neural.encoder import arrays_in, card_in
from framing.features.stance.judges import KINDS, WINDOW, Card, Reading, poles_of, read, softmax
from framing.features.stance.verdicts import Verdicts, clause_signs, evidence_signs, verdicts
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


# The signs of stance around a target, each a place in the table; families of signs are weighed as wholes.

#: The family of some signs, the target of each, and its place in the table.
Signs: TypeAlias = Iterator[tuple[str, np.ndarray, np.ndarray]]

_VERB, _AUXILIARY, _PRONOUN = (KINDS.index(name) for name in ("verb", "auxiliary", "pronoun"))
_NAMED = np.array([KINDS.index(name) for name in ("name", "pronoun")], np.uint8)
#: What stands for a word of a target that must not be told from others of its sort.
_NAME, _SHOUTED, _DAY = 1, 2, 7
#: Kinds of words that a way passes over.
_PASSED = np.array([KINDS.index(name) for name in ("name", "word", "determiner", "figure")], np.uint8)
#: What a target is among words that are joined.
_TARGET = np.uint32(0x7A26E700)


class Near:
    """The words nearest to each target, a row a target: `reach` on either side, -1 where there is none."""

    def __init__(self, reading: Reading, reach: int = 8) -> None:
        steps = np.arange(1, reach + 1)
        right = reading.last[:, None] + steps
        left = reading.first[:, None] - steps
        self.right = np.where(right < reading.end[:, None], right, -1)
        self.left = np.where(left >= reading.begin[:, None], left, -1)


def _around(r: Reading) -> Signs:
    """The words around a target: as they are, by stem, side, distance, clause and quotation marks."""
    w, t, p = r.words, r.target, r.place
    stem, right, far = w.stem[p], r.off > 0, np.abs(r.off)
    yield "bag", t, mixed(1, w.key[p])
    yield "stems", t, mixed(2, stem, w.negated[p])
    yield "sides", t, mixed(3, stem, right)
    near = far <= 8
    yield "steps", t[near], mixed(4, stem[near], right[near], distance(r.off[near]))
    mine = in_clause(r)
    yield "clauses", t[mine], mixed(5, stem[mine])
    near = far <= 12
    yield "endings", t[near], mixed(6, w.start3[p[near]])
    yield "endings", t[near], mixed(7, w.end3[p[near]])
    inside = w.quoted[r.first][t]
    yield "quotes", t, mixed(22, stem, w.quoted[p], inside)
    yield "quotes", t, mixed(23, w.valence[p] + 2, w.quoted[p], inside)


def in_clause(r: Reading) -> np.ndarray:
    """Mask the words around that stand in a clause of their target."""
    clause, t = r.words.clause[r.place], r.target
    return np.asarray((clause == r.words.clause[r.first[t]]) | (clause == r.words.clause[r.last[t]]))


def _joined(r: Reading) -> Signs:
    """Pairs and triples of words, the target among them as one word."""
    size = np.bincount(r.target, r.off < 0, len(r.first)).astype(np.int64)
    total = np.bincount(r.target, minlength=len(r.first))
    where = np.cumsum(total) - total + size
    t, place, o = (
        np.insert(column, where, value)
        for column, value in ((r.target, np.arange(len(r.first))), (r.place, -1), (r.off, 0))
    )

    def of(values: np.ndarray) -> np.ndarray:
        return np.where(place < 0, _TARGET, values[place].astype(np.uint32))

    key, stem, kind = of(r.words.key), of(r.words.stem), of(r.words.kind)
    same = t[1:] == t[:-1]
    yield "pairs", t[1:][same], mixed(8, key[:-1][same], key[1:][same])
    same = (t[2:] == t[:-2]) & (np.minimum(np.abs(o[2:]), np.abs(o[:-2])) <= 4)
    a, b, c = stem[:-2][same], stem[1:-1][same], stem[2:][same]
    yield "triples", t[2:][same], mixed(9, a, b, c)
    # The word between by what kind it is.
    yield "triples", t[2:][same], mixed(10, a, kind[1:-1][same], c)


def _roles(r: Reading) -> Signs:
    """What the target is in its sentence: the way to each word near, the nearest verbs, what it has."""
    w, near = r.words, Near(r)
    rows = np.arange(len(r.first))
    sides = ((0, near.left), (1, near.right))
    for side, places in sides:
        path = np.full(len(rows), side, np.uint64)
        clause = w.clause[r.last if side else r.first]
        for step in range(places.shape[1]):
            place = places[:, step]
            there = place >= 0
            t, p = rows[there], place[there]
            kind, changed = w.kind[p], w.clause[p] != clause[t]
            clause[t] = w.clause[p]
            path[t] = np.where(changed, mixed(11, path[t], 77), path[t])
            yield "roles", t, mixed(12, path[t], w.stem[p])
            yield "roles", t, mixed(13, path[t], w.valence[p] + 2, w.negated[p])
            # Names, nouns and articles are passed over.
            counts = ~np.isin(kind, _PASSED)
            path[t] = np.where(counts, mixed(14, path[t], kind), path[t])
    # Of whom the target is subject or object, whatever stands between.
    previous = np.where(near.left[:, 0] >= 0, w.kind[np.maximum(near.left[:, 0], 0)], 99)
    for side, places in sides:
        t, p, passive = nearest_verb(w.kind, places)
        same = w.clause[p] == w.clause[r.first[t]]
        yield "verbs", t, mixed(30, side, w.stem[p])
        yield "verbs", t, mixed(31, side, w.stem[p], passive, same)
        yield "verbs", t, mixed(32, side, w.valence[p] + 2, w.negated[p], passive)
        yield "verbs", t, mixed(33, side, w.stem[p], previous[t])
    # What a target in the possessive has, and what is of or for it.
    for left, places in ((False, near.right), (True, near.left)):
        for step in range(4):
            t = np.flatnonzero((places[:, step] >= 0) & (w.possessive[r.last] | left))
            p = places[t, step]
            yield "owned", t, mixed(34, left, w.stem[p], step < 2)
            yield "owned", t, mixed(35, left, w.valence[p] + 2)


def nearest_verb(kind: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the targets that have a verb among some places, where it is, and if an auxiliary is before."""
    kinds = np.where(places >= 0, kind[np.maximum(places, 0)], 99)
    found = kinds == _VERB
    target = np.flatnonzero(found.any(axis=1))
    step = found.argmax(axis=1)[target]
    before = np.where(np.arange(places.shape[1]) < step[:, None], kinds[target], 99)
    return target, places[target, step], (before == _AUXILIARY).any(axis=1)


def own_words(r: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Return the words that targets are made of: whose, and where."""
    size = r.last - r.first + 1
    return np.repeat(np.arange(len(size)), size), lay_runs(r.first, size)


def _own(r: Reading) -> Signs:
    """What sort of thing the target is (a day, voters, the report; of a name only that it is one), and where.

    What it is as a word, and how long its sentence is; never which name it has.
    """
    w, rows = r.words, np.arange(len(r.first))
    t, p = own_words(r)
    sort = np.where(w.capital[p], np.uint32(_NAME), w.stem[p])
    sort = np.where(w.capital[p] & w.shouted[p], np.uint32(_SHOUTED), sort)
    sort = np.where(w.capital[p] & w.day[p], np.uint32(_DAY), sort)
    yield "own", t, mixed(44, sort)
    yield "own", t, mixed(45, sort, p == r.first[t])
    last, kind = sort[p == r.last[t]], w.kind[r.last]
    left, right = r.first - 1, np.minimum(r.last + 1, len(w.key) - 1)
    before = np.where(left >= r.begin, w.key[left], 5)
    after = np.where(r.last + 1 < r.end, w.key[right], 5)
    size = np.minimum(r.last - r.first, 3)
    yield "own", rows, mixed(46, last)
    yield "own", rows, mixed(47, last, before)
    yield "own", rows, mixed(48, last, after)
    yield "own", rows, mixed(49, kind, last > _DAY, size, before)
    yield "shape", rows, mixed(24, kind, w.possessive[r.last])
    yield "shape", rows, mixed(25, size, kind)
    yield "shape", rows, mixed(26, distance(r.first - r.begin))
    yield "shape", rows, mixed(27, np.minimum((r.end - r.begin) // 8, 6))
    yield "shape", rows, mixed(28, w.quoted[r.first], kind)
    yield "shape", rows, mixed(29, np.where(kind == _PRONOUN, w.key[r.last], 0))


def _speaking(r: Reading) -> Signs:
    """Whether the target speaks: what is good or bad in its words is said of others."""
    w, t, p = r.words, r.target, r.place
    says = np.zeros(len(w.kind) + 1, bool)
    says[w.hit[np.isin(w.pole, poles_of("reporting"))]] = True
    near = np.abs(r.off) <= 4
    speaks = np.bincount(t[near], says[p[near]], len(r.first)) > 0
    yield "speaking", t, mixed(36, speaks[t], w.valence[p] + 2, r.off > 0, w.quoted[p])
    bad, good = (
        np.minimum(np.bincount(t, sign * w.valence[p] > 0, len(speaks)).astype(np.int64), 3)
        for sign in (-1, 1)
    )
    yield "speaking", np.arange(len(speaks)), mixed(37, speaks, bad, good)
    counts = w.valence[p] != 0
    yield "speaking", t[counts], mixed(38, speaks[t], w.stem[p])[counts]


def passed_names(r: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Return how many names and pronouns stand before each word and the end, and between word and target."""
    passed = np.concatenate([[0], np.cumsum(np.isin(r.words.kind, _NAMED))])
    behind = np.minimum(r.place + 1, len(r.words.kind))
    after, before = r.last[r.target] + 1, r.first[r.target]
    between = np.where(r.off > 0, passed[r.place] - passed[after], passed[before] - passed[behind])
    return passed, between


def _rivals(r: Reading) -> Signs:
    """Whether somebody else stands between the target and a word, or as near to it on its other side."""
    w, size = r.words, len(r.words.kind)
    passed, between = passed_names(r)
    t, p, right, far = r.target, r.place, r.off > 0, np.abs(r.off)
    between = np.clip(between, 0, 2)
    out = np.where(
        right,
        passed[np.minimum(p + far, r.end[t])] - passed[np.minimum(p + 1, size)],
        passed[p] - passed[np.maximum(p - far, r.begin[t])],
    )
    rival = np.minimum(np.maximum(out, 0), 1)
    clauses = np.minimum(np.abs(w.clause[p] - w.clause[np.where(right, r.last[t], r.first[t])]), 2)
    value = w.valence[p] + 2
    polar = w.valence[p] != 0
    yield "rivals", t[polar], mixed(39, value, w.negated[p], right, between)[polar]
    yield "rivals", t[polar], mixed(40, value, w.negated[p], right, between, rival)[polar]
    yield "rivals", t[polar], mixed(41, value, between, clauses, rival)[polar]
    yield "rivals", t, mixed(42, w.stem[p], between > 0)
    near = (far <= 12) & (between == 0)
    yield "rivals", t[near], mixed(43, w.stem[p], right, rival)[near]


def _lexicons(r: Reading) -> Signs:
    """Words of the shipped lexicons around a target; how many good and bad ones there are, none too."""
    w = r.words
    order = np.argsort(w.hit, kind="stable")
    low, high = np.searchsorted(w.hit[order], r.begin), np.searchsorted(w.hit[order], r.end)
    t, at = np.repeat(np.arange(len(low)), high - low), order[lay_runs(low, high - low)]
    outside = (w.hit[at] < r.first[t]) | (w.hit[at] > r.last[t])
    t, at = t[outside], at[outside]
    place, pole, turned = w.hit[at], w.pole[at], w.turned[at]
    right = place > r.last[t]
    off = np.where(right, place - r.last[t], r.first[t] - place)
    yield "lexicons", t, mixed(15, pole, turned)
    yield "lexicons", t, mixed(16, pole, turned, right, distance(off))
    yield "lexicons", t, mixed(17, pole, turned, right, w.clause[place] == w.clause[r.first[t]])
    t, o, size = r.target, r.off, len(r.first)
    value = w.valence[r.place].astype(np.int64)
    value = np.where(w.negated[r.place], -value, value)
    clause, near = w.clause[r.place] == w.clause[r.first[t]], np.abs(o) <= 5
    parts = (value == value, o < 0, o > 0, near, clause, clause & near, near & (o > 0))
    for number, inside in enumerate(parts):
        good, bad = (
            np.bincount(t[inside], np.maximum(sign * value[inside], 0), size).astype(np.int64)
            for sign in (1, -1)
        )
        yield "valence", np.arange(size), mixed(18, number, np.minimum(good, 5))
        yield "valence", np.arange(size), mixed(19, number, np.minimum(bad, 5))
        yield "valence", np.arange(size), mixed(20, number, np.clip(good - bad, -5, 5))
    last = (np.abs(o) <= 10) & (value != 0)
    yield "valence", t[last], mixed(21, value[last] + 5, o[last] > 0, distance(o[last]))


#: Families of signs, each weighed as a whole.
FAMILIES = (
    "bag", "stems", "sides", "steps", "clauses", "endings", "pairs", "triples", "roles", "lexicons",
    "valence", "quotes", "shape", "verbs", "owned", "speaking", "rivals", "own",
)  # fmt: skip


def signs(reading: Reading) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the signs of each of `FAMILIES`: the target of each sign, its place in the table."""
    found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {name: [] for name in FAMILIES}
    for read_signs in (_around, _joined, _roles, _lexicons, _own, _speaking, _rivals):
        for name, target, place in read_signs(reading):
            found[name].append((target, place))
    none = (np.zeros(0, np.int64), np.zeros(0, np.int32))
    columns = {name: tuple(zip(*(parts or [none]), strict=True)) for name, parts in found.items()}
    return {
        name: (np.concatenate(target), np.concatenate(place)) for name, (target, place) in columns.items()
    }


# Words told by what they are like: vectors learned from unlabelled news, summed over stretches of a text.

#: Steps from a target, from and to, that are stretches of their own on either side.
_STEPS = ((1, 1), (2, 2), (3, 4), (5, 8))
#: How far words are read that no name parts from the target.
_CLEAR = 12
#: Names of the stretches, in the order in which they are read.
STRETCHES = (
    *("all", "own", "negated", "quoted"),
    *(f"left_{part}" for part in "all 1 2 3 5 clear beyond clause verb passive".split()),
    *(f"right_{part}" for part in "all 1 2 3 5 clear beyond clause verb passive".split()),
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
    yield own_words(r)
    for inside in (w.negated[p], w.quoted[p]):
        yield t[inside], p[inside]
    mine, parted, near = in_clause(r), passed_names(r)[1] > 0, Near(r)
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


def table(reading: Reading, weights: Mapping[str, float]) -> sparse.csr_array:
    """Return the signs as a sparse matrix, a row a target; each family has the length that it is given."""
    size = len(reading.first)
    rows, places, values = [], [], []
    for name, (target, place) in signs(reading).items():
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
    layer : Verdicts
    """

    card: Card
    weights: np.ndarray
    words: WordVectors
    evidence: np.ndarray
    bias: np.ndarray
    families: Mapping[str, float]
    temperature: float
    layer: Verdicts
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

    def verdicts(
        self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], voices: np.ndarray
    ) -> np.ndarray:
        """Return these probabilities, and beside them those that hold in international news."""
        chance = self.probabilities(texts, starts, ends)
        signs = evidence_signs(chance), clause_signs(texts, starts, ends, voices)
        return np.concatenate([chance, self.layer.probabilities(*signs)], axis=1)


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
    layer = verdicts("linear")
    return Linear(
        Card.of(card, layer.card),
        weights,
        words,
        words.evidence(arrays["stretches"]),
        arrays["bias"].astype(np.float64),
        dict(card["families"]),
        float(card["temperature"]),
        layer,
    )
