"""Files that are packed and cut short or damaged: what stands before the cut is read, and the cut is told.

A reader that takes a file whole is given what there is of it. A ZIP archive has
its list of members at its end: without it the members are found one by one, each
by the few words that stand before it.
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from framing.corpus.archive import Damaged, is_zip, label
from framing.corpus.limits import RATIO_FROM, Limits
from framing.corpus.records import Fault, Item, Note, Record
from framing.corpus.streams import TooLarge

__all__ = ["DAMAGE", "Held", "Unpacking", "found_before", "opened"]

#: What is raised where a file packed with gzip is cut short or damaged.
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)

_STEP = 1 << 20
_TAIL = 65_557
#: Members that a short list can count.
_MOST = 65_000
_LOCAL, _LISTED, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_SHORT = Note(
    "guessed", "cut_short", "the packed file is cut short or damaged: the end of this article may be missing"
)


class Unpacking(io.BufferedReader):
    """What is unpacked as it is read; who asks for all of it gets what stands before the damage.

    Who reads in pieces, as lists of records are read, meets the damage as an error where it stands:
    the last piece of a record may pass for a whole one.

    Attributes
    ----------
    cut : Exception, optional
        The damage, once it was met by who asked for all.
    """

    def __init__(self, raw: io.RawIOBase, limits: Limits) -> None:
        super().__init__(raw, _STEP)
        self._whole = min(limits.whole_bytes, limits.record_bytes)
        self.cut: Exception | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        """Return so many bytes, fewer at the end; see the class."""
        if self.cut is not None:
            raise self.cut
        if size is not None and 0 <= size < self._whole:
            return super().read(size)
        left = size if size is not None and size >= 0 else None
        parts: list[bytes] = []
        try:
            while left != 0 and (part := self.read1(_STEP if left is None else min(left, _STEP))):
                parts.append(part)
                left = left and left - len(part)
        except DAMAGE as error:
            if not parts:
                raise
            self.cut = error
        return b"".join(parts)


class Held(io.BytesIO):
    """A ZIP archive held in memory, with what is wrong with it."""

    def __init__(self, data: bytes, cut: Exception | None = None) -> None:
        super().__init__(data)
        self.cut = cut


def opened(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """Return a file as readers are given it: an archive can be sought in, and what is cut short has a list.

    Raises
    ------
    TooLarge
        An archive that is packed once more is longer than `limits.whole_bytes`.
    """
    try:
        if stream.seekable():
            return _with_list(stream, limits)
        if isinstance(stream, io.BufferedReader):
            stream = Unpacking(stream.detach(), limits)
            if is_zip(stream.peek(4)[:4]):
                return held(stream, limits)
    except BaseException:
        stream.close()
        raise
    return stream


def held(stream: BinaryIO, limits: Limits, head: bytes = b"") -> Held:
    """Return an archive that can't be sought in as one that is held; `head` was read of it before."""
    data = head + stream.read(limits.whole_bytes + 1)
    if len(data) > limits.whole_bytes:
        raise TooLarge("too long to be held as a whole (limit whole_bytes)")
    whole = Held(data, getattr(stream, "cut", None))
    stream.close()
    return whole if b"PK\x05\x06" in data[-_TAIL:] else _mended(data, limits)


def _with_list(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """Return an archive with a list of its members, where it has lost its own; any other file as it is."""
    head = stream.read(4)
    size = stream.seek(0, io.SEEK_END)
    listed = True
    # Of archives below the last level that may be opened nothing is sought.
    if is_zip(head) and size <= limits.whole_bytes and limits.depth > 1:
        stream.seek(max(0, size - _TAIL))
        listed = b"PK\x05\x06" in stream.read(_TAIL)
    stream.seek(0)
    if listed:
        return stream
    with stream:
        return _mended(stream.read(), limits)


class _Member(NamedTuple):
    """One member as the words before it say; `size` and `unpacked` as they are."""

    at: int
    words: tuple[int, ...]
    name: bytes
    check: int
    size: int
    unpacked: int


def _mended(data: bytes, limits: Limits) -> Held:
    members: list[_Member] = []
    end = 0
    for member, behind in _members(data, limits):
        if len(members) >= min(limits.members + 1, _MOST):
            break
        members.append(member)
        end = behind
    if not members:
        return Held(data)
    listing = b"".join(
        _LISTED.pack(
            b"PK\x01\x02", 20, *member.words, member.check, member.size, member.unpacked, len(member.name),
            0, 0, 0, 0, 0, member.at,
        )
        + member.name
        for member in members
    )  # fmt: skip
    many = len(members)
    last = _LOCAL.unpack_from(data, end) if len(data) >= end + _LOCAL.size else None
    lost = ""
    if last and last[0] == b"PK\x03\x04":
        name = data[end + _LOCAL.size : end + _LOCAL.size + last[9]].decode("utf-8", "replace")
        lost = f"; {label(name)!r} and what came behind it are lost"
    told = "1 file in it is whole" if many == 1 else f"{many:,} files in it are whole"
    why = Damaged(f"is no whole ZIP archive (cut short?): {told}{lost}; save or copy it again")
    tail = _END.pack(b"PK\x05\x06", 0, 0, many, many, len(listing), end, 0)
    return Held(data[:end] + listing + tail, why)


def _members(data: bytes, limits: Limits) -> Iterator[tuple[_Member, int]]:
    """Yield the members that are whole, each with the place behind it."""
    at = 0
    while data.startswith(b"PK\x03\x04", at) and len(data) >= at + _LOCAL.size:
        _, *words, check, size, unpacked, long, more = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + long + more
        name, unsaid = data[at + _LOCAL.size : start - more], words[1] & 8 or 0xFFFFFFFF in (size, unpacked)
        end = start + size
        if unsaid:
            # How long it is, is said behind it, or elsewhere: it is seen where its packing ends.
            found = _inflated(data, start, limits) if words[2] == zlib.DEFLATED else None
            if found is None:
                return
            size, unpacked, check = found
            end = start + size
            follows = (n for n in (0, 12, 16, 20, 24) if data[end + n : end + n + 4] in _NEXT)
            behind = min(end + next(follows, 16), len(data)) if words[1] & 8 else end
        else:
            behind = end
        if end > len(data) or start > len(data):
            return
        yield _Member(at, tuple(words), name, check, size, unpacked), behind
        at = behind


_NEXT = (b"PK\x03\x04", b"PK\x01\x02")


def _inflated(data: bytes, start: int, limits: Limits) -> tuple[int, int, int] | None:
    """Return how many packed and unpacked bytes a member has, and their check; None if it isn't whole."""
    engine, at, done, check = zlib.decompressobj(-15), start, 0, 0
    rest = b""
    while not engine.eof:
        if not rest:
            rest = data[at : at + _STEP]
            at += len(rest)
            if not rest:
                return None
        try:
            part = engine.decompress(rest, _STEP)
        except zlib.error:
            return None
        rest = engine.unconsumed_tail
        done, check = done + len(part), zlib.crc32(part, check)
        if done > limits.unpacked_bytes or done > max(RATIO_FROM, limits.ratio * (at - start)):
            return None
    return at - start - len(engine.unused_data), done, check


def found_before(found: Iterator[Item], stream: BinaryIO) -> Iterator[Item]:
    """Yield what is found in a file, and raise what is wrong with it behind that.

    The last record of a file that was read as far as it goes says that its end may be
    missing; what its reader says of the file as a whole is said by its damage.
    """
    waiting: list[Item] = []
    for item in found:
        if not isinstance(stream, Unpacking) or stream.cut is None:
            yield item
        elif isinstance(item, Record):
            yield from waiting
            waiting = [item]
        elif not isinstance(item, Fault) or item.number or item.member:
            waiting.append(item)
    if waiting and isinstance(last := waiting[0], Record):
        waiting[0] = replace(last, notes=(*last.notes, _SHORT))
    yield from waiting
    if (cut := getattr(stream, "cut", None)) is not None:
        raise cut
