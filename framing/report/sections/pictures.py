"""The figures: each a picture of its own, closed off from the page, with words for who can't see it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from framing.report.material import Material

__all__ = ["TEMPLATE", "TITLE", "as_url", "content"]

TITLE = "Figures"
TEMPLATE = "figures.html"

# What a data: address may hold as it is; percent-encoding the rest is smaller than base64 for SVG's paths.
_PLAIN = " !$'()*+,-./:;=?@_~<>|{}[]^`\\"


def as_url(svg: str) -> str:
    """Return an SVG as a data: address.

    As an image it can run nothing, load nothing, and its ids can't clash with
    those of another figure.

    >>> as_url('<svg id="a"/>')
    'data:image/svg+xml,<svg id=%22a%22/>'
    """
    start = svg.find("<svg")
    one_line = " ".join((svg[start:] if start > 0 else svg).split("\n"))
    return "data:image/svg+xml," + quote(one_line.strip(), safe=_PLAIN)


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
