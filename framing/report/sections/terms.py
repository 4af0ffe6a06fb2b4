"""Their own words: tone and stance terms by outlet and voice, each number over the words behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.findings import table
from framing.report.material import Material
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 50, "report"
TITLE = "Their own words"
TEMPLATE = "terms.html"

#: Measures shown, in this order, before any of the user's own; words named in a cell.
MEASURES = (
    "tone.net", "boosters", "hedges", "necessity", "loaded", "attitude.positive", "attitude.negative",
    "reporting.endorsing", "reporting.distancing",
)  # fmt: skip
WORDS = 3

#: Families of measures that aren't a user's own; of his own at most so many.
FAMILIES = {name.partition(".")[0] for name in (*MEASURES, "figures", "passive")}
OWN = 6


def content(material: Material) -> dict[str, Any] | None:
    """Return a table a voice, the outlet's own first, or None where no such measure was made."""
    rows = material.main(material.profile)
    rows = rows[rows["group"].astype(str).isin(material.groups).to_numpy()]
    rows = rows[~rows["measure"].astype(str).map(_apart).to_numpy(bool)]
    if rows.empty:
        return None
    there = set(rows["measure"].astype(str))
    mine = [name for name in sorted(there) if name.partition(".")[0] not in FAMILIES][:OWN]
    wanted = [*mine, *(name for name in MEASURES if name in there)]
    behind = count_terms(material, wanted)
    voices = [voice for voice in ("outlet", "all", "reported", "quoted") if (rows["voice"] == voice).any()]
    tables = []
    for voice in voices:
        own = rows[(rows["voice"] == voice).to_numpy()]
        made = [one for name in wanted if (one := _row(own, name, behind, material))]
        if made:
            pale = all(row["pale"] for row in made)
            folded = material.why_folded("tone and stance terms") if pale else ""
            heading = material.names.whose(voice)
            tables.append({"heading": heading, "corner": "", "rows": made, "folded": folded})
    if not tables:
        return None
    heads = [vocabulary.display(group) for group in material.groups]
    return {"tables": tables, "heads": heads, "folded": tables[0]["folded"]}


def _apart(measure: str) -> bool:
    return vocabulary.is_sources(measure) or bool(vocabulary.family(measure))


def _row(
    own: pd.DataFrame, name: str, behind: Mapping[tuple[str, str, str], list[str]], material: Material
) -> dict[str, Any] | None:
    cells = {str(row["group"]): row for row in own[(own["measure"] == name).to_numpy()].to_dict("records")}
    known = [abs(row["estimate"]) for row in cells.values() if row["estimate"] == row["estimate"]]
    if not known or not any(known):
        return None
    unit = str(next(iter(cells.values()))["unit"])
    return {
        "name": material.names.short(name),
        "note": material.names.unit(unit) if unit != "share" else "",
        # What a user counts is shown whether outlets differ in it or not.
        "pale": name.partition(".")[0] in FAMILIES and not any(map(material.tells, cells.values())),
        "cells": show_terms(cells, max(known), behind, material),
    }


def show_terms(
    cells: Mapping[str, Mapping[str, Any]],
    top: float,
    behind: Mapping[tuple[str, str, str], list[str]],
    material: Material,
) -> list[dict[str, Any]]:
    """Return a cell an outlet: its number, with the words behind it where it is more than none."""
    found = []
    for group in material.groups:
        row = cells.get(group)
        if row is None:
            found.append({"text": numbers.DASH, "width": None})
            continue
        words = behind.get((group, str(row["measure"]), str(row["voice"])), []) if row["estimate"] else []
        found.append({**material.show(row, top), "words": ", ".join(words)})
    return found


def count_terms(material: Material, measures: list[str]) -> dict[tuple[str, str, str], list[str]]:
    """Return the commonest terms behind each number, by group, measure and voice."""
    hits = material.evidence
    hits = hits[hits["measure"].isin(measures).to_numpy()]
    hits = hits[hits["article"].astype(str).isin(material.counted) & (hits["weight"] != 0)]
    if hits.empty:
        return {}
    counts = (
        pd.DataFrame(
            {
                "group": hits["article"].astype(str).map(material.group_of).to_numpy(),
                "measure": hits["measure"].astype(str).to_numpy(),
                "voice": hits["voice"].astype(str).to_numpy(),
                "term": write_terms(hits, material),
            }
        )
        .value_counts()
        .reset_index()
        .sort_values(["count", "term"], ascending=[False, True], kind="stable")
    )
    # Of many outlets columns are narrow.
    most = WORDS - (len(material.groups) > 4)
    first = counts.groupby(["group", "measure", "voice"], sort=False).head(most)
    found: dict[tuple[str, str, str], list[str]] = {}
    for group, measure, voice, term in first[["group", "measure", "voice", "term"]].itertuples(index=False):
        found.setdefault((group, measure, voice), []).append(term)
    return found


def write_terms(hits: pd.DataFrame, material: Material) -> list[str]:
    """Return the words of each hit as they stand; where texts aren't at hand, the entry that found them."""
    if "text" not in material.articles.columns:
        return [vocabulary.entry_words(term) for term in hits["term"].astype(str).str.casefold()]
    return table.write_terms(hits, material.articles)
