"""Tables of namings, small and made up, for the tests of figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing import schema

FORMS = {
    "Ana Ruiz": [
        "Ruiz",
        "Ana Ruiz",
        "the prime minister",
        "the leader of the small island in the north",
        "PM",
        "she",
    ],
    "the island": ["the island", "the breakaway province"],
    "harbour": ["the harbour"],
}


def naming(outlets=("global_times", "xinhua"), provenance="illustrative", seed=5) -> pd.DataFrame:
    """Shares that add up to one for each outlet and referent, some without an interval."""
    rng = np.random.default_rng(seed)
    rows = []
    for outlet in outlets:
        for referent, forms in FORMS.items():
            for voice in ("outlet", "quoted"):
                counts = rng.integers(0, 30, len(forms))
                total = max(int(counts.sum()), 1)
                for form, count in zip(forms, counts.tolist(), strict=True):
                    share = count / total
                    half = rng.uniform(0.05, 0.2)
                    bare = count == 0 or share == 1
                    row = {"group": outlet, "genre": "news", "part": "all", "voice": voice, "form": form}
                    row |= {"referent": referent, "count": count, "mentions": total, "share": share}
                    row |= {"articles": min(count, 9), "provenance": provenance}
                    if not bare:
                        row |= {"low": max(share - half, 0.01), "high": min(share + half, 1.0)}
                    rows.append({**row, "note": "fragile: few" if 0 < count < 10 else ""})
    return schema.check(pd.DataFrame(rows), "naming")
