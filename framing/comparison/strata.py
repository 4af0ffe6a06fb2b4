"""Clusters made ready to be permuted: which of them stand in a cell, and which cells have the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, starts
from framing.comparison.permute import Stratum
from framing.comparison.sums import Clusters

__all__ = ["Members", "Sets", "strata"]


@dataclass
class Members:
    """Clusters under labels, by event and family, and the rows of a table whose cells have just these.

    `x` and `d` have an array a row.
    """

    event: Ints
    family: Ints
    labels: Ints
    rows: list[int]
    x: list[Floats]
    d: list[Floats]


class Sets:
    """Rows of a table whose cells have the same clusters under the same labels, kept together.

    Such rows share one set of arrangements, so that testing them costs little more than testing one. The
    cells may come a block at a time.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, bytes], Members] = {}

    def add(self, row: int, data: Clusters, cell: int, entries: Ints, labels: Ints, pair: int = 0) -> None:
        """Put a row down; `entries` are those of its cell, with the label of each."""
        event, family = data.event[entries], data.family[entries]
        order = np.lexsort((data.group[entries], labels, family, event))
        event, family, labels, entries = event[order], family[order], labels[order], entries[order]
        # Cells that divide by the same are quickest together, so what they divide by is in the key.
        parts = (event, family, labels, data.per_hit[[cell]])
        key = pair, hashlib.blake2b(b"".join(part.tobytes() for part in parts)).digest()
        found = self._found.setdefault(key, Members(event, family, labels, [], [], []))
        x, d = data.x[entries], data.d[entries]
        found.rows.append(row)
        found.x.append(x)
        # Most divide by the same words, which are kept once.
        found.d.append(found.d[0] if found.d and np.array_equal(found.d[0], d) else d)

    def each(self) -> Iterator[Members]:
        """Yield each set, and let go of it."""
        while self._found:
            yield self._found.pop(next(iter(self._found)))


def strata(
    members: Members,
    weights: Mapping[int, float],
    names: Sequence[str],
    events: Sequence[str | None],
) -> list[Stratum]:
    """Return a stratum an event.

    Parameters
    ----------
    members : Members
    weights : mapping
        By code of the event.
    names, events
        As in `sums.Clusters`.
    """
    begin = starts(members.event)
    found = []
    for low, high in zip(begin, np.append(begin[1:], len(members.event)), strict=True):
        part = slice(low, high)
        family, labels, event = members.family[part], members.labels[part], int(members.event[low])
        fixed = _under_two_labels(family, labels)
        found.append(
            Stratum(
                labels=labels.astype(np.int8),
                x=np.column_stack([x[part] for x in members.x]),
                d=np.column_stack([d[part] for d in members.d]),
                fixed=fixed,
                weight=weights[event],
                key=(str(events[event]), *(names[f] for f in family[~fixed])),
            )
        )
    return found


def _under_two_labels(family: Ints, labels: Ints) -> Flags:
    """Return which clusters belong to a family that stands under more than one label: these don't move."""
    keys = np.unique(np.stack([family, labels]), axis=1)
    families, times = np.unique(keys[0], return_counts=True)
    return np.isin(family, families[times > 1])
