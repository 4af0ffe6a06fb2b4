"""Whether like is compared with like: length, dates, events, kinds, topics of each pair, and what to heed."""

from __future__ import annotations

from typing import Any

from framing.report.material import Material
from framing.views.tables.comparability import VIEW

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 25
TITLE = "Like with like"
TEMPLATE = "comparability.html"


def content(material: Material) -> dict[str, Any] | None:
    """Return the rows as the table is printed, with their warnings, or None where nothing was compared."""
    table = material.table("comparability")
    if table is None:
        return None
    chosen, said = VIEW.rows.choose(table, None)
    columns = [
        column
        for column in VIEW.columns
        if column.needs != "warnings" and (not column.needs or table[column.needs].notna().any())
    ]
    return {
        "heads": [column.heading(chosen).words for column in columns[2:]],
        "rows": [
            {
                "pair": [column.write(row, material.names) for column in columns[:2]],
                "cells": [column.write(row, material.names) for column in columns[2:]],
                "warnings": [one for one in str(row["warnings"]).split("; ") if one],
                "note": str(row["note"]),
            }
            for row in chosen.to_dict("records")
        ],
        "notes": [*VIEW.say(chosen), said],
        "left_out": len(table) - len(chosen),
    }
