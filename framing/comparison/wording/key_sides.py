"""What is set against what in keyness: a group and the rest, each pair, or a group and its own baseline."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Flags
from framing.comparison.pairs import REST
from framing.comparison.wording.words import Words
from framing.errors import FramingError, FramingWarning

__all__ = ["BASELINE", "Comparison", "comparisons"]

#: What the other side is called where a group is set against its own baseline.
BASELINE = "baseline"


@dataclass(frozen=True)
class Comparison:
    """Two sides as masks over kinds of rows; `others` are the other groups and their baselines, if any."""

    a: str
    b: str
    sides: tuple[Flags, Flags]
    others: tuple[Flags, Flags] | None
    n_events: int
    note: str


def comparisons(data: Words, by: str, against: str, baseline: bool) -> list[Comparison]:
    """Return what is compared.

    Raises
    ------
    FramingError
        There is nothing to compare: one group, a side without words, a group without baseline.

    Warns
    -----
    FramingWarning
        A group has no words of the kind counted, or shares no event with the other side.
    """
    kinds = data.kinds
    rows = [(kinds.group == group) & ~kinds.base for group in range(len(data.groups))]
    filled = [group for group, mask in enumerate(rows) if mask.any()]
    present = [g for g in range(len(data.groups)) if ((data.group == g) & ~data.base).any()]
    empty = [data.groups[g] for g in present if g not in filled]
    if not filled:
        raise FramingError("keyness: no words of those counted in any article; count other parts or voices")
    if empty and (len(filled) < 2 or baseline):
        raise FramingError(
            f"keyness: {by} {empty[0]!r} has no words of those counted: an empty side can't be compared; "
            "count other parts or voices, or leave it out"
        )
    if empty:
        names = ", ".join(repr(name) for name in empty)
        warnings.warn(
            f"keyness: {names} without a word of those counted, left out", FramingWarning, stacklevel=3
        )
    if baseline:
        return _own(data, by, filled, rows)
    if len(filled) < 2:
        raise FramingError(
            f"keyness: only one {by}, {data.groups[filled[0]]!r}, and nothing to set it against; "
            "add articles of another, or give a baseline"
        )
    if against == "pairs":
        asked = [(a, b) for i, a in enumerate(filled) for b in filled[i + 1 :]]
        pairs = [(data.groups[a], data.groups[b], rows[a], rows[b]) for a, b in asked]
    else:
        every = np.any([rows[g] for g in filled], axis=0)
        name = REST if REST not in data.groups else f"{REST} of all"
        pairs = [(data.groups[a], name, rows[a], every & ~rows[a]) for a in filled]
    found = [_shared(data, *pair) for pair in pairs]
    kept = [one for one in found if one is not None]
    if not kept:
        raise FramingError(f"keyness: no two values of {by} share an event; leave `event` empty to pool them")
    return kept


def _shared(data: Words, a: str, b: str, ours: Flags, theirs: Flags) -> Comparison | None:
    """Keep the events that both sides cover."""
    kinds = data.kinds
    covered = [np.bincount(kinds.event[side], minlength=len(data.events)) > 0 for side in (ours, theirs)]
    common = covered[0] & covered[1]
    inside = common[kinds.event]
    sides = ours & inside, theirs & inside
    if not common.any():
        warnings.warn(
            f"keyness: {a!r} and {b!r} share no event and are not compared", FramingWarning, stacklevel=4
        )
        return None
    notes = []
    if lost := int(kinds.rows[(ours | theirs) & ~inside].sum()):
        notes.append(f"{lost} articles on events of one side only left out")
    events = int(common.sum())
    if events > 1:
        notes.append(f"pools {events} events")
    return Comparison(a, b, sides, None, events, "; ".join(notes))


def _own(data: Words, by: str, filled: list[int], rows: list[Flags]) -> list[Comparison]:
    kinds = data.kinds
    bases = {group: (kinds.group == group) & kinds.base for group in filled}
    for group in filled:
        if not bases[group].any():
            raise FramingError(
                f"baseline: no articles of {by} {data.groups[group]!r} (with words of those counted); "
                "add some, or leave it out of the articles"
            )
    found = []
    for group in filled:
        rest = [g for g in filled if g != group]
        others = None
        if rest:
            others = np.any([rows[g] for g in rest], axis=0), np.any([bases[g] for g in rest], axis=0)
        found.append(Comparison(data.groups[group], BASELINE, (rows[group], bases[group]), others, 1, ""))
    return found
