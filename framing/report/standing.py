"""How far a difference goes, and in which order differences are read: the one rule for all sections.

A difference holds where its interval and its adjusted p both say so. Nothing is computed here but the order.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from framing.report import apart, mending

__all__ = ["BANDS", "LEVEL", "band", "certainty", "excludes", "holds", "null", "plain_band", "rank"]

Row = Mapping[str, Any]
LEVEL = 0.05

#: In the order of the report: key, heading, what the heading means.
BANDS = {
    "omnibus": (
        "All outlets at once",
        "Where three or more outlets are compared, it is first asked whether any two of them are apart.",
    ),
    "stands": (
        "Clearest",
        "The interval excludes 1 (equal rates) or, of a difference, 0; and p is .05 or less after adjustment "
        "for every test of its family: a group of measures, with its voices and parts, over these events and "
        "pairs of outlets. Those that rest on few articles or hits (fragile) come after the others.",
    ),
    "leans": (
        "Less certain",
        "Interval or unadjusted p point to a difference, but it does not hold after adjustment, "
        "or no test could be made; or a model judged, and its measured error leaves open what its judgements "
        "alone would settle.",
    ),
    "open": (
        "Not settled",
        "These articles do not settle whether there is a difference, or in which direction it lies.",
    ),
    "bare": ("Numbers only", "Too few articles or hits for an interval or a test."),
    "described": (
        "All that was published",
        "Ordered by how many hits stand behind the difference. No interval or p is needed.",
    ),
}


def _has(value: Any) -> bool:
    return value is not None and value == value


def null(row: Row) -> float:
    """Return the value of no difference: 1 of a ratio, 0 of a difference."""
    return 1.0 if row["scale"] == "ratio" else 0.0


def excludes(row: Row) -> bool | None:
    """Say whether the interval excludes 1 of a ratio, or 0 of a difference; None without an interval."""
    if not (_has(row["low"]) and _has(row["high"])):
        return None
    return bool(row["low"] > null(row) or row["high"] < null(row))


def holds(row: Row) -> bool:
    """Say whether a difference holds, in the one sense of the word that is used of a single comparison.

    Its interval excludes 1 (a ratio) or 0 (a difference), and p is .05 or less, before and after adjustment
    for its family.

    Examples
    --------
    >>> row = {"scale": "ratio", "low": 1.1, "high": 2.0, "p": 0.01, "p_adjusted": 0.04}
    >>> holds(row), holds({**row, "low": 0.9}), holds({**row, "p_adjusted": 0.06})
    (True, False, False)
    """
    small = all(_has(row[name]) and row[name] <= LEVEL for name in ("p", "p_adjusted"))
    return bool(small and excludes(row))


def band(row: Row, collection: str = "unknown", right: Row | None = None) -> str:
    """Return the key of `BANDS` under which a row is read; `right` is its corrected difference."""
    found = plain_band(row, collection)
    return "leans" if found == "stands" and _doubted(row, right) else found


def _doubted(row: Row, right: Row | None) -> bool:
    """Say whether a model judged, and its error leaves the difference open."""
    return apart.kind(row["measure"]) == "stance" and row["b"] != "any" and not mending.settled(row, right)


def plain_band(row: Row, collection: str) -> str:
    """Return the key of `BANDS` of a row, without regard to a model's error."""
    if row["b"] == "any":
        return "omnibus"
    if collection == "census":
        return "described" if _has(row["estimate"]) else "bare"
    outside, p = excludes(row), row["p"]
    if outside is None and not _has(p):
        return "bare"
    if holds(row):
        return "stands"
    small = _has(p) and p <= LEVEL
    return "leans" if small or (outside and not _has(p)) else "open"


def rank(row: Row, band: str) -> int:
    """Return how far to the front a row of a band is read; all groups together go where their test says."""
    if band != "omnibus":
        return ("stands", "described", "leans", "open", "bare").index(band)
    return 0 if _has(row["p_adjusted"]) and row["p_adjusted"] <= LEVEL else 3


def certainty(row: Row, a: Row | None = None, b: Row | None = None) -> tuple[float, ...]:
    """Return a key that sorts the most certain row first.

    What is not fragile before what is, since a small p of few articles or hits is the first to go; then by
    adjusted p (p, where it was not adjusted), and where these are the same by how many half-widths of the
    interval its nearer end lies from 1 or 0. Without p or interval by hits.
    """
    infinite = math.inf
    p = row["p"] if _has(row["p"]) else infinite
    adjusted = row["p_adjusted"] if _has(row["p_adjusted"]) else infinite
    unadjusted = p if math.isinf(adjusted) else 0.0
    fragile = "fragile" in str(row.get("note") or "")
    return (fragile, adjusted, unadjusted, -_distance(row), p, -_hits_behind(row, a, b))


def _distance(row: Row) -> float:
    """Return how far the interval's nearer end lies from no difference, in half-widths; below 0 inside."""
    values = [float(row[column]) for column in ("estimate", "low", "high")]
    if not all(_has(v) for v in values):
        return -math.inf
    if row["scale"] == "ratio":
        if min(values) <= 0 or math.isinf(max(values)):
            return -math.inf
        values = [math.log(v) for v in values]
    value, low, high = values
    width = (high - low) / 2
    return float((low if value > 0 else -high) / width) if width > 0 else -math.inf


def _hits_behind(row: Row, a: Row | None, b: Row | None) -> float:
    """How far apart the counts are, in their own scatter: only ranks rows that carry no interval."""
    if a is None or b is None or not _has(row["estimate"]):
        return 0.0
    hits = (float(a["n_hits"]), float(b["n_hits"]))
    if row["scale"] == "ratio" and row["estimate"] > 0 and math.isfinite(row["estimate"]):
        return abs(math.log(row["estimate"])) / math.sqrt(1 / max(hits[0], 0.5) + 1 / max(hits[1], 0.5))
    return math.sqrt(sum(hits)) / 100
