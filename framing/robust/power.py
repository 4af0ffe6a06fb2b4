"""Power: the least ratio that so many articles would show, and how far a smaller one is exaggerated.

It is told once a pair of groups, of a typical measure: by the median of how far the articles spread, not by
what was found. From the table `contrast` alone.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.optimize
from scipy import special

from framing.comparison.sums import Floats
from framing.comparison.testing import ALPHA
from framing.errors import FramingError, brief
from framing.schema import check, empty, schema

#: Quantiles that stand for the distribution of a variance.
_QUANTILES = 400


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
    1988, Statistical power analysis for the behavioral sciences, 2nd ed., chapter 2), as the mean over what
    the standard error that is seen may be.

    Examples
    --------
    >>> round(power_of(0.0, 0.2, 18), 3), round(power_of(0.6, 0.2, 18), 3)
    (0.05, 0.81)
    """
    return float(_tails(gap, spread, df, alpha)[0].mean())


def exaggeration(gap: float, spread: float, df: float, alpha: float = 0.05) -> float:
    """Return how many times too large a true difference shows, on average, where it is found (type M error).

    Parameters are those of `power_of`; `gap` is not 0.

    Notes
    -----
    ``E(|d| : |d| > c) / |gap|`` of a normal d around `gap`, where ``c = t spread sqrt(q / df)`` and q has the
    chi-square distribution with `df` (Gelman and Carlin 2014, Beyond power calculations, Perspectives on
    Psychological Science 9, 641-651; in closed form Lu, Qiu and Deng 2019, A note on Type S/M errors in
    hypothesis testing, British Journal of Mathematical and Statistical Psychology 72, 1-17).

    Examples
    --------
    >>> round(exaggeration(0.1, 1.0, 1e6), 0), round(exaggeration(5.0, 1.0, 1e6), 2)
    (23.0, 1.0)
    """
    found, size = _tails(gap, spread, df, alpha)
    return float(size.sum() / found.sum() / abs(gap))


def _chi2_quantiles(count: int, df: float) -> Floats:
    """Return the middles of so many equal parts of a chi-squared distribution."""
    q: Floats = 2 * special.gammaincinv(df / 2, (np.arange(count) + 0.5) / count)
    return q


def _tails(gap: float, spread: float | Floats, df: float, alpha: float) -> tuple[Floats, Floats]:
    """Return, for each quantile of the variance seen, how often a difference is found, and its size then."""
    q = _chi2_quantiles(_QUANTILES, df)
    edge = -special.stdtrit(df, alpha / 2) * np.sqrt(q / df)
    above, below = gap / spread - edge, -gap / spread - edge
    chances = special.ndtr(above), special.ndtr(below)
    rest = (np.exp(-(above**2) / 2) + np.exp(-(below**2) / 2)) / np.sqrt(2 * np.pi)
    return chances[0] + chances[1], gap * (chances[0] - chances[1]) + spread * rest


def least(spread: float, df: float, wanted: float = 0.8, alpha: float = 0.05) -> float:
    """Return the least difference that is found that often.

    Parameters
    ----------
    spread, df : float
        Standard error of the difference, as it was seen, and its degrees of freedom.
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
    >>> round(least(1.0, 12.0), 2), round(least(1.0, 1000.0), 2)
    (3.27, 2.81)
    """
    q = _chi2_quantiles(24, df)
    spreads = (spread * np.sqrt(df / q))[:, None]

    def short(size: float) -> float:
        return float(_tails(size, spreads, df, alpha)[0].mean()) - wanted

    top = 4.0 * spread
    while short(top) < 0:
        top *= 2.0
    return float(scipy.optimize.brentq(short, 0.0, top, xtol=1e-6))


def power(
    contrast: pd.DataFrame, *, alpha: float = ALPHA, wanted: float = 0.8, ratio: float = 1.5
) -> pd.DataFrame:
    """Say how large a ratio these articles could show, before finding none is told.

    Parameters
    ----------
    contrast : pandas.DataFrame
        The table `contrast`. Counted are its ratios with an interval, of news where there is any, in the
        groups' own words where voices are told apart.
    alpha : float
        What the adjusted p must not be above, at most .05.
    wanted : float
        How often the ratio is to be found.
    ratio : float
        A true ratio, above 1, of which it is said what it shows where it is found.

    Returns
    -------
    pandas.DataFrame
        The table `power`, as in ``schemas/power.toml``: a row a pair of groups.

    Raises
    ------
    FramingError
        A table or argument that is not what it should be.

    Notes
    -----
    The spread of a typical measure is the median over the rows' standard errors of the log ratio, each half
    its interval divided by Student's t with Welch's degrees of freedom for two sides of equal spread,
    ``(1/n_a + 1/n_b)**2 / (1/(n_a**2 (n_a - 1)) + 1/(n_b**2 (n_b - 1)))``. After adjustment a difference must
    reach `alpha` divided by the tests of its family, as if it were the only one; where several differ, less
    will do. The formulas are those of `least`, `power_of` and `exaggeration`.

    Examples
    --------
    >>> row = {"a": "x", "b": "y", "measure": "hedges", "n_a": 12, "n_b": 12, "n_events": 1,
    ...     "unit": "per_1000", "scale": "ratio", "estimate": 1.2, "low": 0.8, "high": 1.8, "family_size": 20}
    >>> found = power(pd.DataFrame([row]))
    >>> found[["least", "least_alone", "shown"]].round(2).values.tolist()
    [[2.42, 1.81, 2.0]]
    """
    table = check(contrast, "contrast")
    given = (("alpha", alpha, 0, ALPHA), ("wanted", wanted, 0, 0.99), ("ratio", ratio, 1, 100))
    for name, value, low, high in given:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low < value <= high:
            raise FramingError(f"{name}: {brief(value)} must lie above {low} and not above {high}")
    rows = table[(table["scale"] == "ratio") & (table["low"] > 0) & np.isfinite(table["high"])]
    for name, own in (("genre", ("news",)), ("voice", ("outlet", "all"))):
        if (some := rows[name].isin(own)).any():
            rows = rows[some]
    if rows.empty:
        return empty("power")
    n_a, n_b = rows["n_a"], rows["n_b"]
    df = (1 / n_a + 1 / n_b) ** 2 / (1 / (n_a**2 * (n_a - 1)) + 1 / (n_b**2 * (n_b - 1)))
    half = np.log(rows["high"] / rows["low"]) / 2
    rows = rows.assign(_df=df, _spread=half / -special.stdtrit(df, 0.025))
    found = []
    for (a, b), own in rows.groupby(["a", "b"], sort=False, observed=True):
        spread, df_, size = (float(own[name].median()) for name in ("_spread", "_df", "family_size"))
        size = max(round(size), 1)
        level, note = alpha / size, ""
        p_min = own["p_min"].min()
        edges = {"least": level, "least_alone": alpha}
        made = {
            name: float("nan") if p_min > edge else float(np.exp(least(spread, df_, wanted, edge)))
            for name, edge in edges.items()
        }
        if p_min > level:
            # Where arrangements are drawn, their number is the limit, and more can be asked for.
            drawn = own["test"].astype("str").str.endswith("draws").all()
            limit = "the arrangements drawn" if drawn else "these articles"
            note = f"the least p that {limit} allow, {p_min:.2g}, is above {level:.2g}"
        gap = float(np.log(ratio))
        found.append({
            "a": str(a), "b": str(b), "n_a": int(own["n_a"].max()), "n_b": int(own["n_b"].max()),
            "comparisons": len(own), "spread": spread, "df": df_, "family_size": size, "alpha": level,
            "wanted": wanted, **made, "ratio": ratio, "power": power_of(gap, spread, df_, level),
            "shown": float(np.exp(gap * exaggeration(gap, spread, df_, level))),
            "provenance": "illustrative" if (own["provenance"] == "illustrative").any() else "published",
            "note": note,
        })  # fmt: skip
    return check(pd.DataFrame(found)[list(schema("power").columns)], "power")
