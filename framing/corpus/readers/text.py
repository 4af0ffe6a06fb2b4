"""Plain text: a database's export where its lines are laid out as one, else one article a file.

One article is as one copies it from a page or types it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding, pasted
from framing.corpus import lines as paras
from framing.corpus.records import Fault, Item, Note, Record, Source

SUFFIXES = (".txt", ".text", ".asc", ".md", ".markdown")
MANY = True


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
        yield from _by_hand(text, raw, notes)


def _by_hand(text: str, raw: bytes, notes: tuple[Note, ...]) -> Iterator[Item]:
    """Yield the one article of a text, or several that have lines such as "Title: ..." above each."""
    lines = text.splitlines()
    division = pasted.divided([paras.Para(line) for line in lines], across=False)
    if division is None:
        found, rest = pasted.head(lines, across=False)
        yield Record({**found, "text": "\n".join(rest) if found else text}, raw, page=True, notes=notes)
        return
    yield from (*notes, *division.notes)
    for number, (start, end) in enumerate(division.parts, 1):
        found, rest = pasted.head(lines[start:end], across=False)
        own = "\n".join(lines[start:end]).encode("utf-8", "surrogatepass")
        yield Record({**found, "text": "\n".join(rest)}, own, number, page=True)


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
