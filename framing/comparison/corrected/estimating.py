"""Corrected shares and their intervals: articles and confusion, each with its own degrees of freedom.

``share = A @ counted``: the articles' part of the variance is the jackknife of corrected counts, the
confusion's by the delta method, ``-A dM.T share``. What is put into words is elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from framing.comparison.codes import Floats
from framing.comparison.corrected.confusions import Confusion
from framing.comparison.corrected.solving import held
from framing.comparison.intervals import t_half

__all__ = ["Estimate", "Side", "contrasts", "estimated", "mistaken"]


@dataclass(frozen=True)
class Side:
    """What the equations give for one side, a row a cell and a column a class, and each row's confusion."""

    values: Floats
    chosen: Sequence[Confusion | None]

    def held(self) -> Floats:
        """Return true shares: the equations' answer where it is one, else the nearest that is."""
        found = np.full(self.values.shape, np.nan)
        for one in {id(one): one for one in self.chosen if one is not None}.values():
            rows = [
                k for k, other in enumerate(self.chosen) if other is one and np.isfinite(self.values[k]).all()
            ]
            found[rows] = held(self.values[rows], one.rates)
        return found


@dataclass(frozen=True)
class Estimate:
    """A row a cell, a column a measure: each class, then the net; `half` is half the interval, uncut.

    `model` is the confusion's part of the variance.
    """

    value: Floats
    low: Floats
    high: Floats
    half: Floats
    model: Floats


def contrasts(matrix: Floats) -> Floats:
    """Return the rows of a matrix for each class, and for the net.

    >>> contrasts(np.eye(3))[-1]
    array([-1.,  0.,  1.])
    """
    return np.vstack([matrix, matrix[-1] - matrix[0]])


def estimated(sides: Sequence[Side], variance: Floats, df: Floats, mistakes: Floats) -> Estimate:
    """Return shares of one side, or differences of two, with intervals.

    Parameters
    ----------
    sides : one or two of Side
        A confusion that both were corrected with is the same for both: what it errs cancels.
    variance, df : arrays
        Of the articles' part, a row a cell and a column a measure; missing where there is no interval.
    mistakes : array
        What mistakes alone would make of it: articles that happen to be alike are no surer than that.
    """
    shares = [side.held() for side in sides]
    apart = shares[0] - shares[1] if len(sides) == 2 else shares[0]
    value = np.column_stack([apart, apart[:, -1] - apart[:, 0]])
    model, model_df = np.full(value.shape, np.nan), np.full((len(value), 1), np.nan)
    for row, ones in enumerate(zip(*(side.chosen for side in sides), strict=True)):
        if None not in ones and np.isfinite(value[row]).all():
            parts = [(side[row], one) for side, one in zip(shares, ones, strict=True) if one is not None]
            model[row], model_df[row] = _of_confusion(parts)
    half = np.fmax(_half(variance, df, model, model_df), _half(mistakes, np.inf, model, model_df))
    half[~np.isfinite(variance)] = np.nan
    most = np.array([1.0] * apart.shape[1] + [float(len(sides))])
    least = np.array([1.0 - len(sides)] * apart.shape[1] + [-float(len(sides))])
    return Estimate(value, np.maximum(value - half, least), np.minimum(value + half, most), half, model)


def _half(variance: Floats, df: Floats | float, model: Floats, model_df: Floats) -> Floats:
    """Return half the interval, of two variances with their degrees of freedom (Satterthwaite 1946)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        total = variance + model
        freedom = total**2 / (np.where(variance > 0, variance**2 / df, 0.0) + model**2 / model_df)
        return t_half(total, freedom)


def _of_confusion(sides: Sequence[tuple[Floats, Confusion]]) -> tuple[Floats, float]:
    """Return the confusion's part of the variance of each measure, and its degrees of freedom."""
    slopes: dict[int, tuple[Confusion, Floats]] = {}
    for sign, (shares, one) in zip((1.0, -1.0), sides, strict=False):
        slope = sign * np.einsum("r,kj->krj", shares, contrasts(one.inverse))
        before = slopes.get(id(one))
        slopes[id(one)] = (one, slope if before is None else before[1] + slope)
    total = np.sum([[one.variance(part) for part in slope] for one, slope in slopes.values()], axis=0)
    return np.asarray(total), min(one.df for one, _ in slopes.values())


def mistaken(side: Side, mentions: Floats) -> Floats:
    """Return the variance that mistakes alone make, a row a cell and a column a measure.

    Each of so many `mentions` is mistaken by itself, as the rates say.
    """
    shares = side.held()
    found = np.full((len(shares), shares.shape[1] + 1), np.nan)
    for row, one in enumerate(side.chosen):
        if one is not None and mentions[row] > 0:
            found[row] = _of_mistakes(shares[row], one) / mentions[row]
    return found


def _of_mistakes(shares: Floats, one: Confusion) -> Floats:
    slope = contrasts(one.inverse)
    spread = np.zeros((len(shares),) * 2)
    for share, rate in zip(shares, one.rates, strict=True):
        spread += share * (np.diag(rate) - np.outer(rate, rate))
    return np.asarray(np.einsum("kj,jl,kl->k", slope, spread, slope))
