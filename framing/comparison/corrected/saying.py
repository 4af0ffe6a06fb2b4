"""What a row of corrected shares must say beside its number, in plain words. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from framing.comparison.compared import Compared
from framing.comparison.notes import contrast_note

__all__ = ["ASSUMED", "group_notes", "method", "pair_notes"]

#: What every correction rests on.
ASSUMED = "if each class is mistaken here as often as in the coded data"

_CENSUS = "census: describes"
_MEASURING = "interval of the error of measuring alone"
_OUTSIDE = "counts are further out than this confusion allows: code some of your own"

#: Where the noise that correcting adds is more than the bias that it takes off.
_COSTS = "so few mentions that raw is on average as near"


def method(corrected: bool, interval: bool, collection: str) -> str | None:
    """Say how a corrected number and its interval were made.

    >>> method(True, True, "sample")
    'adjusted count; jackknife and confusion, t; sample'
    """
    if not corrected:
        return None
    if not interval:
        return "adjusted count"
    if collection == "census":
        return "adjusted count; mistakes and confusion, t; census: describes"
    reading = "sample" if collection == "sample" else "completeness unknown"
    return f"adjusted count; jackknife and confusion, t; {reading}"


def group_notes(
    counted: str,
    chosen: str,
    corrected: bool,
    collection: str,
    *,
    raw: bool,
    interval: bool,
    outside: bool,
    costs: bool,
) -> str:
    """Return the note of a group's row: of the counts, of the confusion, of what is missing."""
    notes = [counted] if counted else []
    if collection == "census" and interval:
        notes.append(_MEASURING)
    elif interval and not raw:
        notes.append("raw: no interval")
    if chosen:
        notes.append(chosen)
    if outside:
        notes.append(_OUTSIDE)
    if costs:
        notes.append(_COSTS)
    return "; ".join([*notes, ASSUMED] if corrected else notes)


def pair_notes(
    found: Compared,
    wire: str,
    row: int,
    chosen: Sequence[tuple[Any, str]],
    collection: str,
    *,
    interval: bool,
    costs: bool,
) -> str:
    """Return the note of a difference."""
    cell, pair = int(found.pooled.cell[row]), int(found.pooled.pair[row])
    every = (found.every.cell == cell) & (found.every.pair == pair)
    articles = int(found.every.a.articles[every].sum() + found.every.b.articles[every].sum())
    census = collection == "census"
    shown = found
    if not census:
        closed = found.closed.copy()
        closed[row] = not interval
        shown = replace(found, census=False, closed=closed)
    said = contrast_note(shown, wire, row=row, cell=cell, pair=pair, articles=articles)
    notes = [said.replace(", no test", "")] if said else []
    if census and interval:
        notes.append(_MEASURING)
    notes += dict.fromkeys(text for _, text in chosen if text)
    if costs:
        notes.append(_COSTS)
    return "; ".join([*notes, ASSUMED] if all(one is not None for one, _ in chosen) else notes)
