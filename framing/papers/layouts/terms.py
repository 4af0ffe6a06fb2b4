"""Words that one group's articles hold more of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.papers import notes
from framing.papers.columns import bracket, count, group, number, p, text
from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "chosen", "note"]

TABLE = "terms"
TITLE = "Key terms by group"

COLUMNS = (
    group("group", "Group"),
    text("term", "Term"),
    count("count", "f"),
    count("count_rest", "f rest"),
    count("articles", "Articles"),
    count("articles_rest", "Articles rest"),
    number("log_odds", "Log odds", lambda value: numbers.signed(value, 2)),
    bracket(write=lambda value, row: numbers.signed(value, 2)),
    number("z", "z", lambda value: numbers.signed(value, 1)),
    number("dispersion", "Dispersion", lambda value: numbers.plain(value, 2)),
    p(),
    p("p_adjusted", "p adjusted"),
)


def chosen(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the ten terms with the least adjusted p in each group, of those that a group has more of."""
    more = frame[frame["log_odds"] > 0].sort_values(
        ["group", "p_adjusted", "p", "z"],
        ascending=[True, True, True, False],
        kind="stable",
        na_position="last",
    )
    return more.groupby("group", sort=False).head(10), "The ten terms a group with the least adjusted p."


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    return [
        "Log odds with an informative Dirichlet prior (Monroe et al. 2008), of a group against all others;",
        "z ranks and is no test. CI = 95 % interval, bootstrap over articles.",
        "p by permutation of articles, of terms in at least three articles.",
        notes.families(frame),
        notes.wire(frame),
    ]
