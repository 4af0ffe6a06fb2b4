"""Shares and differences by codes and measure together, beside those by codes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import Column, Row, bracket, count, group, measure, number, text, toward, voice
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "prediction_powered"
TITLE = "Estimates by codes and measure together"

_ROWS = 40


def _write(value: Any, row: Row) -> str:
    if value is None or value != value:
        return numbers.DASH
    return numbers.signed(value, 2) if isinstance(row["other"], str) else numbers.plain(value, 2)


def _estimate(name: str, head: str) -> Column:
    return Column(head, lambda row, names: _write(row[name], row), needs=name, reads=(name,))


COLUMNS = (
    measure(whom=False),
    toward(),
    text("question", "Question", fold="Question: {}."),
    text("category", "Answer", fold="Answer: {}.", words={"mean": "mean of answers"}),
    voice(),
    group("group", "Group"),
    group("other", "Less"),
    count("n_coded", "n coded"),
    count("n_articles", "n", symbol=True),
    _estimate("estimate", "Both"),
    bracket(write=_write),
    _estimate("classical", "Codes alone"),
    bracket("classical_low", "classical_high", _write, "95 % CI codes"),
    number("lambda", "λ", lambda value: numbers.plain(value, 2), symbol=True),
)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the groups first, then their differences."""
    order: Any = frame.assign(_pair=frame["other"].notna()).sort_values(["_pair"], kind="stable")
    return order.head(top or _ROWS).drop(columns="_pair"), "Groups first, then differences of two."


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "n = articles of the group, coded or not; n coded = those with a coded unit.",
        "Both: prediction-powered (Angelopoulos et al. 2023), the article as unit; λ = weight of the "
        "measure, 0 is codes alone. Where Less is given, the row is a difference within events.",
        notes.intervals(frame, notes.methods(frame) or "articles as clusters, t"),
        notes.untested(),
    ]
