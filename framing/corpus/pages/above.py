"""What stands between a headline and its story on a page without a layout: standfirst, byline, stamp.

Layouts say where each stands; here its name or its form does. Without it some outlets' articles would
have a standfirst to be scored and a minute to be compared by, and others none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from framing.corpus import lines
from framing.corpus.pages import fallback_marks as marks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["above", "standfirst"]

# So many elements below the headline, and no further.
_NEAR = 120
_SHORTEST, _LONGEST, _MOST = 20, 400, 5
_OUT = frozenset("figure figcaption nav aside footer form button script style noscript time".split())


def above(tree: HtmlElement, heading: str, story: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Return subtitle, byline and stamp of a page, as a layout would find them; what isn't there is left out.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
    heading : str
        The first heading of the page.
    story : list of (str, str)
        Paragraphs and letters that were found.
    """
    found: dict[str, list[str]] = {"subtitle": standfirst(tree, heading, story), "byline": [], "stamp": []}
    for line in _short_lines(tree, heading, story):
        parts = _STROKE.split(line)
        stamps = [line] if lines.is_stamp(line, None) else [p for p in parts if lines.is_stamp(p, None)]
        signed = next((who for p in parts if p not in stamps and (who := lines.bylined(p))), None)
        found["stamp"] += stamps
        if signed and not found["byline"]:
            found["byline"].append(signed)
    return {name: list(dict.fromkeys(listed)) for name, listed in found.items() if listed}


_STROKE = re.compile(r"\s*[|•·]\s*")
_SHORT = 160
_BLOCKS = frozenset("div p li ul ol section header h2 h3 h4 table tr td dl dd".split())


def _short_lines(tree: HtmlElement, heading: str, story: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines between headline and story: innermost blocks, and times that stand inside of them."""
    top = next((h for h in tree.iter("h1") if " ".join(h.text_content().split()) == heading), None)
    if top is None or not heading or not story:
        return
    opening = lines.fold(story[0][0])[:80]
    for number, element in enumerate(_below(tree, top)):
        if number > _NEAR or lines.fold(element.text_content()[:400]).startswith(opening):
            return
        if element.tag not in _BLOCKS | {"time"} or next(element.iterdescendants(*_BLOCKS), None) is not None:
            continue
        line = " ".join(element.text_content().split())
        if line and len(line) <= _SHORT:
            yield line


def standfirst(tree: HtmlElement, heading: str, story: list[tuple[str, str]]) -> list[str]:
    """Return the lines of a page's standfirst; none where the story opens with it.

    It is called so, or a heading right below the headline.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
    heading : str
        The first heading of the page.
    story : list of (str, str)
        Paragraphs and letters that were found: what stands among them is not said twice.

    Examples
    --------
    >>> from lxml import html
    >>> page = html.fromstring("<div><h1>Port opens</h1><p class='article-dek'>After eight years of work"
    ...                        "</p><p>Ships came in on Friday.</p></div>")
    >>> standfirst(page, "Port opens", [("Ships came in on Friday.", "p")])
    ['After eight years of work']
    """
    if not heading or not story:
        return []
    told = {lines.fold(text) for text, _ in story}
    opening = lines.fold(story[0][0])
    top = next((h for h in tree.iter("h1") if " ".join(h.text_content().split()) == heading), None)
    if top is None:
        return []
    for number, element in enumerate(_below(tree, top)):
        if number > _NEAR or lines.fold(element.text_content()[:400]).startswith(opening[:80]):
            return []
        if not (_is_called_so(element) or (element.tag == "h2" and element.getprevious() is top)):
            continue
        found = _lines(element)
        if found and not any(
            lines.fold(line) in told or opening.startswith(lines.fold(line)) for line in found
        ):
            return found
    return []


def _below(tree: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements behind a heading in the order of the page."""
    begun = False
    for element in tree.iter():
        if begun and isinstance(element.tag, str):
            yield element
        begun = begun or element is top


def _is_called_so(element: HtmlElement) -> bool:
    names = " ".join(value for name in marks.NAMED if (value := element.get(name)))
    if not names or not marks.pattern("names", "standfirsts").search(names):
        return False
    return element.tag not in _OUT and not any(above.tag in _OUT for above in element.iterancestors())


def _lines(element: HtmlElement) -> list[str]:
    items = element.findall(".//li") or [element]
    several = element.find(".//li") is None and len(element.findall(".//p")) > 1
    if several or element.find(".//figure") is not None or element.find(".//img") is not None:
        return []
    found = [" ".join(item.text_content().split()) for item in items]
    found = [line for line in found if line]
    whole = all(_SHORTEST <= len(line) <= _LONGEST and _is_told(line) for line in found)
    return found if whole and len(found) <= _MOST else []


_TELLS = re.compile(r"[^\W\d_]{3}")


def _is_told(line: str) -> bool:
    """Say whether a line is told by the story's own voice: no name, time, or word to the reader."""
    if lines.bylined(line) or lines.stamped(line, None) or not _TELLS.search(line):
        return False
    notice = marks.pattern("lines", "appeals", "(?:{})").match(line)
    label = marks.pattern("lines", "labels", r"(?:{})[.:…→»]*").fullmatch(line)
    return not notice and not label
