"""Learn what tells that two articles are on one event, and write the weights and the background.

    python -m training.events

Only the training part of `event_data` is learned from: groups read by hand, and, counted less, the rest of
its groups with labels that are guessed anew in each round (expectation and maximisation). Articles are met
in collections of 15 to 7,744, with and without titles, so that no threshold holds for one size alone.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.event_data import NEAR, articles, read_by_hand, threes
from framing.comparison.events.finding import read
from framing.comparison.events.pairs import (
    FEATURES,
    Background,
    Words,
    cosines,
    described,
    hashed,
    neighbours,
    weighted,
)
from framing.schema import check
from training.weights import packed

FOLDER = Path(__file__).resolve().parent.parent / "framing" / "comparison" / "events"
SEED = 5
#: What guessed labels count beside those read, the share of pairs of a group that are on one event (as read),
#: rounds, and the strength of the penalty.
GUESSED, SHARE, ROUNDS, STRENGTH = 0.3, 0.5, 3, 0.3
#: Set, not learned: pairs likelier than this speak for a group (from .25 to .4 the training part hardly
#: changes); what is taken off where an outlet stands in it twice; log odds of articles with dates:
#: on one day three in ten neighbours are on one event, on the next one in ten, later one in twenty.
THRESHOLD, TWICE, DATED, PER_DAY = 0.33, 0.02, 1.5, -0.5
#: Of the negatives of a large collection so many are kept.
THINNED = 0.25


class Sample(NamedTuple):
    """Pairs of one collection: features, 1 or 0 or -1 where it must be guessed, and what each counts."""

    features: np.ndarray
    label: np.ndarray
    counts: np.ndarray
    read: bool


def main() -> None:
    """Learn, and write both files."""
    frame = articles()
    words = read(check(frame[["id", "outlet", "title", "text"]], "articles"), np.arange(len(frame)))
    train = np.flatnonzero(frame["part"] == "train")
    labelled = read_by_hand("train")
    seen = set(frame["group"].to_numpy(object)[np.concatenate([rows for rows, _ in labelled])])
    # Labelled articles must not find their own words in the background.
    other = train[~frame["group"].iloc[train].isin(seen).to_numpy()]
    samples = list(collections(words, labelled, other, train, counted(words, other)))
    bias, weights = learned(samples)
    table = counted(words, train)
    gaps = np.diff(table.hashes.astype(np.int64), prepend=0).astype(np.uint32)
    arrays = {"gaps": gaps, "articles": table.articles.astype(np.uint16), "size": np.int64(table.size)}
    (FOLDER / "background.npz").write_bytes(packed(**arrays))
    lines = [
        "# How likely two articles are on one event, and how groups are made: by training/events.py.",
        f"bias = {bias:.6f}", f"threshold = {THRESHOLD}", f"twice = {TWICE}", f"dated = {DATED}",
        f"per_day = {PER_DAY}", "", "[weights]",
        *(f"{name} = {weight:.6f}" for name, weight in zip(FEATURES, weights, strict=True)),
        "", "[card]",
        'data = "Article-Bias-Prediction (articles of AllSides; Baly and others 2020), part train"',
        'licence = "Apache-2.0"',
        f"groups_read = {len(labelled)}", f"pairs_read = {3 * len(labelled)}", f"seed = {SEED}",
        'error = "benchmarks/quality_events.py prints it, on groups that were kept back"',
    ]  # fmt: skip
    (FOLDER / "weights.toml").write_text("\n".join(lines) + "\n", "utf8")
    print("\n".join(lines))


def counted(words: Words, rows: np.ndarray) -> Background:
    """Return in how many of some articles each word stands, words of a single one left out."""
    some = words.rows(rows)
    articles_with = np.bincount(some.term, minlength=len(words.terms))
    kept = articles_with >= 2
    hashes, known = hashed(words.terms)[kept], articles_with[kept]
    order = np.argsort(hashes, kind="stable")
    first = np.append(True, np.diff(hashes[order]) > 0)
    return Background(hashes[order][first], known[order][first], len(rows))


def collections(
    words: Words, labelled: list, other: np.ndarray, train: np.ndarray, table: Background
) -> Iterator[Sample]:
    """Yield the pairs of many collections of articles."""
    rng = np.random.default_rng(SEED)
    story = {
        int(r): (g, s) for g, (rows, named) in enumerate(labelled) for r, s in zip(rows, named, strict=True)
    }
    rest = [rows for rows in threes("train", SEED) if np.isin(rows, other).all()]
    read_all = np.concatenate([rows for rows, _ in labelled])
    whole = [rows for rows, named in labelled if len(set(named)) == 1]

    def of(groups: list[np.ndarray], size: int) -> np.ndarray:
        return np.concatenate([groups[g] for g in rng.choice(len(groups), size, replace=False)])

    groups = [rows for rows, _ in labelled]
    plans = [(read_all, 1.0, None), (read_all, 0.5, 0.0), (read_all, 0.5, 0.6)]
    for size, times, count in ((100, 4, 0.25), (30, 10, 0.1), (10, 20, 0.15), (5, 20, 0.15)):
        plans += [(of(groups, size), count, None if n % 3 else 0.0) for n in range(times)]
    plans += [(of(whole, 70), 0.25, None) for _ in range(4)] + [(of(whole, 10), 0.1, None) for _ in range(10)]
    plans += [(of(rest, 100), 0.25, None) for _ in range(8)] + [(of(rest, 10), 0.1, None) for _ in range(20)]
    # Where nothing is on one event, nothing must be found.
    one = np.array([rows[0] for rows in rest])
    for size, times, count in ((12, 60, 0.5), (30, 30, 0.5), (300, 4, 0.5)):
        plans += [(rng.choice(one, size, replace=False), count, None) for _ in range(times)]
    plans += [(train, 1.0, None), (train, 0.5, 0.0)]
    for rows, count, titled in plans:
        rows = np.sort(rows)
        some = words.rows(rows)
        if titled is not None:
            some = _untitled(some, rng.random(len(rows)) < titled)
        yield _sample(some, rows, story, table, count, rng)
        print(".", end="", file=sys.stderr, flush=True)


def _untitled(words: Words, kept: np.ndarray) -> Words:
    row = np.repeat(np.arange(len(words)), np.diff(words.start))
    title = np.where(kept[row], words.title, 0).astype(np.uint8)
    return dataclasses.replace(words, title=title, titled=words.titled & kept)


def _sample(
    words: Words, rows: np.ndarray, story: dict, table: Background, count: float, rng: np.random.Generator
) -> Sample:
    frame = articles()
    data = weighted(words, table)
    pairs = neighbours(data, np.full(len(rows), np.nan), np.inf)
    told = described(data, pairs, cosines(data, pairs))
    a, b = rows[pairs.a[told.kept]], rows[pairs.b[told.kept]]
    group, day = frame["group"].to_numpy(object), frame["day"].to_numpy()
    known = np.array([x in story and y in story and story[x][0] == story[y][0]
                      for x, y in zip(a.tolist(), b.tolist(), strict=True)], bool)  # fmt: skip
    label = np.full(len(a), -2)
    label[(group[a] == group[b]) & ~known] = -1
    label[(group[a] != group[b]) & (np.abs(day[a] - day[b]) > NEAR)] = 0
    for i in np.flatnonzero(known).tolist():
        label[i] = story[int(a[i])] == story[int(b[i])]
    counts = np.full(len(a), count)
    if len(rows) > 5000:
        easy = (label == 0) & ~known
        counts[easy] = np.where(rng.random(int(easy.sum())) < THINNED, count / THINNED, 0.0)
    use = (label > -2) & (counts > 0)
    sure = bool(known.any()) or not (label == -1).any()
    return Sample(told.features[use].astype(np.float64), label[use], counts[use], sure)


def learned(samples: list[Sample]) -> tuple[float, np.ndarray]:
    """Return the bias and the weights: first from what was read, then with guesses for the rest."""
    fitted = _fit([_weighed(s, s.label >= 0, s.label, 1.0) for s in samples if s.read])
    for _ in range(ROUNDS):
        parts = []
        for s in samples:
            parts.append(_weighed(s, s.label >= 0, s.label, 1.0 if s.read else GUESSED))
            unknown = s.label == -1
            if unknown.any():
                likely = _guessed(s.features[unknown] @ fitted[1] + fitted[0])
                for value, share in ((1, likely), (0, 1 - likely)):
                    parts.append(_weighed(s, unknown, np.full(len(s.label), value), GUESSED, share))
        fitted = _fit(parts)
    return fitted


def _weighed(
    s: Sample, rows: np.ndarray, label: np.ndarray, by: float, share: np.ndarray | float = 1.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return s.features[rows], label[rows], s.counts[rows] * by * share


def _guessed(total: np.ndarray) -> np.ndarray:
    """Return probabilities of pairs of one topic and day, so many likely as were read to be."""
    low, high = -4.0, 2.5
    for _ in range(30):
        middle = (low + high) / 2
        if (1 / (1 + np.exp(-total - middle))).mean() < SHARE:
            low = middle
        else:
            high = middle
    return 1 / (1 + np.exp(-total - middle))


def _fit(parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> tuple[float, np.ndarray]:
    features, label, counts = (np.concatenate(c) for c in zip(*parts, strict=True))
    mean = np.average(features, axis=0, weights=counts)
    spread = np.sqrt(np.average((features - mean) ** 2, axis=0, weights=counts)) + 1e-9
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000)
    fitted.fit((features - mean) / spread, label, sample_weight=counts)
    weights = fitted.coef_[0] / spread
    return float(fitted.intercept_[0] - weights @ mean), weights


if __name__ == "__main__":
    main()
