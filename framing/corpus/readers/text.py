"""Plain text, one article a file, as one copies it from a page or types it in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from framing.corpus import encoding
from framing.corpus.columns import guess
from framing.corpus.records import MAX_RECORD, Fault, Record, Source

SUFFIXES = (".txt", ".text", ".asc")

_HEADER = re.compile(r"(?P<name>[A-Za-z][\w -]{1,24})\s*:\s*(?P<value>\S.*)")
# A block of "Name: value" lines counts only if it opens with one of these: "Published:" alone is a stamp.
_OPENERS = re.compile(r"\s*(?:title|headline|outlet|newspaper|publication)\s*:", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is plain text: whatever nothing else wants and is not binary."""
    if encoding.is_binary(head):
        return 0
    return 40 if name.lower().endswith(SUFFIXES) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Record | Fault]:
    """Yield the file's one article."""
    raw = stream.read(MAX_RECORD + 1)
    if len(raw) > MAX_RECORD:
        yield Fault(
            "too_large", f"longer than {MAX_RECORD // 1024**2} MB; split the file into one file an article"
        )
        return
    text, notes = encoding.decode(raw, hint=source.encoding)
    if not text.strip():
        yield Fault("empty", "the file is empty; save the article again", kind="skipped")
        return
    fields, rest = _headers(text)
    yield Record({**fields, "text": rest}, raw, page=True, notes=notes)


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
