"""Saved web pages: the article's own statements about itself, and its text without the page around it.

What a page says of itself (JSON-LD, meta) is read here; which of its lines
are boilerplate is a matter of the outlet's rules, applied to all formats alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding
from framing.corpus.pages import fallback
from framing.corpus.records import MAX_RECORD, SITE, Fault, Record, Source

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")

_TYPES = re.compile(
    r"(?:News|Reportage|Opinion|Analysis|Background|Review|Live|Blog|Tech)?(?:\w*Article|Posting|BlogPosting|LiveBlogPosting)"
)
_MARK = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta|div|p)\b", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a page: it opens with HTML's own words."""
    if encoding.is_binary(head):
        return 0
    start = head[:2000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<") and _MARK.search(start):
        return 95
    return 45 if name.lower().endswith(SUFFIXES) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Record | Fault]:
    """Yield the page's one article."""
    raw = stream.read(MAX_RECORD + 1)
    if len(raw) > MAX_RECORD:
        yield Fault(
            "too_large",
            f"longer than {MAX_RECORD // 1024**2} MB, which no article's page is; save the page again",
        )
        return
    text, notes = encoding.decode(raw)
    tree = _tree(text)
    fields = _about(tree) if tree is not None else {}
    pieces = fallback.body(tree, text, fields.get("url")) if tree is not None else []
    body, blocks = "\n".join(line for line, _ in pieces), "".join(letter for _, letter in pieces)
    if not body:
        yield Fault(
            "no_body",
            "no article text was found in the page; save it again when it has loaded, or save its text",
            kind="skipped",
        )
        return
    yield Record({**fields, "text": body}, raw, blocks=blocks, page="title" not in fields, notes=notes)


def _tree(text: str) -> Any:
    """Return the page parsed, or None where it holds no element."""
    from lxml import html
    from lxml.etree import ParserError

    try:
        return html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (ParserError, ValueError):
        return None


def _about(tree: Any) -> dict[str, Any]:
    """Return what the page says of its article: JSON-LD first, then meta, then its heading."""
    found = _from_json(tree)
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        value = (meta.get("content") or "").strip()
        if name and value:
            metas.setdefault(name, value)
    for field, names in _METAS.items():
        value = next((metas[name] for name in names if name in metas), None)
        if value and not found.get(field):
            found[field] = value
    canonical = next(
        (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"),
        None,
    )
    if canonical and canonical.startswith("http"):
        found["url"] = canonical
    heading = next(
        (" ".join(h.text_content().split()) for h in tree.iter("h1") if h.text_content().strip()), ""
    )
    printed = " ".join((tree.findtext(".//title") or "").split())
    title = found.get("title") or heading or printed
    found["title"] = _without_site(title, heading, str(found.get("outlet") or ""))
    found[SITE] = _site(printed)
    language = (tree.get("lang") or "").strip()
    if language:
        found.setdefault("language", language)
    return {name: value for name, value in found.items() if value}


_METAS = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "published": ("article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate",
                  "dc.date.issued", "dc.date",
                  "parsely-pub-date", "sailthru.date", "date"),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "lastmod"),
    "authors": ("author", "article:author_name", "byl", "parsely-author", "sailthru.author", "dc.creator"),
    "section": ("article:section", "section", "parsely-section", "cxenseparse:section"),
    "outlet": ("og:site_name", "application-name", "publisher"),
    "url": ("og:url",),
}  # fmt: skip


def _from_json(tree: Any) -> dict[str, Any]:
    """Return what the JSON-LD of the page's own article says; related stories' is passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(script.text_content().strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(value):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _TYPES.fullmatch(kind) for kind in kinds) and item.get(
                "headline"
            ):
                return _from_item(item, [kind for kind in kinds if isinstance(kind, str)])
    return {}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects at the top of JSON-LD and in its @graph: deeper ones belong to other pages."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            if isinstance(item.get("@graph"), list):
                yield from (part for part in item["@graph"] if isinstance(part, dict))


def _from_item(item: dict[str, Any], kinds: list[str]) -> dict[str, Any]:
    authors = item.get("author")
    authors = authors if isinstance(authors, list) else [authors]
    persons = [a.get("name") if isinstance(a, dict) else a for a in authors if a]
    publisher = item.get("publisher")
    section = item.get("articleSection")
    return {
        "title": _words(item.get("headline")),
        "published": _words(item.get("datePublished")),
        "updated": _words(item.get("dateModified")),
        "authors": [_words(name) for name in persons if isinstance(name, str)] or None,
        "section": _words(section[0] if isinstance(section, list) and section else section),
        "outlet": _words(publisher.get("name")) if isinstance(publisher, dict) else None,
        "genre": next((kind for kind in kinds if kind.startswith(("Opinion", "LiveBlog"))), None),
    }


def _words(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    from html import unescape

    return " ".join(unescape(value).split()) or None


def _without_site(title: str, heading: str, outlet: str) -> str:
    """Cut the site's name from the end of a headline, where the page's own heading or its name shows it."""
    if heading and title != heading and title.startswith(heading) and _SUFFIX.match(title[len(heading) :]):
        return heading
    last = _site(title)
    if last and outlet and last.casefold() == outlet.casefold():
        return title[: title.rindex(last)].rstrip(" -|–—·_")
    return title


def _site(title: str) -> str | None:
    """Return what stands last behind a dash or stroke of a title: a site's name, if any is known by it."""
    parts = [part for part in _SUFFIX.split(title) if part.strip()]
    return parts[-1].strip() if len(parts) > 1 else None


_SUFFIX = re.compile(r"\s+[-|–—·]+\s+|\s*[|_]\s*|--+|-(?=[\u4e00-\u9fff]{2,6}$)")
