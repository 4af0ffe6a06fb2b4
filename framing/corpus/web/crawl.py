"""The records of a WARC file one after another, within bounds; what is damaged is passed over and told.

Knows the frame that crawlers put around what they fetch, and nothing of pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from framing.corpus.web import heads

__all__ = ["VERSION", "Entry", "entries"]

#: How a record begins.
VERSION = re.compile(rb"WARC/\d{1,2}\.\d{1,3}[ \t]*\r?\n")
# No header of a crawler is longer; what is, is no header.
_HEAD, _LINE, _STEP = 1 << 17, 1 << 16, 1 << 18


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


def entries(stream: BinaryIO, begun: bytes = b"") -> Iterator[Entry]:
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
        headers = heads.parse(_head(stream))
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
    while size < _HEAD and (line := stream.readline(_LINE)) and line.strip():
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
