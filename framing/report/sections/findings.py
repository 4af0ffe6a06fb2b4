"""Findings: the few facts that these articles bear out, each drawn, with its words and its sentences."""

from __future__ import annotations

from typing import Any

from framing.report import story
from framing.report.material import Material
from framing.report.sections import facts, speakers
from framing.views import numbers, vocabulary

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
    unlike = story.list_unlike(material)
    size = len(material.tables.get("comparability", ()))
    sure = [one for one in told if one.row["certainty"] != "nominal"]
    nominal = [one for one in told if one.row["certainty"] == "nominal"]
    heading = "Described" if material.census else "Unlikely to be chance: significant after adjustment"
    rows = (speakers.content(material) or {}).get("rows", ()) if len(told) < story.LEAST else ()
    cited = next((row["cells"] for row in rows if row["name"] == speakers.CITED), ())
    return {
        "cited": [
            (vocabulary.display(group), cell["small"])
            for group, cell in zip(material.groups, cited, strict=False)
            if cell["small"] != numbers.DASH
        ],
        "verdict": story.give_verdict(table),
        "unlike": numbers.all_listed(
            [f"{name} ({n})" for name, n in sorted(unlike.items(), key=lambda one: -one[1])]
        ),
        "pairs": numbers.several(size, "comparison"),
        "parts": [part for part in ((heading, sure), ("May be chance: nominal", nominal)) if part[1]],
        "more": len(every) - len(told),
        "explained": sum(
            fact[0]["certainty"] == "significant" and story.is_explained(fact[0]) for fact in every
        ),
        # Where nothing is sure, what can be read leads: one fact in the words of two outlets.
        "first": not sure,
        "card": None
        if len(sure) and len(told) >= story.LEAST
        else next(iter((facts.content(material) or {}).get("pairs", ())), None),
    }
