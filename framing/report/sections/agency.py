"""Agency copy: its share by outlet and whose it is, what shows it, and what it does to the differences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from framing.report import sentences
from framing.report.material import Material, Reference
from framing.views import numbers as numbers
from framing.views.columns import on_scale

__all__ = ["TEMPLATE", "TITLE", "content", "numbered"]

#: Where it stands on the page.
PLACE = 80
TITLE = "Agency copy"
TEMPLATE = "agency.html"

#: Articles told in full behind one number, and listed with what shows their agency copy.
TOLD, LISTED = 12, 60

#: Differences under three treatments on the page, and agencies named in a cell.
EFFECTS, NAMED = 12, 6

_ROLES = {
    "full_reprint": "reprinted whole",
    "partly_based": "partly based on it",
    "credited": "credited",
    "cites": "cited",
}
_EVIDENCE = {
    "column": "the column wire, of the file or as read at loading",
    "origin": "whom the outlet had it from",
    "byline": "byline",
    "page_data": "data of the page",
    "dateline": "dateline",
    "credit": "credit",
    "tail": "last lines",
    "section": "section or address",
    "text": "cited in the text",
    "shared_text": "shared text",
}
#: What the share of agency copy counts.
_COPY = ("full_reprint", "partly_based")
_WIRE = ("collapse", "keep", "drop")
_WITH = {"keep": "with every print counted", "drop": "without them"}
Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return shares, evidence and effect, or None where nothing of the kind was looked for or found."""
    share = material.table("agency_share")
    found = {
        "shares": _shares(share, material) if share is not None else [],
        "evidence": _evidence(material),
        "n_evidence": _total(material),
        "effect": _effect(material),
    }
    if not found["evidence"] and not found["effect"] and (share is None or not (share["articles"] > 0).any()):
        return None
    wire = str(material.settings.get("wire", "collapse"))
    return found | {"wire": wire, "treated": _TREATED.get(wire, ""), "census": _census(material)}


def _total(material: Material) -> int:
    """Return how many articles evidence was found for."""
    table = material.table("agency")
    return 0 if table is None else int(table["article"][material.here(table["article"])].nunique())


_TREATED = {
    "collapse": "a text that one outlet printed twice counts once; agency stories count like any other",
    "keep": "every print counts, agency stories and copies too",
    "drop": "full reprints of an agency are left out",
}


def _census(material: Material) -> bool:
    return material.census


def _name(wire: object, material: Material) -> str:
    key = str(wire) if isinstance(wire, str) else ""
    return "an agency not named" if key in ("", "unnamed", "nan") else material.agency(key)


def _shares(table: pd.DataFrame, material: Material) -> list[dict[str, Any]]:
    rows = []
    opened = numbered(material)
    groups = table["group"].astype(str)
    for group in sorted(groups.unique()):
        own = table[groups == group]
        wires, roles = own["wire"].astype(str), own["wire_role"].astype(str)
        whole = own[(wires == "all") & (roles == "copy")].iloc[0]
        copied = own[(wires != "all") & roles.isin(list(_COPY))]
        size = copied.groupby(copied["wire"].astype(str))["articles"].sum()
        order = sorted(size.index, key=lambda name: (-size[name], name))
        bounds = numbers.spread(whole["low"], whole["high"], numbers.percent)
        sizes = {role: own.loc[(wires == "all") & (roles == role), "articles"].sum() for role in _ROLES}
        rows.append(
            {
                "name": material.shown(group),
                "opens": f"w {group}" if f"w {group}" in opened else "",
                "share": numbers.percent(whole["share"]),
                "n": f"{numbers.count(whole['articles'])} of {numbers.count(whole['n_articles'])}",
                "interval": bounds,
                "words": numbers.percent(whole["share_of_words"]),
                "agencies": numbers.listed(
                    [f"{_name(wire, material)} {numbers.count(size[wire])}" for wire in order], NAMED
                ),
                "roles": [numbers.count(size) for size in sizes.values()],
                "ways": [
                    f"w {group} {role}" if n and f"w {group} {role}" in opened else ""
                    for role, n in sizes.items()
                ],
                # Its row says which outlet it is.
                "note": str(whole["note"] or "").removeprefix(f"{group}: "),
            }
        )
    return rows


def _evidence(material: Material) -> list[dict[str, Any]]:
    """Return articles that evidence was found for, the fullest copies first, as many as are listed."""
    return material.once(_known)[0][:LISTED]


_Known = tuple[list[dict[str, Any]], dict[str, int]]


def _known(material: Material) -> _Known:
    """Return articles with what shows that they have agency copy, and how many stand behind each number.

    Of each number some, and some of all, are told in full: the first in order, the fullest copies before
    others.
    """
    table = material.table("agency")
    if table is None:
        return [], {}
    rank = {role: place for place, role in enumerate(_ROLES)}
    table = table[material.here(table["article"])]
    order = table.assign(_rank=table["wire_role"].astype(str).map(rank)).sort_values(
        ["_rank", "outlet", "article", "evidence", "detail"], kind="stable"
    )
    heads = order.drop_duplicates("article")
    group, role = heads["article"].astype(str).map(material.group_of), heads["wire_role"].astype(str)
    counts = {f"w {one} {other}": int(n) for (one, other), n in heads.groupby([group, role]).size().items()}
    copied = role.isin(list(_COPY))
    counts |= {f"w {one}": int(n) for one, n in group[copied].value_counts().items()}
    first = (heads.groupby([group, role]).cumcount() < TOLD).to_numpy().copy()
    first[:LISTED] = True
    return _told_of(order[order["article"].isin(heads.loc[first, "article"])], material), counts


def _told_of(order: pd.DataFrame, material: Material) -> list[dict[str, Any]]:
    """Return the articles of some rows, each with what shows it."""
    rows, groups = material.rows, material.group_of
    found: dict[str, dict[str, Any]] = {}
    for row in order.to_dict("records"):
        key = str(row["article"])
        if key not in found:
            role = str(row["wire_role"])
            found[key] = {"ref": material.reference(key), "role": _ROLES[role], "shown": [], "wires": []}
            found[key] |= {"id": key, "group": groups[key], "wire_role": role}
        name = _name(row["wire"], material)
        if name not in found[key]["wires"]:
            found[key]["wires"].append(name)
        other = material.reference(row["other"]) if row["other"] in material.rows else None
        detail, where = str(row["detail"]), _EVIDENCE[str(row["evidence"])]
        if row["evidence"] == "column":
            detail = f"{name}, {_ROLES[str(row['wire_role'])]}"
        elif row["evidence"] == "shared_text":
            own = other is not None and str(rows[str(row["other"])]["outlet"]) == str(row["wire"])
            detail = _shared(row, other, own)
        found[key]["shown"].append({"where": where, "detail": detail, "other": other})
    return list(found.values())


def _shared(row: Row, other: Reference | None, own: bool) -> str:
    """Say how many words an article shares, and with what: an agency's item, or another print of it."""
    size = f"{numbers.count(row['words'])} words"
    if row["share"] == row["share"] and row["share"] > 0:
        size = f"{numbers.count(row['words'])} of {numbers.count(round(row['words'] / row['share']))} words"
    if other is None:
        return f"{size} also stand in several items together"
    if own:
        return f"{size} also stand in the agency's item"
    # A name that says it is invented can't have a genitive.
    print_of = (
        f"the print of {other.outlet}" if other.outlet.endswith(")") else f"{other.outlet}'s print of it"
    )
    return f"{size} also stand in {print_of}"


def numbered(material: Material) -> dict[str, tuple[list[dict[str, Any]], int]]:
    """Return articles behind each number of the shares, and their number, by the key that opens them."""
    some, counts = material.once(_known)
    found: dict[str, list[dict[str, Any]]] = {}
    for one in some:
        found.setdefault(f"w {one['group']} {one['wire_role']}", []).append(one)
        if one["wire_role"] in _COPY:
            found.setdefault(f"w {one['group']}", []).append(one)
    return {key: (own[:TOLD], counts[key]) for key, own in found.items()}


def _first(own: Mapping[str, Row]) -> Row:
    return own.get("collapse") or next(iter(own.values()))


#: Differences by treatment, what is told of those that move, and the keys of these on the page.
_Effects = tuple[dict[tuple[str, ...], dict[str, Row]], dict[tuple[str, ...], dict[str, str]], list[Any]]


def _effects(material: Material) -> _Effects | None:
    table = material.table("wire_effect")
    if table is None or _census(material):
        return None
    by = [c for c in ("a", "b", "genre", "part", "voice", "measure", "target", *material.extra) if c in table]
    rows: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in table.to_dict("records"):
        rows.setdefault(tuple(str(row[c]) for c in by), {})[str(row["wire"])] = row
    moved = {key: said for key, own in rows.items() if (said := _moves(own))}

    def certain(key: tuple[str, ...]) -> tuple[Any, ...]:
        first = rows[key].get("collapse")
        known = float("inf") if first is None or pd.isna(first["p_adjusted"]) else float(first["p_adjusted"])
        return known, key

    return rows, moved, sorted(moved, key=certain)[:EFFECTS]


def _effect(material: Material) -> dict[str, Any] | None:
    found = _effects(material)
    if found is None:
        return None
    rows, moved, shown = found
    bare = sum(_bare(own) for own in rows.values())
    return {
        "total": numbers.several(len(rows), "difference"),
        "moved": numbers.count(len(moved)),
        "bare": numbers.count(bare) if bare else "",
        "left_out": max(len(moved) - len(shown), 0),
        "rows": [_difference(rows[key], moved[key], material) for key in shown],
    }


class _Told(NamedTuple):
    """The sign of a difference, whether it is significant, whether its interval excludes no difference."""

    sign: int
    significant: bool
    outside: bool


def _told(row: Row | None) -> _Told | None:
    """Return how a difference fares under one treatment; None where it has no interval."""
    if row is None or not all(math.isfinite(row[name]) for name in ("estimate", "low", "high")):
        return None
    null = 1.0 if row["scale"] == "ratio" else 0.0
    sign = int(row["estimate"] > null) - int(row["estimate"] < null)
    return _Told(sign, sentences.is_significant(row), bool(sentences.excludes(row)))


def _moves(own: Mapping[str, Row]) -> dict[str, str]:
    """Return what another treatment changes, by treatment: sign or verdict, where both have an interval.

    A sign that turns while both intervals hold no difference tells nothing.
    """
    found = {}
    first = _told(own.get("collapse"))
    for wire in ("keep", "drop"):
        here = _told(own.get(wire))
        if first is None or here is None:
            continue
        said = []
        if first.significant != here.significant:
            verdict = {True: "significant after adjustment", False: "not significant after adjustment"}
            said.append(
                f"{verdict[first.significant]} with reprints counted once; {verdict[here.significant]} "
                f"{_WITH[wire]}"
            )
        if first.sign * here.sign < 0 and (first.outside or here.outside):
            said.append(f"the other way round {_WITH[wire]}")
        if said:
            found[wire] = "; ".join(said)
    return found


def _bare(own: Mapping[str, Row]) -> bool:
    """Say whether a treatment leaves too few articles for an interval, where another has one."""
    known = {_told(own.get(wire)) is not None for wire in _WIRE}
    return known == {True, False}


def _difference(own: Mapping[str, Row], moved: Mapping[str, str], material: Material) -> dict[str, Any]:
    row, names = _first(own), material.names
    opens = [material.cell_id(row, side) for side in ("a", "b")]
    joint = " : " if row["scale"] == "ratio" else " − "
    return {
        "what": f"{names.label(row['measure'])} {names.target(row['target'])}".strip(),
        "place": names.place(row),
        "pair": joint.join(names.outlet(str(row[side]), row["provenance"]) for side in ("a", "b")),
        "opens": [cell for cell in opens if cell],
        "note": "; ".join(dict.fromkeys(moved.values())),
        "cells": [
            _cell(own[wire], names) | {"moved": wire in moved} if wire in own else None for wire in _WIRE
        ],
    }


def _cell(row: Row, names: Any) -> dict[str, Any]:
    def write(value: float) -> str:
        return on_scale(value, row)

    return {
        "text": write(row["estimate"]),
        "interval": numbers.spread(row["low"], row["high"], write),
        "n": f"{numbers.count(row['n_a'])} and {numbers.count(row['n_b'])} articles",
        "p": numbers.p_value(row["p_adjusted"]),
    }
