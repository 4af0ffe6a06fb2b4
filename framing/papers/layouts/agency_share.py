"""How much of each group's coverage is an agency's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import Column, bracket, count, group, percent, text
from framing.views import numbers as numbers
from framing.views.vocabulary import display

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "COPIES", "TABLE", "TITLE", "note"]

TABLE = "agency_share"
TITLE = "Agency copy by group"
COPIES = "Every copy of a text counts."

_ROLES = {
    "copy": "copy (reprinted or partly based)",
    "full_reprint": "reprinted in full",
    "partly_based": "partly based on it",
    "credited": "credited",
    "cites": "cited",
}

COLUMNS = (
    group("group", "Group"),
    Column(
        "Agency",
        lambda row, names: (
            {"all": "all agencies", "unnamed": "not named"}.get(str(row["wire"])) or display(str(row["wire"]))
        ),
        numeric=False,
        fold="Agency: {}.",
        reads=("wire",),
    ),
    text("wire_role", "What it gave", words=_ROLES, fold="What it gave: {}."),
    count("articles", "Articles"),
    count("n_articles", "n", symbol=True),
    percent("share", "Share"),
    bracket(write=lambda value, row: numbers.percent(value)),
    percent("share_of_words", "Share of words"),
)


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "n = articles of the group; share = articles with agency copy, of n.",
        notes.intervals(frame),
        notes.untested(),
    ]
