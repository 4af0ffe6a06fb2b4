"""What differs: every comparison as one sentence, the most certain first."""

from __future__ import annotations

from collections import Counter
from typing import Any

from framing.report import results, sentences
from framing.report.material import APART, Material
from framing.views import numbers as numbers
from framing.views import vocabulary

__all__ = ["TEMPLATE", "TITLE", "content", "ranked", "rows_told"]

#: Where it stands on the page.
PLACE = 30
TITLE = "What differs"
TEMPLATE = "differs.html"

#: Bands whose sentences are shown at once; the others are opened by a click.
_OPEN = ("significant", "nominal", "described")

#: Sentences of a band shown before the others have to be asked for.
FIRST = 10

#: Pairs of which it is said what could be found.
REACHED = 6


def content(material: Material) -> dict[str, Any]:
    """Return the sentences by band, each band with its heading and meaning."""
    found = ranked(material)
    counts = Counter(band for _, band in material.order)
    bands = []
    for key, (heading, meaning) in sentences.BANDS.items():
        own = [item for item in found if item["band"] == key]
        parts = [part for part in (own[:FIRST], own[FIRST:]) if part]
        if counts[key]:
            band = {"key": key, "heading": heading, "meaning": meaning, "open": key in _OPEN}
            left_out = numbers.count(counts[key] - len(own)) if counts[key] > len(own) else ""
            bands.append({**band, "count": numbers.count(counts[key]), "left_out": left_out, "parts": parts})
    exploratory = (material.contrast["family"] == "exploratory").any()
    return {
        "bands": bands,
        "total": numbers.several(len(material.order), "comparison"),
        "rows": rows_told(material),
        "reach": _reach(material),
        "filters": {"name": "comparisons", "filters": _filters(found)},
        "none": bool(found) and not {"significant", "described"} & set(counts),
        "exploratory": bool(exploratory and not material.census),
    }


def _reach(material: Material) -> list[str]:
    """Say of each pair how large a ratio its articles could show, those with most articles first."""
    table = material.table("power")
    if table is None or material.census:
        return []
    order = table.assign(_size=-table[["n_a", "n_b"]].min(axis=1)).sort_values("_size", kind="stable")
    return [results.reach(row, material) for row in order.head(REACHED).to_dict("records")]


def rows_told(material: Material) -> str:
    """Say how many rows the table contrast has, and how many are on the page; nothing where all are."""
    compared = len(material.order)
    nothing = len(material.contrast) - compared
    said = f"tables/contrast.csv has {numbers.several(len(material.contrast), 'row')}"
    if nothing:
        said += f", {numbers.count(nothing)} of them with nothing to compare, as who is named by one alone"
    if (shown := len(material.extent.contrast)) < compared:
        return f"{said}. The {numbers.count(shown)} most certain are on this page."
    return f"{said}." if nothing else ""


def _filters(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Offer a choice of pairs, where there are several; each sentence then carries its choice's number.

    Outlet, voice, part, genre and measure are chosen for the whole page at once.
    """
    filters = []
    for key, label in (("pair", "Pair"),):
        values = sorted({str(item["facts"][key]) for item in found})
        places = {value: place for place, value in enumerate(values, 1)}
        for item in found:
            item.setdefault("codes", {})[key] = places[item["facts"][key]]
        if len(values) > 1:
            filters.append({"key": key, "label": label, "values": values, "codes": True})
    return filters


def _facts(row: dict[str, Any], material: Material) -> dict[str, str]:
    names = material.names
    pair = [names.outlet(row[side], row["provenance"]) for side in ("a", "b")]
    return {
        "measure": names.label(row["measure"]),
        "pair": " : ".join(pair),
    }


def ranked(material: Material) -> list[dict[str, Any]]:
    """Return the sentence of each contrast row on the page with band, cells and row, most certain first."""
    return [dict(item) for item in material.once(_ranked)]


def _ranked(material: Material) -> list[dict[str, Any]]:
    rows = material.contrast.to_dict("records")
    found = []
    for number, band in material.order:
        if number not in material.extent.contrast:
            continue
        row = rows[number]
        a, b = material.sides(row)
        right = material.right(row)
        cells = [material.cell_id(row, side) for side in ("a", "b")]
        found.append(
            {
                "band": band,
                "measure": str(row["measure"]),
                "target": row["target"] if isinstance(row["target"], str) else "",
                "sentence": sentences.sentence(row, material.names, a, b, right),
                "cells": [cell for cell in cells if cell],
                "id": f"c{number}",
                # Stance and frames are not in the table on the page, but in a section of their own.
                "row": APART.get(vocabulary.family(row["measure"])) or f"contrast-{number}",
                "apart": bool(vocabulary.family(row["measure"])),
                "facts": _facts(row, material),
                "facets": material.facets.codes(row, row["a"], row["b"]),
            }
        )
    return found
