"""A table that is written while it grows, though later parts may bring columns that earlier ones lack.

The parts go into Parquet beside the output. As long as their columns stay the
same, that file is the output; where they don't, or the output is no Parquet, the
parts are copied once more under the columns of all, one part at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import files
from framing.batch import columns as kinds
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Growing", "growing"]


@contextmanager
def growing(path: Path) -> Iterator[Growing]:
    """Give a table to add parts to; the file is there when the block ends well.

    Parameters
    ----------
    path : pathlib.Path
        Its suffix says the format, as in `framing.files.write_table`.

    Raises
    ------
    FramingError
        The suffix is none that can be written.
    """
    files.writable(path)
    table = Growing(path)
    try:
        yield table
        table.finish()
    finally:
        table.clear()


class Growing:
    """Parts of one table on their way into a file.

    Attributes
    ----------
    rows : int
        Rows so far.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rows = 0
        #: Files of parts, each with one schema; columns that any lacks are empty there.
        self._files: list[Path] = []
        self._schemas: list[Any] = []
        self._writer: Any = None

    def add(self, frame: pd.DataFrame) -> None:
        """Write a part."""
        from pyarrow.parquet import ParquetWriter

        table = kinds.plain(frame, self._path.name)
        if self._writer is None or not self._fits(table):
            self._close()
            self._schemas.append(table.schema)
            self._files.append(self._path.with_name(f"{self._path.name}.{len(self._files)}.part"))
            with files.named(self._files[-1]):
                self._writer = ParquetWriter(self._files[-1], table.schema)
        schema = self._schemas[-1]
        with files.named(self._files[-1]):
            self._writer.write_table(kinds.fitted(table, schema))
        self.rows += len(frame)

    def _fits(self, table: Any) -> bool:
        """Say whether a part has the columns of the file that is being written, in types that fit."""
        import pyarrow as pa

        schema = self._schemas[-1]
        if set(table.schema.names) != set(schema.names):
            return False
        return all(
            schema.field(field.name).type == field.type or pa.types.is_null(field.type)
            for field in table.schema
        )

    def finish(self) -> None:
        """Put the parts together as the file they are to be."""
        self._close()
        if not self._files:
            raise FramingError(f"{self._path.name}: there is nothing to write")
        schema = kinds.united(self._schemas)
        if len(self._files) == 1 and self._path.suffix.lower() == ".parquet" and schema == self._schemas[0]:
            self._files[0].replace(self._path)
            return
        files.write_parts(_frames(self._files, schema), self._path)

    def _close(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with files.named(self._files[-1]):
                writer.close()

    def clear(self) -> None:
        """Remove what was only on the way."""
        # What has no room can't be closed either, and that was said.
        with suppress(OSError):
            self._close()
        for file in self._files:
            file.unlink(missing_ok=True)


def _frames(paths: list[Path], schema: Any) -> Iterator[pd.DataFrame]:
    from pyarrow.parquet import ParquetFile

    rows = 0
    for path in paths:
        with ParquetFile(path) as file:
            for batch in file.iter_batches():
                rows += batch.num_rows
                yield kinds.fitted(batch, schema).to_pandas()
    if not rows:
        # A table without rows has columns all the same.
        yield schema.empty_table().to_pandas()
