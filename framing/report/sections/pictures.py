"""The figures: each a picture of its own, closed off from the page, with words for who can't see it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from framing.report.material import Material
from framing.report.svg import compact

__all__ = ["LARGE", "TEMPLATE", "TITLE", "as_url", "content", "pack"]

#: Bytes from which a drawing is packed: the page's script opens it. Others are seen without scripts too.
LARGE = 12_000

#: Where it stands on the page.
PLACE = 190
ANCHOR = "figures"
#: What the page calls the data of `pack`.
PACKED = "figures"
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
    return _address(" ".join(compact(svg).split("\n")))


def pack(material: Material) -> list[str]:
    """Return the large drawings, in the order of the figures that have no address in the page."""
    return [drawing for drawing in material.drawings.values() if len(drawing) > LARGE]


def _address(drawing: str) -> Markup:
    return Markup("data:image/svg+xml," + quote(drawing, safe=_PLAIN))


def _size(svg: str) -> tuple[int, int] | None:
    """Return width and height in pixels, so that the page keeps its place for a picture not yet drawn."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg[:2000])
    # A figure is drawn in points, of which three are four pixels.
    return (round(float(found[1]) * 4 / 3), round(float(found[2]) * 4 / 3)) if found else None


def content(material: Material) -> dict[str, Any] | None:
    """Return name, title, address and alternative text of each figure."""
    if not material.figures:
        return None
    alt = material.settings.get("alt") or {}
    captions = material.settings.get("captions") or {}
    figures = []
    for name, svg in material.figures.items():
        drawing = material.drawings[name]
        title = name.replace("_", " ").replace("-", " ").strip()
        figures.append(
            {
                "name": name,
                "title": title[:1].upper() + title[1:],
                "url": "" if len(drawing) > LARGE else _address(drawing),
                "size": _size(svg),
                "alt": str(alt.get(name) or f"Figure: {title}. Its numbers stand in the tables below."),
                "caption": str(captions.get(name) or ""),
                # What the picture shows, in words: also for who sees it, where nothing else is said of it.
                "said": "" if captions.get(name) else str(alt.get(name) or ""),
            }
        )
    return {"figures": figures}
