"""A passage in two prints, cut into pieces that a page can mark: what is the same, and what changed.

The aligning is done by `framing.comparison.reuse`; here its segments become text with context around.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from framing.errors import FramingError
from framing.report.texts import Texts

__all__ = ["CLASSES", "Piece", "changes", "sides"]

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


def sides(texts: Texts, row: Mapping[Any, Any], order: tuple[str, str]) -> list[list[Piece]]:
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


def changes(found: list[list[Piece]]) -> list[dict[str, str]]:
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
