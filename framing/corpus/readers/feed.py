"""Feeds saved to a file: RSS 0.9 to 2.0, RDF and Atom, one article an entry.

Most feeds give a summary of each article and not its text; what is only that
is kept as a stub. feedparser knows the formats; it is given bytes alone, so
that no address is asked for.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urljoin, urlsplit

from framing.corpus import lines, outlets
from framing.corpus.exports import make_record, pages
from framing.corpus.html import trees
from framing.corpus.html.metadata import is_address
from framing.corpus.records import Fault, Item, Note, Source
from framing.plugins import word_lists

SUFFIXES = (".rss", ".atom", ".rdf")

_TAG = re.compile(rb"<([A-Za-z][\w:.-]{0,60})([^>]{0,4000})")
_ENDS = ("</rss>", "</feed>", "rdf>", "</channel>")
_ENTRY = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.I)
_DECLARED = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,2000}\[", re.I)
#: What an entry says that has a column of its own, or none.
_KNOWN: frozenset[str] = word_lists(__package__, "lists")["feed"]["known"]
#: The longest value of a column beside our own.
_LONGEST = 2000
_MARKUP = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9]{0,20}\b[^<>]{0,2000}/?|!--)>?")
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
    """Return how sure it is that a file is a feed: its outermost element."""
    start = head.replace(b"\x00", b"")
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
    import feedparser

    text = yield from pages.decode_text(stream, source, "split the feed")
    if _DECLARED.search(text):
        yield Fault("refused", "the feed defines entities, which no feed needs; it isn't read")
        return
    text, mended = pages.mend_xml(text)
    yield from mended
    cut = not text.rstrip().lower().endswith(_ENDS)
    if cut and (ended := [found.end() for found in _ENTRY.finditer(text)]):
        # Half a text may pass for a whole one.
        text = text[: ended[-1]]
    found = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "text/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if found.bozo and not cut:
        said = " ".join(str(found.get("bozo_exception") or "").split())[:100]
        yield Note("repaired", "bad_xml", f"the feed is broken ({said}); what could be read of it was read")
    for number, entry in enumerate(found.entries, 1):
        # As plain mappings, since its own ones guess one date from another.
        yield _article(dict(entry), dict(found.feed), number)
    if cut:
        detail = "the feed breaks off, within its last entry or behind it: what stands before was read"
        yield Fault("cut_short", f"{detail}; save it again", len(found.entries) + 1)
    elif not found.entries:
        yield Fault("empty", "the feed holds no entries", kind="skipped")


def _article(entry: Mapping[str, Any], channel: Mapping[str, Any], number: int) -> Item:
    """Return the record of an entry; a summary that says the headline again is no text."""
    notes: list[Note] = []
    published, updated = (_date(str(entry.get(name) or "")) for name in ("published", "updated"))
    if updated and not published:
        published, detail = updated, "the feed says only when the entry was updated; taken as its date"
        notes.append(Note("guessed", "date", detail))
    named = plain(str((entry.get("source") or {}).get("title") or ""))
    link, home = _link(entry, str(channel.get("link") or "")), str(channel.get("link") or "")
    # Collections of news put the name of its source behind a headline.
    title = plain(str(entry.get("title") or "")).removesuffix(f" - {named}" if named else "")
    subjects = [plain(str(tag.get("label") or tag.get("term") or "")) for tag in entry.get("tags") or ()]
    subjects = list(dict.fromkeys(filter(None, subjects)))
    attached = [one for one in entry.get("links") or () if one.get("rel") == "enclosure"]
    feed = plain(str(channel.get("title") or ""))
    fields: dict[str, Any] = {
        "title": title,
        "outlet": _outlet(link, named, feed, home),
        "published": published,
        "updated": "" if updated == published else updated,
        "authors": _authors(entry) or _authors(channel),
        "section": subjects[0] if len(subjects) == 1 else "",
        "subjects": "; ".join(subjects),
        "url": link,
        "language": entry.get("language") or channel.get("language") or "",
        "accession": entry.get("id") or "",
        "feed": feed,
        "copyright": plain(str(entry.get("rights") or channel.get("rights") or "")),
        "enclosures": "; ".join(str(one["href"]) for one in attached if one.get("href")),
    }
    for name, value in entry.items():
        if name not in _KNOWN and isinstance(value, str) and len(value) <= _LONGEST:
            fields.setdefault(name, " ".join(value.split()))
    content = next((str(one.get("value") or "") for one in entry.get("content") or ()), "")
    pieces, removed = read_paragraphs(content)
    stub, summary = "", str(entry.get("summary") or "")
    if not pieces:
        pieces, removed = read_paragraphs(summary)
        told = lines.fold(" ".join(line for line, _ in pieces))
        if told in (lines.fold(title), lines.fold(f"{title} {named}")):
            pieces = []
        if sum(lines.words(line) for line, _ in pieces) <= _WHOLE:
            stub = "the feed gives a summary and not the text; fetch its page"
    elif short := " ".join(line for line, _ in read_paragraphs(summary)[0]):
        fields["abstract"] = short if short != " ".join(line for line, _ in pieces) else ""
    if any(str(one.get("type") or "").startswith(("audio/", "video/")) for one in attached):
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


def _authors(said: Mapping[str, Any]) -> str:
    """Return the persons that sign, without their addresses."""
    names = (plain(str(one.get("name") or "")) for one in said.get("authors") or ())
    return "; ".join(dict.fromkeys(name for name in names if name and "@" not in name))


def _link(entry: Mapping[str, Any], home: str) -> str:
    """Return where the article stands, whole: not a counter on the way, nor a search that leads to it."""
    link = str(entry.get("feedburner_origlink") or entry.get("link") or "")
    try:
        address = urljoin(home, link) if link else ""
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.path.endswith(("/url", "/apiclick.aspx")):
        query = parse_qs(parts.query)
        behind = next((query[name][0] for name in ("url", "q") if name in query), "")
        return behind if is_address(behind) else address
    return address


def plain(text: str) -> str:
    """Return a line without markup, as titles and names have it.

    >>> plain("Talks <b>end</b> &amp; ships sail")
    'Talks end & ships sail'
    """
    if "<" in text and _MARKUP.search(text):
        tree = trees.html(f"<div>{text}</div>")
        text = tree.text_content() if tree is not None else text
    return " ".join(unescape(text).split())


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


def _outlet(link: str, source: str, feed: str, home: str) -> str:
    """Return whose an entry is; empty where its address says it, as that of a known outlet does."""
    book = outlets.book()
    if source:
        return source
    if link and book.by_url(link):
        return ""
    if book.by_url(home):
        return str(book.by_url(home))
    host, own = _host(link), _host(home)
    if host and own and _site(host) != _site(own):
        # A feed of many sites: its name is no outlet's.
        return host
    return _named(feed, host or own) or host or own


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
