"""News in which some articles are on one event: groups of one topic and one day, and what was read of them.

    part(group) -> train, dev or kept: by a hash of the group, never changed; nothing is tuned on what is kept

A topic and a day make noisy labels: of 548 groups of three that were read, 87 can't be told, and of the
other 461 all three articles are on one event in 179. `event_labels/read.csv` holds ids alone, and the same
number for the same story of a group.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
LABELS = Path(__file__).resolve().parent / "event_labels"
#: Two groups of one topic within so many days may be one event: they are never used against each other.
NEAR = 7


def part(group: str) -> str:
    """Return the part of the data a group is in: 60, 15 and 25 of 100."""
    place = int(hashlib.sha256(f"events:{group}".encode()).hexdigest()[:8], 16) % 100
    return "train" if place < 60 else "dev" if place < 75 else "kept"


@cache
def articles() -> pd.DataFrame:
    """Return all articles in order of id, with `group`, `part` and `day`."""
    with gzip.open(SOURCE, "rt", encoding="utf8") as stream:
        frame = pd.DataFrame([json.loads(line) for line in stream])
    frame = frame.sort_values("id", ignore_index=True)
    frame["group"] = frame["topic"] + "|" + frame["date"]
    frame["part"] = frame["group"].map({g: part(g) for g in frame["group"].unique()})
    frame["day"] = pd.to_datetime(frame["date"]).map(lambda d: d.toordinal())
    return frame


def read_by_hand(name: str) -> list[tuple[np.ndarray, tuple[int, ...]]]:
    """Return groups of three that were read: rows of `articles`, and the story of each."""
    table = pd.read_csv(LABELS / "read.csv", dtype={"id": "str"})
    rows = pd.Index(articles()["id"]).get_indexer(table["id"])
    table = table.assign(row=rows)[table["part"] == name]
    return [(g["row"].to_numpy(), tuple(g["story"])) for _, g in table.groupby("group", sort=True)]


def same_story(name: str) -> list[np.ndarray]:
    """Return the groups of three that are on one event, no two of a topic within a week."""
    frame, found, seen = articles(), [], []
    groups = [rows for rows, story in read_by_hand(name) if len(set(story)) == 1]
    for rows in sorted(groups, key=lambda r: (frame["day"][r[0]], r[0])):
        topic, day = frame["topic"][rows[0]], frame["day"][rows[0]]
        if not any(t == topic and abs(day - d) <= NEAR for t, d in seen):
            seen.append((topic, day))
            found.append(rows)
    return found


def threes(name: str, seed: int) -> list[np.ndarray]:
    """Return three articles of different outlets from each group of a part that has so many."""
    frame, rng, found = articles(), np.random.default_rng(seed), []
    mine = frame[frame["part"] == name]
    for _, rows in sorted(mine.groupby("group").groups.items()):
        order = rng.permutation(np.asarray(rows))
        _, first = np.unique(frame["outlet"].to_numpy(str)[order], return_index=True)
        if len(first) >= 3:
            found.append(order[np.sort(first)][:3])
    return found


def alike(name: str, seed: int, least: float = 0.2) -> list[np.ndarray]:
    """Return those of `threes` in which every two are alike by plain TF-IDF: most are on one event.

    Chosen by likeness, so no measure of what is unlike; no two on one topic, or alike, within a week.
    """
    frame = articles()
    groups = threes(name, seed)
    rows = np.concatenate(groups)
    texts = (frame["title"] + "\n" + frame["text"]).to_numpy(object)[rows]
    matrix = plain(list(texts))
    found: list[int] = []
    for i in range(len(groups)):
        mine = (matrix[3 * i : 3 * i + 3] @ matrix[3 * i : 3 * i + 3].T).toarray()
        if min(mine[a, b] for a, b in combinations(range(3), 2)) < least:
            continue
        day = frame["day"][groups[i][0]]
        near = [j for j in found if abs(frame["day"][groups[j][0]] - day) <= NEAR]
        close = [
            j
            for j in near
            if frame["topic"][groups[j][0]] == frame["topic"][groups[i][0]]
            or (matrix[3 * i : 3 * i + 3] @ matrix[3 * j : 3 * j + 3].T).max() >= least
        ]
        if not close:
            found.append(i)
    return [groups[i] for i in found]


def plain(texts: Sequence[str]) -> csr_matrix:
    """Return rows of plain TF-IDF, as anyone would make them first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english").fit_transform(texts)


def drawn(groups: list[np.ndarray], events: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Return articles of some groups without dates, in no order, and the group of each."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(groups), min(events, len(groups)), replace=False)
    rows = np.concatenate([groups[g] for g in chosen])
    gold = np.repeat(np.arange(len(chosen)), [len(groups[g]) for g in chosen])
    order = rng.permutation(len(rows))
    frame = articles().loc[rows[order], ["id", "outlet", "title", "text"]].reset_index(drop=True)
    return frame, gold[order]


def pair_scores(found: np.ndarray, gold: np.ndarray) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs that are put together.

    >>> pair_scores(np.array([0, 0, 0]), np.array([0, 0, 1]))
    (0.3333333333333333, 1.0, 0.5)
    """
    found, gold = pd.factorize(found)[0], pd.factorize(gold)[0]

    def pairs(codes: np.ndarray) -> int:
        size = np.bincount(codes)
        return int((size * (size - 1) // 2).sum())

    both = pairs(pd.factorize(found.astype(np.int64) * (gold.max() + 1) + gold)[0])
    ours, theirs = pairs(found), pairs(gold)
    return both / max(ours, 1), both / max(theirs, 1), 2 * both / max(ours + theirs, 1)
