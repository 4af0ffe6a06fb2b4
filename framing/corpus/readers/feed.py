"""Feeds saved to a file: RSS 0.9 to 2.0, RDF, Atom and JSON Feed, one article an entry.

Most feeds give a summary of each article and not its text; what is only that
is kept as a stub. Feeds are read from bytes alone: no address in them is
asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import lru_cache
from html import unescape
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urljoin, urlsplit

from framing.corpus import encoding, lines, outlets, streams
from framing.corpus.html import trees as trees
from framing.corpus.html.metadata import is_address
from framing.corpus.html.trees import walk
from framing.corpus.records import Fault, Item, Note, Source, as_record

# What an entry of a feed says, whichever of the formats it is in, as columns and paragraphs.

# The elements of a feed, by name and by the module they are of, and the few kinds of value they hold.

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


def find_link(own: Children, base: str) -> str:
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


#: With more words than this a description is the text, whatever it is called.
_WHOLE = 350
# What WordPress sets under each text of a feed.
_FOOTER = re.compile(
    r"The (?:post|article) .{1,400} (?:appeared first|first appeared) on .{1,200}", re.DOTALL
)
_SPLIT = re.compile(r"\s+[-–—|:»>›·•]+\s+|\s*[|»›>]\s*|:\s+")
_WORDS = re.compile(r"\b(?:rss|feeds?|atom|latest|headlines|all (?:stories|articles))\b", re.I)
_FLARE = ("feedflare", "sharedaddy", "sd-sharing", "jp-relatedposts")


@dataclass
class Found:
    """What an entry gives.

    Attributes
    ----------
    fields : dict
        Columns but for the text.
    text : list of str
        Paragraphs.
    blocks : str
        A letter for each.
    stub : str
        Why the text is not the whole article, where it isn't.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    blocks: str = ""
    stub: str = ""
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself."""

    title: str = ""
    link: str = ""
    language: str = ""
    rights: str = ""
    author: str = ""

    @classmethod
    def of(cls, root: Any) -> Channel:
        """Return what the head of a feed says."""
        head = next((child for child in root if name_of(child) == ("", "channel")), root)
        own = Children(head)
        return cls(
            plain(own.text("title")),
            find_link(own, ""),
            own.text("language") or own.module("language") or root.get(f"{XML}lang", ""),
            plain(own.text("copyright") or own.text("rights") or own.module("rights")),
            "; ".join(persons(own)) if local(root) == "feed" else "",
        )

    @classmethod
    def of_json(cls, feed: Mapping[str, Any]) -> Channel:
        """Return what the head of a JSON feed says."""
        link = feed.get("home_page_url")
        return cls(
            _string(feed.get("title")),
            link if isinstance(link, str) else "",
            _string(feed.get("language")),
            author="; ".join(_names(feed)),
        )


def found(root: Any) -> list[Any]:
    """Return the entries of a feed: in its channel, beside it (RSS 1.0), or in an Atom feed."""
    return [
        element
        for element in root.iter()
        if isinstance(element.tag, str) and name_of(element) in (("", "item"), ("", "entry"))
    ]


def fields(entry: Any, channel: Channel) -> Found:
    """Return what an entry of an XML feed says."""
    own = Children(entry)
    link, result = find_link(own, channel.link), Found()
    source = own.first("source")
    stated = plain(words(source)) if source is not None and not len(source) else ""
    if source is not None and len(source):
        stated = plain(Children(source).text("title"))
    categories = [
        value
        for child in own.every("category") + own.modules("subject")
        if (value := plain(child.get("label") or words(child) or child.get("term") or ""))
    ]
    published = own.text("pubdate") or own.text("published") or own.text("issued")
    published = published or own.module("issued", "date", "created")
    updated = own.text("updated") or own.text("modified") or own.module("modified")
    if updated and not published:
        published, detail = updated, "the feed says only when the entry was updated; taken as its date"
        result.notes.append(Note("guessed", "date", detail))
    media = own.every("enclosure") + [item for item in own.every("link") if item.get("rel") == "enclosure"]
    result.fields = {
        "title": _title(plain(own.text("title") or own.module("title")), stated),
        "outlet": _outlet(link, stated, channel),
        "published": _date(published),
        "updated": _date(updated),
        "authors": "; ".join(persons(own)) or channel.author,
        "section": categories[0] if len(categories) == 1 else "",
        "subjects": "; ".join(dict.fromkeys(categories)),
        "url": link,
        "language": entry.get(f"{XML}lang") or own.module("language") or channel.language,
        "accession": own.text("guid") or own.text("id") or entry.get(f"{{{RDF}}}about", ""),
        "feed": channel.title,
        "copyright": plain(own.text("rights") or own.module("rights")) or channel.rights,
        "enclosures": "; ".join(filter(None, (item.get("url") or item.get("href") for item in media))),
        **own.others(),
    }
    played = any((item.get("type") or "").startswith(("audio/", "video/")) for item in media)
    _put_text(result, own.content(), own.summary(), stated, played=played)
    return result


def json_fields(item: Mapping[str, Any], channel: Channel) -> Found:
    """Return what an item of a JSON feed says."""
    link = _string(item.get("url")) or _string(item.get("external_url"))
    tags = [_string(tag) for tag in item.get("tags") or [] if isinstance(tag, str)]
    media = [part for part in item.get("attachments") or [] if isinstance(part, dict)]
    result = Found(
        {
            "title": plain(_string(item.get("title"))),
            "outlet": _outlet(link, "", channel),
            "published": _string(item.get("date_published")) or _string(item.get("date_modified")),
            "updated": _string(item.get("date_modified")),
            "authors": "; ".join(_names(item)) or channel.author,
            "section": tags[0] if len(tags) == 1 else "",
            "subjects": "; ".join(tags),
            "url": joined(channel.link, link) if link else "",
            "language": _string(item.get("language")) or channel.language,
            "accession": _string(item.get("id")),
            "feed": channel.title,
            "enclosures": "; ".join(_string(part.get("url")) for part in media),
        }
    )
    played = any(_string(part.get("mime_type")).startswith(("audio/", "video/")) for part in media)
    content = _string(item.get("content_html")) or _string(item.get("content_text"))
    _put_text(result, content, _string(item.get("summary")), "", played=played)
    return result


def paragraphs(text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the paragraphs of a text that may be HTML, each with its letter, and what was taken out."""
    if not MARKUP.search(text):
        text = unescape(text)
        if not MARKUP.search(text):
            return [(line, "p") for part in text.splitlines() if (line := " ".join(part.split()))], []
    tree = trees.html(f"<div>{text}</div>")
    if tree is None:
        return [], []
    cut = {
        element: ""
        for element in tree.iter()
        if isinstance(element.tag, str) and any(name in (element.get("class") or "") for name in _FLARE)
    }
    walked = walk([tree], cut)
    return walked.pieces, walked.removed


def _put_text(result: Found, content: str, summary: str, source: str, *, played: bool) -> None:
    """Put what there is of the text; a summary that says the headline again is none."""
    pieces, removed = paragraphs(content)
    if not pieces:
        pieces, removed = paragraphs(summary)
        title = str(result.fields["title"])
        if lines.fold(" ".join(line for line, _ in pieces)) in (
            lines.fold(title),
            lines.fold(f"{title} {source}"),
        ):
            pieces = []
        if sum(lines.words(line) for line, _ in pieces) <= _WHOLE:
            result.stub = "the feed gives a summary and not the text; fetch its page"
    elif summary and (short := " ".join(line for line, _ in paragraphs(summary)[0])):
        result.fields["abstract"] = short if short != " ".join(line for line, _ in pieces) else ""
    if played and pieces:
        result.stub = "an episode to be heard or watched, of which the feed gives the notes"
    if pieces and _FOOTER.fullmatch(pieces[-1][0]):
        removed = [*removed, ("feed_footer", pieces.pop()[0])]
    result.text = [line for line, _ in pieces]
    result.blocks = "".join(letter for _, letter in pieces)
    result.notes += [Note("removed", rule, line) for rule, line in dict.fromkeys(removed)]


def _string(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _names(item: Mapping[str, Any]) -> list[str]:
    """Return the authors that a JSON feed names."""
    authors = item.get("authors")
    given = authors if isinstance(authors, list) else [item.get("author")]
    return [name for part in given if isinstance(part, dict) and (name := _string(part.get("name")))]


def _title(title: str, source: str) -> str:
    """Return a headline without the name of its source, which collections of news put behind it."""
    return title.removesuffix(f" - {source}") if source else title


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


def _outlet(link: str, source: str, channel: Channel) -> str:
    """Return whose an entry is; empty where its address says it, as that of a known outlet does."""
    book = outlets.book()
    if source:
        return source
    if link and book.by_url(link):
        return ""
    if book.by_url(channel.link):
        return str(book.by_url(channel.link))
    host, home = _host(link), _host(channel.link)
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


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _site(host: str) -> str:
    """Return the last names of a host: two, or three where the second is as short as in co.uk."""
    parts = host.split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


SUFFIXES = (".rss", ".atom", ".rdf")

_TAG = re.compile(rb"<([A-Za-z][\w:.-]{0,60})([^>]{0,4000})")
_JSON = re.compile(rb"\"version\"\s{0,9}:\s{0,9}\"https?:\\?/\\?/jsonfeed\.org\\?/version")
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,200}\?>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
# Half of a character beyond the first plane, as some programs write each half of an emoji.
_HALF = re.compile(r"&#(?:[xX]([dD][89a-fA-F][0-9a-fA-F]{2})|(5[5-7]\d{3}));")
_OURS = ("amp", "lt", "gt", "quot", "apos")
_ENDS = ("</rss>", "</feed>", "rdf>", "</channel>")


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
    raw = streams.whole(stream, source.limits, "split the feed")
    text, notes = encoding.decode(raw, hint=source.encoding)
    yield from notes
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        yield from _json(text)
        return
    yield from _xml(text, source)


def _xml(text: str, source: Source) -> Iterator[Item]:
    text, told = _mended(text)
    yield from told
    data = text.encode("utf-8", "replace")
    cut = not text.rstrip().lower().endswith(_ENDS)
    try:
        root = trees.xml(data, source.limits)
    except trees.Refused as error:
        if "XML" not in str(error):
            yield Fault("refused", f"the feed {error}")
            return
        try:
            root = trees.xml(data, source.limits, recover=True)
        except trees.Refused:
            yield Fault("bad_xml", f"the feed {error}")
            return
        if not cut:
            yield Note("repaired", "bad_xml", f"the feed {error}; what could be read of it was read")
    channel = Channel.of(root)
    listed = found(root)
    if cut and listed:
        # The last one may lack its end, and half a text may pass for a whole one.
        listed.pop()
    for number, entry in enumerate(listed, 1):
        yield _item(fields(entry, channel), number)
    if cut:
        detail = "the feed breaks off, within its last entry or behind it: what stands before was read"
        yield Fault("cut_short", f"{detail}; save it again", len(listed) + 1)
    elif not listed:
        yield Fault("empty", "the feed holds no entries", kind="skipped")


def _mended(text: str) -> tuple[str, list[Note]]:
    """Return a feed that XML can be read from, and what was done to it."""
    from html.entities import html5

    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    text, halves = _HALF.subn(_half, text)
    if halves:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text, controls = _CONTROLS.subn("", text)
    notes = []
    if controls:
        said = "character that XML doesn't allow" if controls == 1 else "characters that XML doesn't allow"
        notes.append(Note("repaired", "bad_characters", f"{controls:,} {said} taken out of the feed"))

    def letter(found: re.Match[str]) -> str:
        name = found.group(1)
        return found.group() if name in _OURS else html5.get(f"{name};", found.group())

    # Names of HTML, as &nbsp;, are written in feeds though XML knows none of them.
    return _NAMED.sub(letter, text), notes


def _half(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if 0xD800 <= code <= 0xDFFF else found.group()


def _item(found: Found, number: int) -> Item:
    if not found.fields:
        return Fault("empty", "the entry is empty", number, "skipped")
    notes = found.notes
    if not found.text:
        return as_record(found.fields, number, notes=tuple(notes), bare="the feed gives no text of the entry")
    fields = {**found.fields, "text": "\n".join(found.text)}
    if found.stub:
        fields["status"] = "stub"
        notes = [*notes, Note("guessed", "stub", f"{found.stub}; kept, and not scored")]
    return as_record(fields, number, blocks=found.blocks, notes=tuple(notes))


def _json(text: str) -> Iterator[Item]:
    try:
        feed: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Fault("bad_json", f"the feed is not whole JSON ({error}); save it again")
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        yield Fault("empty", "the feed holds no entries", kind="skipped")
        return
    channel = Channel.of_json(feed)
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield _item(json_fields(item, channel), number)
        else:
            yield Fault("bad_json", "the entry is no object with named values", number)
