"""The step of a study that asks how firm its differences are: other ways to make them, whom they rest on.

It turns keys of the study into calls of `robust`; no statistic here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import speaking
from framing.errors import FramingError, unknown

if TYPE_CHECKING:
    from framing.features.measures import Measure
    from framing.robust.table import Robustness
    from framing.study import Study

__all__ = ["OPTIONS", "curves", "tables"]

Tables = dict[str, pd.DataFrame]

#: What may be set of robustness, as ``robustness = {draws = 999}`` in a study file.
OPTIONS = ("contrasts", "choices", "draws", "most", "seed")


def tables(
    study: Study,
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    voices: pd.DataFrame | None,
    measures: Mapping[str, Measure],
    contrast: pd.DataFrame,
    *,
    sources: pd.DataFrame | None = None,
    options: Mapping[str, Any] | None = None,
) -> Tables:
    """Return the tables robustness, specifications, influence, placebo and power: those that hold a row.

    Parameters
    ----------
    study : Study
    articles, scores : pandas.DataFrame
        As they were compared.
    voices : pandas.DataFrame or None
        The table of voices, where they were told apart in full.
    measures : mapping of str to Measure
        Those that were scored.
    contrast : pandas.DataFrame
        As the study made it.
    sources : pandas.DataFrame, optional
        The standing of sources, where it was measured: then its differences may be looked into too.
    options : mapping, optional
        `OPTIONS`, as `framing.robustness` takes them.

    Returns
    -------
    dict of str to pandas.DataFrame
        Empty where no two groups differ in anything that can be looked into.

    Raises
    ------
    FramingError
        An option is not known.
    """
    found = curves(
        study, articles, scores, voices, measures, contrast, sources=sources, options=options or {}
    )
    shown: Tables = found._asdict()
    return {name: table for name, table in shown.items() if len(table)}


def curves(
    study: Study,
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    voices: pd.DataFrame | None,
    measures: Mapping[str, Measure],
    contrast: pd.DataFrame,
    *,
    sources: pd.DataFrame | None,
    options: Mapping[str, Any],
) -> Robustness:
    """Return the specification curves alone; as `tables`."""
    from framing.robust.choices import Made
    from framing.robust.table import chosen, specifications

    for name in options:
        if name not in OPTIONS:
            raise unknown("robustness", name, OPTIONS)
    given = dict(options)
    standing = None if sources is None else speaking.compared(sources, study.by)
    if standing is not None and len(standing):
        scores = pd.concat([_plain(scores), standing], ignore_index=True)
    counted = contrast["measure"].astype("str").isin(set(scores["measure"].astype("str")))
    try:
        rows, why = chosen(contrast[counted], given.pop("contrasts", None), split=study.split)
        return specifications(
            articles,
            scores,
            rows,
            measures=measures,
            made=Made(
                study.by, study.split, study.voices, study.wire, study.weights, study.collection, study.seed
            ),
            voices=voices,
            why=why,
            **given,
        )
    except FramingError as error:
        said = str(error)
        raise FramingError(said if said.startswith("robustness:") else f"robustness: {said}") from None


def _plain(scores: pd.DataFrame) -> pd.DataFrame:
    """Return scores without categories, which don't add up where two tables name other ones."""
    named = [name for name in scores.columns if isinstance(scores[name].dtype, pd.CategoricalDtype)]
    return scores.astype(dict.fromkeys(named, "str"))
