"""Numbers and comparisons as sentences write them: a ratio, a difference, an interval, whose words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing import display
from framing.comparison.pairs import REST

__all__ = ["articles", "called", "equal", "number", "spanned", "times"]

_VOICES = {"outlet": "the outlet's own words", "quoted": "quoted words", "reported": "reported words"}


def equal(scale: str) -> str:
    """Name what an interval excludes, or not: the ratio, or the difference, of two that are alike.

    >>> equal("ratio"), equal("difference")
    ('1 (equal rates)', '0')
    """
    return "1 (equal rates)" if scale == "ratio" else "0"


def number(value: float, scale: str) -> str:
    """Write an estimate: three digits, and a difference with its sign.

    >>> number(2.4132, "ratio"), number(0.0512, "ratio"), number(-3.1416, "difference"), number(1234, "ratio")
    ('2.41', '0.0512', '-3.14', '1,230')
    """
    if value != value:
        return "missing"
    if value == 0 or value in (float("inf"), float("-inf")):
        return f"{value:+.0f}" if scale == "difference" and value else f"{value:.0f}"
    rounded = float(f"{value:.3g}")
    size = abs(rounded)
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 4
    text = f"{rounded:,.{places}f}"
    return f"+{text}" if scale == "difference" and rounded > 0 else text


def spanned(low: float, high: float, scale: str) -> str:
    """Write an interval in parentheses, or that there is none.

    >>> spanned(1.1, 2.4, "ratio"), spanned(float("nan"), float("nan"), "ratio")
    ('(1.10 to 2.40)', '(no interval)')
    """
    if low != low or high != high:
        return "(no interval)"
    return f"({number(low, scale)} to {number(high, scale)})"


def called(row: Mapping[str, Any]) -> str:
    """Name a comparison: both groups, the measure, whose words, and what else the row is of.

    >>> row = {"a": "harbour_courier", "b": "rest", "measure": "hedges", "voice": "outlet", "part": "all",
    ...        "genre": "news", "target": None, "provenance": "published"}
    >>> called(row)
    "Harbour Courier / all others, hedges, the outlet's own words"
    """
    a, b = (
        "all others" if row[side] == REST else display.display(str(row[side]), str(row["provenance"]))
        for side in ("a", "b")
    )
    target = row.get("target")
    parts = [
        f"{a} / {b}",
        str(row["measure"]) + ("" if pd.isna(target) else f" ({target})"),
        _VOICES.get(str(row["voice"]), ""),
        "" if row["part"] == "all" else str(row["part"]),
        "" if row["genre"] in ("news", "all") else str(row["genre"]),
    ]
    return ", ".join(part for part in parts if part)


def articles(count: int) -> str:
    """Write how many articles.

    >>> articles(1), articles(12)
    ('1 article', '12 articles')
    """
    return f"{count:,} article{'' if count == 1 else 's'}"


def times(count: int, of: int) -> str:
    """Write how often something came up.

    >>> times(0, 100), times(1, 100), times(7, 100)
    ('in none of 100', 'in 1 of 100', 'in 7 of 100')
    """
    return f"in {count or 'none'} of {of:,}"
