"""Where each group's words lie between two ends, beside those of all other groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import Row, bracket, count, group, number, p, text
from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "note"]

TABLE = "axes"
TITLE = "Words between two ends by group"


def _three(value: Any) -> str:
    return numbers.signed(value, 3)


def _end(value: Any, row: Row) -> str:
    return _three(value)


COLUMNS = (
    text("axis", "Axis", fold="Axis: {}."),
    group("group", "Group"),
    count("n_articles", "n", symbol=True),
    count("n_rest", "n others"),
    number("bias", "Lean", _three),
    number("bias_rest", "Lean, others", _three),
    number("difference", "Difference", _three),
    bracket(write=_end),
    p(),
    p("p_adjusted", "p adjusted"),
)


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    vague = int((~frame["readable"].astype(bool)).sum())
    return [
        "n = articles with words that have a vector. Lean = mean cosine of the words with the axis, high end "
        "less low (Kwak et al. 2021); the difference is within events.",
        notes.intervals(frame, "delete-one-article jackknife"),
        notes.p_made(frame, "permutation of articles within event" if frame["p"].notna().any() else ""),
        notes.families(frame),
        f"In {numbers.several(vague, 'row')} the vectors know too little of the axis to be read."
        if vague
        else "",
    ]
