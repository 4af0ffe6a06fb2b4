"""Lines that numbers of agency copy and of passages printed again open: which articles, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from framing.report.sections import agency, reuse

if TYPE_CHECKING:
    from framing.report.material import Material
    from framing.report.opened import Lines

__all__ = ["pack"]

#: Characters of a passage.
LONGEST = 240

Row = Mapping[Any, Any]


def pack(held: Lines, material: Material) -> None:
    """Keep lines for each number of articles with agency copy and each number of passages."""
    for key, (own, total) in agency.numbered(material).items():
        rows = [_line(one) for one in own]
        held.add(key, "Agency copy", rows, total, "One line of each article: what shows it.")
    for key, (passages, total) in reuse.numbered(material).items():
        rows = [_passage(row, side) for row, side in passages]
        held.add(key, "Passages printed again", rows, total, "The later print, or one of two.", _cut)


def _line(one: Row) -> dict[str, Any]:
    shown = one["shown"][0]
    return {
        **{"article": one["id"], "part": "body", "voice": "all", "left": "", "right": ""},
        "node": str(shown["detail"] or shown["where"]),
        "more": f"{one['role']}, by {shown['where']}",
    }


def _passage(row: Row, side: str) -> dict[str, Any]:
    return {
        **{"article": str(row[side]), "part": "body", "voice": "all"},
        **{name: int(row[f"{side}_{name}"]) for name in ("start", "end")},
        "more": f"{int(row['words'])} words",
    }


def _cut(row: Row, whole: str) -> dict[str, Any]:
    """Return a passage as a line: its beginning where it is long."""
    text = " ".join(whole[row["start"] : row["end"]].split())
    node = text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"
    return {**row, "left": "", "node": node, "right": ""}
