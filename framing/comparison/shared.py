"""Texts that stand on both sides of a comparison: what they take off the variance of a difference.

A wire story that two outlets ran moves both estimates the same way when it is deleted, so that
the two sides are not independent. So do the articles themselves where two voices or two parts are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.pairs import Sides
from framing.comparison.sums import Clusters

__all__ = ["Shared", "shared"]


@dataclass(frozen=True)
class Shared:
    """By entry of `Sides`: correlation of the two ratios of sums, how many texts, whether no others."""

    correlation: Floats
    texts: Ints
    all: Flags


def shared(data: Clusters, both: Sides) -> Shared:
    """Return what each pair × cell × event has in common.

    The correlation is the jackknife's: ``sum(u_a u_b)`` over texts on both sides, by the root of
    ``sum(u_a**2) sum(u_b**2)`` over all, where ``u`` is what deleting a text does to a side's ratio of sums.
    """
    size = len(both.pair)
    covariance, texts = np.zeros(size), np.zeros(size, dtype=np.int64)
    entries = np.flatnonzero(data.shared & (data.d > 0))
    if not len(entries):
        return Shared(covariance, texts, np.zeros(size, dtype=bool))  # nothing in common
    events = len(data.events)
    key = data.cell[entries] * events + data.event[entries]
    for number, (a, b) in enumerate(both.pairs):
        mine = np.flatnonzero(both.pair == number)
        here = both.cell[mine] * events + both.event[mine]
        place = np.searchsorted(here, key)
        known = place < len(here)
        known[known] = here[place[known]] == key[known]
        other = data.group[entries] != a if b == len(data.groups) else data.group[entries] == b
        left, right = (np.flatnonzero(known & side) for side in (data.group[entries] == a, other))
        # The rest may hold a text several times, so each of its copies is met with ours.
        text = [place[rows] * len(data.names) + data.family[entries[rows]] for rows in (left, right)]
        at = np.searchsorted(text[0], text[1])
        met = at < len(text[0])
        met[met] = text[0][at[met]] == text[1][met]
        ours, theirs, row = left[at[met]], right[met], mine[place[right[met]]]
        product = _pull(data, entries[ours], both.a.x[row], both.a.d[row], both.a.n[row]) * _pull(
            data, entries[theirs], both.b.x[row], both.b.d[row], both.b.n[row]
        )
        covariance += summed(row, product, size)
        texts += np.bincount(row, minlength=size)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.clip(covariance / np.sqrt(both.a.pull * both.b.pull), -1.0, 1.0)
    return Shared(np.nan_to_num(correlation), texts, (texts == both.a.n) & (texts == both.b.n))


def _pull(data: Clusters, entries: Ints, x: Floats, d: Floats, n: Ints) -> Floats:
    """Return what deleting each entry does to ``x / d``."""
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (x / d * data.d[entries] - data.x[entries]) / (d - data.d[entries])
    return np.where(np.isfinite(change), change, 0.0) * np.sqrt((n - 1) / n)
