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
    """Return a table an axis, the clearest first, those that can't be read by name, or None without axes."""
    rows, unread = placing.shown(material), placing.unread(material)
    if not rows and not unread:
        return None
    by_axis: dict[str, list[Row]] = {}
    for row in rows:
        by_axis.setdefault(str(row["axis"]), []).append(row)
    order = sorted(by_axis, key=lambda name: (min(map(_clear, by_axis[name])), name))
    first = (rows or unread)[0]
    tests = sum(row["p"] == row["p"] for row in rows)
    found = [_axis(name, by_axis[name], material) for name in order]
    for axis in found[:OPEN]:
        axis["open"] = True
    return {
        "axes": found,
        "unread": [_unread(row) for row in unread],
        "vectors": "learned from these articles"
        if str(first["vectors"]) == "corpus"
        else "of the user's file",
        "tests": numbers.several(tests, "test"),
        "held": numbers.count(sum(row["p_adjusted"] <= placing.LEVEL for row in rows)),
        "census": material.settings.get("collection") == "census",
    }


def _unread(row: Row) -> dict[str, str]:
    """Return the name of an axis that can't be read, and why in a few words."""
    short = [
        f"{numbers.count(row[f'n_{end}'])} of {numbers.count(row[f'n_{end}_given'])} {end} words"
        for end in ("low", "high")
        if row[f"n_{end}"] < min(3, row[f"n_{end}_given"])
    ]
    mixed = f"{numbers.percent(row['quality'])} on their own side" if row["quality"] == row["quality"] else ""
    return {"name": str(row["axis"]).replace("_", " "), "why": " and ".join(short) or mixed}


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
        "known": [
            f"{numbers.count(first[f'n_{end}'])} of {numbers.several(first[f'n_{end}_given'], 'word')}"
            for end in ("low", "high")
        ],
        "quality": numbers.percent(first["quality"]) if first["quality"] == first["quality"] else "",
        "open": False,
        "note": "; ".join(alike),
        "rows": [_row(row, alike, material) for row in sorted(rows, key=lambda row: str(row["group"]))],
    }


def _notes(row: Row) -> list[str]:
    """Return what is said of a row; much of it is alike for all groups, and stands above them.

    Which words are lacking stands in the table; here it is said how many are known.
    """
    parts = str(row["note"]).split("; ") if isinstance(row["note"], str) else []
    return [part for part in parts if part and not part.startswith("the vectors lack ")]


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
