"""Pairs of groups compared, a row a measure and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import article_count, bracket, cell, count, difference, measure, p, pair, scaled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "contrast"
TITLE = "Differences between groups"

#: Rows where nobody said how many.
_ROWS = 30

COLUMNS = (
    measure(),
    *cell(),
    *pair(),
    article_count("n_a"),
    count("n_b", "n compared"),
    difference(),
    bracket(write=scaled),
    p(),
    p("p_adjusted", "p adjusted"),
)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the rows to print where nobody chose: pairs, the primary ones if there are any."""
    pairs = frame[(frame["b"] != "any").to_numpy()]
    primary = pairs[(~pairs["family"].str.startswith("exploratory") & (pairs["family"] != "")).to_numpy()]
    which = "Primary measures only." if len(primary) else ""
    own = primary if len(primary) else pairs
    order = own.sort_values(
        ["p_adjusted", "p", "measure", "voice", "a", "b"], kind="stable", na_position="last"
    )
    most = top or (len(order) if len(primary) else _ROWS)
    if len(order) > most:
        which = f"{which} Those with the least adjusted p were chosen after results were seen.".strip()
    return order.head(most), which


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    scales = set(notes.values(frame, "scale"))
    return [
        "n = articles with words in the cell, of the group and of the one it is compared with.",
        notes.units(frame),
        "A ratio stands where a measure can't be negative, else a difference." if len(scales) > 1 else "",
        notes.intervals(
            frame, "delete-one-article jackknife of each side, a ratio's of its logarithm, Welch's t"
        ),
        notes.p_made(frame),
        notes.families(frame),
    ]
