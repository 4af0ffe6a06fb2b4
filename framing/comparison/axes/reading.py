"""Axes as they are given or shipped: two ends of words each. What vectors know is asked elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple, TypeAlias

from framing.errors import FramingError, brief, several, unknown
from framing.text.tokens import fold

__all__ = ["Asked", "Axis", "read", "shipped"]

#: As a user says them: ``{"warm": ("friendly", "hostile")}``, the high end first, or names of shipped ones.
Asked: TypeAlias = Mapping[str, Iterable[str | Iterable[str]]] | str | Iterable[str] | None


class Axis(NamedTuple):
    """Words of the high end, of the low end; `own` axes must not lack a whole end."""

    name: str
    high: tuple[str, ...]
    low: tuple[str, ...]
    own: bool = True


@cache
def shipped() -> dict[str, Axis]:
    """Return the axes that come with the package.

    >>> shipped()["warmth"].high[0]
    'friendly'
    """
    raw = tomllib.loads((resources.files("framing.comparison.axes") / "axes.toml").read_text("utf8"))
    return {name: Axis(name, tuple(ends["high"]), tuple(ends["low"]), False) for name, ends in raw.items()}


def read(given: Asked) -> list[Axis]:
    """Return the axes meant.

    Raises
    ------
    FramingError
        A name isn't shipped; an axis has not two ends of words, or one word at both.
    """
    if given is None:
        return list(shipped().values())
    if not isinstance(given, Mapping):
        names = several("axes", given)
        for name in names:
            if name not in shipped():
                raise unknown("axes", name, shipped())
        found = [shipped()[name] for name in names]
    else:
        found = [_own(str(name), ends) for name, ends in given.items()]
    if not found:
        raise FramingError("axes: none is given; give {'warm': ('friendly', 'hostile')} or leave it out")
    return found


def _own(name: str, ends: object) -> Axis:
    where = f"axes: {name!r}"
    if isinstance(ends, str) or not isinstance(ends, Iterable) or len(two := list(ends)) != 2:
        raise FramingError(f"{where} is {brief(ends)}; give its two ends, as ('friendly', 'hostile')")
    sides = []
    for end in two:
        words = several(where, end)
        if not words or not all(isinstance(word, str) and len(word.split()) == 1 for word in words):
            raise FramingError(f"{where} has the end {brief(end)}; give a word, or single words in a list")
        sides.append(tuple(dict.fromkeys(fold(word.strip()) for word in words)))
    both = set(sides[0]) & set(sides[1])
    if both:
        raise FramingError(f"{where} has {min(both)!r} at both ends; leave it out of one")
    return Axis(name, sides[0], sides[1])
