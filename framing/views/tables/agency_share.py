"""How much of each group's coverage is an agency's."""

from framing.views import notes
from framing.views.columns import Column, View, bracket, count, group, number, text
from framing.views.vocabulary import display

_AGENCIES = {"all": "all agencies", "unnamed": "not named"}
_ROLES = {
    "copy": "copy (reprinted or partly based)",
    "full_reprint": "reprinted in full",
    "partly_based": "partly based on it",
    "credited": "credited",
    "cites": "cited",
}

VIEW = View(
    place=30,
    title="Agency copy by group",
    columns=(
        group("group", "Group"),
        # An agency's name is its own, whoever was invented.
        Column(
            "Agency",
            lambda row, names: _AGENCIES.get(str(row["wire"])) or display(str(row["wire"])),
            numeric=False,
            fold="Agency: {}.",
        ),
        text("wire_role", "What it gave", words=_ROLES, fold="What it gave: {}."),
        count("articles", "Articles"),
        count("n_articles", "n"),
        number("share", "Share", "percent"),
        bracket("percent"),
        number("share_of_words", "Share of words", "percent"),
    ),
    note=(
        "n = articles of the group; share = articles with agency copy, of n.",
        notes.interval(),
        notes.UNTESTED,
    ),
    copies="Every copy of a text counts.",
)
