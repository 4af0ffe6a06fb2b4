"""Every finding: each significant, described or nominal row for itself, with its words and sentences."""

from __future__ import annotations

from typing import Any

from framing.report import story
from framing.report.material import Material

#: Where it stands on the page.
PLACE = 200
TITLE = "Every finding"
TEMPLATE = "every.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return all that is told, or None where nothing was compared."""
    table = material.table("findings")
    if table is None:
        return None
    return {"verdict": story.give_verdict(table), "told": story.tell_every(material)}
