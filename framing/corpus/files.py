"""Which files a user means, how each is called in tables, and how its bytes are reached within bounds."""

from __future__ import annotations

import glob
import gzip
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from framing.corpus import manifest
from framing.corpus.manifest import Manifest
from framing.corpus.records import Source
from framing.errors import FramingError, brief, several

__all__ = ["MAX_UNPACKED", "Found", "TooLarge", "find", "open_bounded"]

#: The most that one compressed file may unpack to, in bytes: a small file can hide a very large one.
MAX_UNPACKED = 4 * 1024**3
# Files beside coverage that are none: they are not counted as found.
_BESIDE = ("readme", "license", "licence", "citation", "changelog", "makefile")


class TooLarge(OSError):
    """A compressed file unpacks to more than the bound."""


@dataclass(frozen=True)
class Found:
    """One file: where it is, how tables call it, and what its folder says of it."""

    path: Path
    source: Source
    said: Mapping[str, object]
    columns: Mapping[str, str]


def find(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Found]:
    """Return the files of some paths, folders and globs, each once, in order of their names.

    Hidden files, TOML files (they are settings) and files such as README and
    LICENSE are no coverage and left out.

    Raises
    ------
    FramingError
        A path isn't there, a pattern matches nothing, a folder is empty.
    """
    listed = [paths] if isinstance(paths, os.PathLike) else several("paths", paths)
    chosen: dict[Path, tuple[str, Path]] = {}
    for given in listed:
        if not isinstance(given, (str, os.PathLike)):
            raise FramingError(f"paths: {brief(given)} is no path; name a file, a folder or a pattern")
        for path, root in _expanded(Path(given)):
            chosen.setdefault(Path(os.path.realpath(path)), (_relative(path, root), path))
    if not chosen:
        raise FramingError("paths: no files given; name a file, a folder or a pattern such as 'texts/*.txt'")
    labels = _distinct({real: label for real, (label, _) in chosen.items()})
    manifests: dict[Path, Manifest | None] = {}
    found = [_described(path, labels[real], manifests) for real, (_, path) in chosen.items()]
    return sorted(found, key=lambda file: file.source.path)


def _expanded(given: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each file with the folder to which its name is relative."""
    shown = str(given)
    if given.is_dir():
        files = list(_walk(given))
        if not files:
            raise FramingError(f"paths: folder {shown!r} holds no files to read; save the articles there")
        yield from ((file, given) for file in files)
    elif given.exists():
        yield given, given.parent
    elif glob.has_magic(shown):
        root = Path(*_before_magic(given.parts))
        files = [Path(hit) for hit in sorted(glob.glob(shown, recursive=True))]
        hits = [(file, root) for file in files if file.is_file() and not _beside(file)]
        hits += [
            (file, root)
            for folder in files
            if folder.is_dir() and "**" not in shown
            for file in _walk(folder)
        ]
        if not hits:
            raise FramingError(f"paths: nothing matches {shown!r}; check the folder and the pattern")
        yield from hits
    else:
        raise FramingError(f"paths: {shown!r} isn't there; check the name, relative to {Path.cwd().name!r}")


def _before_magic(parts: tuple[str, ...]) -> list[str]:
    kept: list[str] = []
    for part in parts[:-1]:
        if glob.has_magic(part):
            break
        kept.append(part)
    return kept


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            if not _beside(Path(name)):
                yield Path(root, name)


def _beside(file: Path) -> bool:
    name = file.name.lower()
    return name.startswith(".") or name.endswith(".toml") or name.split(".")[0] in _BESIDE


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def _distinct(labels: dict[Path, str]) -> dict[Path, str]:
    """Put folder names in front where two files would be called the same."""
    depth = dict.fromkeys(labels, 0)
    shown = dict(labels)
    while True:
        groups: dict[str, list[Path]] = {}
        for real, label in shown.items():
            groups.setdefault(label, []).append(real)
        clashing = [real for group in groups.values() if len(group) > 1 for real in group]
        if not clashing:
            return shown
        for real in clashing:
            depth[real] += 1
            own = labels[real].count("/") + 1
            shown[real] = "/".join(real.parts[-(own + depth[real]) :]).lstrip("/")


def _described(path: Path, label: str, manifests: dict[Path, Manifest | None]) -> Found:
    said: dict[str, object] = dict(manifest.from_name(label.rsplit("/", 1)[-1].removesuffix(".gz")))
    columns: dict[str, str] = {}
    folder = path.parent
    # The nearest manifest above the file counts; one further up describes another collection.
    for above in (folder, *folder.parents)[:4]:
        if above not in manifests:
            file = above / manifest.NAME
            manifests[above] = manifest.read(file) if file.is_file() else None
        known = manifests[above]
        if known is not None:
            said.update(known.fields(_relative(path, above)))
            columns.update(known.columns)
            break
    return Found(path, Source(label), said, columns)


class _Bounded(io.RawIOBase):
    """Reads on until a bound, then refuses."""

    def __init__(self, stream: BinaryIO, bound: int) -> None:
        self._stream, self._left, self._bound = stream, bound, bound

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge(f"unpacks to more than {self._bound // 1024**2:,} MB")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_bounded(path: Path, bound: int = MAX_UNPACKED) -> BinaryIO:
    """Open a file for reading, unpacking gzip as it goes, whatever the file is called."""
    stream = path.open("rb")
    if stream.read(2) != b"\x1f\x8b":
        stream.seek(0)
        return stream
    stream.close()
    return io.BufferedReader(_Bounded(gzip.open(path, "rb"), bound), 1 << 20)  # type: ignore[arg-type]
