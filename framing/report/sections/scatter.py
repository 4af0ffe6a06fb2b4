"""All terms: how often each is here, and how much more than there, to be searched and opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.report.evidence import Lines
from framing.report.material import TERM_GROUPS, Material

#: Where it stands on the page.
PLACE = 240
#: The scatter itself is #scatter.
ANCHOR = "words"
#: What the page calls the data of `pack`.
PACKED = "words"
TITLE = "All terms"
TEMPLATE = "scatter.html"

#: Terms in the scatter, over all groups.
POINTS = 12_000


def content(material: Material) -> dict[str, Any] | None:
    """Return what stands above the scatter, or None where words were not compared."""
    table = material.table("terms")
    if table is None:
        return None
    voice = str(table["voice"].iloc[0])
    whose = {"all": "all words", "outlet": "the outlets' own words"}.get(voice, f"{voice} words")
    return {"whose": whose}


def add_lines(lines: Lines, material: Material) -> None:
    """Keep the lines of the terms listed."""
    kwic, terms = material.tables.get("kwic"), material.table("terms")
    if kwic is None or terms is None:
        return
    total = terms.groupby("term", sort=False)[["count", "count_rest"]].first().sum(axis=1).to_dict()
    for term, own in kwic.groupby("term", sort=False):
        count = max(int(total.get(term, 0)), len(own))
        lines.add(f"t {term}", str(term), own.to_dict("records"), count)


def pack(material: Material) -> dict[str, Any] | None:
    """Return what the scatter needs; None without terms.

    Returns
    -------
    dict or None
        `terms`: names; `voice`, `stem`, `case`: what was counted; `sides`: {name, n, rest, articles,
        articles_rest, total, rows}, a row being [number in `terms`, count, count there, articles,
        articles there, log odds in hundredths, dispersion in hundredths or -1, 1 if one article gives
        most of it], then the interval in hundredths where there is one; the strongest by z first.
    """
    table = material.table("terms")
    if table is None:
        return None
    numbered: dict[str, int] = {}
    groups = material.largest(table["group"], TERM_GROUPS)
    blocks = dict(iter(table.groupby([table["group"].astype(str), table["against"].astype(str)])))
    shown = sorted(pair for pair in blocks if pair[0] in groups)
    most = POINTS // max(len(shown), 1)
    found = []
    for group, against in shown:
        block = blocks[group, against]
        order = block.assign(_strength=-block["z"].abs().fillna(0.0)).sort_values(
            ["_strength", "term"], kind="stable"
        )
        first = order.iloc[0]
        other = {"rest": "all others together", "baseline": "its other coverage"}.get(against)
        found.append(
            {
                "name": f"{material.shown(group)} against {other or material.shown(against)}",
                "group": material.shown(group),
                "n": int(first["n"]),
                "rest": int(first["n_rest"]),
                "articles": int(first["n_articles"]),
                "articles_rest": int(first["n_articles_rest"]),
                "total": len(order),
                "rows": [
                    _row(row, numbered.setdefault(str(row["term"]), len(numbered)))
                    for row in order.head(most).to_dict("records")
                ],
            }
        )
    given = material.settings.get("keyness")
    given = given if isinstance(given, Mapping) else {}
    return {
        "terms": list(numbered),
        "voice": str(table["voice"].iloc[0]),
        "stem": int(bool(given.get("stem"))),
        "case": int(bool(given.get("case"))),
        "sides": found,
    }


def _row(row: Mapping[Any, Any], number: int) -> list[int]:
    known = row["dispersion"] == row["dispersion"]
    values = [
        number,
        int(row["count"]),
        int(row["count_rest"]),
        int(row["articles"]),
        int(row["articles_rest"]),
        round(100 * row["log_odds"]) if row["log_odds"] == row["log_odds"] else 0,
        round(100 * row["dispersion"]) if known else -1,
        int(row["one_article"]),
    ]
    if row["low"] == row["low"]:
        values += [round(100 * row["low"]), round(100 * row["high"])]
    return values
