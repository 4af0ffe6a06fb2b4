"""The same fact, told twice: sentences of two outlets that say the same, differing words marked."""

from __future__ import annotations

from typing import Any

from framing.features.statements.pairing import Side, StatementPair, pair_statements
from framing.report.material import Material
from framing.views import vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 30, "report"
TITLE = "The same fact, told twice"
TEMPLATE = "facts.html"

#: Pairs shown, of one pair of outlets before others have had their turn.
SHOWN, OF_A_PAIR = 5, 2


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


def _side(side: Side, material: Material) -> dict[str, Any]:
    voice = material.names.whose(side.voice) if side.voice not in ("outlet", "all", "") else ""
    return {
        "name": vocabulary.display(side.outlet),
        "ref": material.reference(side.article),
        "voice": ", ".join(part for part in (voice, side.speaker) if part),
        "segments": side.segments,
    }
