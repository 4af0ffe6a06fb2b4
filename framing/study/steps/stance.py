"""Toward whom stance is measured: what is counted of them stands in the profile."""

from __future__ import annotations

from typing import Any

from framing.engine.parts import metadata
from framing.errors import FramingError
from framing.study.config import AUTO, NONE, Study
from framing.study.steps import Context, Tables

PLACE = 80
KEYS = ("by", "measures", "naming", "primary", "targets")
TABLES = ()

#: Unasked, stance is measured toward so many of those that are named, each at least so often by two groups.
_TARGETS, _NAMED = 4, 5


def check(study: Study) -> None:
    """Refuse targets that are no referents."""
    if study.names_targets:
        _referents(study)


def prepare(context: Context) -> None:
    """Add the measures of stance; where `measures` names others, targets left to the articles add none."""
    from framing.features.stance.judges import NEURAL
    from framing.features.stance.targets import with_stance

    study = context.study
    wanted = [name for name in study.measures if name.partition(".")[0] == "stance"]
    only: list[str] = []
    if study.targets == AUTO and (wanted or not study.measures):
        only = _find_most_named(context)
    if study.targets == NONE or (study.targets == AUTO and not only):
        primary = [name for name in study.primary if name.partition(".")[0] == "stance"]
        for key, names in (("measures", wanted), ("primary", primary)):
            if names:
                raise FramingError(
                    f'{key}: {names[0]!r} is toward somebody; name whom, as targets = {{Ruiz = ["Ruiz"]}}'
                )
        return
    _, found = with_stance(wanted or None, _referents(study), NEURAL, only)
    context.measures |= {measure.name: measure for measure in found}


def run(context: Context) -> Tables:
    """Return no table: stance is compared with all other measures."""
    return {}


def _referents(study: Study) -> Any:
    """Return the set of those toward whom stance is measured, or among whom they are chosen."""
    from framing.features.naming.referents import referents

    given = study.naming if study.targets == AUTO else study.targets
    try:
        return referents(given)
    except FramingError as error:
        raise FramingError(f"targets: {str(error).removeprefix('referents: ')}") from None


def _find_most_named(context: Context) -> list[str]:
    """Return those that two groups name often, the most named first: by the count of the second group."""
    named = context.mentions
    if named is None:
        return []
    groups = metadata(context.articles).set_index("id")[context.study.by].astype("str")
    counts = named.groupby([named["referent"].astype("str"), named["article"].map(groups)]).size()
    second = (
        counts.groupby(level=0).nlargest(2).groupby(level=0).agg(lambda pair: pair.iloc[-1] * (len(pair) > 1))
    )
    often = second[second >= _NAMED]
    return sorted(often.index, key=lambda name: (-often[name], name))[:_TARGETS]
