"""Coverage: which names, figures, terms and statements each outlet has, and where a gap is a finding.

What a cell opens is made in `framing.report.evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.report.material import Material
from framing.views import numbers as numbers
from framing.views import vocabulary

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["LEVELS", "TEMPLATE", "TITLE", "content", "groups_of", "shown"]

#: Where it stands on the page.
PLACE = 70
TITLE = "What was found where"
TEMPLATE = "coverage.html"

#: Items of a level on the page, those not folded, and groups; gaps said in sentences at once, and all.
ITEMS, OPEN, GROUPS, FIRST, ALL = 30, 12, 12, 6, 40

LEVELS = {
    "named": ("Named things and figures", "People, bodies, places, documents, sums, dates."),
    "term": (
        "Terms",
        "Words asked for, or else words that the whole coverage is about, chosen without looking at who "
        "printed them.",
    ),
    "statement": (
        "Statements that outlets share",
        "Sentences of two outlets or more that say the same, as far as the tool can tell; one stands for "
        "all.",
    ),
}

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return levels with their tables and gaps, or None where coverage was not asked for."""
    table = shown(material)
    if table is None:
        return None
    groups = groups_of(table)
    levels = []
    for level, (heading, meaning) in LEVELS.items():
        own = table[table["level"].astype(str) == level]
        if len(own):
            levels.append(_level(own, heading, meaning, groups, material))
    return {
        "levels": levels,
        "recall": _recalls(table),
        "groups": [material.shown(group) for group in groups],
        "others": table["outlet"].nunique() - len(groups),
        "census": material.census,
    }


def shown(material: Material) -> pd.DataFrame | None:
    """Return the rows of items and groups that stand on the page, in order of the table; None without any.

    Items that stand out most come first; a table with rows for each event keeps them apart. `cell` is what
    the page calls a row.
    """
    return material.once(_chosen)


#: What tells an item from others.
_ITEM = ["level", "kind", "item", "event"]


def _chosen(material: Material) -> pd.DataFrame | None:
    table = material.table("coverage")
    if table is None:
        return None
    later = _later(table)
    # Of very many rows few are shown: which is settled on an item each, and the others are left as they are.
    keys = table.loc[~later, [*_ITEM, "rank"]]
    text = {name: keys[name].astype(object).where(keys[name].notna(), "") for name in ("event", "kind")}
    keys = keys.assign(**text).assign(_rank=keys["rank"].where(keys["rank"] > 0, 10**9))
    order = keys.drop_duplicates([*_ITEM, "_rank"]).sort_values(["level", "_rank", *_ITEM[1:]], kind="stable")
    single = order.drop_duplicates(_ITEM)
    single = single.groupby(single["level"].astype(str)).head(ITEMS)
    mine = keys.index[_among(keys, single)]
    kept = table.loc[mine].assign(**{name: keys.loc[mine, name] for name in (*text, "_rank")})
    kept["label"] = _labels(kept)
    kept["together"] = _together(table, later, kept)
    kept = kept.sort_values(["level", "_rank", "kind", "item", "event", "outlet"], kind="stable")
    kept = kept.drop(columns="_rank").reset_index(drop=True)
    return kept.assign(cell=[f"v {number}" for number in range(len(kept))])


def _among(keys: pd.DataFrame, single: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Say of which rows the item is one of some."""
    wanted = set(single[_ITEM].astype(str).itertuples(index=False, name=None))
    likely = np.flatnonzero(keys["item"].isin(single["item"]))
    found = np.zeros(len(keys), dtype=bool)
    own = keys.iloc[likely][_ITEM].astype(str).itertuples(index=False, name=None)
    found[likely] = [one in wanted for one in own]
    return found


def _labels(table: pd.DataFrame) -> pd.Series:
    """Return what items are called."""
    label = table["label"].where(table["label"].astype(str) != "", table["item"])
    dated = table["kind"].astype(str) == "date"
    return label.where(~dated, label.astype(str).map(vocabulary.day_name))


def _together(table: pd.DataFrame, later: pd.Series, kept: pd.DataFrame) -> pd.Series:
    """Return for each row kept the other items that stand in exactly the same articles."""
    once = table[later].drop_duplicates(["level", "kind", "item"])
    once = once[once["alike"].isin(kept["rank"])]
    once = once.assign(label=_labels(once))
    said = once.groupby(once["alike"])["label"].agg(
        lambda labels: numbers.listed(sorted(map(str, labels)), 8)
    )
    return kept["rank"].map(said).astype(object).fillna("")


def _later(table: pd.DataFrame) -> pd.Series:
    """Say of each row whether an item of its level that comes before it stands for it."""
    held = pd.Series(False, table.index)
    for _, own in table.groupby(table["level"].astype(str)):
        held[own.index] = own["alike"].isin(own["rank"])
    return (table["alike"] != table["rank"]) & held


def groups_of(table: pd.DataFrame) -> list[str]:
    """Return the groups that have columns: those with most articles."""
    size = table.groupby(table["outlet"].astype(str))["n_articles"].max()
    return sorted(sorted(size.index, key=lambda name: (-size[name], name))[:GROUPS])


def _level(
    own: pd.DataFrame, heading: str, meaning: str, groups: list[str], material: Material
) -> dict[str, Any]:
    whole = material.tables["coverage"]
    level = str(own["level"].iloc[0])
    total = whole[whole["level"].astype(str) == level].groupby(["kind", "item"], observed=True).ngroups
    names = material.event_names
    # One event for all is said at the head of the page.
    several = own["event"].nunique() > 1
    rows: list[dict[str, Any]] = []
    for _, cells in own.groupby(["kind", "item", "event"], sort=False):
        first = cells.iloc[0]
        by_group = {str(row["outlet"]): row for row in cells.to_dict("records")}
        event = str(first["event"])
        rows.append(
            {
                "label": str(first["label"]),
                "kind": _kind(first),
                "event": names[event] if several else "",
                "together": str(first["together"]),
                "cells": [_cell(by_group.get(group)) for group in groups],
                "apart": _apart(cells),
            }
        )
    order = sorted(rows, key=lambda row: row["apart"])
    gaps = _gaps(own, material)
    return {
        "heading": heading,
        "meaning": meaning,
        "rows": order[:OPEN],
        "folded": order[OPEN:],
        "none": _none(own),
        "left_out": max(total - _shown(own, whole), 0),
        "gaps": gaps[:FIRST],
        "more": gaps[FIRST:ALL],
        "unsaid": max(len(gaps) - ALL, 0),
    }


def _apart(cells: pd.DataFrame) -> tuple[bool, float]:
    """Return what sorts an item by how much outlets differ in it: gaps that are findings, then by shares."""
    told = (cells["finding"].astype(str) == "not_found") | cells["fewer"].astype(bool)
    shares = cells.loc[cells["n_articles"] > 0, "articles"] / cells["n_articles"][cells["n_articles"] > 0]
    return not told.any(), -round(float(shares.max() - shares.min()), 9) if len(shares) else 0.0


def _none(own: pd.DataFrame) -> str:
    """Say why there is no gap among the items of a level that is a finding."""
    there = own[(own["n_articles"] > 0) & (own["articles"] == 0)]
    if there.empty:
        return "None of these is missing in any outlet."
    sizes = sorted({int(n) for n in there["n_articles"]})
    said = (
        " or ".join(filter(None, (", ".join(map(numbers.count, sizes[:-1])), numbers.count(sizes[-1]))))
        if len(sizes) <= 3
        else f"{numbers.count(sizes[0])} to {numbers.count(sizes[-1])}"
    )
    each = (
        "an outlet and event" if own["event"].nunique() > 1 and (there["event"] != "").any() else "an outlet"
    )
    noun = "article" if sizes == [1] else "articles"
    return f"With {said} {noun} {each}, no gap here can be told from chance."


def _recalls(table: pd.DataFrame) -> str:
    """Say of each level how many mentions a detector found in tests."""
    said = []
    for level, (heading, _) in LEVELS.items():
        known = table.loc[table["level"].astype(str) == level, "recall"].dropna()
        if len(known):
            share = float(known.iloc[0])
            name = f"{heading[0].lower()}{heading[1:]}"
            said.append(f"{round(100 * share)} of {name} (detector recall {numbers.p_value(share)})")
    return f"Of 100 mentions there were found in tests: {', '.join(said)}." if said else ""


def _shown(own: pd.DataFrame, whole: pd.DataFrame) -> int:
    """Count the items on the page, those told of beside another too."""
    ranks = set(own["rank"])
    here = whole[(whole["level"] == own["level"].iloc[0]) & (whole["rank"] > 0)]
    beside = here[here["alike"].isin(ranks) & (here["alike"] != here["rank"])]
    return int(sum(some.groupby(["kind", "item"], observed=True).ngroups for some in (own, beside)))


def _kind(row: pd.Series) -> str:
    kind = str(row["kind"])
    return "" if kind in ("term", "statement", "name") else kind


def _cell(row: Row | None) -> dict[str, Any]:
    if row is None or not row["n_articles"]:
        return {"finding": "", "count": numbers.DASH, "width": 0, "opens": ""}
    finding = str(row["finding"])
    return {
        "finding": finding,
        "count": f"{numbers.count(row['articles'])} of {numbers.count(row['n_articles'])}",
        "share": numbers.percent(row["share"]),
        "width": round(100 * min(float(row["articles"]) / float(row["n_articles"]), 1.0)),
        "opens": str(row["cell"]),
        "fewer": bool(row["fewer"]),
        "voice": {"quoted": "mostly quoted", "reported": "mostly reported"}.get(str(row["voice"]), ""),
    }


def _gaps(own: pd.DataFrame, material: Material) -> list[dict[str, Any]]:
    """Return the gaps that are findings, the surest first, as sentences."""
    found = own[(own["finding"].astype(str) == "not_found") | own["fewer"].astype(bool)]
    order = found.assign(_p=found["p_adjusted"].fillna(9.0)).sort_values(
        ["_p", "level", "kind", "item", "outlet"], kind="stable"
    )
    return [_gap(row, material) for row in order.to_dict("records")]


def _gap(row: Row, material: Material) -> dict[str, Any]:
    none = str(row["finding"]) == "not_found"
    recall = f"detector recall {numbers.plain(row['recall'], 2)}" if row["recall"] == row["recall"] else ""
    n = numbers.several(row["n_articles"], "collected article")
    what = f"not found in the {n} of" if none else f"found in {numbers.count(row['articles'])} of the {n} of"
    whole = numbers.several(row["n_others"], "article")
    outlets = f", in {numbers.several(row['outlets_with'], 'outlet')}" if row["outlets_with"] else ""
    support = [f"{numbers.count(row['others'])} of {whole} of the others have it{outlets}"]
    if row["expected"] == row["expected"]:
        support.append(f"so that about {numbers.plain(row['expected'], 1)} were to be expected")
    if row["p_adjusted"] == row["p_adjusted"]:
        family = f", of {numbers.count(row['family_size'])} tests" if row["family_size"] else ""
        support.append(f"adjusted p {numbers.p_value(row['p_adjusted'])}{family}")
    return {
        "label": str(row["label"]),
        "what": what,
        "group": material.shown(str(row["outlet"])),
        "recall": recall,
        "support": "; ".join(support),
        "opens": str(row["cell"]),
        "none": none,
    }
