"""How far comparisons hold when they are made in other reasonable ways."""

from __future__ import annotations

from framing.views import notes, numbers
from framing.views.columns import COMPARISON, Column, Row, View, bracket, difference, is_there, of
from framing.views.vocabulary import Names


def _most(row: Row, names: Names) -> str:
    share = f" ({numbers.percent(row['most_share'])})" if is_there(row["most_share"]) else ""
    return f"{row['most']}{share}" if is_there(row["most"]) else numbers.DASH


VIEW = View(
    place=170,
    title="Comparisons made in other reasonable ways",
    columns=(
        *COMPARISON,
        difference(head="As made", flagged=False),
        difference("median", "Median", flagged=False),
        bracket("scale", "Range"),
        of("same_sign", "m", "Same side"),
        of("stand", "m", "Interval agrees"),
        Column("Moved most by", _most, numeric=False, needs="most"),
    ),
    note=(
        "n = ways to make a comparison (specifications), all of the same articles: a description, no sample.",
        notes.when("of > tried", "Some are a random sample of all that the choices allow."),
        "As made: by the study. Interval agrees: it excludes 1 (of a ratio) or 0 (of a difference) on the "
        "study's side. Range = least and greatest estimate; no interval is given.",
        "Moved most by: the choice with the largest main effect, and its share of the estimates' variance.",
        "No test was made. No p is adjusted.",
    ),
)
