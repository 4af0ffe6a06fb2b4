"""What may be told of a comparison, the most certain first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from framing.views import numbers, vocabulary
from framing.views.columns import Column, Row, Rows, View, p, text
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd


def _what(row: Row, names: Names) -> str:
    item = row["item"]
    if isinstance(item, str) and item:
        return f"{row['matter']}: “{item}”"
    said = [str(row["measure"]), vocabulary.whom(row["target"]), names.place(row)]
    return ", ".join(part for part in said if part)


def _side(side: str) -> Column:
    def write(row: Row, names: Names) -> str:
        if not isinstance(row[side], str) or not row[side]:
            return numbers.DASH
        unit = "share" if row["unit"] == "articles" else str(row["unit"])
        value = numbers.estimate(row[f"estimate_{side}"], unit)
        value += f" {names.unit(unit)}" if unit.endswith("per_1000") else ""
        return f"{names.outlet(row[side], row['provenance'])} {value} (n {row[f'n_{side}']})"

    return Column({"a": "Higher", "b": "Lower"}[side], write, numeric=False)


def _difference(row: Row, names: Names) -> str:
    if row["estimate"] != row["estimate"]:
        return numbers.DASH
    write = numbers.ratio if row["scale"] == "ratio" else (lambda value: numbers.plain(value, 2))
    return f"{write(row['estimate'])} {numbers.spread(row['low'], row['high'], write)}".strip()


def _rests_on(row: Row, names: Names) -> str:
    said = [str(row.get(name) or "") for name in ("rests_on", "goes_with")]
    return (
        "; ".join(one for one in said if one and not re.match("unchanged|not adjusted", one)) or numbers.DASH
    )


def _verdict(frame: pd.DataFrame) -> str:
    tested = int(frame.drop_duplicates("family")["family_size"].sum())
    share = float(frame["shuffled"].iloc[0]) if len(frame) else 1.0
    return (
        f"{numbers.several(tested, 'matter')} tested; with labels shuffled, "
        f"{numbers.p_value(share)} of reports have as many that are significant after adjustment."
    )


VIEW = View(
    place=5,
    title="Findings",
    columns=(
        text("kind", "Kind"),
        Column("What", _what, numeric=False),
        _side("a"),
        _side("b"),
        Column("Ratio or difference [CI]", _difference, numeric=False),
        p("p_adjusted", "p adjusted"),
        text("certainty", "Certainty"),
        Column("Rests on", _rests_on, numeric=False),
    ),
    rows=Rows(
        prefer={"certainty in ('significant', 'nominal', 'described')": "Significant and nominal findings."},
        sort=("rank",),
        cut="The most certain first.",
    ),
    note=(
        _verdict,
        "n = articles with a denominator; CI = 95 % interval.",
        "p adjusted by Benjamini and Hochberg over matters, each tested by the least p over its measures and "
        "pairs with labels shuffled within events (Westfall and Young).",
    ),
)
