"""Sums, percentages, counts and years at a place of a text; names and dates are read elsewhere."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from framing.features.items.numbers import (
    LONG_SCALES,
    NUMBER,
    SHORT_SCALES,
    WORDS,
    ordinal,
    scaled,
    shown,
    value,
)
from framing.features.items.runs import ordinary
from framing.features.items.tables import table, words
from framing.text.voices.speakers.lexicon import lexicon, plural

__all__ = ["Figure", "figures_at", "ordinal_at"]


# What a number counts, told by the words around it; no figure is read here.


@lru_cache(1 << 12)
def plural_of(noun: str) -> str:
    """Return the plural of a counted noun; "people" is one."""
    return noun if noun in words("counted", "irregular") else plural(noun)


@lru_cache(1 << 12)
def singular(noun: str) -> str:
    """Return the singular of a counted noun.

    >>> singular("deals"), singular("countries"), singular("women"), singular("people"), singular("boxes")
    ('deal', 'country', 'woman', 'people', 'box')
    """
    if noun.endswith("men") and noun in words("counted", "irregular"):
        return f"{noun[:-3]}man"
    if noun == "children":
        return "child"
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "ches", "shes", "xes", "zes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


_BEFORE_AGE = re.compile(r"[A-Z][\w’'.-]+, $")
_BEHIND_AGE = re.compile(r"[,.]| ?[—–―]")


def aged(text: str, begin: int, end: int) -> bool:
    """Whether a number tells how old somebody is: "Ana Ruiz, 44, left"."""
    before = text[max(0, begin - 24) : begin]
    return bool(_BEFORE_AGE.search(before) and _BEHIND_AGE.match(text, end))


_NAMED = re.compile(r"(?<![.!?:”\"] )\b[A-Z][\w.’']*[ -]$")


def named(text: str, begin: int) -> bool:
    """Whether a capitalised word before figures makes them part of its name: Boeing 737."""
    before = text[max(0, begin - 20) : begin]
    match = _NAMED.search(before)
    if match is None:
        return False
    word = match.group().strip(" -")
    return not (
        word in _OPENING or (match.start() == 0 and begin <= 20) or "\n" in before[: match.start()][-2:]
    )


_OPENING = frozenset(
    "The A An In On At By For From With About Over Under Nearly Almost Some All Only More Another And But "
    "Least".split()
)
_WORD = re.compile(r"\s(?:of\s(?:the\s|its\s|his\s|their\s)?)?(?P<word>[A-Za-z][\w’'.-]*)")
_PLURAL = re.compile(r"[a-z][a-z-]*[^\W\d_aiosu]s$|[a-z-]*[aeou]es$|[a-z-]+(?:os|as)$")


@cache
def _stops() -> frozenset[str]:
    known = lexicon().words
    return (
        known["preposition"]
        | known["verb"]
        | known["determiner"]
        | words("counted", "never")
        | frozenset(
            "and or but who which that when where while than then it he she they we you i not".split()
        )
    ) - {"of"}


def noun(text: str, end: int) -> str | None:
    """Return the noun, in the singular, that a number counts: the first plural within four words."""
    irregular = words("counted", "irregular")
    for _ in range(4):
        match = _WORD.match(text, end)
        if match is None:
            return None
        word = match["word"].rstrip(".")
        low = word.lower()
        if word == low and low in _stops():
            return None
        if (word == low or low in ordinary()) and (low in irregular or (_PLURAL.match(low) and len(low) > 2)):
            return singular(low)
        if match["word"] != word:
            return None
        end = match.end()
    return None


def head(text: str, end: int) -> str | None:
    """Return the word behind an ordinal, where it is one in small letters."""
    match = _WORD.match(text, end)
    if match is None or " of " in match.group():
        return None
    word = match["word"].rstrip(".,")
    return word if word.islower() and word not in _stops() and len(word) > 2 else None


class Figure(NamedTuple):
    """A figure as it stands.

    `unit` is the currency of a sum ("" where its sign leaves it open), "%" or the noun counted, in the
    singular; `nth` tells an ordinal; `other` is the second number of a score.
    """

    begin: int
    end: int
    kind: str
    value: Decimal
    unit: str | None = None
    nth: bool = False
    other: Decimal | None = None

    @property
    def item(self) -> str:
        """The figure written one way.

        >>> Figure(0, 5, "sum", Decimal("118700000000"), "CAD").item
        'C$118.7 billion'
        """
        if self.kind == "year":
            return f"{int(self.value)}{self.unit or ''}"
        if self.other is not None:
            return f"{shown(self.value)}-{shown(self.other)}"
        if self.kind == "percent":
            return f"{shown(self.value)}%"
        if self.kind == "sum":
            sign = _SIGNS.get(self.unit or "", f"{self.unit} " if self.unit else "$")
            return f"{sign}{shown(self.value)}"
        if self.nth:
            return f"{int(self.value)}{_nth(int(self.value))} {self.unit}"
        if self.unit is None:
            return shown(self.value)
        return f"{shown(self.value)} {self.unit if self.value == 1 else plural_of(self.unit)}"


_SIGNS = {"USD": "US$", "CAD": "C$", "AUD": "A$", "EUR": "€", "GBP": "£", "": "$"}


def _nth(number: int) -> str:
    return "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


_PERCENT = r"(?:\s?%|[- ]?(?:percentage[- ]points?|per[- ]?cent|pct)\b)"
_SCALE = rf"(?:[-\s]?(?P<long>{LONG_SCALES})|(?P<short>{SHORT_SCALES}))\b"


@cache
def _before() -> re.Pattern[str]:
    signs = sorted(table()["currency"]["before"], key=len, reverse=True)
    return re.compile(rf"(?<![A-Za-z])(?P<sign>{'|'.join(map(re.escape, signs))})\s?$")


@cache
def _behind() -> re.Pattern[str]:
    names = sorted(table()["currency"]["behind"], key=len, reverse=True)
    return re.compile(rf"[-\s]?(?P<name>{'|'.join(map(re.escape, names))})(?![\w])")


_FIGURES = re.compile(rf"(?P<number>{NUMBER})(?P<nth>st|nd|rd|th)?(?![\d])")
_WORDED = re.compile(
    rf"(?P<number>(?:{WORDS})(?:[- ](?:{LONG_SCALES})\b"
    rf"(?:[- ](?:and[- ])?(?:{WORDS})\b(?![- ](?:{LONG_SCALES})))?)*)\b",
    re.I,
)
_DECADE = re.compile(r"(\d{3}0)['’]?s\b")
_SCALED = re.compile(rf"(?P<number>{LONG_SCALES})\b", re.I)
_SPACED_SHORT = re.compile(r"\s(?P<short>mln|bln|trn|mn|bn|tn|m|b)\b")
_JOINED_SCALE = re.compile(_SCALE)
_PERCENTED = re.compile(_PERCENT)
_DOZEN = re.compile(r"[-\s]dozen\b")
_RANGE = re.compile(r"-to-|\s?[-–—]\s?|\s(?:to|or)\s|\sand\s")
_COMPOUND = re.compile(r"-(?P<noun>[a-z]{3,})(?:-(?:old|long|high|wide|deep))?(?![\w-])")
_NO_FIGURE = re.compile(r"[:/]\d|\s?[ap]\.?m\b|\.\d|[-–]\w*\d*[A-Z]|[A-Z]")
_DEFINITE = re.compile(r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Bb]oth|[Oo]ur|[Tt]heir|[Ii]ts|other)\s$")
_NOT_COMPOUND = frozenset(
    "thirds third half halves fold time times way ways quarters quarter fifths on to by and off all plus "
    "minus".split()
)
#: Words that are a currency only behind a million or more.
_NO_MONEY = frozenset(("pounds", "won"))
_ONE = frozenset("year day week month hour minute page mile".split())


def figures_at(text: str, at: int) -> tuple[int, list[Figure]]:
    """Read the figure whose first figure or word stands at a place.

    Returns
    -------
    tuple of int and list of Figure
        Where reading went to, and what was found: two of a range, none of what is no figure.

    Examples
    --------
    >>> [f.item for f in figures_at("some $118.7-billion of", 6)[1]]
    ['$118.7 billion']
    >>> several = "10-15 per cent", "three new deals"
    >>> tuple([f.item for f in figures_at(text, 0)[1]] for text in several)
    (['10%', '15%'], ['3 deals'])
    """
    first = _one(text, at)
    if first is None:
        return at + 1, []
    end, figure, open_ = first
    if open_ or (figure.kind == "sum" and figure.value < 1000):
        gap = _RANGE.match(text, end)
        if gap:
            found = _range(text, figure, open_, gap)
            if found is not None:
                return found
    kept = _kept(text, figure, open_)
    return max(end, at + 1), [kept] if kept is not None else []


def _range(text: str, figure: Figure, open_: bool, gap: re.Match[str]) -> tuple[int, list[Figure]] | None:
    """Read the second number of a range, which lends its scale and unit to the first."""
    at = gap.end()
    while at < len(text) and at < gap.end() + 4 and text[at] in "$€£¥USAC":
        at += 1
    if not text[at : at + 1].isalnum():
        return None
    words_ = gap.group().strip()
    second = _one(text, at, joined=True)
    if second is None:
        return None
    end, other, other_open = second
    if words_ == "and" and not re.search(
        r"\b[Bb]etween\s\S*\s?$", text[max(0, figure.begin - 12) : figure.begin + 1]
    ):
        return None
    scale = Decimal(1)
    while scale * 1000 <= other.value and figure.value * scale * 1000 <= other.value:
        scale *= 1000
    lent = figure.value * scale
    if other_open and open_:
        if words_ not in ("-", "–", "—", "-to-") or other.value > figure.value or figure.kind == "year":
            # A range of what is counted: each is a figure of its own, the noun behind the second.
            counted = noun(text, other.end)
            both = [f._replace(unit=counted) for f in (figure, other)]
            return end, [kept for f in both if (kept := _kept(text, f, True)) is not None]
        score = figure._replace(end=other.end, kind="number", other=other.value, unit=None)
        return end, [score] if figure.value < 1000 else []
    if other.kind == "number" and other.unit is None and not other_open and figure.value >= other.value:
        return None
    if figure.kind == "year":
        return None
    kind, unit = other.kind, other.unit
    if figure.kind == "sum" and kind == "number":
        kind, unit = "sum", figure.unit
        other = other._replace(kind=kind, unit=unit)
    elif figure.kind == "sum" and kind == "sum":
        unit = figure.unit or other.unit
    return end, [figure._replace(kind=kind, value=lent, unit=unit), other]


def _one(text: str, at: int, *, joined: bool = False) -> tuple[int, Figure, bool] | None:
    """Read one number with all that joins it; the last tells that nothing did but perhaps a noun."""
    digits = text[at].isdigit()
    match = (_FIGURES if digits else _WORDED).match(text, at) or (None if digits else _SCALED.match(text, at))
    if match is None:
        return None
    begin, end = match.span()
    sign = _before().search(text[max(0, begin - 6) : begin])
    if digits and not joined and not sign and _preceded(text, at):
        return None
    decade = _DECADE.match(text, at)
    if decade:
        return decade.end(), Figure(at, decade.end(), "year", value(decade[1]), "s"), False
    low = text[max(0, at - 8) : at].lower()
    if match.re is _SCALED:
        if not low.endswith((" a ", "half a ")) and low != "a ":
            return None
        begin = at - 2
    number = value(match["number"])
    if low.endswith("half a "):
        number, begin = number / 2, at - 7
    if digits and match["nth"]:
        return end, Figure(begin, end, "number", number, None, nth=True), True
    open_ = True
    dozen = _DOZEN.match(text, end)
    if dozen:
        number, end, open_ = number * 12, dozen.end(), False
    if digits:
        scale = _JOINED_SCALE.match(text, end) or (_SPACED_SHORT.match(text, end) if sign else None)
        if scale:
            name = scale.groupdict().get("long") or scale["short"]
            number, end, open_ = scaled(number, name), scale.end(), False
    elif any(word in match["number"].lower() for word in LONG_SCALES.split("|")):
        open_ = False
    if sign and (sign["sign"] != "US" or digits):
        currency = table()["currency"]["before"][sign["sign"]]
        behind = _behind().match(text, end)
        if behind:
            currency, end = currency or table()["currency"]["behind"][behind["name"]], behind.end()
        return end, Figure(begin - len(sign.group()), end, "sum", number, currency), False
    percent = _PERCENTED.match(text, end)
    if percent:
        return percent.end(), Figure(begin, percent.end(), "percent", number, "%"), False
    behind = _behind().match(text, end)
    if behind and not (open_ and behind["name"] in _NO_MONEY):
        return (
            behind.end(),
            Figure(begin, behind.end(), "sum", number, table()["currency"]["behind"][behind["name"]]),
            False,
        )
    compound = _COMPOUND.match(text, end)
    if compound and compound["noun"] not in _NOT_COMPOUND:
        unit = singular(compound["noun"])
        if number == 1 and unit not in _ONE:
            return None
        return compound.end(), Figure(begin, compound.end(), "number", number, unit), False
    if digits and (_NO_FIGURE.match(text, end) or text[end : end + 1].isalpha()):
        return None
    return end, Figure(begin, end, "number", number), open_


def _preceded(text: str, at: int) -> bool:
    """Whether what stands before figures makes them part of something else: No. 10, #4, F-35, 1/2, 3.5."""
    before = text[max(0, at - 4) : at]
    if not before:
        return False
    last = before[-1]
    if last in "#@/_" or (last in ".:,-–'’" and len(before) > 1 and before[-2].isalnum()):
        return True
    return before.endswith("No. ") or last.isalnum()


def _kept(text: str, figure: Figure, open_: bool) -> Figure | None:
    """Return a figure with the noun it counts, as a year, or not at all where it tells nothing."""
    if figure.kind != "number" or (figure.unit is not None and not figure.nth):
        return figure
    written = text[figure.begin : figure.end]
    counted = figure.unit or noun(text, figure.end)
    if figure.nth:
        what = head(text, figure.end)
        return figure._replace(unit=what) if what else None
    year = len(written) == 4 and written.isdigit() and 1500 <= figure.value <= 2100
    if year and not (counted and figure.value % 100 == 0 and figure.value != 2000):
        return figure._replace(kind="year", unit=None)
    if written.isdigit() and named(text, figure.begin) and len(written) < 5:
        return None
    if counted is None and written.isdigit() and figure.value < 120 and aged(text, figure.begin, figure.end):
        return figure._replace(unit="year")
    if counted is None and figure.value < 100 and figure.value == int(figure.value) and open_:
        return None
    if figure.value == 1 or (
        figure.value == 2 and _DEFINITE.search(text, max(0, figure.begin - 8), figure.begin)
    ):
        # "The two sides" are known already: nothing is counted.
        return None
    return figure._replace(unit=counted)


def ordinal_at(text: str, begin: int, end: int) -> Figure | None:
    """Read an ordinal in words, from the third on: "the fourth round"; not "a third of"."""
    number = ordinal(text[begin:end])
    if (
        number is None
        or number < 3
        or text[max(0, begin - 4) : begin].lower().endswith((" a ", "one-", "one "))
    ):
        return None
    what = head(text, end)
    return Figure(begin, end, "number", Decimal(number), what, nth=True) if what else None
