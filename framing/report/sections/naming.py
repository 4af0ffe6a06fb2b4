"""Who is called what: of each referent the shares of its forms by group, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.report.material import Material
from framing.views import numbers as numbers

__all__ = ["TEMPLATE", "TITLE", "content"]

#: Where it stands on the page.
PLACE = 60
TITLE = "Who is called what"
TEMPLATE = "naming.html"

#: Referents shown, those named most, and forms of each.
REFERENTS, FORMS = 10, 8

#: Groups beside one another: the largest.
GROUPS = 12

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return a table a referent, or None where naming was not asked for or names nobody."""
    table = material.table("naming")
    if table is None:
        return None
    genres = table["genre"].astype(str)
    genre = "news" if (genres == "news").any() else str(genres.iloc[0])
    rows = table[genres == genre]
    voices = set(rows["voice"].astype(str))
    voice = "outlet" if "outlet" in voices else sorted(voices)[0]
    parts = set(rows["part"].astype(str))
    part = "all" if "all" in parts else "body" if "body" in parts else sorted(parts)[0]
    rows = rows[(rows["voice"].astype(str) == voice) & (rows["part"].astype(str) == part)]
    groups = material.largest(rows["group"], GROUPS)
    rows = rows[rows["group"].astype(str).isin(groups) & (rows["mentions"] > 0)]
    total = rows.drop_duplicates(["group", "referent"]).groupby("referent")["mentions"].sum()
    known = sorted(total.index, key=lambda name: (-total[name], name))
    if not known:
        return None
    forms = rows[rows["count"] > 0].groupby("referent")["form"].nunique()
    order = [name for name in known if forms[name] > 1]
    single = [f"{name} ({numbers.count(total[name])})" for name in known if forms[name] == 1]
    return {
        "groups": [material.shown(group) for group in groups],
        "whose": material.names.voice(voice) or "in all words",
        "tables": [
            _table(rows[rows["referent"] == name], str(name), groups, material) for name in order[:REFERENTS]
        ],
        "left_out": max(len(order) - REFERENTS, 0),
        "single": numbers.listed(single) if single else "",
        "census": material.census,
        "genre": genre,
        "cell": (genre, voice, part),
    }


def _table(rows: Any, referent: str, groups: list[str], material: Material) -> dict[str, Any]:
    cells = {(str(row["form"]), str(row["group"])): row for row in rows.to_dict("records")}
    count = rows.groupby("form")["count"].sum()
    order = [form for form in sorted(count.index, key=lambda form: (-count[form], form)) if count[form]]
    mentions = rows.drop_duplicates("group").set_index(rows.drop_duplicates("group")["group"].astype(str))
    return {
        "referent": referent,
        "sizes": [
            numbers.several(mentions.loc[group, "mentions"], "mention")
            if group in mentions.index
            else numbers.DASH
            for group in groups
        ],
        "rows": [
            {
                "form": str(form),
                "cells": [_cell(cells.get((str(form), group)), referent, material) for group in groups],
            }
            for form in order[:FORMS]
        ],
        "left_out": max(len(order) - FORMS, 0),
        "settled": [_said(row, material) for row in _clear(rows)],
    }


def _cell(row: Row | None, referent: str, material: Material) -> dict[str, str]:
    if row is None or row["share"] != row["share"]:
        return {"text": numbers.DASH, "spread": "", "opens": "", "count": "", "flag": ""}
    return {
        "text": numbers.percent(row["share"]),
        "count": numbers.count(row["count"]),
        "spread": numbers.spread(row["low"], row["high"], numbers.percent),
        "opens": f"m {row['group']} {referent} {row['form']}" if row["count"] else "",
        "flag": material.names.note({**row, "a": row["group"], "b": row["against"]})
        if "fragile" in str(row["note"])
        else "",
    }


def _clear(rows: Any) -> list[Row]:
    """Return the rows whose adjusted p is under .05, the surest first."""
    kept = rows[(rows["p_adjusted"] < 0.05) & rows["ratio"].notna()].sort_values(["p_adjusted", "p", "form"])
    found: list[Row] = kept.head(3).to_dict("records")
    return found


def _said(row: Row, material: Material) -> str:
    other = "the others" if row["against"] == "rest" else material.shown(str(row["against"]))
    bounds = numbers.spread(row["ratio_low"], row["ratio_high"], numbers.ratio)
    interval = f", 95 % interval {bounds}" if bounds else ""
    where, tests = material.shown(str(row["group"])), numbers.several(row["family_size"], "test")
    adjusted = numbers.p_value(row["p_adjusted"])
    return (
        f"In {where}, “{row['form']}” was {numbers.ratio(row['ratio'])} times as large a share as in {other} "
        f"(p {numbers.p_value(row['p'])}{interval}, adjusted p {adjusted} over {tests})."
    )
