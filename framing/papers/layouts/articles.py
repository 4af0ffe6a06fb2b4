"""The articles themselves, as a descriptive table has them: a row a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers.columns import Column, count, group, percent
from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "made", "note"]

TABLE = "articles"
TITLE = "Articles by outlet"

COLUMNS = (
    group("outlet", "Outlet"),
    count("articles", "Articles"),
    count("words", "Words"),
    count("median", "Median words"),
    Column(
        "Dates",
        lambda row, names: (
            numbers.dates(row["first"], row["last"]) if row["first"] == row["first"] else numbers.DASH
        ),
        numeric=False,
    ),
    count("news", "News"),
    count("opinion", "Opinion"),
    count("undated", "Undated"),
    percent("agency", "Agency copy"),
)


def made(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the descriptive table of a table of articles."""
    full = frame[frame["status"] == "full"] if "status" in frame else frame
    genre = full["genre"].astype(str) if "genre" in full else full["outlet"].map(lambda _: "unknown")
    role = full["wire_role"].astype(str) if "wire_role" in full else genre.map(lambda _: "none")
    own = full.assign(
        words=full["text"].str.split().str.len(),
        news=genre.isin(["news", "unknown", "live"]),
        opinion=genre.isin(["opinion", "editorial"]),
        agency=role.isin(["full_reprint", "partly_based", "credited"]),
        published=full.get("published"),
        provenance=full["provenance"].astype(str) if "provenance" in full else "published",
    )
    groups = own.groupby("outlet", observed=True)
    table = groups.agg(
        articles=("words", "size"),
        words=("words", "sum"),
        median=("words", "median"),
        first=("published", "min"),
        last=("published", "max"),
        news=("news", "sum"),
        opinion=("opinion", "sum"),
        agency=("agency", "mean"),
        undated=("published", lambda dates: int(dates.isna().sum())),
        provenance=("provenance", "min"),
    )
    return table.reset_index()


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        f"{int(frame['articles'].sum()):,} articles with their full text.",
        "Opinion includes editorials; news includes articles of unknown kind.",
        "Agency copy = full reprints, articles partly based on an agency's text, and those that credit one.",
        "Dates in UTC.",
    ]
