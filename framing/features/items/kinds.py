"""What kind of thing a name is, where its own words don't tell: by the words around it in the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from framing.features.items.runs import ordinary

__all__ = ["Evidence", "kinds"]


class Evidence(NamedTuple):
    """What speaks for the kind of one way of printing a name; counts are mentions."""

    key: str
    total: int
    clear: int
    sure: dict[str, int]
    guessed: dict[str, int]
    the: int
    place: int
    title: int
    said: int
    before_place: int = 0


@dataclass
class _Sum:
    total: int = 0
    the: int = 0
    place: int = 0
    title: int = 0
    said: int = 0
    before_place: int = 0
    sure: Counter[str] = field(default_factory=Counter)
    guessed: Counter[str] = field(default_factory=Counter)


def kinds(evidence: Iterable[Evidence], keys: Iterable[str]) -> dict[str, str]:
    """Return the kind of each key.

    Examples
    --------
    >>> one = Evidence("zanetti", 4, 4, {}, {}, 0, 3, 0, 0)
    >>> kinds([one], ["zanetti"])
    {'zanetti': 'place'}
    """
    sums: dict[str, _Sum] = {key: _Sum() for key in keys}
    for one in evidence:
        mine = sums[one.key]
        mine.total += one.total
        mine.the += one.the
        mine.place += one.place
        mine.title += one.title
        mine.said += one.said
        mine.before_place += one.before_place
        mine.sure.update(one.sure)
        mine.guessed.update(one.guessed)
    families: Counter[str] = Counter()
    for key, mine in sums.items():
        if mine.sure.get("person") and " " in key:
            families[key.rpartition(" ")[2]] += mine.sure["person"]
    return {key: _kind(key, mine, families) for key, mine in sums.items()}


def _kind(key: str, mine: _Sum, families: Counter[str]) -> str:
    if mine.sure:
        return min(mine.sure, key=lambda kind: (-mine.sure[kind], kind))
    if mine.guessed:
        return min(mine.guessed, key=lambda kind: (-mine.guessed[kind], kind))
    if mine.title or families[key]:
        return "person"
    spelt = key.split()
    the, place = mine.the / mine.total, mine.place / mine.total
    if mine.before_place and the < 0.2:
        return "place"
    if the < 0.2 and ((place >= 0.34 and mine.place > 1) or (place == 1 and len(spelt) == 1)):
        return "place"
    if any(char.isdigit() for char in key):
        return "name"
    if len(spelt) > 1:
        if the >= 0.3 or any(word in ordinary() for word in spelt):
            return "name"
        return "person" if len(spelt) < 4 else "name"
    if mine.said and the < 0.3:
        return "body"
    return "name"
