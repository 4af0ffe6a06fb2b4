"""By what finished work is known again: the values it was made of, and the code that made it."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["code", "key_of"]

#: Libraries whose other versions may count otherwise.
_LIBRARIES = (
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "scikit-learn",
    "nltk",
    "vaderSentiment",
    "spacy",
    "onnxruntime",
)


def key_of(*values: object) -> str:
    """Return 40 hex digits that are the same for the same values in any process, whatever order sets have.

    >>> key_of({"b": 1, "a": {2, 3}}) == key_of({"a": {3, 2}, "b": 1})
    True
    >>> key_of(1) == key_of("1")
    False
    """
    digest = hashlib.sha256()
    _told(values, digest.update, ())
    return digest.hexdigest()[:40]


def _told(value: Any, tell: Callable[[bytes], None], above: tuple[int, ...]) -> None:
    """Write a value down, with its kind, so that no two values read alike."""
    kind = type(value)
    tell(f"<{kind.__module__}.{kind.__qualname__}>".encode())
    if id(value) in above:
        tell(b"again")
        return
    inner = (*above, id(value))
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes, PurePath)):
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        tell(f"{len(data)}:".encode() + data)
    elif isinstance(value, Enum):
        tell(value.name.encode())
    elif isinstance(value, (pd.DataFrame, pd.Series, pd.Index)):
        for name, column in _columns(value):
            _told(name, tell, inner)
            tell(str(column.dtype).encode())
            _told(column.to_numpy(dtype=object, na_value=None).tolist() if column.dtype == object
                  else pd.util.hash_pandas_object(column, index=False).to_numpy(), tell, inner)  # fmt: skip
    elif isinstance(value, np.ndarray):
        tell(f"{value.dtype}{value.shape}".encode())
        if value.dtype == object:
            _told(value.tolist(), tell, inner)
        else:
            tell(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, np.generic):
        tell(value.tobytes())
    elif isinstance(value, re.Pattern):
        _told((value.pattern, value.flags), tell, inner)
    elif isinstance(value, Mapping):
        _unordered(((name, value[name]) for name in value), tell, inner)
    elif isinstance(value, Set):
        _unordered(value, tell, inner)
    elif isinstance(value, (tuple, list)):
        for item in value:
            _told(item, tell, inner)
    elif isinstance(value, partial):
        _told((value.func, value.args, value.keywords), tell, inner)
    elif isinstance(value, type) or (callable(value) and hasattr(value, "__qualname__")):
        tell(f"{value.__module__}.{value.__qualname__}".encode())
        if (owner := getattr(value, "__self__", None)) is not None and not isinstance(owner, type):
            _told(owner, tell, inner)
    elif is_dataclass(value):
        for item in fields(value):
            _told((item.name, getattr(value, item.name)), tell, inner)
    else:
        state = value.__getstate__()
        _told(state, tell, inner)
    tell(b"</>")


def _columns(value: Any) -> list[tuple[object, pd.Series]]:
    if isinstance(value, pd.DataFrame):
        return [(name, value[name]) for name in value.columns]
    return [(value.name, pd.Series(value))]


def _unordered(items: Any, tell: Callable[[bytes], None], above: tuple[int, ...]) -> None:
    """Write items down in an order of their own."""
    found = []
    for item in items:
        digest = hashlib.sha256()
        _told(item, digest.update, above)
        found.append(digest.digest())
    for one in sorted(found):
        tell(one)


@cache
def code() -> str:
    """Return a key of the code that works on parts, and of the libraries it counts with."""
    digest = hashlib.sha256(sys.version.encode())

    def add(folder: Traversable, prefix: str) -> None:
        for item in sorted(folder.iterdir(), key=lambda item: item.name):
            if item.is_dir() and not item.name.startswith(("__", "_corpora")):
                add(item, f"{prefix}{item.name}/")
            elif item.name.endswith((".py", ".toml")):
                digest.update(f"{prefix}{item.name}\x00".encode() + item.read_bytes())

    root = resources.files("framing")
    for name in ("batch", "corpus", "text", "features", "comparison", "schemas"):
        add(root / name, f"{name}/")
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {metadata.version(name)}\x00".encode())
        except metadata.PackageNotFoundError:
            continue
    return digest.hexdigest()[:40]
