"""Axes: how often intervals hold, how many axes can be read with so many articles, false alarms, planted.

    python benchmarks/quality_axes.py [rounds]

Articles of like words are drawn for the intervals. How many axes can be read is asked of real articles of a
topic (left out without ../shared). For false alarms labels are dealt at random over articles of the bundled
corpus; planted, words of the low end are put into one group's.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd

import framing as fr
from framing.comparison.axes.reading import shipped
from framing.comparison.axes.table import departure, ends, learned

#: Articles of a group and of the rest, event by event.
LAYOUTS = {
    "5 and 10 in one event": [(5, 10)],
    "12 and 26 in one event": [(12, 26)],
    "1 and 2 in 5 events": [(1, 2)] * 5,
    "1 and 5 in 4 events": [(1, 5)] * 4,
    "1 and 1 in 8 events": [(1, 1)] * 8,
    "1 and 3 in 10 events": [(1, 3)] * 10,
    "1 and 1 in 12 events": [(1, 1)] * 12,
    "2 and 4 in 5 events": [(2, 4)] * 5,
    "1 and 4, 1 and 4, 2 and 4": [(1, 4), (1, 4), (2, 4)],
}
#: Articles of one topic that vectors are learned from; topics.
SIZES, TOPICS = (30, 60, 120, 240), 4
ARTICLES = Path(__file__).parents[2] / "shared" / "data" / "allsides" / "articles.jsonl.gz"


def axes(simulations: int = 0, seed: int = 1, rounds: int = 40) -> bool:
    """Print axes of the bundled corpus, false alarms and what is found; say whether alarms stay near .05."""
    warnings.simplefilter("ignore", fr.FramingWarning)
    held = _coverage(seed)
    _known(seed)
    articles, _ = fr.load(fr.example("carney-beijing-2026"), progress=False)
    begun = time.perf_counter()
    found = fr.axes(articles)
    print(f"{len(articles)} articles (invented text), {len(found)} rows, {time.perf_counter() - begun:.1f} s")
    columns = ["group", "axis", "difference", "low", "high", "p", "quality", "words_low", "words_high"]
    print(found[columns].to_string(max_colwidth=40))
    rng = np.random.default_rng(seed)
    alarms = []
    news = articles[articles["genre"].isin(["news", "unknown"])].drop(columns="event").assign(copy_group=None)
    for size in (12, 33):
        null, planted = [], []
        for _ in range(rounds):
            some = news.sample(min(size, len(news)), random_state=int(rng.integers(1 << 31)))
            third = len(some) // 3
            dealt = some.assign(outlet=rng.permutation(["a"] * third + ["b"] * (len(some) - third)))
            null.append(_p(dealt))
            text = dealt["text"].where(dealt["outlet"] == "b", dealt["text"].map(_colder))
            planted.append(_p(dealt.assign(text=text)))
        for name, p in (("labels at random", null), ("planted in warmth", planted)):
            table = pd.concat(p)
            mine = table if name.startswith("labels") else table[table["axis"] == "warmth"]
            # An axis whose words the vectors lack has no p and is no test.
            tested = mine[(mine["group"] == "a") & mine["p"].notna()]
            if tested.empty:
                print(f"{size} articles, {name}: no axis can be read")
                continue
            rate, again = (tested["p"] <= 0.05).mean(), (tested["intensity_p"] <= 0.05).mean()
            print(f"{size} articles, {name}: p <= .05 in {rate:.3f} (intensity {again:.3f}) of {len(tested)}")
            alarms += [(rate, len(tested)), (again, len(tested))] if name.startswith("labels") else []
    # So far may a rate of .05 lie from it by chance alone in one of a hundred runs.
    return held and all(rate <= 0.05 + 2.33 * (0.05 * 0.95 / tests) ** 0.5 for rate, tests in alarms)


def _coverage(seed: int, columns: int = 1000) -> bool:
    """Print how often the 95 % interval holds the truth, nought; say whether it does in nine of ten."""
    rng = np.random.default_rng(seed)
    least = 1.0
    for name, layout in LAYOUTS.items():
        event = np.concatenate([np.full(own + rest, i) for i, (own, rest) in enumerate(layout)])
        mine = np.concatenate([np.arange(own + rest) < own for own, rest in layout])
        size = len(event)
        x, d = 100 * rng.normal(size=(size, columns)), np.full(size, 100.0)
        found = departure(x, d, mine, event, np.arange(size), [f"{i:03}" for i in range(size)], seed, 199)
        alarms = (found.p <= 0.05).mean()
        if np.isnan(found.low).all():
            print(f"{name}: no interval; p <= .05 in {alarms:.3f}")
            continue
        rate = ((found.low <= 0) & (found.high >= 0)).mean()
        least = min(least, rate)
        print(f"{name}: the interval holds nought in {rate:.3f}; p <= .05 in {alarms:.3f}")
    return least >= 0.9


def _known(seed: int) -> None:
    """Print how many of the shipped axes vectors learned from so many articles of one topic can be read."""
    if not ARTICLES.exists():
        print(f"axes by number of articles: {ARTICLES.name} of ../shared is not here")
        return
    topics = defaultdict(list)
    with gzip.open(ARTICLES, "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            topics[row["topic"]].append(row["text"])
    largest = sorted(topics, key=lambda topic: (-len(topics[topic]), topic))[:TOPICS]
    for size in SIZES:
        some = [random.Random(seed).sample(topics[topic], size) for topic in largest]
        found = [[ends(axis, known) for axis in shipped().values()] for known in map(learned, some)]
        read = [sum(not end.why for end in each) for each in found]
        words = [sum(np.isfinite(end.quality) for end in each) for each in found]
        print(
            f"{size} articles, {TOPICS} topics, {len(shipped())} axes: "
            f"words enough {np.mean(words):.1f}, readable {np.mean(read):.1f} ({min(read)} to {max(read)})"
        )


def _p(articles: pd.DataFrame) -> pd.DataFrame:
    return fr.axes(articles, wire="keep", draws=199)[["group", "axis", "p", "intensity_p"]]


def _colder(text: str) -> str:
    """Put a cold sentence behind each paragraph."""
    return text.replace("\n\n", " The tone was hostile, tense and cold.\n\n")


if __name__ == "__main__":
    axes(rounds=int(sys.argv[1]) if len(sys.argv) > 1 else 40)
