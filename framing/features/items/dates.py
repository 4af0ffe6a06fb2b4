"""Dates inside sentences: what is written, and the day it means in an article of a known date."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from framing.corpus.moments import words

__all__ = ["Date", "date_at", "resolved"]


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
    return words().months[match["month"].lower()]


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
        return match.end(), [
            Date(at, match.end(), int(match["year"]), int(match["month"]), int(match["day"]))
        ]
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
    near = [published.year - 1, published.year, published.year + 1]
    middle = published.toordinal()
    found = [
        (abs(guess.toordinal() - middle), year)
        for year in near
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


@cache
def open_form(month: int, day: int, weekday: int) -> str:
    """Return how a date is written whose year or day is not known.

    >>> open_form(1, 14, 0), open_form(0, 0, 3)
    ('January 14', 'Wednesday')
    """
    if not month:
        return _DAYS[weekday - 1].capitalize()
    names = ("January February March April May June July August September October November December").split()
    return f"{names[month - 1]} {day}" if day else names[month - 1]
