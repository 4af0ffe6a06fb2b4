"""What the groups that are compared differ in beside their wording."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from framing.views import numbers
from framing.views.columns import Column, Row, Rows, View, count, group, is_there, text

_REST = {"rest": "all others"}


def _both(name: str, head: str, write: Callable[[Any], str]) -> Column:
    """Return a column of what either side has, as ``640 : 300``."""

    def said(row: Row) -> list[str]:
        values = (row[f"{name}_{side}"] for side in "ab")
        return [write(value) if is_there(value) else numbers.DASH for value in values]

    return Column(head, lambda row, names: " : ".join(said(row)), numeric=False, needs=f"{name}_a")


def _dates(row: Row) -> str:
    return " : ".join(numbers.dates(row[f"first_{side}"], row[f"last_{side}"]) for side in "ab")


def _words_apart(row: Row) -> str:
    if not is_there(row["topic_distance"]):
        return numbers.DASH
    found = numbers.plain(row["topic_distance"], 2)
    if not is_there(row["topic_p"]):
        return found
    return f"{found} ({numbers.plain(row['topic_expected'], 2)}, p {numbers.p_value(row['topic_p'])})"


VIEW = View(
    place=25,
    title="Whether like is compared with like",
    columns=(
        group("a", "Group", fold="Group: {}."),
        group("b", "Compared with", words=_REST, fold="Compared with: {}."),
        _both("n", "n", numbers.count),
        count("n_events", "Events in common"),
        _both("words", "Median words", lambda value: numbers.plain(value, 0)),
        Column("Dates", lambda row, names: _dates(row), numeric=False, needs="first_a"),
        _both("opinion", "Opinion", numbers.percent),
        _both("unknown", "Kind unknown", numbers.percent),
        _both("agency", "Agency copy", numbers.percent),
        _both("languages", "Languages", str),
        Column("Content words apart", lambda row, names: _words_apart(row), numeric=False),
        text("warnings", "Not alike"),
    ),
    rows=Rows(
        sort=(lambda frame: frame["warnings"] == "", "topic_p", "a", "b"),
        most=60,
        cut="Pairs that are not alike first.",
        then=("a", "b"),
    ),
    note=(
        "n = articles on events that both have, or all where none is common; group : compared with.",
        "Content words apart: 1 less the cosine of the mean tf-idf vectors, and in brackets its mean with "
        "labels shuffled over articles within events, and p by these; no p is adjusted, and no "
        "interval is given.",
    ),
)
