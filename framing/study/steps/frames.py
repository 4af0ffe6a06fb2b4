"""Which frames the articles have indicators of, by codebooks that are named or that fit the articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from framing.errors import prefix_errors
from framing.study.config import AUTO, NONE, Study
from framing.study.steps import Context, Tables, with_rows

if TYPE_CHECKING:
    from framing.features.frames.codebook import Codebook

PLACE = 70
KEYS = ("frames", "measures", "naming")
TABLES = ("frames",)
SECONDS = (0.1, 0.001)
FREE = True

#: Codebooks that are scored unasked, and the one of them that is for visits.
_CODEBOOKS, _OF_VISITS = ("generic", "visits"), "visits"


def check(study: Study) -> None:
    """Refuse a codebook that isn't there or can't be read."""
    _find_books([name for name in study.frames if name not in (AUTO, NONE)])


def prepare(context: Context) -> None:
    """Add the measures of frames; where `measures` names some, codebooks left to the articles add none."""
    context.measures |= {measure.name: measure for book in _choose_books(context) for measure in book}


def run(context: Context) -> Tables:
    """Count the indicators of each frame in each article and voice."""
    books = _choose_books(context)
    if not books:
        return {}
    from framing.features.frames.codebook import frames

    return with_rows({"frames": frames(context.articles, books, voices=context.voicing)})


def _choose_books(context: Context) -> list[Codebook]:
    """Return the codebooks: those that are named, and of those left to the articles the ones that fit."""
    study = context.study
    wanted = [name for name in study.frames if name not in (AUTO, NONE)]
    if AUTO in study.frames and not study.measures:
        wanted += [name for name in _CODEBOOKS if name != _OF_VISITS or _of_a_visit(context)]
    return _find_books(wanted)


def _of_a_visit(context: Context) -> bool:
    """Whether half of the articles name referents of two countries and have a word of a visit."""
    from framing.features.frames.codebook import of_a_visit
    from framing.features.naming.referents import referents

    named = context.mentions
    if named is None or context.study.naming != _OF_VISITS:
        return False
    wanted = referents(_OF_VISITS)
    country = dict(zip(wanted.names, wanted.countries, strict=True))
    countries = named["referent"].astype("str").map(country).groupby(named["article"].astype("str")).nunique()
    return of_a_visit(context.articles, countries.to_dict())


def _find_books(names: Sequence[str]) -> list[Codebook]:
    from framing.features.frames.codebook import codebook_of

    with prefix_errors("frames"):
        return [codebook_of(name) for name in dict.fromkeys(names)]
