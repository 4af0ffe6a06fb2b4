"""From probable pairs to statements: groups without lines about the page, each with its centre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.features.statements.clusters import grouped
from framing.features.statements.forms import furniture
from framing.features.statements.matching import Index
from framing.features.statements.printing import Said
from framing.features.statements.sentences import Sentences

__all__ = ["Alike", "Group", "groups"]


class Alike(NamedTuple):
    """Pairs of nodes, the smaller first, and how probable it is that they say the same."""

    a: np.ndarray
    b: np.ndarray
    chance: np.ndarray


class Group(NamedTuple):
    """A statement: its sentences, the central one first, and each one's likeness to it."""

    sentences: list[int]
    likeness: list[float]


def groups(
    frame: pd.DataFrame, sentences: Sentences, found: Index, alike: Alike, threshold: float, said: Said
) -> list[Group]:
    """Return the statements of two outlets or more, in order of their first sentence."""
    outlet = frame["outlet"].astype("category").cat.codes.to_numpy()[sentences.row]
    stands = np.flatnonzero(found.of >= 0)
    stands = stands[np.argsort(found.of[stands], kind="stable")]
    edges = np.searchsorted(found.of[stands], np.arange(len(found.at) + 1))
    counts = np.diff(edges)
    alone, alike = _without_furniture(said, found, alike, counts, threshold)
    clusters = grouped(alike.a, alike.b, alike.chance, threshold)
    inside = {node for cluster in clusters for node in cluster}
    clusters += [[node] for node in alone.tolist() if node not in inside]
    scored = {
        (i, j): p
        for i, j, p in zip(alike.a.tolist(), alike.b.tolist(), alike.chance.tolist(), strict=True)
        if i in inside
    }
    statements = []
    for nodes in sorted(clusters):
        centre = _central(nodes, counts, scored)
        near = {node: 1.0 if node == centre else scored.get(_pair(node, centre), 0.0) for node in nodes}
        # Who is near enough to the others on average, but not to the centre, says something else.
        kept = [node for node in nodes if near[node] >= threshold]
        members = [
            (-near[node], int(k)) for node in kept for k in stands[edges[node] : edges[node + 1]].tolist()
        ]
        if len({int(outlet[k]) for _, k in members}) < 2:
            continue
        first = int(found.at[centre])
        members.sort(key=lambda member: (member[1] != first, member))
        statements.append(Group([k for _, k in members], [-p for p, _ in members]))
    return statements


def _without_furniture(
    said: Said, found: Index, alike: Alike, counts: np.ndarray, threshold: float
) -> tuple[np.ndarray, Alike]:
    """Return the nodes that are several sentences, and the pairs, of what isn't about the page."""
    near = alike.chance >= threshold
    asked = np.union1d(np.flatnonzero(counts > 1), np.concatenate([alike.a[near], alike.b[near]]))
    kept = np.zeros(len(counts), bool)
    kept[asked] = [not furniture(text) for text in said(found.at[asked])]
    some = kept[alike.a] & kept[alike.b]
    alone = np.flatnonzero(kept & (counts > 1))
    return alone, Alike(alike.a[some], alike.b[some], alike.chance[some])


def _central(nodes: Sequence[int], counts: np.ndarray, scored: dict[tuple[int, int], float]) -> int:
    """Return the node most like all others of its group, each weighed by how many sentences it stands for."""

    def fit(node: int) -> float:
        likeness = sum(int(counts[o]) * scored.get(_pair(node, o), 0.0) for o in nodes if o != node)
        # Rounded: equal but for the last digit is equal, and then the first one leads.
        return round(likeness + int(counts[node]) - 1, 6)

    return max(nodes, key=lambda node: (fit(node), -node))


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
