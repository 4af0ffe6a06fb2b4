"""ZIP archives read in place and within bounds: nothing unpacked to disk, names as labels and never paths."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from framing.corpus.limits import RATIO_FROM, Limits
from framing.corpus.streams import TooLarge

__all__ = ["Archive", "Damaged", "form", "is_form", "is_zip"]

_STEP = 1 << 20
#: The end of an archive stands in so many last bytes; a member's name and notes take no more in its list.
_TAIL, _ENTRY = 65_557, 1024


class Damaged(OSError):
    """An archive, or a member of it, can't be opened: broken, encrypted, or packed in a way unknown here."""


def is_zip(head: bytes) -> bool:
    """Say whether some first bytes are those of a ZIP archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


_FORMS = {
    ".docx": "Word document",
    ".docm": "Word document",
    ".xlsx": "Excel workbook",
    ".xlsm": "Excel workbook",
    ".xlsb": "Excel workbook",
    ".odt": "document of OpenOffice or LibreOffice",
    ".wacz": "WACZ archive",
}


_OTHER = "ZIP archive"


def form(name: str) -> str:
    """Return what a file is that is packed as a ZIP archive, by its name.

    >>> form("Clippings.DOCX"), form("pages.zip")
    ('Word document', 'ZIP archive')
    """
    return _FORMS.get(name[name.rfind(".") :].lower(), _OTHER) if "." in name else _OTHER


def is_form(name: str, members: Iterable[str]) -> bool:
    """Say whether the members are those of a document, and not files of their own."""
    parts = {"[Content_Types].xml", "mimetype", "_rels/.rels", "docProps/app.xml", "datapackage.json"}
    return form(name) != _OTHER or not parts.isdisjoint(members)


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
        packed = max(info.compress_size, 1)
        if info.file_size > max(RATIO_FROM, limits.ratio * packed):
            raise TooLarge(f"{label(name)} unpacks to more than {limits.ratio} times its size (limit ratio)")
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_STEP):
                    done += len(chunk)
                    self._left -= len(chunk)
                    if done > bound or self._left < 0:
                        over = which if done > bound else "unpacked_bytes"
                        raise TooLarge(f"{label(name)} unpacks to more than it may (limit {over})")
                    if done > RATIO_FROM and done > limits.ratio * packed:
                        raise TooLarge(
                            f"{label(name)} unpacks to more than {limits.ratio} times its size (limit ratio)"
                        )
                    yield chunk
        except TooLarge:
            raise
        except (
            zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError,
        ) as error:  # fmt: skip
            locked = info.flag_bits & 1
            why = "is encrypted" if locked else f"can't be unpacked ({_said(error)})"
            raise Damaged(f"{label(name)} {why}; save it again{' without password' * bool(locked)}") from None


def _directory(stream: BinaryIO) -> int:
    """Return how many bytes the list of members takes, as the end of the archive says; 0 where it doesn't."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(size - _TAIL, 0))
    tail = stream.read(_TAIL)
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        return 0
    told = int.from_bytes(tail[at + 12 : at + 16], "little")
    # Where it takes over 4 GB the true number stands elsewhere, and it is too long in any case.
    return told


class _Member(io.RawIOBase):
    """Chunks as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._chunks, b"")
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def label(name: str) -> str:
    """Return a member's name as tables hold it: on one line, never a path that leads anywhere.

    >>> label("../../etc/a.txt"), label("a\\x00\\nb.docx")
    ('etc/a.txt', 'a\\\\x00\\\\nb.docx')
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    shown = "/".join(parts)
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in shown
    )[:200]


def _said(error: Exception) -> str:
    """Return what a library says of an archive, cut: it may quote the archive's bytes."""
    return " ".join(str(error).split())[:100]
