"""What a judge of roles reads of an entity: signs of its words, and of its sentences without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from framing.features.roles.acts import acts_in
from framing.features.roles.masking import masked
from framing.features.roles.signs import BLOCKS, of_sentences, of_words
from framing.features.roles.weights import JUDGES

__all__ = ["Signs", "signs_of", "signs_read"]

Signs = dict[str, list[Mapping[str, float]]]


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
