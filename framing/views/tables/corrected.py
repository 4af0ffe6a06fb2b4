"""Stance as a model classed it, and as it would be without the model's error."""

from __future__ import annotations

from framing.views import notes
from framing.views.columns import OWN_NEWS, Rows, View, bracket, cell, count, group, measure, number, toward

#: Groups in news and their own voice.
_OWN = f"{OWN_NEWS} and n_mentions > 0 and measure == 'stance.net'"


VIEW = View(
    place=110,
    title="Stance by group, as classed and as corrected",
    columns=(
        measure(whom=False),
        toward(),
        *cell(),
        group("group", "Group"),
        count("n_articles", "n"),
        count("n_mentions", "Mentions"),
        number("raw", "As classed", "level", flagged=True),
        bracket("level", of="raw_"),
        number("corrected", "Corrected", "level"),
        bracket("level", "95 % CI corrected"),
        count("n_coded", "Coded", fold="Coded mentions behind the confusion: {}."),
    ),
    rows=Rows(
        prefer={_OWN: "News in the outlets' own voice, positive less negative."},
        # The targets named most come first.
        sort=(
            lambda frame: -frame.groupby("target", dropna=False)["n_mentions"].transform("sum"),
            "target",
            "group",
        ),
    ),
    note=(
        "n = articles with a mention; shares are of mentions.",
        "As classed: by the model. Corrected: by its confusion in the coded mentions, as if each class were "
        "mistaken here as often as there.",
        notes.interval(
            "delete-one-article jackknife, t; of corrected numbers together with the confusion's error"
        ),
        notes.when(
            "corrected.isna() and low.notna()",
            "Below 80 mentions, or where a share would be 0 or 1, a corrected number is an interval alone.",
        ),
        notes.UNTESTED,
    ),
)
