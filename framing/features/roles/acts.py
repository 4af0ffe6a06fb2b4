"""What is said outright of how an entity is cast: who helps or harms whom, as words in a row tell it.

Nothing is learned here: lists of verbs by what they make of doer and done to, read by the entity's place.
How much it counts beside what was learned is chosen in training, as a prior.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np

from framing.features.roles.marks import BE, MARKS, MASK, cut
from framing.features.roles.wordlists import is_participle

__all__ = ["acts_in", "leaning", "of_acts"]

_ROLES = ("hero", "villain", "victim")
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
    raw = tomllib.loads((resources.files("framing.features.roles") / "acts.toml").read_text("utf8"))
    found: dict[str, set[str]] = {}
    for name, words in raw.items():
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


def of_acts(words: Sequence[str], at: int) -> Counter[str]:
    """Return how often a sentence says outright that who stands at a place is hero, villain or victim.

    >>> of_acts(["Marlow", "robbed", MASK], 2), of_acts([MASK, "was", "praised"], 0)
    (Counter({'victim': 1}), Counter({'hero': 1}))
    """
    return Counter([*_behind(words, at), *_before(words, at), *_said(words, at)])


def acts_in(sentences: Sequence[str]) -> Counter[str]:
    """Return the same over sentences where a `MASK` stands for the entity, and how many are `read`."""
    found: Counter[str] = Counter()
    for sentence in sentences[:_SENTENCES]:
        found["read"] += 1
        words = cut(sentence)
        for at, word in enumerate(words):
            if word == MASK:
                found.update(of_acts(words, at))
    return found


def leaning(signs: Sequence[Mapping[str, float]]) -> np.ndarray:
    """Return for each entity what its acts speak for: between -1 and 1 a role, which add up to 0.

    An act in one sentence of many says little: the others speak too.
    """
    counts = np.array([[row.get(role, 0.0) for role in _ROLES] for row in signs]).reshape(-1, len(_ROLES))
    read = np.array([[row.get("read", 0.0)] for row in signs]).reshape(-1, 1)
    share: np.ndarray = counts / np.maximum(np.maximum(counts.sum(axis=1, keepdims=True), read), 1.0)
    share -= share.mean(axis=1, keepdims=True)
    return share


def _names(word: str) -> frozenset[str]:
    return _classes().get(word.lower(), frozenset())


def _behind(words: Sequence[str], at: int) -> Iterator[str]:
    """Yield what the verb behind a name makes of it: of its doer, or in the passive of whom it is done to."""
    passive = False
    for word in words[at + 1 : at + 1 + _REACH]:
        low = word.lower()
        if low in MARKS or low in _NOT or word == MASK:
            return
        names = _names(word)
        if names and (low not in _SKIPPED):
            done = passive and is_participle(low)
            for name, role in (_DONE_TO if done else _DOER).items():
                if name in names and (done or not passive or low.endswith("ing")):
                    yield role
                    return
        passive = passive or low in BE
        if low not in _SKIPPED and not low.endswith("ly"):
            return


def _before(words: Sequence[str], at: int) -> Iterator[str]:
    """Yield what the verb in front of a name makes of it: whom it is done to, or behind "by" of its doer."""
    agent, parted = False, False
    for back, word in enumerate(words[:at][::-1][: 2 * _REACH]):
        low = word.lower()
        if low in MARKS or low in _NOT:
            return
        if low == "by" and not parted:
            agent = True
            continue
        names = _names(word)
        # An adjective beside the name is no verb; a thing between, as in "stole millions from", is let by.
        if names & (_DONE_TO.keys() | _DOER.keys()) and not (back < _BESIDE and names & _SAID.keys()):
            if agent and not is_participle(low):
                return
            for name, role in (_DOER if agent else _DONE_TO).items():
                if name in names:
                    yield role
                    return
        if low in ("from", "to", "on", "against", "of") and not agent:
            parted = True
            continue
        if low in _BEFORE or low.endswith("ly") or names & _SAID.keys() or back < _BESIDE:
            continue
        if not (parted and back < _REACH):
            return


def _said(words: Sequence[str], at: int) -> Iterator[str]:
    """Yield what is said of a name beside it: "the corrupt _", "_ is a hero", "_ with rare courage"."""
    for word in words[max(at - _BESIDE, 0) : at]:
        for name, role in _SAID.items():
            if name in _names(word):
                yield role
    be = False
    for word in words[at + 1 : at + 1 + _REACH]:
        low = word.lower()
        if low in MARKS or low in _NOT:
            break
        for name, role in _SAID.items():
            if be and name in _names(word):
                yield role
        be = be or low in BE
    yield from _manner(words[at + 1 : at + 1 + _FAR])


def _manner(behind: Sequence[str]) -> Iterator[str]:
    """Yield what it makes of somebody how he acts, nobody else named between: "_ led it with courage"."""
    manner = False
    for word in behind:
        low = word.lower()
        if low in MARKS or low in _NOT or word[:1].isupper() or word == MASK:
            return
        for name, role in _MANNER.items():
            if manner and name in _names(word):
                yield role
                return
        manner = manner or low == "with"
