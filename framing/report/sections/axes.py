"""Axes of meaning: where each outlet's words lie between two ends, and which words those are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.report import numbers, placing
from framing.report.material import Material

__all__ = ["TEMPLATE", "TITLE", "content"]

TITLE = "Axes of meaning"
TEMPLATE = "axes.html"

#: Axes shown at once; the others are opened by a click.
OPEN = 3

#: An axis with fewer of its words on their own side is shown last, and not at once.
BLUNT = 0.75

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return a table an axis, the clearest first, or None where no axes were measured."""
    rows = placing.shown(material)
    if not rows:
        return None
    by_axis: dict[str, list[Row]] = {}
    for row in rows:
        by_axis.setdefault(str(row["axis"]), []).append(row)
    order = sorted(by_axis, key=lambda name: (_blunt(by_axis[name]), min(map(_clear, by_axis[name])), name))
    first = rows[0]
    tests = sum(row["p"] == row["p"] for row in rows)
    found = [_axis(name, by_axis[name], material) for name in order]
    for axis, name in zip(found[:OPEN], order, strict=False):
        axis["open"] = not _blunt(by_axis[name])
    return {
        "axes": found,
        "vectors": "learned from these articles"
        if str(first["vectors"]) == "corpus"
        else "of the user's file",
        "tests": numbers.several(tests, "test"),
        "held": numbers.count(sum(row["p_adjusted"] <= placing.LEVEL for row in rows)),
        "census": material.settings.get("collection") == "census",
    }


def _blunt(rows: list[Row]) -> bool:
    """Say whether the vectors don't keep the ends apart, so that the axis says nothing."""
    return bool(rows[0]["quality"] < BLUNT)


def _clear(row: Row) -> float:
    p = row["p_adjusted"]
    return float(p) if p == p else 2.0


def _axis(name: str, rows: list[Row], material: Material) -> dict[str, Any]:
    first = rows[0]
    notes = [_notes(row) for row in rows]
    alike = [note for note in notes[0] if all(note in some for some in notes)]
    return {
        "name": name.replace("_", " "),
        "low": str(first["low_pole"]),
        "high": str(first["high_pole"]),
        "quality": numbers.percent(first["quality"]),
        "open": False,
        "note": "; ".join(alike),
        "rows": [_row(row, alike, material) for row in sorted(rows, key=lambda row: str(row["group"]))],
    }


def _notes(row: Row) -> list[str]:
    """Return what is said of a row; much of it is alike for all groups, and stands above them."""
    return [part for part in str(row["note"]).split("; ") if part] if isinstance(row["note"], str) else []


def _row(row: Row, alike: list[str], material: Material) -> dict[str, Any]:
    bounds = numbers.interval(row["low"], row["high"], _places)
    return {
        "group": material.shown(str(row["group"])),
        "articles": numbers.several(row["n_articles"], "article"),
        "place": _places(row["bias"]),
        "rest": _places(row["bias_rest"]),
        "difference": _places(row["difference"]),
        "spread": "" if bounds == numbers.DASH else bounds,
        "p": numbers.p_value(row["p_adjusted"]),
        "held": bool(row["p_adjusted"] <= placing.LEVEL),
        "intensity": numbers.ratio(row["intensity"] / row["intensity_rest"])
        if row["intensity_rest"] > 0
        else numbers.DASH,
        "intensity_p": numbers.p_value(row["intensity_p_adjusted"]),
        "words": [
            [{"word": word, "opens": placing.key(row, word)} for word in placing.words(row, side)]
            for side in ("low", "high")
        ],
        "note": "; ".join(note for note in _notes(row) if note not in alike),
    }


def _places(value: Any) -> str:
    return numbers.signed(value, 3)
