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

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return a table an axis, the clearest first, or None where no axes were measured."""
    rows = placing.shown(material)
    if not rows:
        return None
    by_axis: dict[str, list[Row]] = {}
    for row in rows:
        by_axis.setdefault(str(row["axis"]), []).append(row)
    order = sorted(by_axis, key=lambda name: (min(map(_clear, by_axis[name])), name))
    first = rows[0]
    tests = sum(row["p"] == row["p"] for row in rows)
    return {
        "axes": [_axis(name, by_axis[name], material) for name in order],
        "open": OPEN,
        "vectors": "learned from these articles"
        if str(first["vectors"]) == "corpus"
        else "of the user's file",
        "tests": numbers.several(tests, "test"),
        "clear": numbers.count(sum(row["p_adjusted"] <= placing.LEVEL for row in rows)),
        "census": material.settings.get("collection") == "census",
    }


def _clear(row: Row) -> float:
    p = row["p_adjusted"]
    return float(p) if p == p else 2.0


def _axis(name: str, rows: list[Row], material: Material) -> dict[str, Any]:
    first = rows[0]
    return {
        "name": name.replace("_", " "),
        "low": str(first["low_pole"]),
        "high": str(first["high_pole"]),
        "quality": numbers.percent(first["quality"]),
        "note": "; ".join(dict.fromkeys(_note(row) for row in rows if _note(row))),
        "rows": [_row(row, material) for row in sorted(rows, key=lambda row: str(row["group"]))],
    }


def _note(row: Row) -> str:
    """Return what is said of the vectors, which is alike for all groups."""
    parts = str(row["note"]).split("; ") if isinstance(row["note"], str) else []
    return "; ".join(part for part in parts if "vectors" in part)


def _row(row: Row, material: Material) -> dict[str, Any]:
    own = str(row["note"]).split("; ") if isinstance(row["note"], str) else []
    bounds = numbers.interval(row["low"], row["high"], _places)
    return {
        "group": material.shown(str(row["group"])),
        "articles": numbers.several(row["n_articles"], "article"),
        "place": _places(row["bias"]),
        "rest": _places(row["bias_rest"]),
        "difference": _places(row["difference"]),
        "spread": "" if bounds == numbers.DASH else bounds,
        "p": numbers.p_value(row["p_adjusted"]),
        "clear": bool(row["p_adjusted"] <= placing.LEVEL),
        "intensity": numbers.ratio(row["intensity"] / row["intensity_rest"]) if row["intensity_rest"] else "",
        "words": [
            [{"word": word, "opens": placing.key(row, word)} for word in placing.words(row, side)]
            for side in ("low", "high")
        ],
        "note": "; ".join(part for part in own if "vectors" not in part),
    }


def _places(value: Any) -> str:
    return numbers.signed(value, 3)
