"""The figures: each a picture of its own, closed off from the page, with words for who can't see it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from framing.report.material import Material
from framing.report.svg import compact

__all__ = ["TEMPLATE", "TITLE", "as_url", "content"]

TITLE = "Figures"
TEMPLATE = "figures.html"

# What a data: address may hold as it is, inside an attribute in double quotes.
_PLAIN = " !$'()*+,-./:;=?@_~<>|{}[]^`\\"


def as_url(svg: str) -> Markup:
    """Return an SVG as a data: address for an attribute in double quotes.

    As an image it can run nothing, load nothing, and its ids can't clash with
    those of another figure. Percent signs where they are needed take less room
    than base64.

    >>> as_url('<svg xmlns="http://www.w3.org/2000/svg"><text>"A" &amp; B</text></svg>')[-36:]
    Markup('<text>%22A%22 %26amp; B</text></svg>')
    """
    return Markup("data:image/svg+xml," + quote(" ".join(compact(svg).split("\n")), safe=_PLAIN))


def content(material: Material) -> dict[str, Any] | None:
    """Return name, title, address and alternative text of each figure."""
    if not material.figures:
        return None
    alt = material.settings.get("alt") or {}
    captions = material.settings.get("captions") or {}
    figures = []
    for name, svg in material.figures.items():
        title = name.replace("_", " ").replace("-", " ").strip()
        figures.append(
            {
                "name": name,
                "title": title[:1].upper() + title[1:],
                "url": as_url(svg),
                "alt": str(alt.get(name) or f"Figure: {title}. Its numbers stand in the tables below."),
                "caption": str(captions.get(name) or ""),
            }
        )
    return {"figures": figures}
