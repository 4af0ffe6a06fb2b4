"""Tables of articles that we wrote, whatever a spreadsheet made of them: what was made safe is given back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from framing import schema
from framing.io.formulas import undone

__all__ = ["given_back", "is_ours"]


def is_ours(names: Iterable[str]) -> bool:
    """Say whether a table is one that we wrote: every column of the articles table stands in its header."""
    return set(schema.schema("articles").columns) <= set(names)


def given_back(value: Any) -> Any:
    """Return a cell of such a table as it was before an apostrophe made it safe for spreadsheets.

    >>> given_back("'=1+1"), given_back(3)
    ('=1+1', 3)
    """
    return undone(value) if isinstance(value, str) else value
