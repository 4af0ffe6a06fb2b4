"""Sentences that the notes of printed tables share: what n is, how an interval and a test were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["families", "intervals", "invented", "tests", "units", "wire"]

_WIRE = {
    "collapse": "Copies of one text within a group count once.",
    "keep": "Every copy of a text counts.",
    "drop": "Full reprints of an agency's text are left out, and copies of one text count once.",
}
_UNITS = {
    "per_1000": "hits per 1,000 words",
    "net_per_1000": "positive minus negative weights per 1,000 words",
    "mean": "mean weight of a hit",
    "share": "share of hits",
    "share_of_headlines": "share of headlines with at least one hit",
}


def _values(frame: pd.DataFrame, name: str) -> list[str]:
    if name not in frame.columns:
        return []
    return [value for value in dict.fromkeys(frame[name].dropna().astype(str)) if value]


def units(frame: pd.DataFrame) -> str:
    """Say what the numbers are of: ratios of sums, in which units."""
    said = [_UNITS.get(unit, unit) for unit in _values(frame, "unit")]
    return f"Unit: {numbers.all_listed(said)} (a ratio of sums over articles)." if said else ""


def intervals(frame: pd.DataFrame) -> str:
    """Say how the intervals were made; nothing where there is none."""
    if "low" not in frame or frame["low"].isna().all():
        return "No interval is given." if "low" in frame else ""
    methods = _values(frame, "method")
    how = f" ({numbers.all_listed(methods)})" if methods else " (jackknife over articles, t)"
    missing = int(frame["low"].isna().sum())
    rows = (
        f" A dash stands where too few articles or hits allow none ({missing} of {len(frame)})."
        if missing
        else ""
    )
    return f"CI = 95 % interval{how}.{rows}"


def tests(frame: pd.DataFrame) -> str:
    """Say which tests gave p."""
    if "p" not in frame or frame["p"].isna().all():
        return "No test was made." if "p" in frame else ""
    found = _values(frame, "test")
    return f"p by {numbers.all_listed(found)}." if found else ""


def families(frame: pd.DataFrame) -> str:
    """Say how p was adjusted, in which families and of which size."""
    if "p_adjusted" not in frame or frame["p_adjusted"].isna().all():
        return "p is not adjusted." if "p" in frame and frame["p"].notna().any() else ""
    if "family" not in frame:
        return "Adjusted p: Benjamini and Hochberg."
    own = frame.loc[frame["p_adjusted"].notna()].drop_duplicates("family")
    sizes = [f"{family} ({size})" for family, size in zip(own["family"], own["family_size"], strict=True)]
    return f"Adjusted p: Benjamini and Hochberg within families (tests): {numbers.all_listed(sizes, most=6)}."


def wire(frame: pd.DataFrame) -> str:
    """Say how copies and agency copy were treated."""
    return " ".join(_WIRE.get(value, value) for value in _values(frame, "wire"))


def invented(frame: pd.DataFrame) -> str:
    """Say that text was invented, where it was."""
    if "illustrative" in _values(frame, "provenance"):
        return "The articles were invented to show the method; nothing here is about any outlet."
    return ""
