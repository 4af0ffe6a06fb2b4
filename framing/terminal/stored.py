"""What `framing load` does: read, and write while reading, so that no corpus is too large for the memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.engine import store as kinds
from framing.engine.store import is_store, may_be_written, writer
from framing.errors import FramingError
from framing.io import files
from framing.io.addresses import is_address
from framing.terminal.tally import Tally

if TYPE_CHECKING:
    import pandas as pd


# A table that is written while it grows, though later parts may bring columns that earlier ones lack.


@contextmanager
def growing(path: Path) -> Iterator[Growing]:
    """Give a table to add parts to; the file is there when the block ends well.

    Parameters
    ----------
    path : pathlib.Path
        Its suffix says the format, as in `framing.io.files.write_table`.

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

        table = kinds.as_arrow_table(frame, self._path.name)
        if self._writer is None or not self._fits(table):
            self._close()
            self._schemas.append(table.schema)
            self._files.append(self._path.with_name(f"{self._path.name}.{len(self._files)}.part"))
            with files.named(self._files[-1]):
                self._writer = ParquetWriter(self._files[-1], table.schema)
        schema = self._schemas[-1]
        with files.named(self._files[-1]):
            self._writer.write_table(kinds.fit_columns(table, schema))
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
        schema = kinds.unite_schemas(self._schemas)
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
                yield kinds.fit_columns(batch, schema).to_pandas()
    if not rows:
        # A table without rows has columns all the same.
        yield schema.empty_table().to_pandas()


_NOTHING = "nothing could be read"


def store(
    paths: Sequence[str],
    output: str,
    audit: str | None,
    columns: Mapping[str, str] | None,
    *,
    cache: str | None = None,
    **options: Any,
) -> Tally:
    """Read files into a table of articles, and another of decisions where one is wanted.

    Parameters
    ----------
    paths : sequence of str
    output, audit : str
        Files to write; of the articles also a store, by a folder that ends in a stroke, or an address.
        They take their places together, when all is read. Where nothing could be read the audit alone
        is written.
    columns, cache, **options
        As in `framing.corpus.load.load`.

    Returns
    -------
    Tally

    Raises
    ------
    FramingError
        Nothing could be read, or a file can't be written; what the names alone show is said before
        anything is read.

    Warns
    -----
    FramingWarning
        Something was skipped or failed.
    """
    from framing.corpus.load import stream
    from framing.study.steps.articles import tell_lost

    parted = _is_store(output)
    _may_be_written(output, audit, parted)
    tally, nothing = Tally(), None
    with ExitStack() as stack:
        decisions = stack.enter_context(_table(audit)) if audit else None
        try:
            with writer(output) if parted else _table(output) as articles:
                for piece in stream(paths, columns=columns or None, cache=cache, **options):
                    articles.add(piece.articles)
                    if decisions is not None:
                        decisions.add(piece.audit)
                    tally.add(*piece)
                if not tally.kept:
                    said = f"{_NOTHING}. {'; '.join(f'{where}: {why}' for where, why in tally.lost[:3])}"
                    raise _Nothing(f"{said}. {audit} lists all" if audit else said)
        except _Nothing as error:
            # Why nothing could be read is what the audit is for.
            nothing = error
    if nothing is not None:
        raise nothing
    counts = tally.counts
    tell_lost(tally.lost, counts.skipped + counts.failed)
    return tally


class _Nothing(FramingError):
    """Nothing could be read: there is an audit and no table."""


@contextmanager
def _table(path: str) -> Iterator[Growing]:
    """Give a table that grows aside, and takes its place when the block ends well."""
    with files.replaced_file(path) as aside, growing(aside) as table:
        yield table


def _is_store(output: str) -> bool:
    """Say whether an output is to be a store: it ends as a folder does, is an address, or is one already."""
    return output.endswith(("/", os.sep)) or is_address(output) or is_store(output)


def _may_be_written(output: str, audit: str | None, parted: bool) -> None:
    """Refuse what can't be written, by the name that the user gave it, before anything is read."""
    for path in filter(None, (None if parted else output, audit)):
        if os.path.isdir(path):
            more = "" if path == audit else f", or end it in a stroke for a store of parts, as {path}/"
            raise FramingError(
                f"{path}: is a folder; name a file, as {Path(path) / 'articles.parquet'}{more}"
            )
        files.writable(Path(path))
    if parted:
        may_be_written(output)
    if audit and os.path.realpath(audit) == os.path.realpath(output):
        raise FramingError(
            f"--audit {audit}: is the file of the articles too; give the audit a name of its own"
        )
