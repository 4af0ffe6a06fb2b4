"""What the model's measured error leaves of a difference in stance: the corrected number beside the counted.

A test of what a model judged knows nothing of what the model mistakes. So each such difference carries that
of corrected shares, and holds only where that one's interval says the same. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from framing.report import apart, numbers

__all__ = ["VERDICTS", "articles", "brief", "caution", "counted", "said", "settled"]

Row = Mapping[str, Any]

#: Part of the note of a row whose correction adds more noise than it takes off error.
_COSTS = "raw is on average as near"

#: By band, how far a difference goes that a model judged: left open by its measured error, or not.
VERDICTS = {
    "stands": (
        "What the model judged holds after adjustment, but these articles and the model's error together do "
        "not settle it",
        "It holds after adjustment, and with the model's measured error taken in",
    ),
    "described": ("The model's error leaves it open", ""),
}

#: How columns of `corrected` end that are of a side of the contrast.
_END = {"a": "", "b": "_other"}


def _has(*values: Any) -> bool:
    return all(value is not None and value == value for value in values)


def settled(row: Row, right: Row | None) -> bool:
    """Say whether a difference keeps its direction with the model's error taken in.

    Parameters
    ----------
    row : mapping
        A row of the `contrast` table on stance.
    right : mapping, optional
        The row of `corrected` for the same pair and cell.

    Examples
    --------
    >>> row = {"estimate": 0.5, "scale": "difference"}
    >>> [settled(row, {"low": low, "high": 1.2}) for low in (0.1, -0.1)], settled(row, None)
    ([True, False], False)
    """
    if right is None or not _has(row["estimate"], right["low"], right["high"]):
        return False
    up = row["estimate"] > (1.0 if row["scale"] == "ratio" else 0.0)
    return bool(right["low"] > 0 if up else right["high"] < 0)


def said(row: Row, right: Row | None, census: bool, *, down: bool) -> str:
    """Give the corrected difference of a row with its interval; `down` if the sides have changed places."""
    if not _has(row["estimate"]):
        return ""
    if right is None or not _has(right["corrected"]):
        return "The model's error could not be taken out of it"
    value, bounds, share = _written(row, right, down)
    size = _write(abs(value), share)
    told = f"{size}{_points(size, share)} {'higher' if value > 0 else 'lower'}"
    if not size.strip("0."):
        told = "level to the digits shown"
    of = " of the error of measuring alone" if census else ""
    spread = f"95\N{NO-BREAK SPACE}% interval{of} {bounds}" if bounds != numbers.DASH else "no interval"
    return f"Corrected for the model's measured error: {told} ({spread})"


def brief(row: Row, right: Row | None, *, down: bool) -> str:
    """Give the same in few words, for a terminal."""
    if not _has(row["estimate"]):
        return ""
    if right is None or not _has(right["corrected"]):
        return "the model's error not taken out"
    value, bounds, share = _written(row, right, down)
    size = _write(value, share)
    spread = f", 95\N{NO-BREAK SPACE}% {bounds}" if bounds != numbers.DASH else ", no interval"
    open_ = "" if settled(row, right) else ": not settled"
    return f"corrected for the model's error {size}{_points(size, share)}{spread}{open_}"


def caution(right: Row | None) -> str:
    """Say where correcting costs as much as it gains."""
    if right is None or _COSTS not in str(right["note"]):
        return ""
    return (
        "There are so few mentions that the corrected number is on average no nearer to the truth than the "
        "one judged."
    )


def articles(row: Row, right: Row | None, side: str) -> int:
    """Return the articles of a side of a contrast: those with words, of stance those that name the target."""
    if right is None or apart.kind(row["measure"]) != "stance":
        return int(row[f"n_{side}"])
    return int(right[f"n_articles{_END[side]}"])


def counted(row: Row, sides: Sequence[tuple[str, Row | None]], right: Row | None) -> str:
    """Say how many articles stand on each side, and of stance how many mentions."""
    first, second = (numbers.count(articles(row, right, side)) for side, _ in sides)
    said = f"n\N{NO-BREAK SPACE}= {first} and {second} articles"
    if apart.kind(row["measure"]) != "stance":
        return said
    said += " read" if right is None else " that name it"
    mentions = [
        right[f"n_mentions{_END[side]}"] if right is not None else own["n_hits"] if own is not None else None
        for side, own in sides
    ]
    if None in mentions:
        return said
    first, second = map(numbers.count, mentions)
    return f"{said}, {first} and {second} mentions"


def _written(row: Row, right: Row, down: bool) -> tuple[float, str, bool]:
    """Return the corrected difference, its interval as written, and whether it is one of shares."""
    value, low, high = _turned(right, down)
    share = str(row["measure"]) != "stance.net"
    return value, numbers.interval(low, high, lambda end: _write(end, share)), share


def _turned(right: Row, down: bool) -> tuple[float, float, float]:
    value, low, high = (float(right[name]) for name in ("corrected", "low", "high"))
    low, high = apart.cut(str(right["measure"]), low, high, sides=2)
    return (-value + 0.0, -high + 0.0, -low + 0.0) if down else (value, low, high)


def _write(value: float, share: bool) -> str:
    return numbers.plain(100 * value, 0) if share else numbers.plain(value, 2)


def _points(size: str, share: bool) -> str:
    return f" percentage point{'s' * (size.strip(chr(0x2212)) != '1')}" if share else ""
