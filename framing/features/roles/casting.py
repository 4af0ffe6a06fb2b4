"""Who is cast as hero, villain or victim: signs of it around a name, and probabilities from them.

Judges are kept apart: the entity's own words, which mostly tell who is cast (the climate, a company, a
president), and its sentences with the entity left out, which tell how. What is measured stands in
``cast.toml``; training is no part of the package.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate, islice, pairwise
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from scipy import sparse

from framing.engine.pool import bar
from framing.errors import FramingError, check_choice
from framing.features.cells import Voices, check_voices
from framing.features.naming.mentions import mentions
from framing.features.naming.referents import Given
from framing.features.neural.encoder import arrays_in, card_in
from framing.features.roles.actions import kind_of
from framing.features.rules.passive import is_participle, lists
from framing.features.stance.judges import check_abstain, check_span
from framing.plugins import toml
from framing.schema import check, empty
from framing.text.tokens import chunks, sentence_spans, tokenize
from framing.text.voices.table import foreign

# Signs of how an entity is cast: its own words and, apart, the sentences it stands in with it left out.

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
_SIGN_REACH, _SIGN_BESIDE, _NEAR_EFFECTS, _BEHIND = 25, 3, 8, 6


@cache
def _sign_classes() -> Mapping[str, tuple[str, ...]]:
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
    classes = _sign_classes()
    for side, run in (("l", words[:at][::-1]), ("r", words[at + 1 :])):
        preposition, parted = "", False
        for nth, word in enumerate(run[:_SIGN_REACH]):
            low = word.lower()
            if low in MARKS:
                parted = True
                continue
            if side == "l" and nth < _SIGN_BESIDE and not preposition and low in _PREPOSITIONS:
                preposition = low
            for name in classes.get(stem(word), ()):
                zone = "near" if nth < _SIGN_BESIDE else "mid" if nth < _NEAR_EFFECTS else "far"
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


# What is said outright of how an entity is cast: who helps or harms whom, as words in a row tell it.

ROLES = ("hero", "villain", "victim")
#: Words on either side within which a verb is that of the entity, and within which words are beside it.
_REACH, _BESIDE = 5, 2
#: How far behind a name "with" may stand that tells how it acts.
_FAR = 12
#: Sentences that are read.
_SENTENCES = 8
_DOER = {"help": "hero", "right": "hero", "harm": "villain", "wrong": "villain", "suffer": "victim"}
_DONE_TO = {"help": "victim", "harm": "victim", "befall": "victim", "praised": "hero", "blamed": "villain"}
_MANNER = {"virtues": "hero", "vices": "villain"}
_SAID = {"heroes": "hero", "villains": "villain", "victims": "victim"}
_SKIPPED = frozenset(
    "has have had is are was were be been being will would could may might must can should did does do who "
    "which that also then once never often just still even both not get gets got to quickly".split()
)
_BEFORE = frozenset(
    "the a an his her its their our my your this that these those some many more most all two three several "
    "hundreds thousands dozens millions of from to on against s".split()
)
_NOT = frozenset("not never no n't nor didn't doesn't don't wasn't weren't isn't aren't hasn't won't".split())


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in toml("framing.features.roles", "acts").items():
        for word in words.split():
            for form in (word,) if name in _SAID or name in _MANNER else _forms(word):
                found.setdefault(form, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _forms(verb: str) -> Iterator[str]:
    """Yield the regular forms of a verb, doubled consonants too: some are nobody's, and found nowhere."""
    yield verb
    bare = verb.removesuffix("e")
    double = verb + verb[-1]
    yield from (f"{verb}s", f"{verb}es", f"{bare}ed", f"{bare}ing", f"{double}ed", f"{double}ing")
    if verb.endswith("y"):
        yield from (f"{verb[:-1]}ied", f"{verb[:-1]}ies")


def acts_in(sentences: Sequence[str]) -> Counter[str]:
    """Return how often sentences say outright that who is masked is hero, villain or victim.

    How many sentences are `read` is counted besides.

    >>> acts_in([f"Marlow robbed {MASK}."]), acts_in([f"{MASK} was praised."])
    (Counter({'read': 1, 'victim': 1}), Counter({'read': 1, 'hero': 1}))
    """
    found: Counter[str] = Counter()
    for sentence in sentences[:_SENTENCES]:
        found["read"] += 1
        words = cut(sentence)
        for at, word in enumerate(words):
            if word == MASK:
                found.update([*_behind(words, at), *_before(words, at), *_said(words, at)])
    return found


def leaning(signs: Sequence[Mapping[str, float]]) -> np.ndarray:
    """Return for each entity what its acts speak for: between -1 and 1 a role, which add up to 0.

    An act in one sentence of many says little: the others speak too.
    """
    counts = np.array([[row.get(name, 0.0) for name in (*ROLES, "read")] for row in signs]).reshape(-1, 4)
    most = np.maximum(counts[:, :3].sum(axis=1, keepdims=True), counts[:, 3:])
    share = counts[:, :3] / np.maximum(most, 1.0)
    return np.asarray(share - share.mean(axis=1, keepdims=True))


def _names(word: str) -> frozenset[str]:
    return _classes().get(word.lower(), frozenset())


def _role(names: Set[str], roles: Mapping[str, str]) -> list[str]:
    """Return the role of the first of some names of lists that has one, where there is one."""
    return [role for name, role in roles.items() if name in names][:1]


def _behind(words: Sequence[str], at: int) -> list[str]:
    """Return what the verb behind a name makes of it: of its doer, or of whom it is done to."""
    passive = False
    for word in words[at + 1 : at + 1 + _REACH]:
        low = word.lower()
        if low in MARKS or low in _NOT or word == MASK:
            break
        if low not in _SKIPPED:
            done = passive and is_participle(low)
            found = _role(_names(word), _DONE_TO if done else _DOER)
            if found and (done or not passive or low.endswith("ing")):
                return found
        passive = passive or low in BE
        if low not in _SKIPPED and not low.endswith("ly"):
            break
    return []


def _before(words: Sequence[str], at: int) -> list[str]:
    """Return what the verb in front of a name makes of it: whom it is done to, or behind "by" of its doer."""
    agent, parted = False, False
    for back, word in enumerate(words[:at][::-1][: 2 * _REACH]):
        low, names = word.lower(), _names(word)
        if low in MARKS or low in _NOT:
            break
        if low == "by" and not parted:
            agent = True
            continue
        # An adjective beside the name is no verb; a thing between, as in "stole millions from", is let by.
        if names & (_DONE_TO.keys() | _DOER.keys()) and not (back < _BESIDE and names & _SAID.keys()):
            if agent and not is_participle(low):
                break
            if found := _role(names, _DOER if agent else _DONE_TO):
                return found
        if low in ("from", "to", "on", "against", "of") and not agent:
            parted = True
            continue
        if low in _BEFORE or low.endswith("ly") or names & _SAID.keys() or back < _BESIDE:
            continue
        if not (parted and back < _REACH):
            break
    return []


def _said(words: Sequence[str], at: int) -> Iterator[str]:
    """Yield what is said of a name beside it: "the corrupt _", "_ is a hero", "_ with rare courage"."""
    for word in words[max(at - _BESIDE, 0) : at]:
        yield from (role for name, role in _SAID.items() if name in _names(word))
    be = False
    for word in words[at + 1 : at + 1 + _REACH]:
        low = word.lower()
        if low in MARKS or low in _NOT:
            break
        yield from (role for name, role in _SAID.items() if be and name in _names(word))
        be = be or low in BE
    # How somebody acts, nobody else named between: "_ led it with courage".
    manner = False
    for word in words[at + 1 : at + 1 + _FAR]:
        low = word.lower()
        if low in MARKS or low in _NOT or word[:1].isupper() or word == MASK:
            return
        if manner and (found := _role(_names(word), _MANNER)):
            yield from found
            return
        manner = manner or low == "with"


# Sentences with an entity left out: a mask where its words stand, so that how it is written of is left.

#: A last word of so few letters is not looked for by itself.
_SHORT = 3


def masked(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> list[list[str]]:
    """Return the sentences of each entity, that of the span first, with a mask wherever its words stand.

    So does the last word of a name: Ruiz, of Ana Ruiz.

    >>> masked(["Ruiz came. Rain fell. We met Ruiz."], [0], [4])[0][1].replace(MASK, "_")
    'We met _.'
    """
    by_text = _sentences(texts)
    found = []
    for text, start, end in zip(texts, starts, ends, strict=True):
        same = _same(text[start:end])
        own = [(b, e) for b, e in by_text[text] if b < end and start < e] or [(start, end)]
        sentences = [text[own[0][0] : start] + MASK + text[end : max(own[-1][1], end)]]
        sentences += [text[b:e] for b, e in by_text[text] if (b, e) not in own and same.search(text[b:e])]
        found.append([same.sub(MASK, sentence).strip() for sentence in sentences])
    return found


def _same(entity: str) -> re.Pattern[str]:
    """Return what an entity is found by: its words, or the last of them where it is a name."""
    spelt = re.escape(entity)
    words = re.findall(r"[\w'’-]+", entity)
    if len(words) > 1 and words[-1][:1].isupper() and len(words[-1]) > _SHORT:
        return re.compile(rf"(?<!\w)(?:(?i:{spelt})|{re.escape(words[-1])})(?!\w)")
    return re.compile(rf"(?<!\w){spelt}(?!\w)", re.I)


def masked_mentions(
    texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], whose: Sequence[object]
) -> Iterator[tuple[str, str]]:
    """Yield the sentence of each mention, masked and as it is; other mentions of the same are masked too.

    Parameters
    ----------
    texts, starts, ends
        What each mention stands in, and where.
    whose
        Whom each names, in which article.

    >>> found = masked_mentions(["Rain. Ana met Ruiz."] * 2, [6, 14], [9, 18], ["R", "R"])
    >>> [one.replace(MASK, "_").replace(SAME, "") for one, _ in found]
    ['_ met .', ' met _.']
    """
    by_text = _sentences(texts)
    others: dict[tuple[str, object], list[tuple[int, int]]] = {}
    for text, start, end, who in zip(texts, starts, ends, whose, strict=True):
        others.setdefault((text, who), []).append((start, end))
    for spoken in others.values():
        spoken.sort()
    whole: dict[tuple[str, int, int], str] = {}
    for text, start, end, who in zip(texts, starts, ends, whose, strict=True):
        spans = by_text[text]
        at = max(bisect_right(spans, (start, len(text))) - 1, 0)
        begin, stop = spans[at] if spans else (0, len(text))
        begin, stop = min(begin, start), max(stop, end)
        pieces, last = [], begin
        spoken = others[text, who]
        for s, e in spoken[bisect_left(spoken, (begin, 0)) : bisect_left(spoken, (stop, 0))]:
            if last <= s and e <= stop:
                pieces += [text[last:s], MASK if s == start else SAME]
                last = e
        # One string a sentence, however many are named in it.
        said = whole.setdefault((text, begin, stop), text[begin:stop].strip())
        yield "".join([*pieces, text[last:stop]]).strip(), said


def _sentences(texts: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of the sentences of each text, each text cut once."""
    every = list(dict.fromkeys(texts))
    tokens = tokenize(every)
    docs = tokens.doc_of(tokens.sentences)
    spans = sentence_spans(tokens, [every[doc] for doc in docs.tolist()], tokens.sentences)
    found: dict[str, list[tuple[int, int]]] = {text: [] for text in every}
    for doc, span in zip(docs.tolist(), spans, strict=True):
        found[every[doc]].append(span)
    return found


# What signs of roles weigh: tables in a file whose hash its card names, no pickle.

#: What each judge reads: blocks of signs.
JUDGES: Mapping[str, tuple[str, ...]] = {
    "words": ("words",),
    "sentence": ("near", "wide", "effects", "likeness"),
    "both": ("words", "near", "wide", "effects", "likeness"),
}


@dataclass(frozen=True)
class Block:
    """A block of signs: how rare each place is (0 where it was never learnt), its weights for each judge."""

    rarity: np.ndarray
    of: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Weights:
    """Blocks by name, and for each judge the bias of each role, what sums are divided by, and its prior.

    `prior`: what the leaning of acts counts, for a judge that reads sentences.
    """

    blocks: Mapping[str, Block]
    bias: Mapping[str, np.ndarray]
    temperature: Mapping[str, float]
    prior: Mapping[str, float]

    def probabilities(self, by: str, signs: Mapping[str, Sequence[Mapping[str, float]]]) -> np.ndarray:
        """Return the probability of each role, to six digits, a row an entity."""
        size = len(next(iter(signs.values())))
        sums = np.zeros((size, len(ROLES))) + self.bias[by]
        for name in JUDGES[by]:
            block = self.blocks[name]
            sums = sums + scaled(table(signs[name]), block.rarity) @ block.of[by]
        if "acts" in signs:
            sums = sums + self.prior[by] * leaning(signs["acts"])
        sums = sums / self.temperature[by]
        risen = np.exp(sums - sums.max(axis=1, keepdims=True, initial=-np.inf))
        return np.asarray(np.round(risen / risen.sum(axis=1, keepdims=True), 6))


def scaled(signs: sparse.csr_array, rarity: np.ndarray) -> sparse.csr_array:
    """Return signs by how rare they are, each row of length 1 (or 0: none of its signs is known)."""
    found = sparse.csr_array(signs @ sparse.diags_array(rarity))
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1e-9)) @ found)


@cache
def weights() -> Weights:
    """Return the weights that come with the package; they must be those that the card is of."""
    folder, of = resources.files("framing.features.roles"), "roles: "
    card = card_in(folder, "cast.toml", of)
    arrays = arrays_in(folder, "cast.npz", card, of)
    blocks: dict[str, Block] = {}
    for name in dict.fromkeys(name for names in JUDGES.values() for name in names):
        place = np.cumsum(arrays[f"{name}_steps"].astype(np.int64))
        rarity = np.zeros(1 << BITS)
        rarity[place] = arrays[f"{name}_rarity"]
        weighed = {by: np.zeros((1 << BITS, len(ROLES))) for by in JUDGES if name in JUDGES[by]}
        for by, placed in weighed.items():
            placed[place] = arrays[f"{name}_{by}"]
        blocks[name] = Block(rarity, weighed)
    bias = {by: arrays[f"{by}_bias"].astype(np.float64) for by in JUDGES}
    return Weights(blocks, bias, card["temperature"], card["prior"])


# What a judge of roles reads of an entity: signs of its words, and of its sentences without them.

Signs: TypeAlias = dict[str, list[Mapping[str, float]]]


def signs_of(by: str, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Signs:
    """Return the signs of spans that a judge reads, by block, a row a span; "acts" are those of its prior."""
    entities = [text[start:end] for text, start, end in zip(texts, starts, ends, strict=True)]
    return signs_read(by, entities, [] if by == "words" else masked(texts, starts, ends))


def signs_read(by: str, entities: Sequence[str], sentences: Sequence[Sequence[str]]) -> Signs:
    """Return the same of entities as written and their masked sentences."""
    found: Signs = {}
    if "words" in JUDGES[by]:
        found["words"] = [of_words(entity) for entity in entities]
    if by != "words":
        rows = [of_sentences(some) for some in sentences]
        found |= {name: [row[name] for row in rows] for name in BLOCKS}
        found["acts"] = [acts_in(some) for some in sentences]
    return found


BY = tuple(JUDGES)
#: What a table of results has that one to be judged has not.
_OWN = (*ROLES, "role", "by")
#: What is said of each mention.
_OF_MENTION = (
    "article", "outlet", "part", "voice", "target", "entity", "start", "end", "event", "genre", "provenance",
)  # fmt: skip
#: Mentions that are read at once.
_BATCH = 2_000
#: Characters of their sentences that are read at once: fewer mentions only where sentences are endless.
_CHARACTERS = 2 << 20


def roles(
    table: pd.DataFrame,
    referents: Given | None = None,
    *,
    by: str | None = None,
    voices: Voices = "full",
    abstain: float | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Tell whether somebody or something is cast as hero, villain or victim, if it is cast at all.

    Parameters
    ----------
    table : pandas.DataFrame
        Without `referents`: with `text`, an article or a sentence, and `start` and `end` of the entity in it,
        in code points, the end excluded. With them: articles, with `id`, `outlet` and `text`.
    referents : str, path, mapping or pandas.DataFrame, optional
        Whom to follow through articles, as for `mentions`: "visits", a file, ``{name: [aliases]}``.
    by : {"words", "sentence", "both"}, optional
        What is read: the entity's own words; the sentences it stands in with the entity left out (of a span
        all of its text that have the same words, of a mention in articles its own); or both, as is done
        by default with spans. With articles it is "sentence": one referent has the same words everywhere.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`; with `referents` only.
    abstain : float, optional
        The least probability of a role, from 0 to 1; below it `role` is missing. By sentence, .5 leaves roles
        for three fifths of the entities of the training data, of which .66 are right (of all: .56); by both
        for four fifths, and .74 (.67).
    progress : bool, optional
        As in `load`; with `referents` only.

    Returns
    -------
    pandas.DataFrame
        The table `roles`, with the probabilities `hero`, `villain`, `victim`, which add up to one, the most
        probable as `role`, and `by`: the table given with these beside it, or, with `referents`, a row a
        mention with `article`, `outlet`, `part`, `voice`, `target`, `entity` as written, `start` and `end` in
        title or text, and `sentence`.

    Raises
    ------
    FramingError
        A text is empty, a span lies outside its text or holds no word, `by` is unknown, `abstain` is no
        probability; articles or referents are not what they should be.

    Notes
    -----
    Learned from the roles of Frermann et al. (2023), English news of climate change, where each entity has a
    role: one that has none gets a role all the same, so compare shares between outlets, don't read them by
    themselves. Read what was measured before use: by `words` it mostly tells who is cast, since in that
    corpus the same actors mostly have the same role; elsewhere only `by="sentence"` says anything on how
    they are written of, and that is right little more than half the time.

    Where a sentence says outright who helps, harms or lies, who is harmed, praised or blamed, lists of our
    own count besides (``acts.toml``), the more the less else there is to read. In news of climate they change
    next to nothing; in short sentences of other fields they get roles right that the learned signs don't: 20
    of 24 that we invented once the lists were written, and 12 without them. Where nothing is said outright, a
    short sentence gives little more than a guess, mostly victim or villain: ask for `abstain`.

    Examples
    --------
    >>> text = "The storm destroyed the homes of poor farmers."
    >>> found = roles(pd.DataFrame({"text": [text], "start": [38], "end": [45]}))
    >>> found["role"].tolist()
    ['victim']

    By outlet, whom each outlet's own words and those that it quotes cast as what:

    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text + " Farmers left."]})
    >>> found = roles(articles, {"Farmers": ["farmers"]}, voices=None)
    >>> shares = found.groupby(["outlet", "voice", "target"])[["hero", "villain", "victim"]].mean()
    >>> shares.idxmax(axis=1).tolist()
    ['victim']
    """
    if by is None:
        by = "both" if referents is None else "sentence"
    check_choice("by", by, BY)
    least = check_abstain(abstain)
    if referents is not None:
        return _of_articles(table, referents, by, voices, least, progress)
    frame = _checked(table)
    signs = signs_of(by, frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist())
    return check(_judged(frame, signs, by, least), "roles", fill=False)


def _of_articles(
    articles: pd.DataFrame, referents: Given, by: str, voices: Voices, least: float, progress: bool | None
) -> pd.DataFrame:
    """Return a row for each mention of a referent in articles that are in English."""
    check_voices(voices)
    frame = check(articles, "articles")
    frame = frame[~foreign(frame)].reset_index(drop=True)
    found = mentions(frame, referents, voices=voices)
    if not len(found):
        return empty("roles").drop(columns="text")
    of = {name: dict(zip(frame["id"], frame[name], strict=True)) for name in ("title", "text")}
    places = zip(found["part"].tolist(), found["article"].tolist(), strict=True)
    texts = [of["title" if part == "headline" else "text"][article] for part, article in places]
    whose = list(zip(found["article"].tolist(), found["referent"].tolist(), strict=True))
    read = masked_mentions(texts, found["start"].tolist(), found["end"].tolist(), whose)
    parts = []
    with bar(len(found), progress, unit="mentions", doing="casting") as done:
        for at in range(0, len(found), _BATCH):
            some = found.iloc[at : at + _BATCH]
            masks, said = zip(*islice(read, len(some)), strict=True)
            rows = some.rename(columns={"referent": "target", "text": "entity"})
            rows = rows[list(_OF_MENTION)].assign(sentence=said)
            for i, j in chunks(np.array([len(mask) for mask in masks], np.int64), _CHARACTERS):
                signs = signs_read(by, rows["entity"].iloc[i:j].tolist(), [[mask] for mask in masks[i:j]])
                parts.append(_judged(rows.iloc[i:j].copy(), signs, by, least))
            done(len(some))
    return check(pd.concat(parts, ignore_index=True), "roles", fill=False)


def _judged(frame: pd.DataFrame, signs: Signs, by: str, least: float) -> pd.DataFrame:
    """Put the probabilities, the role and the judge beside the rows that signs are of."""
    chance: Any = weights().probabilities(by, signs)
    for k, role in enumerate(ROLES):
        frame[role] = chance[:, k]
    named = np.array(ROLES, dtype=object)[chance.argmax(axis=1)] if len(frame) else np.zeros(0, object)
    named[chance.max(axis=1, initial=0.0) < least] = None
    frame["role"] = pd.Series(named, index=frame.index, dtype="str")
    frame["by"] = pd.Series([by] * len(frame), index=frame.index, dtype="str")
    return frame


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    judged = isinstance(table, pd.DataFrame) and set(ROLES) & set(table.columns)
    given = table if judged else check(table, "roles", fill=False)
    for column in ("text", "start", "end"):
        if column not in given.columns:
            raise FramingError(f"roles: column {column!r} is missing; a table needs text, start and end")
    frame = check(given.drop(columns=[c for c in _OWN if c in given.columns]), "roles", fill=False)
    rows = zip(frame["text"].tolist(), frame["start"].tolist(), frame["end"].tolist(), strict=True)
    for row, (text, start, end) in enumerate(rows):
        if not isinstance(text, str) or not text.strip():
            raise FramingError(f"roles: row {row}: text is empty; leave the row out, or give the sentence")
        check_span(text, start, end, f"roles: row {row}")
    return frame
