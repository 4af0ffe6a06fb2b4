"""The value of a written number: figures, words, both with a scale; what it counts is told elsewhere."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from framing.features.items.tables import table

__all__ = ["LONG_SCALES", "NUMBER", "SHORT_SCALES", "WORDS", "ordinal", "scaled", "shown", "value"]


def _values() -> dict[str, int]:
    numbers = table()["numbers"]
    found = {word: n for n, word in enumerate(numbers["units"].split(), 1)}
    found.update({word: 10 * n for n, word in enumerate(numbers["tens"].split(), 2)})
    return found


_VALUES = cache(_values)
LONG_SCALES = "hundred|thousand|million|billion|trillion|lakh|crore"
SHORT_SCALES = "mln|bln|trn|mil|mn|bn|tn|[kmbtKMBT]"
WORDS = (
    "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    "(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    "|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    "|one|two|three|four|five|six|seven|eight|nine"
)
#: Figures: thousands in threes or any digits, a decimal part, a half.
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[- ]1/2)?"
_SUFFIXED = re.compile(r"(\d+)(?:st|nd|rd|th)$")


@lru_cache(1 << 14)
def value(written: str) -> Decimal:
    """Return the value of figures or number words.

    >>> value("1,250.5"), value("Twenty-five"), value("two hundred and five"), value("a million")
    (Decimal('1250.5'), Decimal('25'), Decimal('205'), Decimal('1000000'))
    """
    low = written.lower().replace(",", "")
    half = Decimal("0.5") if low.endswith("1/2") else Decimal(0)
    low = low.removesuffix("1/2").strip(" -") if half else low
    total, current = Decimal(0), Decimal(0)
    for word in re.split(r"[-\s]+", low):
        if word[0].isdigit():
            current += Decimal(word)
        elif word == "hundred":
            current = (current or Decimal(1)) * 100
        elif word in table()["scales"]:
            total += (current or Decimal(1)) * Decimal(10) ** int(table()["scales"][word])
            current = Decimal(0)
        elif word not in ("and", "a", "an"):
            current += _VALUES()[word]
    return total + current + half


def scaled(number: Decimal, scale: str) -> Decimal:
    """Return a number times its scale: "bn" or "billion"."""
    scales = table()["scales"]
    power = scales["short"].get(scale) or scales["short"].get(scale.lower()) or scales[scale.lower()]
    return number * Decimal(10) ** int(power)


@lru_cache(1 << 12)
def ordinal(written: str) -> int | None:
    """Return the number of an ordinal, or None.

    >>> ordinal("45th"), ordinal("third"), ordinal("twenty-first"), ordinal("thirty")
    (45, 3, 21, None)
    """
    low = written.lower()
    figures = _SUFFIXED.match(low)
    if figures:
        return int(figures[1])
    tens, _, unit = low.rpartition("-")
    listed: list[str] = table()["numbers"]["ordinals"].split()
    if unit in listed and (not tens or tens in table()["numbers"]["tens"].split()):
        return listed.index(unit) + 1 + (_VALUES()[tens] if tens else 0)
    return None


def shown(number: Decimal) -> str:
    """Write a number one way.

    >>> tuple(map(shown, map(Decimal, ("118700000000", "1300000", "49000", "6.10"))))
    ('118.7 billion', '1.3 million', '49,000', '6.1')
    """
    for power, name in ((12, "trillion"), (9, "billion"), (6, "million")):
        if number >= Decimal(10) ** power:
            return f"{_plain(number / Decimal(10) ** power)} {name}"
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
