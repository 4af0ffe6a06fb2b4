"""Copy and reuse: how much came from agencies, and which passages two outlets share, with what changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import FramingError
from framing.plugins import toml
from framing.report.material import Material, Texts
from framing.views import numbers, vocabulary

#: Where it stands, and on which page.
PLACE, PAGE = 90, "report"
TITLE = "Copy and reuse"
TEMPLATE = "copies.html"

#: Passages shown, and pairs of outlets named; agencies named of an outlet.
PASSAGES, PAIRS, NAMED = 3, 4, 3

#: Of so large a share of an article it is the whole text.
WHOLE = 0.9

#: How a passage is marked, in the order of the page.
KINDS: dict[str, str] = toml(__package__, "lists")["copies"]["kinds"]

Row = Mapping[Any, Any]


def content(material: Material) -> dict[str, Any] | None:
    """Return agency copy by outlet, pairs and passages, or None where nothing of the kind was found."""
    agencies, (real, whole) = _agencies(material), material.once(_passages_of)
    # Passages that both have from one source stand in the details alone.
    order = _first(real[real["kind"].astype(str) != "shared_source"] if len(real) else real)
    pairs = _pairs(real)
    if not agencies and whole.empty and not pairs:
        return None
    return {
        "agencies": {"corner": "", "rows": agencies},
        "heads": [vocabulary.display(group) for group in material.groups],
        "pairs": pairs,
        "whole": [_name_whole(row, material) for row in whole.head(PAIRS).to_dict("records")],
        "passages": [_passage(row, material) for row in order],
        "left_out": len(real) - len(order),
    }


def _agencies(material: Material) -> list[dict[str, Any]]:
    """Return each outlet's share of articles that are agency copy, whole or in part, and whose."""
    frame = material.articles[material.articles["status"] == "full"]
    copied = frame["wire_role"].isin(["full_reprint", "partly_based"])
    copied = frame[copied & frame[material.by].astype(str).isin(list(material.groups))]
    if copied.empty:
        return []
    sizes = frame[material.by].astype(str).value_counts()
    cells: list[dict[str, Any]] = []
    for group in material.groups:
        n, own = int(sizes.get(group, 0)), copied[copied[material.by].astype(str) == group]
        named = own["wire"].astype(object).fillna("").value_counts().items()
        whose = sorted(named, key=lambda one: (-one[1], str(one[0])))
        unnamed = int((own.get("wire_evidence", own["wire"]).astype(str) == "shared_text").sum())
        small = [f"{_agency(str(wire))} {count}" for wire, count in whose[:NAMED]]
        small += [f"{unnamed} by shared words alone"] * bool(unnamed)
        cells.append(
            {
                "text": f"{numbers.count(len(own))} of {numbers.count(n)}" if n else numbers.DASH,
                "width": round(100 * len(own) / n) if n else 0,
                "small": ", ".join(small),
            }
        )
    return [{"name": "Articles with a news agency's copy, for all or part", "cells": cells}]


def _agency(key: str) -> str:
    return vocabulary.display(key) if key else "not named"


def _passages_of(material: Material) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the passages of articles that are here, without boilerplate, and those that are whole texts.

    Of a whole text under two outlets it isn't known that one took it: both may have a third's, or one record
    was saved under a wrong name.
    """
    table = material.table("reuse")
    if table is None:
        return pd.DataFrame(), pd.DataFrame()
    known = material.here(table["a"]) & material.here(table["b"])
    real = table[known & table["kind"].astype(str).isin(list(KINDS))]
    size = material.words.set_axis(material.articles["id"].astype(str))
    shorter = pd.concat([real[side].astype(str).map(size) for side in "ab"], axis=1).min(axis=1)
    whole = real["words"] >= WHOLE * shorter
    return real[~whole], real[whole].sort_values(["words", "a", "b"], ascending=[False, True, True])


def _name_whole(row: Row, material: Material) -> str:
    names = sorted(vocabulary.display(str(row[f"{side}_outlet"])) for side in "ab")
    size, title = numbers.several(row["words"], "word"), material.reference(row["a"]).title
    return f"{' and '.join(names)}, {size} ({title})"


def _pairs(real: pd.DataFrame) -> list[str]:
    """Say of each pair of outlets how many passages, and who printed first where the times tell.

    What both have from one source is nothing that one took from the other.
    """
    if real.empty:
        return []
    real = real[real["kind"].astype(str) != "shared_source"]
    ends = [_ends(row) for row in real.to_dict("records")]
    known = real["direction"].astype(str).isin(["a_to_b", "b_to_a"]).to_numpy()
    names = real[["a_outlet", "b_outlet"]].astype(str).to_numpy()
    own = pd.DataFrame(
        {
            "first": [row["ab".index(first)] for row, (first, _) in zip(names, ends, strict=True)],
            "second": [row["ab".index(second)] for row, (_, second) in zip(names, ends, strict=True)],
            "known": known,
            "words": real["words"].to_numpy(),
            "facts": (real["n_facts"] > 0).to_numpy().astype(int),
        }
    )
    sums = own.groupby(["first", "second", "known"]).agg(
        n=("words", "size"), words=("words", "sum"), facts=("facts", "sum")
    ).reset_index().sort_values(["words", "first", "second"], ascending=[False, True, True])  # fmt: skip
    said = []
    for row in sums.head(PAIRS).to_dict("records"):
        first, second = vocabulary.display(row["first"]), vocabulary.display(row["second"])
        joined = f"{first}, then {second}" if row["known"] else f"{first} and {second}, order unknown"
        changed = f", a fact changed in {row['facts']}" if row["facts"] else ""
        size = f"{numbers.several(row['n'], 'passage')}, {numbers.several(row['words'], 'word')}"
        said.append(f"{joined}: {size}{changed}")
    return said


def _ends(row: Row) -> tuple[str, str]:
    """Return the side that printed first and the other; the first by name where nobody knows."""
    if str(row["direction"]) == "b_to_a":
        return "b", "a"
    if str(row["direction"]) == "a_to_b" or str(row["a_outlet"]) <= str(row["b_outlet"]):
        return "a", "b"
    return "b", "a"


def _first(real: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the passages to read: with a fact changed first, unmarked before others, one a pair."""
    if real.empty:
        return []
    rank = {kind: place for place, kind in enumerate(KINDS)}
    order = real.assign(
        _kind=real["kind"].astype(str).map(rank), _facts=-real["n_facts"].clip(upper=1), _words=-real["words"]
    ).sort_values(["_facts", "_kind", "_words", "a", "b", "a_start", "b_start"], kind="stable")
    return order.drop_duplicates(["a", "b"]).head(PASSAGES).to_dict("records")


def wanted(material: Material) -> set[str]:
    """Return the articles whose texts are read for the passages shown."""
    return {str(row[side]) for row in _first(material.once(_passages_of)[0]) for side in ("a", "b")}


def _passage(row: Row, material: Material) -> dict[str, Any]:
    first, second = _ends(row)
    known = str(row["direction"]) in ("a_to_b", "b_to_a")
    sides = split_sides(material.texts, row, (first, second))
    names = {side: vocabulary.display(str(row[f"{side}_outlet"])) for side in ("a", "b")}
    # What names a source is short; what is longer was taken for one.
    why = re.sub(r"(?:^|; )in [^:;]+: .{60,}$", "", row["why"] if isinstance(row["why"], str) else "")
    return {
        "names": [names[side] for side in (first, second)],
        "known": known,
        "later": _later(row["hours"]) if known else "",
        "kind": KINDS[str(row["kind"])],
        "why": why,
        "words": numbers.several(row["words"], "word"),
        "refs": [material.reference(row[side])._replace(outlet=names[side]) for side in (first, second)],
        "changes": list_changes(sides),
        "sides": sides,
    }


def _later(hours: float) -> str:
    if hours != hours:
        return "printed later"
    size = abs(hours)
    if size < 1:
        return "printed less than an hour later"
    about = numbers.several(round(size), "hour") if size < 48 else numbers.several(round(size / 24), "day")
    return f"printed {about} later"


# A passage in two prints, cut into pieces that a page can mark: what is the same, and what changed.

#: Classes of changes as they are called on the page, and whether they are of facts.
CLASSES: dict[str, str] = toml(__package__, "lists")["copies"]["classes"]
_FACTS = ("figure", "name", "negation")

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
            _piece(getattr(one, side), getattr(one, across), one.op, one.cls, side == order[1])
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


def _piece(own: str, other: str, op: str, cls: str, later: bool) -> Piece:
    if op == "same":
        return Piece(own, "same")
    kind = "fact" if cls in _FACTS else cls
    return Piece(own, "ins" if later else "del", kind, CLASSES[cls], other)


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
    order = {"fact": 0, "other": 1, "form": 2}
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
