"""Signs of what is done to an entity and by it: words by their effect, by side, distance and preposition.

A few hundred entities teach little of any one verb; a list of verbs that harm teaches something of each.
The lists are data; nothing here knows a weight.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from framing.features.roles.marks import BE, MARKS, stem

__all__ = ["of_effects"]

_PREPOSITIONS = frozenset("to of on for against by with from in at over about into toward".split())
#: How many words on either side are read, and within how many a preposition or an auxiliary counts.
_REACH, _BESIDE, _NEAR, _BEHIND = 25, 3, 8, 6


@cache
def _classes() -> Mapping[str, tuple[str, ...]]:
    raw = tomllib.loads((resources.files("framing.features.roles") / "effects.toml").read_text("utf8"))
    found: dict[str, tuple[str, ...]] = {}
    for name, words in raw.items():
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
                zone = "near" if nth < _BESIDE else "mid" if nth < _NEAR else "far"
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
