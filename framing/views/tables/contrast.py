"""Pairs of groups compared, a row a measure and cell."""

from __future__ import annotations

from typing import Any

from framing.views import notes
from framing.views.columns import COMPARISON, SIZES, Rows, View, bracket, difference, p


def _is_primary(frame: Any) -> Any:
    return frame["family"] == "primary"


VIEW = View(
    place=60,
    title="Differences between groups",
    columns=(
        *COMPARISON,
        *SIZES,
        difference(),
        bracket("scale"),
        p(),
        p("p_adjusted", "p adjusted"),
    ),
    rows=Rows(
        prefer={_is_primary: "Primary measures only."},
        sort=("p_adjusted", "p", "measure", "voice", "a", "b"),
        # Of primary ones all are printed.
        most=lambda frame: len(frame) if _is_primary(frame).any() else 30,
        cut="Those with the least adjusted p were chosen after results were seen.",
    ),
    note=(
        "n = articles with words in the cell (of a share or mean: with hits), of the group and of "
        "the one it is compared with.",
        notes.units,
        lambda frame: (
            "A ratio stands for a rate; for a share a difference in percentage points, and else a difference."
            if len(notes.values(frame, "scale")) > 1
            else ""
        ),
        notes.COMPARED,
        notes.by_test(),
        notes.families,
    ),
)
