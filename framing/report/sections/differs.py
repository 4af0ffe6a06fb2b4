"""What differs: every comparison as one sentence, the most certain first."""

from __future__ import annotations

from typing import Any

from framing.report import sentences
from framing.report.material import Material

__all__ = ["TEMPLATE", "TITLE", "content", "ranked"]

TITLE = "What differs"
TEMPLATE = "differs.html"

#: Bands whose sentences are shown at once; the others are opened by a click.
_OPEN = ("stands", "leans", "described")


def content(material: Material) -> dict[str, Any]:
    """Return the sentences by band, each band with its heading and meaning."""
    collection = str(material.settings.get("collection", "unknown"))
    found = ranked(material)
    bands = []
    for key, (heading, meaning) in sentences.BANDS.items():
        own = [item for item in found if item["band"] == key]
        if own:
            bands.append(
                {"key": key, "heading": heading, "meaning": meaning, "open": key in _OPEN, "sentences": own}
            )
    return {
        "bands": bands,
        "total": len(found),
        "settled": sum(i["band"] == "stands" for i in found),
        "collection": collection,
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
                "pair": (row["a"], row["b"]),
                "measure": row["measure"],
                "voice": row["voice"],
            }
        )
    return sorted(found, key=lambda item: item["key"])
