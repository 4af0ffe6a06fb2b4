"""The story in a page's own data, where its elements hold none: JSON-LD, and what its scripts start from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from framing.corpus.calm import calm
from framing.corpus.pages.fallback_blocks import Block, sheet
from framing.corpus.pages.fallback_flow import is_prose

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["said"]

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
