"""Signs of all words around an entity: side, distance, and whether somebody else stands between.

What stands right at it, and classes of verbs, are the business of `signs`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from framing.features.roles.marks import MARKS, MASK, PRONOUNS, stem

__all__ = ["of_wide"]

#: How many words and marks on either side are read, and how many words for each kind of sign.
_REACH, _STEPS, _RIVALS, _OWNED = 60, 8, 12, 4
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
        for i in range(
            at + step, max(-1, at - _REACH - 1) if step < 0 else min(len(words), at + 1 + _REACH), step
        ):
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
