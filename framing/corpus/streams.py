"""How the bytes of a file are reached: unpacked as they come, and no more of them than the limits allow."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from framing.corpus.limits import RATIO_FROM, Limits

__all__ = ["TooLarge", "beginning", "open_bounded", "position", "unpacking", "whole"]


class TooLarge(OSError):
    """A file is, or unpacks to, more than a limit allows."""


class _Bounded(io.RawIOBase):
    """Unpacks on until a bound, then refuses."""

    def __init__(self, packed: BinaryIO, limits: Limits) -> None:
        self._packed, self._limits = packed, limits
        self._done = 0
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        # Step by step: where the stream is cut short, what was unpacked before is not lost with the rest.
        data = self._stream.read1(len(buffer))
        self._done += len(data)
        if self._done > self._limits.unpacked_bytes:
            raise TooLarge("unpacks to more than it may (limit unpacked_bytes)")
        if self._done > RATIO_FROM and self._done > self._limits.ratio * max(self._packed.tell(), 1):
            raise TooLarge(f"unpacks to more than {self._limits.ratio} times its size (limit ratio)")
        buffer[: len(data)] = data
        return len(data)

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
            try:
                _tried(path, limits)
            except TooLarge:
                stream.close()
                raise
    stream.seek(0)
    return unpacking(stream, limits) if packed else stream


def _tried(path: Path, limits: Limits) -> None:
    """See whether a file begins as one does that unpacks to too much, before anything of it is read."""
    with suppress(EOFError, zlib.error, gzip.BadGzipFile), unpacking(path.open("rb"), limits) as stream:
        for _ in range(2 * RATIO_FROM >> 20):
            if not stream.read1(1 << 20):  # type: ignore[attr-defined]
                break


def unpacking(packed: BinaryIO, limits: Limits) -> BinaryIO:
    """Return what a file packed with gzip holds, unpacked as it is read and within the limits."""
    return io.BufferedReader(_Bounded(packed, limits), 1 << 20)


def whole(stream: BinaryIO, limits: Limits, remedy: str) -> bytes:
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
    data = stream.read(limits.whole_bytes + 1)
    if len(data) > limits.whole_bytes:
        raise TooLarge(f"too long to be held as a whole (limit whole_bytes); {remedy}")
    return data


def beginning(stream: BinaryIO, size: int) -> bytes:
    """Return the first bytes of a stream, fewer where it is cut short behind them."""
    parts: list[bytes] = []
    try:
        while size > 0 and (part := stream.read1(size)):  # type: ignore[attr-defined]
            parts.append(part)
            size -= len(part)
    except (EOFError, zlib.error, gzip.BadGzipFile):
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
