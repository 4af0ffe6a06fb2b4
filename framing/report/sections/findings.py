"""Findings: the few differences that these articles bear out, each with its words and sentences."""

from __future__ import annotations

from typing import Any

from framing.report import story
from framing.report.material import Material

#: Where it stands on the page.
PLACE = 5
TITLE = "Findings"
TEMPLATE = "findings.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return the verdict on the whole report, and what is told; None where findings weren't looked for."""
    if "findings" not in material.tables and len(material.contrast):
        return None
    told = story.tell_findings(material, most=100)
    verdict = story.give_verdict(material.table("findings"))
    return {
        "verdict": f"{story.INVENTED} {verdict}" if material.illustrative else verdict,
        "nudge": story.nudge(material),
        "unlike": story.say_unlike(material),
        "told": told[: story.TOLD],
        "more": told[story.TOLD :],
    }
