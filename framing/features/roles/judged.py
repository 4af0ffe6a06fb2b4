"""What a judge of roles reads of an entity: signs of its words, and of its sentences without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from framing.features.roles.marks import MASK
from framing.features.roles.masking import masked
from framing.features.roles.signs import BLOCKS, SENTENCES, of_sentences, of_words
from framing.features.roles.weights import JUDGES
from framing.features.stance.judges import CLASSES, judge

__all__ = ["Signs", "signs_of", "signs_read"]

Signs = dict[str, list[Mapping[str, float]]]
#: A name that nobody has, for whom stance is asked.
_NAME = "Zorvan"
#: More of a sentence isn't read for stance.
_LONG = 3_000


def signs_of(by: str, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> Signs:
    """Return the signs of spans that a judge reads, by block, a row a span."""
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
        found["stance"] = _stances(sentences)
    return found


def _stances(sentences: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
    """Return how the linear judge of stance sees whoever is masked: in the mean, at first, at most."""
    texts, starts, owner = [], [], []
    for row, some in enumerate(sentences):
        for sentence in [one for one in some if MASK in one][:SENTENCES]:
            at = sentence.index(MASK)
            low = max(at - _LONG, 0)
            texts.append(sentence[low : at + _LONG].replace(MASK, _NAME))
            starts.append(at - low)
            owner.append(row)
    found: list[Mapping[str, float]] = [{} for _ in sentences]
    if not texts:
        return found
    chance = judge("linear").probabilities(texts, starts, [start + len(_NAME) for start in starts])
    edges = np.flatnonzero(np.diff(owner, prepend=-1))
    for first, part in zip(edges.tolist(), np.split(chance, edges[1:]), strict=True):
        found[owner[first]] = {
            f"{how} {name}": float(value)
            for how, values in (("mean", part.mean(0)), ("first", part[0]), ("most", part.max(0)))
            for name, value in zip(CLASSES, values, strict=True)
        }
    return found
