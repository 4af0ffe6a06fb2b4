"""How far the events of one comparison differ among themselves: what stands beside a pooled difference.

It judges nothing: with few events, or few articles in each, Q says little, and its
degrees of freedom say how few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Flags, Floats, Ints, summed
from framing.comparison.pairs import Sides
from framing.comparison.shared import Shared

__all__ = ["Spread", "spread"]


@dataclass(frozen=True)
class Spread:
    """Cochran's Q of each pair × cell and its degrees of freedom: the events it is made of, less one."""

    q: Floats
    df: Ints

    def share(self, row: int) -> float:
        """Return I2, ``max(0, 1 - df / Q)``: the share of the spread that articles alone don't make."""
        q = float(self.q[row])
        return max(0.0, 1.0 - int(self.df[row]) / q) if q > 0 else 0.0


def spread(both: Sides, common: Shared, owner: Ints, logs: Flags) -> Spread:
    """Return how the differences of the events spread around their mean.

    Parameters
    ----------
    both : Sides
        The two sides of every pair × cell × event.
    common : Shared
        What they have in common.
    owner : array
        The pair × cell each entry belongs to.
    logs : array of bool
        For each pair × cell: a difference of logarithms.

    Returns
    -------
    Spread
        ``Q = sum(w (g - sum(w g) / sum(w))**2)`` over the events with a variance on both sides, where
        ``w`` is one by the jackknife variance of the event's difference ``g`` (Cochran 1954, The
        combination of estimates from different experiments, Biometrics 10); I2 as in Higgins and
        Thompson (2002). `df` is 0 where fewer than two events have one.
    """
    size = len(logs)
    log = logs[owner]
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = both.a.x / both.a.d, both.b.x / both.b.d
        gap = np.where(log, np.log(a / b), a - b)
        parts = [np.where(log, side.log_variance, side.variance) for side in (both.a, both.b)]
        variance = parts[0] + parts[1] - 2 * common.correlation * np.sqrt(parts[0] * parts[1])
        weight = 1.0 / variance
    usable = np.isfinite(gap) & np.isfinite(weight) & (weight > 0)
    gap, weight = np.where(usable, gap, 0.0), np.where(usable, weight, 0.0)
    total = summed(owner, weight, size)
    mean = summed(owner, weight * gap, size) / np.where(total > 0, total, 1.0)
    q = summed(owner, weight * (gap - mean[owner]) ** 2, size)
    return Spread(q, np.maximum(np.bincount(owner, usable, minlength=size).astype(np.int64) - 1, 0))
