"""Pages saved as one archive (.mht, .mhtml) by Chrome, Edge, Opera, Internet Explorer and Word.

Such a file is a mail message whose first page is the one that was saved;
pictures, styles and frames are its other parts and not read.
"""

from __future__ import annotations

import email
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from typing import BinaryIO

from framing.corpus import encoding, streams
from framing.corpus.html import saved as heads
from framing.corpus.html.metadata import is_address
from framing.corpus.html.page import Page
from framing.corpus.parts import choose
from framing.corpus.readers import html
from framing.corpus.records import Fault, Item, Record, Source

SUFFIXES = (".mht", ".mhtml")

_FIELD = re.compile(
    rb"(?:From|Subject|Date|MIME-Version|Snapshot-Content-Location|X-[\w-]{1,40}|Content-[\w-]{1,40}):", re.I
)
_SAVED = re.compile(rb"^(?:Snapshot-Content-Location:|From: <?Saved (?:by|from) )", re.I | re.M)
_RELATED = re.compile(rb"^Content-Type:\s{0,9}multipart/related\b", re.I | re.M)
_PLACED = re.compile(rb"^Content-Location:", re.I | re.M)
_SENT = re.compile(rb"^(?:Received|Delivered-To|Return-Path|To|Message-ID):", re.I | re.M)
_BLANK = re.compile(rb"\r?\n\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")
#: A longer header is left as it is written.
_LONGEST = 10_000


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a page saved as an archive: its header, and no mail's."""
    start = head[:16384].lstrip(b"\xef\xbb\xbf\r\n ")
    top = _BLANK.split(start, maxsplit=1)[0]
    if not _FIELD.match(start):
        return 0
    if _SAVED.search(top):
        return 99
    related = _RELATED.search(top) is not None
    if related and _PLACED.search(head) and not _SENT.search(top):
        return 98
    return 90 if related and name.lower().endswith(SUFFIXES) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the one article of the page that was saved."""
    raw = streams.read_rest(stream, source.limits, "save the page as HTML")
    try:
        mail = email.message_from_bytes(raw.lstrip(b"\xef\xbb\xbf\r\n "), policy=policy.compat32)
        part = _page(mail)
    except RecursionError:
        part = None
    if part is None:
        detail = "the archive holds no page; open it in a browser, and save the page again"
        yield Fault("no_body", detail, kind="skipped")
        return
    payload = part.get_payload(decode=True)
    data = heads.light(payload if isinstance(payload, bytes) else b"")
    if len(data) > source.limits.record_bytes:
        detail = "longer than the page of one article may be (limit record_bytes); save it again"
        yield Fault("too_large", detail)
        return
    whose = choose(io.BytesIO(data), replace(source, path="page.html"))
    if not isinstance(whose, Fault) and whose.__name__ not in (__name__, html.__name__):
        # A database's page of articles, saved as one file: it is read as that page is.
        yield from whose.read(io.BytesIO(data), source)
        return
    stated = heads.charset(str(part.get("Content-Type", "")))
    text, notes = encoding.decode(data, declared=stated)
    places = (read_header(mail.get("Snapshot-Content-Location")), read_header(part.get("Content-Location")))
    address = next((place for place in places if is_address(place)), None)
    saved, subject = read_header(mail.get("Date")), read_header(mail.get("Subject"))
    page = Page(heads.bar(text), address, {"fetched": heads.fetched(saved)} if saved else {})
    item = html.read_page(page, raw, notes)
    if isinstance(item, Record) and subject and "title" not in item.fields:
        item = replace(item, fields={**item.fields, "title": subject})
    yield item


def _page(mail: Message) -> Message | None:
    """Return the page that was saved: the part that `start` names, else the first."""
    found = [part for part in mail.walk() if part.get_content_type() in _PAGES or _is_unsaid(part)]
    start = str(mail.get_param("start") or "").strip("<>")
    named = (part for part in found if start and str(part.get("Content-ID", "")).strip("<> ") == start)
    return next(named, found[0] if found else None)


def _is_unsaid(part: Message) -> bool:
    """Say whether a part is a page that doesn't say what it is."""
    payload = None if "Content-Type" in part or part.is_multipart() else part.get_payload()
    return isinstance(payload, str) and "<html" in payload[:2000].lower()


def read_header(value: object) -> str:
    """Return a header in plain letters, or nothing where there is none.

    >>> read_header("=?utf-8?Q?Talks=20end?=")
    'Talks end'
    >>> read_header("=?\ufffdutf-8?Q?Talks?=")
    '=?\ufffdutf-8?Q?Talks?='
    """
    text = str(value or "")
    # The library's time grows with the square of the length.
    if len(text) <= _LONGEST:
        with suppress(LookupError, ValueError, MessageError):
            text = str(make_header(decode_header(text)))
    return " ".join(text.split())
