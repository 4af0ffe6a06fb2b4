"""Tables: workbooks, and those that we wrote, whatever a spreadsheet made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from framing import schema
from framing.corpus.records import Fault


def is_ours(names: Iterable[str]) -> bool:
    """Say whether a table is one that we wrote: every column of the articles table stands in its header."""
    return set(schema.schema("articles").columns) <= set(names)


def check_names(names: Iterable[str], where: str = "", member: str = "") -> list[Fault]:
    """Return the fault of a table in which a column stands twice; `where` is what is said before it."""
    repeated = next((name for name, count in Counter(names).items() if name and count > 1), None)
    detail = f"{where}column {repeated!r} stands twice; rename or drop one of them"
    return [Fault("duplicate_columns", detail, member=member)] if repeated else []
