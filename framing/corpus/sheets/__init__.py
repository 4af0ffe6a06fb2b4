"""Tables: workbooks, and those that we wrote, whatever a spreadsheet made of them."""

from __future__ import annotations

from collections.abc import Iterable

from framing import schema


def is_ours(names: Iterable[str]) -> bool:
    """Say whether a table is one that we wrote: every column of the articles table stands in its header."""
    return set(schema.schema("articles").columns) <= set(names)
