"""The numbers themselves, in full digits, with what the columns mean and the note."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.io.formulas import safe, safe_table
from framing.papers.columns import Sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["written"]

# Types of CSV on the Web; moments as they are written below, in UTC.
_TYPES = {
    "i": "integer",
    "f": "number",
    "b": "boolean",
    "M": {"base": "datetime", "format": "yyyy-MM-dd HH:mm:ss.SSSSSSX"},
}


def written(sheet: Sheet, data: pd.DataFrame, path: Path) -> dict[Path, bytes]:
    """Return the files to write: of CSV a second one that describes it, as W3C's CSV on the Web asks for.

    A text that a spreadsheet would take for a formula has an apostrophe in front in CSV, as
    `framing.io.formulas` says; Parquet holds it as it is.
    """
    import pyarrow as pa

    plain = data.astype({c: "str" for c in data.columns if str(data[c].dtype) == "category"})
    table = pa.Table.from_pandas(plain, preserve_index=False).replace_schema_metadata(None)
    target = io.BytesIO()
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet as pq

        pq.write_table(table.replace_schema_metadata({"title": sheet.caption, "note": sheet.note}), target)
        return {path: target.getvalue()}
    from pyarrow import csv

    csv.write_csv(safe_table(table), target)
    said = json.dumps(_described(sheet, data, path.name), indent=1, ensure_ascii=False) + "\n"
    return {path: target.getvalue(), path.with_name(f"{path.name}-metadata.json"): said.encode("utf8")}


def _described(sheet: Sheet, data: pd.DataFrame, name: str) -> dict[str, Any]:
    columns = []
    for column in map(str, data.columns):
        meaning, unit = sheet.meanings.get(column, ("", ""))
        one = {
            "name": column,
            "titles": safe(column),
            "datatype": _TYPES.get(data[column].dtype.kind, "string"),
            "dc:description": meaning,
            "schema:unitText": unit,
        }
        columns.append({key: value for key, value in one.items() if value})
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": name,
        "dc:title": sheet.caption,
        "dc:description": sheet.note,
        "tableSchema": {"columns": columns},
    }
