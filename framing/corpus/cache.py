"""What was read once is not read twice: kept by the bytes, the settings and the reading code itself.

Two things are kept: what came of each file, so that one changed file is one
file read again, and of a file of very many records what came of each run of them, so
that a load which was cut off goes on where it was. Change a byte of an article, a setting, a line
of the code that reads or of an outlet's rules, and the key is another. Nothing kept is
trusted: what can't be read is made again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Any

from framing.corpus.files import Found
from framing.corpus.parts import Entry, Part
from framing.corpus.records import Item, Note, Record
from framing.errors import FramingError

_FILES, _RUNS = "files", "runs"
#: Bytes at the end of each file: the hash of what stands before, by which it is known to be what was written.
_SEAL = 32
#: What reads pages beside our own code: another version may find other text.
_LIBRARIES = ("lxml", "trafilatura", "justext", "pandas", "pyarrow")


class Cache:
    """A folder of results.

    Parameters
    ----------
    folder : pathlib.Path
        Made where it doesn't exist. Anything in it may be deleted at any time.
    settings : object
        What the user set; a path stands for the bytes of the rules there.
    """

    def __init__(self, folder: Path, settings: object) -> None:
        self._folder = folder
        self._settings = hashlib.sha256(_own_source() + _written(settings).encode()).digest()
        self._keys: dict[Path, str] = {}

    def __getstate__(self) -> dict[str, Any]:
        # Sent to each process: the keys of files are asked for by the first one alone.
        return {**self.__dict__, "_keys": {}}

    def known(self, found: Iterable[Found]) -> set[Path]:
        """Return the paths of files of which something is kept; whether it is whole shows when it is read."""
        return {file.path for file in found if self._of_file(file).exists()}

    def part(self, file: Found) -> Part | None:
        """Return what is kept of a file."""
        found: Part | None = _read(self._of_file(file), _part)
        return found

    def keep(self, file: Found, part: Part) -> None:
        """Keep what came of a file."""
        self._keep(self._of_file(file), part)

    def run(
        self, file: Found, records: Sequence[Item], make: Callable[[], Part], lasting: Callable[[Part], bool]
    ) -> Part:
        """Return what comes of a run of records of a file: what is kept, or what is made, which is kept then.

        Parameters
        ----------
        file : Found
        records : sequence of Item
        make : callable
        lasting : callable
            Says of a part whether another run would find the same, so that it may be kept.
        """
        if any(isinstance(item, Record) and item.document is not None for item in records):
            return make()  # what it was read from has no form that could be compared
        digest = hashlib.sha256(self._settings + self._said(file))
        for item in records:
            for name, value in vars(item).items():
                digest.update(value if isinstance(value, bytes) else _named(value))
                digest.update(f"\x00{name}\x00".encode())
        key = digest.hexdigest()[:40]
        place = self._folder / _RUNS / key[:2] / f"{key[2:]}.zst"
        found: Part | None = _read(place, lambda data: _part(_unpacked(data)))
        if found is None:
            found = make()
            if lasting(found):
                self._keep(place, found, _packed)
        return found

    def _keep(self, place: Path, part: Part, packed: Callable[[bytes], bytes] = bytes) -> None:
        data = json.dumps(
            [list(part.columns), [[*entry[:2], entry.digest.hex(), *entry[3:]] for entry in part.entries]],
            default=_tagged,
        ).encode()
        with self._replaced(place) as stream:
            stream.write(packed(data))

    def _of_file(self, file: Found) -> Path:
        key = self._key(file)
        return self._folder / _FILES / key[:2] / f"{key[2:]}.json"

    def _key(self, file: Found) -> str:
        if file.path not in self._keys:
            digest = hashlib.sha256(self._settings + self._said(file))
            if file.fault is None:
                try:
                    with file.path.open("rb") as stream:
                        digest.update(hashlib.file_digest(stream, "sha256").digest())
                except OSError as error:
                    digest.update(str(error.errno).encode())
            self._keys[file.path] = digest.hexdigest()[:40]
        return self._keys[file.path]

    @staticmethod
    def _said(file: Found) -> bytes:
        """Return what is known of a file beside its bytes."""
        said = (file.folder, file.source.path, _written(file.said), _written(file.columns), repr(file.fault))
        return "\x00".join(said).encode("utf-8", "surrogatepass") + b"\x00"

    @contextmanager
    def _replaced(self, file: Path) -> Iterator[IO[bytes]]:
        """Write aside and move into place, so that a run which is cut off leaves no half a file; seal it."""
        aside = None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with os.fdopen(handle, "w+b") as stream:
                yield stream
                stream.seek(0)
                seal = hashlib.file_digest(stream, "sha256").digest()
                stream.seek(0, os.SEEK_END)
                stream.write(seal)
            os.replace(aside, file)
        except OSError as error:
            raise FramingError(
                f"cache: {str(self._folder)!r} can't be written ({error.strerror or error}); "
                "give a folder that can"
            ) from None
        finally:
            if aside is not None:
                Path(aside).unlink(missing_ok=True)


def _read(file: Path, make: Callable[[bytes], Any]) -> Any:
    """Return what a file holds, or None where it isn't there or isn't what was written: to be made anew."""
    try:
        data = file.read_bytes()
        held, seal = data[:-_SEAL], data[-_SEAL:]
        return make(held) if hashlib.sha256(held).digest() == seal else None
    except Exception:
        return None


def _part(data: bytes) -> Part:
    columns, entries = json.loads(data, object_hook=_untagged)
    return Part(
        [
            Entry(place, row, bytes.fromhex(digest), alone, tuple(Note(*note) for note in notes))
            for place, row, digest, alone, notes in entries
        ],
        dict.fromkeys(columns),
    )


def _packed(data: bytes) -> bytes:
    """Return what takes half as much room or less: runs are of files that are large."""
    import pyarrow as pa

    packed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return len(data).to_bytes(8, "little") + packed


def _unpacked(data: bytes) -> bytes:
    import pyarrow as pa

    size = int.from_bytes(data[:8], "little")
    found: bytes = pa.decompress(data[8:], decompressed_size=size, codec="zstd", asbytes=True)
    return found


def _named(value: object) -> bytes:
    """Return a value as text that is the same in every process."""
    said = f"{value.__module__}.{value.__qualname__}" if inspect.isroutine(value) else repr(value)
    return said.encode("utf-8", "surrogatepass")


_TAG = "\x00"


def _tagged(value: Any) -> Any:
    """Write what JSON has no form for, so that it comes back as it was."""
    if isinstance(value, Note):
        return [value.kind, value.rule, value.detail, value.once]
    return {_TAG: [type(value).__name__, value.isoformat()]}


def _untagged(found: dict[str, Any]) -> Any:
    if len(found) != 1 or _TAG not in found:
        return found
    kind, text = found[_TAG]
    if kind == "Timestamp":
        import pandas as pd

        return pd.Timestamp(text)
    forms: dict[str, Callable[[str], Any]] = {
        "datetime": dt.datetime.fromisoformat,
        "date": dt.date.fromisoformat,
        "time": dt.time.fromisoformat,
    }
    return forms[kind](text)


def _written(settings: object) -> str:
    """Settings as text: a mapping by its sorted items, a path of rules by the bytes of its files."""
    if hasattr(settings, "items"):
        return repr(sorted((str(key), repr(value)) for key, value in settings.items()))
    if isinstance(settings, tuple):
        return "\x01".join(map(_written, settings))
    if isinstance(settings, (str, os.PathLike)) and Path(settings).exists():
        path = Path(settings)
        return "\x02".join(
            f"{file.name}\x02{hashlib.sha256(file.read_bytes()).hexdigest()}"
            for file in (sorted(path.rglob("*.toml")) if path.is_dir() else [path])
        )
    return repr(settings)


@cache
def _own_source() -> bytes:
    """Return a digest of what a result depends on beside bytes and settings: readers, rules, libraries."""
    digest = hashlib.sha256(sys.version.encode())

    def add(folder: Traversable, prefix: str) -> None:
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            if item.is_dir() and not item.name.startswith("__"):
                add(item, f"{prefix}{item.name}/")
            elif item.name.endswith((".py", ".toml")):
                digest.update(f"{prefix}{item.name}\x00".encode() + item.read_bytes())

    add(resources.files("framing.corpus"), "")
    framing = resources.files("framing")
    for item in (
        framing / "schema.py",
        framing / "schemas" / "articles.toml",
        framing / "schemas" / "audit.toml",
    ):
        digest.update(item.read_bytes())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {metadata.version(name)}\x00".encode())
        except metadata.PackageNotFoundError:
            continue
    for point in sorted(metadata.entry_points(group="framing.readers"), key=lambda point: point.name):
        digest.update(f"{point.name} {point.value} {point.dist.version if point.dist else ''}\x00".encode())
    return digest.digest()
