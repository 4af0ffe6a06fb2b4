"""Parquet and Feather, one article a row: what data frames are kept in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from framing.corpus import streams
from framing.corpus.columns import check_names
from framing.corpus.limits import RATIO_FROM
from framing.corpus.records import Fault, Note, Record, Source
from framing.corpus.streams import TooLarge

SUFFIXES = (".parquet", ".pq", ".feather", ".arrow")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

#: Few, since all rows of a column may share one long value that the file holds once.
_BATCH = 200
# Kept with a table of articles, but made anew when it is read again.
_MADE = ("source",)


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is: these formats open with their own letters."""
    return 100 if head.startswith((b"PAR1", b"ARROW1")) else 0


def columns(names: Sequence[str]) -> list[str]:
    """Return the columns that count: not those made anew, nor a data frame's index."""
    return [name for name in names if name not in _MADE and not name.startswith("__index_level")]


def make_row(row: dict[str, Any], number: int, notes: Sequence[Note] = (), member: str = "") -> Record:
    """Return a row as a record, which its values identify."""
    raw = json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
    return Record(row, raw.encode("utf-8", "surrogatepass"), number, notes=tuple(notes), member=member)


def read(stream: BinaryIO, source: Source) -> Iterator[Record | Fault]:
    """Yield an article for each row, a batch at a time."""
    import pyarrow as pa
    from pyarrow import ipc, parquet

    # A compressed stream can't be searched from its end, where Parquet keeps its plan.
    data = streams.read_rest(stream, source.limits, "write it in parts")
    try:
        whole = pa.py_buffer(data)
        if whole[:4].to_pybytes() == b"PAR1":
            file = parquet.ParquetFile(pa.BufferReader(whole))
            names, batches = file.schema_arrow.names, file.iter_batches(_BATCH, use_threads=False)
        else:
            # Threads take memory of their own, the more of it the more processors there are.
            options = ipc.IpcReadOptions(use_threads=False)
            table = ipc.open_file(pa.BufferReader(whole), options=options).read_all()
            names, batches = table.schema.names, iter(table.to_batches(_BATCH))
    except pa.ArrowMemoryError:
        raise
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        yield Fault("bad_parquet", f"not whole ({' '.join(str(error).split())[:120]}); save the table again")
        return
    if faults := check_names(names):
        yield from faults
        return
    kept = columns(names)
    number = done = 0
    bound = max(RATIO_FROM, source.limits.ratio * len(whole))
    while True:
        try:
            if (batch := next(batches, None)) is None:
                break
            # What a damaged file says of its own buffers is wrong, and isn't looked at where they are used.
            batch.validate(full=True)
            # A dictionary counts as what its values unpack to, row by row.
            flat = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns]
            batch = pa.RecordBatch.from_arrays(flat, names=names)
            done += batch.nbytes
            if done > bound:
                raise TooLarge(
                    f"unpacks to more than {source.limits.ratio} times its size (limit ratio); unpack it"
                )
            rows = batch.select(kept).to_pylist()
        except (pa.ArrowException, OSError, ValueError, ArithmeticError) as error:
            if isinstance(error, (TooLarge, MemoryError)):
                raise
            said = " ".join(str(error).split())[:120]
            yield Fault(
                "bad_parquet", f"row {number + 1} and what follows is damaged ({said}); save it again"
            )
            return
        for row in rows:
            number += 1
            yield make_row(row, number)
    if not number:
        yield Fault("empty", "the table has no rows", kind="skipped")
