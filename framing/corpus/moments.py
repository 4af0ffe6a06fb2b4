"""A point in time as far as it was written, and how the parts of a date become one."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from framing.errors import FramingError
from framing.plugins import toml

# The words of written dates, read once from ``dates.toml``: months, weekdays, labels, zones.


@dataclass(frozen=True)
class Words:
    """What ``dates.toml`` says, turned so that a word leads to its meaning.

    Attributes
    ----------
    months : mapping of str to int
        Name or abbreviation in any of the languages, lower case, to 1 to 12.
    weekdays : frozenset of str
    halves : mapping of str to {"am", "pm", "noon"}
    labels : mapping of str to {"published", "updated"}
    fixed : mapping of str to float
        Zone's letters to hours from UTC.
    named : mapping of str to str
        Zone's name to its IANA name.
    several : mapping of str to tuple of str
        Letters that mean several zones.
    """

    months: Mapping[str, int]
    weekdays: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    on: tuple[str, ...]
    halves: Mapping[str, str]
    labels: Mapping[str, str]
    fixed: Mapping[str, float]
    named: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    horizon: dt.date
    empty: frozenset[dt.date]


@cache
def words() -> Words:
    """Return the words of dates."""
    raw = toml("framing.corpus", "dates")

    def turn(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
        return {word: meaning for meaning, listed in table.items() for word in listed}

    months = {
        name: number
        for listed in raw["months"].values()
        for number, names in enumerate(listed, 1)
        for name in names.split()
    }
    zones, clock = raw["zones"], raw["clock"]
    return Words(
        months=months,
        weekdays=frozenset(
            name for listed in raw["weekdays"].values() for names in listed for name in names.split()
        ),
        before=tuple(clock["before"]),
        after=tuple(clock["after"]),
        on=tuple(clock["on"]),
        halves=turn(raw["halves"]),
        labels=turn(raw["labels"]),
        fixed={name: float(hours) for hours, names in zones["fixed"].items() for name in names},
        named=turn(zones["named"]),
        several={name: tuple(places) for name, places in zones["several"].items()},
        horizon=dt.date.fromisoformat(raw["horizon"]),
        empty=frozenset(map(dt.date.fromisoformat, raw["empty"])),
    )


# What a written zone means in hours from UTC on a given day. Nothing is guessed from a place or a text.

_NUMERIC = re.compile(r"(?:gmt|utc)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2}?)(?::?(?P<minutes>\d\d))?")


@lru_cache
def zone(name: str) -> ZoneInfo:
    """Return a time zone by its name, or say that it isn't known on this machine."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FramingError(
            f"zone {name!r} is not known here; write it as in 'Asia/Shanghai', or install the package tzdata"
        ) from None


def stated(written: str, clock: dt.datetime, local: str | None) -> dt.tzinfo | None:
    """Return the zone that is written beside a clock time.

    Parameters
    ----------
    written : str
        As ``+0800``, ``GMT+8``, ``EST``, ``Beijing time``.
    clock : datetime.datetime
        Without zone: some letters mean another offset in summer.
    local : str, optional
        The outlet's zone, which decides between Chicago's and Beijing's CST.

    Returns
    -------
    datetime.tzinfo or None
        None where letters mean several zones and nothing decides.

    Raises
    ------
    ValueError
        An offset that no place on earth has.

    Examples
    --------
    >>> noon = dt.datetime(2026, 1, 15, 12)
    >>> stated("GMT+8", noon, None) == stated("+08:00", noon, None)
    True
    >>> stated("CST", noon, "Asia/Shanghai").key, stated("CST", noon, None)
    ('Asia/Shanghai', None)
    """
    name = " ".join(written.lower().split())
    known = words()
    if name == "z":
        return dt.UTC
    if name in known.named:
        return zone(known.named[name])
    if name in known.several:
        if not local:
            return None

        def offset(place: str) -> dt.timedelta:
            return clock.replace(tzinfo=zone(place)).utcoffset() or dt.timedelta(0)

        return zone(min(known.several[name], key=lambda place: abs(offset(place) - offset(local))))
    if name in known.fixed:
        return dt.timezone(dt.timedelta(hours=known.fixed[name]))
    found = _NUMERIC.fullmatch(name)
    if not found or int(found["hours"]) > 14 or int(found["minutes"] or 0) > 59:
        raise ValueError(name)
    apart = dt.timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return dt.timezone(-apart if found["sign"] == "-" else apart)


# The forms in which dates are written, each one pattern; what no form here matches is not read.

_YEAR = r"(?P<year>(?:1[7-9]|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|re|o|\.)?"
_NUMBERED = r"(?P<month>[01]?\d)"
_GAP = r"[\s,]+"
# Between a date and its clock time: "2026 - 11:48", "2026 | 11:48", "2026 / 11:48", "2026T11:48".
_BETWEEN = r"(?:\s*[,;|•·/–—-]\s*|\s*)"


def _one_of(listed: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(listed, key=len, reverse=True))


def _ended(pattern: str) -> str:
    """Return a pattern that does not stop inside a word of letters."""
    return rf"(?:{pattern})(?![^\W\d_])"


@cache
def _dates(strict: bool) -> tuple[str, ...]:
    """Return the patterns; where they are sought inside a line (`strict`) letters of zones are capitals."""
    known = words()
    month = r"(?P<month>" + _ended(_one_of(known.months)) + r")\.?"
    weekday = r"(?:\(?" + _ended(_one_of(known.weekdays)) + r"\.?\)?,?\s+)?"
    behind = ""
    if not strict:
        # A whole value may have them in front, between or behind: "Freitag, den 16. Januar 2026",
        # "Le 1er février 2026 dimanche". Inside a line they are words of the line.
        article = r"(?:(?:" + _ended(_one_of(known.on)) + r")\s+)?"
        weekday = article + weekday + article
        behind = (
            r"(?:\s*,?\s*\(?" + _ended(_one_of(name for name in known.weekdays if len(name) > 4)) + r"\)?)?"
        )
    letters = {
        name for name in (*known.fixed, *known.named, *known.several) if name.isalpha() and len(name) < 6
    }
    spoken = _one_of({*known.fixed, *known.named, *known.several} - letters)
    short = _one_of(name.upper() for name in letters)
    offset = (
        r"(?:\s*[,(]?\s*(?P<offset>Z(?![^\W_])|(?:GMT|UTC)?\s?[+-]\d\d?(?::?\d\d)?(?!\d)|"
        + _ended(f"{spoken}|(?-i:{short})" if strict else f"{spoken}|{short}")
        + r")\)?)?"
    )
    chinese_half = r"(?P<part>" + _one_of(known.halves) + r")\s*"
    clock = (
        rf"(?:{chinese_half})?"
        r"(?P<hour>[0-2]?\d)\s?[:.h]\s?(?P<minute>[0-5]\d)(?!\d)(?:[:.](?P<second>[0-6]\d)(?:[.,]\d{1,9})?)?"
        r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?))?"
        r"(?:\s*" + _ended(_one_of(known.after)) + r"\.?)?"
    )
    hour = r"(?P<only>[01]?\d)\s*(?P<half>[ap]\.?\s?m\b\.?)"
    before = r"(?:" + _ended(_one_of(known.before)) + r"\s*|@\s*|T(?=\d))?"
    zone_first = (
        r"(?:(?P<zone>" + _one_of(name for name in known.named if not name.isascii()) + r")\s*[:：]?\s*)?"
    )
    time = rf"(?:{_BETWEEN}{zone_first}{before}{clock}{offset})?"
    on = r"(?:(?:" + _ended(_one_of(known.on)) + r")\s+)?"
    # Both clocks of "11:48 GMT (19:48 HKT)": the first counts.
    twin = r"(?:\s*\([^()]{4,20}\))?"
    of = r"(?:\s+of|\s+de|\s+del)?"
    return (
        # 2026-01-15, 2026/1/15, 2026-01-15T11:48:30.5+08:00
        rf"{_YEAR}(?P<mark>[-/.]){_NUMBERED}(?P=mark)(?P<day>[0-3]?\d)(?!\d){time}",
        # January 15, 2026 11:48 PM; Thu Jan 15 2026 11:48:30 GMT+0800 (China Standard Time)
        rf"{weekday}{month}\s*{_DAY},?\s+{_YEAR}(?!\d){behind}{time}(?:\s\([\w ]{{4,40}}\))?",
        # January 15, 2026, 11 p.m. ET
        rf"{weekday}{month}\s*{_DAY},?\s+{_YEAR}{_BETWEEN}{before}{hour}{offset}",
        # Thu 15 Jan 2026 11.48 GMT; 15. Januar 2026 um 11.48 Uhr; 15 de enero de 2026; 15th of January 2026
        rf"{weekday}{_DAY}{of}[\s-]*{month}{of}[\s,-]+{_YEAR}(?!\d){behind}{time}",
        # 2026 Jan 15; 2026, January 15
        rf"{_YEAR}{_GAP}{month}\s*{_DAY}(?!\d){time}",
        # 11:48, 15 January 2026; 11:48 PM on Thursday 15 January 2026
        rf"{clock}{offset}{twin}{_BETWEEN}{on}{weekday}{_DAY}{of}\s+{month}{of},?\s+{_YEAR}(?!\d)",
        # 11:48 EST, January 15, 2026
        rf"{clock}{offset}{twin}{_BETWEEN}{on}{weekday}{month}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        # 1148 GMT (1948 HKT) January 15, 2026
        rf"(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s(?P<offset>GMT|UTC){twin}{_BETWEEN}{weekday}{month}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        # 11:48 2026-01-15
        rf"{clock}{offset}{_BETWEEN}{_YEAR}(?P<mark>[-/.]){_NUMBERED}(?P=mark)(?P<day>[0-3]?\d)(?!\d)",
        # Thu Jan 15 11:48:30 +0800 2026
        rf"{weekday}{month}\s+{_DAY}\s+{clock}{offset}\s+{_YEAR}(?!\d)",
        # 2026年1月15日 星期四 下午11:48
        rf"{zone_first.replace('zone', 'front')}{_YEAR}\s*年\s*{_NUMBERED}\s*月\s*(?P<day>[0-3]?\d)\s*日"
        rf"(?:\s*[(]?(?:星期|周|礼拜|週)[一二三四五六日天][)]?)?{time}",
        # 15.1.2026 um 11.48 Uhr: German says the order itself
        rf"{weekday}(?P<day>[0-3]?\d)\.\s?{_NUMBERED}\.\s?{_YEAR}[\s,–|-]+(?:um\s+)?"
        r"(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)\s*Uhr\b",
        # 15/01/2026 11:48: only where the order is declared or the numbers leave one reading
        rf"{weekday}(?P<first>[0-3]?\d)(?P<mark>[/.-])(?P<other>[0-3]?\d)(?P=mark){_YEAR}(?!\d){time}",
        # 11:48, 15/01/2026
        rf"{clock}{offset}{_BETWEEN}{on}(?P<first>[0-3]?\d)(?P<mark>[/.-])(?P<other>[0-3]?\d)(?P=mark){_YEAR}(?!\d)",
    )


# Forms of machines, which stand alone and would be mere numbers inside a line.
_MACHINE: tuple[str, ...] = tuple(toml(__package__, "lists")["moments"]["machine"])


@cache
def compile_whole_forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms that a whole value may have."""
    return tuple(re.compile(form, re.IGNORECASE) for form in (*_dates(False), *_MACHINE))


@cache
def compile_inner_forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms that are looked for inside a line."""
    return tuple(re.compile(r"(?<![\d/])(?<!\d[.:-])" + form, re.IGNORECASE) for form in _dates(True))


_DASHES = str.maketrans("‐‑−", "---")
_CHINESE = re.compile(r"[〇○零一二三四五六七八九十廿卅]{1,4}(?=\s*[年月日号號时時点點分秒])")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*[时時点點]\s*(?:(?P<half>半)|(?P<quarter>一刻|三刻)|(?P<minute>\d{1,2})\s*分(?:\s*(?P<second>\d{1,2})\s*秒)?|整)?"
)
_NUMERALS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


def plain(text: str) -> str:
    """Return a text with wide digits, Chinese numerals and Chinese clock times as plain ones, spaces single.

    >>> plain("二〇二六年一月十五日下午三点半"), plain("２０２６年１月１５日 8时5分")
    ('2026年1月15日下午3:30', '2026年1月15日 8:05')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
        if "月" in text:
            text = _CHINESE.sub(lambda found: _number(found.group()), text)
            text = text.replace("号", "日").replace("號", "日")
            text = _CLOCK.sub(_digits, text)
    if ":" in text:
        text = _RUN_ON.sub(r"\g<0> ", text)
    return " ".join(text.split())


# "September 1, 202310:35 AM": pages copied without the space between day and time.
_RUN_ON = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\d{1,2}:\d\d)")


def _digits(found: re.Match[str]) -> str:
    minute = found["minute"] or (
        "30" if found["half"] else {"一刻": "15", "三刻": "45"}.get(found["quarter"] or "", "00")
    )
    return f"{found['hour']}:{int(minute):02d}" + (f":{int(found['second']):02d}" if found["second"] else "")


def _number(signs: str) -> str:
    """Return Chinese numerals as digits: 二〇二六 sign by sign, 十五 and 廿三 by tens."""
    if len(signs) == 4 and not set(signs) & set("十廿卅"):
        return "".join(str(_NUMERALS[sign]) for sign in signs)
    signs = signs.replace("廿", "二十").replace("卅", "三十").replace("○", "〇")
    tens, ten, ones = signs.rpartition("十")
    if not set(tens + ones) <= set(_NUMERALS) or len(tens) > 1 or len(ones) > 1:
        return signs
    return str((_NUMERALS[tens] if tens else 1) * 10 * bool(ten) + (_NUMERALS[ones] if ones else 0))


# Seconds of 1990 and 2100, between which a bare number of nine to ten digits is taken for Unix time.
_EPOCH = (631_152_000, 4_102_444_800)


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
    remark : str
        What the audit should tell of the reading, if anything.
    """

    time: dt.datetime
    precision: str
    zone: str
    remark: str = ""


def _day(year: int, month: int, day: int, remark: str = "") -> Moment | None:
    try:
        date = dt.datetime(year, month, day, tzinfo=dt.UTC)
    except ValueError:
        return None
    return None if date.date() in words().empty else Moment(date, "day", "none", remark)


def from_groups(groups: Mapping[str, str | None], local: str | None, order: str | None) -> Moment | None:
    """Return the moment that the parts of a matched form make, or None where there is no such time."""
    date = _date(groups, order)
    if date is None:
        return None
    if groups.get("only"):
        return _day(*date, remark="only the hour is written; kept as a day")
    if not groups.get("hour"):
        return _day(*date)
    hour = _hour(int(groups["hour"] or 0), groups.get("half") or "", groups.get("part") or "")
    minute, second = int(groups["minute"] or 0), groups.get("second")
    offset = groups.get("offset") or groups.get("zone") or groups.get("front")
    if hour is None or hour > 24 or (hour == 24 and (minute or int(second or 0))):
        return None
    utc = not (offset or "").upper().replace("UTC", "").replace("GMT", "").strip(" Z+-:0")
    if (hour, minute, second) == (0, 0, "00") and utc:
        # 2020-07-15T00:00:00Z is how tables write a day; a stamp on a page has no seconds.
        return _day(*date)
    try:
        clock = dt.datetime(*date) + dt.timedelta(hours=hour, minutes=minute)
        return _placed(clock, local, offset)
    except (ValueError, OverflowError):
        return None


def _date(groups: Mapping[str, str | None], order: str | None) -> tuple[int, int, int] | None:
    year = int(groups["year"] or 0)
    if groups.get("first"):
        first, other = int(groups["first"] or 0), int(groups["other"] or 0)
        if first > 12 or order == "dmy" or first == other:
            return year, other, first
        if other > 12 or order == "mdy":
            return year, first, other
        return None
    month = (groups["month"] or "").lower()
    return year, int(month) if month.isdecimal() else words().months[month], int(groups["day"] or 0)


def _hour(hour: int, half: str, part: str) -> int | None:
    """Return the hour of 24, or None where it contradicts its half of the day."""
    half = half.lower().replace(".", "").replace(" ", "") or words().halves.get(part, "")
    if half == "noon":
        return hour + 12 if hour < 4 else hour
    if not half:
        return hour
    if not 1 <= hour <= 12:
        # "13:05 pm" is written: the hour says what is meant, and pm does not contradict it.
        return hour if (half == "pm" and 12 < hour < 24) or (part and hour == 0) else None
    if part and half == "pm" and hour == 12:
        # 晚上12点 is the midnight that ends the day, 下午12点 noon.
        return 24 if "晚" in part or "夜" in part else 12
    return hour % 12 + (12 if half == "pm" else 0)


def _placed(clock: dt.datetime, local: str | None, offset: str | None = None) -> Moment | None:
    if offset:
        place = stated(offset, clock, local)
        if place is None:
            remark = f"{offset.upper()} means several zones and no outlet's zone decides; kept as a day"
            return _day(clock.year, clock.month, clock.day, remark)
        return _checked(clock.replace(tzinfo=place), "stated")
    place = zone(local) if local else dt.UTC
    return _checked(clock.replace(tzinfo=place), "outlet" if local else "assumed")


def _checked(clock: dt.datetime, source: str) -> Moment | None:
    time = clock.astimezone(dt.UTC)
    # The first second of 1970, in whatever zone, is what programs write for none.
    if abs(time.timestamp()) < 60:
        return None
    return Moment(time, "minute", source)


def from_object(value: Any, local: str | None) -> Moment | None:
    """Return the moment of a date or time object of Python, numpy or pandas, or None."""
    if hasattr(value, "to_pydatetime"):  # pandas
        value = value.to_pydatetime()
    if isinstance(value, dt.datetime):
        if value != value:  # NaT
            return None
        bare = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        if bare and (value.tzinfo is None or value.utcoffset() == dt.timedelta(0)):
            return _day(value.year, value.month, value.day)
        value = value.replace(second=0, microsecond=0)
        try:
            return _placed(value, local) if value.tzinfo is None else _checked(value, "stated")
        except (ValueError, OverflowError):
            return None
    if isinstance(value, dt.date):
        return _day(value.year, value.month, value.day)
    return None


def from_seconds(number: float) -> Moment | None:
    """Return the moment of Unix time in seconds, milliseconds or microseconds, or None for any other number.

    >>> from_seconds(1768491780).time.isoformat(), from_seconds(1768491780000) == from_seconds(1768491780)
    ('2026-01-15T15:43:00+00:00', True)
    >>> from_seconds(2026) is None
    True
    """
    for unit in (1, 1000, 1_000_000):
        if _EPOCH[0] <= number / unit < _EPOCH[1]:
            time = dt.datetime.fromtimestamp(number // unit, tz=dt.UTC)
            return Moment(time.replace(second=0), "minute", "stated")
    return None
