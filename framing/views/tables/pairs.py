"""One fact in two outlets: their sentences, the words that frame it, and in what the wording differs."""

from __future__ import annotations

from framing.views import notes, numbers
from framing.views.columns import Column, Row, Rows, View, text
from framing.views.vocabulary import Names, list_differences


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
        text("a_framing", "Framing in one"),
        text("b_framing", "Framing in the other"),
        Column("One is", lambda row, names: ", ".join(list_differences(row)) or numbers.DASH, numeric=False),
        Column("Probability", lambda row, names: numbers.plain(row["probability"], 2)),
    ),
    rows=Rows(sort=(lambda frame: -frame["framing"],), cut="Those that differ most in framing first."),
    note=(
        "n = facts in two outlets, a pair of outlets at a time.",
        "Framing: words that the other lacks and that carry tone, load, certainty, or trust in who says it.",
        "One is: its wording beside the other's.",
        "Probability: that both tell one fact; half of what is told in other words isn't found.",
        notes.COUNTS,
    ),
)
