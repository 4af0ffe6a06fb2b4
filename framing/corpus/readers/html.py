"""Saved web pages: one article a file, its text by the layouts of its outlet or by rules for any page.

How pages are read is told in ``corpus/pages``; this module only knows the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from framing.corpus import encoding
from framing.corpus.html import saved as heads
from framing.corpus.html.page import Page, guess_outlet, make_record
from framing.corpus.records import Fault, Item, Note, Record, Source

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")

_MARK = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|meta|div|p)\b", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a page: it opens with HTML's own words."""
    if encoding.is_binary(head):
        return 0
    start = head[:2000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<") and _MARK.search(start):
        return 95
    return 45 if name.lower().endswith(SUFFIXES) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the page's one article; whose it is decides by which rules, so the page goes with it."""
    whole = source.limits.whole_bytes
    bound = min(source.limits.record_bytes, whole)
    raw = stream.read(bound + 1)
    if len(raw) > bound and b";base64," in raw:
        # Pictures that were saved within the page may be longer by far than any article.
        raw += stream.read(whole - bound)
    if len(raw) > whole:
        detail = "too long to be held as a whole (limit whole_bytes); save the page without its pictures"
        yield Fault("too_large", detail)
        return
    data = heads.light(raw)
    if len(data) > bound:
        detail = "longer than the page of one article may be (limit record_bytes)"
        yield Fault("too_large", f"{detail}; save the page again")
        return
    text, notes = encoding.decode(data)
    address, saved = heads.stamped(text)
    page = Page(heads.bar(text), address, saved)
    yield read_page(page, raw, notes)


def read_page(page: Page, raw: bytes, notes: tuple[Note, ...]) -> Record | Fault:
    """Return the article of a page, or why there is none."""
    record = make_record(page, guess_outlet(page), raw, notes)
    if record.fields.get("text"):
        return record
    if page.tree is not None and page.tree.find(".//frame") is not None:
        detail = "the page is made of frames and holds no text; save the frame that has the article"
        return Fault("frames", detail, kind="skipped")
    detail = "no article text was found in the page; save it again when it has loaded, or save its text"
    return Fault("no_body", detail, kind="skipped")
