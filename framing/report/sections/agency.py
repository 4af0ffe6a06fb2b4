"""Agency copy: its share by outlet and whose it is, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.report.material import Material, Reference
from framing.views import numbers as numbers

__all__ = ["TEMPLATE", "TITLE", "content", "numbered"]

#: Where it stands on the page.
PLACE = 80
TITLE = "Agency copy"
TEMPLATE = "agency.html"

#: Articles told in full behind one number, and listed with what shows their agency copy.
TOLD, LISTED = 12, 60

#: Agencies named in a cell.
NAMED = 6

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
Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return shares and evidence, or None where nothing of the kind was looked for or found."""
    share = material.table("agency_share")
    found = {
        "shares": _shares(share, material) if share is not None else [],
        "evidence": _evidence(material),
        "n_evidence": _total(material),
    }
    if not found["evidence"] and (share is None or not (share["articles"] > 0).any()):
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
