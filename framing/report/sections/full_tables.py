"""The tables complete: every row of profile and contrast, each number a way to its sentences.

Their columns are those of the tables' views. A column that holds one value in every row is said once, above
the table. Rows are packed, and stand on the page when its script has unpacked them: as elements they would be
most of a large page.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from framing.plugins import toml
from framing.report.material import Material
from framing.views import numbers
from framing.views.columns import Column, text
from framing.views.paper import views

#: Where it stands on the page.
PLACE = 220

#: Rows of one table on the page.
ROWS = 600
ANCHOR = "tables"
#: What the page calls the data of `pack`.
PACKED = "tables"
TITLE = "Every comparison"
TEMPLATE = "tables.html"

_CAPTIONS: dict[str, str] = toml(__package__, "lists")["full_tables"]["captions"]
_SIDES = {"profile": ("group",), "contrast": ("a", "b")}
_SHOWN = {"profile": "of the outlets with most articles", "contrast": "the most certain"}


def content(material: Material) -> dict[str, Any]:
    """Return both tables for the template."""
    tables = [_table(name, material) for name in _CAPTIONS]
    return {"complete": not any(table["left_out"] for table in tables), "tables": tables}


def pack(material: Material) -> dict[str, Any]:
    """Return the rows of both tables for the page's script.

    Returns
    -------
    dict
        By table {header, rows}: `header` of each column [1 if its cells head their rows, 1 if it holds
        numbers]; a row is [number, choices as `Facets.codes`, cells], a cell its text, or
        [text, value to sort by, cells of `evidence.pack` that it opens].
    """
    return {
        table["name"]: {
            "header": [[int(column["header"]), int(column["number"])] for column in table["columns"]],
            "rows": table["rows"],
        }
        for table in material.once(content)["tables"]
        if table["rows"]
    }


def opened(material: Material) -> set[str]:
    """Return the keys of the numbers that the rows of both tables open."""
    return {
        material.opens(row, side)
        for name, sides in _SIDES.items()
        for row in getattr(material, name).iloc[_places(name, material)].to_dict("records")
        for side in sides
    } - {""}


def _places(name: str, material: Material) -> list[int]:
    """Return which rows stand on the page: the most certain, or those of the outlets with most articles."""
    frame: pd.DataFrame = getattr(material, name)
    size = (
        frame["group" if name == "profile" else "a"].astype(str).map(material.sizes).fillna(0).astype(float)
    )
    order = frame.assign(_size=-size, _place=range(len(frame)))
    keys = ["_size", "group"] if name == "profile" else ["p_adjusted", "p"]
    return sorted(order.sort_values([*keys, "_place"], kind="stable")["_place"].head(ROWS).tolist())


def _table(name: str, material: Material) -> dict[str, Any]:
    """Lay a table out: constant columns said once, the estimate a way to its sentences."""
    frame: pd.DataFrame = getattr(material, name)
    places = _places(name, material)
    shown = frame.iloc[places].assign(
        note=[material.names.note(row) for row in frame.iloc[places].to_dict("records")]
    )
    records: list[dict[str, Any]] = shown.to_dict("records")
    # Columns that the study asked to split by stand before those of numbers.
    columns = [
        *views()[name].columns,
        *(text(column, column) for column in material.extra),
        text("note", "Note"),
    ]
    columns = [one for one in columns if not one.needs or shown[one.needs].notna().any()]
    words = [[column.write(row, material.names) for row in records] for column in columns]
    kept = [
        place
        for place, said in enumerate(words)
        if columns[place].needs == "estimate" or not (len(records) > 1 and len(set(said)) == 1)
    ]
    heads = [column.heading(frame).words for column in columns]
    return {
        "name": name,
        "caption": _CAPTIONS[name],
        "left_out": ""
        if len(places) == len(frame)
        else f"{numbers.count(len(places))} of {numbers.count(len(frame))} rows stand here, {_SHOWN[name]}; "
        f"all are in tables/{name}.csv.",
        "columns": [
            {"heading": heads[place], "number": columns[place].numeric, "header": place == kept[0]}
            for place in kept
        ],
        "constant": [
            (heads[place], said[0])
            for place, said in enumerate(words)
            if place not in kept and said and said[0] != numbers.DASH
        ],
        "rows": [
            [
                place,
                material.facets.codes(row, *(row[side] for side in _SIDES[name])),
                [_pack(columns[at], row, words[at][number], name, material) for at in kept],
            ]
            for number, (place, row) in enumerate(zip(places, records, strict=True))
        ],
    }


def _pack(column: Column, row: dict[str, Any], said: str, name: str, material: Material) -> str | list[str]:
    """Return a cell: its text, or with the value it sorts by and the sentences that it opens."""
    if not column.numeric:
        return said
    value = row[column.needs] if column.needs else None
    sort = "" if value is None or value != value else f"{value:.6g}"
    keys = [material.opens(row, side) for side in _SIDES[name]] if column.needs == "estimate" else []
    return [said, sort, *filter(None, [" ".join(filter(None, keys))] if said != numbers.DASH else [])]
