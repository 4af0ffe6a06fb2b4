"""A store that is written while articles come, in parts that take alike long."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import schema as tables
from framing.batch import columns as kinds
from framing.batch import places
from framing.batch.listed import LIST, Manifest, Part, is_store, read_manifest
from framing.errors import FramingError
from framing.io import files
from framing.io.addresses import is_address

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BOUND", "ROWS", "Writer", "may_be_written", "writer"]

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
    step; at an address the new parts have names of their own, and the list of them, written last, makes
    them the store.

    Parameters
    ----------
    where : path or str
        A folder or an address.
    bound, rows : int
        A part ends with the article by which its texts reach `bound` bytes, or with its `rows`-th.

    Raises
    ------
    FramingError
        It can't be written, or the folder holds something else.
    """
    place = os.fspath(where)
    if is_address(place):
        with _at_address(place) as added:
            grown = Writer(place, place, bound, rows, marked=True, added=added)
            yield grown
            grown.finish()
        return
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
    place = os.fspath(where)
    if is_address(place):
        places.exists(place)
        return
    files.replaceable(place, _of_store)


class Writer:
    """Articles on their way into a store.

    Attributes
    ----------
    rows : int
        Articles so far.
    """

    def __init__(
        self,
        where: str,
        aside: str,
        bound: int,
        rows: int,
        *,
        marked: bool = False,
        added: list[str] | None = None,
    ) -> None:
        self._where, self._aside, self._marked = where, aside, marked
        self._bound, self._most = bound, rows
        self._added = added if added is not None else []
        self._schemas: list[Any] = []
        self._waiting: list[Any] = []
        self._bytes = self._held = 0
        self._parts: list[Part] = []
        self.rows = 0

    def add(self, frame: pd.DataFrame) -> None:
        """Add articles; where parts end depends on them alone, not on how many are added at once."""
        import numpy as np
        import pyarrow.compute as pc

        table = kinds.plain(tables.check(frame, "articles"), self._where)
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

        schema = kinds.united([piece.schema for piece in self._waiting])
        table = pa.concat_tables([kinds.fitted(piece, schema) for piece in self._waiting])
        sink = pa.BufferOutputStream()
        parquet.write_table(
            table, sink, compression="zstd", use_dictionary=[c for c in _REPEATED if c in schema.names]
        )
        data = memoryview(sink.getvalue())
        digest = hashlib.sha256(data).hexdigest()
        mark = f"-{digest[:8]}" if self._marked else ""
        name = f"part-{len(self._parts):05}{mark}.parquet"
        self._added.append(name)
        with places.writing(places.joined(self._aside, name)) as stream:
            stream.write(data)
        self._parts.append(Part(name, self._held, self._bytes, len(data), digest))
        self._waiting, self._bytes, self._held = [], 0, 0

    def finish(self) -> None:
        """Write what waits, and the list of the parts."""
        if not self._schemas:
            raise FramingError(f"{self._where}: there is nothing to write")
        if self._waiting:
            self._close()
        columns = {field.name: str(field.type) for field in kinds.united(self._schemas)}
        known = Manifest(tuple(self._parts), columns, self.rows)
        with places.writing(places.joined(self._aside, LIST)) as stream:
            stream.write(known.text().encode())


def _of_store(folder: Path) -> set[str]:
    """Return what of a folder is a store's, if it is one."""
    if not (folder / LIST).is_file():
        raise FileNotFoundError(LIST)
    return {LIST, *(file.name for file in folder.glob("part-[0-9][0-9][0-9][0-9][0-9].parquet"))}


@contextmanager
def _at_address(where: str) -> Iterator[list[str]]:
    """Give a list for the names that are written, and remove those that the store has no use for."""
    old: set[str] = set()
    if is_store(where):
        old = {part.name for part in read_manifest(where).parts}
    added: list[str] = []
    try:
        yield added
    except BaseException:
        for name in set(added) - old:
            places.removed(posixpath.join(where, name))
        raise
    for name in old - set(added):
        places.removed(posixpath.join(where, name))
