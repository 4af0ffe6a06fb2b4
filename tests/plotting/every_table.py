"""A table of each kind that a figure is drawn from, the same in every process."""

from __future__ import annotations

import claim_examples
import examples
import judged_examples
import naming_examples
import pair_examples
import pandas as pd
import word_examples


def of(scores: pd.DataFrame, profile: pd.DataFrame, contrast: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return example tables by name."""
    return {
        "scores": scores,
        "profile": judged_examples.with_frames(examples.with_standing(profile)),
        "over_time": examples.over_time(scores),
        "contrast": contrast,
        "naming": naming_examples.naming(),
        "shift": word_examples.shift(),
        "terms": word_examples.terms(),
        "findings": judged_examples.findings(),
        "pairs": pair_examples.pairs(),
        "demands": claim_examples.demands(),
    }
