"""What was read once is not read twice: results kept by the bytes, the settings and the reading code itself.

A kept result is two Parquet files in a folder named by the key. Change a byte
of an article, a setting, or a line of the code that reads, and the key is another.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from framing.corpus.files import Found
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

    from framing.corpus.load import Loaded

__all__ = ["kept"]


def kept(folder: Path, found: Sequence[Found], settings: object, make: Callable[[], Loaded]) -> Loaded:
    """Return the result that the folder keeps for these files and settings, or make and keep it.

    Raises
    ------
    FramingError
        The folder can't be written.
    """
    import pandas

    from framing.corpus.load import Loaded

    place = folder / _key(found, settings)
    files = {name: place / f"{name}.parquet" for name in Loaded._fields}
    if all(file.is_file() for file in files.values()):
        return Loaded(*(pandas.read_parquet(file) for file in files.values()))
    loaded = make()
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, file in files.items():
            _moved(getattr(loaded, name), file)
    except OSError as error:
        raise FramingError(
            f"cache: {str(folder)!r} can't be written ({error.strerror or error}); give a folder that can"
        ) from None
    return loaded


def _moved(frame: pd.DataFrame, file: Path) -> None:
    """Write aside and move into place, so that a run which is cut off leaves no half a file."""
    handle, aside = tempfile.mkstemp(dir=file.parent, suffix=".part")
    os.close(handle)
    try:
        frame.to_parquet(aside, index=False)
        os.replace(aside, file)
    finally:
        Path(aside).unlink(missing_ok=True)


def _key(found: Sequence[Found], settings: object) -> str:
    digest = hashlib.sha256(_own_source())
    digest.update(_written(settings).encode())
    for file in found:
        digest.update(
            f"\x00{file.source.path}\x00{_written(file.said)}\x00{_written(file.columns)}\x00".encode()
        )
        try:
            with file.path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            digest.update(str(error.errno).encode())
    return digest.hexdigest()[:32]


def _written(settings: object) -> str:
    """Settings as text: a mapping by its sorted items, a path of rules by the bytes of its files."""
    if hasattr(settings, "items"):
        return repr(sorted((str(key), repr(value)) for key, value in settings.items()))
    if isinstance(settings, tuple):
        return "\x01".join(map(_written, settings))
    if isinstance(settings, (str, os.PathLike)) and Path(settings).exists():
        path = Path(settings)
        return "\x02".join(
            f"{file.name}\x02{file.read_text('utf8')}"
            for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])
        )
    return repr(settings)


@cache
def _own_source() -> bytes:
    """Return a digest of this subpackage: a result depends on its readers, rules and outlets."""
    digest = hashlib.sha256()

    def add(folder: Traversable, prefix: str) -> None:
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            if item.is_dir() and not item.name.startswith("__"):
                add(item, f"{prefix}{item.name}/")
            elif item.name.endswith((".py", ".toml")):
                digest.update(f"{prefix}{item.name}\x00".encode() + item.read_bytes())

    add(resources.files("framing.corpus"), "")
    return digest.digest()
