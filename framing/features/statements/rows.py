"""From groups of sentences to the table: how each stands to the central one, and what ties them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.features.statements.grouping import Group
from framing.features.statements.likeness import VERBATIM
from framing.features.statements.matching import Index
from framing.features.statements.printing import Said
from framing.features.statements.reading import spelt
from framing.features.statements.sentences import Sentences

__all__ = ["rows"]

_PARTS = ("headline", "lead", "body")
#: So many ties are named.
_TIES = 6


def rows(
    frame: pd.DataFrame, sentences: Sentences, found: Index, groups: Sequence[Group], said_of: Said
) -> pd.DataFrame:
    """Return a row a sentence, statement by statement, the central one first."""
    ids, outlets = frame["id"].tolist(), frame["outlet"].tolist()
    at = np.array([sentence for group in groups for sentence in group.sentences], np.int64)
    row = sentences.row[at]
    said = said_of(at)
    size = [len(group.sentences) for group in groups]
    held = [sentences.row[group.sentences].tolist() for group in groups]
    there = np.concatenate([[len(set(rows_)), len({outlets[r] for r in rows_})] for rows_ in held]).reshape(
        -1, 2
    )
    keys = [_key(ids[sentences.row[group.sentences[0]]], sentences, group.sentences[0]) for group in groups]
    spelling = dict(zip(at.tolist(), spelt(said), strict=True))
    columns: dict[str, Any] = {
        "statement": np.repeat(np.array(keys, dtype=object), size),
        "article": frame["id"].to_numpy(dtype=object)[row],
        "outlet": frame["outlet"].to_numpy(dtype=object)[row],
        "part": np.array(_PARTS, dtype=object)[sentences.part[at]],
        "start": sentences.start[at],
        "end": sentences.end[at],
        "sentence": said,
        "similarity": [value for group in groups for value in group.likeness],
        "kind": [_kind(found, k, group.sentences[0]) for group in groups for k in group.sentences],
        "tie": [_tie(sentences, found, k, group, spelling[k]) for group in groups for k in group.sentences],
        "articles": np.repeat(there[:, 0], size),
        "outlets": np.repeat(there[:, 1], size),
    }
    for name in ("event", "copy_group", "provenance"):
        columns[name] = pd.Series(frame[name].to_numpy(dtype=object)[row], dtype="str")
    return pd.DataFrame(columns)


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
    return "verbatim" if shared >= VERBATIM * max(min(len(a), len(b)), 1) and shared else "paraphrase"


def _tie(sentences: Sentences, found: Index, sentence: int, group: Group, spelling: dict[str, str]) -> str:
    node, centre = int(found.of[sentence]), int(found.of[group.sentences[0]])
    own = _held(found.terms, node)
    if sentence == group.sentences[0]:
        # It has no other to be tied to: what at least half of the others share with it stands there.
        others = [_held(found.terms, int(found.of[other])) for other in group.sentences[1:]]
        kept = 2 * sum(np.isin(own, other).astype(int) for other in others) >= len(others)
    else:
        kept = np.isin(own, _held(found.terms, centre))
    weight = found.terms.data[found.terms.indptr[node] : found.terms.indptr[node + 1]]
    names = [sentences.terms[term] for term in own[kept].tolist()]
    ranked = sorted(zip(np.round(weight[kept], 6).tolist(), names, strict=True), key=lambda x: (-x[0], x[1]))
    return "; ".join([spelling[name] for _, name in ranked if name in spelling][:_TIES])
