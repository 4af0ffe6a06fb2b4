"""Text in tables for spreadsheets: a cell that a spreadsheet would take for a formula is written as text.

A headline such as ``=HYPERLINK(...)`` or ``@user`` is run, not shown, by
programs that open CSV files. An apostrophe in front makes it text, which is
what OWASP advises (CSV injection). That can be undone: a cell that looks as if
the apostrophe were ours gets one more, so that whatever was written comes back.
"""

from __future__ import annotations

import re
from typing import Any

#: What is put in front of a cell that would be taken for a formula.
SAFE = "'"
# White space and quotation marks in front are passed over by some programs. All of these, and the signs, in
# the width of Chinese and Japanese letters too.
_BEFORE = " \t\r\n\v\f\u00a0\u2007\u202f\u3000\ufeff'\"\u2018\u2019\u201c\u201d\uff02\uff07"
_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
_BREAKS = "\t\r\n"
# What a cell begins with that may be one; in most columns there is none.
_MAYBE = f"^[{re.escape(_BEFORE + _SIGNS)}]"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)*|\.\d+)(?:[eE][+-]?\d+)?%?", re.ASCII)


def decode_sheet(data: bytes) -> tuple[str, str]:
    """Return the text of a table as spreadsheets save it, and the sign between its cells.

    Examples
    --------
    >>> decode_sheet(b"unit;value")
    ('unit;value', ';')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Excel saves "CSV" in the machine's own letters.
            text = data.decode("cp1252", "replace")
    return text, max(",;\t", key=text.partition("\n")[0].count)


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet may take a text for a formula; a number with a sign is a number.

    Examples
    --------
    >>> [is_formula(cell) for cell in ("=1+1", " '+A1", "@user", "-0.5", "a = b", "'quoted'")]
    [True, True, True, False, False, False]
    """
    if not cell:
        return False
    if cell.lstrip(SAFE)[:1] in tuple(_BREAKS):
        return True
    bare = cell.lstrip(_BEFORE)
    return bare[:1] in tuple(_SIGNS) and not _NUMBER.fullmatch(cell)


def safe(cell: str) -> str:
    """Return a text so that a spreadsheet shows it; `undone` gives it back.

    Examples
    --------
    >>> safe("=1+1"), safe("'=1+1"), safe("plain")
    ("'=1+1", "''=1+1", 'plain')
    """
    return SAFE + cell if is_formula(cell) else cell


def undone(cell: str) -> str:
    """Return a text as it was before `safe` made it safe.

    It takes away one apostrophe where what is left would be taken for a formula. With another
    apostrophe in front that is still so, so that no text is left as it is that looks like a safe one.

    Examples
    --------
    >>> undone("'=1+1"), undone("''=1+1"), undone("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    return cell[1:] if cell.startswith(SAFE) and is_formula(cell[1:]) else cell


def safe_table(table: Any) -> Any:
    """Return an Arrow table whose texts and names of columns are safe; numbers and dates stay what they are.

    Parameters
    ----------
    table : pyarrow.Table

    Returns
    -------
    pyarrow.Table
        With as many columns, in the same order.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for column in table.columns:
        text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        if text and pc.any(pc.match_substring_regex(column, _MAYBE)).as_py():
            cells = [None if cell is None else safe(cell) for cell in column.to_pylist()]
            column = pa.chunked_array([pa.array(cells, column.type)])
        columns.append(column)
    return pa.table(columns, names=[safe(str(name)) for name in table.column_names])
