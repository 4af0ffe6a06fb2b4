"""How well coders agree, a row a question, category and coefficient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers.columns import bracket, count, number, text
from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "note"]

TABLE = "agreement"
TITLE = "Agreement of coders"


def _two(value: object, row: object = None) -> str:
    return numbers.plain(value, 2)


COLUMNS = (
    text("question", "Question"),
    text("category", "Category", fold="Categories: {}."),
    text(
        "statistic",
        "Coefficient",
        words={
            "alpha_nominal": "Krippendorff's α (nominal)",
            "alpha_ordinal": "Krippendorff's α (ordinal)",
            "alpha_interval": "Krippendorff's α (interval)",
            "alpha_ratio": "Krippendorff's α (ratio)",
            "kappa": "Cohen's κ",
            "ac1": "Gwet's AC1",
            "percent": "Agreement in per cent",
        },
    ),
    count("units", "Units"),
    count("coders", "Coders"),
    number("estimate", "Estimate", _two),
    bracket(write=_two),
)


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "Units = units that two coders or more coded.",
        "CI = 95 % interval over articles, since units of one article hang together.",
    ]
