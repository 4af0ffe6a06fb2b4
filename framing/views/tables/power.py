"""The least difference that these articles would show eight times in ten."""

from __future__ import annotations

from typing import Any

from framing.views import notes, numbers
from framing.views.columns import COMPARISON, SIZES, View, bracket, difference, number


def _least(frame: Any) -> str:
    wanted = [numbers.percent(value) for value in sorted(set(frame["wanted"]))]
    alpha = [numbers.plain(value, 2).removeprefix("0") for value in sorted(set(frame["alpha"]))]
    return (
        f"Least above, below: the least ratio or difference in favour of the group, and of the one compared, "
        f"found in {numbers.all_listed(wanted)} of samples like these at p ≤ {numbers.all_listed(alpha)}; it "
        f"is not computed from the estimate."
    )


def _simulated(frame: Any) -> str:
    if not (frame["draws"] > 0).any():
        return ""
    draws = numbers.count(frame["draws"].max())
    return (
        f"Least, simulated: what sufficed in {draws} simulated sets of these articles, on the side of the "
        "estimate: the number to go by. Found, simulated: how often the computed one was. False alarms: how "
        "often where nothing was planted."
    )


def _meant(frame: Any) -> str:
    tests = numbers.all_listed(notes.values(frame, "test")) or "that of the comparison"
    return f"Test that is meant: {tests}; no test was made here, and no p is adjusted."


VIEW = View(
    place=210,
    title="Least differences that would be found",
    columns=(
        *COMPARISON,
        *SIZES,
        difference(),
        bracket("scale"),
        difference("least", "Least above", flagged=False),
        difference("least_below", "Least below", flagged=False),
        difference("least_checked", "Least, simulated", flagged=False),
        number("power_simulated", "Found, simulated", "percent"),
        number("alarms", "False alarms", "percent"),
    ),
    note=(
        "n = articles with words in the cell (of a share or mean: with hits).",
        _least,
        _simulated,
        notes.COMPARED,
        _meant,
    ),
)
