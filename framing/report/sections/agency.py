"""Agency copy: its share by outlet and whose it is, what shows it, and what it does to the differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report import numbers
from framing.report.material import Material
from framing.report.reference import references

__all__ = ["TEMPLATE", "TITLE", "content"]

TITLE = "Agency copy"
TEMPLATE = "agency.html"

#: Differences under three treatments on the page, and agencies named in a cell.
EFFECTS, NAMED = 12, 6

_ROLES = {
    "full_reprint": "reprinted whole",
    "partly_based": "partly based on it",
    "credited": "credited",
    "cites": "cited",
}
_EVIDENCE = {
    "column": "given in the table",
    "origin": "whom the outlet had it from",
    "byline": "byline",
    "page_data": "data of the page",
    "dateline": "dateline",
    "credit": "credit",
    "tail": "last lines",
    "section": "section or address",
    "text": "cited in the text",
    "shared_text": "text shared with an item of the agency",
}
_WIRE = ("collapse", "keep", "drop")

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return shares, evidence and effect, or None where nothing of the kind was looked for or found."""
    share = _table(material, "agency_share")
    found = {
        "shares": _shares(share, material) if share is not None else [],
        "evidence": _evidence(material),
        "effect": _effect(material),
    }
    if not found["evidence"] and not found["effect"] and (share is None or not (share["articles"] > 0).any()):
        return None
    wire = str(material.settings.get("wire", "collapse"))
    return found | {"wire": wire, "treated": _TREATED.get(wire, ""), "census": _census(material)}


_TREATED = {
    "collapse": "copies of one text in an outlet counted once, and agency copy counted",
    "keep": "every print counted, agency copy and copies too",
    "drop": "full reprints of an agency were left out",
}


def _census(material: Material) -> bool:
    return material.settings.get("collection") == "census"


def _table(material: Material, name: str) -> pd.DataFrame | None:
    table = material.tables.get(name)
    return None if table is None or table.empty else table


def _name(wire: object, material: Material) -> str:
    key = str(wire) if isinstance(wire, str) else ""
    if key in ("", "unnamed", "nan"):
        return "an agency not named"
    # What stands here as an agency's is invented with the articles.
    return material.names.outlet(key, "illustrative" if material.illustrative else "published")


def _shares(table: pd.DataFrame, material: Material) -> list[dict[str, Any]]:
    rows = []
    groups = table["group"].astype(str)
    for group in sorted(groups.unique()):
        own = table[groups == group]
        wires, roles = own["wire"].astype(str), own["wire_role"].astype(str)
        whole = own[(wires == "all") & (roles == "copy")].iloc[0]
        copied = own[(wires != "all") & roles.isin(["full_reprint", "partly_based"])]
        size = copied.groupby(copied["wire"].astype(str))["articles"].sum()
        order = sorted(size.index, key=lambda name: (-size[name], name))
        bounds = numbers.interval(whole["low"], whole["high"], numbers.percent)
        rows.append(
            {
                "name": material.shown(group),
                "share": numbers.percent(whole["share"]),
                "n": f"{numbers.count(whole['articles'])} of {numbers.count(whole['n_articles'])}",
                "interval": "" if bounds == numbers.DASH else bounds,
                "words": numbers.percent(whole["share_of_words"]),
                "agencies": numbers.listed(
                    [f"{_name(wire, material)} {numbers.count(size[wire])}" for wire in order], NAMED
                ),
                "roles": [
                    numbers.count(own.loc[(wires == "all") & (roles == role), "articles"].sum())
                    for role in _ROLES
                ],
                "note": str(whole["note"] or ""),
            }
        )
    return rows


def _evidence(material: Material) -> list[dict[str, Any]]:
    """Return the articles that evidence was found for, the fullest copies first, each with what shows it."""
    table = _table(material, "agency")
    if table is None:
        return []
    known = references(material)
    rank = {role: place for place, role in enumerate(_ROLES)}
    table = table[table["article"].astype(str).isin(list(known))]
    order = table.assign(_rank=table["wire_role"].astype(str).map(rank)).sort_values(
        ["_rank", "outlet", "article", "evidence", "detail"], kind="stable"
    )
    found: dict[str, dict[str, Any]] = {}
    for row in order.to_dict("records"):
        key = str(row["article"])
        if key not in found:
            found[key] = {"ref": known[key], "role": _ROLES[str(row["wire_role"])], "shown": [], "wires": []}
        name = _name(row["wire"], material)
        if name not in found[key]["wires"]:
            found[key]["wires"].append(name)
        other = known.get(str(row["other"])) if isinstance(row["other"], str) else None
        share = f", {numbers.percent(row['share'])} of its words" if row["share"] == row["share"] else ""
        found[key]["shown"].append(
            {
                "where": _EVIDENCE[str(row["evidence"])],
                "detail": str(row["detail"]),
                "other": other,
                "share": share,
            }
        )
    return list(found.values())


def _effect(material: Material) -> dict[str, Any] | None:
    table = _table(material, "wire_effect")
    if table is None or _census(material):
        return None
    names = material.names
    by = [c for c in ("a", "b", "genre", "part", "voice", "measure", "target", *material.extra) if c in table]
    rows: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in table.to_dict("records"):
        rows.setdefault(tuple(str(row[c]) for c in by), {})[str(row["wire"])] = row
    moved = [key for key, own in rows.items() if any(one["note"] for one in own.values())]

    def certain(key: tuple[str, ...]) -> tuple[Any, ...]:
        first = rows[key].get("collapse")
        known = float("inf") if first is None or pd.isna(first["p_adjusted"]) else float(first["p_adjusted"])
        return key not in moved, known, key

    shown = sorted(rows, key=certain)[:EFFECTS]
    return {
        "total": numbers.several(len(rows), "difference"),
        "moved": numbers.count(len(moved)),
        "left_out": max(len(rows) - len(shown), 0),
        "rows": [_difference(rows[key], names) for key in shown],
    }


def _difference(own: Mapping[str, Row], names: Any) -> dict[str, Any]:
    row = own.get("collapse") or next(iter(own.values()))
    joint = " : " if row["scale"] == "ratio" else " − "
    return {
        "what": f"{names.label(row['measure'])} {names.target(row['target'])}".strip(),
        "place": names.place(row),
        "pair": joint.join(names.outlet(str(row[side]), row["provenance"]) for side in ("a", "b")),
        "note": "; ".join(dict.fromkeys(note for one in own.values() if (note := names.note(one)))),
        "cells": [_cell(own[wire], names) if wire in own else None for wire in _WIRE],
    }


def _cell(row: Row, names: Any) -> dict[str, str]:
    write = numbers.ratio if row["scale"] == "ratio" else numbers.signed
    bounds = numbers.interval(row["low"], row["high"], write)
    return {
        "text": write(row["estimate"]),
        "interval": "" if bounds == numbers.DASH else bounds,
        "n": f"{numbers.count(row['n_a'])} and {numbers.count(row['n_b'])} articles",
        "p": numbers.p_value(row["p_adjusted"]),
    }
