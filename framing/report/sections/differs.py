"""What differs: every comparison as one sentence, the most certain first."""

from __future__ import annotations

from typing import Any

from framing.report import numbers, sentences
from framing.report.material import Material

__all__ = ["TEMPLATE", "TITLE", "content", "ranked"]

TITLE = "What differs"
TEMPLATE = "differs.html"

#: Bands whose sentences are shown at once; the others are opened by a click.
_OPEN = ("stands", "leans", "described")

#: Sentences of a band shown before the others have to be asked for.
FIRST = 10


def content(material: Material) -> dict[str, Any]:
    """Return the sentences by band, each band with its heading and meaning."""
    found = ranked(material)
    bands = []
    for key, (heading, meaning) in sentences.BANDS.items():
        own = [item for item in found if item["band"] == key]
        parts = [part for part in (own[:FIRST], own[FIRST:]) if part]
        if own:
            band = {"key": key, "heading": heading, "meaning": meaning, "open": key in _OPEN}
            bands.append({**band, "count": numbers.count(len(own)), "parts": parts})
    exploratory = material.contrast["family"].astype(str).str.startswith("exploratory").any()
    return {
        "bands": bands,
        "total": numbers.several(len(found), "comparison"),
        "filters": {"name": "findings", "filters": _filters(found)},
        "unsettled": bool(found) and not {"stands", "described"} & {item["band"] for item in found},
        "exploratory": bool(exploratory and material.settings.get("collection") != "census"),
    }


def _filters(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Offer a choice of each thing in which the sentences vary; each then carries its choice's number."""
    filters = []
    for key, label in (("measure", "Measure"), ("voice", "Voice"), ("pair", "Pair"), ("kind", "Kind")):
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
        "voice": names.voice(row["voice"]) or "all words",
        "pair": "all outlets" if row["b"] == "any" else " : ".join(pair),
        "kind": row["genre"],
    }


def ranked(material: Material) -> list[dict[str, Any]]:
    """Return each contrast row's sentence with its band, cells and place in the table, most certain first."""
    collection = str(material.settings.get("collection", "unknown"))
    found = []
    for number, row in enumerate(material.contrast.to_dict("records")):
        a, b = material.sides(row)
        key = sentences.certainty(row, a, b)
        cells = [material.cell_id(row, side) for side in ("a", "b")]
        found.append(
            {
                # All that was published carries no p, so there the hits behind a difference rank it.
                "key": (
                    *(key[-1:] if collection == "census" else key),
                    row["measure"],
                    row["voice"],
                    row["a"],
                    row["b"],
                ),
                "band": sentences.band(row, collection),
                "sentence": sentences.sentence(row, material.names, a, b),
                "brief": sentences.brief(row, material.names, a, b),
                "cells": [cell for cell in cells if cell],
                "id": f"c{number}",
                "row": f"contrast-{number}",
                "facts": _facts(row, material),
            }
        )
    return sorted(found, key=lambda item: item["key"])
