"""From a value to a moment: whole values, and the first moment inside a line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from framing.corpus.dates import forms
from framing.corpus.dates.moment import Moment, from_groups, from_object, from_seconds
from framing.corpus.dates.words import words

__all__ = ["find", "found", "parse", "why"]

_FAST = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}|\d{16}")
_HAS_YEAR = re.compile(r"(?<!\d)(?:1[7-9]|20)\d\d(?!\d)")
_LONGEST = 120


def parse(value: object, *, local: str | None = None, order: str | None = None) -> Moment | None:
    """Return the moment that a value states, or None where no form reads it whole.

    Parameters
    ----------
    value : object
        Text; a date or time object of Python, numpy or pandas; or Unix time in
        seconds or milliseconds.
    local : str, optional
        Zone of a clock time that states none; UTC is assumed without it.
    order : {"dmy", "mdy"}, optional
        How 03/04/2020 is meant. Without it such a date is refused.

    Examples
    --------
    >>> parse("Jan 15, 2026 11:48 PM", local="Asia/Shanghai").time.isoformat()
    '2026-01-15T15:48:00+00:00'
    >>> parse("二〇二六年一月十五日 下午3点半", local="Asia/Shanghai").time.isoformat()
    '2026-01-15T07:30:00+00:00'
    >>> parse("03/04/2020") is None, parse("15 January") is None
    (True, True)
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _from_text(value, local, order) if value else None
    if hasattr(value, "year") or hasattr(value, "to_pydatetime"):
        return from_object(value, local)
    return _from_number(value, local)


def _from_number(value: Any, local: str | None) -> Moment | None:
    if type(value).__name__ == "datetime64":
        return _from_text(str(value), local, None)
    if hasattr(value, "item") and not hasattr(value, "__len__"):  # numpy
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return None
    if value == int(value) if abs(value) < 1e17 else False:
        return _from_text(str(int(value)), local, None)
    return from_seconds(value)


@lru_cache(maxsize=20_000)
def _from_text(value: str, local: str | None, order: str | None) -> Moment | None:
    if len(value) > _LONGEST * 2:
        return None
    text = forms.plain(value).strip(" ,;|.")
    if not text or len(text) > _LONGEST:
        return None
    if _FAST.fullmatch(text):
        year, month, day = text.split("-")
        return from_groups({"year": year, "month": month, "day": day}, local, order)
    if _EPOCH.fullmatch(text):
        return from_seconds(float(text))
    for form in forms.whole():
        hit = form.fullmatch(text)
        if hit:
            return from_groups(hit.groupdict(), local, order)
    return None


def found(text: str, local: str | None, order: str | None = None) -> list[tuple[int, int, Moment | None]]:
    """Return start, end and moment of each date that a plain line writes out (see `forms.plain`), in order.

    A date that is ambiguous or impossible stands with None.
    """
    if not _HAS_YEAR.search(text):
        return []
    hits: list[tuple[int, int, Moment | None]] = []
    at = 0
    while at < len(text):
        matches = [hit for form in forms.inner() if (hit := form.search(text, at))]
        if not matches:
            break
        best = min(matches, key=lambda hit: (hit.start(), -hit.end()))
        hits.append((best.start(), best.end(), from_groups(best.groupdict(), local, order)))
        at = max(best.end(), at + 1)
    return hits


def find(text: str, *, local: str | None = None, order: str | None = None) -> Moment | None:
    """Return the first moment written out inside a line, or None.

    >>> find("PUBLISHED: 13:23, 20 February 2019 | UPDATED: 01:53, 21 February 2019").time.hour
    13
    """
    return next((moment for _, _, moment in found(forms.plain(text), local, order) if moment), None)


def _is_empty(text: str) -> bool:
    return text in ("0", "0.0") or text[:10] in {*map(str, words().empty), "1969-12-31"}


_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d\d(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)([0-3]?\d)[/.-]([0-3]?\d)[/.-](?:1[7-9]|20)\d\d(?!\d)")
_AGO = re.compile(r"\bago\b|\b(?:yesterday|today|hier|gestern|heute|ayer|hoy)\b|前$|昨天|今天", re.I)


def why(value: object, order: str | None = None) -> str:
    """Return why a value is read as no date, for a line of the audit: the fault and its remedy.

    >>> why("03/04/2020")
    'may be day 3 or day 4: say which comes first with order = "dmy" or "mdy" in the outlet\\'s file'
    >>> why("2026-02-30"), why("15 January")
    ('is no day of the calendar', 'has no year, and none is filled in')
    """
    text = forms.plain(str(value))
    numbers = _NUMBERS.search(text)
    if numbers and order is None and max(map(int, numbers.groups())) <= 12:
        return (
            f"may be day {int(numbers[1])} or day {int(numbers[2])}: say which comes first with "
            'order = "dmy" or "mdy" in the outlet\'s file'
        )
    if _is_empty(text):
        return "is what programs write where they know no date"
    if any(form.fullmatch(text) for form in forms.whole()):
        return "is no day of the calendar" if ":" not in text else "is no time of the calendar"
    if _AGO.search(text):
        return "says how long ago, not when; nothing is reckoned from today"
    if _SHORT_YEAR.fullmatch(text):
        return "has a year of two digits; write all four"
    if not _HAS_YEAR.search(text):
        return "has no year, and none is filled in"
    return "is in no form known here; write it as 2026-01-15 or 2026-01-15T11:48+08:00"
