"""Stance as a model classed it, and as it would be without the model's measured error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import notes
from framing.papers.columns import Column, Row, bracket, cell, count, flags, group, measure, toward
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "corrected"
TITLE = "Stance by group, as classed and as corrected"

_ROWS = 30


def _write(value: Any, row: Row) -> str:
    """Write a share, or with its sign what may be under zero."""
    if value is None or value != value:
        return numbers.DASH
    signed = row["measure"] == "stance.net" or isinstance(row["other"], str)
    return numbers.signed(value, 2) if signed else numbers.plain(value, 2)


COLUMNS = (
    measure(whom=False),
    toward(),
    *cell(),
    group("group", "Group"),
    Column(
        "Less",
        lambda row, names: (
            names.outlet(str(row["other"]), str(row["provenance"]))
            if isinstance(row["other"], str)
            else numbers.DASH
        ),
        numeric=False,
        needs="other",
        reads=("other",),
    ),
    count("n_articles", "n", symbol=True),
    count("n_mentions", "Mentions"),
    Column(
        "As classed",
        lambda row, names: _write(row["raw"], row) + (flags(row) if row["raw"] == row["raw"] else ""),
        needs="raw",
        reads=("raw",),
    ),
    bracket("raw_low", "raw_high", _write),
    Column(
        "Corrected", lambda row, names: _write(row["corrected"], row), needs="corrected", reads=("corrected",)
    ),
    bracket(write=_write, head="95 % CI corrected"),
    count("n_coded", "Coded", fold="Coded mentions behind the confusion: {}."),
)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return groups in news and their own voice, positive less negative, the targets named most first."""
    own = frame[
        (
            frame["other"].isna()
            & (frame["genre"] == "news")
            & frame["voice"].isin(["outlet", "all"])
            & (frame["n_mentions"] > 0)
        ).to_numpy()
    ]
    net = own[(own["measure"] == "stance.net").to_numpy()]
    said = "News in the outlets' own voice, positive less negative." if len(net) else ""
    own = net if len(net) else frame
    named = own.groupby("target", dropna=False)["n_mentions"].transform("sum")
    order = own.assign(_named=-named).sort_values(["_named", "target", "group"], kind="stable")
    return order.head(top or _ROWS).drop(columns="_named"), said


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    few = frame["note"].str.contains("so few mentions that raw is on average as near").any()
    return [
        "n = articles with a mention; shares are of mentions.",
        "As classed: by the model. Corrected: by its confusion in coded mentions of other texts, as if each "
        "class were mistaken here as often as there.",
        notes.intervals(
            frame, "delete-one-article jackknife, t; of corrected numbers together with the confusion's error"
        ),
        "Where mentions are this few, what was classed is on average as near as what was corrected."
        if few
        else "",
        notes.untested(),
    ]
