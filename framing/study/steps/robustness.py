"""How firm differences are: other ways to make them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.errors import prefix_errors
from framing.study.steps import Context, Tables, with_rows, without_categories
from framing.study.steps.measures import select_common

PLACE = 110
KEYS = ("by", "collection", "primary", "robustness", "split", "voices", "weights", "wire")
TABLES = ("robustness",)
SECONDS = (22, 0)

#: Up to so many articles are looked into unasked.
UNASKED = 1_000


def run(context: Context) -> Tables:
    """Say how firm differences are, as the study asks for it; unasked, none of very many articles.

    Empty where no two groups differ in anything that can be looked into.
    """
    options = _options(context)
    if options is None:
        return {}
    return with_rows({"robustness": vary(context, options)})


def is_asked(context: Context) -> bool:
    """Say whether there is anything to do."""
    return _options(context) is not None


def _options(context: Context) -> Mapping[str, Any] | None:
    """Return what is set of robustness; None where the study doesn't want it, or names nothing beforehand.

    Differences picked after the fact would be confirmed by the articles that they were found in.
    """
    asked = context.study.robustness
    if isinstance(asked, Mapping):
        return asked
    return {} if asked and context.study.primary and len(context.articles) <= UNASKED else None


def vary(context: Context, options: Mapping[str, Any]) -> pd.DataFrame:
    """Return the table `robustness`, of comparisons among those of scores and of the standing of sources."""
    from framing.robust.table import chosen, vary_choices

    study, scores, contrast = context.study, context.tables["scores"], context.tables["contrast"]
    standing = None if context.sources is None else select_common(context.sources, study.by)
    if standing is not None and len(standing):
        # Categories don't add up where two tables name other ones.
        scores = pd.concat([without_categories(scores), standing], ignore_index=True)
    counted = contrast["measure"].astype("str").isin(set(scores["measure"].astype("str")))
    held = context.held("robustness")
    with prefix_errors("robustness"):
        rows, why = chosen(contrast[counted], options.get("contrasts"), split=study.split)
        return vary_choices(
            held.articles, scores, rows, measures=context.measures, voices=held.voices, why=why,
            rule=study.voices, **study.options("by", "split", "wire", "weights", "collection"),
        )  # fmt: skip
