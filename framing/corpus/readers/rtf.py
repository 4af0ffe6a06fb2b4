"""RTF: a database's export where its lines are laid out as one, else one article that was pasted by hand.

Exports called .DOC are often RTF: what counts is how a file begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from framing.corpus import rtf, streams
from framing.corpus.layouts import count_noun, read_document
from framing.corpus.records import Item, Note, Source

SUFFIXES = (".rtf",)
MANY = True


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is RTF: by its first signs, whatever it is called."""
    return 98 if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf") else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export, or the one article of a document."""
    raw = streams.read_rest(stream, source.limits, "export it in parts")
    reader = rtf.Reader(raw)
    found = list(reader.paras())
    if reader.lost:
        detail = f"{count_noun(reader.lost, 'sign')} that the code page doesn't have; U+FFFD stands for them"
        yield Note("repaired", "bad_bytes", detail)
    titled = rtf.title(raw)
    yield from read_document(found, source, "rtf", lambda: {"document_title": titled} if titled else {})
