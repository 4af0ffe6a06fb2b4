"""Tables of words such as a study makes, small and made up, for the tests of figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import schema

WORDS = (
    "regime", "trade", "friendly", "harbour", "win-win", "tariff", "crisis", "partner", "said", "the", "of",
    "may", "cooperation", "a rather long phrase of several words", "rights", "canola", "stability", "concern",
    "visit", "agreement", "market", "port", "could", "mutual", "respect", "debt", "union", "leader",
    "island", "talks",
)  # fmt: skip


def shift(outlets=("global_times", "xinhua"), provenance="illustrative", seed=3) -> pd.DataFrame:
    """Parts of a difference whose sums are right."""
    rng = np.random.default_rng(seed)
    n = len(WORDS)
    share = rng.dirichlet(np.ones(n), size=2)
    score = rng.normal(0, 2, n)
    part = (share[1] - share[0]) * score
    more, high = share[1] > share[0], score > 0
    names = np.where(high, "above, ", "below, ").astype(object) + np.where(more, "more used", "less used")
    frame = pd.DataFrame(
        {
            "a": outlets[0],
            "b": outlets[-1],
            "lexicon": "vader",
            "term": WORDS,
            "count_a": np.rint(900 * share[0]),
            "count_b": np.rint(1200 * share[1]),
            "n_a": 900,
            "n_b": 1200,
            "share_a": share[0],
            "share_b": share[1],
            "score": score,
            "contribution": part,
            "kind": names,
            "articles": 9,
            "n_articles_a": 9,
            "n_articles_b": 12,
            "value_a": (share[0] * score).sum(),
            "value_b": (share[1] * score).sum(),
            "difference": part.sum(),
            "difference_low": part.sum() - 0.4,
            "difference_high": part.sum() + 0.4,
            "reference": 0.0,
            "provenance": provenance,
            "note": "fragile: under 8 articles on a side, or 10 occurrences",
        }
    )
    return schema.check(frame, "shift")


def terms(outlets=("global_times", "xinhua"), provenance="illustrative", seed=4, words=WORDS) -> pd.DataFrame:
    """Terms of each outlet against the rest."""
    rng = np.random.default_rng(seed)
    blocks = []
    for outlet in outlets:
        n = len(words)
        count, rest = rng.poisson(rng.gamma(1.2, 9, n)) + 1, rng.poisson(rng.gamma(1.2, 14, n))
        odds = np.log((count + 0.5) / 900) - np.log((rest + 0.5) / 1500)
        error = np.sqrt(1 / (count + 0.5) + 1 / (rest + 0.5))
        bare = np.arange(n) % 5 == 4
        blocks.append(
            pd.DataFrame(
                {
                    "group": outlet,
                    "against": "rest",
                    "term": words,
                    "count": count,
                    "count_rest": rest,
                    "n": 900,
                    "n_rest": 1500,
                    "articles": np.minimum(count, 9),
                    "articles_rest": np.minimum(rest, 16),
                    "n_articles": 9,
                    "n_articles_rest": 16,
                    "log_odds": odds,
                    "z": odds / error,
                    "low": np.where(bare, np.nan, odds - 2.3 * error),
                    "high": np.where(bare, np.nan, odds + 2.3 * error),
                    "dispersion": np.where(count > 1, rng.uniform(0, 1, n), np.nan),
                    "top_article_share": rng.uniform(0.1, 1, n),
                    "one_article": np.arange(n) % 6 == 2,
                    "provenance": provenance,
                    "note": np.where(bare, "none in xinhua: no interval", ""),
                }
            )
        )
    return schema.check(pd.concat(blocks, ignore_index=True), "terms")
