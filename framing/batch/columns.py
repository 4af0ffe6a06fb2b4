"""Columns of parts that were written one by one, under the names and types of all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from framing.errors import FramingError, brief, torn

__all__ = ["fitted", "kind_named", "plain", "united"]


def plain(frame: Any, where: str) -> Any:
    """Return a frame as an Arrow table without categories, or gaps that its types have no place for.

    Parameters
    ----------
    frame : pandas.DataFrame
    where : str
        What is written, for errors.

    Raises
    ------
    FramingError
        A column holds lists, or values of several types.
    """
    import pyarrow as pa

    frame = frame.astype({c: "str" for c in frame.columns if str(frame[c].dtype) == "category"})
    fields, arrays = [], []
    for name in frame.columns:
        try:
            array = pa.Array.from_pandas(frame[name])
        except UnicodeEncodeError:
            row, said = torn(frame[name]) or (0, "holds what is no text")
            raise FramingError(f"{where}: column {name!r}, row {row}: the text {said}") from None
        except (pa.ArrowException, OverflowError) as error:
            said = str(error).splitlines()[0][:120]
            raise FramingError(f"{where}: column {name!r} can't be stored ({said}); make it text") from None
        if not _named(array.type):
            raise FramingError(
                f"{where}: column {name!r} holds {array.type}, as {brief(frame[name].iloc[0])}; make it "
                "text, numbers or times"
            )
        array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        kind = _type([array.type], gaps=bool(array.null_count))
        fields.append(pa.field(str(name), kind))
        arrays.append(_cast(array, kind))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def united(schemas: Sequence[Any]) -> Any:
    """Return the columns of all parts, in the order met, each of a type that holds what any has."""
    import pyarrow as pa

    names = dict.fromkeys(name for schema in schemas for name in schema.names)
    fields = []
    for name in names:
        own = [schema.field(name).type for schema in schemas if name in schema.names]
        kinds = list(dict.fromkeys(kind for kind in own if not pa.types.is_null(kind)))
        gaps = len(own) < len(schemas) or len(kinds) < len(dict.fromkeys(own))
        fields.append(pa.field(name, _type(kinds, gaps)))
    return pa.schema(fields)


def _type(kinds: list[Any], gaps: bool) -> Any:
    """Return the type of a column of which parts have these; as pandas would, had it all at once."""
    import pyarrow as pa

    if not kinds or (len(kinds) == 1 and pa.types.is_null(kinds[0])):
        return pa.null() if kinds else pa.large_string()
    numbers = all(pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in kinds)
    if numbers:
        return pa.float64() if gaps or len(kinds) > 1 else kinds[0]
    if len(kinds) == 1 and not pa.types.is_string(kinds[0]) and not (gaps and pa.types.is_boolean(kinds[0])):
        return kinds[0]
    return pa.large_string()


def fitted(table: Any, schema: Any) -> Any:
    """Return a table, or a batch of one, under the columns of all parts; what it lacks is missing."""
    import pyarrow as pa

    columns = [
        _cast(table.column(field.name), field.type)
        if field.name in table.schema.names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _cast(column: Any, kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_boolean(column.type) and pa.types.is_large_string(kind):
        # As Python writes them, which is how a table that is made at once has them.
        return pa.array([None if v is None else str(v) for v in column.to_pylist()], kind)
    return column.cast(kind)


def kind_named(name: str) -> Any:
    """Return a type by the name that Arrow gives it, as ``timestamp[us, tz=UTC]``; raises `ValueError`."""
    import pyarrow as pa

    if name.startswith("timestamp[") and ", tz=" in name:
        unit, zone = name.removeprefix("timestamp[").removesuffix("]").split(", tz=", 1)
        return pa.timestamp(unit, tz=zone)
    return pa.type_for_alias(name)


def _named(kind: Any) -> bool:
    """Say whether a type can be told by its name: lists, decimals and the like can't."""
    try:
        return bool(kind_named(str(kind)) == kind)
    except ValueError:
        return False
