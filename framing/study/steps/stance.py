"""Toward whom stance is measured, and its shares as the model classed mentions."""

from __future__ import annotations

from typing import Any

from framing.engine.parts import metadata
from framing.engine.results import concat_tables
from framing.errors import FramingError
from framing.study.config import AUTO, NONE, Study
from framing.study.steps import Context, Tables, with_rows
from framing.study.steps.measures import measured_names, select_scores

PLACE = 80
KEYS = (
    "by", "collection", "measures", "naming", "primary", "split", "targets", "wire",
)  # fmt: skip
TABLES = ("corrected",)
SECONDS = (0.2, 0)

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
    """Return the shares of stance, where the three classes were measured."""
    from framing.comparison.corrected import MEASURES, corrected

    study, counts = context.study, context.counts
    if not set(MEASURES) <= set(measured_names(counts)):
        return {}
    if context.detailed:
        scores = select_scores(counts, MEASURES)
    else:
        # Most cells mention nobody: they are in no denominator, and of very many articles too many.
        wanted = [place for place, column in enumerate(counts.columns) if column.measure in MEASURES]
        parts = counts.tables(wanted)
        scores = concat_tables([part[part["hits"] > 0].reset_index(drop=True) for part in parts])
    given = study.options("by", "split", "wire", "collection")
    return with_rows({"corrected": corrected(scores, **given)})


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
