"""The text of a page whose outlet has no layout for it: any page of any site, nothing known beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["body"]

_LETTERS = {"p": "p", "head": "h", "item": "l", "quote": "q"}


def body(tree: HtmlElement, source: str, url: str | None) -> list[tuple[str, str]]:
    """Return the paragraphs of a page's article, each with its letter (p, h, q, l); none where none is found.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The page, parsed; it is left as it is.
    source : str
        The same page as text.
    url : str, optional
        Its address, where it is known.
    """
    import trafilatura
    from lxml import etree

    try:
        found = trafilatura.extract(
            source,
            output_format="xml",
            include_comments=False,
            include_tables=False,
            include_images=False,
            include_links=False,
            include_formatting=False,
            favor_recall=True,
            with_metadata=False,
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        # Pages are broken in more ways than a library foresees; one of them must not end the whole run.
        return []
    if not found:
        return []
    pieces: list[tuple[str, str]] = []
    root = etree.fromstring(
        found.encode("utf-8"), parser=etree.XMLParser(huge_tree=True, resolve_entities=False)
    )
    for element in root.iter(*_LETTERS):
        if any(above.tag in _LETTERS for above in element.iterancestors()) and element.tag != "item":
            continue
        for part in "".join(element.itertext()).split("\n"):
            line = " ".join(part.split())
            if line:
                pieces.append((line, _LETTERS[str(element.tag)]))
    return pieces
