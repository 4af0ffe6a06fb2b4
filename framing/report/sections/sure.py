"""How sure: each fact told, by what could undo it."""

from __future__ import annotations

from typing import Any

from framing.report import story
from framing.report.material import Material
from framing.views import numbers

#: Where it stands, and on which page.
PLACE, PAGE = 100, "report"
TITLE = "How sure"
TEMPLATE = "sure.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return a row a fact told with a cell a check, or None where none is told."""
    told = story.tell_findings(material)
    if not told:
        return None
    return {
        "rows": [_row(one) for one in told],
        "tested": not material.census,
        "nudge": story.nudge(material),
        "coded": material.table("validity") is not None or material.table("agreement") is not None,
    }


def _row(one: story.Told) -> dict[str, Any]:
    row = one.row
    p = row["p_adjusted"]
    rests = str(row["rests_on"])
    kind, _, name = rests.partition(": ")
    item = story.has_item(row)
    without = "not tried" if item else "stays"
    if rests:
        without = f"rests on one {kind}: {name}" if name else f"rests on {rests}"
    goes = str(row["goes_with"] or "not tried")
    return {
        "name": one.name,
        "p": numbers.p_value(p) if p == p else numbers.DASH,
        "sure": row["certainty"] in ("significant", "described"),
        "without": without,
        "rests": bool(rests),
        "goes": goes,
        "moved": not goes.lower().startswith(("unchanged", "not")),
        "n": f"{int(row['n_a'])} and {int(row['n_b'])}",
    }
