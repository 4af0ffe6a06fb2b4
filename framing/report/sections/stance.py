"""Stance toward targets: of each outlet and voice the shares judged negative, neutral and positive, as
judged and corrected for the model's measured error, each with the sentences it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import material as apart
from framing.report.material import Material
from framing.report.sections import differs
from framing.views import numbers as numbers
from framing.views import vocabulary

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 100
TITLE = "Stance toward whom"
TEMPLATE = "stance.html"

#: Sentences at the head of a target, and differences listed under it.
FIRST, DIFFERENCES = 2, 12

MEASURES = ("stance.negative", "stance.neutral", "stance.positive", "stance.net")
_CLASSES = {"stance.negative": "negative", "stance.neutral": "neutral", "stance.positive": "positive"}

#: What the section says at its head, and not again at each number.
_SAID = ("", "if each class is mistaken here as often as in the coded data")

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return a table a target and what is known of the model's error, or None without any stance."""
    shown = apart.cells(material, "stance")
    if shown is None:
        return None
    fixed = material.corrections
    ranked = [item for item in differs.ranked(material) if vocabulary.family(item["measure"]) == "stance"]
    total = material.profile.loc[
        (material.profile["measure"].astype(str).map(vocabulary.family) == "stance").to_numpy()
        & (material.profile["n_hits"] > 0).to_numpy(),
        "target",
    ].nunique()
    tables = [_target(name, shown, fixed, ranked, material) for name in apart.targets(shown)]
    tables = [table for table in tables if table["rows"]]
    if not tables:
        return None
    error = _error(material)
    return {
        "tables": tables,
        "left_out": total - len(tables),
        "others": material.profile["group"].nunique() - len(shown.groups),
        "genre": shown.genre,
        "corrected": bool(fixed),
        "error": error,
        "model": str(material.settings.get("model") or "linear"),
        "census": material.census,
    }


def _target(
    name: str,
    shown: apart.Cells,
    fixed: Mapping[tuple[str, ...], Row],
    ranked: list[dict[str, Any]],
    material: Material,
) -> dict[str, Any]:
    own = shown.rows[shown.rows["target"] == name]
    found: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in own.to_dict("records"):
        place = (str(row["group"]), *(str(row[column]) for column in ("voice", *material.extra)))
        found.setdefault(place, {})[str(row["measure"])] = row
    rows = [
        _row(found[group, *place], fixed, material)
        for group in shown.groups
        for place in shown.places(material.extra)
        if (group, *place) in found and any(one["n_hits"] for one in found[group, *place].values())
    ]
    differences = _differences(name, fixed, shown, material)
    return {
        "target": name,
        "mentions": numbers.several(sum(row["n"] for row in rows), "mention"),
        "rows": rows,
        "findings": _findings(name, ranked)[:FIRST],
        "differences": differences[:DIFFERENCES],
        "left_out": max(len(differences) - DIFFERENCES, 0),
    }


def _findings(name: str, ranked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the clearest sentences on a target: four measures say one thing, positive less negative best."""
    own = [
        item
        for item in ranked
        if item["target"] == name and item["band"] in ("significant", "nominal", "described")
    ]
    return sorted(own, key=lambda item: (item["band"] == "nominal", item["measure"] != "stance.net"))


def _row(own: Mapping[str, Row], fixed: Mapping[tuple[str, ...], Row], material: Material) -> dict[str, Any]:
    first = next(iter(own.values()))
    names = material.names
    where = [names.voice(str(first["voice"])) or "in all words", *(f"{c} {first[c]}" for c in material.extra)]
    mean = own.get("stance.net")
    return {
        "name": material.shown(str(first["group"])),
        "where": ", ".join(where),
        "n": int(first["n_hits"]),
        "mentions": numbers.count(first["n_hits"]),
        "articles": numbers.several(first["n_articles"], "article"),
        "opens": (mean is not None and first["n_hits"] and material.cell_id(mean)) or "",
        "bar": _bar([own.get(name) for name in _CLASSES]),
        "cells": [_cell(own.get(name), fixed, material) for name in MEASURES],
    }


def _bar(own: list[Row | None]) -> list[tuple[str, str, str]]:
    """Return the places and widths of the shares in hundredths, for a strip; nothing where one is missing."""
    shares = [row["estimate"] if row is not None else float("nan") for row in own]
    if any(share != share for share in shares):
        return []
    ends = [round(100 * sum(shares[: n + 1]), 1) for n in range(len(shares))]
    starts = [0.0, *ends[:-1]]
    return [
        (name, f"{start:g}", f"{max(end - start, 0):.1f}")
        for name, start, end in zip(("neg", "neu", "pos"), starts, ends, strict=True)
    ]


def _cell(row: Row | None, fixed: Mapping[tuple[str, ...], Row], material: Material) -> dict[str, Any] | None:
    if row is None or row["estimate"] != row["estimate"]:
        return None
    write = _write(str(row["measure"]))
    counted = row["unit"] != "share" or round(row["estimate"] * row["n_hits"]) > 0
    right = fixed.get((str(row["group"]), "", *material.cell(row)))
    low, high = vocabulary.clip_net(str(row["measure"]), row["low"], row["high"])
    shown: dict[str, Any] = material.figures_of({**row, "low": low, "high": high}, write)
    return shown | ({} if counted else {"opens": ""}) | {"corrected": _right(right, write)}


def _right(right: Row | None, write: Any) -> dict[str, str] | None:
    """Return the corrected number, or its interval alone; None where there is no interval."""
    if right is None or any(right[column] != right[column] for column in ("low", "high")):
        return None
    return {
        "text": write(right["corrected"]) if right["corrected"] == right["corrected"] else "",
        "spread": numbers.spread(right["low"], right["high"], write),
        "note": "; ".join(note for note in str(right["note"] or "").split("; ") if note not in _SAID),
    }


def _write(measure: str) -> Any:
    return numbers.percent if measure in _CLASSES else lambda value: numbers.signed(value, 2)


def _differences(
    name: str, fixed: Mapping[tuple[str, ...], Row], shown: apart.Cells, material: Material
) -> list[dict[str, Any]]:
    """Return the differences of two groups in the mean, as judged and corrected, the clearest first."""
    rows = [
        row
        for (group, other, *_), row in fixed.items()
        if other
        and row["target"] == name
        and str(row["measure"]) == "stance.net"
        and row["genre"] == shown.genre
        and group in shown.groups
        and row["raw"] == row["raw"]
    ]
    rows.sort(key=lambda row: (-_clear(row), str(row["voice"]), str(row["group"]), str(row["other"])))
    write = _write("stance.net")
    return [
        {
            "pair": " − ".join(
                material.names.outlet(str(row[side]), row["provenance"]) for side in ("group", "other")
            ),
            "where": material.names.voice(str(row["voice"])) or "in all words",
            "raw": write(row["raw"]),
            "raw_spread": numbers.spread(
                *vocabulary.clip_net("stance.net", row["raw_low"], row["raw_high"], sides=2), write
            ),
            "corrected": _right(row, write),
            "n": f"{numbers.count(row['n_mentions'])} and {numbers.count(row['n_mentions_other'])} mentions",
        }
        for row in rows
        if _right(row, write)
    ]


def _clear(row: Row) -> float:
    """Return how many half-widths of its interval a corrected difference lies from none."""
    low, high = row["low"], row["high"]
    if low != low or high != high:
        return -1.0
    return float(abs(low + high) / (high - low)) if high > low else 0.0


def _error(material: Material) -> list[dict[str, Any]]:
    """Return what the model gets right in the coded data it was tried on, a row a voice."""
    table = material.table("corrected")
    if table is None:
        return []
    known = table[table["confusion"].notna() & table["measure"].astype(str).isin(list(_CLASSES))]
    found = []
    for voice, own in known.groupby(known["confusion"].astype(str), sort=True):
        first = own.drop_duplicates("measure").set_index(
            own.drop_duplicates("measure")["measure"].astype(str)
        )
        found.append(
            {
                "voice": material.names.voice(str(voice)) or "in all words",
                "coded": numbers.count(first["n_coded"].max()),
                "cells": [_both(first, name) for name in _CLASSES],
            }
        )
    return found


def _both(own: pd.DataFrame, name: str) -> dict[str, str]:
    """Return recall and precision of a class."""
    if name not in own.index:
        return {"recall": numbers.DASH, "precision": numbers.DASH}
    return {column: numbers.percent(own.loc[name, column]) for column in ("recall", "precision")}
