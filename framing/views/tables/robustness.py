"""Each choice changed by itself: the comparison as the study made it, and with one other option at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import notes
from framing.views.columns import SIZES, Rows, View, bracket, difference, measure, pair, text

if TYPE_CHECKING:
    import pandas as pd


def _say_changes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what was changed in words."""
    pairs = zip(frame["choice"].astype(str), frame["option"].fillna("").astype(str), strict=True)
    return frame.assign(_changed=[f"{choice}: {option}".removesuffix(": ") for choice, option in pairs])


VIEW = View(
    place=170,
    title="Comparisons with one choice changed",
    shape=_say_changes,
    columns=(measure(), *pair(), text("_changed", "Changed"), *SIZES, difference(), bracket("scale")),
    rows=Rows(most=60),
    note=(
        "n = articles with words in the cell (of a share or mean: with hits). All rows are made of the same "
        "articles: how many agree is a description.",
        notes.COMPARED,
        "Options that change nothing are left out.",
        notes.UNTESTED,
    ),
    copies="Copies count as in the study, unless the option of wire is changed.",
)
