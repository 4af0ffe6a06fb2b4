"""The URLs of a file: one a line, or a column of a table, as a list from Media Cloud is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from framing.corpus import columns, encoding
from framing.errors import FramingError

_LONGEST = 256 * 1024 * 1024
#: How files begin that hold tables, and not as text.
_PACKED = {
    b"PK\x03\x04": "an Excel workbook or another packed file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "packed with gzip",
    b"%PDF-": "a PDF",
}


def read_urls(path: Path) -> list[str]:
    """Return the URLs that a file lists, in order.

    Parameters
    ----------
    path : pathlib.Path
        One URL a line, where blank lines and those that begin with # don't count; or a
        CSV, TSV or JSONL file with a column ``url``, or one that is called as such a column often is.

    Raises
    ------
    FramingError
        The file can't be read, has no such column, or lists nothing.
    """
    try:
        if path.stat().st_size > _LONGEST:
            raise FramingError(f"{path}: longer than {_LONGEST // 1024**2} MB; split the list")
        data = path.read_bytes()
    except OSError as error:
        said = (error.strerror or str(error)).casefold()
        raise FramingError(f"{path}: can't be read ({said}); name a file with one URL a line") from None
    for start, what in _PACKED.items():
        if data.startswith(start):
            raise FramingError(f"{path}: is {what}, not text; save the list as CSV, or give one URL a line")
    text = encoding.decode(data)[0].lstrip("\ufeff")
    if "\0" in text:
        raise FramingError(
            f"{path}: is no text; give one URL a line, or a CSV or JSONL file with a column url"
        )
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    found: list[str] = []
    if first.startswith("{"):
        found = _json(text, path)
    elif "://" in first.split(",")[0].split("\t")[0] or first.startswith("#"):
        lines = map(str.strip, text.splitlines())
        found = [line for line in lines if line and not line.startswith("#")]
    elif first:
        found = _table(text, first, path)
    if not found:
        raise FramingError(f"{path}: lists no URL; give one a line, or a table with a column url")
    return found


def _shown(name: str) -> str:
    """Return a name of a file's as a message may hold it: without codes that a terminal would obey."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "?" for char in name)


def _json(text: str, path: Path) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise FramingError(f"{path}: line {number} is no JSON; give one object a line") from None
        names = columns.guess(row)[0] if isinstance(row, dict) else {}
        value = row[names["url"]] if "url" in names else None
        if isinstance(value, str) and value.strip():
            found.append(value.strip())
    return found


def _table(text: str, header: str, path: Path) -> list[str]:
    mark = max(",\t;|", key=header.count)
    before = csv.field_size_limit(_LONGEST)
    try:
        rows = csv.DictReader(io.StringIO(text.lstrip(), newline=""), delimiter=mark)
        names = [name for name in rows.fieldnames or () if name]
        column = columns.guess(names)[0].get("url")
        if column is None:
            listed = ", ".join(" ".join(_shown(name).split()) for name in names)[:120]
            raise FramingError(f"{path}: no column url among {listed}; name one so, or give one URL a line")
        return [value.strip() for row in rows if (value := row.get(column)) and value.strip()]
    except csv.Error as error:
        raise FramingError(f"{path}: is no table that can be read ({error}); give one URL a line") from None
    finally:
        csv.field_size_limit(before)
