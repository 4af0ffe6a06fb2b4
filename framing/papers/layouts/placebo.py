"""What shuffled labels give: how often as large a difference came up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import (
    Column,
    article_count,
    bracket,
    cell,
    count,
    difference,
    measure,
    pair,
    scaled,
)
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note", "shaped"]

TABLE = "placebo"
TITLE = "Comparisons set against shuffled labels"

_ROWS = 30

COLUMNS = (
    measure(),
    *cell(),
    *pair(),
    article_count("n_a"),
    count("n_b", "n compared"),
    difference(),
    bracket(write=scaled),
    bracket("shuffled_low", "shuffled_high", scaled, "95 % of shuffled"),
    Column(
        "As large",
        lambda row, names: f"{numbers.count(row['as_large'])} of {numbers.count(row['draws'])}",
        reads=("as_large", "draws"),
    ),
)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the comparisons that hold, those first that came up least; and the row of all of them."""
    every = frame[(frame["a"] == "any").to_numpy()]
    own = frame[(frame["a"] != "any").to_numpy()]
    holding = own[(own["holds"] > 0).to_numpy()]
    order = (holding if len(holding) else own).sort_values(
        ["share", "measure", "voice", "a", "b"], kind="stable", na_position="last"
    )
    kept: Any = order.head(top or _ROWS)
    import pandas as pd

    said = "Comparisons that hold as found, those first that came up least." if len(holding) else ""
    return pd.concat([every, kept]), said


def shaped(frame: pd.DataFrame, given: object) -> pd.DataFrame:
    """Return the comparisons; what is said of all of them stands in the note."""
    own = frame[(frame["a"] != "any").to_numpy()]
    return own if len(own) else frame


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    every = frame[(frame["a"] == "any").to_numpy()].to_dict("records")
    together = ""
    if every:
        row = every[0]
        said = numbers.several(row["comparisons"], "comparison")
        mean, most = numbers.plain(row["shuffled_holds"], 1), numbers.count(row["shuffled_most"])
        together = (
            f"Of {said} with an interval {numbers.count(row['holds'])} hold as found; under shuffled labels "
            f"{mean} on average, {most} at most."
        )
    own = frame[(frame["a"] != "any").to_numpy()]
    return [
        "n = articles with words in the cell.",
        notes.intervals(
            own, "delete-one-article jackknife of each side, a ratio's of its logarithm, Welch's t"
        ),
        "95 % of shuffled: where 95 % of estimates lie once labels are shuffled over articles within event "
        "(copies as one).",
        "As large: shuffles with a difference at least as large, in either direction.",
        "No further test was made, and no p is adjusted here; what holds is after adjustment for its family.",
        together,
    ]
