"""Groups from likely pairs: a constant Potts model by local moving, in whole numbers; knows nothing of words.

A group is worth the sum over its pairs of ``p - threshold``, less a little where an outlet stands in it
twice (Traag, Van Dooren and Nesterov 2011; moves as in Blondel and others 2008). Pairs that were never
looked at have ``p = 0``, unless both sides had more likely neighbours than were kept: then nothing is known
of them and they count neither way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

__all__ = ["Graph", "communities"]

#: Rounds of moving, joining and moving again at most; three or four are the rule.
_ROUNDS = 20


@dataclass(frozen=True)
class Graph:
    """What is to be grouped.

    Attributes
    ----------
    a, b : int64 arrays
        Nodes of each edge, ``a < b``, each pair once.
    p : int64 array
        Millionths of probability that the two belong together.
    outlets : list of tuple of int
        The outlets of each node.
    given : int64 array
        The group that a node is in for good, from 0; -1 for none.
    full : bool array
        The node has more likely neighbours than edges.
    """

    a: np.ndarray
    b: np.ndarray
    p: np.ndarray
    outlets: list[tuple[int, ...]]
    given: np.ndarray
    full: np.ndarray


@dataclass
class _Node:
    """One node or several joined ones; an edge is (sum of p, pairs, pairs of two full nodes)."""

    size: int
    full: int
    given: int
    outlets: dict[int, int]
    edges: dict[int, tuple[int, int, int]] = field(default_factory=dict)


def communities(graph: Graph, threshold: int, twice: int, *, apart: bool = False) -> np.ndarray:
    """Return the group of each node: the number of its first node.

    Parameters
    ----------
    graph : Graph
    threshold : int
        Millionths; a pair less likely than this speaks against a group.
    twice : int
        Millionths taken off for each pair of one outlet in a group.
    apart : bool
        No outlet stands in a group twice, unless it was given so.

    Returns
    -------
    int64 array
        Depends on the order of nodes where two moves are worth the same: the lower number wins.
    """
    nodes, member = _given_joined(_nodes(graph))
    rules = _Rules(threshold, twice, apart)
    home = list(range(len(nodes)))
    for _ in range(_ROUNDS):
        moved = _moved(nodes, home, rules)
        joined, into = _joined(nodes, home)
        places = list(range(len(joined)))
        merged = _moved(joined, places, rules)
        home = _renamed([places[into[node]] for node in range(len(nodes))])
        if not merged and not moved:
            break
    group = np.asarray(home, np.int64)[member]
    first = np.full(len(nodes), len(group), np.int64)
    np.minimum.at(first, group, np.arange(len(group)))
    found: np.ndarray = first[group]
    return found


@dataclass(frozen=True)
class _Rules:
    threshold: int
    twice: int
    apart: bool

    def worth(self, node: _Node, other: _Node, edge: tuple[int, int, int]) -> int | None:
        """Return what joining the two adds, or None where they may not be joined."""
        likely, pairs, both_full = edge
        if node.given >= 0 and other.given >= 0:
            return None
        few, many = sorted((node.outlets, other.outlets), key=len)
        same = sum(count * many.get(outlet, 0) for outlet, count in few.items())
        if same and self.apart:
            return None
        known = node.size * other.size - node.full * other.full + both_full
        if node.given >= 0 or other.given >= 0:
            # A group that someone gave may be wider than ours: only what is seen counts.
            known = pairs
        return likely - self.threshold * known - self.twice * same


def _nodes(graph: Graph) -> list[_Node]:
    nodes = [
        _Node(1, int(full), int(given), _counted(outlets))
        for full, given, outlets in zip(graph.full.tolist(), graph.given.tolist(), graph.outlets, strict=True)
    ]
    for a, b, p in zip(graph.a.tolist(), graph.b.tolist(), graph.p.tolist(), strict=True):
        edge = (p, 1, nodes[a].full & nodes[b].full)
        nodes[a].edges[b] = edge
        nodes[b].edges[a] = edge
    return nodes


def _counted(outlets: Iterable[int]) -> dict[int, int]:
    return dict.fromkeys(outlets, 1)


def _given_joined(nodes: list[_Node]) -> tuple[list[_Node], np.ndarray]:
    """Join the nodes of each given group for good."""
    first: dict[int, int] = {}
    home = [first.setdefault(n.given, i) if n.given >= 0 else i for i, n in enumerate(nodes)]
    joined, into = _joined(nodes, home)
    return joined, np.asarray(into, np.int64)


def _moved(nodes: list[_Node], home: list[int], rules: _Rules) -> bool:
    """Move nodes to the group where they are worth most until none moves; say whether any did."""
    groups: dict[int, _Node] = {}
    for node, place in enumerate(home):
        groups.setdefault(place, _Node(0, 0, -1, {}))
        _add(groups[place], nodes[node], 1)
    empty = max(home, default=0) + 1
    ever, queue, waiting = False, list(range(len(nodes))), [True] * len(nodes)
    while queue:
        later: list[int] = []
        for node in queue:
            waiting[node] = False
            this = nodes[node]
            if this.given >= 0:
                continue
            old = home[node]
            _add(groups[old], this, -1)
            ties: dict[int, tuple[int, int, int]] = {}
            for other, edge in this.edges.items():
                place = home[other]
                have = ties.get(place)
                ties[place] = edge if have is None else (
                    have[0] + edge[0], have[1] + edge[1], have[2] + edge[2]
                )  # fmt: skip
            best, place = 0, -1
            for candidate in sorted(ties):
                worth = rules.worth(this, groups[candidate], ties[candidate])
                if worth is not None and (worth > best or (worth == best > 0 and candidate == old)):
                    best, place = worth, candidate
            if place < 0:
                # Alone: where it was, if nobody else is there.
                place = old if not groups[old].size else empty
                empty += place == empty
                groups.setdefault(place, _Node(0, 0, -1, {}))
            _add(groups[place], this, 1)
            home[node] = place
            if place != old:
                ever = True
                for other in this.edges:
                    if home[other] != place and not waiting[other]:
                        waiting[other] = True
                        later.append(other)
        queue = sorted(later)
    return ever


def _add(group: _Node, node: _Node, sign: int) -> None:
    group.size += sign * node.size
    group.full += sign * node.full
    if node.given >= 0:
        group.given = node.given
    for outlet, count in node.outlets.items():
        left = group.outlets.get(outlet, 0) + sign * count
        if left:
            group.outlets[outlet] = left
        else:
            group.outlets.pop(outlet, None)


def _joined(nodes: list[_Node], home: list[int]) -> tuple[list[_Node], list[int]]:
    """Return a node a group, and which one each node went into."""
    into = _renamed(home)
    joined = [_Node(0, 0, -1, {}) for _ in range(max(into, default=-1) + 1)]
    for node, place in zip(nodes, into, strict=True):
        _add(joined[place], node, 1)
        edges = joined[place].edges
        for other, edge in node.edges.items():
            there = into[other]
            if there != place:
                have = edges.get(there)
                edges[there] = edge if have is None else (
                    have[0] + edge[0], have[1] + edge[1], have[2] + edge[2]
                )  # fmt: skip
    return joined, into


def _renamed(home: list[int]) -> list[int]:
    """Return groups numbered in order of their first node.

    >>> _renamed([7, 3, 7])
    [0, 1, 0]
    """
    names: dict[int, int] = {}
    return [names.setdefault(place, len(names)) for place in home]
