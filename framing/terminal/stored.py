"""What `framing load` does: read, and write while reading, so that no corpus is too large for the memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import files
from framing.errors import FramingError
from framing.growing import Growing, growing
from framing.terminal.tally import Tally

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["store"]

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
        Files to write; they take their places together, when all is read. Where nothing could be
        read the audit alone is written.
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
    from framing.corpus.streaming import stream
    from framing.pipeline import read, tell_lost

    _may_be_written(output, audit)
    if cache is not None:
        # What came of all files is kept together, so it is held together.
        try:
            loaded = read(paths, columns, cache=cache, **options)
        except FramingError as error:
            if not (audit and str(error).startswith(_NOTHING)):
                raise
        else:
            return _kept(loaded, output, audit)
    tally, nothing = Tally(), None
    with ExitStack() as stack:
        decisions = stack.enter_context(_table(audit)) if audit else None
        try:
            with _table(output) as articles:
                for piece in stream(paths, columns=columns or None, **options):
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


def _kept(loaded: tuple[pd.DataFrame, pd.DataFrame], output: str, audit: str | None) -> Tally:
    with ExitStack() as stack:
        asides = [stack.enter_context(files.replaced_file(path)) for path in (output, audit) if path]
        for table, aside in zip(loaded, asides, strict=False):
            files.write_table(table, aside)
    tally = Tally()
    tally.add(*loaded)
    return tally


def _may_be_written(output: str, audit: str | None) -> None:
    """Refuse what can't be written, by the name that the user gave it, before anything is read."""
    for path in filter(None, (output, audit)):
        if os.path.isdir(path):
            raise FramingError(f"{path}: is a folder; name a file, as {Path(path) / 'articles.parquet'}")
        files.writable(Path(path))
    if audit and os.path.realpath(audit) == os.path.realpath(output):
        raise FramingError(
            f"--audit {audit}: is the file of the articles too; give the audit a name of its own"
        )
