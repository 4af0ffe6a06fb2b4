"""What each group's articles hold, a row a measure and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import Column, Row, article_count, bracket, cell, count, group, measure
from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "profile"
TITLE = "Estimates by group"


def _estimate(name: str, head: str) -> Column:
    return Column(head, lambda row, names: numbers.estimate(row[name], str(row["unit"])), needs=name)


def _end(value: object, row: Row) -> str:
    return numbers.estimate(value, str(row["unit"]))


COLUMNS = (
    measure(),
    *cell(),
    group("group", "Group"),
    article_count(),
    count("n_tokens", "Words"),
    count("n_hits", "Hits"),
    _estimate("estimate", "Estimate"),
    bracket(write=_end),
    _estimate("mean_of_articles", "Mean of articles"),
)


def chosen(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the rows to print where nobody chose: news, in the outlet's own voice."""
    own = frame[(frame["genre"] == "news") & frame["voice"].isin(["outlet", "all"]) & frame["target"].isna()]
    own = own if len(own) else frame
    return own.head(60), "News in the outlets' own voice." if len(own) < len(frame) else ""


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    flagged = int((frame["largest_share"] > 0.25).sum()) if "largest_share" in frame else 0
    return [
        "n = articles with words in the cell.",
        notes.units(frame),
        notes.intervals(frame),
        f"In {flagged} rows one article gives more than a quarter of what is counted." if flagged else "",
        notes.wire(frame),
    ]
