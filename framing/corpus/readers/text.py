"""Plain text: a database's export where its lines are laid out as one, else one article a file.

One article is as one copies it from a page or types it in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from framing.corpus import encoding, pasted, streams
from framing.corpus import lines as paras
from framing.corpus.records import Fault, Item, Note, Record, Source

SUFFIXES = (".txt", ".text", ".asc", ".md", ".markdown")
MANY = True

#: A layout is told by no more signs.
_TOP = 2_000_000


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is plain text: whatever nothing else wants, or lines of an export."""
    if encoding.is_binary(head):
        return 0
    named = name.lower().endswith(SUFFIXES)
    start = head[:40].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not start.startswith((b"<", b"{", b"[")) and paras.choose(paras.plain(encoding.decode(head)[0])):
        return 98
    return 40 if named else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export whose layout is known, else the file's one article."""
    raw = streams.read_rest(stream, source.limits, "export fewer articles a file")
    text, notes = encoding.decode(raw)
    if not text.strip():
        yield Fault("empty", "the file is empty; save the article again", kind="skipped")
        return
    # As much of a text as its layout is told by.
    top = "\n".join(text[:_TOP].split("\n", paras.LOOK)[: paras.LOOK])
    layout = paras.choose(paras.plain(top))
    if layout is not None:
        yield from notes
        del raw
        yield from layout.read(paras.plain(text), source, "txt")
    elif len(raw) > source.limits.record_bytes:
        detail = (
            "longer than one article may be (limit record_bytes); split the file into one file an article"
        )
        yield Fault("too_large", detail)
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
