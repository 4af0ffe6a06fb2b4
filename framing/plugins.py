"""How a folder of plug-ins becomes a registry.

A reader, a measure and a figure are each one Python module; an outlet and a
lexicon are each one TOML file. To add one, put the file into its folder, or
announce it from another distribution as an entry point; nothing else is
edited. A registry is the folder's files in order of name, then the entry
points in order of name: no decorators, nothing done at import.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import tomllib
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from framing.errors import FramingError


@cache
def modules(package: str, group: str, needs: tuple[str, ...]) -> dict[str, Any]:
    """Return the plug-in modules of a package, then those of an entry point group.

    Parameters
    ----------
    package : str
        Import path of the folder, as ``framing.corpus.readers``.
    group : str
        Entry point group, as ``framing.readers``.
    needs : tuple of str
        Names each module must define.

    Returns
    -------
    dict of str to module
        In order of name; an entry point may not take a name that is there.

    Raises
    ------
    FramingError
        A module lacks a name of `needs`, or a name is taken.
    """
    folder = importlib.import_module(package)
    found: dict[str, Any] = {}
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            found[info.name] = importlib.import_module(f"{package}.{info.name}")
    for point in sorted(metadata.entry_points(group=group), key=lambda point: point.name):
        if point.name in found:
            raise FramingError(
                f"entry point {point.name!r} of {group} takes a name that is in use; rename it"
            )
        found[point.name] = point.load()
    for name, module in found.items():
        absent = [need for need in needs if not hasattr(module, need)]
        if absent:
            raise FramingError(f"plug-in {name!r} of {group} lacks {', '.join(absent)}; add it to the module")
    return found


def files(package: str, suffix: str = ".toml") -> dict[str, Traversable]:
    """Return the data files of a package by their stem, in order of name.

    >>> "articles" in files("framing.schemas")
    True
    """
    folder = resources.files(package)
    return {
        item.name.removesuffix(suffix): item
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(suffix)
    }


@cache
def toml(package: str, name: str) -> dict[str, Any]:
    """Return a TOML file of a package as it stands: read once, and nobody's to change.

    >>> toml("framing.schemas", "articles")["key"]
    ['id']
    """
    return tomllib.loads((resources.files(package) / f"{name}.toml").read_text("utf8"))


def parse_toml(data: bytes | str, name: str) -> dict[str, Any]:
    """Return what a user's TOML file says.

    Raises
    ------
    FramingError
        It is no TOML; the message begins with the name.
    """
    try:
        return tomllib.loads(data if isinstance(data, str) else data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FramingError(f"{name}: not a TOML file in UTF-8 ({error}); mend it") from None


def read_given(path: str | os.PathLike[str], remedy: str = "check the name") -> bytes:
    """Return the bytes of a file that a user named, or refuse it with what to do."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise FramingError(f"{path}: can't be read ({error.strerror}); {remedy}") from None
    except ValueError as error:
        # No name that a file can have.
        raise FramingError(f"{str(path)!r}: can't be read ({error}); {remedy}") from None


@cache
def word_lists(package: str, name: str) -> dict[str, Any]:
    """Return a TOML file of a package with each text in it as a frozen set of its words."""

    def as_sets(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: as_sets(one) for key, one in value.items()}
        return frozenset(value.split()) if isinstance(value, str) else value

    return {key: as_sets(value) for key, value in toml(package, name).items()}
