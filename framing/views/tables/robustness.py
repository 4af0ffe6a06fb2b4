"""How far comparisons hold when they are made in other reasonable ways."""

from __future__ import annotations

from typing import Any

from framing.views import notes, numbers
from framing.views.columns import COMPARISON, Column, Row, View, bracket, difference, is_there, of, p
from framing.views.vocabulary import Names


def _most(row: Row, names: Names) -> str:
    share = f" ({numbers.percent(row['most_share'])})" if is_there(row["most_share"]) else ""
    return f"{row['most']}{share}" if is_there(row["most"]) else numbers.DASH


def _joint(frame: Any) -> str:
    if frame["p_joint"].isna().all():
        return "No test was made. No p is adjusted."
    draws = sorted(set(frame.loc[frame["draws"] > 0, "draws"]))
    many = " to ".join(dict.fromkeys(map(numbers.count, draws[:1] + draws[-1:]))) or "few"
    return (
        f"p joint: labels rearranged within event, through all ways at once ({many} arrangements; Simonsohn "
        "et al. 2020). p is not adjusted."
    )


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
        p("p_joint", "p joint"),
    ),
    note=(
        "n = ways to make a comparison (specifications), all of the same articles: a description, no sample.",
        notes.when("of > tried", "Some are a random sample of all that the choices allow."),
        "As made: by the study. Interval agrees: it excludes 1 (of a ratio) or 0 (of a difference) on the "
        "study's side. Range = least and greatest estimate; no interval is given.",
        "Moved most by: the choice with the largest main effect, and its share of the estimates' variance.",
        _joint,
    ),
)
