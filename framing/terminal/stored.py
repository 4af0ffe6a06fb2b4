"""What `framing load` does: read, and write while reading, so that no corpus is too large for the memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from framing import files
from framing.addresses import is_address
from framing.batch.store import is_store, writer
from framing.batch.writing import may_be_written
from framing.errors import FramingError
from framing.growing import Growing, growing
from framing.terminal.tally import Tally

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
    from framing.opening import tell_lost

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
