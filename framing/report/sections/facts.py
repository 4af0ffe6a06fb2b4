"""The same fact, told twice: sentences of two outlets that say the same, differing words marked."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from framing.features.statements.pairing import Side, StatementPair, pair_statements
from framing.report.material import Material
from framing.views import vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 30, "report"
TITLE = "The same fact, told twice"
TEMPLATE = "facts.html"

#: Pairs shown, of one pair of outlets before others have had their turn.
SHOWN, OF_A_PAIR = 4, 2

#: Days apart from which two articles seldom tell one fact: half of such pairs were of two (90 read).
DAYS = 7

#: A speaker who is printed: a person or a body by name, and no clause that was taken for one.
_NAMED = re.compile(r"(?!(?:He|She|They|It|The)\b)[A-Z][\w.'’-]+(?: (?:of |the )?[A-Z][\w.'’-]+){0,4}")


def content(material: Material) -> dict[str, Any] | None:
    """Return pairs of sentences, or None where no statement is shared in other words."""
    table = material.table("statements")
    if table is None:
        return None
    table = table[material.here(table["article"])]
    seen: dict[tuple[str, str], int] = {}
    first: list[StatementPair] = []
    later: list[StatementPair] = []
    for pair in pair_statements(table, material.table("voices")):
        if _days_apart(pair, material) > DAYS:
            continue
        outlets = (pair.a.outlet, pair.b.outlet)
        seen[outlets] = seen.get(outlets, 0) + 1
        (first if seen[outlets] <= OF_A_PAIR else later).append(pair)
    shown = [*first, *later][:SHOWN]
    if not shown:
        return None
    return {
        "pairs": [[_side(side, material) for side in (pair.a, pair.b)] for pair in shown],
        "left_out": len(first) + len(later) - len(shown),
    }


def _days_apart(pair: StatementPair, material: Material) -> float:
    """Return how many days lie between two articles; 0 where one is undated."""
    a, b = (material.rows[side.article]["published"] for side in (pair.a, pair.b))
    return 0.0 if pd.isna(a) or pd.isna(b) else abs((a - b).total_seconds()) / 86_400


def _side(side: Side, material: Material) -> dict[str, Any]:
    voice = material.names.whose(side.voice) if side.voice not in ("outlet", "all", "") else ""
    return {
        "name": vocabulary.display(side.outlet),
        "ref": material.reference(side.article),
        "voice": ", ".join(filter(None, (voice, side.speaker if _NAMED.fullmatch(side.speaker) else ""))),
        "segments": side.segments,
    }
