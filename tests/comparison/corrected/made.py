"""Scores of stance from a few counts an article, for the tests of corrected shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

MILLION = 1_000_000
MEASURES = ("stance.negative", "stance.neutral", "stance.positive")


def stance_scores(
    outlet: str, counts: Sequence[Sequence[int]], *, event: str | None = None, **columns: object
) -> pd.DataFrame:
    """Return a table with an article for each (negative, neutral, positive)."""
    rows = [
        (f"{outlet}-{event or 'e'}-{k:03d}", measure, sum(three), three[place] * MILLION)
        for k, three in enumerate(counts)
        for place, measure in enumerate(MEASURES)
    ]
    table = pd.DataFrame(rows, columns=["article", "measure", "hits", "weight"])
    table = table.assign(
        outlet=outlet,
        event=event,
        genre="news",
        part="body",
        voice="outlet",
        target="Ruiz",
        unit="share",
        tokens=80,
    )
    return table.assign(**columns)


def random_stance(sizes: dict[str, int], seed: int, **columns: object) -> pd.DataFrame:
    """Return scores of articles with some mentions each."""
    rng = np.random.default_rng(seed)
    parts = []
    for outlet, n in sizes.items():
        shares = rng.dirichlet([2.0, 2.0, 2.0])
        counts = rng.multinomial(rng.integers(1, 8, n), shares)
        parts.append(stance_scores(outlet, counts.tolist(), **columns))
    return pd.concat(parts, ignore_index=True)
