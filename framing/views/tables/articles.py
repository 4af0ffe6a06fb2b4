"""The articles themselves, as a descriptive table has them: a row a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import notes, numbers
from framing.views.columns import Column, Given, View, count, group, number

if TYPE_CHECKING:
    import pandas as pd


def _describe(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return the descriptive table of a table of articles."""
    full = frame[(frame["status"].astype(str) == "full").to_numpy()]
    genre, role = full["genre"].astype(str), full["wire_role"].astype(str)
    own = full.assign(
        outlet=full["outlet"].astype(str),
        words=full["text"].astype(str).str.split().str.len(),
        news=genre.isin(["news", "unknown", "live"]),
        opinion=genre.isin(["opinion", "editorial"]),
        agency=role.isin(["full_reprint", "partly_based", "credited"]),
        copies=full["copy_group"].notna() & full.duplicated(["outlet", "copy_group"], keep=False),
        undated=full["published"].isna(),
        provenance=full["provenance"].astype(str),
    )
    table = own.groupby("outlet").agg(
        articles=("words", "size"),
        words=("words", "sum"),
        median=("words", "median"),
        first=("published", "min"),
        last=("published", "max"),
        **{name: (name, "sum") for name in ("undated", "news", "opinion")},
        agency=("agency", "mean"),
        copies=("copies", "sum"),
        provenance=("provenance", "min"),
    )
    return table.reset_index()


VIEW = View(
    place=20,
    title="Articles by outlet",
    made=_describe,
    columns=(
        group("outlet", "Outlet"),
        count("articles", "n"),
        count("words", "Words"),
        count("median", "Median words"),
        Column(
            "Dates",
            lambda row, names: numbers.dates(row["first"], row["last"]),
            numeric=False,
            needs="first",
            fold="Published {}.",
        ),
        count("undated", "Undated"),
        count("news", "News"),
        count("opinion", "Opinion"),
        number("agency", "Agency copy", "percent"),
        count("copies", "Copies"),
    ),
    note=(
        lambda frame: (
            f"n = articles with their full text, {numbers.count(frame['articles'].sum())} in all. Words are "
            "those of texts, without headlines. Dates in UTC."
        ),
        "News includes live pages and articles of unknown kind; opinion includes editorials.",
        "Agency copy = full reprints, articles partly based on an agency's text, and those that credit one.",
        notes.COUNTS,
    ),
    copies="Copies = articles whose text another article of the outlet has too; each is counted here.",
)
