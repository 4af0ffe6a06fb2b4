"""Short texts with frames that words tell, and a classifier that learns them quickly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import framing as fr

PLACES = "quay pier dock bridge tower mill market station harbour school".split()


def made(seed: int = 0, n: int = 60) -> tuple[list[str], pd.DataFrame]:
    """Short texts with two frames that words tell, and one word in eight that misleads."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, (n, 2))
    texts = []
    for conflict, money in labels.tolist():
        told = [conflict, money] if rng.random() > 0.1 else [1 - conflict, money]
        words = [
            rng.choice(["clash", "accuse", "dispute"]) if told[0] else rng.choice(["meet", "greet", "agree"]),
            rng.choice(["tariffs", "costs", "prices"]) if told[1] else rng.choice(["songs", "poems", "maps"]),
            *rng.choice(PLACES, 3),
        ]
        texts.append(" ".join(words))
    return texts, pd.DataFrame(labels, columns=["conflict", "economic"])


def quick(**changes: Any) -> fr.frames.FrameClassifier:
    settings: dict[str, Any] = {"measures": (), "folds": 3, **changes}
    return fr.frames.FrameClassifier(**settings)
