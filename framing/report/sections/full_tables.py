"""The tables complete: every row of profile and contrast, each number a way to its sentences.

A column that holds one value in every row is said once, above the table. Rows are packed, and stand on the
page when its script has unpacked them: as elements they would be most of a large page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.report.material import Material
from framing.views import numbers, vocabulary
from framing.views.columns import LARGE, Form, Row, writer

#: Where it stands on the page.
PLACE = 220

#: Rows of one table on the page.
ROWS = 600
ANCHOR = "tables"
#: What the page calls the data of `pack`.
PACKED = "tables"
TITLE = "Every comparison"
TEMPLATE = "tables.html"

_CAPTIONS = {
    "profile": "Profile: what each outlet's articles hold",
    "contrast": "Contrast: two outlets at a time",
}


@dataclass(frozen=True)
class _Column:
    """A column as shown: its heading, what a cell says, the value it sorts by, and the filter it offers."""

    heading: str
    text: Callable[[Row], str]
    value: Callable[[Row], Any] | None = None
    title: str = ""
    filter: bool = False
    opens: tuple[str, ...] = ()
    flag: Callable[[Row], str] | None = None
    header: bool = False
    wide: str = ""


def content(material: Material) -> dict[str, Any]:
    """Return both tables for the template."""
    tables = [
        _table("profile", _profile(material), material),
        _table("contrast", _contrast(material), material),
    ]
    return {
        "complete": not any(table["left_out"] for table in tables),
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
            "rows": table["rows"],
        }
        for table in content(material)["tables"]
        if table["rows"]
    }


def opened(material: Material) -> set[str]:
    """Return the keys of the numbers that the rows of both tables open."""
    found = set()
    for name, sides in (("profile", ("group",)), ("contrast", ("a", "b"))):
        frame = getattr(material, name)
        for row in frame.iloc[_places(name, material)].to_dict("records"):
            found |= {material.opens(row, side) for side in sides}
    return found - {""}


def _places(name: str, material: Material) -> list[int]:
    """Return which rows stand on the page: the most certain, or those of the outlets with most articles."""
    frame: pd.DataFrame = getattr(material, name)
    if len(frame) <= ROWS:
        return list(range(len(frame)))
    number = pd.Series(range(len(frame)), frame.index)
    if name == "contrast":
        order = frame.assign(_number=number).sort_values(["p_adjusted", "p", "_number"], kind="stable")
    else:
        size = frame["group"].astype(str).map(material.sizes).fillna(0)
        order = frame.assign(_size=-size, _number=number).sort_values(
            ["_size", "group", "_number"], kind="stable"
        )
    return sorted(int(one) for one in order["_number"].head(ROWS))


def _number(heading: str, column: str, form: Form = "count", title: str = "", **more: Any) -> _Column:
    write = writer(form)
    return _Column(heading, lambda row: write(row[column], row), lambda row: row[column], title, **more)


def _words(heading: str, column: str, title: str = "", **more: Any) -> _Column:
    return _Column(
        heading, lambda row: row[column] if isinstance(row[column], str) else "", None, title, **more
    )


def _interval(form: Form) -> _Column:
    def say(row: Row) -> str:
        return numbers.interval(row["low"], row["high"], lambda value: writer(form)(value, row))

    return _Column("95 % interval", say, lambda row: row["low"])


def _cell(material: Material) -> list[_Column]:
    names = material.names

    def toward(row: Row) -> str:
        who = vocabulary.whom(row["target"])
        return who if vocabulary.is_sources(row["measure"]) else row["target"] if who else ""

    def own(name: str) -> Callable[[Row], str]:
        return lambda row: str(row[name])

    return [
        _Column("Measure", lambda row: names.label(row["measure"]), wide="w"),
        _Column("Toward, or who", toward, filter=True),
        _Column("Voice", lambda row: names.voice(row["voice"]) or "all words", wide="m"),
        _Column("Part", lambda row: names.part(row["part"])),
        _words("Kind", "genre"),
        # Columns that the study asked to split by.
        *(_Column(name, own(name), filter=True) for name in material.extra),
        _Column("Unit", lambda row: names.unit(row["unit"]), wide="m"),
    ]


def _profile(material: Material) -> list[_Column]:
    def large(row: Row) -> str:
        return "one article gives more than a quarter" if row["largest_share"] > LARGE else ""

    return [
        _Column("Outlet", lambda row: material.names.outlet(row["group"], row["provenance"]), header=True),
        *_cell(material),
        _number("Estimate", "estimate", "unit", "ratio of sums; opens its sentences", opens=("group",)),
        _interval("unit"),
        _number(
            "Articles",
            "n_articles",
            title="articles with tokens in the cell (of a share or mean: with hits); copies count once",
        ),
        _number("Hits", "n_hits"),
        _number("Tokens", "n_tokens"),
        _number("Mean of articles", "mean_of_articles", "unit", "mean of the articles' own rates"),
        _number(
            "Largest article",
            "largest_share",
            "percent",
            "share of the denominator that one article gives",
            flag=large,
        ),
        _words("Method", "method", wide="w"),
        _words("Copies", "wire"),
        _Column("Note", material.names.note, wide="w"),
    ]


def _contrast(material: Material) -> list[_Column]:
    def pair(row: Row) -> str:
        a, b = (material.names.outlet(row[side], row["provenance"]) for side in ("a", "b"))
        return f"{a} : {b}" if row["scale"] == "ratio" else f"{a} \N{MINUS SIGN} {b}"

    return [
        _Column("Pair", pair, filter=True, header=True),
        *_cell(material),
        _words("Scale", "scale", "ratio: first over second; difference: first minus second"),
        _number("Estimate", "estimate", "scale", "opens the sentences of both", opens=("a", "b")),
        _interval("scale"),
        _Column(
            "Articles",
            lambda row: f"{numbers.count(row['n_a'])} and {numbers.count(row['n_b'])}",
            lambda row: row["n_a"] + row["n_b"],
        ),
        _number("Events", "n_events", title="events that hold both"),
        _number("p", "p", "p"),
        _number("Least p", "p_min", "p", "least p that the arrangement allows"),
        _number("Adjusted p", "p_adjusted", "p", "Benjamini-Hochberg within the family"),
        _words("Family", "family", filter=True, wide="w"),
        _number("Tests", "family_size", title="tests in the family"),
        _words("Test", "test"),
        _number("Draws", "draws", title="arrangements drawn or listed"),
        _words("Copies", "wire"),
        _Column("Note", material.names.note, wide="w"),
    ]


def _table(name: str, columns: list[_Column], material: Material) -> dict[str, Any]:
    """Lay a table out: constant columns said once, filters where there is a choice."""
    frame = getattr(material, name)
    places = _places(name, material)
    records = frame.iloc[places].to_dict("records")
    texts = {column.heading: [column.text(row) for row in records] for column in columns}
    constant = {h: v[0] for h, v in texts.items() if len(records) > 1 and len(set(v)) == 1}
    kept = [c for c in columns if c.header or c.opens or c.heading not in constant]
    sides = ("group",) if name == "profile" else ("a", "b")
    return {
        "name": name,
        "caption": _CAPTIONS[name],
        "left_out": _left_out(name, len(records), len(frame)),
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
            {"key": number, "label": c.heading, "values": sorted(set(texts[c.heading]))}
            for number, c in enumerate(kept)
            if c.filter and len(set(texts[c.heading])) > 1
        ],
        "rows": [
            [
                place,
                material.facets.codes(row, *(row[side] for side in sides)),
                [_pack(c, row, texts[c.heading][number], material) for c in kept],
            ]
            for number, (place, row) in enumerate(zip(places, records, strict=True))
        ],
    }


def _left_out(name: str, shown: int, total: int) -> str:
    """Say which rows are on the page, where not all are."""
    if shown == total:
        return ""
    which = {
        "contrast": "the most certain",
        "profile": "of the outlets with most articles",
    }[name]
    return (
        f"{numbers.count(shown)} of {numbers.count(total)} rows stand here, {which}; "
        f"all are in tables/{name}.csv."
    )


def _pack(column: _Column, row: Row, text: str, material: Material) -> str | list[str]:
    """Return a cell: its text, or with the value it sorts by, the sentences it opens, and a warning."""
    cells = [material.opens(row, side) for side in column.opens] if text != numbers.DASH else []
    value = column.value(row) if column.value else None
    sort = "" if value is None or value != value else f"{value:.6g}"
    values = [text, sort, " ".join(filter(None, cells)), column.flag(row) if column.flag else ""]
    while len(values) > 1 and not values[-1]:
        values.pop()
    return values if len(values) > 1 else text
