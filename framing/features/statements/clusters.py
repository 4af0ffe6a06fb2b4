"""From pairs to groups in which sentences are alike on average, so that no chain is drawn.

Average linkage (UPGMA, Sokal and Michener 1958) on the pairs that were looked at; a pair that wasn't counts
as not alike at all.
"""

from __future__ import annotations

import heapq

import numpy as np

__all__ = ["grouped"]


def grouped(a: np.ndarray, b: np.ndarray, likeness: np.ndarray, threshold: float) -> list[list[int]]:
    """Return groups of two nodes or more, each sorted, in order of their first node.

    Parameters
    ----------
    a, b : int64 arrays
        Nodes of each pair, each pair once.
    likeness : float array
        From 0 to 1.
    threshold : float
        Least mean likeness of all pairs between two groups that are joined.

    Examples
    --------
    >>> grouped(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.9, 0.8, 0.9]), 0.5)
    [[0, 1], [2, 3]]
    """
    sums: dict[int, dict[int, float]] = {}
    heap: list[tuple[float, int, int]] = []
    order = np.lexsort((b, a))
    for i, j, p in zip(a[order].tolist(), b[order].tolist(), likeness[order].tolist(), strict=True):
        sums.setdefault(i, {})[j] = p
        sums.setdefault(j, {})[i] = p
        if p >= threshold:
            heap.append((-p, min(i, j), max(i, j)))
    heapq.heapify(heap)
    members = {node: [node] for node in sums}
    while heap:
        value, i, j = heapq.heappop(heap)
        # What was joined meanwhile has another mean, and stands elsewhere in the heap.
        if i not in members or j not in members or _mean(sums, members, i, j) != -value:
            continue
        _join(sums, members, i, j)
        for other in sorted(sums[i]):
            mean = _mean(sums, members, i, other)
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(i, other), max(i, other)))
    return sorted(sorted(group) for group in members.values() if len(group) > 1)


def _mean(sums: dict[int, dict[int, float]], members: dict[int, list[int]], i: int, j: int) -> float:
    return sums[i].get(j, 0.0) / (len(members[i]) * len(members[j]))


def _join(sums: dict[int, dict[int, float]], members: dict[int, list[int]], i: int, j: int) -> None:
    """Put group j into group i."""
    for other, value in sums.pop(j).items():
        del sums[other][j]
        if other != i:
            # Rounded, so that the order in which groups were joined leaves no trace.
            total = round(sums[i].get(other, 0.0) + value, 9)
            sums[i][other] = sums[other][i] = total
    members[i] += members.pop(j)
