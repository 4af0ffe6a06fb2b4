"""The tables complete: every row of profile and contrast, each number a way to its sentences.

A column that holds one value in every row is said once, above the table. Rows are packed, and stand on the
page when its script has unpacked them: as elements they would be most of a large page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.report.material import Material
from framing.report.sections import differs
from framing.views import numbers as numbers
from framing.views import vocabulary

__all__ = ["TEMPLATE", "TITLE", "content", "pack"]

#: Where it stands on the page.
PLACE = 200
ANCHOR = "tables"
#: What the page calls the data of `pack`.
PACKED = "tables"
TITLE = "Tables"
TEMPLATE = "tables.html"

#: Above this an article gives so much of a cell that the cell is flagged (METHODS, Estimates).
LARGE = 0.25

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Column:
    """A column as shown: its heading, what a cell says, what it sorts by, and the filter it offers."""

    heading: str
    text: Callable[[Row], str]
    value: Callable[[Row], Any] | None = None
    filter: bool = False
    opens: tuple[str, ...] = ()
    title: str = ""
    flag: Callable[[Row], str] | None = None
    header: bool = False
    wide: str = ""


def content(material: Material) -> dict[str, Any]:
    """Return both tables for the template."""
    tables = [
        _table(
            "profile",
            "Profile: what each outlet's articles hold",
            material.profile,
            _profile(material),
            material,
        ),
        _table(
            "contrast",
            "Contrast: two outlets at a time",
            material.contrast,
            _contrast(material),
            material,
        ),
    ]
    return {
        "complete": not any(table["left_out"] or table["apart"] for table in tables),
        "tables": tables,
    }


def pack(material: Material) -> dict[str, Any]:
    """Return the rows of both tables for the page's script.

    Returns
    -------
    dict
        By table {header, rows}: `header` of each column [1 if its cells head their rows, 1 if it holds
        numbers]; a row is [number, choices as `Facets.codes`, cells], a cell its text, or
        [text, value to sort by, cells of `evidence.pack` that it opens, warning].
    """
    return {
        table["name"]: {
            "header": [[int(column["header"]), int(column["number"])] for column in table["columns"]],
            "rows": [
                [row["number"], row["facets"], [_packed(cell) for cell in row["cells"]]]
                for row in table["rows"]
            ],
        }
        for table in content(material)["tables"]
        if table["rows"]
    }


def _packed(cell: Mapping[str, Any]) -> str | list[str]:
    values = [cell["text"], cell["sort"], " ".join(cell["opens"]), cell["flag"]]
    while len(values) > 1 and not values[-1]:
        values.pop()
    return values if len(values) > 1 else cell["text"]


def _value(column: str) -> Callable[[Row], Any]:
    return lambda row: row[column]


def _count(heading: str, column: str, title: str = "") -> _Column:
    return _Column(heading, lambda row: numbers.count(row[column]), _value(column), title=title)


def _cell_columns(material: Material) -> list[_Column]:
    names = material.names
    return [
        _Column("Measure", lambda row: names.label(row["measure"]), wide="w"),
        _Column("Toward, or who", _target, filter=True),
        _Column("Voice", lambda row: names.voice(row["voice"]) or "all words", wide="m"),
        _Column("Part", lambda row: names.part(row["part"])),
        _Column("Kind", lambda row: row["genre"]),
        *(_own(name) for name in material.extra),
        _Column("Unit", lambda row: names.unit(row["unit"]), wide="m"),
    ]


def _target(row: Row) -> str:
    target = row["target"]
    if vocabulary.is_sources(row["measure"]):
        return vocabulary.whom(target)
    return target if isinstance(target, str) else ""


def _own(name: str) -> _Column:
    """A column that the study asked to split by."""
    return _Column(name, lambda row: str(row[name]), filter=True)


def _profile(material: Material) -> list[_Column]:
    def unit(column: str) -> Callable[[Row], str]:
        return lambda row: numbers.estimate(row[column], row["unit"])

    def spread(row: Row) -> str:
        return numbers.interval(row["low"], row["high"], lambda v: numbers.estimate(v, row["unit"]))

    def large(row: Row) -> str:
        share = row["largest_share"]
        return "one article gives more than a quarter" if share == share and share > LARGE else ""

    return [
        _Column(
            "Outlet",
            lambda row: material.names.outlet(row["group"], row["provenance"]),
            header=True,
        ),
        *_cell_columns(material),
        _Column(
            "Estimate",
            unit("estimate"),
            _value("estimate"),
            opens=("group",),
            title="ratio of sums; opens its sentences",
        ),
        _Column("95 % interval", spread, _value("low")),
        _count("Articles", "n_articles", "articles with tokens in the cell; copies count once"),
        _count("Hits", "n_hits"),
        _count("Tokens", "n_tokens"),
        _Column(
            "Mean of articles",
            unit("mean_of_articles"),
            _value("mean_of_articles"),
            title="mean of the articles' own rates",
        ),
        _Column(
            "Largest article",
            lambda row: numbers.percent(row["largest_share"]),
            _value("largest_share"),
            title="share of the denominator that one article gives",
            flag=large,
        ),
        _Column("Method", lambda row: _text(row["method"]), wide="w"),
        _Column("Copies", lambda row: _text(row["wire"])),
        _Column("Note", material.names.note, wide="w"),
    ]


def _contrast(material: Material) -> list[_Column]:
    def shown(column: str) -> Callable[[Row], str]:
        return lambda row: write(row)(row[column])

    def write(row: Row) -> Callable[[Any], str]:
        return (
            numbers.ratio
            if row["scale"] == "ratio"
            else lambda v: numbers.signed(v, numbers.places_of(row["unit"]))
        )

    def spread(row: Row) -> str:
        return numbers.interval(row["low"], row["high"], write(row))

    def articles(row: Row) -> str:
        a, b = numbers.count(row["n_a"]), numbers.count(row["n_b"])
        return a if row["b"] == "any" else f"{a} and {b}"

    def pair(row: Row) -> str:
        if row["b"] == "any":
            return "all outlets"
        a, b = (material.names.outlet(row[side], row["provenance"]) for side in ("a", "b"))
        return f"{a} : {b}" if row["scale"] == "ratio" else f"{a} \N{MINUS SIGN} {b}"

    return [
        _Column("Pair", pair, filter=True, header=True),
        *_cell_columns(material),
        _Column(
            "Scale",
            lambda row: row["scale"],
            title="ratio: first over second; difference: first minus second",
        ),
        _Column(
            "Estimate",
            shown("estimate"),
            _value("estimate"),
            opens=("a", "b"),
            title="opens the sentences of both",
        ),
        _Column("95 % interval", spread, _value("low")),
        _Column(
            "Articles",
            articles,
            lambda row: row["n_a"] + row["n_b"],
        ),
        _count("Events", "n_events", "events that hold both"),
        _Column("p", lambda row: numbers.p_value(row["p"]), _value("p")),
        _Column(
            "Least p",
            lambda row: numbers.p_value(row["p_min"]),
            _value("p_min"),
            title="least p that the arrangement allows",
        ),
        _Column(
            "Adjusted p",
            lambda row: numbers.p_value(row["p_adjusted"]),
            _value("p_adjusted"),
            title="Benjamini-Hochberg within the family",
        ),
        _Column("Family", lambda row: row["family"], filter=True, wide="w"),
        _count("Tests", "family_size", "tests in the family"),
        _Column("Test", lambda row: _text(row["test"])),
        _count("Draws", "draws", "arrangements drawn or listed"),
        _Column("Copies", lambda row: _text(row["wire"])),
        _Column("Note", material.names.note, wide="w"),
    ]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _table(
    name: str, caption: str, frame: pd.DataFrame, columns: list[_Column], material: Material
) -> dict[str, Any]:
    """Lay a table out: constant columns said once, filters where there is a choice."""
    # Stance and frames have sections of their own, which open their sentences.
    measures = frame["measure"].astype(str).map(vocabulary.family)
    own = (measures != "").to_numpy()
    places = [place for place in sorted(getattr(material.extent, name)) if not own[place]]
    records = frame.iloc[places].to_dict("records")
    texts = {column.heading: [column.text(row) for row in records] for column in columns}
    constant = {h: v[0] for h, v in texts.items() if len(records) > 1 and len(set(v)) == 1}
    kept = [c for c in columns if c.header or c.opens or c.heading not in constant]
    return {
        "name": name,
        "caption": caption,
        "left_out": _left_out(name, len(records), int((~own).sum())),
        "rows_told": differs.rows_told(material) if name == "contrast" else "",
        "apart": _apart(name, [str(kind) for kind in measures if kind]),
        "columns": [
            {
                "heading": c.heading,
                "title": c.title,
                "number": c.value is not None,
                "wide": c.wide,
                "header": c.header,
            }
            for c in kept
        ],
        "constant": [(h, v) for h, v in constant.items() if v and h not in {c.heading for c in kept}],
        "filters": [
            {"key": number, "label": c.heading, "values": sorted(set(texts[c.heading])), "codes": False}
            for number, c in enumerate(kept)
            if c.filter and len(set(texts[c.heading])) > 1
        ],
        "rows": [
            {
                "number": place,
                "facets": material.facets.codes(
                    row, *([row["group"]] if name == "profile" else [row["a"], row["b"]])
                ),
                "cells": [_cell(c, row, texts[c.heading][number], material) for c in kept],
            }
            for number, (place, row) in enumerate(zip(places, records, strict=True))
        ],
    }


def _left_out(name: str, shown: int, total: int) -> str:
    """Say which rows are on the page, where not all are."""
    if shown == total:
        return ""
    which = {
        "contrast": "the most certain",
        "profile": "those behind the comparisons below, and of the outlets with most articles",
    }[name]
    return (
        f"{numbers.count(shown)} of {numbers.count(total)} rows stand here, {which}; "
        f"all are in tables/{name}.csv."
    )


def _apart(name: str, kinds: list[str]) -> str:
    """Say where the rows are that have a section of their own."""
    if not kinds:
        return ""
    what = " and ".join(said for kind, said in vocabulary.APART.items() if kind in kinds)
    return (
        f"Rows on {what} ({numbers.count(len(kinds))}) are not among these: sections of their own show them, "
        f"and tables/{name}.csv holds all."
    )


def _cell(column: _Column, row: Row, text: str, material: Material) -> dict[str, Any]:
    cells = [material.cell_id(row, side) for side in column.opens]
    value = column.value(row) if column.value else None
    return {
        "text": text,
        "sort": "" if value is None or value != value else f"{value:.6g}",
        "opens": [cell for cell in cells if cell] if text != numbers.DASH else [],
        "header": column.header,
        "number": column.value is not None,
        "flag": column.flag(row) if column.flag else "",
    }
