"""RTF: a database's export where its lines are laid out as one, else one article that was pasted by hand.

Exports called .DOC are often RTF: what counts is how a file begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from framing.corpus import lines, pasted, streams
from framing.corpus import rtf as rtf
from framing.corpus.records import Fault, Item, Note, Source

SUFFIXES = (".rtf",)
MANY = True


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is RTF: by its first signs, whatever it is called."""
    return 98 if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf") else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export, or the one article of a document."""
    raw = streams.whole(stream, source.limits, "export it in parts")
    reader = rtf.Reader(raw)
    found = list(reader.paras())
    if reader.lost:
        said = f"{reader.lost:,} sign{'s' * (reader.lost != 1)} that the code page doesn't have"
        yield Note("repaired", "bad_bytes", f"{said}; U+FFFD stands for them")
    layout = lines.choose(found)
    if layout is not None:
        del raw, reader
        yield from layout.read(found, source, "rtf")
        return
    shown = sum(len(para.text) for para in found)
    if shown > source.limits.record_bytes:
        yield Fault("too_large", "longer than one article may be (limit record_bytes); split it")
        return
    text = "\n".join(para.text for para in found).encode("utf-8", "surrogatepass")
    titled = rtf.title(raw)
    yield from pasted.articles(found, text, {"document_title": titled} if titled else {})
