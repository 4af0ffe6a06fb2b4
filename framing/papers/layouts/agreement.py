"""How well coders agree: a row a question, group and category, a column a coefficient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import columns, notes
from framing.papers.columns import Column, Row, count, grouped, text
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.table import Given

__all__ = ["COLUMNS", "COPIES", "TABLE", "TITLE", "chosen", "note", "shaped"]

TABLE = "agreement"
TITLE = "Agreement of coders"
COPIES = "A unit counts once, however often its text was printed, if it was drawn once."

_STATISTICS = {
    "alpha_nominal": "Krippendorff's α, nominal",
    "alpha_ordinal": "Krippendorff's α, ordinal",
    "alpha_interval": "Krippendorff's α, interval",
    "alpha_ratio": "Krippendorff's α, ratio",
    "kappa": "Cohen's κ",
    "ac1": "Gwet's AC1",
    "percent": "Agreement",
}
_KEY = ("question", "by", "group", "category", "pair")
_ROWS = 40


def _cell(row: Row) -> str:
    def write(value: Any) -> str:
        return numbers.percent(value) if row["statistic"] == "percent" else numbers.plain(value, 2)

    if row["estimate"] != row["estimate"]:
        return numbers.DASH
    if row["low"] != row["low"]:
        return write(row["estimate"])
    return f"{write(row['estimate'])} [{write(row['low'])},\N{NO-BREAK SPACE}{write(row['high'])}]"


def _heads(frame: pd.DataFrame) -> dict[str, str]:
    there = set(frame["statistic"].astype(str))
    return {name: head for name, head in _STATISTICS.items() if name in there}


def shaped(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row a cell, with a column a coefficient."""
    return columns.spread(frame, _KEY, "statistic", _cell, _heads(frame))


def COLUMNS(frame: pd.DataFrame, given: Given) -> tuple[Column, ...]:
    """Return the columns: which units, how many, and the coefficients that there are."""
    return (
        text("question", "Question", fold="Question: {}."),
        Column("Group", grouped, numeric=False, fold="Group: {}.", reads=("by", "group")),
        text("category", "Answer", fold="Answers: {}.", words={"all": "all together"}),
        text("pair", "Coders by name", fold="Coders: {}.", words={"all": "all together"}),
        count("articles", "n", symbol=True),
        count("units", "Units"),
        count("coders", "Coders", fold="Number of coders: {}."),
        *columns.columns(frame),
    )


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the questions over all units, answers and coders, then the groups."""
    whole = frame[((frame["category"] == "all") & (frame["pair"] == "all")).to_numpy()]
    own: Any = whole if len(whole) else frame
    cells = own.groupby(list(_KEY), sort=False).ngroup()
    said = "All categories and pairs of coders together." if len(whole) else ""
    return own[(cells < (top or _ROWS)).to_numpy()], said


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "n = articles that the units are of; units = those that two coders or more answered.",
        "Agreement = share of pairs of answers that are the same.",
        notes.intervals(frame, notes.methods(frame) or "over articles, since units of one hang together"),
        notes.untested(),
    ]
