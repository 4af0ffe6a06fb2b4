"""Counts of each class by article and cell, as one set of clusters a class: what corrections start from.

A correction is linear, so that corrected counts are counts again, of each article, and all that pools events,
deletes articles and matches copies takes them as it takes any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing.comparison.codes import Floats
from framing.comparison.corrected.confusions import ALL, VOICES, Confusion, fitting
from framing.comparison.sums import Clusters, clusters
from framing.errors import FramingError
from framing.schema import MILLION

__all__ = ["MEASURES", "NET", "Counted", "counted"]

#: Measures of the classes, in their order, and what the difference of the last and the first is.
MEASURES = ("stance.negative", "stance.neutral", "stance.positive")
NET = "stance.net"


@dataclass(frozen=True)
class Counted:
    """Clusters of each measure, all with the same entries: as counted, and as corrected.

    `raw` and `mended` have one of each class and the net; an entry whose cell and group have no confusion is
    missing in `mended`. `chosen` is that confusion, and what must be said of it, by cell and group; the last
    group is the rest.
    """

    raw: tuple[Clusters, ...]
    mended: tuple[Clusters, ...]
    chosen: list[list[tuple[Confusion | None, str]]]


def counted(
    scores: pd.DataFrame, known: dict[str, Confusion], by: str, split: tuple[str, ...], wire: str
) -> Counted:
    """Count each class.

    Parameters
    ----------
    scores : pandas.DataFrame
        A checked scores table with rows of the three shares alone.
    known : dict of str to Confusion
        As `confusions` gives it.
    by, split, wire
        As in `sums.clusters`.

    Raises
    ------
    FramingError
        The three shares are not of the same articles and mentions, or don't add up to them.
    """
    parts = [clusters(scores[scores["measure"] == name], by, split, wire) for name in MEASURES]
    _belong_together(parts)
    first = parts[0]
    counts = np.stack([part.x for part in parts], axis=1)
    chosen = [
        [fitting(known, _voice(first, cell, group, by)) for group in range(len(first.groups) + 1)]
        for cell in range(len(first.cells))
    ]
    inverse = np.array([[_inverse(one) for one, _ in row] for row in chosen])
    mended = np.einsum("ekj,ej->ek", inverse[first.cell, first.group], counts)
    return Counted(_each(first, counts), _each(first, mended), chosen)


def _voice(data: Clusters, cell: int, group: int, by: str) -> str:
    if by == "voice":
        name = data.groups[group] if group < len(data.groups) else ALL
        return name if name in VOICES else ALL
    return str(data.cells["voice"].iloc[cell])


def _inverse(one: Confusion | None) -> Floats:
    return np.full((len(MEASURES),) * 2, np.nan) if one is None else one.inverse


def _each(data: Clusters, counts: Floats) -> tuple[Clusters, ...]:
    """Return clusters of each class and of the net, compared as differences."""
    columns = [*counts.T, counts[:, -1] - counts[:, 0]]
    return tuple(
        replace(data, x=x, cells=data.cells.assign(measure=name, unit="mean"))
        for name, x in zip((*MEASURES, NET), columns, strict=True)
    )


def _belong_together(parts: list[Clusters]) -> None:
    """Check that the classes have the same entries, and add up to all mentions in each."""
    first = parts[0]
    for name, part in zip(MEASURES, parts, strict=True):
        same = len(part.cell) == len(first.cell) and all(
            np.array_equal(getattr(part, column), getattr(first, column))
            for column in ("cell", "group", "event", "family", "d")
        )
        if not same:
            raise FramingError(
                f"scores: {MEASURES[0]} and {name} are not of the same articles and mentions; make all "
                "three at once, with score(articles, measures='stance', targets=...)"
            )
    away = np.abs(sum(part.x for part in parts) - MILLION * first.d)
    wrong = away > 1e-6 * MILLION * np.maximum(first.d, 1.0)
    if wrong.any():
        name = first.names[first.family[int(wrong.argmax())]]
        raise FramingError(
            f"scores: the three classes of article {name!r} don't add up to its mentions; a confusion is of "
            "mentions that have one class each"
        )
