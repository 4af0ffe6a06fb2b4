"""Pages saved as one archive (.mht, .mhtml) by Chrome, Edge, Opera, Internet Explorer and Word.

Such a file is a mail message whose first page is the one that was saved;
pictures, styles and frames are its other parts and not read.
"""

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from framing.corpus import encoding, streams
from framing.corpus.html import saved as heads
from framing.corpus.html.metadata import is_address
from framing.corpus.html.page import Page
from framing.corpus.parts import choose
from framing.corpus.readers import html
from framing.corpus.readers.eml import read_header
from framing.corpus.records import Fault, Item, Record, Source

SUFFIXES = (".mht", ".mhtml")

_FIELD = re.compile(
    rb"(?:From|Subject|Date|MIME-Version|Snapshot-Content-Location|X-[\w-]{1,40}|Content-[\w-]{1,40}):", re.I
)
_SAVED = re.compile(rb"^(?:Snapshot-Content-Location:|From: <?Saved (?:by|from) )", re.I | re.M)
_RELATED = re.compile(rb"^Content-Type:\s{0,9}multipart/related\b", re.I | re.M)
_PLACED = re.compile(rb"^Content-Location:", re.I | re.M)
_SENT = re.compile(rb"^(?:Received|Delivered-To|Return-Path|To|Message-ID):", re.I | re.M)
_PARAMETER = re.compile(r"\b(boundary|start)\s*=\s*(?:\"([^\"]{1,300})\"|([^\s;\"]{1,300}))", re.I)
_BLANK = re.compile(rb"\r?\n\r?\n")
#: Parts within parts: an archive in an archive is none.
_DEEPEST = 4


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
    headers, body = _split(raw.lstrip(b"\xef\xbb\xbf\r\n "))
    part = _root(headers, body, 0)
    if part is None:
        detail = "the archive holds no page; open it in a browser, and save the page again"
        yield Fault("no_body", detail, kind="skipped")
        return
    data = heads.light(part[1])
    if len(data) > source.limits.record_bytes:
        detail = "longer than the page of one article may be (limit record_bytes); save it again"
        yield Fault("too_large", detail)
        return
    whose = choose(io.BytesIO(data), replace(source, path="page.html"))
    if not isinstance(whose, Fault) and whose.__name__ not in (__name__, html.__name__):
        # A database's page of articles, saved as one file: it is read as that page is.
        yield from whose.read(io.BytesIO(data), source)
        return
    text, notes = encoding.decode(
        data, declared=heads.charset(part[0].get("content-type", "")), hint=source.encoding
    )
    places = (headers.get("snapshot-content-location"), part[0].get("content-location"))
    address = next((place for place in places if is_address(place)), None)
    saved = headers.get("date", "")
    page = Page(heads.bar(text), address, {"fetched": heads.fetched(saved)} if saved else {})
    item = html.read_page(page, raw, notes)
    subject = read_header(headers.get("subject", ""))
    if isinstance(item, Record) and subject and "title" not in item.fields:
        item = replace(item, fields={**item.fields, "title": subject})
    yield item


def _split(part: bytes) -> tuple[dict[str, str], bytes]:
    """Return the headers of a part and what follows them."""
    blank = _BLANK.search(part)
    return (heads.parse(part[: blank.start()]), part[blank.end() :]) if blank else (heads.parse(part), b"")


def _root(headers: dict[str, str], body: bytes, depth: int) -> tuple[dict[str, str], bytes] | None:
    """Return headers and bytes of the page that was saved: the part that `start` names, else the first."""
    written = headers.get("content-type", "")
    kind = heads.kind(written)
    if not kind.startswith("multipart/"):
        unsaid = not kind and b"<html" in body[:2000].lower()
        page = unsaid or kind in ("text/html", "application/xhtml+xml")
        return (headers, _decoded(body, headers)) if page else None
    named = {found[0].lower(): found[1] or found[2] for found in _PARAMETER.findall(written)}
    if not named.get("boundary") or depth >= _DEEPEST:
        return None
    parts = [_split(part) for part in _parts(body, named["boundary"].encode())]
    start = named.get("start", "").strip("<>")
    parts.sort(key=lambda part: bool(start) and part[0].get("content-id", "").strip("<>") != start)
    found = (_root(inner, data, depth + 1) for inner, data in parts)
    return next((part for part in found if part is not None), None)


def _parts(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """Yield what stands between the lines that divide a body; the last may lack its end."""
    mark = b"--" + boundary
    at = 0 if body.startswith(mark) else body.find(b"\n" + mark) + 1
    while body.startswith(mark, at):
        at += len(mark)
        if body.startswith(b"--", at):
            return
        line = body.find(b"\n", at) + 1
        following = body.find(b"\n" + mark, line - 1) if line else -1
        if not line:
            return
        yield body[line : following if following >= 0 else len(body)]
        if following < 0:
            return
        at = following + 1


def _decoded(data: bytes, headers: dict[str, str]) -> bytes:
    coding = headers.get("content-transfer-encoding", "").strip().lower()
    if coding == "quoted-printable":
        return binascii.a2b_qp(data)
    if coding == "base64":
        try:
            return binascii.a2b_base64(data)
        except binascii.Error:
            # Cut short: what is whole of it is read.
            plain = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
            return binascii.a2b_base64(plain[: len(plain) // 4 * 4])
    return data
