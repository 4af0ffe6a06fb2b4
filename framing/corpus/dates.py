"""From a written date to UTC: explicit forms only, precision kept, nothing filled in from today.

A parser that guesses makes differences between outlets by itself: a missing
year becomes this year, 03/04 becomes March or April. What no form here reads
stays missing, and the caller says so in the audit.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from framing.errors import FramingError

__all__ = ["MONTHS", "Moment", "find", "parse", "zone"]

_NAMES = {
    1: "january jan janvier janv januar jänner jän enero ene",
    2: "february feb février févr fév februar febrero",
    3: "march mar mars märz mär mrz marzo",
    4: "april apr avril avr abril abr",
    5: "may mai mayo",
    6: "june jun juin juni junio",
    7: "july jul juillet juil juli julio",
    8: "august aug août agosto ago",
    9: "september sep sept septembre septiembre setiembre",
    10: "october oct octobre oktober okt octubre",
    11: "november nov novembre noviembre",
    12: "december dec décembre déc dezember dez diciembre dic",
}
MONTHS = {name: number for number, names in _NAMES.items() for name in names.split()}
# Hours from UTC. CST is left out: it is Chicago's and Beijing's; the outlet's zone decides there.
_ABBREVIATIONS = {
    "UTC": 0.0,
    "GMT": 0.0,
    "Z": 0.0,
    "BST": 1.0,
    "CET": 1.0,
    "CEST": 2.0,
    "EST": -5.0,
    "EDT": -4.0,
    "CDT": -5.0,
    "MST": -7.0,
    "MDT": -6.0,
    "PST": -8.0,
    "PDT": -7.0,
    "AST": -4.0,
    "ADT": -3.0,
    "NDT": -2.5,
    "NST": -3.5,
    "HKT": 8.0,
    "SGT": 8.0,
    "JST": 9.0,
    "KST": 9.0,
    "IST": 5.5,
    "AEST": 10.0,
    "AEDT": 11.0,
    "MSK": 3.0,
}
_ZONED = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "BEIJING TIME": "Asia/Shanghai",
}

_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_CLOCK = (
    r"(?P<hour>[0-2]?\d)[:.h](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?"
)
_OFFSET = (
    r"(?:\s*\(?(?P<offset>Z\b|(?:GMT|UTC)?\s?[+-]\d\d?(?::?\d\d)?\b|"
    + "|".join(sorted([*_ABBREVIATIONS, *_ZONED], key=len, reverse=True))
    + r")\b\)?)?"
)
_WEEKDAY = r"(?:[a-zéû]{2,10}\.?,?\s+)?"
_TIME = rf"(?:,?\s*(?:at|à|um|a las|-|–|\||•|T)?\s*{_CLOCK}{_OFFSET})?"
_DATES = (
    # 2020-07-15, 2020/07/15, 2020-07-15T09:38:00+08:00
    rf"{_YEAR}[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d){_TIME}",
    # 20200715
    r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)",
    # Jul 15, 2020 09:38 PM
    rf"{_WEEKDAY}{_MONTH}\s*{_DAY},?\s+{_YEAR}{_TIME}",
    # Fri 9 Oct 2020 13.06 BST; 15. Juli 2020; 15 de julio de 2020
    rf"{_WEEKDAY}{_DAY}[\s-]+(?:de\s+)?{_MONTH}[\s,-]+(?:de\s+)?{_YEAR}{_TIME}",
    # 13:23, 20 February 2019
    rf"{_CLOCK}{_OFFSET},?\s+{_WEEKDAY}{_DAY}\s+{_MONTH},?\s+{_YEAR}",
    # 13:23 EST, February 20, 2019
    rf"{_CLOCK}{_OFFSET},?\s+{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    # 2020年7月15日 08:22
    rf"{_YEAR}\s*年\s*(?P<month>[01]?\d)\s*月\s*(?P<day>[0-3]?\d)\s*日(?:\s*(?:星期.|周.))?\s*(?:{_CLOCK}{_OFFSET})?",
    # 15/07/2020: only where the order is declared or one number is above twelve
    rf"(?P<first>[0-3]?\d)[/.-](?P<other>[0-3]?\d)[/.-]{_YEAR}{_TIME}",
)
_FULL = tuple(re.compile(form, re.IGNORECASE) for form in _DATES)
_ANY = tuple(re.compile(r"(?<![\d/])" + form, re.IGNORECASE) for form in (*_DATES[:1], *_DATES[2:7]))
_FAST = re.compile(r"((?:19|20)\d\d)-([01]\d)-([0-3]\d)")


@dataclass(frozen=True)
class Moment:
    """A point in time as far as it was written.

    Attributes
    ----------
    time : datetime.datetime
        In UTC; where only the day was written, its first minute taken as UTC, so
        that the calendar day shown is the one printed.
    precision : {"minute", "day"}
    zone : {"stated", "outlet", "assumed", "none"}
        Where the zone of the clock time is from; none where only a day was written.
    """

    time: dt.datetime
    precision: str
    zone: str


@lru_cache
def zone(name: str) -> ZoneInfo:
    """Return a time zone by its name, or say that it isn't known on this machine."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FramingError(
            f"zone {name!r} is not known here; write it as in 'Asia/Shanghai', or install the package tzdata"
        ) from None


def parse(value: object, *, local: str | None = None, order: str | None = None) -> Moment | None:
    """Return the moment that a value states, or None where no form reads it whole.

    Parameters
    ----------
    value : object
        Text, or a date or time object of Python, numpy or pandas.
    local : str, optional
        Zone of a clock time that states none; UTC is assumed without it.
    order : {"dmy", "mdy"}, optional
        How 03/04/2020 is meant. Without it such a date is refused.

    Examples
    --------
    >>> parse("Jan 15, 2026 11:48 PM", local="Asia/Shanghai").time.isoformat()
    '2026-01-15T15:48:00+00:00'
    >>> parse("03/04/2020") is None, parse("15 January") is None
    (True, True)
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return _from_object(value, local)
    return _from_text(value, local, order)


@lru_cache(maxsize=20_000)
def _from_text(value: str, local: str | None, order: str | None) -> Moment | None:
    text = " ".join(value.split())
    if not text or len(text) > 120:
        return None
    quick = _FAST.fullmatch(text)
    if quick:
        year, month, day = map(int, quick.groups())
        return _moment(year, month, day, {}, local)
    for form in _FULL:
        found = form.fullmatch(text)
        if found:
            return _from_groups(found.groupdict(), local, order)
    return None


def find(text: str, *, local: str | None = None) -> Moment | None:
    """Return the first moment written out inside a line, or None.

    >>> find("PUBLISHED: 13:23, 20 February 2019 | UPDATED: 01:53, 21 February 2019").time.hour
    13
    """
    hits = [(found.start(), -found.end(), found) for form in _ANY if (found := form.search(text))]
    if not hits:
        return None
    return _from_groups(min(hits, key=lambda hit: hit[:2])[2].groupdict(), local, None)


def _from_object(value: object, local: str | None) -> Moment | None:
    if hasattr(value, "to_pydatetime"):  # pandas
        value = value.to_pydatetime()
    if isinstance(value, dt.datetime):
        if value != value:  # NaT
            return None
        if value.tzinfo is None and (value.hour, value.minute, value.second) == (0, 0, 0):
            return _moment(value.year, value.month, value.day, {}, local)
        if value.tzinfo is None:
            return _placed(value.replace(second=0, microsecond=0), local)
        return Moment(value.astimezone(dt.UTC).replace(second=0, microsecond=0), "minute", "stated")
    if isinstance(value, dt.date):
        return _moment(value.year, value.month, value.day, {}, local)
    if isinstance(value, int) and 19000101 <= value <= 20991231:
        return _from_text(str(value), local, None)
    return None


def _from_groups(groups: dict[str, str | None], local: str | None, order: str | None) -> Moment | None:
    year = int(groups["year"] or 0)
    if groups.get("first"):
        first, other = int(groups["first"] or 0), int(groups["other"] or 0)
        if first > 12 or (order == "dmy" and other <= 12):
            day, month = first, other
        elif other > 12 or order == "mdy":
            day, month = other, first
        else:
            return None
    else:
        month_text = (groups["month"] or "").lower()
        month = int(month_text) if month_text.isdigit() else MONTHS[month_text]
        day = int(groups["day"] or 0)
    return _moment(year, month, day, groups, local)


def _moment(
    year: int, month: int, day: int, groups: dict[str, str | None], local: str | None
) -> Moment | None:
    try:
        date = dt.datetime(year, month, day)
        if not groups.get("hour"):
            return Moment(date.replace(tzinfo=dt.UTC), "day", "none")
        hour = int(groups["hour"] or 0)
        half = (groups.get("half") or "").lower().replace(".", "")
        if half:
            if not 1 <= hour <= 12:
                # "13:05 pm" is written: the hour says what is meant, and pm does not contradict it.
                if not (half == "pm" and 12 < hour < 24):
                    return None
            else:
                hour = hour % 12 + (12 if half == "pm" else 0)
        if (hour, groups["minute"], groups.get("second")) == (0, "00", "00") and (
            groups.get("offset") or "Z"
        ).upper() == "Z":
            # 2020-07-15T00:00:00Z is how tables write a day; a stamp on a page has no seconds.
            return Moment(date.replace(tzinfo=dt.UTC), "day", "none")
        clock = date.replace(hour=hour, minute=int(groups["minute"] or 0))
        return _placed(clock, local, groups.get("offset"))
    except (ValueError, OverflowError):
        return None


def _placed(clock: dt.datetime, local: str | None, offset: str | None = None) -> Moment:
    if offset:
        name = offset.upper().strip()
        if name in _ZONED:
            placed = clock.replace(tzinfo=zone(_ZONED[name]))
        elif name in _ABBREVIATIONS:
            placed = clock.replace(tzinfo=dt.timezone(dt.timedelta(hours=_ABBREVIATIONS[name])))
        else:
            placed = clock.replace(tzinfo=_numeric(name))
        return Moment(placed.astimezone(dt.UTC), "minute", "stated")
    if local:
        return Moment(clock.replace(tzinfo=zone(local)).astimezone(dt.UTC), "minute", "outlet")
    return Moment(clock.replace(tzinfo=dt.UTC), "minute", "assumed")


def _numeric(offset: str) -> dt.timezone:
    digits = re.sub(r"[^\d]", "", offset)
    hours, minutes = (
        int(digits[:-2] or 0) if len(digits) > 2 else int(digits),
        int(digits[-2:]) if len(digits) > 2 else 0,
    )
    sign = -1 if "-" in offset else 1
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))
