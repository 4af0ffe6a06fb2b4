"""The other tables, each as a paper prints it: what matters most of it, with its note."""

from __future__ import annotations

from typing import Any

from framing.report.material import Material
from framing.views.columns import TextTable
from framing.views.paper import paper, views

#: Where it stands on the page.
PLACE = 230
TITLE = "Further tables"
TEMPLATE = "printed.html"

#: Rows of one table on the page.
MOST = 40

#: Tables that stand elsewhere on the page or are not for reading.
_ELSEWHERE = {"profile", "contrast", "findings", "audit", "articles"}


def content(material: Material) -> dict[str, Any] | None:
    """Return each table that has a view and rows, or None without any."""
    sheets: list[tuple[str, TextTable]] = []
    for name in views():
        table = material.table(name)
        if table is None or name in _ELSEWHERE:
            continue
        if "provenance" in table:
            # That text was invented stands above the section, not in every row.
            table = table.assign(provenance="published")
        printed = paper(table, kind=name, settings=material.settings, top=MOST if len(table) > MOST else None)
        sheets.append((name, printed.sheet))
    return {"sheets": sheets} if sheets else None
