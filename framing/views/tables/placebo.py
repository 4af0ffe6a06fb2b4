"""What shuffled labels give: how often as large a difference came up."""

from __future__ import annotations

from typing import Any

from framing.views import notes, numbers
from framing.views.columns import COMPARISON, SIZES, Rows, View, bracket, difference, of


def _is_all(frame: Any) -> Any:
    """Return which rows are of all comparisons together."""
    return frame["a"] == "any"


def _single(frame: Any) -> Any:
    own = frame[~_is_all(frame).to_numpy()]
    return own if len(own) else frame


def _together(frame: Any) -> str:
    """Say how many comparisons are significant, as found and under shuffled labels."""
    for row in frame[_is_all(frame).to_numpy()].to_dict("records"):
        said = numbers.several(row["comparisons"], "comparison")
        mean, most = numbers.plain(row["shuffled_significant"], 1), numbers.count(row["shuffled_most"])
        return (
            f"Of {said} with an interval {numbers.count(row['significant'])} are significant after "
            f"adjustment; under shuffled labels {mean} on average, {most} at most."
        )
    return ""


VIEW = View(
    place=200,
    title="Comparisons set against shuffled labels",
    shape=_single,
    columns=(
        *COMPARISON,
        *SIZES,
        difference(),
        bracket("scale"),
        bracket("scale", "95 % of shuffled", "shuffled_"),
        of("as_large", "draws", "As large"),
    ),
    rows=Rows(
        keep=_is_all,
        prefer={
            "significant > 0": "Comparisons significant after adjustment, those first that came up least."
        },
        sort=("share", "measure", "voice", "a", "b"),
    ),
    note=(
        "n = articles with words in the cell (of a share or mean: with hits).",
        lambda frame: notes.COMPARED(frame[~_is_all(frame).to_numpy()]),
        "95 % of shuffled: where 95 % of estimates lie once labels are shuffled over articles within event "
        "(copies as one).",
        "As large: shuffles with a difference at least as large, in either direction.",
        "No further test was made, and no p is adjusted here.",
        _together,
    ),
)
