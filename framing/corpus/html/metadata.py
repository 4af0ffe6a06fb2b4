"""What a page says of its article outside the text: JSON-LD first, then meta, then its heading.

Nothing of one outlet stands here; where an outlet's own stamp and byline
stand, its layouts say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from framing.plugins import toml

if TYPE_CHECKING:
    from lxml.html import HtmlElement


# What a page's JSON-LD says of the page's own article; what it says of other stories is passed over.

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
    heads = {_fold_jsonld(title) for title in titles} - {""}
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
    written = {_path(url) for url in _addresses_jsonld(item)} - {""}
    head = _fold_jsonld(_line(item.get("headline")) or _line(item.get("name")) or "")
    here = bool(paths & written) if paths and written else None
    long = len(head) > 20
    same = bool(head) and any(head == known or (long and (head in known or known in head)) for known in heads)
    if here is False and not same:
        return -1
    full = bool(item.get("datePublished")) + bool(item.get("author")) + bool(item.get("articleBody"))
    return full + 4 * (here is True) + 4 * same


def _addresses_jsonld(item: dict[str, Any]) -> Iterator[str]:
    page = item.get("mainEntityOfPage")
    for value in (item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page):
        if isinstance(value, str) and value.startswith(("http", "/")):
            yield value


def _path(url: str) -> str:
    """Return the part of an address that names the page: no site, query, ending or case."""
    path = urlsplit(url).path if "://" in url else url.split("?")[0]
    return re.sub(r"(?:\.amp)?(?:/index)?\.s?html?$", "", path.rstrip("/").casefold())


def _fold_jsonld(line: str) -> str:
    return _WORD.sub(" ", unescape(line).casefold()).strip()


def _stated(item: dict[str, Any], known: dict[str, dict[str, Any]]) -> Stated:
    persons, organisations = _authors(item.get("author") or item.get("creator"), known)
    language, section = item.get("inLanguage"), item.get("articleSection")
    holders = [_named(item.get(name), known) for name in _HOLDERS]
    return Stated(
        kind=_kind(item),
        title=_line(item.get("headline")) or _line(item.get("name")),
        published=_line(item.get("datePublished")),
        updated=_line(item.get("dateModified")),
        persons=tuple(persons),
        organisations=tuple(organisations),
        section=_line(section[0] if isinstance(section, list) and section else section),
        publisher=_named(item.get("publisher") or item.get("sourceOrganization"), known),
        language=_line(language.get("alternateName") if isinstance(language, dict) else language),
        url=next((url for url in _addresses_jsonld(item) if url.startswith("http")), None),
        description=_line(item.get("description")),
        text=item["articleBody"] if isinstance(item.get("articleBody"), str) else None,
        holders=tuple(dict.fromkeys(name for name in holders if name)),
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


_METAS: dict[str, str] = toml(__package__, "lists")["metadata"]["metas"]
_ADDRESSES = ("og:url", "vf:url", "twitter:url", "parsely-link", "url", "identifier")
# What browsers write into a page that they save.
_SAVED = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->|Page saved with SingleFile\s+url:\s*(\S+)", re.I
)
_SUFFIX = re.compile(r"\s+[-|–—·•:]+\s+|\s*[|_]\s*|--+|-(?=[\u4e00-\u9fff]{2,8}$)")
# What is longer is no headline, and each dash in it would be looked at with all the others.
_LONGEST = 1000
_TONGUE = re.compile(r"(?!ut)[A-Za-z]{2,3}(?:[-_]\w{2,8})*")
_JUNK = re.compile(r"\W+")


@dataclass
class About:
    """What a page says of its article.

    Attributes
    ----------
    stated : Stated
        By the JSON-LD of the article itself.
    metas : mapping of str to str
        Field to the first meta element that states it.
    heading, printed : str
        The first heading, and the window's title.
    url : str, optional
        Never that of a file.
    credits : tuple of str
        Lines anywhere on the page that say from whose files the story is.
    """

    stated: Stated = field(default_factory=Stated)
    metas: dict[str, str] = field(default_factory=dict)
    heading: str = ""
    printed: str = ""
    url: str | None = None
    language: str | None = None
    is_article: bool = False
    credits: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Names that the page gives the site, the surest first."""
        found = [self.stated.publisher, self.metas.get("site"), site(self.printed)]
        return [name for name in found if name]


def about(tree: HtmlElement, source: str, address: str | None = None) -> About:
    """Return what a page says of its article; it was fetched from `address`, if that is known."""
    raw = _raw_metas(tree)
    metas = {
        name: value
        for name, keys in _METAS.items()
        if (value := next((raw[key] for key in keys.split() if key in raw and _fits(name, raw[key])), None))
    }
    heading = next(
        (line for h in tree.iter("h1") if (line := " ".join(h.text_content().split())) and len(line) > 3), ""
    )
    printed = " ".join((tree.findtext(".//title") or "").split())
    addresses = _addresses(tree, raw, source)
    if not addresses and is_address(address):
        addresses = [str(address)]
    titles = tuple(filter(None, (heading, metas.get("title"), printed)))
    stated = own(tree, tuple(addresses), titles)
    url = next(iter(addresses), None) or (stated.url if is_address(stated.url) else None)
    tongues = (tree.get("lang"), stated.language, raw.get("content-language"), raw.get("og:locale"))
    return About(
        stated,
        metas,
        heading,
        printed,
        url,
        next((tongue.strip() for tongue in tongues if tongue and _TONGUE.fullmatch(tongue.strip())), None),
        bool(stated.kind) or raw.get("og:type", "").lower() == "article" or "published" in metas,
        _credits(tree, source),
    )


# Such a line stands below the story, often outside of what holds it.
_FILES = re.compile(r"\W*with files from\b.{2,160}", re.I)


def _credits(tree: HtmlElement, source: str) -> tuple[str, ...]:
    if "ith files from" not in source:
        return ()
    found = tree.xpath("//*[text()[contains(., 'ith files from')]][not(self::script or self::style)]")
    lines = dict.fromkeys(" ".join(element.text_content().split()) for element in found)
    return tuple(filter(_FILES.fullmatch, lines))


def _raw_metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        value = " ".join((meta.get("content") or "").split())
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and value:
                found.setdefault(name, value)
    return found


def _fits(name: str, value: str) -> bool:
    """Say whether a meta element's value can be what its name says: no number or address for an author."""
    if name == "authors":
        return not is_address(value) and not value.isdigit() and "facebook.com" not in value
    return name != "published" or any(map(str.isdigit, value))


def _addresses(tree: HtmlElement, raw: dict[str, str], source: str) -> list[str]:
    """Return the addresses that a page gives itself, the canonical one first; no file's, no site's front."""
    found = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    found += [raw.get(name) for name in _ADDRESSES]
    saved = _SAVED.search(source[:4000])
    if saved:
        found.append(saved.group(1) or saved.group(2))
    usable = [url.strip() for url in found if url and is_address(url.strip())]
    return list(dict.fromkeys([url for url in usable if urlsplit(url).path.strip("/")] or usable))


def is_address(value: str | None) -> bool:
    """Say whether a value is the address of a page on the web.

    >>> is_address("https://harbour.example/a"), is_address("file:///home/me/a.html"), is_address("/a")
    (True, False, False)
    """
    if not value or not value.lower().startswith(("http://", "https://")):
        return False
    try:
        return "." in urlsplit(value).netloc
    except ValueError:
        return False


def headline(said: About, shown: str | None, names: tuple[str, ...]) -> str:
    """Return the headline without the site's name behind it.

    Parameters
    ----------
    said : About
    shown : str, optional
        What the outlet's layout found.
    names : tuple of str
        Names of the outlet and of its site.
    """
    title = shown or said.stated.title or ""
    known = {_fold(name) for name in (*names, said.stated.publisher, said.metas.get("site")) if name}
    heading = "" if _fold(said.heading) in known else said.heading
    if not title:
        title = said.metas.get("title") or heading or said.printed
    if heading and title != heading and title.startswith(heading) and _SUFFIX.match(title[len(heading) :]):
        return heading
    return _without(title, known)


def _without(title: str, known: set[str]) -> str:
    """Cut names of the site, and the sections before them, from a headline's end."""
    if len(title) > _LONGEST:
        return title
    ends = [found for found in _SUFFIX.finditer(title) if title[: found.start()].strip()]
    for place, found in enumerate(ends):
        rest = [part for part in _SUFFIX.split(title[found.end() :]) if part.strip()]
        if rest and _fold(rest[-1]) in known and all(len(part) <= 30 for part in rest):
            return title[: found.start()].rstrip() if len(rest) <= 3 or place == 0 else title
    return title


def site(title: str) -> str | None:
    """Return what stands last behind a dash or stroke of a title: a site's name, if any is known by it."""
    parts = [part for part in _SUFFIX.split(title) if part.strip()]
    return parts[-1].strip() if len(parts) > 1 else None


def _fold(name: str) -> str:
    return _JUNK.sub("", name.casefold().removeprefix("the "))
