"""The columns that several printed tables share, each a head and how a row's words are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.papers.sheet import Head
from framing.report import numbers
from framing.report.names import Names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Column",
    "Row",
    "article_count",
    "bracket",
    "cell",
    "count",
    "difference",
    "group",
    "measure",
    "number",
    "p",
    "percent",
    "text",
]

Row = Mapping[str, Any]
Write = Callable[[Row, Names], str]


@dataclass(frozen=True)
class Column:
    """A column of a printed table.

    Parameters
    ----------
    head : str or callable
        The words above, or what gives them for a frame.
    write : callable
        A row and the names in, words out.
    numeric, symbol : bool
        How it is set: to the right, and its head in italics.
    fold : str
        Where all rows say the same, the column is left out and this stands in the note, with ``{}`` for what
        they say; empty: it always stands.
    needs : str
        A column of the frame without whose values it is left out.
    """

    head: str | Callable[[pd.DataFrame], str]
    write: Write
    numeric: bool = True
    symbol: bool = False
    fold: str = ""
    needs: str = ""

    def heading(self, frame: pd.DataFrame) -> Head:
        """Return its head over a frame."""
        return Head(self.head if isinstance(self.head, str) else self.head(frame), self.numeric, self.symbol)


def _there(value: Any) -> bool:
    return value is not None and value == value


def text(name: str, head: str, *, fold: str = "", words: Mapping[str, str] | None = None) -> Column:
    """Return a column of words as they stand, or as `words` calls them; a missing one is a dash."""
    known = words or {}
    return Column(
        head,
        lambda row, names: known.get(str(row[name]), str(row[name])) if _there(row[name]) else numbers.DASH,
        numeric=False,
        fold=fold,
        needs=name,
    )


def group(name: str, head: str) -> Column:
    """Return a column of outlets, or of other groups, by their names."""
    return Column(
        head,
        lambda row, names: names.outlet(str(row[name]), str(row.get("provenance", "published"))),
        numeric=False,
    )


def measure() -> Column:
    """Return the measure, and toward whom."""
    return Column(
        "Measure",
        lambda row, names: " ".join(
            filter(None, (names.label(str(row["measure"])), names.target(row.get("target"))))
        ),
        numeric=False,
    )


def cell() -> tuple[Column, ...]:
    """Return the columns that say where a row's cell lies; each folds where it is one."""
    return (
        text("genre", "Kind", fold="Kind of article: {}.", words={"news": "news"}),
        text("part", "Part", fold="Part: {}.", words={"all": "whole text", "lead": "first paragraph"}),
        Column("Whose words", _voice, numeric=False, fold="Whose words: {}."),
    )


def _voice(row: Row, names: Names) -> str:
    return names.voice(str(row["voice"])).removeprefix("in ") or "all words"


def count(name: str, head: str, *, symbol: bool = False) -> Column:
    """Return a column of counts."""
    return Column(head, lambda row, names: numbers.count(row[name]), symbol=symbol)


def article_count(name: str = "n_articles", head: str = "n") -> Column:
    """Return a number of articles, under its symbol."""
    return count(name, head, symbol=True)


def number(
    name: str, head: str | Callable[[pd.DataFrame], str], write: Callable[[Any], str] = numbers.plain
) -> Column:
    """Return a column of numbers; one that is missing is a dash."""
    return Column(head, lambda row, names: write(row[name]), needs=name)


def percent(name: str, head: str) -> Column:
    """Return a column of shares as percentages."""
    return number(name, head, numbers.percent)


def bracket(
    low: str = "low",
    high: str = "high",
    write: Callable[[Any, Row], str] | None = None,
    head: str = "95 % CI",
) -> Column:
    """Return an interval in brackets."""
    how = write or (lambda value, row: numbers.plain(value))

    def written(row: Row, names: Names) -> str:
        if not (_there(row[low]) and _there(row[high])):
            return numbers.DASH
        return f"[{how(row[low], row)}, {how(row[high], row)}]"

    return Column(head, written, needs=low)


def p(name: str = "p", head: str = "p") -> Column:
    """Return a p without its zero."""
    return Column(head, lambda row, names: numbers.p_value(row[name]), symbol=head == "p", needs=name)


def difference(name: str = "estimate") -> Column:
    """Return a comparison on its scale: a ratio as it is, a difference with its sign."""
    return Column(scale_head, lambda row, names: scaled(row[name], row), needs=name)


def scale_head(frame: pd.DataFrame) -> str:
    """Return what a column of comparisons is called."""
    scales = set(frame["scale"].dropna().astype(str))
    return (
        {"ratio": "Ratio", "difference": "Difference"}[scales.pop()]
        if len(scales) == 1
        else "Ratio or difference"
    )


def scaled(value: Any, row: Row) -> str:
    """Write a number on the scale of its row; where both kinds stand in one column a ratio has its sign."""
    if not _there(value):
        return numbers.DASH
    return (
        numbers.ratio(value)
        if row["scale"] == "ratio"
        else numbers.signed(value, numbers.places_of(str(row.get("unit", ""))) or 2)
    )
