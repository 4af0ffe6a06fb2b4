"""Families of tests, and Benjamini and Hochberg's adjustment inside each.

A family is a group of measures × the events × the pairs (or the omnibus over
them); voices, parts, genres and targets stand within it. Measures named beforehand
make primary families; all else is exploratory and its family's name says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy.stats

from framing.errors import unknown

__all__ = ["adjusted", "family_names", "measure_group", "primary_measures"]


def measure_group(measure: str) -> str:
    """Return the group a measure belongs to: its name up to the first point.

    >>> measure_group("tone.net")
    'tone'
    """
    return measure.split(".", 1)[0]


def primary_measures(primary: Sequence[str], measures: Sequence[str]) -> frozenset[str]:
    """Return the measures that `primary` names, each by itself or by its group.

    Raises
    ------
    FramingError
        A name is neither a measure nor a group of the table.

    Examples
    --------
    >>> sorted(primary_measures(["tone"], ["hedges", "tone.net", "tone.positive"]))
    ['tone.net', 'tone.positive']
    """
    groups = {measure_group(measure) for measure in measures}
    for name in primary:
        if name not in groups and name not in measures:
            raise unknown("primary", name, {*measures, *groups})
    return frozenset(m for m in measures if m in primary or measure_group(m) in primary)


def family_names(
    measures: Sequence[str], omnibus: Sequence[bool], primary: frozenset[str], events: str, pairs: str
) -> list[str]:
    """Return the name of each row's family: 'primary: tone × carney-beijing-2026 × 3 pairs'."""
    return [
        f"{'primary' if measure in primary else 'exploratory'}: {measure_group(measure)} × {events} × "
        f"{'omnibus' if every else pairs}"
        for measure, every in zip(measures, omnibus, strict=True)
    ]


def adjusted(p: pd.Series[float], family: pd.Series[str]) -> tuple[pd.Series[float], pd.Series[int]]:
    """Return p adjusted within each family, and the number of tests in it.

    A row without p takes no part and stays without. The adjustment is scipy's
    (Benjamini and Hochberg 1995).
    """
    result = pd.Series(np.nan, index=p.index, dtype="float64")
    has = p.notna()
    for _, rows in p[has].groupby(family[has], sort=True):
        result[rows.index] = scipy.stats.false_discovery_control(rows.to_numpy())
    size = has.groupby(family).transform("sum").astype("int64")
    return result, size
