"""Sums, percentages, counts and years at a place of a text; names and dates are read elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from framing.corpus.moments import words as date_words
from framing.features.entities.runs import ordinary, table, words
from framing.plugins import word_lists
from framing.text.voices.speakers.lexicon import lexicon, plural

# The value of a written number: figures, words, both with a scale; what it counts is told elsewhere.


@cache
def _values() -> dict[str, int]:
    numbers = table()["numbers"]
    found = {word: n for n, word in enumerate(numbers["units"].split(), 1)}
    return found | {word: 10 * n for n, word in enumerate(numbers["tens"].split(), 2)}


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
            current += _values()[word]
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
        return listed.index(unit) + 1 + (_values()[tens] if tens else 0)
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


# Dates inside sentences: what is written, and the day it means in an article of a known date.


class Date(NamedTuple):
    """A date as it stands; what is not written is 0, `weekday` is 1 for Monday."""

    begin: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0
    later: bool = False


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|March|Mar(?=\.? \d)|April|Apr|May|June|Jun|July|Jul|August|Aug"
    r"|Sept(?:ember)?|Sep|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MARCH|APRIL|MAY|JUNE"
    r"|JULY|AUG(?:UST)?|SEPT(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
_DAY = (
    r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:%]|[.,]\d|\s?(?:percent|per cent|million|billion|[ap]\.?m\b))"
)
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\d-]|,\d{3}\b)"
_TO = (
    r"(?:\s?[-–—]\s?|\s(?:to|and|through|until)\s)(?P<to>[0-3]?\d)(?:st|nd|rd|th)?"
    r"(?![\d:%]|[.,]\d|\s?(?:percent|per cent|million|billion|people))"
)
_MONTH_FIRST = re.compile(rf"{_MONTH}\s{_DAY}(?:{_TO})?(?:,?\s{_YEAR})?")
_DAY_FIRST = re.compile(
    rf"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<to>[0-3]?\d)(?:st|nd|rd|th)?)?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?"
)
_MONTH_YEAR = re.compile(rf"{_MONTH},?\s(?:of\s)?{_YEAR}")
_MONTH_ALONE = re.compile(_MONTH)
_NUMERIC = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)")
_SLASHED = re.compile(r"(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)/(?P<year>(?:19|20)\d\d)(?!\d)")
_WEEKDAY = re.compile(r"(?P<name>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
#: What stands before a month's name where it is one, and no verb or name.
_IN = re.compile(
    r"\b(?:in|last|next|this|since|until|till|by|of|early|late|mid|before|after|through|from|to|during|for|a|every|each)[\s-]$",
    re.I,
)
_LATER = re.compile(r"\b(?:next|coming|this coming|until|by)\s$", re.I)
_WILL = re.compile(r"\b(?:will|would|to be|scheduled|set to|expected|plans?|planned|due)\b[^.!?\n]{0,60}$")
_SAID = re.compile(r"\b(?:said|told|announced|reported|tweeted|wrote|added|warned)\b[^.!?\n]{0,12}$")
#: Days with a name: Black Monday, Good Friday.
_CALLED = re.compile(r"(?:Black|Cyber|Super|Good|Ash|Palm|Bloody|Fat|Giving|Easter)\s$")
_DOUBLED = frozenset("March May April June August MARCH MAY".split())


def date_at(text: str, at: int) -> tuple[int, list[Date]]:
    """Read the date whose first word or figure stands at a place.

    Examples
    --------
    >>> found = date_at("On January 14-17, 2026, they", 3)[1]
    >>> [(date.year, date.month, date.day) for date in found]
    [(2026, 1, 14), (2026, 1, 17)]
    >>> date_at("They may come", 5)[1]
    []
    """
    if text[at].isdigit():
        return _figures_first(text, at)
    weekday = _WEEKDAY.match(text, at)
    if weekday:
        return _weekday(text, at, weekday)
    match = _MONTH_FIRST.match(text, at)
    if match and 1 <= int(match["day"]) <= 31:
        return _made(match)
    match = _MONTH_YEAR.match(text, at)
    if match:
        return match.end(), [Date(at, match.end(), int(match["year"]), _month(match))]
    match = _MONTH_ALONE.match(text, at)
    doubled = match is not None and match["month"] in _DOUBLED
    if match and (_IN.search(text, max(0, at - 10), at) if doubled else len(match["month"]) > 3):
        later = bool(_LATER.search(text, max(0, at - 14), at))
        # The full stop belongs to the sentence here.
        end = match.end("month")
        return end, [Date(at, end, 0, _month(match), later=later)]
    return at + 1, []


def _month(match: re.Match[str]) -> int:
    return date_words().months[match["month"].lower()]


def _made(match: re.Match[str]) -> tuple[int, list[Date]]:
    year = int(match["year"] or 0)
    first = Date(match.start(), match.end(), year, _month(match), int(match["day"]))
    if not match["to"] or int(match["to"]) <= first.day or int(match["to"]) > 31:
        return match.end(), [first]
    begin = match.start("to")
    split = match.end("day") if match.start("day") > match.start("month") else match.start("to") - 1
    return match.end(), [first._replace(end=split), first._replace(begin=begin, day=int(match["to"]))]


def _figures_first(text: str, at: int) -> tuple[int, list[Date]]:
    match = _NUMERIC.match(text, at)
    if match and 1 <= int(match["month"]) <= 12:
        year, month, day = (int(match[name]) for name in ("year", "month", "day"))
        return match.end(), [Date(at, match.end(), year, month, day)]
    match = _SLASHED.match(text, at)
    if match:
        a, b = int(match["a"]), int(match["b"])
        if (a > 12) == (b > 12):
            return match.end(), []
        month, day = (b, a) if a > 12 else (a, b)
        return match.end(), [Date(at, match.end(), int(match["year"]), month, day)] if month else []
    match = _DAY_FIRST.match(text, at)
    if match and 1 <= int(match["day"]) <= 31:
        return _made(match)
    return at + 1, []


def _weekday(text: str, at: int, match: re.Match[str]) -> tuple[int, list[Date]]:
    """Read a weekday, with the date behind it where there is one."""
    end = match.end()
    if _CALLED.search(text[max(0, at - 8) : at]):
        return end, []
    gap = re.compile(r",?\s(?:the\s)?").match(text, end)
    if gap:
        written = _MONTH_FIRST.match(text, gap.end()) or _DAY_FIRST.match(text, gap.end())
        if written:
            stop, found = _made(written)
            return stop, [found[0]._replace(begin=at), *found[1:]]
    number = _DAYS.index(match.group().lower()) + 1
    before = text[max(0, at - 90) : at]
    later = bool(_LATER.search(before)) or bool(_WILL.search(before) and not _SAID.search(before))
    return end, [Date(at, end, weekday=number, later=later)]


def resolved(date: Date, published: dt.date | None) -> str | None:
    """Return a date as ISO 8601 as far as it is told, or None where the year or the day stays open.

    Examples
    --------
    >>> friday = dt.date(2026, 1, 16)
    >>> resolved(Date(0, 0, month=1, day=14), friday), resolved(Date(0, 0, weekday=3), friday)
    ('2026-01-14', '2026-01-14')
    """
    if date.weekday and not date.day:
        if published is None:
            return None
        back = (published.isoweekday() - date.weekday) % 7
        day = published - dt.timedelta(back)
        if date.later and back:
            day += dt.timedelta(7)
        return day.isoformat()
    if date.year:
        return _iso(date.year, date.month, date.day)
    if published is None:
        return None
    found = [
        (abs(guess - published), year)
        for year in (published.year - 1, published.year, published.year + 1)
        if (guess := _day(year, date.month, date.day or 15))
    ]
    return _iso(min(found)[1], date.month, date.day) if found else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _iso(year: int, month: int, day: int) -> str | None:
    if not day:
        return f"{year}-{month:02}"
    return None if _day(year, month, day) is None else f"{year}-{month:02}-{day:02}"


def open_form(date: Date) -> str:
    """Return how a date is written whose year or day is not known.

    >>> open_form(Date(0, 0, month=1, day=14)), open_form(Date(0, 0, weekday=3))
    ('January 14', 'Wednesday')
    """
    if not date.month:
        return _DAYS[date.weekday - 1].capitalize()
    month = _MONTHS[date.month - 1]
    return f"{month} {date.day}" if date.day else month


# What a number counts, told by the words around it; no figure is read here.


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


_NAMED = re.compile(r"(?<![.!?:”\"] )\b[A-Z][\w.’']*[ -]$")


def named(text: str, begin: int) -> bool:
    """Whether a capitalised word before figures makes them part of its name: Boeing 737."""
    before = text[max(0, begin - 20) : begin]
    match = _NAMED.search(before)
    if match is None:
        return False
    word = match.group().strip(" -")
    opens = (match.start() == 0 and begin <= 20) or "\n" in before[: match.start()][-2:]
    return not (opens or word in _OPENING)


_OPENING: frozenset[str] = word_lists(__package__, "lists")["figures"]["opening"]
_WORD = re.compile(r"\s(?:of\s(?:the\s|its\s|his\s|their\s)?)?(?P<word>[A-Za-z][\w’'.-]*)")
_PLURAL = re.compile(r"[a-z][a-z-]*[^\W\d_aiosu]s$|[a-z-]*[aeou]es$|[a-z-]+(?:os|as)$")


@cache
def _stops() -> frozenset[str]:
    known = lexicon().words
    more = "and or but who which that when where while than then it he she they we you i not".split()
    stops = known["preposition"] | known["verb"] | known["determiner"] | words("counted", "never")
    return (stops | frozenset(more)) - {"of"}


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
        one = self.value == 1 or self.unit in words("counted", "irregular")
        return f"{shown(self.value)} {self.unit if one else plural(self.unit)}"


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
_NOT_COMPOUND: frozenset[str] = word_lists(__package__, "lists")["figures"]["not_compound"]
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
    before = text[max(0, figure.begin - 12) : figure.begin + 1]
    if words_ == "and" and not re.search(r"\b[Bb]etween\s\S*\s?$", before):
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
        currency = table()["currency"]["behind"][behind["name"]]
        return behind.end(), Figure(begin, behind.end(), "sum", number, currency), False
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
    if counted is None and written.isdigit() and figure.value < 120:
        # How old somebody is: "Ana Ruiz, 44, left".
        before = _BEFORE_AGE.search(text[max(0, figure.begin - 24) : figure.begin])
        if before and _BEHIND_AGE.match(text, figure.end):
            return figure._replace(unit="year")
    if counted is None and figure.value < 100 and figure.value == int(figure.value) and open_:
        return None
    # "The two sides" are known already: nothing is counted.
    known = figure.value == 2 and _DEFINITE.search(text, max(0, figure.begin - 8), figure.begin)
    return None if figure.value == 1 or known else figure._replace(unit=counted)


def ordinal_at(text: str, begin: int, end: int) -> Figure | None:
    """Read an ordinal in words, from the third on: "the fourth round"; not "a third of"."""
    number = ordinal(text[begin:end]) or 0
    if number < 3 or text[max(0, begin - 4) : begin].lower().endswith((" a ", "one-", "one ")):
        return None
    what = head(text, end)
    return Figure(begin, end, "number", Decimal(number), what, nth=True) if what else None
