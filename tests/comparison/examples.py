"""Small scores tables, made from a few numbers, for the tests of comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd


def rows(
    outlet: str,
    counts: Sequence[tuple[int, int]],
    *,
    measure: str = "hedges",
    unit: str = "per_1000",
    event: str | None = None,
    weights: Sequence[int] | None = None,
    **columns: object,
) -> pd.DataFrame:
    """Return a table with an article for each (hits, tokens)."""
    hits = [h for h, _ in counts]
    table = pd.DataFrame(
        {
            "article": [f"{outlet}-{event or 'e'}-{number:03d}" for number in range(len(counts))],
            "outlet": outlet,
            "event": event,
            "genre": "news",
            "part": "body",
            "voice": "outlet",
            "measure": measure,
            "unit": unit,
            "hits": hits,
            "weight": weights if weights is not None else [h for h in hits],
            "tokens": [t for _, t in counts],
        }
    )
    return table.assign(**columns)


def random_scores(
    sizes: Mapping[str, int],
    seed: int,
    *,
    events: Sequence[str | None] = (None,),
    parts: Sequence[str] = ("headline", "lead", "body"),
    voices: Sequence[str] = ("outlet", "quoted"),
) -> pd.DataFrame:
    """Return scores of three measures, one of each kind of unit, with articles of uneven length."""
    rng = np.random.default_rng(seed)
    records = []
    for outlet, n in sizes.items():
        for number in range(n):
            event = events[int(rng.integers(len(events)))]
            for part in parts:
                for voice in voices:
                    tokens = int(rng.integers(5, 15) if part == "headline" else rng.integers(80, 600))
                    hits = rng.poisson(np.array([0.02, 0.03, 0.015]) * tokens)
                    weights = [
                        int(hits[0]),
                        int(rng.normal(0, 1_500_000) * hits[1]),
                        int(rng.binomial(hits[2], 0.4)),
                    ]
                    measures = (
                        ("hedges", "per_1000"),
                        ("tone.net", "net_per_1000"),
                        ("reporting.endorsing", "share"),
                    )
                    for (measure, unit), hit, weight in zip(measures, hits, weights, strict=True):
                        article = f"{outlet}{number:03d}"
                        place = (article, outlet, event, part, voice, measure, unit)
                        records.append((*place, int(hit), weight, tokens))
    names = ["article", "outlet", "event", "part", "voice", "measure", "unit", "hits", "weight", "tokens"]
    return pd.DataFrame(records, columns=names).assign(genre="news")


def pick(table: pd.DataFrame, **wanted: object) -> pd.Series:
    """Return the one row that has these values."""
    found = table
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1, f"{len(found)} rows for {wanted}"
    return found.iloc[0]
