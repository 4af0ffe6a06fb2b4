"""ZIP archives of anything that a reader reads: folders of pages, documents, exports; archives in them too.

Members are read in place, one after the other; nothing is unpacked to disk,
and the name of a member is a label and no path.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from framing.corpus import files, parts, streams
from framing.corpus.records import Fault, Item, Note, Source
from framing.corpus.streams import Archive, is_zip, label

SUFFIXES = (".zip",)
MANY = True

# Surer than what is said of a ZIP archive that nothing reads, less sure than any form that is packed as one.
_SURE = 86
_OTHERS = (b"[Content_Types].xml", b"mimetypeapplication/")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a mere archive: one that isn't the form of a document."""
    if not is_zip(head):
        return 0
    return 60 if any(mark in head[:200] for mark in _OTHERS) else _SURE


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield what the members hold, in order of their names; what can't be read of one is its own fault."""
    archive = Archive(stream, source.limits)
    # The folders that belong to a page beside them, with no file counted yet.
    folders = {name[:at] for name in archive.names for at, sign in enumerate(name) if sign == "/"}
    files_in: dict[str, list[str]] = {}
    for name in archive.names:
        above, _, last = name.rpartition("/")
        files_in.setdefault(above, []).append(last)
    shown = {
        f"{folder}/": 0
        for folder in sorted(folders)
        if files.shows(folder.rpartition("/")[2], files_in.get(folder.rpartition("/")[0], ()))
    }
    count = 0
    for name in sorted(archive.names):
        if _is_left(name):
            continue
        if (page := _page(name, shown)) is not None:
            shown[page] += 1
            continue
        count += 1
        for item in _member(archive, name, source):
            yield item
            if isinstance(item, Fault) and item.rule == "too_large" and "unpacked_bytes" in item.detail:
                # What the whole archive may unpack to is used up: each further member would say the same.
                left = sum(other > name for other in archive.names)
                if left:
                    yield Fault("too_large", f"further files of the archive, not read: {left:,}")
                return
    for page, assets in shown.items():
        if assets:
            yield files.describe_assets(label(page), assets)
    if not count:
        yield Fault("empty", "an archive without files to read; leave it out", kind="skipped")


def _is_left(name: str) -> bool:
    """Say whether a member is no coverage, by the rules for folders."""
    parts_of = [part for part in name.split("/") if part not in ("", ".", "..")]
    return files.is_left("".join(parts_of[-1:])) or any(map(files.is_folder_left, parts_of[:-1]))


def _page(name: str, shown: dict[str, int]) -> str | None:
    """Return the page's folder that a member stands in, or None."""
    above = (name[: at + 1] for at, sign in enumerate(name) if sign == "/")
    return next((folder for folder in above if folder in shown), None)


def _member(archive: Archive, name: str, source: Source) -> Iterator[Item]:
    """Yield what one member holds, called by the name of the archive and its own."""
    shown = label(name) or "member"
    depth = source.limits.depth
    inner = replace(
        source, path=f"{source.path}/{shown}", limits=replace(source.limits, depth=max(depth - 1, 1))
    )
    # What opens a member from its start; one that is packed itself is held, to seek in it.
    held: list[bytes] = []

    def reopen() -> BinaryIO:
        if not held:
            head = streams.beginning(archive.open(name), 4)
            if not (is_zip(head) or head.startswith(b"\x1f\x8b")):
                return archive.open(name)
            held.append(archive.read(name))
        stream = io.BytesIO(held[0])
        return streams.unpacking(stream, inner.limits) if held[0].startswith(b"\x1f\x8b") else stream

    if depth == 1 and _is_archive(reopen, inner):
        yield Fault("too_deep", "too many archives within archives (limit depth); unpack it", member=shown)
        return
    for item in parts.items(reopen, inner):
        yield name_member(item, shown)


def name_member(item: Item, member: str) -> Item:
    """Return what was found in a member of an archive, called by its name."""
    if isinstance(item, Note):
        return replace(item, detail=f"{member}: {item.detail}")
    return replace(item, member=f"{member}/{item.member}" if item.member else member)


def _is_archive(reopen: Callable[[], BinaryIO], source: Source) -> bool:
    """Say whether a member would be read here, as archives within it."""
    try:
        with reopen() as stream:
            if not is_zip(streams.beginning(stream, 4)):
                return False
        with reopen() as stream:
            return getattr(parts.choose(stream, source), "__name__", "") == __name__
    except (OSError, EOFError):
        return False  # whoever reads it will say what is wrong
