"""One happening, and one event, in the headlines of several outlets."""

from __future__ import annotations

from typing import Any

from framing.report.headlines import list_headlines, tell_contrast, tell_lead, tell_quoted
from framing.report.material import Material
from framing.report.sections.marked import list_shown
from framing.views import numbers

#: Where it stands, and on which page.
PLACE, PAGE = 15, "report"
TITLE = "In their headlines"
TEMPLATE = "headlines.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return the stories of most outlets, each headline with its article; None where there is none."""
    stories = list_headlines(material)
    if not stories:
        return None
    leads, said, texts, sizes = {}, {}, {}, {}
    for _, _, key, quoted in (row for story in stories for row in (*story["rows"], *story["around"])):
        texts[key] = text = material.texts.text(key)
        leads[key], sizes[key] = tell_lead(text), numbers.several(len(text.split()), "word")
        said[key] = tell_quoted(quoted, text, leads[key]) if quoted else ""
    words = [tell_contrast(story, texts) for story in stories]
    about = {"leads": leads, "said": said, "sizes": sizes, "words": words}
    return {"stories": stories, "shown": list_shown(material), **about}
