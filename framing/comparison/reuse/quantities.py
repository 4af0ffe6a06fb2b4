"""What a figure or a date says, whatever its form: "$118.7 billion" is "$118.7bn", "Jan. 14" is "January 14".

Words in, values out; the text itself is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from framing.comparison.reuse.lists import lists
from framing.comparison.reuse.words import Word

__all__ = ["Quantity", "fits", "is_country", "is_number", "is_year", "quantities"]

_NUMBER = re.compile(
    r"(?P<sign>[$€£¥₹]?)(?P<digits>\d+(?:,\d{3})+|\d+)(?P<rest>\.\d+)?(?:-(?=[a-z]))?(?P<tail>[a-z]*|[%‰])",
    re.ASCII,
)
_ORDINAL = frozenset(("st", "nd", "rd", "th", "s"))
_COUNTRIES = {"us": "US", "u.s": "US", "c": "C", "ca": "C", "a": "A", "au": "A", "nz": "NZ", "hk": "HK"}
_MONEY = frozenset(("€", "£", "¥", "₹", "yuan"))
#: From here on a bare figure may be a sum whose sign was left off: 118.7bn.
_LARGE = 1_000_000


class Quantity(NamedTuple):
    """A figure: its value, its unit ("" for a bare number), and the words that give it, half open."""

    value: Fraction
    unit: str
    start: int
    end: int


def quantities(words: Sequence[Word]) -> list[Quantity]:
    """Return the figures of a run of words, in order.

    >>> def said(*texts):
    ...     return [Word(t, t.lower(), 0, 0, False) for t in texts]
    >>> [q[:2] == (Fraction("118.7e9"), "$") for q in quantities(said("$118.7", "billion"))]
    [True]
    >>> quantities(said("$118.7bn"))[0][:2] == quantities(said("$118.7", "billion"))[0][:2]
    True
    >>> [(str(q.value), q.unit) for q in quantities(said("twelve", "percent", "of", "1,000"))]
    [('12', '%'), ('1000', '')]
    """
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        one = _from(words, at)
        if one is None:
            at += 1
        else:
            found.append(one)
            at = one.end
    return found


def fits(a: Quantity, b: Quantity) -> bool:
    """Say whether two figures are the same.

    A dollar without a country fits every dollar, a million or more without a sign every sum.
    """
    units = {a.unit, b.unit}
    if a.value != b.value:
        return False
    if len(units) == 1 or ("$" in units and all(unit.endswith("$") for unit in units)):
        return True
    return "" in units and a.value >= _LARGE and all(_money(unit) for unit in units if unit)


def is_country(words: Sequence[Word], at: int) -> bool:
    """Say whether a word is the country of the dollars printed right behind it: US$5."""
    if words[at].key.rstrip(".") not in _COUNTRIES or at + 1 >= len(words):
        return False
    return words[at + 1].start == words[at].end and words[at + 1].key.startswith("$")


def _money(unit: str) -> bool:
    return unit.endswith("$") or unit in _MONEY


def is_number(word: Word) -> bool:
    """Say whether a word alone is a figure, in digits or letters."""
    return _digits(word.key) is not None or word.key in lists().numbers or word.key in lists().magnitudes


def is_year(words: Sequence[Word], at: int) -> bool:
    """Say whether a word is a year: four digits without a sign, and no count of anything.

    >>> def said(text):
    ...     return [Word(t, t.lower(), 0, 0, False) for t in text.split()]
    >>> is_year(said("in 2011 they left"), 1), is_year(said("some 2011 workers left"), 1)
    (True, False)
    """
    key = words[at].key
    bare = key.removesuffix("s")
    if not re.fullmatch(r"(?:1[5-9]|20)\d\d", bare, re.ASCII):
        return False
    if key != bare:
        return bare.endswith("0")
    before = words[at - 1].key if at else ""
    after = words[at + 1].key if at + 1 < len(words) else ""
    if after in lists().magnitudes or after in lists().units or before.startswith(tuple("$€£¥")):
        return False
    if before in lists().before_year or before in lists().months or bare >= "2100":
        return True
    plural = len(after) > 3 and after.endswith("s") and after not in lists().no_verb | lists().function
    return bare >= "1800" and not plural


def _digits(key: str) -> tuple[Fraction, str] | None:
    """Return value and unit of a number in digits, its magnitude taken in."""
    match = _NUMBER.fullmatch(key)
    if not match:
        return None
    value = Fraction(match["digits"].replace(",", "") + (match["rest"] or ""))
    tail, unit = match["tail"], match["sign"]
    if tail in lists().magnitudes:
        value *= lists().magnitudes[tail]
    elif tail in lists().units:
        unit = lists().units[tail]
    elif tail and tail not in _ORDINAL:
        return None
    return value, unit


def _from(words: Sequence[Word], at: int) -> Quantity | None:
    """Return the figure that begins at a word, if one does."""
    keys = [word.key for word in words[at : at + 6]]
    given = _digits(keys[0])
    end = 1
    if given:
        value, unit = given
    elif (lettered := _lettered(keys)) is not None:
        value, end = lettered
        unit = ""
    else:
        return None
    while end < len(keys) and keys[end] in lists().magnitudes:
        value *= lists().magnitudes[keys[end]]
        end += 1
    for size in (2, 1):
        behind = " ".join(key.rstrip(".") for key in keys[end : end + size])
        if behind in lists().units:
            unit, end = lists().units[behind], end + size
            break
    if unit == "$" and at and is_country(words, at - 1):
        unit = _COUNTRIES[words[at - 1].key.rstrip(".")] + unit
    return Quantity(value, unit, at, at + end)


def _lettered(keys: Sequence[str]) -> tuple[Fraction, int] | None:
    """Return a number written in letters, and how many words it takes: twenty-five, a million, three."""
    numbers, magnitudes = lists().numbers, lists().magnitudes
    if keys[0] in ("a", "an") and len(keys) > 1 and keys[1] in magnitudes and len(keys[1]) > 3:
        return Fraction(1), 1
    tens, dash, ones = keys[0].partition("-")
    if tens in numbers and not dash:
        return numbers[tens], 1
    if dash and 20 <= numbers.get(tens, 0) <= 90 and 0 < numbers.get(ones, 0) < 10:
        return numbers[tens] + numbers[ones], 1
    return (Fraction(1), 0) if keys[0] in magnitudes and len(keys[0]) > 3 else None
