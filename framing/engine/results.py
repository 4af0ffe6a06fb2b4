"""What came of a task: tables by part, in memory or where a run keeps them, read a few columns at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from framing.engine import places
from framing.errors import FramingError
from framing.io.files import is_address

if TYPE_CHECKING:
    import numpy.typing as npt


Tables: TypeAlias = Mapping[str, pd.DataFrame]
#: The tables of one part: held, or the place where they lie.
Piece: TypeAlias = "Tables | str"

#: The file that is written last: what lies beside it is whole.
_DONE = "done.json"


@dataclass(frozen=True)
class PartResults:
    """Tables by name, part by part.

    Attributes
    ----------
    pieces : sequence of Piece or None
        None for a part that could not be done.
    first : int64 array, one item a part
        The row of the articles at which each part begins.
    failed : mapping of int to str
        Parts that could not be done, and why.
    keys : sequence of str
        By what each part's tables are known again; empty for what is held.
    parts : sequence of str
        The names of the parts.
    folder : object
        What has to live as long as this, where the tables lie in a folder for a time.
    """

    pieces: Sequence[Piece | None]
    first: npt.NDArray[np.int64]
    failed: Mapping[int, str]
    keys: Sequence[str]
    parts: Sequence[str]
    folder: object = None

    def __len__(self) -> int:
        return len(self.pieces)

    def each(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Yield a table part by part, in order; `row` counts articles from the first of all.

        Parameters
        ----------
        name : str
        columns : sequence of str, optional
            All by default.
        """
        for piece, first in zip(self.pieces, self.first.tolist(), strict=True):
            if piece is not None:
                table = load_table(piece, name, columns)
                yield table.assign(row=table["row"].astype(np.int64) + first) if "row" in table else table

    def table(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a table of all parts, in order."""
        return concat_tables(list(self.each(name, columns)))


def concat_tables(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return tables one under the other; categories are those of all, in the order they are met."""
    if len(tables) == 1:
        return tables[0].reset_index(drop=True)
    columns = {}
    for name in tables[0].columns:
        parts = [_named(table[name]) for table in tables]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            columns[name] = pd.Series(pd.api.types.union_categoricals(parts))
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)


def _named(column: pd.Series) -> pd.Series:
    """Return a column whose categories are strings where it has none, of which Arrow knows no type."""
    if isinstance(column.dtype, pd.CategoricalDtype) and not len(column.cat.categories):
        return pd.Series(pd.Categorical.from_codes(column.cat.codes, pd.Index([], dtype="str")))
    return column


def strings_for_objects(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without columns of objects, so that it is the same held and read again."""
    mixed = [name for name in table.columns if table[name].dtype == object]
    return table.astype(dict.fromkeys(mixed, "str")) if mixed else table


def load_table(piece: Piece, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return one table of a part."""
    if not isinstance(piece, str):
        return piece[name] if columns is None else piece[name][list(columns)]
    import pyarrow as pa
    from pyarrow import feather

    where = places.join_place(piece, f"{name}.arrow")
    wanted = None if columns is None else list(columns)
    try:
        if not is_address(where):
            return feather.read_table(where, columns=wanted, memory_map=True).to_pandas()
        with places.open_to_read(where) as stream:
            return feather.read_table(pa.BufferReader(stream.read()), columns=wanted).to_pandas()
    except (pa.ArrowException, OSError) as error:
        said = " ".join(str(error).split())[:120]
        raise FramingError(
            f"{where}: what was kept can't be read ({said}); remove the cache and run again"
        ) from None


def store_tables(tables: Tables, place: str) -> None:
    """Write the tables of a part; what says that they are whole comes last."""
    import pyarrow as pa
    from pyarrow import feather

    seals = {}
    for name, table in tables.items():
        held = BytesIO()
        feather.write_feather(pa.Table.from_pandas(table, preserve_index=False), held, compression="zstd")
        data = held.getvalue()
        seals[name] = hashlib.sha256(data).hexdigest()
        with places.open_to_write(places.join_place(place, f"{name}.arrow")) as stream:
            stream.write(data)
    with places.open_to_write(places.join_place(place, _DONE)) as stream:
        stream.write(json.dumps(seals).encode())


def is_stored(place: str) -> bool:
    """Say whether the tables of a part lie there as they were written."""
    try:
        with places.open_to_read(places.join_place(place, _DONE)) as stream:
            seals = json.loads(stream.read())
        for name, seal in seals.items():
            with places.open_to_read(places.join_place(place, f"{name}.arrow")) as stream:
                if hashlib.sha256(stream.read()).hexdigest() != seal:
                    return False
    except (FramingError, ValueError, AttributeError):
        return False
    return True
