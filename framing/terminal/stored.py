"""What `framing load` does: read, and write while reading, so that no corpus is too large for the memory."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from framing import files
from framing.errors import FramingError
from framing.growing import growing
from framing.terminal.tally import Tally

__all__ = ["store"]


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
        Files to write; they take their places together, when all is read.
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
    tally = Tally()
    with ExitStack() as stack:
        asides = [stack.enter_context(files.replaced_file(path)) for path in (output, audit) if path]
        if cache is not None:
            # What came of all files is kept together, so it is held together.
            loaded = read(paths, columns, cache=cache, **options)
            for table, aside in zip(loaded, asides, strict=False):
                files.write_table(table, aside)
            tally.add(*loaded)
            return tally
        tables = [stack.enter_context(growing(aside)) for aside in asides]
        for piece in stream(paths, columns=columns or None, **options):
            for table, frame in zip(tables, piece, strict=False):
                table.add(frame)
            tally.add(*piece)
        if not tally.kept:
            raise FramingError(f"nothing could be read. {'; '.join(tally.lost[:3])}")
    counts = tally.counts
    tell_lost(tally.lost, counts.skipped + counts.failed)
    return tally


def _may_be_written(output: str, audit: str | None) -> None:
    """Refuse what can't be written, by the name that the user gave it, before anything is read."""
    for path in filter(None, (output, audit)):
        files.writable(Path(path))
    if audit and os.path.realpath(audit) == os.path.realpath(output):
        raise FramingError(
            f"--audit {audit}: is the file of the articles too; give the audit a name of its own"
        )
