"""A store: articles in parts of about one size, each a Parquet file, beside a list; written and read here."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import schema as tables
from framing.engine import results
from framing.errors import FramingError, brief, check_choice, refuse_unknown, torn
from framing.io import files

if TYPE_CHECKING:
    import pandas as pd


# Columns of parts that were written one by one, under the names and types of all of them together.


def as_arrow_table(frame: Any, where: str) -> Any:
    """Return a frame as an Arrow table without categories, or gaps that its types have no place for.

    Parameters
    ----------
    frame : pandas.DataFrame
    where : str
        What is written, for errors.

    Raises
    ------
    FramingError
        A column holds lists, or values of several types.
    """
    import pyarrow as pa

    frame = frame.astype({c: "str" for c in frame.columns if str(frame[c].dtype) == "category"})
    fields, arrays = [], []
    for name in frame.columns:
        try:
            array = pa.Array.from_pandas(frame[name])
        except UnicodeEncodeError:
            row, said = torn(frame[name]) or (0, "holds what is no text")
            raise FramingError(f"{where}: column {name!r}, row {row}: the text {said}") from None
        except (pa.ArrowException, OverflowError) as error:
            said = str(error).splitlines()[0][:120]
            raise FramingError(f"{where}: column {name!r} can't be stored ({said}); make it text") from None
        try:
            told = kind_named(str(array.type)) == array.type
        except ValueError:
            # Lists, decimals and the like can't be told by their name.
            told = False
        if not told:
            raise FramingError(
                f"{where}: column {name!r} holds {array.type}, as {brief(frame[name].iloc[0])}; make it "
                "text, numbers or times"
            )
        array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        kind = _type([array.type], gaps=bool(array.null_count))
        fields.append(pa.field(str(name), kind))
        arrays.append(_cast(array, kind))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def unite_schemas(schemas: Sequence[Any]) -> Any:
    """Return the columns of all parts, in the order met, each of a type that holds what any has."""
    import pyarrow as pa

    names = dict.fromkeys(name for schema in schemas for name in schema.names)
    fields = []
    for name in names:
        own = [schema.field(name).type for schema in schemas if name in schema.names]
        kinds = list(dict.fromkeys(kind for kind in own if not pa.types.is_null(kind)))
        gaps = len(own) < len(schemas) or len(kinds) < len(dict.fromkeys(own))
        fields.append(pa.field(name, _type(kinds, gaps)))
    return pa.schema(fields)


def _type(kinds: list[Any], gaps: bool) -> Any:
    """Return the type of a column of which parts have these; as pandas would, had it all at once."""
    import pyarrow as pa

    if not kinds or (len(kinds) == 1 and pa.types.is_null(kinds[0])):
        return pa.null() if kinds else pa.large_string()
    if all(pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in kinds):
        return pa.float64() if gaps or len(kinds) > 1 else kinds[0]
    if len(kinds) == 1 and not pa.types.is_string(kinds[0]) and not (gaps and pa.types.is_boolean(kinds[0])):
        return kinds[0]
    return pa.large_string()


def fit_columns(table: Any, schema: Any) -> Any:
    """Return a table, or a batch of one, under the columns of all parts; what it lacks is missing."""
    import pyarrow as pa

    columns = [
        _cast(table.column(field.name), field.type)
        if field.name in table.schema.names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _cast(column: Any, kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_boolean(column.type) and pa.types.is_large_string(kind):
        # As Python writes them, which is how a table that is made at once has them.
        return pa.array([None if v is None else str(v) for v in column.to_pylist()], kind)
    return column.cast(kind)


def kind_named(name: str) -> Any:
    """Return a type by the name that Arrow gives it, as ``timestamp[us, tz=UTC]``; raises `ValueError`."""
    import pyarrow as pa

    if name.startswith("timestamp[") and ", tz=" in name:
        unit, zone = name.removeprefix("timestamp[").removesuffix("]").split(", tz=", 1)
        return pa.timestamp(unit, tz=zone)
    return pa.type_for_alias(name)


# What is in a store: its parts, their sizes and hashes, and the columns of all of them.

#: The form that a store has.
FORMAT = 1
#: The file that lists its parts.
LIST = "store.json"
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

        return pa.schema([pa.field(name, kind_named(kind)) for name, kind in self.columns.items()])

    def part(self, name: str) -> Part:
        """Return the part of a name."""
        known = {part.name: part for part in self.parts}
        check_choice("part", name, known)
        return known[name]

    def text(self) -> str:
        """Return what stands in ``store.json``."""
        head = {"format": FORMAT, "articles": self.articles, "columns": dict(self.columns)}
        lines = ",\n".join(json.dumps(asdict(part)) for part in self.parts)
        return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "parts": [\n{lines}\n]}}\n'


def is_store(where: str | os.PathLike[str]) -> bool:
    """Say whether a path is that of a store."""
    place = os.fspath(where)
    return os.path.exists(os.path.join(place, LIST))


def read_manifest(where: str | os.PathLike[str]) -> Manifest:
    """Return what is in a store.

    Raises
    ------
    FramingError
        There is no store, its list is damaged, or it is of a later format.
    """
    place = os.fspath(where)
    files.check_local(place, remedy="name the folder of a store")
    file = os.path.join(place, LIST)
    if not os.path.exists(file):
        if not os.path.exists(place):
            raise FramingError(
                f"{place}: isn't there; check the name, or write a store: framing load PATHS -o DIR/"
            )
        raise FramingError(f"{place}: holds no {LIST}, so it is no store; {AGAIN}, into an empty folder")
    with results.open_to_read(file) as stream:
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


# A store that is written while articles come, in parts that take alike long.

#: A part ends with the article by which its texts reach so many bytes (some 4,000 articles of 4.5 kB), since
#: work takes as long as there is text; or with its so many-th article, as short ones cost something too.
BOUND, ROWS = 18_000_000, 20_000

#: What has few values, and is best written as a list of them and numbers.
_REPEATED = (
    "outlet", "event", "published_precision", "section", "genre", "wire", "wire_role", "language",
    "provenance", "status", "organisations", "blocks",
)  # fmt: skip


@contextmanager
def writer(where: str | os.PathLike[str], *, bound: int = BOUND, rows: int = ROWS) -> Iterator[Writer]:
    """Give a store to add articles to; it takes its place when the block ends well.

    If the block raises, or is cut off, the store that was there is as it was. A folder is exchanged in one
    step.

    Parameters
    ----------
    where : path or str
        A folder.
    bound, rows : int
        A part ends with the article by which its texts reach `bound` bytes, or with its `rows`-th.

    Raises
    ------
    FramingError
        It can't be written, or the folder holds something else.
    """
    place = os.fspath(where)
    with files.replaced_folder(place, ours=_of_store) as aside:
        grown = Writer(place, str(aside), bound, rows)
        yield grown
        grown.finish()


def may_be_written(where: str | os.PathLike[str]) -> None:
    """Refuse a place at which no store can be written, before there is anything to write.

    Raises
    ------
    FramingError
        It is a file, or a folder that holds something else; there is no such file system.
    """
    files.replaceable(os.fspath(where), _of_store)


class Writer:
    """Articles on their way into a store.

    Attributes
    ----------
    rows : int
        Articles so far.
    """

    def __init__(self, where: str, aside: str, bound: int, rows: int) -> None:
        self._where, self._aside = where, aside
        self._bound, self._most = bound, rows
        self._schemas: list[Any] = []
        self._waiting: list[Any] = []
        self._bytes = self._held = 0
        self._parts: list[Part] = []
        self.rows = 0

    def add(self, frame: pd.DataFrame) -> None:
        """Add articles; where parts end depends on them alone, not on how many are added at once."""
        import numpy as np
        import pyarrow.compute as pc

        table = as_arrow_table(tables.check(frame, "articles"), self._where)
        if table.schema not in self._schemas:
            self._schemas.append(table.schema)
        ends = np.cumsum(pc.binary_length(table.column("text")).to_numpy())
        start = before = 0
        while start < len(ends):
            full = int(np.searchsorted(ends, before + self._bound - self._bytes)) + 1
            stop = min(full, start + self._most - self._held, len(ends))
            self._waiting.append(table.slice(start, stop - start))
            self._bytes += int(ends[stop - 1]) - before
            self._held += stop - start
            start, before = stop, int(ends[stop - 1])
            if self._bytes >= self._bound or self._held >= self._most:
                self._close()
        self.rows += len(frame)

    def _close(self) -> None:
        """Write the articles that wait as a part."""
        import pyarrow as pa
        from pyarrow import parquet

        schema = unite_schemas([piece.schema for piece in self._waiting])
        table = pa.concat_tables([fit_columns(piece, schema) for piece in self._waiting])
        sink = pa.BufferOutputStream()
        parquet.write_table(
            table, sink, compression="zstd", use_dictionary=[c for c in _REPEATED if c in schema.names]
        )
        data = memoryview(sink.getvalue())
        digest = hashlib.sha256(data).hexdigest()
        name = f"part-{len(self._parts):05}.parquet"
        with results.open_to_write(os.path.join(self._aside, name)) as stream:
            stream.write(data)
        self._parts.append(Part(name, self._held, self._bytes, len(data), digest))
        self._waiting, self._bytes, self._held = [], 0, 0

    def finish(self) -> None:
        """Write what waits, and the list of the parts."""
        if not self._schemas:
            raise FramingError(f"{self._where}: there is nothing to write")
        if self._waiting:
            self._close()
        columns = {field.name: str(field.type) for field in unite_schemas(self._schemas)}
        known = Manifest(tuple(self._parts), columns, self.rows)
        with results.open_to_write(os.path.join(self._aside, LIST)) as stream:
            stream.write(known.text().encode())


def _of_store(folder: Path) -> set[str]:
    """Return what of a folder is a store's, if it is one."""
    if not (folder / LIST).is_file():
        raise FileNotFoundError(LIST)
    return {LIST, *(file.name for file in folder.glob("part-[0-9][0-9][0-9][0-9][0-9].parquet"))}


#: What is read only where it is worked on: nearly all of the bytes.
_HEAVY = ("text", "blocks")


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
        refuse_unknown(columns, schema.names, os.fspath(where), argument="column")
    table = _table(os.fspath(where), part, None if columns is None else set(columns))
    if columns is not None:
        import pyarrow as pa

        schema = pa.schema([schema.field(column) for column in columns])
    return fit_columns(table, schema).to_pandas()


def read_light(where: str | os.PathLike[str], manifest: Manifest | None = None) -> pd.DataFrame:
    """Return what is known of all articles but their texts, in the order of the parts.

    Parameters
    ----------
    where : path or str
        The store.
    manifest : Manifest, optional
        As `read_manifest` gives it, where it is at hand.

    Raises
    ------
    FramingError
        A part is missing or damaged.
    """
    import pyarrow as pa

    known = manifest or read_manifest(where)
    schema = pa.schema([field for field in known.schema if field.name not in _HEAVY])
    parts = [fit_columns(_table(os.fspath(where), part, set(schema.names)), schema) for part in known.parts]
    return pa.concat_tables([schema.empty_table(), *parts]).combine_chunks().to_pandas()


def _table(where: str, part: Part, columns: Collection[str] | None) -> Any:
    """Return a part as Arrow has it; of these columns those that it has."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    file = os.path.join(where, part.name)
    changed = FramingError(f"{file}: is damaged, it isn't what was written; copy it anew, or {AGAIN}")
    if not os.path.exists(file):
        raise FramingError(f"{file}: isn't there, though {LIST} names it; bring it back, or {AGAIN}")
    with results.open_to_read(file) as stream:
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
                raise changed
            source = io.BytesIO(data)
        try:
            with ParquetFile(source) as parquet:
                names = parquet.schema_arrow.names
                wanted = None if columns is None else [name for name in names if name in columns]
                table = parquet.read(wanted, use_threads=False)
        except pa.ArrowException:
            raise changed from None
    if table.num_rows != part.rows:
        raise changed
    return table
