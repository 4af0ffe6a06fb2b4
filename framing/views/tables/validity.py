"""How measures do against people's codes: a row a measure and group, a column a statistic."""

from __future__ import annotations

from typing import Any

from framing.views import notes, numbers
from framing.views.columns import Across, Rows, View, count, grouped, measure, text, toward

_KEY = ("measure", "target", "question", "by", "group", "other", "category")
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


def _groups(frame: Any) -> Any:
    """Return the rows of groups, without tests over all and differences of two."""
    own = frame[(frame["other"].isna() & (frame["group"] != "any")).to_numpy()]
    return own if len(own) else frame


def _answer(frame: Any) -> Any:
    """Return the rows of groups with what is of all answers beside the answer, where it is one."""
    own = _groups(frame)
    named = own["category"].where(own["category"] != "all")
    answers = named.groupby([own[column].fillna("") for column in _KEY[:-1]])
    only = answers.transform("nunique") == 1
    return own.assign(category=own["category"].mask(only, answers.transform("first")))


def _error(frame: Any) -> str:
    """Say what was tested: that the error is alike in all groups."""
    tested: Any = frame[(frame["group"] == "any").to_numpy() & frame["p"].notna().to_numpy()]
    said = []
    for row in tested.sort_values("by", kind="stable").head(8).to_dict("records"):
        p = numbers.p_value(row["p"])
        sign = "" if p.startswith("<") else "= "
        said.append(f"{_STATISTICS[str(row['statistic'])].lower()} by {row['by']} p {sign}{p}")
    if not said:
        return notes.UNTESTED
    return f"That error is alike in all groups, articles permuted: {'; '.join(said)}; p is not adjusted."


VIEW = View(
    place=130,
    title="Measures against human coding",
    shape=_answer,
    columns=(
        measure(whom=False),
        toward(),
        text("question", "Question", fold="Question: {}."),
        grouped(fold="Group: {}."),
        text("other", "Less"),
        text("category", "Answer", fold="Answer: {}."),
        count("articles", "n"),
        count("units", "Units"),
    ),
    across=Across(_KEY, "statistic", _STATISTICS, "plain2", forms={"excess": "signed2"}),
    rows=Rows(
        prefer={"not by.str.contains(' × ') and (other.isnull() or group == 'any')": ""},
        each=_KEY,
        most=40,
        said="All together, by outlet and by voice.",
    ),
    note=(
        "n = articles that the units are of; units = those that are coded and measured.",
        notes.when(
            "statistic == 'excess'",
            "Found less coded = share of units found less share coded: what the error adds to a share.",
        ),
        lambda frame: notes.interval(otherwise="over articles")(_groups(frame)),
        _error,
    ),
    copies="A unit counts as often as it was drawn, weighted by 1 / probability of being drawn.",
)
