"""Who is called what: forms of a referent, the share each has of its mentions, the ratio to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import Column, bracket, cell, count, flags, group, p, text
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "naming"
TITLE = "Names by group"

_ROWS = 30


def _percent(value: Any, row: object) -> str:
    return numbers.percent(value)


def _ratio(value: Any, row: object) -> str:
    return numbers.ratio(value)


COLUMNS = (
    text("referent", "Referent", fold="Referent: {}."),
    text("form", "Called"),
    group("group", "Group"),
    *cell(),
    count("articles_naming", "n", symbol=True),
    count("mentions", "Mentions"),
    count("count", "So called"),
    Column(
        "Share",
        lambda row, names: (
            numbers.percent(row["share"]) + (flags(row) if row["share"] == row["share"] else "")
        ),
        needs="share",
        reads=("share",),
    ),
    bracket(write=_percent),
    Column("Ratio", lambda row, names: numbers.ratio(row["ratio"]), needs="ratio", reads=("ratio",)),
    bracket("ratio_low", "ratio_high", _ratio, "95 % CI of ratio"),
    p(),
    p("p_adjusted", "p adjusted"),
)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return forms of news in the outlets' own voice: the least adjusted p first, then those used most."""
    own = frame[((frame["genre"] == "news") & frame["voice"].isin(["outlet", "all"])).to_numpy()]
    said = "News in the outlets' own voice, of referents with several names." if len(own) else ""
    own = own if len(own) else frame
    # A referent with one form is called so by everybody.
    forms = own.groupby("referent")["form"].transform("nunique")
    own = own[(forms > 1).to_numpy()] if (forms > 1).any() else own
    order = own.sort_values(
        ["p_adjusted", "p", "count", "referent", "form", "group"],
        ascending=[True, True, False, True, True, True],
        kind="stable",
        na_position="last",
    )
    most = top or _ROWS
    if len(order) > most:
        said = f"{said} Rows with the least adjusted p, then those with most mentions.".strip()
    kept = order.head(most)
    return kept.sort_values(["referent", "form", "group"], kind="stable"), said


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    against = notes.values(frame, "against")
    other = "all other groups together" if against == ["rest"] else "the group it is set against"
    return [
        "n = articles that name the referent; share = mentions so called, of all its mentions.",
        f"Ratio = share over that of {other}, within events." if frame["ratio"].notna().any() else "",
        notes.intervals(frame, "delete-one-article jackknife of the logarithm, t"),
        notes.p_made(frame, "permutation of articles within event" if frame["p"].notna().any() else ""),
        notes.families(frame),
    ]
