"""The step of a study that asks how firm its differences are: other ways to make them, whom they rest on.

It turns keys of the study into calls of `robust`; no statistic here.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.errors import FramingError, FramingWarning, unknown
from framing.study.steps import voices as speaking

if TYPE_CHECKING:
    from framing.features.lexicon import Measure
    from framing.robust.table import Robustness
    from framing.study.config import Study

__all__ = ["OPTIONS", "UNASKED", "curves", "from_counts", "of_study", "tables"]

Tables = dict[str, pd.DataFrame]

#: Up to so many articles are looked into unasked.
UNASKED = 1000

#: What may be set of robustness, as ``robustness = {draws = 999}`` in a study file.
OPTIONS = ("contrasts", "choices", "draws", "most", "seed")


#: Up to so many articles every comparison is made a hundred times with shuffled labels.
SHUFFLED = 1_000


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
        Empty where no two groups differ in anything that can be looked into. All but the placebo are about
        the same few comparisons; the placebo is about all that the study made of `scores` and `sources`.

    Raises
    ------
    FramingError
        An option is not known.
    """
    asked = _asked(study, scores, contrast, sources, options or {})
    found: Tables = dict(_curves(study, articles, voices, measures, asked)._asdict())
    with warnings.catch_warnings():
        # What can't be looked into by speaker, or can't be tested, stands in the notes.
        warnings.simplefilter("ignore", FramingWarning)
        found |= _further(study, articles, voices, measures, contrast, asked)
    return {name: table for name, table in found.items() if len(table)}


def of_study(
    study: Study,
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    voices: pd.DataFrame | None,
    measures: Mapping[str, Measure],
    contrast: pd.DataFrame,
    sources: pd.DataFrame | None,
) -> Tables:
    """Return `tables` as the study asks for them; unasked, none of very many articles."""
    options = _options(study, len(articles))
    if options is None:
        return {}
    return tables(study, articles, scores, voices, measures, contrast, sources=sources, options=options)


def from_counts(
    study: Study, articles: int, scores: pd.DataFrame, contrast: pd.DataFrame, sources: pd.DataFrame | None
) -> Tables:
    """Return those of `of_study` that need no text, of so many articles: the placebo and the power."""
    options = _options(study, articles)
    if options is None:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return _counted(study, articles, contrast, _asked(study, scores, contrast, sources, options))


def _options(study: Study, articles: int) -> Mapping[str, Any] | None:
    """Return what is set of robustness; None where the study doesn't want it, or not unasked of so many."""
    asked = study.robustness
    if isinstance(asked, Mapping):
        return asked
    return {} if asked and articles <= UNASKED else None


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
    return _curves(study, articles, voices, measures, _asked(study, scores, contrast, sources, options))


class _Asked(NamedTuple):
    """The comparisons to look into and why these, scores that hold them, and what else was set."""

    rows: pd.DataFrame
    why: str
    scores: pd.DataFrame
    given: dict[str, Any]


def _asked(
    study: Study,
    scores: pd.DataFrame,
    contrast: pd.DataFrame,
    sources: pd.DataFrame | None,
    options: Mapping[str, Any],
) -> _Asked:
    from framing.robust.table import chosen

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
    except FramingError as error:
        raise _named(error) from None
    return _Asked(rows, why, scores, given)


def _curves(
    study: Study,
    articles: pd.DataFrame,
    voices: pd.DataFrame | None,
    measures: Mapping[str, Measure],
    asked: _Asked,
) -> Robustness:
    from framing.robust.choices import Made
    from framing.robust.table import specifications

    made = Made(study.by, study.split, study.voices, study.wire, study.weights, study.collection, study.seed)
    try:
        return specifications(
            articles, asked.scores, asked.rows, measures=measures, made=made, voices=voices, why=asked.why,
            **asked.given,
        )  # fmt: skip
    except FramingError as error:
        raise _named(error) from None


def _further(
    study: Study,
    articles: pd.DataFrame,
    voices: pd.DataFrame | None,
    measures: Mapping[str, Measure],
    contrast: pd.DataFrame,
    asked: _Asked,
) -> Tables:
    """Return whom differences rest on, what shuffled labels show, and what could be found."""
    if not len(asked.rows):
        return {}
    from framing.robust.influence import influence

    settings = _common(study)
    found = {
        "influence": influence(
            asked.scores, asked.rows, articles=articles, voices=voices, measures=list(measures.values()),
            collection=study.collection, most=None, **settings,
        )
    }  # fmt: skip
    return found | _counted(study, len(articles), contrast, asked)


def _counted(study: Study, articles: int, contrast: pd.DataFrame, asked: _Asked) -> Tables:
    """Return what rests on the counts alone: the placebo and the power; neither of a census."""
    if not len(asked.rows) or study.collection == "census":
        return {}
    from framing.robust.placebo import placebo
    from framing.robust.power import power

    settings = _common(study)
    found: Tables = {}
    own = contrast[contrast["measure"].astype("str").isin(set(asked.scores["measure"].astype("str")))]
    if articles <= SHUFFLED:
        found["placebo"] = _shuffled(placebo(asked.scores, own, primary=study.primary, **settings), contrast)
    found["power"] = power(asked.scores, contrasts=asked.rows, most=None, **settings)
    return found


def _common(study: Study) -> dict[str, Any]:
    return {
        "by": study.by, "split": study.split, "wire": study.wire, "weights": study.weights, "seed": study.seed
    }  # fmt: skip


def _shuffled(placebo: pd.DataFrame, contrast: pd.DataFrame) -> pd.DataFrame:
    """Return the placebo, its first row with how many comparisons of the study it leaves out."""
    left = int((contrast["low"].notna() & (contrast["b"] != "any")).sum()) - (len(placebo) - 1)
    if len(placebo) and left > 0:
        said = f"{left:,} more with an interval are not among them: nothing of theirs could be shuffled"
        placebo.loc[0, "note"] = f"{placebo.loc[0, 'note']}; {said}"
    return placebo


def _named(error: FramingError) -> FramingError:
    """Return the error with the key of the study that it is about in front."""
    said = str(error)
    return error if said.startswith("robustness:") else FramingError(f"robustness: {said}")


def _plain(scores: pd.DataFrame) -> pd.DataFrame:
    """Return scores without categories, which don't add up where two tables name other ones."""
    named = [name for name in scores.columns if isinstance(scores[name].dtype, pd.CategoricalDtype)]
    return scores.astype(dict.fromkeys(named, "str"))
