"""How robust each comparison is: under other choices, and without an article, speaker or outlet.

A comparison is told once, with what the tables robustness and influence say of it.
Its higher side stands first, as among all comparisons; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import results
from framing.report.material import Material

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 140
TITLE = "How robust it is"
TEMPLATE = "robust.html"

#: Comparisons told on the page.
SHOWN = 20

_TABLES = ("robustness", "specifications", "influence")
_KEY = ("a", "b", "genre", "part", "voice", "measure", "target")
_CHOSEN = {
    "named": "named beforehand",
    "primary": "primary",
    "after the fact": "chosen after results were seen",
}

Row = Mapping[str, Any]
Key = tuple[str, ...]


def content(material: Material) -> dict[str, Any] | None:
    """Return each comparison with what was found of it; None where nothing was made again."""
    tables = {name: material.table(name) for name in _TABLES}
    if all(table is None for table in tables.values()):
        return None
    found = {name: _by_key(table) for name, table in tables.items()}
    keys = dict.fromkeys(key for tables in found.values() for key in tables)
    told = [_comparison(material, key, found) for key in keys]
    told = [one for one in told if one["lines"]]
    return {
        "comparisons": told[:SHOWN],
        "left_out": max(len(told) - SHOWN, 0),
        "after": any(one["chosen"] == _CHOSEN["after the fact"] for one in told),
        "curve": tables["robustness"] is not None or tables["specifications"] is not None,
        "rests": tables["influence"] is not None,
    }


def _row(key: Key, material: Material) -> dict[str, Any]:
    named = {**dict(zip(_KEY, key, strict=True)), "target": key[-1] or None}
    return named | {column: "" for column in material.extra}


def _by_key(table: pd.DataFrame | None) -> dict[Key, pd.DataFrame]:
    """Return the rows of a table by what names a comparison."""
    if table is None:
        return {}
    keys = [
        tuple("" if value is None or value != value else str(value) for value in row)
        for row in table.reindex(columns=list(_KEY)).itertuples(index=False, name=None)
    ]
    order: dict[Key, list[int]] = {}
    for place, key in enumerate(keys):
        order.setdefault(key, []).append(place)
    return {key: table.iloc[places] for key, places in order.items()}


def _comparison(
    material: Material,
    key: Key,
    found: Mapping[str, dict[Key, pd.DataFrame]],
) -> dict[str, Any]:
    own = {name: tables[key] for name, tables in found.items() if key in tables}
    rows = {name: _first(frame) for name, frame in own.items()}
    scale, down = _direction(rows, own.get("specifications"))
    row = _row(key, material)
    opens = [material.cell_id(row, side) for side in ("ba" if down else "ab")]
    names = material.names
    sides = [material.shown(side) for side in (key[1::-1] if down else key[:2])]
    place, subject = names.place(row), names.subject(row)
    said: list[tuple[str, str]] = []
    chosen = ""
    if "robustness" in rows:
        said.append(("Other choices", results.curve(rows["robustness"], down)))
        chosen = _CHOSEN.get(str(rows["robustness"]["chosen"]), "")
    if "influence" in own:
        said += results.rests(own["influence"], down, material)
    return {
        "title": f"{subject[0].upper()}{subject[1:]}" + (f", {place}" if place else ""),
        "pair": f"{sides[0]} against {sides[1]}",
        "cells": [cell for cell in opens if cell],
        "chosen": chosen,
        "lines": [(label, text) for label, text in said if text],
        "options": results.options(own["specifications"], scale, down) if "specifications" in own else [],
    }


def _first(frame: pd.DataFrame) -> Row:
    return {str(name): value for name, value in frame.iloc[0].to_dict().items()}


def _direction(rows: Mapping[str, Row], made: pd.DataFrame | None) -> tuple[str, bool]:
    """Return the scale of a comparison, and whether its second side is the higher one."""
    for name, column in (("robustness", "estimate"), ("influence", "found")):
        row = rows.get(name)
        if row is not None and row[column] == row[column]:
            return str(row["scale"]), bool(row[column] < (1 if row["scale"] == "ratio" else 0))
    if made is not None and made["scale"].notna().any():
        scale = str(made["scale"].dropna().iloc[0])
        middle = made["estimate"].median()
        return scale, bool(middle < (1 if scale == "ratio" else 0))
    return "ratio", False
