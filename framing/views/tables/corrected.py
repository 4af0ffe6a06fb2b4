"""Stance as a model classed it, and as it would be without the model's measured error."""

from __future__ import annotations

from typing import Any

from framing.views import notes, numbers
from framing.views.columns import (
    OWN_NEWS,
    Row,
    Rows,
    View,
    bracket,
    cell,
    count,
    group,
    measure,
    number,
    toward,
)


def _share(value: Any, row: Row) -> str:
    """Write a share, or with its sign what may be under zero."""
    signed = row["measure"] == "stance.net" or isinstance(row["other"], str)
    return numbers.signed(value, 2) if signed else numbers.plain(value, 2)


#: Groups in news and their own voice.
_OWN = f"{OWN_NEWS} and other.isnull() and n_mentions > 0 and measure == 'stance.net'"


VIEW = View(
    place=110,
    title="Stance by group, as classed and as corrected",
    columns=(
        measure(whom=False),
        toward(),
        *cell(),
        group("group", "Group"),
        group("other", "Less"),
        count("n_articles", "n"),
        count("n_mentions", "Mentions"),
        number("raw", "As classed", _share, flagged=True),
        bracket(_share, of="raw_"),
        number("corrected", "Corrected", _share),
        bracket(_share, "95 % CI corrected"),
        count("n_coded", "Coded", fold="Coded mentions behind the confusion: {}."),
    ),
    rows=Rows(
        prefer={_OWN: "News in the outlets' own voice, positive less negative."},
        # The targets named most come first.
        sort=(
            lambda frame: -frame.groupby("target", dropna=False)["n_mentions"].transform("sum"),
            "target",
            "group",
        ),
    ),
    note=(
        "n = articles with a mention; shares are of mentions.",
        "As classed: by the model. Corrected: by its confusion in coded mentions of other texts, as if each "
        "class were mistaken here as often as there.",
        notes.interval(
            "delete-one-article jackknife, t; of corrected numbers together with the confusion's error"
        ),
        lambda frame: (
            "Where mentions are this few, what was classed is on average as near as what was corrected."
            if frame["note"].str.contains("so few mentions that raw is on average as near").any()
            else ""
        ),
        notes.UNTESTED,
    ),
)
