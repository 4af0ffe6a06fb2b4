"""How firm differences are: other ways to make them, and on whom they rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import prefix_errors
from framing.study.steps import Context, Tables, with_rows, without_categories
from framing.study.steps.measures import select_common

PLACE = 110
KEYS = ("by", "collection", "primary", "robustness", "seed", "split", "voices", "weights", "wire")
TABLES = ("robustness", "influence")
SECONDS = (22, 0)

#: Up to so many articles are looked into unasked.
UNASKED = 1_000


class _Asked(NamedTuple):
    """The comparisons to look into and why these, and scores that hold them."""

    rows: pd.DataFrame
    why: str
    scores: pd.DataFrame


def run(context: Context) -> Tables:
    """Say how firm differences are, as the study asks for it; unasked, none of very many articles.

    Empty where no two groups differ in anything that can be looked into.
    """
    options = _options(context)
    if options is None:
        return {}
    asked = _choose(context, options)
    found: Tables = {"robustness": _vary(context, asked)}
    if len(asked.rows):
        from framing.robust.influence import influence

        found["influence"] = influence(
            asked.scores, asked.rows, articles=context.held("robustness").articles, most=None,
            **context.study.options("by", "split", "wire", "weights", "seed", "collection"),
        )  # fmt: skip
    return with_rows(found)


def vary(context: Context, options: Mapping[str, Any]) -> pd.DataFrame:
    """Return the table `robustness` alone."""
    return _vary(context, _choose(context, options))


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


def _choose(context: Context, options: Mapping[str, Any]) -> _Asked:
    """Choose the comparisons to look into, among those of scores and of the standing of sources."""
    from framing.robust.table import chosen

    study, scores, contrast = context.study, context.tables["scores"], context.tables["contrast"]
    standing = None if context.sources is None else select_common(context.sources, study.by)
    if standing is not None and len(standing):
        # Categories don't add up where two tables name other ones.
        scores = pd.concat([without_categories(scores), standing], ignore_index=True)
    counted = contrast["measure"].astype("str").isin(set(scores["measure"].astype("str")))
    with prefix_errors("robustness"):
        rows, why = chosen(contrast[counted], options.get("contrasts"), split=study.split)
    return _Asked(rows, why, scores)


def _vary(context: Context, asked: _Asked) -> pd.DataFrame:
    from framing.robust.table import vary_choices

    settings = context.study.options("by", "split", "wire", "weights", "collection")
    held = context.held("robustness")
    with prefix_errors("robustness"):
        return vary_choices(
            held.articles, asked.scores, asked.rows, measures=context.measures, voices=held.voices,
            why=asked.why, rule=context.study.voices, **settings,
        )  # fmt: skip
