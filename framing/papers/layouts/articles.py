"""The articles themselves, as a descriptive table has them: a row a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import Column, count, group, percent
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.table import Given

__all__ = ["COLUMNS", "COPIES", "MEANINGS", "TABLE", "TITLE", "made", "note"]

TABLE = "articles"
TITLE = "Articles by outlet"
COPIES = "Copies = articles whose text another article of the outlet has too; each is counted here."

#: What the columns of the numbers are.
MEANINGS = {
    "outlet": "key of the outlet",
    "articles": "articles with their full text",
    "words": "words of their texts, without headlines",
    "median": "median of the articles' words",
    "first": "earliest publication, UTC",
    "last": "latest publication, UTC",
    "news": "articles of news, live pages and articles of unknown kind",
    "opinion": "opinion pieces and editorials",
    "agency": "share of articles reprinted from an agency, partly based on one, or crediting one",
    "undated": "articles without a date",
    "copies": "articles whose text another article of the outlet has too",
    "provenance": "real coverage, or text invented to show the tool",
}

COLUMNS = (
    group("outlet", "Outlet"),
    count("articles", "n", symbol=True),
    count("words", "Words"),
    count("median", "Median words"),
    Column(
        "Dates",
        lambda row, names: numbers.dates(row["first"], row["last"]),
        numeric=False,
        needs="first",
        fold="Published {}.",
        reads=("first", "last"),
    ),
    count("undated", "Undated"),
    count("news", "News"),
    count("opinion", "Opinion"),
    percent("agency", "Agency copy"),
    count("copies", "Copies"),
)


def made(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
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
        undated=("undated", "sum"),
        news=("news", "sum"),
        opinion=("opinion", "sum"),
        agency=("agency", "mean"),
        copies=("copies", "sum"),
        provenance=("provenance", "min"),
    )
    return table.reset_index()


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        f"n = articles with their full text, {numbers.count(frame['articles'].sum())} in all.",
        "Words are those of texts, without headlines. Dates in UTC.",
        "News includes live pages and articles of unknown kind; opinion includes editorials.",
        "Agency copy = full reprints, articles partly based on an agency's text, and those that credit one.",
        notes.COUNTS,
    ]
