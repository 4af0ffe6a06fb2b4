"""Words that one group's articles hold more of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import Column, bracket, count, flags, group, number, p, text
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "terms"
TITLE = "Key terms by group"

#: Terms a group where nobody said how many.
_TERMS = 10

COLUMNS = (
    group("group", "Group"),
    Column(
        "Against",
        lambda row, names: {"rest": "all others together", "baseline": "its baseline"}.get(
            str(row["against"]), names.outlet(str(row["against"]), str(row["provenance"]))
        ),
        numeric=False,
        fold="Each group against {}.",
        reads=("against",),
    ),
    text("term", "Term"),
    count("count", "f"),
    count("count_rest", "f others"),
    count("articles", "n"),
    count("articles_rest", "n others"),
    Column(
        "Log odds",
        lambda row, names: (
            numbers.signed(row["log_odds"], 2) + (flags(row) if row["log_odds"] == row["log_odds"] else "")
        ),
        needs="log_odds",
        reads=("log_odds",),
    ),
    bracket(write=lambda value, row: numbers.signed(value, 2)),
    number("z", "z", lambda value: numbers.signed(value, 1), symbol=True),
    number("dispersion", "DP", lambda value: numbers.plain(value, 2)),
    p(),
    p("p_adjusted", "p adjusted"),
)


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the terms with the least adjusted p in each group, of those that a group has more of."""
    more = frame[(frame["log_odds"] > 0).to_numpy()].sort_values(
        ["group", "against", "p_adjusted", "p", "z", "term"],
        ascending=[True, True, True, True, False, True],
        kind="stable",
        na_position="last",
    )
    most = top or _TERMS
    said = f"The {most} terms a group with the least adjusted p, of those it has more of."
    return more.groupby(["group", "against"], sort=False, observed=True).head(most), said


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "f = occurrences; n = articles with the term.",
        "Log odds with an informative Dirichlet prior (Monroe et al. 2008); z ranks and is no test.",
        "DP = normalised deviation of proportions in the group (Gries 2008), 0 even to 1 clumped.",
        notes.intervals(frame, "bootstrap of articles, widened by t"),
        notes.p_made(frame, _test(frame)),
        "Only terms in at least three articles are tested." if frame["p"].notna().any() else "",
        notes.families(frame),
    ]


def _test(frame: pd.DataFrame) -> str:
    """Say how terms were tested: by permutation, or by t where articles are many."""
    found = notes.values(frame, "test")
    ways = [
        (any(name.startswith("permutation") for name in found), "permutation of articles within event"),
        ("t on the score" in found, "t on the score, articles as clusters"),
    ]
    return numbers.all_listed([words for there, words in ways if there])
