"""How firm differences are: other ways to make them."""

from __future__ import annotations

import pandas as pd

from framing.engine.parts import DETAILED
from framing.errors import prefix_errors
from framing.study.steps import Context, Tables, with_rows, without_categories
from framing.study.steps.measures import select_common

PLACE = 110
KEYS = ("by", "collection", "primary", "robustness", "split", "voices", "weights", "wire")
TABLES = ("robustness",)
SECONDS = (3.5, 0.003)


def run(context: Context) -> Tables:
    """Say how firm differences are in measures that are named beforehand, as primary.

    Differences picked after the fact would be confirmed by the articles that they were found in.
    """
    if not is_asked(context):
        return {}
    from framing.robust.table import primary_rows, vary_choices

    study, scores, contrast = context.study, context.tables["scores"], context.tables["contrast"]
    standing = None if context.sources is None else select_common(context.sources, study.by)
    if standing is not None and len(standing):
        # Categories don't add up where two tables name other ones.
        scores = pd.concat([without_categories(scores), standing], ignore_index=True)
    counted = contrast["measure"].astype("str").isin(set(scores["measure"].astype("str")))
    held = context.held("robustness")
    with prefix_errors("robustness"):
        found = vary_choices(
            held.articles, scores, primary_rows(contrast[counted], study.collection),
            measures=context.measures, voices=held.voices, rule=study.voices,
            **study.options("by", "split", "wire", "weights", "collection"),
        )  # fmt: skip
    return with_rows({"robustness": found})


def is_asked(context: Context) -> bool:
    """Say whether there is anything to do; of so many articles that none is held alone, nothing."""
    return context.study.robustness and bool(context.study.primary) and len(context.articles) <= DETAILED
