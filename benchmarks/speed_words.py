"""Speed of counting words: keyness of four groups against scikit-learn's counter with numpy, in the same run.

    python benchmarks/speed_words.py [--rounds 5] [--articles 10000]

Processor seconds, medians of rounds in which each contender runs once in turn: others who use the machine
count for little. Real articles stand in ``../shared``; where they are absent the run says so and ends.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

ARTICLES = (
    Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
)
GROUPS = 4
PRIOR = 500.0
#: Times as fast as the peer, and seconds that intervals of the 500 strongest terms may add.
AIM, MORE = 2.0, 2.0

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")


def peer(frame) -> object:
    """Count words with scikit-learn, then log odds and z of each group against the rest with numpy."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    counts = CountVectorizer().fit_transform(frame["title"] + " " + frame["text"])
    group = frame["group"].to_numpy()
    total = np.asarray(counts.sum(axis=0)).ravel()
    prior = PRIOR * total / total.sum()
    found = []
    for name in np.unique(group):
        a = np.asarray(counts[group == name].sum(axis=0)).ravel()
        b = total - a
        odds = [np.log((y + prior) / (y.sum() + PRIOR - y - prior)) for y in (a, b)]
        z = (odds[0] - odds[1]) / np.sqrt(1 / (a + prior) + 1 / (b + prior))
        found.append(np.argsort(-z))
    return found


def main() -> int:
    """Print medians; return 1 if an aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    if not ARTICLES.is_file():
        print("skipped: the articles (../shared/data/allsides) are not beside the project")
        return 0
    import pandas as pd

    import framing as fr

    warnings.simplefilter("ignore", fr.FramingWarning)
    frame = pd.read_json(ARTICLES, lines=True, nrows=options.articles)[["id", "outlet", "title", "text"]]
    frame = frame.astype({"id": "str"}).assign(title=lambda t: t["title"].fillna(""))
    outlets = {name: place % GROUPS for place, name in enumerate(sorted(frame["outlet"].unique()))}
    frame["group"] = ["abcd"[outlets[name]] for name in frame["outlet"]]
    size = (frame["text"].str.len().sum() + frame["title"].str.len().sum()) / 1e6
    # As the others: function words and rare ones too.
    every: dict[str, Any] = {"stop": None, "least_articles": 0}
    contenders: dict[str, Callable[[], object]] = {
        "CountVectorizer and numpy log odds": lambda: peer(frame),
        "framing.keyness, every column but intervals": lambda: fr.keyness(
            frame, by="group", intervals=0, **every
        ),
        "framing.keyness, and 500 intervals a group": lambda: fr.keyness(frame, by="group", **every),
        "framing.keyness of bigrams": lambda: fr.keyness(frame, by="group", ngram=2, **every),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, call in contenders.items():
            start = time.process_time()
            call()
            seconds[name].append(time.process_time() - start)
    median = {name: statistics.median(values) for name, values in seconds.items()}
    theirs, bare, full, *_ = median.values()
    print(f"{len(frame):,} articles, {size:.0f} MB, {GROUPS} groups, whole vocabulary; processor seconds")
    for name, value in median.items():
        print(f"  {name:<46}{value:7.2f}")
    print(f"  as fast as the peer: {theirs / bare:.2f}x (aim {AIM:g}x)")
    print(f"  intervals add {full - bare:.2f} s (aim {MORE:g} s)")
    return int(theirs / bare < AIM or full - bare > MORE)


if __name__ == "__main__":
    sys.exit(main())
