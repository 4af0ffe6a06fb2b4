"""What coders and a measure said of the same units, by group: both, one of them, neither."""

from __future__ import annotations

from typing import Any

from framing.views import notes, numbers
from framing.views.columns import Given, Row, View, count, grouped, measure, number, text, toward

_KEY = ["measure", "target", "question", "by", "group", "category"]
#: Each of these statistics has the numbers behind it.
_STATISTICS = ("precision", "recall", "f1", "specificity", "excess")


def _units(value: float, row: Row) -> str:
    # Where coders are tied, a unit is shared between answers.
    return numbers.plain(value, 0 if float(value).is_integer() else 1)


def _count(frame: Any, given: Given) -> Any:
    """Return the four numbers of each measure, answer and group."""
    known = (
        frame["other"].isna()
        & (frame["group"] != "any")
        & (frame["category"] != "all")
        & ~frame["by"].str.contains(" × ")
        & frame["statistic"].isin(_STATISTICS)
    )
    own = frame[known.to_numpy()].drop_duplicates(_KEY)
    table = own[[*_KEY, "articles", "units"]].assign(
        both=own["right"],
        coded_only=own["coded"] - own["right"],
        found_only=own["found"] - own["right"],
        neither=own["units"] - own["coded"] - own["found"] + own["right"],
    )
    if "provenance" in own:
        table["provenance"] = own["provenance"]
    return table.reset_index(drop=True)


VIEW = View(
    place=140,
    of="validity",
    title="Coded and found units by group",
    made=_count,
    columns=(
        measure(whom=False),
        toward(),
        text("question", "Question", fold="Question: {}."),
        grouped(),
        text("category", "Answer", fold="Answer: {}."),
        count("articles", "n"),
        count("units", "Units"),
        number("both", "Coded and found", _units),
        number("coded_only", "Coded, not found", _units),
        number("found_only", "Found, not coded", _units),
        number("neither", "Neither", _units),
    ),
    note=(
        "n = articles that the units are of. Coded = by the majority of coders; where tied, in part.",
        notes.COUNTS,
    ),
    copies="A unit counts as often as it was drawn.",
)
