"""False alarms of axes, and what they find where a difference is planted, on articles of the bundled corpus.

    python benchmarks/quality_axes.py [rounds]

Labels are dealt at random over the articles, or, planted, words of the low end are put into one group's.
"""

from __future__ import annotations

import sys
import time
import warnings

import numpy as np
import pandas as pd

import framing as fr


def axes(simulations: int = 0, seed: int = 1, rounds: int = 40) -> bool:
    """Print axes of the bundled corpus, false alarms and what is found; say whether alarms stay near .05."""
    warnings.simplefilter("ignore", fr.FramingWarning)
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
            rate, again = (tested["p"] <= 0.05).mean(), (tested["intensity_p"] <= 0.05).mean()
            print(f"{size} articles, {name}: p <= .05 in {rate:.3f} (intensity {again:.3f}) of {len(tested)}")
            alarms += [(rate, len(tested)), (again, len(tested))] if name.startswith("labels") else []
    # So far may a rate of .05 lie from it by chance alone in one of a hundred runs.
    return all(rate <= 0.05 + 2.33 * (0.05 * 0.95 / tests) ** 0.5 for rate, tests in alarms)


def _p(articles: pd.DataFrame) -> pd.DataFrame:
    return fr.axes(articles, wire="keep", draws=199)[["group", "axis", "p", "intensity_p"]]


def _colder(text: str) -> str:
    """Put a cold sentence behind each paragraph."""
    return text.replace("\n\n", " The tone was hostile, tense and cold.\n\n")


if __name__ == "__main__":
    axes(rounds=int(sys.argv[1]) if len(sys.argv) > 1 else 40)
