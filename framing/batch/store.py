"""A store: articles in parts of about one size, each a Parquet file, beside a list of them.

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

import hashlib
import io
import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from framing.batch import columns as kinds
from framing.batch import places
from framing.errors import FramingError, unknown

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMAT", "LIST", "Manifest", "Part", "is_store", "read_light", "read_manifest", "read_part"]

#: The file that says what is in a store, and the form it has.
LIST, FORMAT = "store.json", 1
#: What is read only where it is worked on: nearly all of the bytes.
_HEAVY = ("text", "blocks")
#: Up to so many different values for each article a column of text is kept as categories.
_FEW = 1 / 20

_AGAIN = "load the articles again (framing load PATHS -o DIR/)"


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
        raise FramingError(f"{place}: holds no {LIST}, so it is no store; {_AGAIN}, into an empty folder")
    with places.reading(file) as stream:
        data = stream.read()
    try:
        found = json.loads(data)
        number = int(found["format"])
    except (ValueError, KeyError, TypeError):
        raise FramingError(f"{file}: is damaged, it isn't what framing wrote; {_AGAIN}") from None
    if number > FORMAT:
        raise FramingError(
            f"{file}: has format {number}, and this version reads up to {FORMAT}; update framing, or {_AGAIN}"
        )
    try:
        parts = tuple(Part(**part) for part in found["parts"])
        read = Manifest(parts, dict(found["columns"]), int(found["articles"]))
        whole = sum(part.rows for part in parts) == read.articles and len(read.schema) > 0
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise FramingError(f"{file}: is damaged, it isn't what framing wrote; {_AGAIN}")
    return read


def read_part(
    where: str | os.PathLike[str],
    name: str | Part,
    columns: Sequence[str] | None = None,
    *,
    manifest: Manifest | None = None,
) -> pd.DataFrame:
    """Return the articles of a part, under the columns of the whole store.

    Parameters
    ----------
    where : path or str
        The store.
    name : str or Part
        Of the part.
    columns : sequence of str, optional
        Those to read; None reads all, and sees whether each byte is as it was written.
    manifest : Manifest, optional
        As `read_manifest` gives it, where it is at hand.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    FramingError
        The part is missing or damaged; a column is in no part.
    """
    known = manifest or read_manifest(where)
    part = name if isinstance(name, Part) else known.part(name)
    schema = known.schema
    if columns is not None:
        for column in columns:
            if column not in schema.names:
                raise unknown("column", column, schema.names, where=os.fspath(where))
    table = _table(os.fspath(where), part, None if columns is None else set(columns))
    if columns is not None:
        import pyarrow as pa

        schema = pa.schema([schema.field(column) for column in columns])
    return kinds.fitted(table, schema).to_pandas()


def read_light(
    where: str | os.PathLike[str], manifest: Manifest | None = None, *, categories: bool = True
) -> pd.DataFrame:
    """Return what is known of all articles but their texts, in the order of the parts.

    Parameters
    ----------
    where : path or str
        The store.
    manifest : Manifest, optional
        As `read_manifest` gives it, where it is at hand.
    categories : bool
        Keep columns of text with few different values as (sorted) categories: a byte or two an article.

    Raises
    ------
    FramingError
        A part is missing or damaged.
    """
    import pandas as pd
    import pyarrow as pa

    known = manifest or read_manifest(where)
    schema = pa.schema([field for field in known.schema if field.name not in _HEAVY])
    pieces: dict[str, list[Any]] = {name: [] for name in schema.names}
    for part in known.parts:
        table = kinds.fitted(_table(os.fspath(where), part, set(schema.names)), schema)
        for name, own in pieces.items():
            column = table.column(name)
            few = categories and pa.types.is_large_string(column.type)
            own += [chunk.dictionary_encode() if few else chunk for chunk in column.chunks]
    read: dict[str, pd.Series] = {}
    for field in schema:
        # One column after the other, so that none but one stands in memory twice.
        read[field.name] = _series(pieces.pop(field.name), field.type, known.articles)
    return pd.DataFrame(read, index=pd.RangeIndex(known.articles))


def _series(chunks: list[Any], kind: Any, articles: int) -> pd.Series:
    """Return a column as pandas has it, from pieces that may be encoded."""
    import pandas as pd
    import pyarrow as pa

    if not chunks or not pa.types.is_dictionary(chunks[0].type):
        return pa.chunked_array(chunks, kind).combine_chunks().to_pandas()
    column = pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    if len(column.dictionary) > max(1, articles * _FEW):
        return column.dictionary_decode().to_pandas()
    values = pd.Index(column.dictionary.to_pylist(), dtype="str")
    made = pd.Categorical.from_codes(column.indices.fill_null(-1).to_numpy(), values)
    return pd.Series(made.reorder_categories(values.sort_values()))


def _table(where: str, part: Part, columns: Collection[str] | None) -> Any:
    """Return a part as Arrow has it; of these columns those that it has."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    file = places.joined(where, part.name)
    if not places.exists(file):
        raise FramingError(f"{file}: isn't there, though {LIST} names it; bring it back, or {_AGAIN}")
    with places.reading(file) as stream:
        size = stream.seek(0, os.SEEK_END)
        if size != part.size:
            raise FramingError(
                f"{file}: has {size:,} bytes and should have {part.size:,}; copy it anew, or {_AGAIN}"
            )
        stream.seek(0)
        source: Any = stream
        if columns is None:
            data = stream.read()
            if hashlib.sha256(data).hexdigest() != part.sha256:
                raise _changed(file)
            source = io.BytesIO(data)
        try:
            with ParquetFile(source) as parquet:
                names = parquet.schema_arrow.names
                wanted = None if columns is None else [name for name in names if name in columns]
                table = parquet.read(wanted, use_threads=False)
        except pa.ArrowException:
            raise _changed(file) from None
    if table.num_rows != part.rows:
        raise _changed(file)
    return table


def _changed(file: str) -> FramingError:
    return FramingError(f"{file}: is damaged, it isn't what was written; copy it anew, or {_AGAIN}")
