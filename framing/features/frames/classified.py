"""What a fitted classifier says of articles, as the table of frames: probability and decision, no hits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.features.cells import Voices, cells
from framing.features.lexicon import Measure
from framing.features.scoring import prepared

__all__ = ["CLASSIFIER", "classified"]

#: What stands in `codebook` for frames that a classifier was taught.
CLASSIFIER = "classifier"

_CARRIED = ("outlet", "event", "genre", "copy_group", "provenance")


def classified(articles: pd.DataFrame, classifier: Any, voices: Voices) -> pd.DataFrame:
    """Return a row for each article × frame: `probability` by the classifier, `present` by its threshold.

    Raises
    ------
    FramingError
        Voices are asked for: what was learned from whole texts says nothing of one voice's words.
    """
    if voices is not None:
        raise FramingError("voices: a classifier reads whole articles; leave voices at None")
    # Its language is that of the texts it was taught, which nobody states: no article is left out for it.
    frame, _, _ = prepared(articles, Measure(CLASSIFIER, "per_1000", {}), None, ())
    words = np.concatenate(
        [np.zeros(0, np.int64), *(c.sizes().reshape(c.size, -1).sum(axis=1) for c in cells(frame, None))]
    )
    frame, words = frame[words > 0].reset_index(drop=True), words[words > 0]
    titles = frame["title"].fillna("").astype("str")
    texts = (titles + "\n\n" + frame["text"].fillna("").astype("str")).str.strip()
    chance = classifier.predict_proba(texts.tolist())
    size, many = chance.shape
    row = np.repeat(np.arange(size), many)
    columns: dict[str, Any] = {"article": frame["id"].take(row).reset_index(drop=True)}
    columns |= {name: frame[name].take(row).reset_index(drop=True) for name in _CARRIED}
    columns |= {
        "codebook": CLASSIFIER,
        "frame": np.tile(chance.columns.to_numpy(dtype=object), size),
        "tokens": words[row],
        "per_1000": np.nan,
        "probability": chance.to_numpy().reshape(-1),
        "present": (chance >= classifier.thresholds_).to_numpy().reshape(-1),
    }
    return pd.DataFrame(columns)
