"""A point in time as far as it was written, and how the parts of a date become one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from framing.corpus.dates.words import words
from framing.corpus.dates.zones import stated, zone

__all__ = ["Moment", "from_groups", "from_object", "from_seconds"]

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
    if (hour, minute, second) == (0, 0, "00") and _is_utc(offset):
        # 2020-07-15T00:00:00Z is how tables write a day; a stamp on a page has no seconds.
        return _day(*date)
    try:
        clock = dt.datetime(*date) + dt.timedelta(hours=hour, minutes=minute)
        return _placed(clock, local, offset)
    except (ValueError, OverflowError):
        return None


def _is_utc(offset: str | None) -> bool:
    return not offset or not offset.upper().replace("UTC", "").replace("GMT", "").strip(" Z+-:0")


def _date(groups: Mapping[str, str | None], order: str | None) -> tuple[int, int, int] | None:
    year = int(groups["year"] or 0)
    try:
        if groups.get("week"):
            week = dt.date.fromisocalendar(year, int(groups["week"] or 0), int(groups["weekday"] or 0))
            return week.year, week.month, week.day
        if groups.get("ordinal"):
            within = dt.date(year, 1, 1) + dt.timedelta(days=int(groups["ordinal"] or 0) - 1)
            return (within.year, within.month, within.day) if within.year == year else None
    except ValueError:
        return None
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
    if local:
        return _checked(clock.replace(tzinfo=zone(local)), "outlet")
    return _checked(clock.replace(tzinfo=dt.UTC), "assumed")


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
