"""Crawls: WARC as Heritrix, wget, warcio and Browsertrix write it, packed or not, and WACZ, which holds WARC.

Of all that a crawl holds, the pages that a server sent are read; pictures,
requests, redirects and error pages are counted. When a page was fetched is
never when its article appeared.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from framing.corpus import encoding, streams
from framing.corpus.html import saved
from framing.corpus.html.page import Page, guess_outlet, make_record
from framing.corpus.readers.zip import name_member
from framing.corpus.records import Fault, Item, Note, Record, Source, Unread
from framing.plugins import toml, word_lists

# The records of a WARC file one after another, within bounds; what is damaged is passed over and told.

#: How a record begins.
VERSION = re.compile(rb"WARC/\d{1,2}\.\d{1,3}[ \t]*\r?\n")
# No header of a crawler is longer; what is, is no header.
_HEAD_CRAWL, _LINE, _STEP = 1 << 17, 1 << 16, 1 << 18


@dataclass
class Entry:
    """One record of a crawl: its header, and its block, which is read when asked for.

    Attributes
    ----------
    number : int
        Place among the records of the file, from 1.
    headers : mapping of str to str
        Names in small letters.
    size : int
        Bytes that the block is said to have.
    lost : str
        Why this is no record: what stands here can't be told apart.
    """

    number: int
    headers: Mapping[str, str]
    size: int
    stream: BinaryIO
    lost: str = ""
    left: int = 0

    def __post_init__(self) -> None:
        self.left = self.size

    @property
    def kind(self) -> str:
        """What the record holds: ``response``, ``request``, ``revisit``..."""
        return self.headers.get("warc-type", "").lower()

    @property
    def address(self) -> str:
        """The address that was asked for; some crawlers put it in angle brackets."""
        return self.headers.get("warc-target-uri", "").strip().strip("<>")

    def take(self, most: int) -> bytes:
        """Return the next bytes of the block, fewer where it or the file ends."""
        wanted, parts = min(most, self.left), []
        while wanted > 0 and (part := self.stream.read(min(wanted, _STEP))):
            parts.append(part)
            wanted -= len(part)
            self.left -= len(part)
        return b"".join(parts)

    def pass_over(self) -> bool:
        """Read on to the block's end without holding it; say whether the file has all of it."""
        while self.left > 0 and self.take(_STEP):
            pass
        return self.left == 0


def read_entries(stream: BinaryIO, begun: bytes = b"") -> Iterator[Entry]:
    """Yield the records of an unpacked stream, of which the first bytes were read already.

    What of a block wasn't taken is passed over.
    """
    number = 0
    line = begun + stream.readline(_LINE) if begun.strip() else _next(stream)
    while line:
        number += 1
        if not VERSION.fullmatch(line):
            yield Entry(number, {}, 0, stream, "what stands here is no record of a crawl")
            line = _resume(stream)
            continue
        headers = saved.parse(_head(stream))
        size = headers.get("content-length", "")
        if not (size.isascii() and size.isdigit() and len(size) < 16):
            yield Entry(number, headers, 0, stream, "the record doesn't say how long it is")
            line = _resume(stream)
            continue
        entry = Entry(number, headers, int(size), stream)
        yield entry
        if not entry.pass_over():
            return
        line = _next(stream)


def _next(stream: BinaryIO) -> bytes:
    """Return the next line that isn't blank."""
    while (line := stream.readline(_LINE)) and not line.strip():
        pass
    return line


def _head(stream: BinaryIO) -> bytes:
    lines: list[bytes] = []
    size = 0
    while size < _HEAD_CRAWL and (line := stream.readline(_LINE)) and line.strip():
        lines.append(line)
        size += len(line)
    return b"".join(lines)


def _resume(stream: BinaryIO) -> bytes:
    """Return the first line of the next record behind what is damaged."""
    while (line := stream.readline(_LINE)) and not VERSION.fullmatch(line):
        # Where a length was wrong, a record may begin amid a line.
        found = VERSION.search(line)
        if found and found.end() == len(line):
            return line[found.start() :]
    return line


SUFFIXES = (".warc", ".wacz")
#: What a ZIP archive holds that is a crawl packed with its index.
PACKED = ("datapackage.json", "archive/")
#: A crawl holds many pages, and to find them is quick: their reading may be shared out.
MANY = True

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
_PAGES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
# What a page fetched for itself, as Browsertrix names it: it may be written as a page, and is none.
_FETCHED: frozenset[str] = word_lists(__package__, "lists")["warc"]["fetched"]
# How crawls began before there was WARC.
_ARC = b"filedesc://"
_BLANK = re.compile(rb"\r?\n\r?\n")
#: So many bytes of a response are looked at for the header that the server sent.
_HEAD = 1 << 17
#: Of kinds and codes, so many are named in one line.
_NAMED = 6


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a crawl: it opens as a record of one."""
    start = head.lstrip(b"\r\n")[:40]
    return 99 if VERSION.match(start) or start.startswith(_ARC) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield an article for each page, numbered as its record in the file, and notes on all that is none."""
    # No more than that: a record's first line goes on behind it.
    head = stream.read(4)
    if head == _ARC[:4]:
        yield Fault(
            "arc", "a crawl in the form before WARC: convert it, as with warcio recompress", kind="skipped"
        )
        return
    if not streams.is_zip(head):
        yield from _read(stream, source, head)
        return
    if not stream.seekable():
        stream = io.BytesIO(head + streams.read_rest(stream, source.limits, "unpack it"))
    stream.seek(0)
    packed = streams.Archive(stream, source.limits)
    for name in packed.names:
        if name.startswith("archive/") and name.lower().endswith((".warc.gz", ".warc")):
            yield from _member(packed, name, source)


def _member(packed: streams.Archive, name: str, source: Source) -> Iterator[Item]:
    """Yield what one crawl of an archive holds; where it is damaged, the others are read all the same."""
    member = streams.label(name)
    opened = packed.open(name)
    try:
        if name.lower().endswith(".gz"):
            opened = streams.unpacking(opened, source.limits)
        for item in _read(opened, source):
            yield name_member(item, member)
    except streams.Damaged as error:
        yield Fault("unreadable", str(error), member=member)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        detail = f"the packed crawl is cut short or damaged ({error}); what stands before it was read"
        yield Fault("unreadable", f"{detail}: copy or crawl it again", member=member)


def _read(stream: BinaryIO, source: Source, begun: bytes = b"") -> Iterator[Item]:
    """Yield what one crawl holds; what of it is no article is told at its end, also where it breaks off."""
    tally = _Tally()
    try:
        for entry in read_entries(stream, begun):
            item = _item(entry, source, tally)
            if item is not None:
                yield item
            if not entry.pass_over():
                where = f" of {entry.address}" if entry.address else ""
                detail = f"the file ends within the record{where}; what stands before it was read"
                yield Fault("cut_short", f"{detail}: copy or crawl it again", entry.number)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield from tally.told()
        raise
    yield from tally.told()


# What is counted, and why none of it is read.
_COUNTED: dict[str, tuple[str, str]] = toml(__package__, "lists")["warc"]["counted"]


@dataclass
class _Tally:
    """What a crawl holds that is no article: counted, since each picture of a page is a record of its own."""

    pages: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def told(self) -> Iterator[Item]:
        """Yield one note a kind, and a fault where there is no page at all."""
        for rule, (what, why) in _COUNTED.items():
            if counter := self.counts[rule]:
                named = ", ".join(f"{name}: {count:,}" for name, count in counter.most_common(_NAMED))
                more = ", ..." if len(counter) > _NAMED else ""
                yield Note("checked", rule, f"{_many(counter.total(), what)} ({named}{more}); {why}")
        if not self.pages:
            yield Fault("no_pages", "the crawl holds no page that a server sent", kind="skipped")


def _many(count: int, what: str) -> str:
    """Return a number and its noun.

    >>> _many(1, "redirect"), _many(1200, "response that is no page")
    ('1 redirect', '1,200 responses that are no page')
    """
    if count != 1:
        noun, that, rest = what.partition(" that is ")
        what = f"{noun}s{' that are ' if that else ''}{rest}"
    return f"{count:,} {what}"


def _item(entry: Entry, source: Source, tally: _Tally) -> Item | None:
    """Return what one record gives: an article, what is wrong with it, or nothing where it is counted."""
    if entry.lost:
        detail = f"{entry.lost}; what follows was read from the next record on: copy or crawl it again"
        return Fault("bad_record", detail, entry.number)
    if entry.kind == "revisit":
        tally.counts["revisits"][entry.kind] += 1
        return None
    if entry.kind != "response" or not entry.address.lower().startswith(("http:", "https:")):
        tally.counts["no_responses"][entry.kind or "without a type"] += 1
        return None
    head = entry.take(_HEAD)
    status = _STATUS.match(head)
    if not status:
        return Fault("bad_record", f"{entry.address}: the response has no status line", entry.number)
    blank = _BLANK.search(head)
    headers = saved.parse(head[head.find(b"\n") + 1 : blank.start() if blank else len(head)])
    code = status.group(1).decode()
    if code not in ("200", "203"):
        tally.counts["redirects" if code[0] == "3" else "error_pages"][code] += 1
        return None
    body = head[blank.end() :] if blank else b""
    if (kind := _kind(entry, headers, body)) not in _PAGES:
        tally.counts["no_pages"][kind] += 1
        return None
    found = _page(entry, headers, body, source)
    tally.pages += found is not None
    return found


def _kind(entry: Entry, headers: dict[str, str], body: bytes) -> str:
    """Return of what kind a response is: as the server says, else as it looks."""
    part = entry.headers.get("warc-resource-type", "").lower()
    if part in _FETCHED:
        return part
    stated = saved.kind(headers.get("content-type", ""))
    if stated:
        return stated
    looks = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "text/html" if looks.startswith((b"<!doctype html", b"<html")) else "unknown"


def _page(entry: Entry, headers: dict[str, str], begun: bytes, source: Source) -> Item | None:
    """Return a page, yet to be read; None where the file ends within it: half a page may pass for a whole."""
    bound = source.limits.record_bytes
    if entry.left > bound:
        return Fault("too_large", _long(entry.address), entry.number) if entry.pass_over() else None
    block = begun + entry.take(entry.left)
    if entry.left:
        return None
    known = {
        "address": entry.address,
        "fetched": entry.headers.get("warc-date", ""),
        "cut": _cut(entry),
        "headers": headers,
        "bound": bound,
    }
    return Unread(known, block, entry.number, how=_opened)


def _opened(page: Unread) -> Record | Fault:
    """Read a page as its server sent it."""
    known, headers, address = page.fields, page.fields["headers"], page.fields["address"]
    body = saved.unwrapped(page.raw, headers, known["bound"])
    if body.over:
        return Fault("too_large", _long(address))
    if body.why:
        return Fault("unreadable", f"{address}: the page {body.why}")
    stated = saved.charset(headers.get("content-type", ""))
    text, notes = encoding.decode(body.data, declared=stated)
    if why := known["cut"] or ("the page was not sent to its end" if body.cut else ""):
        notes = (*notes, Note("guessed", "cut_page", f"{why}; the end of the article may be missing"))
    shown = Page(text, address, {"fetched": known["fetched"]} if known["fetched"] else {})
    record = make_record(shown, guess_outlet(shown), body.data, notes)
    if record.fields.get("text"):
        # An article calls itself one, or has a date, in its data or in a line.
        stamped = any(note.rule == "stamp" for note in getattr(record.document, "removed", ()))
        dated = shown.about.is_article or "published" in record.fields or stamped
        return record if dated else replace(record, notes=(*record.notes, _LIST))
    return Fault("no_body", f"{address}: no article text was found", kind="skipped")


_LIST = Note(
    "guessed",
    "may_be_list",
    "the page says nowhere that it is an article, or when it appeared: it may be a list of stories",
)


def _long(address: str) -> str:
    return f"{address}: longer than the page of one article may be (limit record_bytes); leave it out"


def _cut(entry: Entry) -> str:
    """Return what says that the crawler didn't get the whole page, or nothing."""
    if reason := entry.headers.get("warc-truncated", ""):
        return f"the crawler cut the page ({reason[:40]})"
    if entry.headers.get("warc-segment-number", "1") != "1" or "warc-segment-total-length" in entry.headers:
        return "the crawler wrote the page in several records, of which only one is read"
    return ""
