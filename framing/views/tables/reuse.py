"""Passages that articles of two outlets share, counted by outlets and by how they are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.plugins import toml
from framing.views import notes
from framing.views.columns import Given, View, count, group, text

if TYPE_CHECKING:
    import pandas as pd

_KINDS: dict[str, str] = toml(__package__, "lists")["reuse"]["kinds"]


def _count(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row each two outlets and way of marking; who printed first stands first."""
    turned = (frame["direction"] == "b_to_a").to_numpy()
    known = frame["direction"].isin(["a_to_b", "b_to_a"])
    own = frame.assign(
        a_outlet=frame["a_outlet"].astype(str).mask(turned, frame["b_outlet"].astype(str)),
        b_outlet=frame["b_outlet"].astype(str).mask(turned, frame["a_outlet"].astype(str)),
        kind=frame["kind"].astype(str).fillna("unmarked"),
        order=known.map({True: "printed first, then later", False: "not known"}),
        pair=frame["a"].astype(str) + " " + frame["b"].astype(str),
        provenance=frame["provenance"].astype(str),
    )
    table = own.groupby(["a_outlet", "b_outlet", "order", "kind"]).agg(
        passages=("pair", "size"),
        articles=("pair", "nunique"),
        words=("words", "sum"),
        changes=("n_changes", "sum"),
        facts=("n_facts", "sum"),
        provenance=("provenance", "min"),
    )
    return table.reset_index()


VIEW = View(
    place=100,
    title="Passages shared by two outlets",
    made=_count,
    columns=(
        group("a_outlet", "Outlet"),
        group("b_outlet", "Other outlet"),
        text("order", "Order", fold="Order: {}."),
        text("kind", "How marked", words=_KINDS, fold="How marked: {}."),
        count("passages", "n"),
        count("articles", "Pairs of articles"),
        count("words", "Words"),
        count("changes", "Changes"),
        count("facts", "Of facts"),
    ),
    note=("n = passages that two articles share. Order is by time of publication alone.", notes.COUNTS),
    copies="A passage counts once for all copies of an article within an outlet.",
)
