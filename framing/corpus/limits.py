"""How much of a file is read at most: one object holds every bound, and no reader has one of its own.

A small file can hide a very large one, and a broken one may be one endless
line. Each bound is far above what honest coverage needs, and is looked at
before the bytes are read.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]

_MB = 1024**2


@dataclass(frozen=True)
class Limits:
    """Bounds of what is read.

    Attributes
    ----------
    file_bytes : int
        The longest file on disk.
    whole_bytes : int
        The longest file, or member of an archive, that has to be held in memory as a whole.
    record_bytes : int
        The longest record: no article is that long.
    line_bytes : int
        The longest line.
    unpacked_bytes : int
        What one packed file may unpack to in all.
    ratio : int
        How many times longer unpacked bytes may be than packed ones, from `RATIO_FROM` bytes on.
    members : int
        Files in an archive.
    depth : int
        Archives within archives.
    records : int
        Records of one file.
    nesting : int
        Elements within elements of XML and HTML.
    seconds : float
        How long the reading of a file may take.
    """

    file_bytes: int = 64 * 1024 * _MB
    whole_bytes: int = 512 * _MB
    record_bytes: int = 16 * _MB
    line_bytes: int = 16 * _MB
    unpacked_bytes: int = 4 * 1024 * _MB
    ratio: int = 200
    members: int = 20_000
    depth: int = 3
    records: int = 20_000_000
    nesting: int = 250
    seconds: float = 60.0


#: Below so many unpacked bytes no ratio is looked at: a page of blanks packs well and harms nobody.
RATIO_FROM = 16 * _MB
