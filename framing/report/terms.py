"""Which terms the report shows: those listed of each group, and those that the scatter holds.

Chosen by their rows in the table `terms` alone; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["LEAST", "LISTED", "POINTS", "heading", "listed", "pack", "sides"]

#: Terms listed of each group, and groups.
LISTED, GROUPS = 15, 12

#: A term in fewer articles of a group is listed only where the group has no more.
LEAST = 3

#: Terms in the scatter, over all groups.
POINTS = 12_000


def listed(table: pd.DataFrame, sizes: Mapping[str, int]) -> pd.DataFrame:
    """Return the rows of terms that are listed: of each group those that it holds most more of.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `terms`, strongest first.
    sizes : mapping of str to int
        Articles of each group; of very many groups the largest are shown.
    """
    group = table["group"].astype(str)
    shown = sorted(group.unique(), key=lambda name: (-sizes.get(name, 0), name))[:GROUPS]
    more = (table["log_odds"] > 0) & (table["articles"] >= table["n_articles"].clip(1, LEAST))
    return (
        table[more & group.isin(shown)].groupby(["group", "against"], sort=False, observed=True).head(LISTED)
    )


def sides(material: Material) -> list[tuple[str, str]]:
    """Return the comparisons shown, as (group, against), in order of name."""
    table = material.tables["terms"]
    shown = material.largest(table["group"], GROUPS)
    pairs = table[["group", "against"]].astype(str).drop_duplicates().itertuples(index=False)
    return sorted((group, against) for group, against in pairs if group in shown)


def heading(material: Material, group: str, against: str) -> str:
    """Return what is set against what."""
    other = {"rest": "all others together", "baseline": "its other coverage"}
    return f"{material.shown(group)} against {other.get(against) or material.shown(against)}"


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
    numbers: dict[str, int] = {}
    shown = sides(material)
    most = POINTS // max(len(shown), 1)
    blocks = dict(iter(table.groupby([table["group"].astype(str), table["against"].astype(str)])))
    found = []
    for group, against in shown:
        block = blocks[group, against]
        order = block.assign(_strength=-block["z"].abs().fillna(0.0)).sort_values(
            ["_strength", "term"], kind="stable"
        )
        first = order.iloc[0]
        rows = [
            _row(row, numbers.setdefault(str(row["term"]), len(numbers)))
            for row in order.head(most).to_dict("records")
        ]
        found.append(
            {
                "name": heading(material, group, against),
                "group": material.shown(group),
                "n": int(first["n"]),
                "rest": int(first["n_rest"]),
                "articles": int(first["n_articles"]),
                "articles_rest": int(first["n_articles_rest"]),
                "total": len(order),
                "rows": rows,
            }
        )
    given = material.settings.get("keyness")
    given = given if isinstance(given, Mapping) else {}
    return {
        "terms": list(numbers),
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
