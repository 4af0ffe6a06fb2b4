"""One happening, and one event, in the headlines of several outlets."""

from __future__ import annotations

from typing import Any

from framing.report.headlines import tell_headlines
from framing.report.material import Material
from framing.report.sections.marked import list_shown
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 15, "report"
TITLE = "In their headlines"
TEMPLATE = "headlines.html"
#: So many outlets of which nothing stands here are named.
_NAMED = 4


def content(material: Material) -> dict[str, Any] | None:
    """Return the stories of most outlets, each headline with its article; None where there is none."""
    stories = material.once(tell_headlines)
    told = {row[2] for story in stories for row in story["rows"]}
    # No article of theirs stands here: opinion, or of other days.
    rest = material.largest(
        set(material.sizes) - {material.rows[key][material.by] for key in told}, _NAMED + 1
    )
    without = numbers.all_listed([vocabulary.display(name) for name in rest]) if len(rest) <= _NAMED else ""
    counted = {"told": len(told), "articles": len(material.articles), "without": without}
    return {"stories": stories, "shown": list_shown(material), **counted} if stories else None
