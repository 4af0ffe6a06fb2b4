"""The elements of a feed, by name and by the module they are of, and the few kinds of value they hold."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from framing.corpus import trees
from framing.corpus.pages.about import is_address

__all__ = [
    "MARKUP", "RDF", "XML", "Children", "joined", "link", "local", "name_of", "persons", "plain", "words",
]  # fmt: skip

# The formats' own elements; dc:, content:, media: and the like are modules beside them.
_CORE = (
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/rss092",
    "http://www.w3.org/2005/atom",
    "http://purl.org/atom/ns#",
)
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.0/")
_PREFIXES = {"content": _CONTENT, "dc": _DC[0], "dcterms": _DC[1]}
_XHTML = "http://www.w3.org/1999/xhtml"
XML = "{http://www.w3.org/XML/1998/namespace}"
#: The longest value of a column beside our own.
_LONGEST = 2000
MARKUP = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9]{0,20}\b[^<>]{0,2000}/?|!--)>?")
_SIGNED = re.compile(r"\S{1,100}@\S{1,100} ?\(([^()]{1,200})\)|([^<>]{1,200}) ?<\S{1,100}@\S{1,100}>")


def plain(text: str) -> str:
    """Return a line without markup, as titles and names have it.

    >>> plain("Talks <b>end</b> &amp; ships sail")
    'Talks end & ships sail'
    """
    if "<" in text and MARKUP.search(text):
        tree = trees.html(f"<div>{text}</div>")
        text = tree.text_content() if tree is not None else text
    return " ".join(unescape(text).split())


class Children:
    """The elements of an entry or channel, by name and by the module they are of."""

    def __init__(self, element: Any) -> None:
        self._items = [child for child in element if isinstance(child.tag, str)]
        self._base = element.base or ""

    def every(self, name: str) -> list[Any]:
        """Return the format's own elements of a name."""
        return [child for child in self._items if name_of(child) == ("", name)]

    def first(self, name: str) -> Any | None:
        """Return the first of them."""
        return next(iter(self.every(name)), None)

    def text(self, name: str) -> str:
        """Return the first words that one of them holds."""
        return next((text for child in self.every(name) if (text := words(child))), "")

    def modules(self, name: str) -> list[Any]:
        """Return the Dublin Core elements of a name."""
        return [child for child in self._items if name_of(child)[0] in _DC and local(child) == name]

    def module(self, *names: str) -> str:
        """Return the first words that a Dublin Core element holds, its names in order of trust."""
        return next((text for name in names for child in self.modules(name) if (text := words(child))), "")

    def content(self) -> str:
        """Return the text itself, as HTML."""
        for child in self._items:
            space, name = name_of(child)
            whole = (space == _CONTENT and name == "encoded") or (space == _XHTML and name in ("body", "div"))
            if (whole or ((space, name) == ("", "content") and not child.get("src"))) and (
                inner := _inner(child)
            ):
                return inner
        return ""

    def summary(self) -> str:
        """Return what the entry says of the text, as HTML."""
        named = [*self.every("description"), *self.every("summary"), *self.modules("description")]
        named += [child for child in self._items if local(child) in ("description", "summary")]
        return next((inner for child in named if (inner := _inner(child))), "")

    def address(self) -> str:
        """Return where the article stands: the address that a service of feeds replaced, if it says so."""
        found = [words(child) for child in self._items if local(child) == "origlink"]
        for child in self.every("link"):
            if child.get("rel", "alternate") == "alternate":
                found.append(child.get("href") or words(child))
        found += [words(child) for child in self.every("guid") if child.get("isPermaLink", "true") == "true"]
        found = [link for link in found if link]
        chosen = next((link for link in found if is_address(link)), None)
        return chosen or next((joined(self._base, link) for link in found if "/" in link), "")

    def others(self) -> dict[str, str]:
        """Return what is left, under the names that the feed uses, the module's in front."""
        kept: dict[str, list[str]] = {}
        for child in self._items:
            space, name = name_of(child)
            known = (space == "" and name in _KNOWN) or (space in _DC and name in _DUBLIN)
            value = words(child) or child.get("url") or ""
            if known or len(child) or not 0 < len(value) <= _LONGEST or space in (_CONTENT, _XHTML):
                continue
            kept.setdefault(f"{child.prefix or 'entry'}_{name}", []).append(" ".join(value.split()))
        return {name: "; ".join(dict.fromkeys(values)) for name, values in kept.items()}


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_KNOWN = frozenset(
    "title link description summary content author category guid id pubdate published issued updated "
    "modified source enclosure rights".split()
)
_DUBLIN = frozenset("title creator subject date issued created modified language description rights".split())


def local(element: Any) -> str:
    """Return an element's name in small letters, without its module or prefix."""
    return _local(element.tag)


@lru_cache(maxsize=1000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def name_of(element: Any) -> tuple[str, str]:
    """Return an element's module, empty for the formats' own, and its name in small letters."""
    if not isinstance(element.tag, str):
        # An entity that XML doesn't know, amid the elements.
        return "-", ""
    return _name_of(element.tag)


@lru_cache(maxsize=1000)
def _name_of(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition("}")
    # A feed that doesn't say what its prefixes mean still means what all others mean.
    space = space[1:] or (_PREFIXES.get(name.partition(":")[0].lower(), "-") if ":" in name else "")
    return ("" if space.lower() in _CORE else space), _local(tag)


def words(element: Any) -> str:
    """Return the text that an element holds, whatever elements it stands in."""
    return "".join(element.itertext()).strip()


def _inner(element: Any) -> str:
    """Return what an element holds as HTML, whether it was escaped or stands there as elements."""
    from lxml import etree

    if not len(element):
        return (element.text or "").strip()
    for inner in element.iter():
        if isinstance(inner.tag, str):
            inner.tag = inner.tag.rpartition("}")[2].rpartition(":")[2] or "div"
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def persons(own: Children) -> list[str]:
    """Return the persons that sign, without their addresses."""
    found = []
    for child in own.every("author"):
        name = next(
            (words(inner) for inner in child if isinstance(inner.tag, str) and local(inner) == "name"), ""
        )
        written = name or words(child)
        signed = _SIGNED.fullmatch(" ".join(written.split()))
        found.append(plain((signed.group(1) or signed.group(2)) if signed else written))
    found += [plain(words(child)) for child in own.modules("creator")]
    return list(dict.fromkeys(name for name in found if name and "@" not in name))


def link(own: Children, base: str) -> str:
    """Return the address of an article, whole, and not that of a counter on the way to it."""
    address = own.address()
    if address and base and not is_address(address):
        address = joined(base, address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.path.endswith(("/url", "/apiclick.aspx")):
        query = parse_qs(parts.query)
        behind = next((query[name][0] for name in ("url", "q") if name in query), "")
        return behind if is_address(behind) else address
    return address


def joined(base: str, link: str) -> str:
    """Return an address whole, or nothing where it is none."""
    try:
        return urljoin(base, link)
    except ValueError:
        return ""
