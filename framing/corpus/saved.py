"""A table of articles that we wrote, read again as it is, a column at a time: nothing is left to decide.

Only a Parquet file in which every column of ours stands, and every text is
the one whose hash stands beside it, is read here; whatever else it may be,
the way of all files says what it is.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing import tables
from framing.corpus.files import Found
from framing.corpus.jobs import Settings
from framing.corpus.limits import RATIO_FROM
from framing.corpus.parts import Part, read_records
from framing.corpus.readers import parquet
from framing.errors import FramingError

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

__all__ = ["chosen", "read"]

_LETTERS = "phql"
# Fields that folder or file name fill where a row lacks them.
_FILLED = ("event", "outlet", "genre", "section", "language", "published", "provenance")
#: Rows read at once.
_BATCH = 1_000
#: Where more of the rows need a decision, all go the way of all files.
_FEW = 0.2


def chosen(found: Iterable[Found], settings: Settings) -> set[Path]:
    """Return the paths of files that seem to be tables of ours; not of two that share an article.

    Only their columns and ids are looked at: `read` says whether they are.
    """
    ids: dict[Path, npt.NDArray[np.uint64]] = {}
    for file in found:
        if _may_be(file, settings) and _is_parquet(file) and _columns(file) is not None:
            ids[file.path] = _hashed(file)
    if len(ids) < 2:
        return set(ids)
    number = np.repeat(np.arange(len(ids)), [len(own) for own in ids.values()])
    hashes = np.concatenate(list(ids.values()))
    order = np.lexsort((number, hashes))
    hashes, number = hashes[order], number[order]
    alike = (hashes[1:] == hashes[:-1]) & (number[1:] != number[:-1])
    # Whether two rows of one id are the same record is a question for the way of all files.
    shared = {int(n) for n in np.concatenate([number[1:][alike], number[:-1][alike]])}
    return {path for n, path in enumerate(ids) if n not in shared}


def _hashed(file: Found) -> npt.NDArray[np.uint64]:
    """Return a number for each id of a table: what has two numbers is two."""
    import pyarrow as pa
    from pandas.util import hash_array
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(file.path) as table:
            batches = [batch.column(0) for batch in table.iter_batches(_BATCH, columns=["id"])]
    except (pa.ArrowException, OSError):
        return np.zeros(0, np.uint64)  # whoever reads it will say what is wrong
    hashed = [np.unique(hash_array(batch.to_numpy(zero_copy_only=False))) for batch in batches]
    return np.unique(np.concatenate(hashed)) if hashed else np.zeros(0, np.uint64)


def _may_be(file: Found, settings: Settings) -> bool:
    """Say whether there is nothing to decide about a file: it is none of those whose columns are renamed."""
    return not (file.fault or settings.given or settings.columns or file.columns)


def read(file: Found, settings: Settings) -> list[Part] | None:
    """Return the articles of a file in runs, or None where it is no table of ours, whole and untouched.

    Rows that need a word in the audit, as those in another language, are made
    one by one and stand between the others.

    Parameters
    ----------
    file : Found
    settings : Settings
        Where it renames outlets or columns, there is something to decide.
    """
    if not _may_be(file, settings) or not _is_parquet(file):
        return None
    table = _table(file)
    if table is None:
        return None
    try:
        frame = tables.check(table.to_pandas(ignore_metadata=True), "articles")
    except (FramingError, ValueError):
        return None
    if not _is_whole(frame, file.said, settings):
        return None
    plain = _plain(frame)
    if (~plain).mean() > _FEW:
        return None
    frame["source"] = [f"{file.source.path}:{number}" for number in range(1, len(frame) + 1)]
    columns = dict.fromkeys(table.column_names)
    made, start, desk = [], 0, None
    for odd in [*(~plain).to_numpy().nonzero()[0].tolist(), len(frame)]:
        if odd > start:
            made.append(Part(columns=columns, frame=frame[start:odd]))
        if odd < len(frame):
            desk = desk or settings.desk()
            record = parquet.record(table.slice(odd, 1).to_pylist()[0], odd + 1)
            made.append(read_records([record], file, desk, None))
        start = odd + 1
    return made


def _is_parquet(file: Found) -> bool:
    try:
        with file.path.open("rb") as stream:
            return stream.read(4) == b"PAR1"
    except OSError:
        return False


def _columns(file: Found) -> list[str] | None:
    """Return the columns of a table if ours are among them, else None."""
    import pyarrow as pa
    from pyarrow.parquet import read_schema

    try:
        schema = read_schema(file.path)
    except (pa.ArrowException, OSError, ValueError):
        return None
    # A column that stands twice, or holds lists, is none of ours.
    names = schema.names
    if len(set(names)) < len(names) or not set(tables.schema("articles").columns) <= set(names):
        return None
    kept = parquet.columns(names)
    return None if any(pa.types.is_nested(schema.field(name).type) for name in kept) else kept


def _table(file: Found) -> Any:
    """Return the table if it has our columns and texts that fit their hashes, else None."""
    import pyarrow as pa

    kept = _columns(file)
    if kept is None:
        return None
    try:
        table = _read(file, kept)
        return table if table is not None and len(table) and _hashes_fit(table) else None
    except (pa.ArrowException, OSError, ValueError):
        return None


def _read(file: Found, columns: list[str]) -> Any:
    """Return some columns, or None where they unpack to more than an honest file would."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    bound, done = max(RATIO_FROM, file.source.limits.ratio * file.size), 0
    batches = []
    with ParquetFile(file.path) as parquet_file:
        for batch in parquet_file.iter_batches(_BATCH, columns=columns):
            done += batch.nbytes
            if done > bound:
                return None
            batches.append(batch)
        return pa.Table.from_batches(batches, parquet_file.schema_arrow if not batches else None)


def _hashes_fit(table: Any) -> bool:
    """Say whether each text is the one its hash was made of."""
    import pyarrow as pa

    if table.column("text").null_count or table.column("sha256").null_count:
        return False
    hashes = iter(table.column("sha256").to_pylist())
    for chunk in table.column("text").cast(pa.large_binary()).chunks:
        data = memoryview(chunk.buffers()[2] or b"")
        ends = memoryview(chunk.buffers()[1]).cast("q")[chunk.offset : chunk.offset + len(chunk) + 1]
        for start, end in itertools.pairwise(ends):
            if start == end or hashlib.sha256(data[start:end]).hexdigest() != next(hashes):
                return False
    return True


def _is_whole(frame: pd.DataFrame, said: Mapping[str, object], settings: Settings) -> bool:
    """Say whether outlets are called by their keys, letters fit, and nothing is to be filled in."""
    book = settings.book
    if any(book.resolve(outlet) != outlet for outlet in frame["outlet"].unique()):
        return False
    for name, value in said.items():
        if name not in _FILLED or frame[name].isna().any():
            return False
        if name == "provenance" and value == "illustrative" and (frame[name] != "illustrative").any():
            return False
    dated = frame["published"].notna() == (frame["published_precision"] != "none")
    letters = frame["blocks"].str.fullmatch(f"[{_LETTERS}]+") & (
        frame["blocks"].str.len() == frame["text"].str.count("\n\n") + 1
    )
    ids = frame["id"].str.fullmatch(r"\S(?:.*\S)?") & ~frame["id"].duplicated()
    return bool(dated.all() and letters.all() and ids.all())


def _plain(frame: pd.DataFrame) -> pd.Series:
    """Say of each row whether there is nothing to tell: it is English, and no character of it was lost."""
    english = frame["language"].isna() | (frame["language"] == "en")
    lost = frame["text"].str.contains("\ufffd", regex=False) | frame["title"].str.contains(
        "\ufffd", regex=False
    )
    return english & ~lost
