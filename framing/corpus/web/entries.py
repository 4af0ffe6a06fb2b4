"""What an entry of a feed says, whichever of the formats it is in, as columns and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from framing.corpus import lines, outlets, trees
from framing.corpus.pages.walk import walk
from framing.corpus.records import Note
from framing.corpus.web import elements

__all__ = ["Channel", "Found", "fields", "found", "json_fields"]

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
        head = next((child for child in root if elements.name_of(child) == ("", "channel")), root)
        own = elements.Children(head)
        return cls(
            elements.plain(own.text("title")),
            elements.link(own, ""),
            own.text("language") or own.module("language") or root.get(f"{elements.XML}lang", ""),
            elements.plain(own.text("copyright") or own.text("rights") or own.module("rights")),
            "; ".join(elements.persons(own)) if elements.local(root) == "feed" else "",
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
        if isinstance(element.tag, str) and elements.name_of(element) in (("", "item"), ("", "entry"))
    ]


def fields(entry: Any, channel: Channel) -> Found:
    """Return what an entry of an XML feed says."""
    own = elements.Children(entry)
    link, result = elements.link(own, channel.link), Found()
    source = own.first("source")
    stated = elements.plain(elements.words(source)) if source is not None and not len(source) else ""
    if source is not None and len(source):
        stated = elements.plain(elements.Children(source).text("title"))
    categories = [
        value
        for child in own.every("category") + own.modules("subject")
        if (value := elements.plain(child.get("label") or elements.words(child) or child.get("term") or ""))
    ]
    published = own.text("pubdate") or own.text("published") or own.text("issued")
    published = published or own.module("issued", "date", "created")
    updated = own.text("updated") or own.text("modified") or own.module("modified")
    if updated and not published:
        published, detail = updated, "the feed says only when the entry was updated; taken as its date"
        result.notes.append(Note("guessed", "date", detail))
    media = own.every("enclosure") + [item for item in own.every("link") if item.get("rel") == "enclosure"]
    result.fields = {
        "title": _title(elements.plain(own.text("title") or own.module("title")), stated),
        "outlet": _outlet(link, stated, channel),
        "published": _date(published),
        "updated": _date(updated),
        "authors": "; ".join(elements.persons(own)) or channel.author,
        "section": categories[0] if len(categories) == 1 else "",
        "subjects": "; ".join(dict.fromkeys(categories)),
        "url": link,
        "language": entry.get(f"{elements.XML}lang") or own.module("language") or channel.language,
        "accession": own.text("guid") or own.text("id") or entry.get(f"{{{elements.RDF}}}about", ""),
        "feed": channel.title,
        "copyright": elements.plain(own.text("rights") or own.module("rights")) or channel.rights,
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
            "title": elements.plain(_string(item.get("title"))),
            "outlet": _outlet(link, "", channel),
            "published": _string(item.get("date_published")) or _string(item.get("date_modified")),
            "updated": _string(item.get("date_modified")),
            "authors": "; ".join(_names(item)) or channel.author,
            "section": tags[0] if len(tags) == 1 else "",
            "subjects": "; ".join(tags),
            "url": elements.joined(channel.link, link) if link else "",
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
    if not elements.MARKUP.search(text):
        text = unescape(text)
        if not elements.MARKUP.search(text):
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
