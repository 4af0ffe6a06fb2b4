"""How often a difference of some size is found, and the least that is found often enough: the formulas.

A standard error is itself known only from the articles at hand. So power is averaged over what it may be
(Julious and Owen 2006): else the least difference would be found less often than said, and most so with few
articles.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import scipy.optimize
import scipy.stats

from framing.comparison.codes import Floats

__all__ = ["Side", "factors", "least", "power_of", "steps"]

#: Quantiles that stand for the distribution of a variance.
_QUANTILES = 24

#: Differences of logarithms that are looked at: up to a ratio of 1,000.
_SIZES = (*np.arange(0.05, 1.0, 0.05).tolist(), *np.linspace(1.0, float(np.log(1000.0)), 60).tolist())

#: A share is never taken to be above this.
FULL = 0.98


class Side(NamedTuple):
    """One side of a ratio: its hits (of a share, those of the class); its largest rate if a share, else 0."""

    hits: float
    share: float


def power_of(gap: float, spread: float, df: float, alpha: float = 0.05) -> float:
    """Return how often a two-sided t test finds a difference, where its standard error is known to be right.

    Parameters
    ----------
    gap : float
        The true difference; of a ratio its logarithm.
    spread : float
        Standard error of the difference.
    df : float
        Its degrees of freedom.
    alpha : float
        What p must not be above.

    Notes
    -----
    ``P(|T| > t)`` where T has the noncentral t distribution with `df` and ``gap / spread`` (Cohen
    1988, Statistical power analysis for the behavioral sciences, 2nd ed., chapter 2).

    Examples
    --------
    >>> round(power_of(0.0, 0.2, 18), 3), round(power_of(0.6, 0.2, 18), 3)
    (0.05, 0.81)
    """
    if not (spread > 0 and df > 0):
        return float("nan")
    return float(_found(np.array([abs(gap) / spread]), df, alpha)[0])


def _found(away: Floats, df: float, alpha: float) -> Floats:
    edge = float(scipy.stats.t.ppf(1 - alpha / 2, df))
    # Far out the series of the distribution can't be summed, and all is found.
    near = np.minimum(away, edge + 30.0)
    above = scipy.stats.nct.sf(edge, df, near)
    below = np.where(near < 5, scipy.stats.nct.cdf(-edge, df, np.minimum(near, 5.0)), 0.0)
    return np.where(away > edge + 30.0, 1.0, np.nan_to_num(above) + np.nan_to_num(below))


def steps(df: float, wanted: float = 0.8, alpha: float = 0.05) -> float:
    """Return how many standard errors a difference must be to be found that often.

    Parameters
    ----------
    df : float
        Degrees of freedom of the standard error, rounded to tenths before it is used.
    wanted : float
        How often.
    alpha : float
        What p must not be above.

    Notes
    -----
    Solves ``mean over q of power(k sqrt(q / df)) = wanted``, where q has the chi-square distribution
    with `df`: the true variance is as likely ``df / q`` times the one seen (Julious and Owen 2006, Sample
    size calculations for clinical studies allowing for uncertainty about the variance, Pharmaceutical
    Statistics 5, 29-37).

    Examples
    --------
    >>> round(steps(12.0), 2), round(steps(1000.0), 2)
    (3.27, 2.81)
    """
    return _steps(round(df, 1), wanted, alpha) if df >= 0.5 else float("nan")


@lru_cache(maxsize=4096)
def _steps(df: float, wanted: float, alpha: float) -> float:
    q = scipy.stats.chi2.ppf((np.arange(_QUANTILES) + 0.5) / _QUANTILES, df)
    root = np.sqrt(q / df)

    def short(k: float) -> float:
        return float(_found(k * root, df, alpha).mean()) - wanted

    top = 4.0
    while short(top) < 0:
        top *= 2.0
        if top > 1e4:
            return float("nan")
    return float(scipy.optimize.brentq(short, 0.0, top, xtol=1e-6))


def factors(change: float, a: Side, b: Side) -> tuple[float, float] | None:
    """Return what the rate of each side is multiplied by, for the logarithm of their ratio to change so much.

    All hits together stay as many as they are; but no share is put above `FULL`, and then hits are fewer.
    None where the change can't be made.

    Examples
    --------
    >>> up, down = factors(0.6931471805599453, Side(30.0, 0.0), Side(30.0, 0.0))
    >>> round(up, 3), round(down, 3)
    (1.333, 0.667)
    """
    if a.hits <= 0 or b.hits <= 0:
        return None
    times = float(np.exp(change))
    of_b = (a.hits + b.hits) / (times * a.hits + b.hits)
    tops = [FULL / side.share if side.share else np.inf for side in (a, b)]
    of_a = min(times * of_b, tops[0])
    of_b = min(of_a / times, tops[1])
    return of_b * times, of_b


def least(
    variance: float,
    df: float,
    wanted: float,
    alpha: float,
    gap: float = 0.0,
    sides: tuple[Side, Side] | None = None,
) -> float:
    """Return the least difference, first side above second, that is found that often, on the working scale.

    For the other direction change the sides, and the sign of `gap`.

    Parameters
    ----------
    variance, df : float
        Of the difference found: of a ratio, of its logarithm.
    wanted, alpha
        As in `steps`.
    gap : float
        The logarithm of the ratio found.
    sides : (Side, Side) or None
        Both sides of a ratio; None for a difference, whose variance is taken to be the same at any size.

    Returns
    -------
    float
        Above 0; missing where nothing up to a ratio of 1,000 is found that often, as where hits run
        out.

    Notes
    -----
    Striking out hits at random until a part ``f`` is left adds ``(1 / f - 1) / hits`` to the variance
    of the logarithm of a rate. So a ratio that leaves one side few hits must be larger than the spread
    alone would say.
    """
    k = steps(float(df), wanted, alpha)
    if not (variance > 0 and k == k):
        return float("nan")
    if sides is None:
        return k * float(np.sqrt(variance))
    a, b = sides

    def short(size: float) -> float:
        made = factors(size - gap, a, b)
        if made is None:
            return float("nan")
        more = sum(max(1 / f - 1, 0.0) / side.hits for f, side in zip(made, sides, strict=True))
        return k * float(np.sqrt(variance + more)) - size

    before = 0.0
    for size in _SIZES:
        if short(size) <= 0:
            return float(scipy.optimize.brentq(short, before, size, xtol=1e-9))
        before = size
    return float("nan")
