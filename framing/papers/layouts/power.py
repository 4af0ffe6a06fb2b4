"""The least difference that these articles would show eight times in ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import (
    article_count,
    bracket,
    cell,
    count,
    difference,
    measure,
    pair,
    percent,
    scaled,
)
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "note"]

TABLE = "power"
TITLE = "Least differences that would be found"

COLUMNS = (
    measure(),
    *cell(),
    *pair(),
    article_count("n_a"),
    count("n_b", "n compared"),
    difference(flagged=True),
    bracket(write=scaled),
    difference("least", "Least above", flagged=False),
    difference("least_below", "Least below", flagged=False),
    difference("least_checked", "Least, simulated", flagged=False),
    percent("power_simulated", "Found, simulated"),
    percent("alarms", "False alarms"),
)


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    wanted = [numbers.percent(value) for value in sorted(set(frame["wanted"]))]
    alpha = [numbers.plain(value, 2).removeprefix("0") for value in sorted(set(frame["alpha"]))]
    draws = sorted(set(frame.loc[frame["draws"] > 0, "draws"]))
    simulated = f" in {numbers.count(draws[-1])} simulated sets of these articles" if draws else ""
    return [
        "n = articles with words in the cell.",
        f"Least above, below: the least ratio or difference in favour of the group, and of the one compared, "
        f"found in {numbers.all_listed(wanted)} of samples like these at p ≤ {numbers.all_listed(alpha)}; it "
        f"is not computed from the estimate.",
        f"Least, simulated: what sufficed{simulated}, on the side of the estimate: the number to go by. "
        "Found, simulated: how often the computed one was. False alarms: how often where nothing was planted."
        if simulated
        else "",
        notes.intervals(
            frame, "delete-one-article jackknife of each side, a ratio's of its logarithm, Welch's t"
        ),
        f"Test that is meant: {numbers.all_listed(notes.values(frame, 'test')) or 'that of the comparison'}; "
        "no test was made here, and no p is adjusted.",
    ]
