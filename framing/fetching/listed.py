"""The URLs of a file: one a line, or a column of a table, as a list from Media Cloud is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from framing.corpus import columns, encoding
from framing.errors import FramingError

__all__ = ["urls"]

_LONGEST = 256 * 1024 * 1024


def urls(path: Path) -> list[str]:
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
        text = encoding.decode(path.read_bytes())[0].lstrip("\ufeff")
    except OSError as error:
        said = (error.strerror or str(error)).casefold()
        raise FramingError(f"{path}: can't be read ({said}); name a file with one URL a line") from None
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
            listed = ", ".join(names)[:120]
            raise FramingError(f"{path}: no column url among {listed}; name one so, or give one URL a line")
        return [value.strip() for row in rows if (value := row.get(column)) and value.strip()]
    except csv.Error as error:
        raise FramingError(f"{path}: is no table that can be read ({error}); give one URL a line") from None
    finally:
        csv.field_size_limit(before)
