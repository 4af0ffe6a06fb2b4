"""How sure a share is whose units hang together in articles, also where it is near 0 or 1.

Every interval of the coding tables that is of a share comes from here; nothing is drawn.
"""

from __future__ import annotations

import numpy as np
import scipy.stats

from framing.comparison.codes import Floats
from framing.comparison.intervals import LEVEL

__all__ = ["LEAST", "apart", "effective", "jackknifed", "wilson"]

#: Under so many articles there is an estimate only.
LEAST = 3


def effective(x: Floats, d: Floats, units: float) -> float:
    """Return how many independent units a share is as sure as.

    Parameters
    ----------
    x, d : arrays
        Of each article, what is counted and out of how much, of which the share is ``x.sum() / d.sum()``.
    units : float
        Units behind it: it can't be surer than those. Where all or none count, articles show no spread, and
        it is taken to be as sure as those.

    Returns
    -------
    float
        ``p * (1 - p) / variance``, the variance that of a ratio by article, brought down by the square of
        z / t for the few articles (Korn and Graubard 1998, Survey Methodology 24, 193-201). Missing under
        `LEAST` articles.

    Examples
    --------
    >>> round(effective(np.array([2.0, 0, 1, 1]), np.array([2.0, 2, 2, 2]), 8), 2)
    2.28
    """
    live = d > 0
    x, d = x[live], d[live]
    n = len(d)
    if n < LEAST:
        return np.nan
    p = x.sum() / d.sum()
    variance = n / (n - 1) * float(((x - p * d) ** 2).sum()) / d.sum() ** 2
    most = float(units)
    if variance <= 1e-15:
        return most
    z, t = scipy.stats.norm.ppf(0.5 + LEVEL / 2), scipy.stats.t.ppf(0.5 + LEVEL / 2, n - 1)
    return float(min(most, p * (1 - p) / variance * (z / t) ** 2))


def wilson(x: Floats, d: Floats, units: float) -> tuple[float, float]:
    """Return the interval of a share: Wilson's (1927) at the effective number of units.

    Of the intervals for shares of clustered units, the ones that hold near 0 and 1 as well (Franco, Little,
    Louis and Slud 2019, Journal of Survey Statistics and Methodology 7, 334-364; our own simulation:
    ``benchmarks/quality_coding.py``).

    Parameters
    ----------
    x, d, units
        As for `effective`.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(np.array([1.0, 1, 1, 1]), np.array([1.0, 1, 1, 1]), 4)]
    [0.51, 1.0]
    """
    n = effective(x, d, units)
    if not n > 0:
        return np.nan, np.nan
    p = float(x.sum() / d.sum())
    z = float(scipy.stats.norm.ppf(0.5 + LEVEL / 2))
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(max(p * (1 - p), 0.0) / n + z * z / (4 * n * n))
    # At the ends rounding would leave a hair.
    return float(middle - half) if x.sum() > 0 else 0.0, float(middle + half) if p < 1 else 1.0


def apart(a: tuple[float, float, float], b: tuple[float, float, float]) -> tuple[float, float]:
    """Return the interval of a difference of two estimates, each given with its interval.

    The distances to the two ends are added in squares (Zou and Donner 2008, Statistics in Medicine 27,
    1693-1702), so that a difference of shares keeps what `wilson` has near 0 and 1.

    Examples
    --------
    >>> [round(end, 3) for end in apart((0.5, 0.3, 0.7), (0.5, 0.3, 0.7))]
    [-0.283, 0.283]
    """
    low = a[0] - b[0] - np.hypot(a[0] - a[1], b[2] - b[0])
    high = a[0] - b[0] + np.hypot(a[2] - a[0], b[0] - b[1])
    return float(low), float(high)


def jackknifed(left: Floats) -> tuple[float, float]:
    """Return the variance of an estimate from its values without one article each, and t of its interval.

    Missing under `LEAST` articles, or where a value is.

    Examples
    --------
    >>> variance, t = jackknifed(np.array([1.0, 2.0, 3.0]))
    >>> round(variance, 4), round(t, 4)
    (1.3333, 4.3027)
    """
    n = len(left)
    if n < LEAST:
        return np.nan, np.nan
    spread = float(((left - left.mean()) ** 2).sum())
    return (n - 1) / n * spread, float(scipy.stats.t.ppf(0.5 + LEVEL / 2, n - 1))
