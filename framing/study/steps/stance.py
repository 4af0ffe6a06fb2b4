"""The steps of a study about stance toward whom, frames, and who acts.

Each turns keys of the study into measures, or into calls of `features` and `comparison`; no statistic here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.engine.parts import DETAILED, Articles, collect_articles, metadata
from framing.engine.results import PartResults, concat_tables
from framing.errors import FramingError
from framing.study.steps import voices

if TYPE_CHECKING:
    from framing.features.frames.codebook import Codebook
    from framing.features.lexicon import Measure
    from framing.features.scoring import Counts
    from framing.study.config import Study
    from framing.study.steps.voices import Spoken

__all__ = ["AUTO", "NONE", "checked", "corrections", "measures", "tables"]

Tables = dict[str, pd.DataFrame]

#: What a key says that leaves the choice to the articles, and that wants nothing.
AUTO, NONE = "auto", "none"

#: Unasked, stance is measured toward so many of those that are named, each at least so often by two groups.
_TARGETS, _NAMED = 4, 5

#: Codebooks that are scored unasked, and the one of them that is for visits.
_CODEBOOKS, _OF_VISITS = ("generic", "visits"), "visits"


def checked(study: Study) -> None:
    """Refuse what can't be done before anything is read: a model or parser that isn't there, a bad codebook.

    Raises
    ------
    FramingError
        One line that names the key.
    """
    from framing.features.stance.judges import judge

    if study.targets != NONE:
        judge(study.model)
    if isinstance(study.targets, Mapping) or study.targets not in (AUTO, NONE):
        _referents(study)
    _books([name for name in study.frames if name not in (AUTO, NONE)])
    if study.actions:
        from framing.features.roles.actions import parser

        parser()


def measures(study: Study, frame: Articles, named: pd.DataFrame | None) -> dict[str, Measure]:
    """Return the measures of stance and of frames that the study asks for, by name.

    Where `measures` names some, these are all: targets and codebooks left to the articles add none.

    Parameters
    ----------
    study : Study
    frame : pandas.DataFrame
        The articles.
    named : pandas.DataFrame or None
        The table `mentions`, where somebody is named.
    """
    found = {measure.name: measure for book in _codebooks(study, frame, named) for measure in book}
    return found | {measure.name: measure for measure in _stance(study, frame, named)}


def tables(
    study: Study,
    frame: Articles,
    counts: Counts,
    named: pd.DataFrame | None,
    spoken: Spoken,
) -> Tables:
    """Return the tables corrected, frames, roles and actions: what is asked for and holds a row."""
    found = corrections(study, counts)
    for step in (_frames, _roles, _actions):
        found |= step(study, frame, named, spoken)
    return {name: table for name, table in found.items() if len(table)}


def _referents(study: Study) -> Any:
    """Return the set of those toward whom stance is measured, or among whom they are chosen."""
    from framing.features.naming.referents import referents

    given = study.naming if study.targets == AUTO else study.targets
    try:
        return referents(given)
    except FramingError as error:
        raise FramingError(f"targets: {str(error).removeprefix('referents: ')}") from None


def _stance(study: Study, frame: Articles, named: pd.DataFrame | None) -> list[Measure]:
    from framing.features.stance.targets import with_stance

    wanted = [name for name in study.measures if name.partition(".")[0] == "stance"]
    only: list[str] = []
    if study.targets == AUTO:
        only = [] if study.measures and not wanted else _named_most(frame, named, study.by)
    if study.targets == NONE or (study.targets == AUTO and not only):
        primary = [name for name in study.primary if name.partition(".")[0] == "stance"]
        for key, names in (("measures", wanted), ("primary", primary)):
            if names:
                raise FramingError(
                    f'{key}: {names[0]!r} is toward somebody; name whom, as targets = {{Ruiz = ["Ruiz"]}}'
                )
        return []
    _, found = with_stance(wanted or None, _referents(study), study.model, only)
    return found


def corrections(study: Study, scores: pd.DataFrame | Counts) -> Tables:
    """Return shares of stance with the model's error taken out, where the three classes were measured."""
    from framing.comparison.corrected import MEASURES, corrected

    if isinstance(scores, pd.DataFrame):
        names = list(scores["measure"].astype("str").unique())
    else:
        names = [column.measure for column in scores.columns]
    if not set(MEASURES) <= set(names):
        return {}
    if not isinstance(scores, pd.DataFrame):
        wanted = [place for place, column in enumerate(scores.columns) if column.measure in MEASURES]
        if len(scores.light) <= DETAILED:
            scores = scores.table(wanted)
        else:
            # Most cells mention nobody: they are in no denominator, and of very many articles too many.
            scores = concat_tables(
                [part[part["hits"] > 0].reset_index(drop=True) for part in scores.tables(wanted)]
            )
    return {
        "corrected": corrected(
            scores,
            study.model,
            by=study.by,
            split=study.split,
            wire=study.wire,
            collection=study.collection,
            weights=study.weights,
        )
    }


def _named_most(frame: Articles, named: pd.DataFrame | None, by: str) -> list[str]:
    """Return those that two groups name often, the most named first: by the count of the second group."""
    if named is None:
        return []
    group = named["article"].map(metadata(frame).set_index("id")[by].astype("str"))
    counts = named.groupby([named["referent"].astype("str"), group]).size()
    second = (
        counts.groupby(level=0).nlargest(2).groupby(level=0).agg(lambda pair: pair.iloc[-1] * (len(pair) > 1))
    )
    often = second[second >= _NAMED]
    return sorted(often.index, key=lambda name: (-often[name], name))[:_TARGETS]


def _codebooks(study: Study, frame: Articles, named: pd.DataFrame | None) -> list[Codebook]:
    """Return the codebooks: those that are named, and of those left to the articles the ones that fit."""
    wanted = [name for name in study.frames if name not in (AUTO, NONE)]
    if AUTO in study.frames and not study.measures:
        fitting = named is not None and study.naming == _OF_VISITS and _of_a_visit(frame, named)
        wanted = [*wanted, *(name for name in _CODEBOOKS if name != _OF_VISITS or fitting)]
    return _books(wanted)


def _of_a_visit(articles: Articles, named: pd.DataFrame) -> bool:
    """Whether half of the articles name referents of two countries and have a word of a visit."""
    from framing.features.frames.codebook import of_a_visit
    from framing.features.naming.referents import referents

    wanted = referents(_OF_VISITS)
    country = dict(zip(wanted.names, wanted.countries, strict=True))
    countries = named["referent"].astype("str").map(country).groupby(named["article"].astype("str")).nunique()
    return of_a_visit(articles, countries.to_dict())


def _books(names: Sequence[str]) -> list[Codebook]:
    from framing.features.frames.codebook import codebook_of

    try:
        return [codebook_of(name) for name in dict.fromkeys(names)]
    except FramingError as error:
        said = str(error)
        raise FramingError(said if said.startswith("frames:") else f"frames: {said}") from None


def _frames(study: Study, frame: Articles, named: pd.DataFrame | None, spoken: Spoken) -> Tables:
    books = _codebooks(study, frame, named)
    if not books:
        return {}
    from framing.features.frames.codebook import frames

    return {"frames": frames(frame, books, voices=voices.told(study, spoken))}


def _held(study: Study, spoken: Spoken) -> Any:
    """Return how voices are told apart to what takes them as one table."""
    return voices.told(study, spoken.table("voices") if isinstance(spoken, PartResults) else spoken)


def _followed(study: Study, named: pd.DataFrame | None) -> Any:
    """Return whom to follow: the targets that were given, else those of `naming`, if any is named."""
    if isinstance(study.targets, Mapping) or study.targets not in (AUTO, NONE):
        return study.targets
    return None if named is None else study.naming


def _roles(study: Study, frame: Articles, named: pd.DataFrame | None, spoken: Spoken) -> Tables:
    if not study.roles:
        return {}
    followed = _followed(study, named)
    if followed is None:
        raise FramingError('roles: nobody is named; say whom to follow, as targets = {Ruiz = ["Ruiz"]}')
    from framing.features.roles.casting import roles

    return {
        "roles": roles(
            collect_articles(frame, "roles"), followed, voices=_held(study, spoken), progress=False
        )
    }


def _actions(study: Study, frame: Articles, named: pd.DataFrame | None, spoken: Spoken) -> Tables:
    if not study.actions:
        return {}
    from framing.features.roles.actions import actions

    return {
        "actions": actions(
            collect_articles(frame, "actions"),
            _followed(study, named),
            voices=_held(study, spoken),
            progress=False,
        )
    }
