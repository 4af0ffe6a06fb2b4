"""How far comparisons hold when they are made in other reasonable ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers.columns import Column, bracket, cell, difference, measure, p, pair, scaled
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "TABLE", "TITLE", "note"]

TABLE = "robustness"
TITLE = "Comparisons made in other reasonable ways"


def _of(name: str, head: str) -> Column:
    return Column(
        head,
        lambda row, names: f"{numbers.count(row[name])} of {numbers.count(row['m'])}",
        reads=(name, "m"),
    )


def _most(row: Any, names: object) -> str:
    if not isinstance(row["most"], str):
        return numbers.DASH
    share = row["most_share"]
    return row["most"] + (f" ({numbers.percent(share)})" if share == share else "")


COLUMNS = (
    measure(),
    *cell(),
    *pair(),
    difference(head="As made", flagged=False),
    difference("median", "Median", flagged=False),
    bracket(write=scaled, head="Range"),
    _of("same_sign", "Same side"),
    _of("stand", "Hold"),
    Column("Moved most by", _most, numeric=False, needs="most", reads=("most", "most_share")),
    p("p_joint", "p joint"),
)


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    after = (frame["chosen"] == "after the fact").to_numpy()
    picked = (
        "The comparisons were chosen after results were seen."
        if len(after) and after.all()
        else f"{int(after.sum())} of {len(frame)} comparisons were chosen after results were seen."
        if after.any()
        else ""
    )
    sampled = (frame["of"] > frame["tried"]).any()
    joint = frame["p_joint"].notna().any()
    draws = sorted(set(frame.loc[frame["draws"] > 0, "draws"]))
    return [
        "n = ways to make a comparison (specifications), all of the same articles: a description, no sample.",
        "Some are a random sample of all that the choices allow." if sampled else "",
        "As made: by the study. Hold: the 95 % interval excludes 1 (of a ratio) or 0 (of a difference), on "
        "the study's side. Range = least and greatest estimate; no interval is given.",
        "Moved most by: the choice with the largest main effect, and its share of the estimates' variance.",
        f"p joint: labels rearranged within event, through all ways at once ({_draws(draws)} arrangements; "
        "Simonsohn et al. 2020)."
        if joint
        else "No test was made.",
        "p is not adjusted." if joint else "No p is adjusted.",
        picked,
    ]


def _draws(draws: list[int]) -> str:
    return " to ".join(dict.fromkeys(numbers.count(n) for n in (draws[:1] + draws[-1:]))) or "few"
