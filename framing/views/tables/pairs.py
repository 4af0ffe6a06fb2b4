"""One fact in two outlets: their sentences, and in what the wording differs."""

from __future__ import annotations

from framing.views import notes, numbers
from framing.views.columns import Column, Row, Rows, View, text
from framing.views.vocabulary import Names


def _side(side: str) -> Column:
    def write(row: Row, names: Names) -> str:
        return f"{names.outlet(row[f'{side}_outlet'], row['provenance'])}: {row[f'{side}_sentence']}"

    return Column({"a": "One", "b": "The other"}[side], write, numeric=False)


VIEW = View(
    place=95,
    title="The same fact, told twice",
    columns=(
        _side("a"),
        _side("b"),
        text("a_only", "Only in one"),
        text("b_only", "Only in the other"),
        text("kinds", "Differs in"),
        Column("Probability", lambda row, names: numbers.plain(row["probability"], 2)),
    ),
    rows=Rows(sort=(lambda frame: -frame["framing"],), cut="Those that differ most in framing first."),
    note=(
        "n = facts in two outlets, a pair of outlets at a time.",
        "Differs in: tone, loaded words, how sure, trust in who says it, the passive, attribution; counted "
        "on words that the other lacks.",
        "Half of what is told in other words isn't found.",
        notes.COUNTS,
    ),
)
