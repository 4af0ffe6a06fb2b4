"""Reuse: passages that two outlets share, side by side, with the words that changed marked and classed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from framing.comparison.reuse.table import told
from framing.errors import FramingError
from framing.report.material import Material, Texts
from framing.views import numbers as numbers

__all__ = ["KINDS", "TEMPLATE", "TITLE", "Piece", "content", "numbered", "split_sides", "wanted"]


# A passage in two prints, cut into pieces that a page can mark: what is the same, and what changed.

#: Classes of changes as they are called on the page, and whether they are of facts.
CLASSES = {
    "year": "year",
    "figure": "figure",
    "percent": "percent",
    "date": "date",
    "name": "name",
    "negation": "negation",
    "verb": "verb",
    "form": "other form",
    "other": "other words",
}
_FACTS = ("year", "figure", "percent", "date", "name", "negation")

#: Characters of context around a passage, and of an unchanged stretch in it before its middle is folded.
AROUND, LONGEST, KEPT = 110, 700, 260


class Piece(NamedTuple):
    """Some text of one side: `op` says how it is shown, `label` what kind of change it is."""

    text: str
    op: str
    kind: str = ""
    label: str = ""
    #: What stands on the other side in its place.
    other: str = ""


def split_sides(texts: Texts, row: Mapping[Any, Any], order: tuple[str, str]) -> list[list[Piece]]:
    """Return the pieces of both sides of a row of the table `reuse`, the first of `order` first.

    A passage that can't be aligned, since its articles are not those it was made from, is shown as it is.
    """
    from framing.comparison.reuse.table import aligned

    try:
        segments = aligned(texts.frame(str(row[side]) for side in ("a", "b")), row)
    except FramingError:
        segments = []
    found = []
    for side, across in (order, order[::-1]):
        text = texts.text(str(row[side]))
        start, end = int(row[f"{side}_start"]), int(row[f"{side}_end"])
        pieces = [
            _piece(getattr(one, side), getattr(one, across), one.op, one.cls, one.detail, side == order[1])
            for one in segments
        ] or [Piece(text[start:end], "same")]
        before, after = _context(text, start, end)
        found.append(
            [
                *([Piece(before, "context")] if before else []),
                *(_closed(part) for piece in pieces if piece.text for part in _folded(piece)),
                *([Piece(after, "context")] if after else []),
            ]
        )
    return found


def _piece(own: str, other: str, op: str, cls: str, detail: str, later: bool) -> Piece:
    if op == "same":
        return Piece(own, "same")
    label = CLASSES.get(cls, cls)
    label = f"{label}, {detail}" if detail and cls in ("verb", "negation") else label
    kind = "fact" if cls in _FACTS else cls if cls in ("verb", "form") else "other"
    return Piece(own, "ins" if later else "del", kind, label, other)


def _folded(piece: Piece) -> list[Piece]:
    """Fold the middle of a long unchanged stretch."""
    if piece.op != "same" or len(piece.text) <= LONGEST:
        return [piece]
    head = piece.text[:KEPT].rpartition(" ")[0] or piece.text[:KEPT]
    tail = piece.text[-KEPT:].partition(" ")[2] or piece.text[-KEPT:]
    left = len(piece.text[len(head) : len(piece.text) - len(tail)].split())
    return [Piece(head, "same"), Piece(f" … {left:,} words alike … ", "fold"), Piece(tail, "same")]


def _closed(piece: Piece) -> Piece:
    """Set paragraphs under each other without a line between them."""
    return piece._replace(text=piece.text.replace("\n\n", "\n"))


def list_changes(found: list[list[Piece]]) -> list[dict[str, str]]:
    """Return what changed, in order: the words before, the words after, and what kind of change it is."""
    first, second = found
    listed = [
        {"before": piece.text, "after": piece.other, "kind": piece.kind, "label": piece.label}
        for piece in first
        if piece.op == "del"
    ]
    added = [
        {"before": "", "after": piece.text, "kind": piece.kind, "label": piece.label}
        for piece in second
        if piece.op == "ins" and not piece.other
    ]
    order = {"fact": 0, "verb": 1, "other": 2, "form": 3}
    return sorted([*listed, *added], key=lambda one: order[one["kind"]])


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """Return some words before and behind a span, inside its paragraph."""
    before = text[max(0, start - AROUND) : start]
    if start > AROUND:
        before = before.partition(" ")[2]
    after = text[end : end + AROUND]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0]
    return before.rpartition("\n")[2], after.partition("\n")[0]


#: Where it stands on the page.
PLACE = 90
TITLE = "Passages printed again"
TEMPLATE = "reuse.html"

#: Passages on the page, their characters on both sides together, and rows of the table of pairs.
PASSAGES, CHARACTERS, PAIRS = 40, 240_000, 40

#: Passages that a number of the pairs opens.
TOLD = 12

#: How a passage is marked, in the order of the page.
KINDS = {
    "unmarked": "without quotation marks or credit",
    "credited": "credited",
    "quoted": "in quotation marks",
    "shared_source": "from the same source",
}
#: The same as heads of columns.
_HEADS = {
    "unmarked": "unmarked",
    "credited": "credited",
    "quoted": "quoted",
    "shared_source": "same source",
}
_CHANGES = ("a fact changed", "other words changed", "word for word")

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return pairs of outlets and passages, or None where reuse was not looked for."""
    table = material.table("reuse")
    if table is None:
        return None
    kinds = table["kind"].astype(str)
    real = _real(table, material)
    passages = _passages(real, material)
    boilerplate = int((kinds == "template").sum())
    return {
        "templates": numbers.several(boilerplate, "passage") if boilerplate else "",
        "total": numbers.several(len(real), "passage"),
        "words": numbers.count(real["words"].sum()),
        "changed": numbers.count((real["n_facts"] > 0).sum()),
        "kinds": list(_HEADS.values()),
        "pairs": _pairs(real, material),
        "passages": passages,
        "left_out": numbers.count(len(real) - len(passages)) if len(real) > len(passages) else "",
        "filters": {"name": "passages", "filters": _filters(passages)},
        "marks_alone": bool((real["voices"].astype(str) == "quotes").any()),
    }


def _real(table: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Return the passages of articles that are here, without boilerplate."""
    known = material.here(table["a"]) & material.here(table["b"])
    return table[known & table["kind"].astype(str).isin(list(KINDS))]


def numbered(material: Material) -> dict[str, tuple[list[tuple[Row, str]], int]]:
    """Return passages behind each number of the pairs, with the side that printed later, and their number."""
    table = material.table("reuse")
    if table is None:
        return {}
    order = _real(table, material).sort_values(
        ["words", "a", "b", "a_start"], ascending=[False, True, True, True], kind="stable"
    )
    ends = _ended(order)
    key = [ends["first"], ends["second"], ends["known"], order["kind"].astype(str)]
    groups = order.groupby(key, sort=False)
    totals = {_opens(*name): int(n) for name, n in groups.size().items()}
    found: dict[str, list[tuple[Row, str]]] = {}
    for row in groups.head(TOLD).to_dict("records"):
        first, second = _ends(row)
        known = str(row["direction"]) in _KNOWN
        own = _opens(str(row[f"{first}_outlet"]), str(row[f"{second}_outlet"]), known, str(row["kind"]))
        found.setdefault(own, []).append((row, second))
    return {name: (own, totals[name]) for name, own in found.items()}


def _opens(first: str, second: str, known: bool, kind: str) -> str:
    """Return the key under which the page opens a pair's passages of a kind."""
    return f"r {first} {'>' if known else ':'} {second} {kind}"


#: Directions in which it is known who printed first.
_KNOWN = ("a_to_b", "b_to_a")


def _ended(table: pd.DataFrame) -> pd.DataFrame:
    """Return for each row who printed first and who later, and whether that is known; as `_ends`."""
    a, b = table["a_outlet"].astype(str), table["b_outlet"].astype(str)
    way = table["direction"].astype(str)
    turned = (way == "b_to_a") | ((way != "a_to_b") & (a > b))
    return pd.DataFrame(
        {"first": a.where(~turned, b), "second": b.where(~turned, a), "known": way.isin(list(_KNOWN))}
    )


def _ends(row: Row) -> tuple[str, str]:
    """Return the side that printed first and the other; the first by name where nobody knows."""
    if str(row["direction"]) == "b_to_a":
        return "b", "a"
    if str(row["direction"]) == "a_to_b" or str(row["a_outlet"]) <= str(row["b_outlet"]):
        return "a", "b"
    return "b", "a"


def _name(row: Row, side: str, material: Material) -> str:
    return material.outlet(str(row[f"{side}_outlet"]))


def _pairs(real: pd.DataFrame, material: Material) -> list[dict[str, Any]]:
    """Return a row two outlets and a direction: passages and words of each kind, most words first."""
    if real.empty:
        return []
    own = _ended(real).assign(
        kind=real["kind"].astype(str), words=real["words"], facts=(real["n_facts"] > 0).astype("int64")
    )
    key = ["first", "second", "known"]
    whole = own.groupby(key)[["words", "facts"]].sum()
    cells = own.groupby([*key, "kind"])["words"].agg(["size", "sum"])
    order = sorted(whole.index, key=lambda pair: (-whole.at[pair, "words"], pair))
    found = []
    for pair in order[:PAIRS]:
        first, second, known = pair
        sums = {kind: cells.loc[(*pair, kind)] for kind in KINDS if (*pair, kind) in cells.index}
        found.append(
            {
                "first": material.outlet(first),
                "second": material.outlet(second),
                "known": known,
                "facts": int(whole.at[pair, "facts"]),
                "cells": [
                    (
                        numbers.several(sums[kind]["size"], "passage"),
                        numbers.several(sums[kind]["sum"], "word"),
                        _opens(first, second, known, kind),
                    )
                    if kind in sums
                    else None
                    for kind in KINDS
                ],
            }
        )
    return found


def _first(real: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the passages to read: unmarked ones first, those with a fact changed before the others."""
    rank = {kind: place for place, kind in enumerate(KINDS)}
    order = real.assign(
        _kind=real["kind"].astype(str).map(rank), _facts=-real["n_facts"].clip(upper=1), _words=-real["words"]
    ).sort_values(["_facts", "_kind", "_words", "a", "b", "a_start", "b_start"], kind="stable")
    return order.head(PASSAGES).to_dict("records")  # type: ignore[no-any-return]


def wanted(material: Material) -> set[str]:
    """Return the articles whose texts are read for the passages on the page."""
    table = material.table("reuse")
    if table is None:
        return set()
    return {str(row[side]) for row in _first(_real(table, material)) for side in ("a", "b")}


def _passages(real: pd.DataFrame, material: Material) -> list[dict[str, Any]]:
    """Return the passages to read, as many as there is room for."""
    found: list[dict[str, Any]] = []
    room = CHARACTERS
    for row in _first(real):
        made = _passage(row, material)
        room -= made["size"]
        if room < 0 and found:
            break
        found.append(made)
    return found


def _passage(row: Row, material: Material) -> dict[str, Any]:
    first, second = _ends(row)
    told = str(row["direction"]) in ("a_to_b", "b_to_a")
    sides = split_sides(material.texts, row, (first, second))
    facts, changes = int(row["n_facts"]), int(row["n_changes"])
    return {
        "names": [_name(row, side, material) for side in (first, second)],
        "known": told,
        "later": _later(row["hours"]) if told else "",
        "kind": KINDS[str(row["kind"])],
        "why": _why(row, material),
        "words": numbers.several(row["words"], "word"),
        "refs": [material.reference(row[side]) for side in (first, second)],
        "copies": [int(row[f"{side}_articles"]) for side in (first, second)],
        "changes": list_changes(sides),
        "change": _CHANGES[0] if facts else _CHANGES[1] if changes else _CHANGES[2],
        "sides": sides,
        "size": sum(len(piece.text) for side in sides for piece in side),
    }


def _why(row: Row, material: Material) -> str:
    """Return what a passage's kind rests on, with names in place of its sides and of agencies."""
    why = row["why"] if isinstance(row["why"], str) else ""
    speaker = row["speaker"] if isinstance(row["speaker"], str) else ""
    names = {side: _name(row, side, material) for side in ("a", "b")}
    why = told(why, material.agency, names.__getitem__)
    spoken = f"words of {speaker}" if speaker and speaker not in why else ""
    return "; ".join(filter(None, (why, spoken)))


def _later(hours: float) -> str:
    if hours != hours:
        return "printed later"
    size = abs(hours)
    if size < 1:
        return "printed less than an hour later"
    about = numbers.several(round(size), "hour") if size < 48 else numbers.several(round(size / 24), "day")
    return f"printed {about} later"


def _filters(passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    filters = []
    facts: dict[str, tuple[str, Callable[[dict[str, Any]], str]]] = {
        "kind": ("How marked", lambda one: one["kind"]),
        "pair": ("Outlets", lambda one: (" → " if one["known"] else " : ").join(one["names"])),
        "change": ("Changes", lambda one: one["change"]),
    }
    for key, (label, value) in facts.items():
        values = sorted({value(one) for one in passages})
        for one in passages:
            one.setdefault("codes", {})[key] = values.index(value(one)) + 1
        if len(values) > 1:
            filters.append({"key": key, "label": label, "values": values, "codes": True})
    return filters
