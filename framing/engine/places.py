"""Where files of parts lie: a folder of this machine, or an address that fsspec knows.

A local path needs no library. What is written stands whole or not at all: aside and moved into place on a
disk; object stores show an object when it is complete.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from framing.errors import FramingError
from framing.io.files import check_address, is_address


def join_place(where: str, *names: str) -> str:
    """Return the place of something inside a place."""
    return posixpath.join(where, *names) if is_address(where) else os.path.join(where, *names)


def _system(where: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it; raises `FramingError` as `check_address`."""
    check_address(where)
    try:
        import fsspec
    except ModuleNotFoundError:
        raise FramingError(
            f"{where}: an address needs fsspec; install it with: pip install 'newsframing[distributed]'"
        ) from None
    try:
        return fsspec.core.url_to_fs(where)
    except (ValueError, ImportError) as error:
        said = " ".join(str(error).split())[:160]
        raise FramingError(f"{where}: no file system for this address ({said})") from None


@contextmanager
def open_to_write(where: str) -> Iterator[IO[bytes]]:
    """Give a file to write; it is there, whole, when the block ends well."""
    try:
        if is_address(where):
            system, path = _system(where)
            system.makedirs(posixpath.dirname(path), exist_ok=True)
            with system.open(path, "wb") as stream:
                yield stream
            return
        target = Path(where)
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.{os.getpid()}.partial")
        try:
            with aside.open("wb") as stream:
                yield stream
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise FramingError(f"{where}: can't be written ({error.strerror or error})") from None


@contextmanager
def open_to_read(where: str) -> Iterator[IO[bytes]]:
    """Give a file to read."""
    try:
        if is_address(where):
            system, path = _system(where)
            with system.open(path, "rb") as stream:
                yield stream
            return
        with open(where, "rb") as stream:
            yield stream
    except OSError as error:
        raise FramingError(f"{where}: can't be read ({error.strerror or error})") from None


def place_exists(where: str) -> bool:
    """Say whether a file or folder is there."""
    if is_address(where):
        system, path = _system(where)
        return bool(system.exists(path))
    return os.path.exists(where)


def remove_folder(where: str) -> None:
    """Remove a folder and what is in it, if it is there."""
    import shutil

    if is_address(where):
        system, path = _system(where)
        if system.exists(path):
            system.rm(path, recursive=True)
    else:
        shutil.rmtree(where, ignore_errors=True)
