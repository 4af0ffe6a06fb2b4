"""How large a difference in frequency is: effect sizes, which don't grow with the amount of text.

Each takes counts of the term and sizes of the sides, as numbers or arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.comparison.codes import Floats

__all__ = ["log_odds", "log_odds_error", "log_ratio", "percent_diff"]

#: What stands for a count of zero in a ratio.
HALF = 0.5


def log_odds(a: Any, b: Any, n_a: Any, n_b: Any, prior: Any, size: Any) -> Floats:
    """Return the log odds ratio with a Dirichlet prior, natural logarithm.

    ``ln((a + p) / (n_a + s - a - p)) - ln((b + p) / (n_b + s - b - p))``, where ``p`` is the term's share of
    the prior and ``s`` the prior's size (Monroe, Colaresi and Quinn 2008, Fightin' words, eq. 16).

    >>> round(float(log_odds(1, 0, 9, 9, 0.05, 0.55)), 6)
    3.155748
    """
    a, b, n_a, n_b, prior, size = (np.asarray(v, np.float64) for v in (a, b, n_a, n_b, prior, size))
    with np.errstate(divide="ignore", invalid="ignore"):
        ours, theirs = ((y + prior) / (n + size - y - prior) for y, n in ((a, n_a), (b, n_b)))
        return np.asarray(np.log(ours / theirs)) + 0.0


def log_odds_error(a: Any, b: Any, prior: Any) -> Floats:
    """Return what `log_odds` is divided by to make z, ``sqrt(1 / (a + p) + 1 / (b + p))``.

    Its standard error if words were drawn one by one (Monroe, Colaresi and Quinn 2008, eq. 20, without
    the terms that hardly count). They are not, so z ranks and does not test.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(np.sqrt(1.0 / (np.asarray(a) + prior) + 1.0 / (np.asarray(b) + prior)))


def log_ratio(a: Any, b: Any, n_a: Any, n_b: Any) -> Floats:
    """Return the binary logarithm of the ratio of rates (Hardie 2014, Log ratio: an informal introduction).

    A count of zero counts as a half, so that what one side lacks has a ratio.

    >>> round(float(log_ratio(6, 2, 10_000, 10_000)), 7)
    1.5849625
    """
    a, b = (np.where(np.asarray(y) == 0, HALF, y) for y in (a, b))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2((a / np.asarray(n_a)) / (b / np.asarray(n_b)))) + 0.0


def percent_diff(a: Any, b: Any, n_a: Any, n_b: Any) -> Floats:
    """Return %DIFF, ``100 (rate_a - rate_b) / rate_b`` (Gabrielatos and Marchi 2011).

    Missing where the second side has none: there is no rate to be so many per cent of.

    >>> percent_diff([6, 6], [2, 0], 10_000, 10_000).round(6).tolist()
    [200.0, nan]
    """
    a, b, n_a, n_b = (np.asarray(value, np.float64) for value in (a, b, n_a, n_b))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(b > 0, 100.0 * ((a / n_a) / (b / n_b) - 1.0), np.nan)) + 0.0
