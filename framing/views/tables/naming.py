"""Who is called what: forms of a referent, the share each has of its mentions, the ratio to the others."""

from __future__ import annotations

from typing import Any

from framing.views import notes
from framing.views.columns import OWN_NEWS, Rows, View, bracket, cell, count, group, number, p, text


def _against(frame: Any) -> str:
    if frame["ratio"].isna().all():
        return ""
    rest = notes.values(frame, "against") == ["rest"]
    other = "all other groups together" if rest else "the group it is set against"
    return f"Ratio = share over that of {other}, within events."


VIEW = View(
    place=80,
    title="Names by group",
    columns=(
        text("referent", "Referent", fold="Referent: {}."),
        text("form", "Called"),
        group("group", "Group"),
        *cell(),
        count("articles_naming", "n"),
        count("mentions", "Mentions"),
        count("count", "So called"),
        number("share", "Share", "percent", flagged=True),
        bracket("percent"),
        number("ratio", "Ratio", "ratio"),
        bracket("ratio", "95 % CI of ratio", "ratio_"),
        p(),
        p("p_adjusted", "p adjusted"),
    ),
    rows=Rows(
        prefer={
            OWN_NEWS: "News in the outlets' own voice, of referents with several names.",
            # A referent with one form is called so by everybody.
            lambda frame: frame.groupby("referent")["form"].transform("nunique") > 1: "",
        },
        sort=("p_adjusted", "p", "-count", "referent", "form", "group"),
        cut="Rows with the least adjusted p, then those with most mentions.",
        then=("referent", "form", "group"),
    ),
    note=(
        "n = articles that name the referent; share = mentions so called, of all its mentions.",
        _against,
        notes.interval("delete-one-article jackknife of the logarithm, t"),
        notes.by_test("permutation of articles within event"),
        notes.families,
    ),
)
