"""Feeds saved to a file: RSS 0.9 to 2.0, RDF, Atom and JSON Feed, one article an entry.

Most feeds give a summary of each article and not its text; what is only that
is kept as a stub. Feeds are read from bytes alone: no address in them is
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import lru_cache
from html import unescape
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urljoin, urlsplit

from framing.corpus import lines, outlets
from framing.corpus.exports import make_record, pages
from framing.corpus.html import trees
from framing.corpus.html.metadata import is_address
from framing.corpus.readers.jsonl import parse_json
from framing.corpus.records import Fault, Item, Note, Source

SUFFIXES = (".rss", ".atom", ".rdf")

_TAG = re.compile(rb"<([A-Za-z][\w:.-]{0,60})([^>]{0,4000})")
_JSON = re.compile(rb"\"version\"\s{0,9}:\s{0,9}\"https?:\\?/\\?/jsonfeed\.org\\?/version")
_ENDS = ("</rss>", "</feed>", "rdf>", "</channel>")

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
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_KNOWN = frozenset(
    "title link description summary content author category guid id pubdate published issued updated "
    "modified source enclosure rights".split()
)
_DUBLIN = frozenset("title creator subject date issued created modified language description rights".split())
#: The longest value of a column beside our own.
_LONGEST = 2000
_MARKUP = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9]{0,20}\b[^<>]{0,2000}/?|!--)>?")
_SIGNED = re.compile(r"\S{1,100}@\S{1,100} ?\(([^()]{1,200})\)|([^<>]{1,200}) ?<\S{1,100}@\S{1,100}>")
#: With more words than this a description is the text, whatever it is called.
_WHOLE = 350
# What WordPress sets under each text of a feed.
_FOOTER = re.compile(
    r"The (?:post|article) .{1,400} (?:appeared first|first appeared) on .{1,200}", re.DOTALL
)
_FLARE = ("feedflare", "sharedaddy", "sd-sharing", "jp-relatedposts")
_SPLIT = re.compile(r"\s+[-–—|:»>›·•]+\s+|\s*[|»›>]\s*|:\s+")
_WORDS = re.compile(r"\b(?:rss|feeds?|atom|latest|headlines|all (?:stories|articles))\b", re.I)


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a feed: its outermost element, or the version of a JSON feed."""
    start = head.replace(b"\x00", b"")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return 98 if _JSON.search(start[:4000]) else 0
    found = _TAG.search(start)
    if not found:
        return 0
    element = found.group(1).lower().rpartition(b":")[2]
    known = (
        element == b"rss"
        or (element == b"feed" and b"/atom" in found.group(2).lower())
        or (element == b"rdf" and re.search(rb"purl\.org/rss|netscape\.com/rdf", start) is not None)
    )
    return 98 if known else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield an article for each entry, numbered as it stands in the feed."""
    text = yield from pages.decode_text(stream, source, "split the feed")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        yield from _read_json(text)
        return
    text, mended = pages.mend_xml(text)
    cut = not text.rstrip().lower().endswith(_ENDS)
    root, wrong = pages.read_xml(text, source.limits)
    if root is None:
        yield Fault("bad_xml" if "XML" in wrong else "refused", f"the feed {wrong}")
        return
    yield from mended
    if wrong and not cut:
        yield Note("repaired", "bad_xml", f"the feed {wrong}; what could be read of it was read")
    head = Children(next((child for child in root if name_of(child) == ("", "channel")), root))
    channel = Entry(
        title=plain(head.text("title")),
        link=head.link(""),
        language=head.text("language") or head.text("language", spaces=_DC) or root.get(_LANG, ""),
        rights=plain(head.text("copyright") or head.text("rights") or head.text("rights", spaces=_DC)),
        authors=head.persons() if name_of(root)[1] == "feed" else [],
    )
    # In the channel, beside it (RSS 1.0), or in an Atom feed.
    listed = [each for each in root.iter() if name_of(each) in (("", "item"), ("", "entry"))]
    if cut and listed:
        # The last one may lack its end, and half a text may pass for a whole one.
        listed.pop()
    for number, element in enumerate(listed, 1):
        yield make_item(_entry(element, channel), channel, number)
    if cut:
        detail = "the feed breaks off, within its last entry or behind it: what stands before was read"
        yield Fault("cut_short", f"{detail}; save it again", len(listed) + 1)
    elif not listed:
        yield Fault("empty", "the feed holds no entries", kind="skipped")


def _read_json(text: str) -> Iterator[Item]:
    feed, _ = parse_json(text.encode("utf-8", "surrogatepass"), "feed")
    if isinstance(feed, Fault):
        yield feed
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        yield Fault("empty", "the feed holds no entries", kind="skipped")
        return
    channel = _json_entry(feed, Entry())
    channel.link = link if isinstance(link := feed.get("home_page_url"), str) else ""
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield make_item(_json_entry(item, channel), channel, number)
        else:
            yield Fault("bad_json", "the entry is no object with named values", number)


@dataclass
class Entry:
    """What an entry says, or a feed of itself, whichever of the formats it is in.

    Attributes
    ----------
    source : str
        The outlet, as the entry names it.
    media : list of (str, str)
        Address and type of what is attached.
    content, summary : str
        The text, and what is said of it, as HTML.
    others : dict
        What else it says, by the feed's own names.
    """

    title: str = ""
    link: str = ""
    source: str = ""
    published: str = ""
    updated: str = ""
    authors: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    language: str = ""
    accession: str = ""
    rights: str = ""
    media: list[tuple[str, str]] = field(default_factory=list)
    content: str = ""
    summary: str = ""
    others: dict[str, str] = field(default_factory=dict)


class Children:
    """The elements of an entry or channel, by name and by the module they are of."""

    def __init__(self, element: Any) -> None:
        self._items = [(*name_of(child), child) for child in element if isinstance(child.tag, str)]
        self._base = element.base or ""

    def every(self, *names: str, spaces: Sequence[str] = ("",)) -> list[Any]:
        """Return the elements of some names, in the order of these: the format's own, or of other modules."""
        return [
            child
            for wanted in names
            for space, name, child in self._items
            if name == wanted and space in spaces
        ]

    def text(self, *names: str, spaces: Sequence[str] = ("",)) -> str:
        """Return the first words that one of them holds."""
        return next((text for child in self.every(*names, spaces=spaces) if (text := words(child))), "")

    def content(self) -> str:
        """Return the text itself, as HTML."""
        named = [
            child
            for space, name, child in self._items
            if (space == _CONTENT and name == "encoded")
            or (space == _XHTML and name in ("body", "div"))
            or ((space, name) == ("", "content") and not child.get("src"))
        ]
        return next((inner for child in named if (inner := _inner(child))), "")

    def summary(self) -> str:
        """Return what the entry says of the text, as HTML."""
        named = [*self.every("description", "summary"), *self.every("description", spaces=_DC)]
        named += [child for _, name, child in self._items if name in ("description", "summary")]
        return next((inner for child in named if (inner := _inner(child))), "")

    def persons(self) -> list[str]:
        """Return the persons that sign, without their addresses."""
        found = []
        for child in self.every("author"):
            named = (words(inner) for inner in child if name_of(inner)[1] == "name")
            written = " ".join((next(named, "") or words(child)).split())
            signed = _SIGNED.fullmatch(written)
            found.append(plain((signed[1] or signed[2]) if signed else written))
        found += [plain(words(child)) for child in self.every("creator", spaces=_DC)]
        return list(dict.fromkeys(name for name in found if name and "@" not in name))

    def link(self, base: str) -> str:
        """Return where the article stands: the address that a service of feeds replaced, if it says so.

        It is whole, and not that of a counter on the way to it.
        """
        found = [words(child) for _, name, child in self._items if name == "origlink"]
        for child in self.every("link"):
            if child.get("rel", "alternate") == "alternate":
                found.append(child.get("href") or words(child))
        found += [words(child) for child in self.every("guid") if child.get("isPermaLink", "true") == "true"]
        chosen = next((link for link in found if is_address(link)), None)
        address = chosen or next((join_address(self._base, link) for link in found if "/" in link), "")
        if address and base and not is_address(address):
            address = join_address(base, address)
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if parts.path.endswith(("/url", "/apiclick.aspx")):
            query = parse_qs(parts.query)
            behind = next((query[name][0] for name in ("url", "q") if name in query), "")
            return behind if is_address(behind) else address
        return address

    def others(self) -> dict[str, str]:
        """Return what is left, under the names that the feed uses, the module's in front."""
        kept: dict[str, list[str]] = {}
        for space, name, child in self._items:
            known = (space == "" and name in _KNOWN) or (space in _DC and name in _DUBLIN)
            value = words(child) or child.get("url") or ""
            if known or len(child) or not 0 < len(value) <= _LONGEST or space in (_CONTENT, _XHTML):
                continue
            kept.setdefault(f"{child.prefix or 'entry'}_{name}", []).append(" ".join(value.split()))
        return {name: "; ".join(dict.fromkeys(values)) for name, values in kept.items()}


def name_of(element: Any) -> tuple[str, str]:
    """Return an element's module, empty for the formats' own, and its name in small letters."""
    # An entity that XML doesn't know may stand amid the elements.
    return _name_of(element.tag) if isinstance(element.tag, str) else ("-", "")


@lru_cache(maxsize=1000)
def _name_of(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition("}")
    # A feed that doesn't say what its prefixes mean still means what all others mean.
    space = space[1:] or (_PREFIXES.get(name.partition(":")[0].lower(), "-") if ":" in name else "")
    return ("" if space.lower() in _CORE else space), name.rpartition(":")[2].lower()


def words(element: Any) -> str:
    """Return the text that an element holds, whatever elements it stands in."""
    return "".join(element.itertext()).strip()


def plain(text: str) -> str:
    """Return a line without markup, as titles and names have it.

    >>> plain("Talks <b>end</b> &amp; ships sail")
    'Talks end & ships sail'
    """
    if "<" in text and _MARKUP.search(text):
        tree = trees.html(f"<div>{text}</div>")
        text = tree.text_content() if tree is not None else text
    return " ".join(unescape(text).split())


def join_address(base: str, link: str) -> str:
    """Return an address whole, or nothing where it is none."""
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _inner(element: Any) -> str:
    """Return what an element holds as HTML, whether it was escaped or stands there as elements."""
    from lxml import etree

    if not len(element):
        return (element.text or "").strip()
    for inner in element.iter():
        if isinstance(inner.tag, str):
            inner.tag = inner.tag.rpartition("}")[2].rpartition(":")[2] or "div"
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _entry(element: Any, channel: Entry) -> Entry:
    """Return what an entry of an XML feed says."""
    own = Children(element)
    source = next(iter(own.every("source")), None)
    stated = "" if source is None else Children(source).text("title") if len(source) else words(source)
    categories = (
        plain(child.get("label") or words(child) or child.get("term") or "")
        for child in own.every("category") + own.every("subject", spaces=_DC)
    )
    media = own.every("enclosure") + [item for item in own.every("link") if item.get("rel") == "enclosure"]
    return Entry(
        title=plain(own.text("title") or own.text("title", spaces=_DC)),
        link=own.link(channel.link),
        source=plain(stated),
        published=own.text("pubdate", "published", "issued")
        or own.text("issued", "date", "created", spaces=_DC),
        updated=own.text("updated", "modified") or own.text("modified", spaces=_DC),
        authors=own.persons(),
        subjects=list(filter(None, categories)),
        language=element.get(_LANG) or own.text("language", spaces=_DC),
        accession=own.text("guid", "id") or element.get(_ABOUT, ""),
        rights=plain(own.text("rights") or own.text("rights", spaces=_DC)),
        media=[(item.get("url") or item.get("href") or "", item.get("type") or "") for item in media],
        content=own.content(),
        summary=own.summary(),
        others=own.others(),
    )


def _json_entry(item: Mapping[str, Any], channel: Entry) -> Entry:
    """Return what an item of a JSON feed says, or its head."""

    def said(of: Mapping[str, Any], *names: str) -> str:
        values = (of.get(name) for name in names)
        return next((text for value in values if isinstance(value, str) and (text := value.strip())), "")

    def parts(value: object) -> Iterable[Mapping[str, Any]]:
        return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else ()

    authors = item["authors"] if isinstance(item.get("authors"), list) else [item.get("author")]
    link, tags = said(item, "url", "external_url"), item.get("tags") or []
    return Entry(
        title=plain(said(item, "title")),
        link=join_address(channel.link, link) if link else "",
        published=said(item, "date_published", "date_modified"),
        updated=said(item, "date_modified"),
        authors=[name for part in parts(authors) if (name := said(part, "name"))],
        subjects=[tag.strip() for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
        language=said(item, "language"),
        accession=said(item, "id"),
        media=[(said(part, "url"), said(part, "mime_type")) for part in parts(item.get("attachments"))],
        content=said(item, "content_html", "content_text"),
        summary=said(item, "summary"),
    )


def make_item(entry: Entry, channel: Entry, number: int) -> Item:
    """Return the record of an entry; a summary that says the headline again is no text."""
    notes: list[Note] = []
    published, updated = (_date(written) for written in (entry.published, entry.updated))
    if updated and not published:
        published, detail = updated, "the feed says only when the entry was updated; taken as its date"
        notes.append(Note("guessed", "date", detail))
    # Collections of news put the name of its source behind a headline.
    title = entry.title.removesuffix(f" - {entry.source}") if entry.source else entry.title
    fields: dict[str, Any] = {
        "title": title,
        "outlet": _outlet(entry.link, entry.source, channel),
        "published": published,
        "updated": updated,
        "authors": "; ".join(entry.authors or channel.authors),
        "section": entry.subjects[0] if len(entry.subjects) == 1 else "",
        "subjects": "; ".join(dict.fromkeys(entry.subjects)),
        "url": entry.link,
        "language": entry.language or channel.language,
        "accession": entry.accession,
        "feed": channel.title,
        "copyright": entry.rights or channel.rights,
        "enclosures": "; ".join(address for address, _ in entry.media if address),
        **entry.others,
    }
    stub = ""
    pieces, removed = read_paragraphs(entry.content)
    if not pieces:
        pieces, removed = read_paragraphs(entry.summary)
        said = lines.fold(" ".join(line for line, _ in pieces))
        if said in (lines.fold(title), lines.fold(f"{title} {entry.source}")):
            pieces = []
        if sum(lines.words(line) for line, _ in pieces) <= _WHOLE:
            stub = "the feed gives a summary and not the text; fetch its page"
    elif short := " ".join(line for line, _ in read_paragraphs(entry.summary)[0]):
        fields["abstract"] = short if short != " ".join(line for line, _ in pieces) else ""
    if any(kind.startswith(("audio/", "video/")) for _, kind in entry.media):
        stub = "an episode to be heard or watched, of which the feed gives the notes"
    if pieces and _FOOTER.fullmatch(pieces[-1][0]):
        removed = [*removed, ("feed_footer", pieces.pop()[0])]
    notes += [Note("removed", rule, line) for rule, line in dict.fromkeys(removed)]
    fields["text"] = "\n".join(line for line, _ in pieces)
    return make_record(
        fields,
        number,
        blocks="".join(letter for _, letter in pieces),
        notes=notes,
        bare="the feed gives no text of the entry",
        remedy="",
        instead=stub if pieces else "",
    )


def read_paragraphs(text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the paragraphs of a text that may be HTML, each with its letter, and what was taken out."""
    if not _MARKUP.search(text):
        text = unescape(text)
        if not _MARKUP.search(text):
            return [(line, "p") for part in text.splitlines() if (line := " ".join(part.split()))], []
    tree = trees.html(f"<div>{text}</div>")
    if tree is None:
        return [], []
    cut = {
        element: ""
        for element in tree.iter()
        if isinstance(element.tag, str) and any(name in (element.get("class") or "") for name in _FLARE)
    }
    walked = trees.walk([tree], cut)
    return walked.pieces, walked.removed


def _date(written: str) -> str:
    """Return a date as ISO 8601 where it is one of mail's, else as it is.

    >>> _date("Thu, 15 Jan 2026 09:38:00 EST"), _date("2026-01-15")
    ('2026-01-15T09:38:00-05:00', '2026-01-15')
    """
    written = " ".join(written.split())
    if ":" in written and not written[:4].isdigit():
        try:
            return parsedate_to_datetime(written).isoformat()
        except (ValueError, TypeError, OverflowError):
            return written
    return written


def _outlet(link: str, source: str, channel: Entry) -> str:
    """Return whose an entry is; empty where its address says it, as that of a known outlet does."""
    book = outlets.book()
    if source:
        return source
    if link and book.by_url(link):
        return ""
    if book.by_url(channel.link):
        return str(book.by_url(channel.link))
    host, home = find_host(link), find_host(channel.link)
    if host and home and _site(host) != _site(home):
        # A feed of many sites: its name is no outlet's.
        return host
    return _named(channel.title, host or home) or host or home


def _named(title: str, host: str) -> str:
    """Return the part of a channel's title that is the outlet's name.

    >>> _named("World news | The Harbour Courier", "www.harbourcourier.example")
    'The Harbour Courier'
    """
    book, letters = outlets.book(), re.sub(r"\W", "", host)
    parts = [part.strip() for part in _SPLIT.split(title) if part.strip()]
    for part in (title, *parts):
        if book.resolve(part) in book.entries:
            return part
    for part in parts:
        folded = re.sub(r"\W", "", re.sub(r"^the\b", "", part.casefold()))
        if len(folded) > 2 and folded in letters:
            return part
    return " ".join(_WORDS.sub(" ", title).split()).strip(" -–—|:")


def find_host(address: str) -> str:
    """Return the host of an address without its www, or nothing where it is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _site(host: str) -> str:
    """Return the last names of a host: two, or three where the second is as short as in co.uk."""
    parts = host.split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])
