"""Called what: of whoever is named most, each outlet's forms of the name, a dot for each share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report.evidence import Lines
from framing.report.material import Material
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 60, "report"
TITLE = "Called what"
TEMPLATE = "naming.html"

#: Referents shown, those named most, and forms of each; lines that a dot opens.
REFERENTS, FORMS, LINES = 3, 5, 8

#: Mentions from which an outlet counts among those that name somebody.
LEAST = 5


def content(material: Material) -> dict[str, Any] | None:
    """Return forms by outlet, or None where naming was not asked for or nobody has two names."""
    rows = _rows(material)
    if rows is None:
        return None
    shown, told = [], material.told_matters
    referents = _referents(rows)
    for referent in referents:
        own = rows[(rows["referent"] == referent).to_numpy()]
        count = own.groupby("form")["count"].sum()
        forms = sorted((form for form in count.index if count[form]), key=lambda form: (-count[form], form))
        cells = {(str(row["form"]), str(row["group"])): row for row in own.to_dict("records")}
        mentions = {group: int(row["mentions"]) for (_, group), row in cells.items()}
        for number, form in enumerate(forms[:FORMS]):
            shown.append(
                {
                    "head": "" if number else referent,
                    "sizes": [] if number else [mentions.get(group, 0) for group in material.groups],
                    "name": form,
                    "cells": [_cell(cells.get((form, group))) for group in material.groups],
                }
            )
    heads = [vocabulary.display(group) for group in material.groups]
    sure = any(f"called|{referent}" in told for referent in referents)
    return (
        {"rows": shown, "heads": heads, "folded": "" if sure else material.why_folded("called what")}
        if shown
        else None
    )


def _cell(row: Mapping[Any, Any] | None) -> dict[str, Any]:
    if row is None or row["share"] != row["share"] or not row["mentions"]:
        return {"text": numbers.DASH, "radius": 0}
    if not row["count"]:
        return {"text": "0", "radius": 0}
    return {
        "text": numbers.percent(row["share"]),
        # An area says the share.
        "radius": round(9 * float(row["share"]) ** 0.5, 2),
        "lines": f"m {row['group']} {row['referent']} {row['form']}",
    }


def _rows(material: Material) -> pd.DataFrame | None:
    """Return the rows of naming that are shown: one kind, voice and part, of the outlets side by side."""
    table = material.table("naming")
    if table is None:
        return None
    rows = material.main(table)
    voices = set(rows["voice"].astype(str))
    voice = "outlet" if "outlet" in voices else sorted(voices)[0]
    rows = rows[(rows["voice"].astype(str) == voice).to_numpy() & (rows["mentions"] > 0).to_numpy()]
    return rows[rows["group"].astype(str).isin(material.groups)]


def _referents(rows: pd.DataFrame) -> list[str]:
    """Return who is named most, of those with more than one name."""
    total = rows.drop_duplicates(["group", "referent"]).groupby("referent")["mentions"].sum()
    forms = rows[rows["count"] > 0].groupby("referent")["form"].nunique()
    named = rows[rows["mentions"] >= LEAST].groupby("referent")["group"].nunique()
    several = [str(name) for name in total.index if forms.get(name, 0) > 1 and named.get(name, 0) > 1]
    return sorted(several, key=lambda name: (-total[name], name))[:REFERENTS]


def add_lines(lines: Lines, material: Material) -> None:
    """Keep the lines that the dots of the page open."""
    mentions, rows = material.table("mentions"), _rows(material)
    if mentions is None or rows is None or rows.empty:
        return
    first = rows.iloc[0]
    genre = material.articles.set_index("id")["genre"].astype(str).replace("unknown", "news")
    kept = (mentions["article"].map(genre) == str(first["genre"])).to_numpy()
    for column in ("voice", "part"):
        if str(first[column]) != "all":
            kept = kept & (mentions[column].astype(str) == str(first[column])).to_numpy()
    own = mentions[kept & mentions["referent"].isin(_referents(rows)).to_numpy()]
    group = own["article"].astype(str).map(material.group_of)
    for (name, referent, form), some in own.groupby([group, "referent", "form"], sort=False):
        turn = some.groupby("article").cumcount().sort_values(kind="stable").index[:LINES]
        shown = some.loc[sorted(turn)].to_dict("records")
        lines.add(f"m {name} {referent} {form}", f"{referent}: {form}", shown, len(some), cut=lines.around)
