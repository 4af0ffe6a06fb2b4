"""How the bytes of a file are reached: unpacked as they come, and no more of them than the limits allow."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from framing.corpus.limits import RATIO_FROM, Limits
from framing.plugins import toml

#: What is raised where a file packed with gzip is cut short or damaged.
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)


class TooLarge(OSError):
    """A file is, or unpacks to, more than a limit allows."""


class Readable(io.RawIOBase):
    """A stream of which a way to take some bytes is all that has to be said."""

    def take(self, size: int) -> bytes:
        """Return so many bytes at most; none at the end."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self.take(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Bounded(Readable):
    """Unpacks on until a bound, then refuses."""

    def __init__(self, packed: BinaryIO, limits: Limits) -> None:
        self._packed, self._limits = packed, limits
        self._done = 0
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")

    def take(self, size: int) -> bytes:
        # Step by step: where the stream is cut short, what was unpacked before is not lost with the rest.
        data = self._stream.read1(size)
        self._done += len(data)
        if self._done > self._limits.unpacked_bytes:
            raise TooLarge("unpacks to more than it may (limit unpacked_bytes)")
        if self._done > RATIO_FROM and self._done > self._limits.ratio * max(self._packed.tell(), 1):
            raise TooLarge(f"unpacks to more than {self._limits.ratio} times its size (limit ratio)")
        return data

    def reached(self) -> int:
        """Return how many bytes of the packed file are done."""
        return int(self._packed.tell())

    def close(self) -> None:
        self._stream.close()
        self._packed.close()
        super().close()


def open_bounded(path: Path, limits: Limits) -> BinaryIO:
    """Open a file for reading, unpacking gzip as it goes, whatever the file is called.

    Raises
    ------
    TooLarge
        It is longer than `limits.file_bytes`; later, what it unpacks to.
    """
    stream = path.open("rb")
    if (size := os.fstat(stream.fileno()).st_size) > limits.file_bytes:
        stream.close()
        raise TooLarge("longer than a file may be (limit file_bytes)")
    packed = stream.read(2) == b"\x1f\x8b"
    if packed and size > 18:
        # The last bytes say how long it is unpacked, unless it is cut short: so it is looked at.
        stream.seek(-4, os.SEEK_END)
        told = int.from_bytes(stream.read(4), "little")
        stream.seek(0)
        if told > max(RATIO_FROM, limits.ratio * size):
            # See whether it begins as one does that unpacks to too much, before anything of it is read.
            try:
                with suppress(*DAMAGE), unpacking(path.open("rb"), limits) as tried:
                    beginning(tried, 2 * RATIO_FROM)
            except TooLarge:
                stream.close()
                raise
    stream.seek(0)
    return unpacking(stream, limits) if packed else stream


def unpacking(packed: BinaryIO, limits: Limits) -> BinaryIO:
    """Return what a file packed with gzip holds, unpacked as it is read and within the limits."""
    return io.BufferedReader(_Bounded(packed, limits), 1 << 20)


def read_rest(stream: BinaryIO, limits: Limits, remedy: str) -> bytes:
    """Return the rest of a stream.

    Parameters
    ----------
    stream : binary file
    limits : Limits
        Of which `whole_bytes` bounds what is held as a whole.
    remedy : str
        What to do with a longer one.

    Raises
    ------
    TooLarge
        It is longer.
    """
    parts: list[bytes] = []
    size = 0
    # Step by step: a buffer for all that may be would take the room of it.
    while part := stream.read(_STEP):
        parts.append(part)
        size += len(part)
        if size > limits.whole_bytes:
            raise TooLarge(f"too long to be held as a whole (limit whole_bytes); {remedy}")
    return b"".join(parts)


def beginning(stream: BinaryIO, size: int) -> bytes:
    """Return the first bytes of a stream, fewer where it is cut short behind them."""
    parts: list[bytes] = []
    try:
        while size > 0 and (part := stream.read1(size)):  # type: ignore[attr-defined]
            parts.append(part)
            size -= len(part)
    except DAMAGE:
        if not parts:
            raise
    return b"".join(parts)


def position(stream: BinaryIO) -> int:
    """Return how far a file opened here is read, in bytes on disk."""
    raw = getattr(stream, "raw", None)
    try:
        return raw.reached() if isinstance(raw, _Bounded) else stream.tell()
    except (OSError, ValueError, AttributeError):
        return 0


# ZIP archives read in place and within bounds: nothing unpacked to disk, names as labels and never paths.

_STEP = 1 << 20
#: The end of an archive stands in so many last bytes; a member's name and notes take no more in its list.
_TAIL, _ENTRY = 65_557, 1024


class Damaged(OSError):
    """An archive, or a member of it, can't be opened: broken, encrypted, or packed in a way unknown here."""


def is_zip(head: bytes) -> bool:
    """Say whether some first bytes are those of a ZIP archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


_FORMS: dict[str, str] = toml(__package__, "lists")["streams"]["forms"]


_OTHER = "ZIP archive"


def form(name: str) -> str:
    """Return what a file is that is packed as a ZIP archive, by its name.

    >>> form("Clippings.DOCX"), form("pages.zip")
    ('Word document', 'ZIP archive')
    """
    return _FORMS.get(name[name.rfind(".") :].lower(), _OTHER) if "." in name else _OTHER


class Archive:
    """The members of a ZIP archive.

    Parameters
    ----------
    stream : binary file
        From the start of the archive on; must be seekable.
    limits : Limits
    what : str
        What the file is to who has it.

    Raises
    ------
    Damaged
        It is no whole ZIP archive.
    TooLarge
        It has more members than `limits.members`, or says of itself that it unpacks to too much.
    """

    def __init__(self, stream: BinaryIO, limits: Limits, what: str = "ZIP archive") -> None:
        self._limits = limits
        self._left = limits.unpacked_bytes
        if _directory(stream) > limits.members * _ENTRY:
            raise TooLarge(f"holds more than {limits.members:,} files (limit members)")
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, UnicodeError) as error:
            # "File is not a zip file" is what a file is told that begins as one and lacks its end.
            why = "cut short?" if "not a zip" in str(error) else _said(error)
            raise Damaged(f"is no whole {what} ({why}); save or copy it again") from None
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(infos) > limits.members:
            raise TooLarge(f"holds {len(infos):,} files, more than {limits.members:,} (limit members)")
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            # A name may stand in an archive twice, and what it says be different: none is lost.
            name, again = info.filename, 1
            while name in self._infos:
                again += 1
                name = f"{info.filename} ({again})"
            self._infos[name] = info

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the members, folders left out, in the order of the archive."""
        return tuple(self._infos)

    def size(self, name: str) -> int:
        """Return how many bytes a member says that it unpacks to."""
        return self._infos[name].file_size

    def read(self, name: str) -> bytes:
        """Return a member's bytes.

        Raises
        ------
        TooLarge
            It is, or says that it is, larger than `limits.whole_bytes`, or packed too well to be honest.
        Damaged
            It is broken, encrypted, or packed in a way that isn't known.
        """
        bound = self._limits.whole_bytes
        if self.size(name) > bound:
            raise TooLarge(f"{label(name)} unpacks to more than is held as a whole (limit whole_bytes)")
        return b"".join(self._chunks(name, bound, "whole_bytes"))

    def open(self, name: str) -> BinaryIO:
        """Open a member for reading from start to end, within the bounds of the archive."""
        return io.BufferedReader(
            _Member(self._chunks(name, self._limits.unpacked_bytes, "unpacked_bytes")), _STEP
        )

    def _chunks(self, name: str, bound: int, which: str) -> Iterator[bytes]:
        info, limits, done = self._infos[name], self._limits, 0
        packed = limits.ratio * max(info.compress_size, 1)
        dense = f"{label(name)} unpacks to more than {limits.ratio} times its size (limit ratio)"
        if info.file_size > max(RATIO_FROM, packed):
            raise TooLarge(dense)
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_STEP):
                    done += len(chunk)
                    self._left -= len(chunk)
                    if done > bound or self._left < 0:
                        over = which if done > bound else "unpacked_bytes"
                        raise TooLarge(f"{label(name)} unpacks to more than it may (limit {over})")
                    if done > max(RATIO_FROM, packed):
                        raise TooLarge(dense)
                    yield chunk
        except TooLarge:
            raise
        except (
            zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError,
        ) as error:  # fmt: skip
            why = f"can't be unpacked ({_said(error)}); save it again"
            if info.flag_bits & 1:
                why = "is encrypted; save it again without password"
            raise Damaged(f"{label(name)} {why}") from None


def _directory(stream: BinaryIO) -> int:
    """Return how many bytes the list of members takes, as the end of the archive says; 0 where it doesn't."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(size - _TAIL, 0))
    tail = stream.read(_TAIL)
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        return 0
    # Where it takes over 4 GB the true number stands elsewhere, and it is too long in any case.
    return int.from_bytes(tail[at + 12 : at + 16], "little")


class _Member(Readable):
    """Chunks as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""
        self._done = 0

    def tell(self) -> int:
        return self._done

    def take(self, size: int) -> bytes:
        if not self._rest:
            self._rest = next(self._chunks, b"")
        part, self._rest = self._rest[:size], self._rest[size:]
        self._done += len(part)
        return part


def label(name: str) -> str:
    """Return a member's name as tables hold it: on one line, never a path that leads anywhere.

    >>> label("../../etc/a.txt"), label("a\\x00\\nb.docx")
    ('etc/a.txt', 'a\\\\x00\\\\nb.docx')
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return escape_unprintable("/".join(parts))[:200]


def escape_unprintable(text: str) -> str:
    """Return a text on one line, with what can't be printed as its escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _said(error: Exception) -> str:
    """Return what a library says of an archive, cut: it may quote the archive's bytes."""
    return " ".join(str(error).split())[:100]
