"""Whom demands are on: by outlet and voice, how many name each addressee, and what share of them that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import notes
from framing.views.columns import Given, View, count, group, number, text

if TYPE_CHECKING:
    import pandas as pd


def _count(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row an outlet, voice and addressee; those that name nobody count for the share of none."""
    named = frame[frame["addressee"].notna()].astype({"outlet": str, "voice": str, "addressee": str})
    own = named.groupby(["outlet", "voice"])
    table = named.groupby(["outlet", "voice", "addressee"]).agg(
        n=("article", "size"), articles=("article", "nunique"), provenance=("provenance", "min")
    )
    return table.assign(share=table["n"] / own.size()).reset_index()


VIEW = View(
    place=112,
    title="Who is told to act",
    made=_count,
    columns=(
        group("outlet", "Outlet"),
        text("voice", "Voice", fold="Voice: {}."),
        text("addressee", "Who is to act"),
        count("n", "n"),
        number("share", "Share", "percent"),
        count("articles", "Articles"),
    ),
    note=("n = demands that name somebody; share = of these, in that outlet's voice.", notes.COUNTS),
)
