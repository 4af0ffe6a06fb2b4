"""How likely two articles are on one event: a logistic model on the features of a pair.

Its weights stand in ``weights.toml`` with what they were learned from and how well they did; this module
only reads and applies them.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from framing.comparison.events.pairs import FEATURES

__all__ = ["Model", "card", "model", "probability"]


#: Log odds from which a pair is likely, and below which it is unlikely; pairs taken as known beforehand; and
#: the most that one outlet can say against a pair.
_LIKELY, _UNLIKELY, _PRIOR, _MOST = 1.0, -2.0, 10.0, 2.0


class Model(NamedTuple):
    """A weight for each of `pairs.FEATURES`, and what is set with them."""

    bias: float
    weights: np.ndarray
    threshold: float
    twice: float
    dated: float
    per_day: float


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((resources.files("framing.comparison.events") / "weights.toml").read_text("utf8"))


def model() -> Model:
    """Return the model that comes with the package."""
    raw = _raw()
    weights = np.asarray([raw["weights"][name] for name in FEATURES], np.float64)
    return Model(raw["bias"], weights, raw["threshold"], raw["twice"], raw["dated"], raw["per_day"])


def card() -> dict[str, Any]:
    """Return what the weights were learned from and how well they did."""
    found: dict[str, Any] = dict(_raw()["card"])
    return found


def probability(
    features: np.ndarray, days: np.ndarray, same: np.ndarray, used: Model | None = None
) -> np.ndarray:
    """Return the probability of each pair, in whole millionths.

    Parameters
    ----------
    features : float array, pairs × features
    days : float64 array
        Between the two; NaN where one has no date.
    same : bool array
        Both are of one outlet. What that says is learned from the corpus: how often pairs that are likely
        anyway are of one outlet, beside those that are unlikely.
    used : Model, optional
        The one that comes with the package by default.

    Returns
    -------
    int64 array
    """
    used = model() if used is None else used
    total = np.full(len(features), used.bias)
    # Column by column: a product of matrices may add up in another order on another machine.
    for weight, column in zip(used.weights.tolist(), np.asarray(features, np.float64).T, strict=True):
        total += weight * column
    known = np.isfinite(days)
    total[known] += used.dated + used.per_day * days[known]
    once, else_ = _outlets(total, same)
    total += np.where(same, once, else_)
    found: np.ndarray = np.rint(1e6 / (1 + np.exp(-np.clip(total, -30, 30)))).astype(np.int64)
    return found


def _outlets(total: np.ndarray, same: np.ndarray) -> tuple[float, float]:
    """Return what is added to pairs of one outlet and to others: logarithms of two ratios of shares."""
    likely, unlikely = total > _LIKELY, total < _UNLIKELY
    if not unlikely.any():
        return 0.0, 0.0
    usual = (int(same[unlikely].sum()) + 0.5) / (int(unlikely.sum()) + 1)
    share = (int(same[likely].sum()) + _PRIOR * usual) / (int(likely.sum()) + _PRIOR)
    # Never for a pair because it is of one outlet: what an outlet prints is alike in other ways.
    share = min(share, usual)
    once = max(float(np.log(share / usual)), -_MOST)
    return once, float(np.log((1 - share) / (1 - usual)))
