"""Tables of every kind, filled by their schemas: made-up numbers, outlets' names that try to do harm."""

from __future__ import annotations

from itertools import product
from typing import Any

import pandas as pd

from framing import schema
from framing.views.paper import views

#: What an outlet may be called, or a term may be, that a form of file could take for its own language.
HOSTILE = (
    r"\input{/etc/passwd} & 50 % of $x_1^2$ #1 {~}",
    "<script>alert('x')</script> | a\n\nb `code` *not* _so_ [l](javascript:x)",
    '=HYPERLINK("http://a.example","x")\x00\x0b',
    "\u202eright to left\u202c Новости 新华社 א",
    "&copy; &#42; [opt] * star -- dash \"quoted\" 'so' ^ ~",
)
PLAIN = ("harbour_courier", "daily_lantern", "coast_post")

_NUMBERS = {
    "estimate": 1.5, "low": 1.1, "high": 2.1, "p": 0.03, "p_adjusted": 0.04, "share": 0.25, "recall": 0.9,
}  # fmt: skip
_TESTED = {"family": "exploratory", "family_size": 3, "test": "permutation, exact"}


def kinds() -> list[str]:
    """Return the kinds of table that have a layout."""
    return sorted(views())


def of(kind: str, names: tuple[str, ...] = PLAIN, provenance: str = "illustrative") -> pd.DataFrame:
    """Return a table that a layout prints; its groups are called as `names` say."""
    source = (views()[kind].of if kind in views() else "") or kind
    if source == "articles":
        return articles(names, provenance)
    known = schema.schema(source)
    rows = [_row(known, number, names, provenance) for number in range(2 * len(names))]
    frame = pd.DataFrame(rows)
    return schema.check(frame, source)


def _row(known: schema.Schema, number: int, names: tuple[str, ...], provenance: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    groups = list(product(names, range(2)))
    name, half = groups[number]
    for column in known.columns.values():
        value: Any = {
            "int": 12 + number,
            "float": 0.4,
            "bool": False,
            "time": pd.Timestamp("2026-01-14", tz="UTC"),
        }.get(column.type, f"{column.name} {number}")
        value = _NUMBERS.get(column.name, _TESTED.get(column.name, value))
        if column.values:
            value = column.values[number % len(column.values)]
        row[column.name] = value
    row |= {key: name for key in ("outlet", "group", "a") if key in row}
    row |= {key: names[(names.index(name) + 1) % len(names)] for key in ("b",) if key in row}
    # Pairs of copies and links stand once, whatever they are of.
    row |= {key: f"{key} {number}" for key in ("a", "b") if known.key == ("a", "b")}
    plain = {
        "measure": ("hedges", "reporting.neutral")[half],
        "other": None, "target": None, "scale": "ratio", "unit": "per_1000", "genre": "news", "part": "all",
        "wire": "collapse", "provenance": provenance, "kind": row.get("kind"), "draws": 99,
        "method": "log jackknife, t; completeness unknown", "term": names[number % len(names)],
    }  # fmt: skip
    row |= {key: value for key, value in plain.items() if key in row and _fits(value, known.columns[key])}
    if known.name == "corrected":
        row["measure"] = ("stance.negative", "stance.net")[half]
    return row


def _fits(value: Any, column: schema.Column) -> bool:
    """Say whether a column may hold a value, and has to hold no value of its own."""
    if value is None:
        return column.missing and not column.required
    return value in column.values if column.values else column.name != "unit"


def articles(names: tuple[str, ...] = PLAIN, provenance: str = "illustrative") -> pd.DataFrame:
    """Return ten articles, of them one stub, one without text, one undated, two copies and a reprint."""
    rows = []
    for number in range(10):
        rows.append(
            {
                "id": f"{number:016x}", "outlet": names[number % len(names)],
                "text": f"Words of article {number} here.",
                "published": None if number == 3 else f"2026-01-{10 + number}",
                "genre": ("news", "opinion", "editorial", "live", "unknown")[number % 5],
                "wire_role": "full_reprint" if number == 7 else "none",
                "status": {5: "stub", 6: "metadata"}.get(number, "full"),
                "copy_group": "c" if number in (1, 1 + len(names)) else None, "provenance": provenance,
            }
        )  # fmt: skip
    return schema.check(pd.DataFrame(rows), "articles")
