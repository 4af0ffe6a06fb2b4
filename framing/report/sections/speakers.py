"""Who speaks: each outlet's shares by kind, country and medium, first and last word, quotation, cues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report.material import Material
from framing.report.sections import differs
from framing.views import numbers as numbers
from framing.views import vocabulary

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 40
TITLE = "Who speaks"
TEMPLATE = "speakers.html"

#: Sentences at the head of the section, and rows of one table: those with the largest numbers.
_FIRST, _ROWS = 3, 12

#: Tables by what their rows are: name of the measure, heading.
_BY_TARGET = (
    ("sources.words", "Share of attributed words, by kind of speaker"),
    ("sources.attributions", "Share of attributions, by kind of speaker"),
    ("sources.words_by_country", "Share of attributed words, by country of speaker, where it is known"),
    ("sources.first", "First word: share of articles whose first speaker is of a kind"),
    ("sources.last", "Last word: share of articles whose last speaker is of a kind"),
    ("sources.position", "Mean place in the text, 0 the beginning, 1 the end"),
    ("sources.via", "Cited through: share of attributions that a medium brought"),
)
_WHOLE = {
    "sources.direct": "attributions with direct quotation",
    "sources.endorsing": "reporting cues that endorse (pointed out)",
    "sources.distancing": "reporting cues that keep a distance (claimed)",
    "sources.refusing": "reporting cues that refuse (declined, denied)",
}
_LAST = ("other", "unknown")
_NONE = {"text": numbers.DASH, "spread": "", "opens": "", "flag": ""}

Row = Mapping[str, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return tables and the clearest differences, or None where the standing of sources wasn't measured."""
    profile = material.profile
    rows = profile[profile["measure"].astype(str).str.startswith("sources.")]
    if rows.empty:
        return None
    genres = rows["genre"].astype(str)
    genre = "news" if (genres == "news").any() else str(genres.iloc[0])
    rows = rows[genres == genre]
    groups = sorted(rows["group"].astype(str).unique())
    tables = [
        _table(rows[rows["measure"] == measure], heading, groups, material) for measure, heading in _BY_TARGET
    ]
    whole = rows[rows["measure"].isin(list(_WHOLE))]
    tables.insert(2, _table(whole, "Quotation, cues and variety", groups, material))
    findings = [
        item
        for item in differs.ranked(material)
        if item["measure"].startswith("sources.") and item["band"] in ("significant", "nominal", "described")
    ]
    return {
        "genre": genre,
        "groups": [material.shown(group) for group in groups],
        "tables": [table for table in tables if table["rows"]],
        "findings": findings[:_FIRST],
        "more": max(len(findings) - _FIRST, 0),
        "census": material.census,
    }


def _table(rows: pd.DataFrame, heading: str, groups: list[str], material: Material) -> dict[str, Any]:
    records = rows.to_dict("records")
    cells: dict[str, dict[str, Row]] = {}
    for row in records:
        key = row["target"] if isinstance(row["target"], str) else str(row["measure"])
        cells.setdefault(key, {})[str(row["group"])] = row
    order = sorted(cells, key=lambda key: (key in _LAST, _whole_place(key), -_mean(cells[key]), key))
    shown = order[:_ROWS]
    return {
        "heading": heading,
        "rows": [
            {
                "name": _WHOLE.get(key, vocabulary.whom(key)),
                "cells": [
                    material.figures_of(cells[key][group]) if group in cells[key] else _NONE
                    for group in groups
                ],
            }
            for key in shown
        ],
        "left_out": len(order) - len(shown),
    }


def _whole_place(key: str) -> int:
    return list(_WHOLE).index(key) if key in _WHOLE else 0


def _mean(cells: Mapping[str, Row]) -> float:
    known = [float(row["estimate"]) for row in cells.values() if row["estimate"] == row["estimate"]]
    return sum(known) / len(known) if known else 0.0
