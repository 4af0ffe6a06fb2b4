"""What is asked of `fr.coverage`, checked before an article is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd

from framing.comparison.codes import Floats
from framing.comparison.coverage.chance import PRIOR
from framing.comparison.coverage.sightings import LEVELS, levels_of
from framing.errors import FramingError, among, brief, unknown, whole
from framing.features.entities.runs import table

__all__ = ["EVENTS", "RECALL", "Choice", "choice", "recall", "recalls"]


# How surely each kind of item is found, as measured by hand; no gap is told here.


def recall() -> dict[str, float]:
    """Return the share of an article's items that are found, by kind.

    Counted in ``recall.toml``, whose card says how. One found and one missed are added to each count, so that
    kinds with few labels are not called certain (Laplace's rule of succession).

    Examples
    --------
    >>> 0.9 < recall()["person"] < 1
    True
    """
    counts = table("recall")
    return {kind: (counts["found"][kind] + 1) / (n + 2) for kind, n in counts["labelled"].items()}


EVENTS = ("pooled", "each")

#: Share of the articles with an item in which it is found, as measured by level; for names and figures where
#: their kind is none of those measured.
RECALL: Mapping[str, float] = {"named": 0.95, "term": 1.0, "statement": 0.26}


@dataclass(frozen=True)
class Choice:
    """Arguments of `coverage` that are numbers and names; `recall` is what was said of levels.

    `picked` says that terms were taken from a comparison of articles, as by keyness.
    """

    levels: tuple[str, ...]
    by: str
    wire: str
    events: str
    least: int | None
    most: int | None
    alpha: float
    recall: Mapping[str, float]
    prior: tuple[float, float]
    overdispersion: float | None
    picked: bool


def choice(
    *,
    levels: object,
    by: str,
    wire: str,
    events: object,
    least: object,
    most: object,
    alpha: object,
    recall: object,
    prior: object,
    overdispersion: object,
    terms: object,
) -> Choice:
    """Check what is asked; raises FramingError for what can't be."""
    named = levels_of(levels)
    if not among(events, EVENTS):
        raise unknown("events", events, EVENTS)
    fewest = whole(least)
    if least is not None and (fewest is None or fewest < 1):
        raise FramingError(f"least: {brief(least)} is no number of articles; give a whole number from 1")
    many = whole(most)
    if most is not None and (many is None or many < 1):
        raise FramingError(f"most: {brief(most)} is no number of items; give a whole number from 1")
    return Choice(
        levels=named,
        by=by,
        wire=wire,
        events=str(events),
        least=fewest,
        most=many,
        alpha=_between("alpha", alpha, "above 0 and below 1", lambda value: 0 < value < 1),
        recall=_recall(recall),
        prior=_prior(prior),
        overdispersion=None
        if overdispersion is None
        else _between("overdispersion", overdispersion, "from 0 and below 1", lambda value: 0 <= value < 1),
        picked=hasattr(terms, "columns") and "z" in getattr(terms, "columns", ()),
    )


def _between(name: str, value: object, said: str, right: object) -> float:
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else float("nan")
    if not (callable(right) and right(number)):
        raise FramingError(f"{name}: {brief(value)} will not do; give a number {said}")
    return number


def _recall(recall: object) -> dict[str, float]:
    given: dict[str, object] = {}
    if isinstance(recall, Mapping):
        for name in recall:
            if name not in LEVELS:
                raise unknown("level", name, LEVELS, where="recall")
        given = dict(recall)
    elif recall is not None:
        given = dict.fromkeys(LEVELS, recall)
    return {
        name: _between("recall", value, "above 0 and up to 1", lambda r: 0 < r <= 1)
        for name, value in given.items()
    }


def recalls(names: pd.DataFrame, said: Mapping[str, float]) -> Floats:
    """Return the recall of each item: as said of its level, else as measured of its kind, else of its level.

    Parameters
    ----------
    names : pandas.DataFrame
        Columns `kind` and `level`.
    said : mapping
        By level.
    """
    kinds = recall()
    return np.array(
        [
            said.get(level, kinds.get(kind, RECALL[level]) if level == "named" else RECALL[level])
            for level, kind in zip(names["level"], names["kind"], strict=True)
        ],
        np.float64,
    )


def _prior(prior: object) -> tuple[float, float]:
    if prior is None:
        return PRIOR
    pair = tuple(prior) if isinstance(prior, (tuple, list)) else ()
    if len(pair) != 2:
        raise FramingError(f"prior: {brief(prior)} is no pair; give articles with and without, as (0, 1)")
    with_it, without = (_between("prior", value, "from 0", lambda number: number >= 0) for value in pair)
    if not without:
        raise FramingError("prior: the second number must be above 0, or none could never be chance")
    return with_it, without
