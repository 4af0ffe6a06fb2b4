"""A load that never holds more than a part of its articles: the same tables as `load`, piece by piece."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from framing.corpus import columns as naming
from framing.corpus import load as loading
from framing.corpus.audit import Audit
from framing.corpus.load import Loaded, Paths
from framing.corpus.merge import Merged
from framing.engine.progress import bar
from framing.errors import FramingWarning

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["stream"]

#: Articles of one piece: some 20 MB of text, and several times that while it is made into a table.
_EACH = 5_000


def stream(
    paths: Paths,
    *,
    columns: Mapping[str, str] | None = None,
    each: int = _EACH,
    cache: str | os.PathLike[str] | None = None,
    progress: bool | None = None,
    **options: Any,
) -> Iterator[Loaded]:
    """Yield articles and audit in pieces; put together they are what `load` gives.

    Parameters
    ----------
    paths, columns, cache, progress, **options
        As in `load`; what is kept is what came of each file, and of a file of very many records of each
        run of them, so that a load which was cut off goes on where it was.
    each : int
        Articles of a piece, at least; the last has the rest, and may have none.

    Yields
    ------
    Loaded

    Raises
    ------
    FramingError
        As in `load`, but that nothing could be read is for the caller to say.
    """
    found, settings, asked = loading.prepared(paths, columns=columns, **options)
    store = loading.cached(cache, options.get("outlets"), columns, options.get("limits"))
    merged = Merged(limits=found[0].source.limits)
    with bar(sum(file.size for file in found), progress) as done:
        for part, size in loading.parts_of(found, settings, asked, store):
            merged.add([part])
            done(size)
            if merged.rows >= each:
                yield _piece(merged, merged.take())
    articles = merged.take()
    merged.end()
    yield _piece(merged, articles)
    if absent := naming.absent(columns, merged.columns):
        warnings.warn(absent, FramingWarning, stacklevel=2)


def _piece(merged: Merged, articles: pd.DataFrame) -> Loaded:
    decisions, merged.audit = merged.audit, Audit()
    return Loaded(articles, decisions.table())
