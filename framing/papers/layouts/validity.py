"""How measures do against people's codes: a row a measure and group, a column a statistic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.papers import columns, notes
from framing.papers.columns import Column, Row, count, grouped, measure, text, toward
from framing.views import numbers as numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.table import Given

__all__ = ["COLUMNS", "COPIES", "TABLE", "TITLE", "chosen", "note", "shaped"]

TABLE = "validity"
TITLE = "Measures against human coding"
COPIES = "A unit counts as often as it was drawn, weighted by 1 / probability of being drawn."

_STATISTICS = {
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "specificity": "Specificity",
    "accuracy": "Accuracy",
    "excess": "Found less coded",
    "pearson": "Pearson's r",
    "spearman": "Spearman's ρ",
}
_KEY = ("measure", "target", "question", "by", "group", "other", "category")
_ROWS = 40


def _cell(row: Row) -> str:
    signed = row["statistic"] == "excess"

    def write(value: Any) -> str:
        return numbers.signed(value, 2) if signed else numbers.plain(value, 2)

    if row["estimate"] != row["estimate"]:
        return numbers.DASH
    if row["low"] != row["low"]:
        return write(row["estimate"])
    return f"{write(row['estimate'])} [{write(row['low'])},\N{NO-BREAK SPACE}{write(row['high'])}]"


def _groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of groups, without tests over all and differences of two."""
    own = frame[(frame["other"].isna() & (frame["group"] != "any")).to_numpy()]
    return own if len(own) else frame


def _answered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what is of all answers beside the answer, where it is one."""
    key = ["measure", "target", "question", "by", "group", "other"]
    named = frame["category"].where(frame["category"] != "all")
    groups = [frame[column].fillna("") for column in key]
    answers = named.groupby(groups).transform("nunique")
    only = named.groupby(groups).transform("first")
    return frame.assign(category=frame["category"].mask(answers == 1, only))


def shaped(frame: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a row a cell, with a column a statistic."""
    own = _answered(_groups(frame))
    there = set(own["statistic"].astype(str))
    return columns.spread(
        own, _KEY, "statistic", _cell, {name: head for name, head in _STATISTICS.items() if name in there}
    )


def COLUMNS(frame: pd.DataFrame, given: Given) -> tuple[Column, ...]:
    """Return the columns: which units, how many, and the statistics that there are."""
    return (
        measure(whom=False),
        toward(),
        text("question", "Question", fold="Question: {}."),
        Column("Group", grouped, numeric=False, fold="Group: {}.", reads=("by", "group")),
        text("other", "Less"),
        text("category", "Answer", fold="Answer: {}.", words={"all": "all"}),
        count("articles", "n", symbol=True),
        count("units", "Units"),
        *columns.columns(frame),
    )


def chosen(frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return all together, outlets and voices; not outlets in each voice."""
    kept = frame["other"].isna() | (frame["group"] == "any")
    plain: Any = frame[(~frame["by"].str.contains(" × ") & kept).to_numpy()]
    own = plain if len(plain) else frame
    cells = own.groupby(list(_KEY), sort=False, dropna=False).ngroup()
    return own[(cells < (top or _ROWS)).to_numpy()], "All together, by outlet and by voice."


def note(frame: pd.DataFrame) -> list[str]:
    """Say what stands behind the numbers."""
    tested: Any = frame[(frame["group"] == "any").to_numpy() & frame["p"].notna().to_numpy()]
    said = [
        f"{_STATISTICS[str(row['statistic'])].lower()} by {row['by']} p {_p(row['p'])}"
        for row in tested.sort_values("by", kind="stable").head(8).to_dict("records")
    ]
    own = _groups(frame)
    return [
        "n = articles that the units are of; units = those that are coded and measured.",
        "Found less coded = share of units found less share coded: what the error adds to a share."
        if (own["statistic"] == "excess").any()
        else "",
        notes.intervals(own, notes.methods(own) or "over articles"),
        f"That error is alike in all groups, articles permuted: {'; '.join(said)}; p is not adjusted."
        if said
        else notes.untested(),
    ]


def _p(value: Any) -> str:
    text = numbers.p_value(value)
    return text if text.startswith("<") else f"= {text}"
