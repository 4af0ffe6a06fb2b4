"""What each group's articles hold: a row a measure and cell, and a column a group where these are few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.papers import columns, notes
from framing.papers.columns import (
    Column,
    Row,
    article_count,
    bracket,
    cell,
    count,
    flags,
    group,
    measure,
)
from framing.views import numbers as numbers
from framing.views import vocabulary

if TYPE_CHECKING:
    from framing.papers.table import Given

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note", "shaped"]

TABLE = "profile"
TITLE = "Estimates by group"

#: Up to so many rows have a line each, with their counts; groups that fit beside one another.
_LONG, _BESIDE = 15, 4
_KEY = ("genre", "part", "voice", "measure", "target")


def _end(value: Any, row: Row) -> str:
    low, high = vocabulary.clip_net(str(row["measure"]), row["low"], row["high"])
    return numbers.estimate(low if value == row["low"] else high, str(row["unit"]))


def _estimate(row: Row) -> str:
    return numbers.estimate(row["estimate"], str(row["unit"])) + flags(row)


def _cell(row: Row) -> str:
    if row["estimate"] != row["estimate"]:
        return numbers.DASH
    if row["low"] != row["low"]:
        return _estimate(row)
    return f"{_estimate(row)} [{_end(row['low'], row)},\N{NO-BREAK SPACE}{_end(row['high'], row)}]"


_FULL = (
    measure(),
    *cell(),
    group("group", "Group"),
    article_count(),
    count("n_tokens", "Words"),
    count("n_hits", "Hits"),
    Column("Estimate", lambda row, names: _estimate(row), needs="estimate", reads=("estimate", "unit")),
    bracket(write=_end),
    Column(
        "Mean of articles",
        lambda row, names: numbers.estimate(row["mean_of_articles"], str(row["unit"])),
        needs="mean_of_articles",
        reads=("mean_of_articles",),
    ),
)


def COLUMNS(frame: pd.DataFrame, given: Given) -> tuple[Column, ...]:
    """Return a column a group where the rows were put side by side, else one a number."""
    return (measure(), *cell(), *columns.columns(frame)) if columns.beside(frame) else _FULL


def shaped(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return the rows as they are printed: side by side where there are many of few groups."""
    groups = columns.across(frame, "group")
    extra = [name for name in frame.columns if str(name) not in _known()]
    if len(frame) <= _LONG or not 2 <= len(groups) <= _BESIDE or extra:
        return frame
    provenance = dict(zip(frame["group"].astype(str), frame["provenance"].astype(str), strict=True))
    sizes = frame.groupby(frame["group"].astype(str))["n_articles"].agg(["min", "max"])
    heads = {}
    for key in groups:
        low, high = sizes.loc[key]
        n = numbers.count(low) if low == high else f"{numbers.count(low)} to {numbers.count(high)}"
        heads[key] = f"{given.names.outlet(key, provenance[key])}, n = {n}"
    return columns.spread(frame, _KEY, "group", _cell, heads)


def _known() -> set[str]:
    from framing import schema

    return set(schema.schema(TABLE).columns)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the rows to print where nobody chose: measures of words, in news, in the outlet's own voice."""
    apart_too = frame["measure"].map(
        lambda name: bool(vocabulary.family(name)) or name.startswith("sources.")
    )
    here = (frame["genre"] == "news") & frame["voice"].isin(["outlet", "all"]) & (frame["part"] == "all")
    own = frame[(here & ~apart_too.astype(bool)).to_numpy()]
    said = "News in the outlets' own voice, without stance, frames and sources." if len(own) else ""
    own = own if len(own) else frame
    cells = own.groupby(list(_KEY), dropna=False, sort=False).ngroup()
    most = top or 40
    kept = own[(cells < most).to_numpy()]
    if len(kept) < len(own):
        said = f"{said} The first {most} measures and cells.".strip()
    return kept, said


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    both = frame["estimate"] * frame["mean_of_articles"]
    turned = int((both < 0).sum())
    return [
        "n = articles with words in the cell; numbers in brackets are intervals.",
        notes.units(frame),
        notes.intervals(frame),
        f"In {numbers.several(turned, 'row')} the mean of the articles' own rates has the other sign."
        if turned
        else "",
        notes.untested(),
    ]
