"""What was found beside what was published: a line a value, met or not, and nothing left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from reproductions.study import Study

__all__ = ["COLUMNS", "VERDICTS", "Found", "Value", "compare", "missed"]

#: A number, or one with the ends of its 95 % interval.
Value: TypeAlias = float | tuple[float, float, float]
#: What a study's `reproduce` returns: for each row its statistics.
Found: TypeAlias = Mapping[str, Mapping[str, Value]]

VERDICTS = ("met", "not met", "not attempted", "new")
COLUMNS = (
    "row", "statistic", "place", "published", "found", "low", "high", "difference", "tolerance", "verdict",
    "expected", "reason",
)  # fmt: skip
_NONE = float("nan")


def compare(study: Study, found: Found, skipped: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Set what was found beside what was published.

    Parameters
    ----------
    study : Study
    found : mapping
        For each row its statistics, as numbers or (number, low, high).
    skipped : mapping of str to str, optional
        Rows that were not computed, and why.

    Returns
    -------
    DataFrame
        A line a row and statistic, with the columns `COLUMNS`. `verdict` is "met" within the tolerance,
        "not met", "not attempted", or "new" for what nothing published is held against.
    """
    skipped = skipped or {}
    lines: list[dict[str, Any]] = []
    for spec in study.rows:
        row = spec["row"]
        printed = study.printed[study.printed["row"] == spec.get("against", row)]
        values = {line.statistic: (line.value, line.place) for line in printed.itertuples()}
        about = {"row": row, "expected": spec.get("expected", "met"), "reason": spec.get("reason", "")}
        tolerance = float(spec.get("tolerance", study.tolerance))
        if row in skipped:
            about["reason"] = skipped[row]
            lines += [_line(about, name, *values[name], None, tolerance) for name in values]
            continue
        for name, (value, place) in values.items():
            lines.append(_line(about, name, value, place, found[row][name], tolerance))
        for name in found[row]:
            if name not in values:
                lines.append(_line(about, name, _NONE, "", found[row][name], _NONE))
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _line(
    about: Mapping[str, Any],
    statistic: str,
    printed: float,
    place: str,
    found: Value | None,
    tolerance: float,
) -> dict[str, Any]:
    value, low, high = (
        found if isinstance(found, tuple) else (_NONE if found is None else found, _NONE, _NONE)
    )
    difference = abs(value - printed)
    if found is None:
        verdict = "not attempted"
    elif printed != printed:
        verdict = "new"
    else:
        # A found value that is missing is not met: no comparison with it is true.
        verdict = "met" if difference <= tolerance else "not met"
    return {
        **about, "statistic": statistic, "place": place, "published": printed, "found": value, "low": low,
        "high": high, "difference": difference, "tolerance": tolerance, "verdict": verdict,
    }  # fmt: skip


def missed(table: pd.DataFrame) -> list[str]:
    """Return the rows whose outcome is not the one that the study file says, in the order of the table.

    A row is met when all its values are; one that is expected not to be met and is, is missed as well, since
    the reason given for it no longer holds.
    """
    held = table[table["verdict"].isin(["met", "not met"])]
    wrong = []
    for row, part in held.groupby("row", sort=False):
        outcome = "met" if (part["verdict"] == "met").all() else "not met"
        if outcome != part["expected"].iloc[0]:
            wrong.append(str(row))
    return wrong
