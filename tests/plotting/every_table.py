"""A table of each kind that a figure is drawn from, the same in every process."""

from __future__ import annotations

import checked_examples
import examples
import judged_examples
import naming_examples
import pandas as pd
import visit_examples
import word_examples


def of(scores: pd.DataFrame, profile: pd.DataFrame, contrast: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return example tables by name."""
    return {
        "scores": scores,
        "profile": judged_examples.with_frames(examples.with_standing(profile)),
        "over_time": examples.over_time(scores),
        "contrast": contrast,
        "corrected": judged_examples.corrected(),
        "articles": examples.articles(),
        "evidence": examples.evidence(),
        "voices": examples.voices(),
        "naming": naming_examples.naming(),
        "shift": word_examples.shift(),
        "terms": word_examples.terms(),
        "findings": judged_examples.findings(),
        "coverage": visit_examples.coverage(),
        "reuse": visit_examples.reuse(),
        "pairs": visit_examples.pairs(),
        "agency_share": visit_examples.agency_share(),
        **checked_examples.of(),
    }
