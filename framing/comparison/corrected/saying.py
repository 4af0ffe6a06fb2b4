"""What a row of corrected shares must say beside its number, in plain words. Nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from framing.comparison.compared import Compared
from framing.comparison.notes import contrast_note

__all__ = ["ASSUMED", "Facts", "method", "note", "of_contrast"]

#: What every correction rests on.
ASSUMED = "if each class is mistaken here as often as in the coded data"

_OUTSIDE = "counts are further out than this confusion allows: code some of your own"
#: Where the noise that correcting adds is more than the bias that it takes off.
_COSTS = "so few mentions that raw is on average as near"
_NONE = ": no interval"


@dataclass(frozen=True)
class Facts:
    """What there is to say of a row.

    `counted` is the note of the raw number, `chosen` what must be said of the confusions; `alike` that the
    articles show no spread, `outside` that no shares explain the counts, `costs` that raw is as near.
    """

    counted: str
    chosen: tuple[str, ...]
    corrected: bool
    interval: bool
    costs: bool
    census: bool
    alike: bool = False
    outside: bool = False


def method(facts: Facts, collection: str) -> str | None:
    """Say how a corrected number and its interval were made; None where there is none.

    >>> method(Facts("", (), True, True, False, False), "sample")
    'adjusted count; jackknife and confusion, t; sample'
    """
    if not facts.corrected:
        return None
    if not facts.interval:
        return "adjusted count"
    if facts.census:
        return "adjusted count; mistakes and confusion, t; census: describes"
    reading = "sample" if collection == "sample" else "completeness unknown"
    return f"adjusted count; jackknife and confusion, t; {reading}"


def note(facts: Facts) -> str:
    """Return the note of a row: of the counts, of what is missing, of the confusion, of what all rests on.

    >>> note(Facts("no hits: no interval", ("",), True, True, False, False)).split("; ")[0]
    'raw: no hits: no interval'
    """
    notes = facts.counted.split("; ") if facts.counted else []
    if facts.interval:
        notes = [f"raw: {text}" if text.endswith(_NONE) else text for text in notes]
    if facts.interval and facts.census:
        notes.append("interval of the error of measuring alone")
    elif facts.interval and facts.alike:
        notes.append("articles do not differ: interval of mistakes alone")
    notes += dict.fromkeys(text for text in facts.chosen if text)
    notes += [text for text, said in ((_OUTSIDE, facts.outside), (_COSTS, facts.costs)) if said]
    return "; ".join([*notes, ASSUMED] if facts.corrected else notes)


def of_contrast(found: Compared, wire: str, row: int, census: bool, *, interval: bool) -> str:
    """Return what the contrast says of a pair, its tests left aside."""
    cell, pair = int(found.pooled.cell[row]), int(found.pooled.pair[row])
    every = (found.every.cell == cell) & (found.every.pair == pair)
    articles = int(found.every.a.articles[every].sum() + found.every.b.articles[every].sum())
    if not census:
        closed = found.closed.copy()
        closed[row] = not interval
        found = replace(found, census=False, closed=closed)
    said = contrast_note(found, wire, row=row, cell=cell, pair=pair, articles=articles)
    return said.replace(", no test", "")
