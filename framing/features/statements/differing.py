"""Sentences of much the same words that say another thing: another figure, year or day, a "not", an opposite.

Word beside word, so only pairs that are alike already are asked. How alike they are is said in `likeness`.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from framing.features.statements import forms

__all__ = ["differ"]

#: A word, a figure with what is written onto it, or a sign that counts as a word.
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?[a-z]*|[^\W\d_]+(?:['’][^\W\d_]+)*|%", re.IGNORECASE)
#: Where the words of two sentences part for longer, a "not" may belong to something else.
_SHORT = 4
#: Behind a "not" what it denies is among so many words.
_REACH = 3
#: Words so short do grammar's work: "the", "been", "any".
_FUNCTION = 3
#: Below this a figure is exact; so is a year.
_EXACT, _YEARS = 100, range(1900, 2101)
_PERCENT = frozenset(("percent", "per", "pc", "%"))


class _Said(NamedTuple):
    words: list[str]
    terms: list[str | None]
    figures: list[float | None]


def differ(one: str, other: str) -> bool:
    """Say whether two sentences that are alike say different things.

    Examples
    --------
    >>> differ("The council passed it by 31 to 19.", "The council passed it by 31 to 16.")
    True
    >>> differ("The council passed it by 31 votes to 19.", "The council passed it 31-19.")
    False
    >>> differ("They had warned the crew of ice.", "They had not warned the crew of ice.")
    True
    """
    a, b = _said(one), _said(other)
    if _another_measure(a, b):
        return True
    steps = difflib.SequenceMatcher(None, a.words, b.words, autojunk=False).get_opcodes()
    return any(kind != "equal" and _apart(a, b, i, j, k, m) for kind, i, j, k, m in steps)


@lru_cache(1 << 12)
def _said(text: str) -> _Said:
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    # "$4bn" and "4 billion" are one figure, and the word that multiplies stands for nothing more.
    figures: list[float | None] = []
    kept = []
    for word in words:
        times = forms.multiplier(word)
        if times is not None and figures and figures[-1] is not None:
            figures[-1] *= times
            continue
        kept.append(word)
        figures.append(forms.figure(word))
    # The words of a figure are its value, so that "nine" and "9" are the same word.
    spelt = [word if value is None else f"#{value:.12g}" for word, value in zip(kept, figures, strict=True)]
    return _Said(spelt, [_term(word) for word in kept], figures)


def _term(word: str) -> str | None:
    return "%" if word in _PERCENT else forms.term(word) or word


def _apart(a: _Said, b: _Said, i: int, j: int, k: int, m: int) -> bool:
    """Say whether words i to j of one and k to m of the other, which stand in one place, are contrary."""
    one, other = _only(a.figures[i:j], b.figures), _only(b.figures[k:m], a.figures)
    if one and other:
        return True
    if max(j - i, m - k) <= _SHORT and (
        _denies(a, b, i, j, b.words[k:m]) or _denies(b, a, k, m, a.words[i:j])
    ):
        return True
    days = [forms.days(said) for said in (a.words[i:j], b.words[k:m])]
    if days[0] - set(b.words) and days[1] - set(a.words):
        return True
    # Not to support is to oppose.
    if forms.negations(a.words) != forms.negations(b.words):
        return False
    x, y = set(a.terms[i:j]) - set(b.terms), set(b.terms[k:m]) - set(a.terms)
    return any(forms.opposite(s) & y for s in x if s)


def _denies(a: _Said, b: _Said, i: int, j: int, instead: list[str]) -> bool:
    """Say whether words i to j hold a "not" to what the other sentence says without one."""
    # One that stands in the other too, in another place or as "refuse" or "prohibit", denies the same.
    if forms.negations(instead) or forms.negations(a.words) <= sum(map(forms.denies, b.words)):
        return False
    there = set(b.terms)
    return any(forms.negations([a.words[n]]) and _denied(a, n) in there for n in range(i, j))


def _denied(said: _Said, n: int) -> str | None:
    """Return the first term of some length behind a word, on which a "not" bears."""
    behind = said.terms[n + 1 : n + 1 + _REACH]
    return next((term for term in behind if term and len(term) > _FUNCTION), None)


def _only(figures: Sequence[float | None], others: Sequence[float | None]) -> list[float]:
    """Return the figures that are none of the others, not even rounded."""
    known = _values(others)
    return [x for x in _values(figures) if not any(_rounded(x, y) for y in known)]


def _another_measure(a: _Said, b: _Said) -> bool:
    """Say whether both give a number of the same things, and not the same number."""
    mine, theirs = _measures(a), _measures(b)
    return any(
        len(_only(mine[unit], b.figures)) == len(mine[unit])
        and len(_only(theirs[unit], a.figures)) == len(theirs[unit])
        for unit in mine.keys() & theirs.keys()
    )


def _measures(said: _Said) -> dict[str, list[float]]:
    """Return the figures of a sentence by the word behind them."""
    found: dict[str, list[float]] = {}
    for value, unit, behind in zip(said.figures, said.terms[1:], said.figures[1:], strict=False):
        if value is not None and behind is None and unit and (unit == "%" or len(unit) > 3):
            found.setdefault(unit, []).append(value)
    return found


def _values(figures: Sequence[float | None]) -> list[float]:
    return [value for value in figures if value is not None]


def _rounded(one: float, other: float) -> bool:
    """Say whether two figures are the same, or one is the other rounded."""
    if one == other:
        return True
    low, high = sorted((one, other), key=_digits)
    whole = float(one).is_integer() and float(other).is_integer()
    if whole and (min(one, other) < _EXACT or (one in _YEARS and other in _YEARS)):
        return False
    if not low or not high:
        return False
    step = math.floor(math.log10(abs(low))) - _digits(low) + 1
    return math.isclose(round(high / 10**step) * 10.0**step, low, rel_tol=1e-9)


def _digits(value: float) -> int:
    """Return how many digits of a figure say something: 2 of 2,300."""
    return len(f"{value:.12g}".replace(".", "").strip("0")) if "e" not in f"{value:.12g}" else 12
