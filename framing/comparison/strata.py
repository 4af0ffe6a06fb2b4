"""Clusters made ready to be permuted: which of them stand in a cell, and which cells have the same ones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from framing.comparison.codes import Flags, Ints, starts
from framing.comparison.permute import Stratum
from framing.comparison.sums import Clusters

__all__ = ["Sets", "strata"]


class Sets:
    """Rows of a table whose cells have the same clusters under the same labels, kept together.

    Such rows share one set of arrangements, so that testing them costs little more than testing one.
    """

    def __init__(self, data: Clusters) -> None:
        self.data = data
        self._found: dict[bytes, tuple[Ints, list[int], list[Ints]]] = {}

    def add(self, row: int, cell: int, entries: Ints, labels: Ints) -> None:
        """Put a row down; `entries` are those of its cell, with the label of each."""
        data = self.data
        order = np.lexsort((data.group[entries], labels, data.family[entries], data.event[entries]))
        entries, labels = entries[order], labels[order]
        # Cells that divide by the same are quickest together, so what they divide by is in the key.
        parts = (data.event[entries], data.family[entries], labels, data.per_hit[[cell]])
        key = b"".join(part.tobytes() for part in parts)
        _, rows, members = self._found.setdefault(key, (labels, [], []))
        rows.append(row)
        members.append(entries)

    def each(self) -> list[tuple[Ints, Ints, list[Ints]]]:
        """Return, for each set, its rows, the labels, and the entries of each row's cell."""
        return [(np.array(rows), labels, entries) for labels, rows, entries in self._found.values()]


def strata(data: Clusters, entries: list[Ints], labels: Ints, weights: Mapping[int, float]) -> list[Stratum]:
    """Return a stratum an event.

    Parameters
    ----------
    data : Clusters
    entries : list of arrays
        For each cell, the same clusters in the same order, by event and family.
    labels : array
        Each cluster's.
    weights : mapping
        By code of the event.
    """
    event, family = data.event[entries[0]], data.family[entries[0]]
    begin = starts(event)
    found = []
    for low, high in zip(begin, np.append(begin[1:], len(event)), strict=True):
        part = slice(low, high)
        fixed = _under_two_labels(family[part], labels[part])
        names = tuple(data.names[f] for f in family[part][~fixed])
        found.append(
            Stratum(
                labels=labels[part].astype(np.int8),
                x=np.column_stack([data.x[rows[part]] for rows in entries]),
                d=np.column_stack([data.d[rows[part]] for rows in entries]),
                fixed=fixed,
                weight=weights[int(event[low])],
                key=(str(data.events[event[low]]), *names),
            )
        )
    return found


def _under_two_labels(family: Ints, labels: Ints) -> Flags:
    """Return which clusters belong to a family that stands under more than one label: these don't move."""
    keys = np.unique(np.stack([family, labels]), axis=1)
    families, times = np.unique(keys[0], return_counts=True)
    return np.isin(family, families[times > 1])
