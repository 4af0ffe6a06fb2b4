"""Signs of how an entity is cast: its own words and, apart, the sentences it stands in with it left out.

A sign is a string that is hashed to a place in a table of weights; nothing here knows a weight. What a table
was trained with must be hashed in the same way for ever. Signs come in blocks, each weighed as a whole.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate, pairwise

import numpy as np
from scipy import sparse

from framing.features.neural.encoder import arrays_in, card_in
from framing.features.roles.verbs import kind_of
from framing.features.rules.passive import is_participle, lists
from framing.plugins import toml

# A sentence as words for the signs of roles: the mask that stands for an entity, marks, stems.

#: What stands for the entity in a sentence, and for it once more where it is named again.
MASK, SAME = "\ue000", "\ue001"
MARKS = frozenset('.,;:?!"“”')
BE = frozenset("is are was were be been being am get gets got".split())
PRONOUNS = frozenset("i you he she it we they me him her us them".split())
_WORD = re.compile(rf"{MASK}|[^\W_][\w'’-]*|[.,;:?!\"“”]")
_ENDINGS = ("ing", "ed", "es", "s")


def cut(sentence: str) -> list[str]:
    """Return the words and marks of a sentence, the mask among them.

    >>> cut(f"They, and {MASK}'s aides.") == ["They", ",", "and", MASK, "s", "aides", "."]
    True
    """
    return _WORD.findall(sentence)


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """Return a word in lower case without its commonest endings.

    >>> stem("Attacked"), stem("lies"), stem("us")
    ('attack', 'lies', 'us')
    """
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


# Signs of what is done to an entity and by it: words by their effect, by side, distance and preposition.

_PREPOSITIONS = frozenset("to of on for against by with from in at over about into toward".split())
#: How many words on either side are read, and within how many a preposition or an auxiliary counts.
_REACH, _BESIDE, _NEAR_EFFECTS, _BEHIND = 25, 3, 8, 6


@cache
def _classes() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in toml("framing.features.roles", "effects").items():
        for one in dict.fromkeys(stem(word) for word in words.split()):
            found[one] = (*found.get(one, ()), name)
    return found


def of_effects(words: Sequence[str], at: int) -> Counter[str]:
    """Return the signs of the words around a place, each as often as it is seen.

    >>> sorted(sign for sign in of_effects(["Storms", "threaten", "_"], 2) if sign.startswith("l harm"))
    ['l harm', 'l harm clause', 'l harm near']
    """
    found: Counter[str] = Counter()
    classes = _classes()
    for side, run in (("l", words[:at][::-1]), ("r", words[at + 1 :])):
        preposition, parted = "", False
        for nth, word in enumerate(run[:_REACH]):
            low = word.lower()
            if low in MARKS:
                parted = True
                continue
            if side == "l" and nth < _BESIDE and not preposition and low in _PREPOSITIONS:
                preposition = low
            for name in classes.get(stem(word), ()):
                zone = "near" if nth < _BESIDE else "mid" if nth < _NEAR_EFFECTS else "far"
                found[f"{side} {name}"] += 1
                found[f"{side} {name} {zone}"] += 1
                if preposition and nth < _BEHIND:
                    found[f"{preposition} {name}"] += 1
                if not parted:
                    found[f"{side} {name} clause"] += 1
                if side == "r" and nth < _BEHIND:
                    # "They are threatened" against "they threaten".
                    found[f"r {name} {any(w.lower() in BE for w in run[:4])}"] += 1
    for name in {name for word in words for name in classes.get(stem(word), ())}:
        found[f"any {name}"] += 1
    return found


# Words around an entity by what they are like: vectors learned from unlabelled news, summed over stretches.

FILE, CARD = "likeness.npz", "likeness.toml"
#: Words on either side that count, the less the farther off.
_BESIDE_LIKENESS = 6


@dataclass(frozen=True)
class WeighedWords:
    """Words, with a vector of length one for each, and how rare each is."""

    place: Mapping[str, int]
    rows: np.ndarray
    rarity: np.ndarray

    def of(self, words: Sequence[str], shares: Sequence[float]) -> np.ndarray:
        """Return the sum of the vectors of some words, by how rare they are and their shares."""
        pairs = zip(words, shares, strict=True)
        known = [(self.place[word], share) for word, share in pairs if word in self.place]
        if not known:
            return np.zeros(self.rows.shape[1])
        places = np.array([place for place, _ in known])
        return np.asarray((self.rarity[places] * [share for _, share in known]) @ self.rows[places])


def of_likeness(words: Sequence[str], at: int, known: WeighedWords | None = None) -> dict[str, float]:
    """Return what stands around a place as numbers: left, right, next to it on either side, and in all."""
    known = known or likeness()
    low = [word.lower() for word in words]
    left, right = low[:at][::-1], low[at + 1 :]
    fading = [1 / (1 + 0.5 * nth) for nth in range(_BESIDE_LIKENESS)]
    stretches = {
        "left": known.of(left[:_BESIDE_LIKENESS], fading[: len(left)]),
        "right": known.of(right[:_BESIDE_LIKENESS], fading[: len(right)]),
        "before": known.of(left[:1], [1.0] * len(left[:1])),
        "behind": known.of(right[:1], [1.0] * len(right[:1])),
        "all": known.of([word for word in low if word != MASK], [0.3] * sum(w != MASK for w in low)),
    }
    return {
        f"{name} {k}": value for name, vector in stretches.items() for k, value in enumerate(vector.tolist())
    }


def levelled(signs: Mapping[str, float]) -> dict[str, float]:
    """Return the same with each stretch of length one, and without what is zero.

    >>> levelled({"left 0": 3.0, "left 1": 4.0, "all 0": 0.0})
    {'left 0': 0.6, 'left 1': 0.8}
    """
    length: defaultdict[str, float] = defaultdict(float)
    for sign, value in signs.items():
        length[sign.split(" ", 1)[0]] += value * value
    return {sign: value / length[sign.split(" ", 1)[0]] ** 0.5 for sign, value in signs.items() if value}


@cache
def likeness() -> WeighedWords:
    """Return the vectors that come with the package; they must be those that the card is of."""
    folder, of = resources.files("framing.features.roles"), "roles: "
    arrays = arrays_in(folder, FILE, card_in(folder, CARD, of), of)
    words = arrays["words"].tobytes().decode("utf8").split("\n")
    rows = arrays["rows"].astype(np.float64)
    length = np.maximum(np.sqrt((rows**2).sum(axis=1, keepdims=True)), 1e-9)
    place = {word: k for k, word in enumerate(words)}
    return WeighedWords(place, rows / length, arrays["rarity"].astype(np.float64))


# Signs of all words around an entity: side, distance, and whether somebody else stands between.

#: How many words and marks on either side are read, and how many words for each kind of sign.
_REACH_WIDE, _STEPS, _RIVALS, _OWNED = 60, 8, 12, 4
_DISTANCES = (1, 2, 4, 8, 16)


def of_wide(words: Sequence[str], at: int) -> Counter[str]:
    """Return the signs of the words around a place; each kind of sign has the same length.

    >>> found = of_wide(["Marlow", "saved", "_"], 2)
    >>> round(found["side l saved"], 3), "rival False saved" in found
    (0.707, True)
    """
    kinds: dict[str, list[str]] = {}
    for kind, sign in _signs(words, at):
        kinds.setdefault(kind, []).append(f"{kind} {sign}")
    found: Counter[str] = Counter()
    for signs in kinds.values():
        share = len(signs) ** -0.5
        for sign in signs:
            found[sign] += share
    return found


def _signs(words: Sequence[str], at: int) -> Iterator[tuple[str, str]]:
    # How many of somebody else's names stand before each word.
    named = list(accumulate((_is_named(words, i) for i in range(len(words))), initial=0))
    plain = [word for word in words if word not in MARKS]
    for one, other in pairwise(plain):
        yield "pair", f"{one.lower()} {other.lower()}"
    for side, step in (("l", -1), ("r", 1)):
        nth, passed = 0, False
        end = max(-1, at - _REACH_WIDE - 1) if step < 0 else min(len(words), at + 1 + _REACH_WIDE)
        for i in range(at + step, end, step):
            if words[i] in MARKS:
                continue
            nth += 1
            of = stem(words[i])
            yield "side", f"{side} {of}"
            yield "rival", f"{passed} {of}"
            if nth <= _STEPS:
                yield "step", f"{side}{bisect_left(_DISTANCES, nth)} {of}"
            if not passed and nth <= _RIVALS:
                # Whether another stands as near on the word's other side.
                low, high = (i + 1, min(len(words), i + nth + 1)) if step > 0 else (max(0, i - nth), i)
                yield "near", f"{named[high] > named[low]} {of}"
            if side == "l" and nth <= _OWNED:
                yield "of", f"{of} {nth <= 2}"
            passed = passed or _is_named(words, i)


def _is_named(words: Sequence[str], i: int) -> bool:
    """Whether a word is a name, by its capital, or a pronoun, or the entity once more."""
    word = words[i]
    if word == MASK or word.lower() in PRONOUNS:
        return True
    return word[:1].isupper() and i > 0 and words[i - 1] not in '.“"'


#: Width of the table of weights, in bits.
BITS = 16
#: Sentences that are read, and words on either side that are told from those farther off.
SENTENCES, _NEAR = 8, 8


def of_words(entity: str) -> Counter[str]:
    """Return the signs in an entity's own words: words, stems, pairs, runs of three and four letters."""
    words = re.findall(r"[\w'’-]+", entity.lower())
    found: Counter[str] = Counter()
    for word in words:
        found[f"word {word}"] = found[f"stem {stem(word)}"] = 1
    for one, other in pairwise(words):
        found[f"pair {one} {other}"] = 1
    if words:
        found[f"head {stem(words[-1])}"] = found[f"first {words[0]}"] = 1
    spelt = f"<{' '.join(words)}>"
    for size in (3, 4):
        for at in range(len(spelt) - size + 1):
            found[f"part {spelt[at : at + size]}"] = 0.5  # type: ignore[assignment]
    return found


def of_sentences(sentences: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the signs, by block, in sentences where a `MASK` stands for the entity; none is of its words."""
    read = [s for s in sentences if MASK in s][:SENTENCES]
    found: dict[str, dict[str, float]] = {name: defaultdict(float) for name in BLOCKS}
    share = len(read) ** -0.5 if read else 0.0
    for sentence in read:
        words = cut(sentence)
        at = words.index(MASK)
        for name, block in BLOCKS.items():
            for sign, weight in block(words, at).items():
                found[name][sign] += weight * share
    found["likeness"] = levelled(found["likeness"])
    return found


def of_near(words: Sequence[str], at: int) -> dict[str, float]:
    """Return the signs of the nearest words and verbs, of pairs of words, of good and bad ones."""
    found: defaultdict[str, float] = defaultdict(float)
    stems = [stem(word) if word != MASK else MASK for word in words]
    left, right = stems[:at][::-1], stems[at + 1 :]
    for side, run in (("l", left), ("r", right)):
        for nth, word in enumerate(run[:3]):
            found[f"{side}{nth} {word}"] += 1
        if len(run) > 1:
            found[f"{side}01 {run[0]} {run[1]}"] += 1
        for word in run[:_NEAR]:
            found[f"{side} {word}"] += 1
    for word in sorted(set(stems)):
        found[f"any {word}"] += 0.5
    for one, other in pairwise(stems):
        if MASK not in (one, other):
            found[f"two {one} {other}"] += 0.4
    for side, run in (("l", list(words[:at])[::-1]), ("r", list(words[at + 1 :]))):
        # The nearest word that looks like a verb, and the classes of all near ones.
        first = True
        for low in (word.lower() for word in run[:_NEAR]):
            kind = next((k for k in map(kind_of, _lemmas(low)) if k != "other"), "")
            if kind:
                found[f"{side} {kind}"] += 1
            if first and len(low) > 3 and low.endswith(("ed", "s", "ing")):
                found[f"{side} verb {stem(low)}"] += 1
                first = False
        total = sum(_valences().get(word.lower(), 0.0) for word in run[:12])
        found[f"{side} {'good' if total > 0 else 'bad'}"] += min(abs(total) / 4, 2.0)
    if at < 2:
        found["opens"] += 1
    found["quotes"] += float(any(word in '“"' for word in words))
    # "By" them, and what was done: whoever acts in a passive.
    if left[:1] == ["by"] or left[1:2] == ["by"]:
        found["by"] += 1
    done = any(is_participle(word.lower()) for word in words[at + 2 : at + 4])
    if done and words[at + 1].lower() in lists()["auxiliary"]["be"]:
        found["done to"] += 1
    return found


def _lemmas(word: str) -> Iterable[str]:
    """Return what a form may be a form of: the few ways that English has."""
    yield word
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            bare = word.removesuffix(ending)
            yield bare
            if ending == "ing":
                yield f"{bare}e"
            if ending in ("ed", "ing") and bare[-1:] == bare[-2:-1]:
                yield bare[:-1]


@cache
def _valences() -> Mapping[str, float]:
    from framing.features.lexicon import shipped

    tone = shipped()["tone"]
    return {
        entry.term.lower(): entry.weight * (-1.0 if "negative" in entry.pole and entry.weight > 0 else 1.0)
        for entry in tone.entries
        if " " not in entry.term
    }


#: Blocks of the signs in a sentence.
BLOCKS: dict[str, Callable[[Sequence[str], int], Mapping[str, float]]] = {
    "near": of_near,
    "wide": of_wide,
    "effects": of_effects,
    "likeness": of_likeness,
}


def table(rows: Sequence[Mapping[str, float]]) -> sparse.csr_array:
    """Return signs as places in a table of weights, a row an entity."""
    places = [zlib.crc32(sign.encode()) & ((1 << BITS) - 1) for row in rows for sign in row]
    values = [float(value) for row in rows for value in row.values()]
    begin = np.cumsum([0, *map(len, rows)])
    shape = (len(rows), 1 << BITS)
    found = sparse.csr_array((np.array(values), np.array(places, np.int64), begin), shape=shape)
    found.sum_duplicates()
    return found
