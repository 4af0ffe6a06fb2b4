"""What coders and a measure said of the same units, by group: both, one of them, neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import Column, count, grouped, measure, number, text, toward
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.table import Given

__all__ = ["COLUMNS", "COPIES", "MEANINGS", "OF", "TABLE", "TITLE", "made", "note"]

TABLE, OF = "confusion", "validity"
TITLE = "Coded and found units by group"
COPIES = "A unit counts as often as it was drawn."

MEANINGS = {
    "measure": "name of the measure",
    "target": "toward whom, or missing",
    "question": "key of the question that coders answered",
    "by": "column whose values make the groups",
    "group": "one of its values; all where units are taken together",
    "category": "the answer that is looked for",
    "articles": "articles that the units are of",
    "units": "units coded and measured",
    "both": "coded so, and found",
    "coded_only": "coded so, not found",
    "found_only": "found, not coded so",
    "neither": "neither coded so nor found",
    "provenance": "real coverage, or text invented to show the tool",
}


def _units(value: float) -> str:
    # Where coders are tied, a unit is shared between answers.
    return numbers.plain(value, 0 if float(value).is_integer() else 1)


COLUMNS = (
    measure(whom=False),
    toward(),
    text("question", "Question", fold="Question: {}."),
    Column("Group", grouped, numeric=False, reads=("by", "group")),
    text("category", "Answer", fold="Answer: {}."),
    count("articles", "n", symbol=True),
    count("units", "Units"),
    number("both", "Coded and found", _units),
    number("coded_only", "Coded, not found", _units),
    number("found_only", "Found, not coded", _units),
    number("neither", "Neither", _units),
)


def made(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return the four numbers of each measure, answer and group."""
    own = frame[
        (
            frame["other"].isna()
            & (frame["group"] != "any")
            & (frame["category"] != "all")
            & ~frame["by"].str.contains(" × ")
            & frame["statistic"].isin(["precision", "recall", "f1", "specificity", "excess"])
        ).to_numpy()
    ]
    key = ["measure", "target", "question", "by", "group", "category"]
    own = own.drop_duplicates(key)
    table = own[[*key, "articles", "units"]].assign(
        both=own["right"],
        coded_only=own["coded"] - own["right"],
        found_only=own["found"] - own["right"],
        neither=own["units"] - own["coded"] - own["found"] + own["right"],
    )
    if "provenance" in own:
        table["provenance"] = own["provenance"]
    return table.reset_index(drop=True)


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "n = articles that the units are of. Coded = by the majority of coders; where tied, in part.",
        notes.COUNTS,
    ]
