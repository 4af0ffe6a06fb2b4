"""Whose doing is said to have led to what: by outlet and voice, how many, how many blame or credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import notes
from framing.views.columns import Given, View, count, group, shorten, text

#: Effects told of an agent, and characters of each.
EFFECTS, LONGEST = 2, 48

if TYPE_CHECKING:
    import pandas as pd


def _count(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row an outlet, voice and agent, without what is said not to be so."""
    named = frame[frame["agent"].notna() & ~frame["negated"]]
    named = named.astype({"outlet": str, "voice": str, "agent": str})
    named = named.assign(blamed=named["polarity"] == "blame", credited=named["polarity"] == "credit")
    table = (
        named.groupby(["outlet", "voice", "agent"])
        .agg(
            n=("article", "size"),
            blamed=("blamed", "sum"),
            credited=("credited", "sum"),
            articles=("article", "nunique"),
            effects=("effect", lambda own: "; ".join(shorten(one, LONGEST) for one in own.head(EFFECTS))),
            provenance=("provenance", "min"),
        )
        .reset_index()
    )
    by = ["outlet", "voice", "n", "agent"]
    return table.sort_values(by, ascending=[True, True, False, True], ignore_index=True)


VIEW = View(
    place=114,
    title="Whose doing it is said to be",
    made=_count,
    columns=(
        group("outlet", "Outlet"),
        text("voice", "Voice", fold="Voice: {}."),
        text("agent", "Agent"),
        count("n", "n"),
        count("blamed", "Blamed"),
        count("credited", "Credited"),
        count("articles", "Articles"),
        text("effects", "What it is said to have led to"),
    ),
    note=(
        "n = places where a text puts something down to somebody. It is what texts say, and no more.",
        notes.COUNTS,
    ),
)
