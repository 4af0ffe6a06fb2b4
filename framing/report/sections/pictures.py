"""The figures: each a picture of its own, closed off from the page, with words for who can't see it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from framing.report.material import Material

#: Bytes from which a drawing is packed: the page's script opens it. Others are seen without scripts too.
LARGE = 12_000

#: Where it stands on the page.
PLACE = 250
ANCHOR = "figures"
#: What the page calls the data of `pack`.
PACKED = "figures"
TITLE = "Figures"
TEMPLATE = "figures.html"

# What a data: address may hold as it is, inside an attribute in double quotes.
_PLAIN = " !$'()*+,-./:;=?@_~<>|{}[]^`\\"


def as_address(drawing: str) -> Markup:
    """Return a drawing as an address of an image: it can run nothing, load nothing, clash with no id."""
    return Markup("data:image/svg+xml," + quote(" ".join(drawing.split("\n")), safe=_PLAIN))


def pack(material: Material) -> list[str]:
    """Return the large drawings, in the order of the figures that have no address in the page."""
    return [drawing for drawing in material.figures.values() if len(drawing) > LARGE]


def content(material: Material) -> dict[str, Any] | None:
    """Return name, title, address and alternative text of each figure."""
    if not material.figures:
        return None
    alt = material.settings.get("alt") or {}
    captions = material.settings.get("captions") or {}
    figures = []
    for name, drawing in material.figures.items():
        title = name.replace("_", " ").replace("-", " ").strip()
        # A figure is drawn in points, of which three are four pixels; the page keeps its place so.
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing[:2000])
        figures.append(
            {
                "name": name,
                "title": title[:1].upper() + title[1:],
                "url": "" if len(drawing) > LARGE else as_address(drawing),
                "size": [round(float(side) * 4 / 3) for side in size.groups()] if size else None,
                "alt": str(alt.get(name) or f"Figure: {title}. Its numbers stand in the tables below."),
                "caption": str(captions.get(name) or ""),
                # What the picture shows, in words: also for who sees it, where nothing else is said of it.
                "said": "" if captions.get(name) else str(alt.get(name) or ""),
            }
        )
    return {"figures": figures}
