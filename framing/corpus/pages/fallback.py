"""The text of a page whose outlet has no layout for it: any page of any site, nothing known beforehand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from framing.corpus import trees
from framing.corpus.calm import calm
from framing.corpus.pages.fallback_blocks import Block, sheet
from framing.corpus.pages.fallback_flow import is_prose

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["body", "said"]


# The story in a page's own data, where its elements hold none: JSON-LD, and what its scripts start from.

_BODY_KEYS = frozenset(
    "articlebody body bodyhtml body_html bodytext content contenthtml content_html html text story "
    "storyhtml copy fulltext articlecontent richtext markup maintext".split()
)
_TEXT_KEYS = ("content", "text", "value", "html", "data", "children", "items", "body", "inline", "nodes")
_KIND_KEYS = ("type", "__typename", "tag", "tagName", "name", "kind", "blockType", "_type", "component")
_KINDS = {
    "p": re.compile(r"p|text|paragraph\w*|raw_html|bodytext|html|text-?block|markup|block", re.IGNORECASE),
    "h": re.compile(r"h[2-6]|head(?:ing|er)\w*|sub-?head\w*|heading[1-6]?block|crosshead", re.IGNORECASE),
    "q": re.compile(r"blockquote\w*|quote", re.IGNORECASE),
    "l": re.compile(r"ul|ol|list|listblock|unordered_?list|bulleted_?list", re.IGNORECASE),
}  # fmt: skip
_START = re.compile(r"(?:=|\(|JSON\.parse\()\s*(?=[{\[\"'])")
# A page has few states, and each failed try may read to the script's end.
_TRIES = 12
_LEAST = 200


def said(tree: HtmlElement) -> list[tuple[str, str]]:
    """Return the longest story in a page's data, each paragraph with its letter; none where there is none."""
    best: list[tuple[str, str]] = []
    most = _LEAST
    for linked, value in _values(tree):
        for found in _candidates(value, linked):
            size = sum(len(text) for text, _ in found)
            if size > most:
                best, most = found, size
        if linked and best:
            return best
    return best


def _values(tree: HtmlElement) -> Iterator[tuple[bool, Any]]:
    """Yield what can be read as JSON in scripts, JSON-LD first."""
    scripts = [(script, script.text or "") for script in tree.iter("script") if not script.get("src")]
    linked = [text for script, text in scripts if "ld+json" in (script.get("type") or "")]
    for text in linked:
        if "articleBody" in text:
            for value in _loads(text.strip().rstrip(";")):
                yield True, value
    for script, text in scripts:
        kind = script.get("type") or ""
        if len(text) < _LEAST or "ld+json" in kind:
            continue
        values = _loads(text.strip()) if "json" in kind else _assigned(text)
        for value in values:
            yield False, value


def _loads(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return


def _assigned(text: str) -> Iterator[Any]:
    """Yield the objects that a script assigns or hands over."""
    decoder = json.JSONDecoder(strict=False)
    place = tries = 0
    while tries < _TRIES and (found := _START.search(text, place)):
        place = found.end()
        tries += 1
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, str):
            yield from _loads(value) if value[:1] in "[{" else ()
        else:
            yield value


def _candidates(value: Any, linked: bool) -> Iterator[list[tuple[str, str]]]:
    """Yield what may be a story: a long text under a name such texts have, or a list of paragraphs."""
    stack: list[Any] = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            for key, part in item.items():
                if isinstance(part, str):
                    name = key.lower().replace("-", "")
                    if len(part) > _LEAST and (name == "articlebody" if linked else name in _BODY_KEYS):
                        yield _from_text(part)
                elif isinstance(part, (dict, list)):
                    stack.append(part)
        elif isinstance(item, list):
            if not linked and len(item) > 1:
                yield _from_list(item)
            stack.extend(part for part in reversed(item) if isinstance(part, (dict, list)))


def _from_text(text: str) -> list[tuple[str, str]]:
    from html import unescape

    if "&lt;" in text[:2000] and "<" not in text[:2000]:
        text = unescape(text)
    if "<p" in text or "<br" in text or "</" in text:
        return [(block.text, _letter(block)) for block in _blocks(text) if not block.word]
    lines = [" ".join(unescape(line).split()) for line in re.split(r"\n+|\\n|\r", text)]
    if not any(map(is_prose, lines)):
        return []
    return [(line, "p") for line in lines if line]


def _blocks(text: str) -> list[Block]:
    from lxml import html
    from lxml.etree import ParserError

    try:
        return sheet(html.fragment_fromstring(calm(text), create_parent="div")).blocks
    except (ParserError, ValueError):
        return []


def _letter(block: Block) -> str:
    return "p" if block.kind == "d" else block.kind


def _from_list(items: list[Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    prose = 0
    for item in items:
        if isinstance(item, str):
            letter, texts = "p", [item]
        elif isinstance(item, dict):
            letter = _kind(item)
            if not letter:
                continue
            texts = _texts(item, apart=letter == "l")
        else:
            return []
        for text in texts:
            plain = (
                " ".join(" ".join(b.text for b in _blocks(text)).split())
                if "<" in text or "&" in text
                else text
            )
            plain = " ".join(plain.split())
            if plain:
                found.append((plain, letter))
                prose += letter == "p" and is_prose(plain)
    return found if prose > 1 else []


def _kind(item: dict[str, Any]) -> str:
    for key in _KIND_KEYS:
        said = item.get(key)
        if isinstance(said, str):
            return next((letter for letter, form in _KINDS.items() if form.fullmatch(said)), "")
    return ""


def _texts(item: Any, *, apart: bool, depth: int = 0) -> list[str]:
    """Return the text of one paragraph, or of each item of a list."""
    if isinstance(item, str):
        return [item]
    if depth > 12:
        return []
    if isinstance(item, list):
        parts = ["".join(_texts(part, apart=False, depth=depth + 1)) for part in item]
        return parts if apart else ["".join(parts)]
    if isinstance(item, dict):
        for key in _TEXT_KEYS:
            if item.get(key) and isinstance(item[key], (str, list, dict)):
                return _texts(item[key], apart=apart, depth=depth + 1)
    return []


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
        pass

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
