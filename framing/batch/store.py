"""A store: articles in parts of about one size, each a Parquet file, beside a list; written and read here."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from framing.batch import columns as kinds
from framing.batch import places
from framing.batch.listed import AGAIN, LIST, Manifest, Part, is_store, read_manifest
from framing.batch.writing import writer
from framing.errors import FramingError, unknown

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Manifest", "Part", "is_store", "read_light", "read_manifest", "read_part", "writer"]

#: What is read only where it is worked on: nearly all of the bytes.
_HEAVY = ("text", "blocks")
#: Up to so many different values for each article a column of text is kept as categories.
_FEW = 1 / 20


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
    most = max(1, int(known.articles * _FEW)) if categories else 0
    pieces = {field.name: _Pieces(field.type, most) for field in schema}
    for part in known.parts:
        table = kinds.fitted(_table(os.fspath(where), part, set(schema.names)), schema)
        for name, own in pieces.items():
            own.add(table.column(name))
    read: dict[str, pd.Series] = {}
    for name in schema.names:
        # One column after the other, so that none but one stands in memory twice.
        read[name] = pieces.pop(name).series()
    return pd.DataFrame(read, index=pd.RangeIndex(known.articles))


class _Pieces:
    """A column of the parts read so far, as codes while its different values are few."""

    def __init__(self, kind: Any, most: int) -> None:
        import pyarrow as pa

        self._kind, self._most = kind, most
        self._coded = most > 0 and pa.types.is_large_string(kind)
        self._chunks: list[Any] = []

    def add(self, column: Any) -> None:
        """Put a part's values behind."""
        self._chunks += [chunk.dictionary_encode() if self._coded else chunk for chunk in column.chunks]
        # Looked at each time that they are twice as many: what has many values is not to be held as codes.
        if self._coded and len(self._chunks).bit_count() == 1:
            self._united()

    def _united(self) -> Any:
        """Return the codes of all as one, or None if there are too many values."""
        import pyarrow as pa

        united = pa.chunked_array(self._chunks, pa.dictionary(pa.int32(), self._kind)).unify_dictionaries()
        if not united.num_chunks or len(united.chunk(0).dictionary) <= self._most:
            return united.combine_chunks()
        self._coded, self._chunks = False, [chunk.dictionary_decode() for chunk in self._chunks]
        return None

    def series(self) -> pd.Series:
        """Return the column as pandas has it; categories are in order of their names."""
        import pandas as pd
        import pyarrow as pa

        column = self._united() if self._coded else None
        if column is None:
            chunks, self._chunks = self._chunks, []
            return pa.chunked_array(chunks, self._kind).combine_chunks().to_pandas()
        values = pd.Index(column.dictionary.to_pylist(), dtype="str")
        made = pd.Categorical.from_codes(column.indices.fill_null(-1).to_numpy(), values)
        return pd.Series(made.reorder_categories(values.sort_values()))


def _table(where: str, part: Part, columns: Collection[str] | None) -> Any:
    """Return a part as Arrow has it; of these columns those that it has."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    file = places.joined(where, part.name)
    if not places.exists(file):
        raise FramingError(f"{file}: isn't there, though {LIST} names it; bring it back, or {AGAIN}")
    with places.reading(file) as stream:
        size = stream.seek(0, os.SEEK_END)
        if size != part.size:
            raise FramingError(
                f"{file}: has {size:,} bytes and should have {part.size:,}; copy it anew, or {AGAIN}"
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
    return FramingError(f"{file}: is damaged, it isn't what was written; copy it anew, or {AGAIN}")
