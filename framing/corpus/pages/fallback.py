"""The text of a page whose outlet has no layout for it: any page of any site, nothing known beforehand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from framing.corpus import trees

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["body"]

# Fewer characters than this are no story, so another way to read the page may find more.
_THIN = 300
# Fewer than this may be the open part of a page whose data hold the whole.
_TEASER = 1500
# libxml2 reads no deeper than 2,048 elements and leaves out what is in there.
_DEEP = 2000
_HOLDERS = re.compile(r"</?(?:div|span|section|font|center|b|i|em|strong|table|tbody|tr|td)\b[^<>]*>", re.I)
_AUTHORS = frozenset(
    ("author", "article:author", "article:author_name", "byl", "parsely-author", "dc.creator")
)
_NAMED = re.compile(r'"@type"\s*:\s*"Person"[^{}]{0,300}?"name"\s*:\s*"([^"\\]{3,60})"')
_BYLINE = re.compile(r"\b(?:author|byline|profile|by)s?\b|/(?:author|by|people|profile|staff)s?/", re.I)
_LETTERS = {"p": "p", "head": "h", "item": "l", "quote": "q"}

_Pieces = list[tuple[str, str]]


def body(tree: HtmlElement, source: str, url: str | None) -> _Pieces:
    """Return the paragraphs of a page's article, each with its letter (p, h, q, l); none where none is found.

    The elements are read first; where they hold no more than a few lines, what
    the page's own data say (JSON-LD, the state of its scripts), then trafilatura.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
        The page, parsed; it is left as it is.
    source : str
        The same page as text.
    url : str, optional
        Its address, where it is known.
    """
    from framing.corpus.pages.fallback_blocks import sheet
    from framing.corpus.pages.fallback_pick import pick

    page, titles, authors = sheet(tree), _titles(tree), _authors(tree)
    picked = pick(page, titles, authors)
    if page.depth > _DEEP and not picked.blocks:
        picked = pick(sheet(_flat(source)), titles, authors)
    found = [(block.text, "p" if block.kind == "d" else block.kind) for block in picked.blocks]
    size = _size(found)
    if size < _TEASER:
        from framing.corpus.pages.fallback_data import said

        other = said(tree)
        if _size(other) > max(2 * size, _THIN):
            return other
    if size < _THIN:
        other = _trafilatura(source)
        if _size(other) > max(2 * size, _THIN):
            return other
    return found


def _flat(source: str) -> HtmlElement:
    """Return a page without the elements that only hold others, where these stand in each other too deep."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.document_fromstring(_HOLDERS.sub("\n", source).encode("utf-8"), parser=parser)


def _size(pieces: _Pieces) -> int:
    return sum(len(text) for text, _ in pieces)


def _titles(tree: HtmlElement) -> frozenset[str]:
    """Return the headlines that a page gives itself, folded."""
    from framing.corpus.lines import fold

    said: list[str] = []
    printed = " ".join((tree.findtext(".//title") or "").split())
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:title", "twitter:title"):
            said.append(meta.get("content") or "")
    # "Headline - Site", "Site: Headline": which part is which does not matter, a site's name is no paragraph.
    parts = re.split(r"\s+[-|–—»·:]+\s+|:\s|[|_]|--", printed)
    said.extend([printed, *parts, " ".join(parts[:-1]), " ".join(parts[1:])])
    return frozenset(folded for title in said if (folded := fold(title)))


def _authors(tree: HtmlElement) -> frozenset[str]:
    """Return the names of those who wrote a page, as its head and its byline give them, folded."""
    from framing.corpus.bylines import persons
    from framing.corpus.lines import fold

    said = [
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get("name") or meta.get("property") or "").lower() in _AUTHORS
    ]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            said.extend(_NAMED.findall(script.text or "")[:6])
    for link in tree.iter("a", "address", "span"):
        if link.get("rel") == "author" or _BYLINE.search(link.get("class") or link.get("href") or ""):
            text = " ".join("".join(link.itertext()).split())
            if len(text) < 60:
                said.append(text)
    return frozenset(fold(name) for text in said[:40] for name in persons(text))


def _trafilatura(source: str) -> _Pieces:
    """Return what trafilatura finds: a second opinion, asked only where ours is that there is nothing."""
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
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError) as error:
        trees.lacking(error)
        # Pages are broken in more ways than a library foresees; one of them must not end the whole run.
        return []
    if not found:
        return []
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False)
    pieces: _Pieces = []
    for element in etree.fromstring(found.encode("utf-8"), parser=parser).iter(*_LETTERS):
        if any(above.tag in _LETTERS for above in element.iterancestors()) and element.tag != "item":
            continue
        for part in "".join(element.itertext()).split("\n"):
            line = " ".join(part.split())
            if line:
                pieces.append((line, _LETTERS[str(element.tag)]))
    return pieces
