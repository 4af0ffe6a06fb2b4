"""Plain text: a database's export where its lines are laid out as one, else one article a file.

One article is as one copies it from a page or types it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding, paras
from framing.corpus.columns import guess
from framing.corpus.records import Fault, Item, Record, Source

SUFFIXES = (".txt", ".text", ".asc", ".md", ".markdown")
MANY = True

_HEADER = re.compile(r"(?P<name>[A-Za-z][\w -]{1,24})\s*:\s*(?P<value>\S.*)")
# A block of "Name: value" lines counts only if it opens with one of these: "Published:" alone is a stamp.
_OPENERS = re.compile(r"\s*(?:title|headline|outlet|newspaper|publication)\s*:", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is plain text: whatever nothing else wants, or lines of an export."""
    if encoding.is_binary(head):
        return 0
    named = name.lower().endswith(SUFFIXES)
    start = head[:40].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not start.startswith((b"<", b"{", b"[")) and _laid_out(head) is not None:
        return 98
    return 40 if named else 0


def _laid_out(head: bytes) -> Any | None:
    return paras.choose(paras.plain(encoding.decode(head)[0]))


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export whose layout is known, else the file's one article."""
    most = source.limits.whole_bytes
    raw = stream.read(most + 1)
    if len(raw) > most:
        yield _too_long("whole_bytes", "export fewer articles a file")
        return
    text, notes = encoding.decode(raw, hint=source.encoding)
    if not text.strip():
        yield Fault("empty", "the file is empty; save the article again", kind="skipped")
        return
    layout = paras.choose(paras.plain(_beginning(text)))
    if layout is not None:
        yield from notes
        del raw
        yield from layout.read(paras.plain(text), source, "txt")
    elif len(raw) > source.limits.record_bytes:
        yield _too_long("record_bytes", "split the file into one file an article")
    else:
        fields, rest = _headers(text)
        yield Record({**fields, "text": rest}, raw, page=True, notes=notes)


def _too_long(limit: str, advice: str) -> Fault:
    what = "one article may be" if limit == "record_bytes" else "is held as a whole"
    return Fault("too_large", f"longer than {what} (limit {limit}); {advice}")


def _beginning(text: str) -> str:
    """Return as much of a text as its layout is told by."""
    at = 0
    for _ in range(paras.LOOK):
        at = text.find("\n", at) + 1
        if not at or at > 2_000_000:
            return text[:2_000_000]
    return text[:at]


def _headers(text: str) -> tuple[dict[str, str], str]:
    """Split off a block of "Title: ...", "Date: ..." lines at the top, if the text opens with one."""
    if not _OPENERS.match(text):
        return {}, text
    lines = text.splitlines()
    found: dict[str, str] = {}
    for index, line in enumerate(lines):
        header = _HEADER.fullmatch(line.strip())
        if not header or not guess([header["name"]])[0]:
            return (found, "\n".join(lines[index:])) if len(found) > 1 else ({}, text)
        found[header["name"]] = header["value"].strip()
    return {}, text
