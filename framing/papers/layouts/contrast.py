"""Pairs of groups compared, a row a measure and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import article_count, bracket, cell, difference, group, measure, p, scaled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "contrast"
TITLE = "Differences between groups"

COLUMNS = (
    measure(),
    *cell(),
    group("a", "Group"),
    group("b", "Compared with"),
    article_count("n_a"),
    article_count("n_b", "n compared"),
    difference(),
    bracket(write=scaled),
    p(),
    p("p_adjusted", "p adjusted"),
)


def chosen(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the rows to print where nobody chose: pairs, the primary ones if there are any."""
    pairs = frame[frame["b"] != "any"]
    primary = pairs[~pairs["family"].str.startswith("exploratory") & (pairs["family"] != "")]
    if len(primary):
        return primary, "Primary measures only."
    order = pairs.sort_values(
        ["p_adjusted", "p", "measure", "voice", "a", "b"], kind="stable", na_position="last"
    )
    return order.head(
        30
    ), f"The {min(30, len(order))} of {len(order):,} comparisons with the least adjusted p." if len(
        order
    ) > 30 else ""


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    exploratory = frame["family"].str.startswith("exploratory").all() and len(frame) > 0
    return [
        "n = articles with words in the cell.",
        notes.units(frame),
        notes.intervals(frame),
        notes.tests(frame),
        notes.families(frame),
        "All comparisons are exploratory." if exploratory else "",
        notes.wire(frame),
    ]
