"""Whose doing causes are said to be: by outlet and voice, how many, how many of them blame or credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import notes
from framing.views.columns import Given, View, count, group, text

if TYPE_CHECKING:
    import pandas as pd


def _count(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row an outlet, voice and agent, without what is said not to be so."""
    named = frame[frame["agent"].notna() & ~frame["negated"]]
    named = named.astype({"outlet": str, "voice": str, "agent": str})
    named = named.assign(blamed=named["polarity"] == "blame", credited=named["polarity"] == "credit")
    table = named.groupby(["outlet", "voice", "agent"]).agg(
        n=("article", "size"),
        blamed=("blamed", "sum"),
        credited=("credited", "sum"),
        articles=("article", "nunique"),
        provenance=("provenance", "min"),
    )
    return table.reset_index()


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
    ),
    note=(
        "n = places where a text puts something down to somebody. It is what texts say, and no more.",
        notes.COUNTS,
    ),
)
