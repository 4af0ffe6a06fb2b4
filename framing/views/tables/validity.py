"""How measures do against people's codes: a row a measure and group, a column a statistic."""

from __future__ import annotations

from typing import Any

from framing.plugins import toml
from framing.views import notes
from framing.views.columns import Across, Rows, View, count, grouped, measure, text, toward

_KEY = ("measure", "target", "question", "by", "group", "other", "category")
_STATISTICS: dict[str, str] = toml(__package__, "lists")["validity"]["statistics"]


def _groups(frame: Any) -> Any:
    """Return the rows of groups, without differences of two."""
    own = frame[frame["other"].isna().to_numpy()]
    return own if len(own) else frame


def _answer(frame: Any) -> Any:
    """Return the rows of groups with what is of all answers beside the answer, where it is one."""
    own = _groups(frame)
    named = own["category"].where(own["category"] != "all")
    answers = named.groupby([own[column].fillna("") for column in _KEY[:-1]])
    only = answers.transform("nunique") == 1
    return own.assign(category=own["category"].mask(only, answers.transform("first")))


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
        prefer={"other.isnull()": ""},
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
        notes.UNTESTED,
    ),
    copies="A unit counts as often as it was drawn, weighted by 1 / probability of being drawn.",
)
