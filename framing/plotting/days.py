"""Time on an axis: the day of each article, dates in words of our own, and a few round days as ticks."""

from __future__ import annotations

import pandas as pd

__all__ = ["MONTHS", "of", "said", "ticks"]

#: Month names of our own: strftime would follow the machine's language.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: Steps of ticks: (unit, how many of it, about how many days).
_STEPS = (
    *(("day", n, float(n)) for n in (1, 2, 5, 10)),
    *(("month", n, 30.4 * n) for n in (1, 2, 3, 6)),
    *(("year", n, 365.2 * n) for n in (1, 2, 5, 10, 20, 50, 100)),
)


def of(articles: pd.DataFrame) -> pd.Series:
    """Return the day (UTC, without zone) of each article, missing where it has none."""
    days = articles["published"].dt.tz_convert(None).dt.floor("D")
    known = articles["published_precision"].astype(str) != "none"
    # A table that says nothing of precision is one of a user who gave dates alone.
    return days.where(known) if known.any() else days


def said(day: pd.Timestamp, year: bool = False) -> str:
    """Write a day.

    >>> said(pd.Timestamp("2026-01-14"), year=True)
    '14 Jan 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def ticks(first: pd.Timestamp, last: pd.Timestamp, most: int) -> list[tuple[pd.Timestamp, str]]:
    """Return round days from `first` to `last`, at most so many, each with its words; a new year above them.

    >>> [words for _, words in ticks(pd.Timestamp("2025-11-20"), pd.Timestamp("2026-03-10"), 5)]
    ['2025\\nDec', '2026\\nJan', 'Feb', 'Mar']
    """
    span = max((last - first).days, 0)
    wanted = next((step for step in _STEPS if span / step[2] < max(most, 1)), _STEPS[-1])
    days = _round(first, last, wanted[0], wanted[1])
    found, year = [], None
    for day in days[:most]:
        # The first day of all stands in for a round one where there is none, and says which it is.
        unit = wanted[0] if wanted[0] == "day" or day.day == 1 else "day"
        words = {"day": said(day), "month": MONTHS[day.month - 1], "year": str(day.year)}[unit]
        above = f"{day.year}\n" if day.year != year and unit != "year" else ""
        found.append((day, above + words))
        year = day.year
    return found


def _round(first: pd.Timestamp, last: pd.Timestamp, unit: str, every: int) -> list[pd.Timestamp]:
    if unit == "day":
        return list(pd.date_range(first, last, freq=f"{every}D"))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    step = every if unit == "month" else 12 * every
    found = [pd.Timestamp(m // 12, m % 12 + 1, 1) for m in months if m % step == 0]
    inside = [day for day in found if first <= day <= last]
    # Between two round months there may be none: the ends say when it was.
    return inside or [first]
