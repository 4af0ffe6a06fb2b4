"""What a page's JSON-LD says of the page's own article; what it says of other stories is passed over.

Pages carry the data of teasers, videos and pictures beside their own, each
with dates of its own. Which of them is the article is decided here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Stated", "own"]

_TYPES = re.compile(r"(?:schema:|https?://schema\.org/)?(?P<type>\w*Article|\w*Posting|Report|Review)")
_ORGANISATIONS = re.compile(r"Organi[sz]ation|NewsMedia|Corporation|Company", re.I)
# Objects in which the article's own may lie; deeper ones are other pages'.
_INNER = ("@graph", "mainEntity", "mainEntityOfPage")
# Whose the text is, where it is not the site's own.
_HOLDERS = ("copyrightHolder", "sourceOrganization", "provider")
_WORD = re.compile(r"\W+")


@dataclass(frozen=True)
class Stated:
    """What the JSON-LD of the page's own article states; None and empty where it says nothing."""

    kind: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    section: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    description: str | None = None
    text: str | None = None
    free: bool | None = None
    holders: tuple[str, ...] = ()


def own(tree: HtmlElement, urls: tuple[str, ...] = (), titles: tuple[str, ...] = ()) -> Stated:
    """Return what is stated of the article whose page this is.

    Parameters
    ----------
    tree : lxml.html.HtmlElement
    urls : tuple of str
        Addresses the page has.
    titles : tuple of str
        Headlines the page shows or gives itself.
    """
    objects = [item for script in tree.iter("script") for item in _objects(_read(script))]
    articles = [item for item in objects if _kind(item)]
    if not articles:
        return Stated()
    paths = {_path(url) for url in urls} - {""}
    heads = {_fold(title) for title in titles} - {""}
    scored = [(_fit(item, paths, heads), -place, item) for place, item in enumerate(articles)]
    fit, _, best = max(scored, key=lambda entry: entry[:2])
    # One that bears another address and another headline than the page is another page's.
    if fit < 0:
        return Stated()
    return _stated(best, {item["@id"]: item for item in objects if isinstance(item.get("@id"), str)})


def _read(script: HtmlElement) -> Any:
    if "ld+json" not in (script.get("type") or "").lower():
        return None
    text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the objects at the top and in the places where a page's own article may lie."""
    if depth > 4:
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            for name in _INNER:
                yield from _objects(item.get(name), depth + 1)


def _kind(item: dict[str, Any]) -> str | None:
    kinds = item.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        found = _TYPES.fullmatch(kind) if isinstance(kind, str) else None
        if found and found["type"] != "JobPosting":
            return found["type"]
    return None


def _fit(item: dict[str, Any], paths: set[str], heads: set[str]) -> int:
    """Return how well an object's address and headline are the page's; below 0 they are another's."""
    written = {_path(url) for url in _addresses(item)} - {""}
    head = _fold(_line(item.get("headline")) or _line(item.get("name")) or "")
    here = bool(paths & written) if paths and written else None
    same = _is_among(head, heads) if heads and head else None
    if here is False and not same:
        return -1
    full = bool(item.get("datePublished")) + bool(item.get("author")) + bool(item.get("articleBody"))
    return full + 4 * (here is True) + 4 * (same is True)


def _is_among(head: str, heads: set[str]) -> bool:
    return any(head == other or (len(head) > 20 and (head in other or other in head)) for other in heads)


def _addresses(item: dict[str, Any]) -> Iterator[str]:
    page = item.get("mainEntityOfPage")
    for value in (item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page):
        if isinstance(value, str) and value.startswith(("http", "/")):
            yield value


def _path(url: str) -> str:
    """Return the part of an address that names the page: no site, query, ending or case."""
    path = urlsplit(url).path if "://" in url else url.split("?")[0]
    return re.sub(r"(?:\.amp)?(?:/index)?\.s?html?$", "", path.rstrip("/").casefold())


def _fold(line: str) -> str:
    return _WORD.sub(" ", unescape(line).casefold()).strip()


def _stated(item: dict[str, Any], known: dict[str, dict[str, Any]]) -> Stated:
    persons, organisations = _authors(item.get("author") or item.get("creator"), known)
    publisher = _named(item.get("publisher") or item.get("sourceOrganization"), known)
    free = item.get("isAccessibleForFree")
    language = item.get("inLanguage")
    section = item.get("articleSection")
    holders = [_named(item.get(name), known) for name in _HOLDERS]
    return Stated(
        kind=_kind(item),
        title=_line(item.get("headline")) or _line(item.get("name")),
        published=_line(item.get("datePublished")),
        updated=_line(item.get("dateModified")),
        persons=tuple(persons),
        organisations=tuple(organisations),
        section=_line(section[0] if isinstance(section, list) and section else section),
        publisher=publisher,
        language=_line(language.get("alternateName") if isinstance(language, dict) else language),
        url=next((url for url in _addresses(item) if url.startswith("http")), None),
        description=_line(item.get("description")),
        text=item["articleBody"] if isinstance(item.get("articleBody"), str) else None,
        holders=tuple(dict.fromkeys(name for name in holders if name)),
        free={"true": True, "false": False}.get(str(free).lower()) if free is not None else None,
    )


def _authors(value: Any, known: dict[str, dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Return persons and organisations, each once."""
    persons: dict[str, None] = {}
    organisations: dict[str, None] = {}
    for author in value if isinstance(value, list) else [value]:
        name = _named(author, known)
        if not name or name.startswith(("http:", "https:")) or name.isdigit():
            continue
        kinds = author.get("@type") if isinstance(author, dict) else None
        is_body = _ORGANISATIONS.search(" ".join(kinds) if isinstance(kinds, list) else str(kinds or ""))
        (organisations if is_body else persons)[name] = None
    return list(persons), list(organisations)


def _named(value: Any, known: dict[str, dict[str, Any]]) -> str | None:
    """Return the name of a person or body: written, in its object, or in the object it refers to."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        name = value.get("name")
        if name is None and value.get("@id") in known:
            name = known[value["@id"]].get("name")
        return _line(name[0] if isinstance(name, list) and name else name)
    return _line(value)


def _line(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(unescape(value).split()) or None
