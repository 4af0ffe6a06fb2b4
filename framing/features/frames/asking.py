"""Which texts to code next: those a classifier is unsure of, no two alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.preprocessing import normalize

__all__ = ["pick"]


def pick(
    texts: Sequence[str], probability: pd.DataFrame, thresholds: pd.Series, features: Any, n: int
) -> pd.DataFrame:
    """Return up to `n` texts, the best first; see `FrameClassifier.next_to_label`.

    A text's worth is how near its least sure frame is to the threshold, times how far the text is from
    those picked before (1 - cosine of their features): uncertainty with diversity (Settles 2009, sections
    3.1 and 5).
    """
    columns = ["position", "frame", "probability", "threshold", "unsure", "text"]
    if not len(texts):
        return pd.DataFrame(columns=columns)
    chance, cut = probability.to_numpy(), thresholds.to_numpy()
    # Distance to the threshold as a share of what there is on that side of it.
    room = np.where(chance >= cut, 1 - cut, cut)
    unsure = 1 - np.abs(chance - cut) / np.maximum(room, 1e-12)
    which = unsure.argmax(axis=1)
    rows = np.arange(len(texts))
    worth = unsure[rows, which]
    vectors = normalize(features.transform(list(texts)).tocsr())
    far, picked = np.ones(len(texts)), list[int]()
    for _ in range(min(n, len(texts))):
        value = worth * far
        value[picked] = -1.0
        best = int(value.argmax())
        picked.append(best)
        near = np.asarray((vectors @ vectors[[best]].T).todense()).ravel()
        far = np.minimum(far, 1 - np.clip(near, 0, 1))
    at = np.array(picked)
    return pd.DataFrame({
        "position": at,
        "frame": probability.columns.to_numpy()[which[at]],
        "probability": chance[at, which[at]],
        "threshold": cut[which[at]],
        "unsure": worth[at],
        "text": [texts[i] for i in picked],
    })  # fmt: skip
