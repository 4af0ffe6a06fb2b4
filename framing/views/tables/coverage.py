"""What was found in which outlet's articles, and where a gap is more than chance would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.views import notes, numbers, vocabulary
from framing.views.columns import Column, Row, Rows, View, count, group, number, p, shorten, text
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd

_FINDINGS = {"found": "found", "not_found": "not found", "too_few": "not found; too few to tell"}
_LEVELS = {"named": "named things and figures", "term": "terms", "statement": "statements"}


def _finding(row: Row, names: Names) -> str:
    fewer = row["finding"] == "found" and row["fewer"]
    return "found in fewer than expected" if fewer else _FINDINGS[str(row["finding"])]


def _recall(frame: pd.DataFrame) -> str:
    """Say what is meant by not found, and how much of each kind the detector finds."""
    found = []
    for level, words in _LEVELS.items():
        known = frame.loc[(frame["level"] == level).to_numpy(), "recall"].dropna()
        if len(known):
            spread = [numbers.p_value(value) for value in sorted({known.min(), known.max()})]
            found.append(f"{' to '.join(spread)} for {words}")
    recall = f" (detector recall {numbers.all_listed(found)})" if found else ""
    return f"Not found = not found in the collected articles{recall}; it may stand in others."


VIEW = View(
    place=90,
    title="Items found by outlet",
    columns=(
        Column(
            "Item",
            lambda row, names: vocabulary.day_name(shorten(row["label"] or row["item"], 70)),
            numeric=False,
        ),
        text("kind", "Kind", fold="Kind of item: {}."),
        Column(
            "Event",
            lambda row, names: vocabulary.event_words(str(row["event"])),
            numeric=False,
            fold="Event: {}.",
            needs="event",
        ),
        group("outlet", "Outlet"),
        count("articles", "With it"),
        count("n_articles", "n"),
        count("others", "Others with it"),
        count("n_others", "n others"),
        number("expected", "Expected", "plain1"),
        p(),
        p("p_adjusted", "p adjusted"),
        Column("Finding", _finding, numeric=False),
    ),
    rows=Rows(
        sort=(
            lambda frame: ~((frame["finding"] == "not_found") | frame["fewer"].astype(bool)),
            "p_adjusted",
            "p",
            "rank",
            "item",
            "outlet",
        ),
        cut="Gaps that are findings first, then the others by p.",
    ),
    note=(
        "n = articles on events that have the item.",
        _recall,
        "Expected = articles with it, had the outlet carried it as the others did.",
        notes.interval(),
        notes.by_test("the probability of so few (beta-binomial)"),
        notes.families,
    ),
)
