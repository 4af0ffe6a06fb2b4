"""How numbers are written for people: few digits, a true minus, no invented precision.

One place, so that the terminal, the sentences and the tables agree. A missing
number is a dash, never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

DASH = "–"
_NBSP = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"


def _missing(value: Any) -> bool:
    return value is None or value != value


def count(value: Any) -> str:
    """Write a count.

    >>> count(12345)
    '12,345'
    """
    return DASH if _missing(value) else f"{int(value):,}".replace("-", _MINUS)


def several(value: Any, noun: str) -> str:
    """Write a count with its noun.

    >>> several(1, "article"), several(12345, "article"), several(0, "piece")
    ('1 article', '12,345 articles', '0 pieces')
    """
    return f"{count(value)} {noun}{'s' * (int(value) != 1)}"


def listed(names: Sequence[str], most: int = 12) -> str:
    """Write names one after another, of very many the first and the number of the others.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d"], most=2)
    ('a, b', 'a, b and 2 more')
    """
    more = f" and {count(len(names) - most)} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def all_listed(names: Sequence[str], most: int = 12) -> str:
    """Write things one after another, with "and" before the last; of very many the first and their number.

    >>> all_listed(["a"]), all_listed(["a", "b", "c"]), all_listed(["a", "b", "c"], most=2)
    ('a', 'a, b and c', 'a, b and 1 more')
    """
    if len(names) > most:
        return listed(names, most)
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def plain(value: Any, places: int | None = None) -> str:
    """Write a rate or mean: one decimal from 1 on, two from .1 on, three below, unless told.

    >>> plain(12.34), plain(1.234), plain(0.123), plain(0.0123), plain(-0.5), plain(1.234, 2)
    ('12.3', '1.2', '0.12', '0.012', '−0.50', '1.23')
    """
    if _missing(value):
        return DASH
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    size = abs(value)
    if places is None:
        places = 0 if size >= 1000 else 1 if size >= 1 or size == 0 else 2 if size >= 0.1 else 3
    text = f"{value:,.{places}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.replace("-", _MINUS)


def signed(value: Any, places: int | None = None) -> str:
    """Write a difference with its sign.

    >>> signed(1.5), signed(-1.5), signed(0.0)
    ('+1.5', '−1.5', '0.0')
    """
    text = plain(value, places)
    return f"+{text}" if not _missing(value) and value > 0 and text.strip("0.,") else text


def percent(value: Any) -> str:
    """Write a share.

    >>> percent(0.314), percent(0.004), percent(1.0)
    ('31\\xa0%', '0.4\\xa0%', '100\\xa0%')
    """
    if _missing(value):
        return DASH
    places = 1 if 0 < abs(value) < 0.0995 else 0
    return f"{100 * value:.{places}f}{_NBSP}%".replace("-", _MINUS)


def ratio(value: Any) -> str:
    """Write a ratio: two decimals below ten, so that 1.04 is not read as 1.

    >>> ratio(1.0372), ratio(12.34), ratio(0.0041)
    ('1.04', '12.3', '0.004')
    """
    if _missing(value) or math.isinf(value):
        return plain(value)
    if 0 < abs(value) < 0.1:
        return f"{value:.3f}" if value >= 0.001 else "< 0.001"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:,.1f}" if abs(value) < 100 else f"{value:,.0f}"


def p_value(value: Any) -> str:
    """Write a p without its zero.

    >>> p_value(0.0342), p_value(0.21), p_value(0.0001), p_value(1.0)
    ('.034', '.21', '< .001', '1.00')
    """
    if _missing(value):
        return DASH
    if value < 0.001:
        return "< .001"
    text = f"{value:.3f}" if value < 0.0995 else f"{value:.2f}"
    return text.removeprefix("0")


def estimate(value: Any, unit: str) -> str:
    """Write an estimate in its unit.

    >>> estimate(0.31, "share"), estimate(12.34, "per_1000")
    ('31\\xa0%', '12.3')
    """
    return percent(value) if unit.startswith("share") else plain(value, places_of(unit))


def places_of(unit: str) -> int | None:
    """Return the decimals of a unit that crosses zero or lies between small whole numbers; others go by size.

    >>> places_of("mean"), places_of("net_per_1000"), places_of("per_1000")
    (2, 1, None)
    """
    return {"mean": 2, "net_per_1000": 1}.get(unit)


def interval(low: Any, high: Any, write: Any = plain) -> str:
    """Write an interval, or a dash where there is none.

    >>> interval(1.1, 2.1, ratio), interval(None, 2.1)
    ('1.10 to 2.10', '–')
    """
    return DASH if _missing(low) or _missing(high) else f"{write(low)} to {write(high)}"


def spread(low: Any, high: Any, write: Any = plain) -> str:
    """Write an interval, or nothing where there is none."""
    return "" if _missing(low) or _missing(high) else interval(low, high, write)


def dates(first: Any, last: Any) -> str:
    """Write a span of days.

    >>> import pandas as pd
    >>> dates(pd.Timestamp("2026-01-14"), pd.Timestamp("2026-01-17"))
    '14 to 17 January 2026'
    """
    if _missing(first) or _missing(last):
        return DASH
    if first.date() == last.date():
        return f"{last.day} {last:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    start = f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
    return f"{start} to {last.day} {last:%B %Y}"
