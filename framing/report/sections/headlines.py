"""One happening, and one event, in the headlines of several outlets."""

from __future__ import annotations

from typing import Any

from framing.report.headlines import tell_headlines
from framing.report.material import Material
from framing.report.sections.marked import list_shown

#: Where it stands, and on which page.
PLACE, PAGE = 15, "report"
TITLE = "In their headlines"
TEMPLATE = "headlines.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return the stories of most outlets, each headline with its article; None where there is none."""
    stories = material.once(tell_headlines)
    told = len({key for story in stories for *_, key in story["rows"]})
    counted = {"told": told, "articles": len(material.articles)}
    return {"stories": stories, "shown": list_shown(material), **counted} if stories else None
