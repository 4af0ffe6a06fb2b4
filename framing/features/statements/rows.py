"""From groups of sentences to the table: the central sentence, how near each is to it, what ties them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.features.statements.matching import Index
from framing.features.statements.sentences import Sentences, spelt

__all__ = ["Group", "central", "rows"]

_PARTS = ("headline", "lead", "body")
#: So many ties are named.
_TIES = 6
#: Share of the shorter sentence's neighbouring terms that stand side by side in the other too.
_VERBATIM = 0.6


class Group(NamedTuple):
    """A statement: its sentences, the central one, and each one's likeness to it."""

    sentences: list[int]
    centre: int
    likeness: dict[int, float]


def central(nodes: Sequence[int], counts: np.ndarray, scored: dict[tuple[int, int], float]) -> int:
    """Return the node most like all others of its group, each weighed by how many sentences it stands for."""

    def fit(node: int) -> float:
        likeness = sum(int(counts[o]) * scored.get(_pair(node, o), 0.0) for o in nodes if o != node)
        # Rounded: equal but for the last digit is equal, and then the first one leads.
        return round(likeness + int(counts[node]) - 1, 6)

    return max(nodes, key=lambda node: (fit(node), -node))


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def rows(frame: pd.DataFrame, sentences: Sentences, found: Index, groups: Sequence[Group]) -> pd.DataFrame:
    """Return a row a sentence, statement by statement, the central one first."""
    ids, outlets = frame["id"].tolist(), frame["outlet"].tolist()
    titles, texts = frame["title"].tolist(), frame["text"].tolist()
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    at: list[int] = []

    def printed(sentence: int) -> str:
        row, part = sentences.row[sentence], sentences.part[sentence]
        text: str = (titles if part == 0 else texts)[row]
        return text[sentences.start[sentence] : sentences.end[sentence]]

    listed = [sentence for group in groups for sentence in group.sentences]
    said = [printed(sentence) for sentence in listed]
    forms = iter(spelt(said))
    shown = iter(said)
    for group in groups:
        key = _key(ids[sentences.row[group.centre]], sentences, group.centre)
        there = [int(sentences.row[sentence]) for sentence in group.sentences]
        spelling = {sentence: next(forms) for sentence in group.sentences}
        for sentence in group.sentences:
            row = int(sentences.row[sentence])
            at.append(row)
            columns["statement"].append(key)
            columns["article"].append(ids[row])
            columns["outlet"].append(outlets[row])
            columns["part"].append(_PARTS[sentences.part[sentence]])
            columns["start"].append(int(sentences.start[sentence]))
            columns["end"].append(int(sentences.end[sentence]))
            columns["sentence"].append(next(shown))
            columns["similarity"].append(group.likeness[sentence])
            columns["kind"].append(_kind(found, sentence, group.centre))
            columns["tie"].append(_tie(sentences, found, sentence, group, spelling[sentence]))
            columns["articles"].append(len(set(there)))
            columns["outlets"].append(len({outlets[r] for r in there}))
    table = pd.DataFrame(columns)
    for name in ("event", "copy_group", "provenance"):
        table[name] = pd.Series(frame[name].to_numpy(dtype=object)[np.array(at, np.int64)], dtype="str")
    return table


_COLUMNS = (
    "statement", "article", "outlet", "part", "start", "end", "sentence", "similarity", "kind", "tie",
    "articles", "outlets",
)  # fmt: skip


def _key(article: str, sentences: Sentences, sentence: int) -> str:
    part = "headline" if sentences.part[sentence] == 0 else "text"
    place = f"{article}\0{part}\0{sentences.start[sentence]}\0{sentences.end[sentence]}"
    return hashlib.blake2b(place.encode("utf8"), digest_size=8).hexdigest()


def _held(matrix: Any, node: int) -> np.ndarray:
    found: np.ndarray = matrix.indices[matrix.indptr[node] : matrix.indptr[node + 1]]
    return found


def _kind(found: Index, sentence: int, centre: int) -> str:
    if sentence == centre:
        return "central"
    one, other = int(found.of[sentence]), int(found.of[centre])
    if one == other:
        return "verbatim"
    a, b = _held(found.doubles, one), _held(found.doubles, other)
    shared = len(np.intersect1d(a, b))
    return "verbatim" if shared >= _VERBATIM * max(min(len(a), len(b)), 1) and shared else "paraphrase"


def _tie(sentences: Sentences, found: Index, sentence: int, group: Group, spelling: dict[str, str]) -> str:
    node, centre = int(found.of[sentence]), int(found.of[group.centre])
    own = _held(found.terms, node)
    if sentence == group.centre:
        # It has no other to be tied to: what at least half of the others share with it stands there.
        others = [_held(found.terms, int(found.of[other])) for other in group.sentences if other != sentence]
        counts = sum(np.isin(own, other).astype(int) for other in others)
        kept = 2 * counts >= len(others)
    else:
        kept = np.isin(own, _held(found.terms, centre))
    weight = found.terms.data[found.terms.indptr[node] : found.terms.indptr[node + 1]]
    names = [sentences.terms[term] for term in own[kept].tolist()]
    ranked = sorted(zip(np.round(weight[kept], 6).tolist(), names, strict=True), key=lambda x: (-x[0], x[1]))
    return "; ".join([spelling[name] for _, name in ranked if name in spelling][:_TIES])
