"""Made-up scores for the tests of power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd


def scored(
    sizes: Mapping[str, int],
    seed: int = 1,
    *,
    measures: Mapping[str, tuple[str, float]] | None = None,
    events: Sequence[str] = ("e",),
    times: Mapping[str, float] | None = None,
    voices: Sequence[str] = ("outlet",),
) -> pd.DataFrame:
    """Return scores of articles of uneven length and uneven rates.

    Parameters
    ----------
    sizes : mapping
        Articles of each outlet.
    measures : mapping
        Name to unit and hits a token.
    times : mapping
        By outlet, what its rates are multiplied by.
    """
    measures = measures or {"hedges": ("per_1000", 0.02)}
    rng = np.random.default_rng(seed)
    records = []
    for outlet, n in sizes.items():
        for number in range(n):
            event = events[number % len(events)]
            for voice in voices:
                tokens = int(rng.integers(150, 700))
                for measure, (unit, rate) in measures.items():
                    mean = rate * tokens * rng.gamma(6.0, 1 / 6.0) * (times or {}).get(outlet, 1.0)
                    hits = int(rng.poisson(mean))
                    weight = {
                        "per_1000": hits,
                        "share": int(rng.binomial(hits, 0.4)),
                    }.get(unit, round(float(rng.normal(0.3, 1.0, hits).round(3).sum()), 3))
                    records.append({
                        "article": f"{outlet}-{number:02d}", "outlet": outlet, "event": event,
                        "genre": "news", "part": "all", "voice": voice, "measure": measure, "unit": unit,
                        "hits": hits, "weight": weight, "tokens": tokens,
                    })  # fmt: skip
    return pd.DataFrame(records)
