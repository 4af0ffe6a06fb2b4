"""Shares and differences by codes and measure together, beside those by codes alone."""

from __future__ import annotations

from framing.views import notes
from framing.views.columns import Rows, View, bracket, count, group, measure, number, text, toward, voice

VIEW = View(
    place=150,
    title="Estimates by codes and measure together",
    columns=(
        measure(whom=False),
        toward(),
        text("question", "Question", fold="Question: {}."),
        text("category", "Answer", fold="Answer: {}.", words={"mean": "mean of answers"}),
        voice(),
        group("group", "Group"),
        group("other", "Less"),
        count("n_coded", "n coded"),
        count("n_articles", "n"),
        number("estimate", "Both", "level"),
        bracket("level"),
        number("classical", "Codes alone", "level"),
        bracket("level", "95 % CI codes", "classical_"),
        number("lambda", "λ", "plain2", symbol=True),
    ),
    rows=Rows(
        sort=(lambda frame: frame["other"].notna(),),
        most=40,
        said="Groups first, then differences of two.",
    ),
    note=(
        "n = articles of the group, coded or not; n coded = those with a coded unit.",
        "Both: prediction-powered (Angelopoulos et al. 2023), the article as unit; λ = weight of the "
        "measure, 0 is codes alone. Where Less is given, the row is a difference within events.",
        notes.interval(otherwise="articles as clusters, t"),
        notes.UNTESTED,
    ),
)
