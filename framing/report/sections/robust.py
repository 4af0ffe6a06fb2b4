"""How robust each comparison is: under other choices, and without an article, speaker or outlet.

A comparison is told once, with what the tables robustness and influence say of it. Its higher side stands
first, as among all comparisons; nothing is computed here.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.report import results
from framing.report.material import CELL, Material

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 140
TITLE = "How robust it is"
TEMPLATE = "robust.html"

#: Comparisons told on the page.
SHOWN = 20

_KEY = ["a", "b", *CELL]
_CHOSEN = {"named": "named beforehand", "primary": "primary"}


def content(material: Material) -> dict[str, Any] | None:
    """Return each comparison with what was found of it; None where nothing was made again."""
    curves, rests = (
        _by_comparison(table) if (table := material.table(name)) is not None else {}
        for name in ("robustness", "influence")
    )
    keys = list(dict.fromkeys([*curves, *rests]))
    if not keys:
        return None
    told = [_tell(material, key, curves.get(key), rests.get(key)) for key in keys[:SHOWN]]
    return {
        "comparisons": told,
        "left_out": len(keys) - len(told),
        "curve": bool(curves),
        "rests": bool(rests),
    }


def _by_comparison(table: pd.DataFrame) -> dict[Any, pd.DataFrame]:
    """Return the rows of a table by what names a comparison."""
    keys = [table[name].astype(object).where(table[name].notna(), "") for name in _KEY]
    return dict(iter(table.groupby(keys, sort=False)))


def _tell(
    material: Material, key: tuple[str, ...], curves: pd.DataFrame | None, rests: pd.DataFrame | None
) -> dict[str, Any]:
    row: dict[str, Any] = {**dict(zip(_KEY, key, strict=True)), "target": key[-1] or None}
    row |= dict.fromkeys(material.extra, "")
    first = curves.assign(found=curves["estimate"]) if curves is not None else rests
    assert first is not None
    scale, found = first[["scale", "found"]].iloc[0]
    down = bool(found < (1 if scale == "ratio" else 0))
    sides = "ba" if down else "ab"
    place, subject = material.names.place(row), material.names.subject(row)
    lines, chosen = [], ""
    if curves is not None:
        curve = curves.to_dict("records")[0]
        lines.append(("Other choices", results.curve(curve, down)))
        chosen = _CHOSEN.get(str(curve["chosen"]), "")
    if rests is not None:
        lines += results.rests(rests, down)
    return {
        "title": f"{subject[0].upper()}{subject[1:]}" + (f", {place}" if place else ""),
        "pair": " against ".join(material.shown(row[side]) for side in sides),
        "cells": [cell for side in sides if (cell := material.cell_id(row, side))],
        "chosen": chosen,
        "lines": lines,
    }
