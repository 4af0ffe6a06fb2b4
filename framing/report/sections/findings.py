"""Findings: the few facts that these articles bear out, each drawn, with its words and its sentences."""

from __future__ import annotations

from typing import Any

from framing.report import story
from framing.report.material import Material
from framing.views import numbers

#: Where it stands, and on which page.
PLACE, PAGE = 10, "report"
TITLE = "What differs"
TEMPLATE = "findings.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return what is told, or None where nothing was compared."""
    table = material.table("findings")
    if table is None:
        return None
    told = story.tell_findings(material)
    every = story.group_findings(story.list_rows(material))
    sure = [fact[0] for fact in every if fact[0]["certainty"] == "significant"]
    unlike = story.list_unlike(material)
    size = len(material.tables.get("comparability", ()))
    heading = "Described" if material.census else "Unlikely to be chance: significant after adjustment"
    return {
        "verdict": story.give_verdict(table),
        "unlike": numbers.all_listed(
            [f"{name} ({n})" for name, n in sorted(unlike.items(), key=lambda one: -one[1])]
        ),
        "pairs": numbers.several(size, "comparison"),
        "parts": [(heading, told)] if told else [],
        "more": len(every) - len(told),
        "explained": sum(map(story.is_explained, sure)),
        "usual": sum(map(story.is_usual, sure)),
    }
