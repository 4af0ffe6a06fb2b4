"""Signs of how an entity is cast: its own words and, apart, the sentences it stands in with it left out.

A sign is a string that is hashed to a place in a table of weights; nothing here knows a weight. What a table
was trained with must be hashed in the same way for ever. Signs come in blocks, each weighed as a whole.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from scipy import sparse

from framing.features.roles.effects import of_effects
from framing.features.roles.likeness import levelled, of_likeness
from framing.features.roles.marks import MASK, cut, stem
from framing.features.roles.verbs import kind_of
from framing.features.roles.wide import of_wide
from framing.features.roles.wordlists import is_participle, lists

__all__ = ["BITS", "BLOCKS", "SENTENCES", "of_sentences", "of_words", "table"]

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


def of_sentences(sentences: Sequence[str]) -> dict[str, Counter[str]]:
    """Return the signs, by block, in sentences where a `MASK` stands for the entity; none is of its words."""
    read = [s for s in sentences if MASK in s][:SENTENCES]
    found: dict[str, Counter[str]] = {name: Counter() for name in BLOCKS}
    share = len(read) ** -0.5 if read else 0.0
    for sentence in read:
        words = cut(sentence)
        at = words.index(MASK)
        for name, block in BLOCKS.items():
            for sign, weight in block(words, at).items():
                found[name][sign] += weight * share  # type: ignore[assignment]
    found["likeness"] = levelled(found["likeness"])
    return found


def _near(words: Sequence[str], at: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for sign, weight in _of_one(words, at):
        found[sign] += weight  # type: ignore[assignment]
    return found


def _of_one(words: Sequence[str], at: int) -> Iterator[tuple[str, float]]:
    stems = [stem(word) if word != MASK else MASK for word in words]
    left, right = stems[:at][::-1], stems[at + 1 :]
    for side, run in (("l", left), ("r", right)):
        for nth, word in enumerate(run[:3]):
            yield f"{side}{nth} {word}", 1.0
        if len(run) > 1:
            yield f"{side}01 {run[0]} {run[1]}", 1.0
        for word in run[:_NEAR]:
            yield f"{side} {word}", 1.0
    for word in sorted(set(stems)):
        yield f"any {word}", 0.5
    for one, other in pairwise(stems):
        if MASK not in (one, other):
            yield f"two {one} {other}", 0.4
    for side, run in (("l", list(words[:at])[::-1]), ("r", list(words[at + 1 :]))):
        yield from _verbs(side, run)
        total = sum(_valence(word.lower()) for word in run[:12])
        yield f"{side} {'good' if total > 0 else 'bad'}", min(abs(total) / 4, 2.0)
    if at < 2:
        yield "opens", 1.0
    yield "quotes", float(any(word in '“"' for word in words))
    # "By" them, and what was done: whoever acts in a passive.
    if left[:1] == ["by"] or left[1:2] == ["by"]:
        yield "by", 1.0
    be = lists()["auxiliary"]["be"]
    if (
        right[:1]
        and words[at + 1].lower() in be
        and any(is_participle(w.lower()) for w in words[at + 2 : at + 4])
    ):
        yield "done to", 1.0


def _verbs(side: str, run: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield the nearest word that looks like a verb, and the classes of all near ones."""
    first = True
    for word in run[:_NEAR]:
        low = word.lower()
        kind = next((k for k in map(kind_of, _lemmas(low)) if k != "other"), "")
        if kind:
            yield f"{side} {kind}", 1.0
        if first and len(low) > 3 and low.endswith(("ed", "s", "ing")):
            yield f"{side} verb {stem(low)}", 1.0
            first = False


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


def _valence(word: str) -> float:
    return _valences().get(word, 0.0)


#: Blocks of the signs in a sentence.
BLOCKS: dict[str, Callable[[Sequence[str], int], Mapping[str, float]]] = {
    "near": _near,
    "wide": of_wide,
    "effects": of_effects,
    "likeness": of_likeness,
}


def table(rows: Sequence[Mapping[str, float]]) -> sparse.csr_array:
    """Return signs as places in a table of weights, a row an entity."""
    places: list[int] = []
    values: list[float] = []
    begin = [0]
    for row in rows:
        for sign, value in row.items():
            places.append(zlib.crc32(sign.encode()) & ((1 << BITS) - 1))
            values.append(float(value))
        begin.append(len(places))
    found = sparse.csr_array(
        (np.array(values), np.array(places, np.int64), np.array(begin, np.int64)),
        shape=(len(rows), 1 << BITS),
    )
    found.sum_duplicates()
    return found
