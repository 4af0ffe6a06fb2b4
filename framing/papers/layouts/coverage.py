"""What was found in which outlet's articles, and where a gap is more than chance would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import Column, count, group, number, p, text
from framing.views import numbers as numbers
from framing.views import vocabulary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "coverage"
TITLE = "Items found by outlet"

_ROWS, _WORDS = 30, 70
_FINDINGS = {
    "found": "found",
    "not_found": "not found",
    "too_few": "not found; too few to tell",
}
_LEVELS = {
    "named": "named things and figures",
    "term": "terms",
    "statement": "statements",
}


def _item(row: object, names: object) -> str:
    words = " ".join(str(row["label"] or row["item"]).split())  # type: ignore[index]
    words = vocabulary.day_name(words)
    return words if len(words) <= _WORDS else words[:_WORDS].rsplit(" ", 1)[0] + " …"


def _finding(row: object, names: object) -> str:
    if row["finding"] == "found" and row["fewer"]:  # type: ignore[index]
        return "found in fewer than expected"
    return _FINDINGS[str(row["finding"])]  # type: ignore[index]


COLUMNS = (
    Column("Item", _item, numeric=False, reads=("item", "label")),
    text("kind", "Kind", fold="Kind of item: {}."),
    Column(
        "Event",
        lambda row, names: vocabulary.event_words(str(row["event"])),
        numeric=False,
        fold="Event: {}.",
        needs="event",
        reads=("event",),
    ),
    group("outlet", "Outlet"),
    count("articles", "With it"),
    count("n_articles", "n", symbol=True),
    count("others", "Others with it"),
    count("n_others", "n others"),
    number("expected", "Expected", lambda value: numbers.plain(value, 1)),
    p(),
    p("p_adjusted", "p adjusted"),
    Column("Finding", _finding, numeric=False, reads=("finding", "fewer")),
)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the gaps first, those least likely by chance, then what is left in the order of the table."""
    gaps = (frame["finding"] == "not_found").to_numpy() | frame["fewer"].to_numpy(bool)
    order = frame.assign(_gap=~gaps).sort_values(
        ["_gap", "p_adjusted", "p", "rank", "item", "outlet"], kind="stable", na_position="last"
    )
    most = top or _ROWS
    said = "Gaps that are findings first, then the others by p." if len(order) > most else ""
    return order.head(most).drop(columns="_gap"), said


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    found = []
    for level, words in _LEVELS.items():
        known = frame.loc[(frame["level"] == level).to_numpy(), "recall"].dropna().unique()
        if len(known):
            spread = [numbers.p_value(value) for value in sorted({known.min(), known.max()})]
            found.append(f"{' to '.join(spread)} for {words}")
    recall = f" (detector recall {numbers.all_listed(found)})" if found else ""
    return [
        "n = articles on events that have the item.",
        f"Not found = not found in the collected articles{recall}; it may stand in others.",
        "Expected = articles with it, had the outlet carried it as the others did.",
        notes.intervals(frame) if "low" in frame else "No interval is given.",
        notes.p_made(frame, "the probability of so few (beta-binomial)" if frame["p"].notna().any() else ""),
        notes.families(frame),
    ]
