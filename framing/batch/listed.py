"""What is in a store: its parts, their sizes and hashes, and the columns of all of them.

A folder, or an address that fsspec knows, holds ``part-00000.parquet`` and so on, and ``store.json``:

========== ============================================================================
format     1; a store of a later format is refused
articles   how many there are in all
columns    name to type, over all parts; a part may lack some, whose values are missing
parts      of each its ``name``, ``rows`` and ``bytes`` of text (UTF-8), the ``size`` of
           its file, and the ``sha256`` of it, by which work that was done is known again
========== ============================================================================

What a list doesn't name is no part of its store.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from framing.batch import columns as kinds
from framing.batch import places
from framing.corpus.files import LIST
from framing.errors import FramingError, unknown

__all__ = ["AGAIN", "FORMAT", "LIST", "Manifest", "Part", "is_store", "read_manifest"]

#: The form that a store has.
FORMAT = 1
#: What mends a store.
AGAIN = "load the articles again (framing load PATHS -o DIR/)"


@dataclass(frozen=True)
class Part:
    """One file of a store.

    Attributes
    ----------
    name : str
        Of its file.
    rows : int
        Articles.
    bytes : int
        Of their texts, in UTF-8.
    size : int
        Bytes of the file.
    sha256 : str
        Of the file.
    """

    name: str
    rows: int
    bytes: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in a store.

    Attributes
    ----------
    parts : tuple of Part
        In the order of the articles.
    columns : mapping of str to str
        Types by name, as Arrow calls them, over all parts.
    articles : int
    """

    parts: tuple[Part, ...]
    columns: Mapping[str, str]
    articles: int

    @property
    def bytes(self) -> int:
        """Bytes of all texts."""
        return sum(part.bytes for part in self.parts)

    @property
    def schema(self) -> Any:
        """Columns as Arrow has them."""
        import pyarrow as pa

        return pa.schema([pa.field(name, kinds.kind_named(kind)) for name, kind in self.columns.items()])

    def part(self, name: str) -> Part:
        """Return the part of a name."""
        for part in self.parts:
            if part.name == name:
                return part
        raise unknown("part", name, [part.name for part in self.parts])

    def text(self) -> str:
        """Return what stands in ``store.json``."""
        head = {"format": FORMAT, "articles": self.articles, "columns": dict(self.columns)}
        lines = ",\n".join(json.dumps(asdict(part)) for part in self.parts)
        return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "parts": [\n{lines}\n]}}\n'


def is_store(where: str | os.PathLike[str]) -> bool:
    """Say whether a path or an address is that of a store."""
    place = os.fspath(where)
    return places.exists(places.joined(place, LIST))


def read_manifest(where: str | os.PathLike[str]) -> Manifest:
    """Return what is in a store.

    Raises
    ------
    FramingError
        There is no store, its list is damaged, or it is of a later format.
    """
    place = os.fspath(where)
    file = places.joined(place, LIST)
    if not places.exists(file):
        if not places.exists(place):
            raise FramingError(
                f"{place}: isn't there; check the name, or write a store: framing load PATHS -o DIR/"
            )
        raise FramingError(f"{place}: holds no {LIST}, so it is no store; {AGAIN}, into an empty folder")
    with places.reading(file) as stream:
        data = stream.read()
    try:
        found = json.loads(data)
        number = int(found["format"])
    except (ValueError, KeyError, TypeError):
        raise FramingError(f"{file}: is damaged, it isn't what framing wrote; {AGAIN}") from None
    if number > FORMAT:
        raise FramingError(
            f"{file}: has format {number}, and this version reads up to {FORMAT}; update framing, or {AGAIN}"
        )
    try:
        parts = tuple(Part(**part) for part in found["parts"])
        read = Manifest(parts, dict(found["columns"]), int(found["articles"]))
        whole = sum(part.rows for part in parts) == read.articles and len(read.schema) > 0
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise FramingError(f"{file}: is damaged, it isn't what framing wrote; {AGAIN}")
    return read
