"""How sure a share is whose units hang together in articles, also where it is near 0 or 1.

Every interval of the coding tables that is of a share comes from here; nothing is drawn.
"""

from __future__ import annotations

import numpy as np
import scipy.stats

from framing.comparison.codes import Floats
from framing.comparison.intervals import LEVEL, Z
from framing.comparison.intervals import wilson as of_draws

__all__ = ["LEAST", "apart", "effective", "flat", "jackknifed", "wilson"]

#: Under so many articles there is an estimate only.
LEAST = 3

#: How alike the units of an article are taken to be where articles show no spread (intraclass correlation).
ALIKE = 0.25


def effective(x: Floats, d: Floats, units: float) -> float:
    """Return how many independent units a share is as sure as.

    Parameters
    ----------
    x, d : arrays
        Of each article, what is counted and out of how much, of which the share is ``x.sum() / d.sum()``.
    units : float
        Units behind it: it can't be surer than those. Where all or none count, articles show no spread, and
        it is as `flat` has it.

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
        return flat(d, most)
    t = scipy.stats.t.ppf(0.5 + LEVEL / 2, n - 1)
    return float(min(most, p * (1 - p) / variance * (Z / t) ** 2))


def flat(d: Floats, units: float) -> float:
    """Return how many independent units those of articles are that all say the same.

    That none of eight sentences of an article has something tells less than eight articles would, and how
    much less can't be seen where none has it. They are taken to be as alike as `ALIKE`.

    Parameters
    ----------
    d : array
        How much of them is in each article.
    units : float
        How many they are.

    Returns
    -------
    float
        ``units / (1 + ALIKE * (m - 1))`` (Kish 1965, Survey Sampling, 5.4), m the mean size of the article
        that a unit is in.

    Examples
    --------
    >>> flat(np.ones(8), 8), flat(np.array([4.0, 4.0]), 8), flat(np.array([8.0]), 8)
    (8.0, 4.571428571428571, 2.909090909090909)
    """
    mean = float((d**2).sum() / d.sum() ** 2) * units
    return float(units / (1 + ALIKE * max(mean - 1, 0.0)))


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
    return of_draws(float(x.sum() / d.sum()), n) if n > 0 else (np.nan, np.nan)


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
