"""Codes of some articles and a measure of all: the estimate by both, and how sure it is.

Prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023, Science 382, 669-674)
with its power tuning (Angelopoulos, Duchi and Zrnic 2023, arXiv:2311.01453), the article as unit: sums over
an article's units stand for the article, so that units may hang together, and articles weigh what the draw
makes them weigh. In sampling the same is a difference estimator in two phases (Särndal, Swensson and
Wretman 1992, Model Assisted Survey Sampling, chapters 6 and 9). Arrays in, numbers out; no table here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.stats

from framing.coding.proportions import LEAST, flat
from framing.comparison.codes import Flags, Floats, Ints
from framing.comparison.intervals import LEVEL, Z, wilson

__all__ = ["Estimate", "Group", "estimate", "tuned"]

#: Below this a variance is rounding.
_NONE = 1e-18
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Group:
    """Articles of a group, of which some are coded.

    Attributes
    ----------
    total, size : arrays, all articles
        The measure's sum over an article, and how much it is a sum of: the measure's mean is
        ``total.sum() / size.sum()``.
    coded : array of bool, all articles
    weight : array, coded articles
        1 over the probability that the article was drawn.
    answer, units : arrays, coded articles
        The codes' sum over the article's units, and how many those are, both brought up from the units
        coded to all.
    seen, seen_size : arrays, coded articles
        The measure's sum and size where the codes are: of the units coded, brought up alike, where units
        are measured one by one; else those of the article.
    strata : array of int, coded articles
        Within which articles were drawn: their means are no part of the doubt of the draw.
    event : array of int, coded articles
    account : array, all articles
        What an article counts for: 1, or what makes events count alike in the groups compared.
    noise, noise_both, noise_seen : arrays, coded articles
        Variance of `answer`, covariance with `seen`, and variance of `seen`, that come of coding some of an
        article's units only; missing where not known.
    bounded : bool
        The estimate is a share.
    n_units : int
        Units coded.
    """

    total: Floats
    size: Floats
    coded: Flags
    weight: Floats
    answer: Floats
    units: Floats
    seen: Floats
    seen_size: Floats
    strata: Ints
    event: Ints
    account: Floats
    noise: Floats
    noise_both: Floats
    noise_seen: Floats
    bounded: bool
    n_units: int

    @cached_property
    def n(self) -> int:
        """Articles coded."""
        return len(self.answer)

    @cached_property
    def showing(self) -> int:
        """Articles coded that have any of it, or any without it, whichever are fewer."""
        return int(min((self.answer > _ROUNDING).sum(), (self.answer < self.units - _ROUNDING).sum()))

    @cached_property
    def part(self) -> Floats:
        """The share of all articles that each coded one stands for."""
        weight = self.weight * self.account[self.coded]
        return np.asarray(weight / weight.sum())

    @cached_property
    def classical(self) -> float:
        """The estimate by codes alone."""
        below = float(self.part @ self.units)
        return float(self.part @ self.answer) / below if below > 0 else np.nan

    @cached_property
    def away(self) -> Floats:
        """Of each coded article, what it adds to the error of the estimate by codes alone."""
        return np.asarray((self.answer - self.classical * self.units) / float(self.part @ self.units))

    @cached_property
    def lean(self) -> float:
        """The measure's mean in the coded articles less that in all."""
        below, here = float(self.account @ self.size), float(self.part @ self.seen_size)
        if not (below > 0 and here > 0):
            return 0.0
        return float(self.part @ self.seen) / here - float(self.account @ self.total) / below

    @cached_property
    def pull(self) -> Floats:
        """Of each coded article, what it adds to the error of the measure's mean there."""
        here = float(self.part @ self.seen_size)
        if not here > 0:
            return np.zeros(self.n)
        return np.asarray((self.seen - float(self.part @ self.seen) / here * self.seen_size) / here)

    @cached_property
    def fraction(self) -> Floats:
        """Of each coded article, the share of such articles that is coded."""
        every = len(self.coded)
        expected = self.weight * every / self.weight.sum()
        return np.asarray(np.minimum(1 / expected, 1.0))

    def spread(self, a: Floats, b: Floats) -> float:
        """Return the covariance of two sums over the draw, within strata, as if drawn with replacement."""
        found = 0.0
        for stratum in np.unique(self.strata):
            here = self.strata == stratum
            n = int(here.sum())
            if n > 1:
                one, two = (self.part[here] * values[here] for values in (a, b))
                found += n / (n - 1) * float(((one - one.mean()) * (two - two.mean())).sum())
        return found

    @cached_property
    def parted(self) -> bool:
        """Whether it is known what of the spread is of articles, and what of the units chosen in them."""
        return bool(np.isfinite(self.noise).all())

    @cached_property
    def drawn(self) -> Floats:
        """Variances and covariance of answers and measure (2 × 2) that come of draw and coding alone."""
        both = (self.away, self.pull)
        if not self.parted:
            return np.array([[self.spread(a, b) for b in both] for a in both])
        rest = np.sqrt(1 - self.fraction)
        found = np.array([[self.spread(a * rest, b * rest) for b in both] for a in both])
        # Units that were not coded are in doubt also where all articles are coded.
        share = self.part**2 * self.fraction
        below = float(self.part @ self.units)
        other = float(self.part @ self.seen_size)
        cross = float(share @ self.noise_both) / (below * other) if other > 0 else 0.0
        seen = float(share @ self.noise_seen) / other**2 if other > 0 else 0.0
        noise = np.array([[float(share @ self.noise) / below**2, cross], [cross, seen]])
        return np.asarray(found + noise)

    @cached_property
    def published(self) -> float:
        """Variance that articles bring as draws from what might have been published, inside events."""
        counts = self.weight * len(self.coded) / self.weight.sum()
        share = self.account[self.coded] / self.account.sum()
        found = 0.0
        for event in np.unique(self.event):
            here = self.event == event
            n = int(here.sum())
            middle = np.average(self.away[here], weights=counts[here]) if n > 1 else 0.0
            grown = n / (n - 1) if n > 1 else 1.0
            found += grown * float((counts[here] * (share[here] * (self.away[here] - middle)) ** 2).sum())
        if self.parted:
            found -= float((counts * share**2) @ self.noise) / float(self.part @ self.units) ** 2
        return max(found, 0.0)

    @cached_property
    def df(self) -> float:
        """Degrees of freedom: articles coded, less the strata whose means are taken out."""
        return float(max(self.n - len(np.unique(self.strata)), 1))


@dataclass(frozen=True)
class Estimate:
    """An estimate, its interval, its variance and degrees of freedom; missing where there is none."""

    value: float
    low: float = np.nan
    high: float = np.nan
    variance: float = np.nan
    df: float = np.nan


def tuned(groups: Sequence[Group]) -> float:
    """Return the weight of the measure that makes the variances of all groups together least; 0 is none.

    One for all, since groups have few coded articles each; any weight gives an estimate without bias.
    """
    able = [group.drawn for group in groups if group.n >= LEAST and np.isfinite(group.classical)]
    below = sum(float(each[1, 1]) for each in able)
    return sum(float(each[0, 1]) for each in able) / below if below > _NONE else 0.0


def estimate(group: Group, weight: float, census: bool, paid: float = 1.0) -> Estimate:
    """Return the estimate of a group with the measure at a weight.

    Parameters
    ----------
    group : Group
    weight : float
        0 gives the estimate by codes alone.
    census : bool
        All that was published is there: the doubt is that of the draw and the coding alone. Else articles are
        draws themselves, and that doubt is added.
    paid : float
        What the variance is multiplied by, since the weight was made from the same codes.
    """
    if not np.isfinite(group.classical):
        return Estimate(np.nan)
    value = group.classical - weight * group.lean
    if group.bounded:
        value = min(max(value, 0.0), 1.0)
    if group.n < LEAST:
        return Estimate(value)
    ends = np.array([1.0, -weight])
    if census:
        variance = float(ends @ group.drawn @ ends)
    elif group.parted:
        variance = float(ends @ group.drawn @ ends) + group.published
    else:
        left = (group.away - weight * group.pull) * np.sqrt(1 - group.fraction)
        variance = group.spread(left, left) + group.published
    if census and group.parted and not (1 - group.fraction).any() and not group.noise.any():
        return Estimate(value, value, value, 0.0, group.df)  # everything is coded
    return _interval(group, value, max(variance, 0.0) * (paid if weight else 1.0))


def _interval(group: Group, value: float, variance: float) -> Estimate:
    """Return the interval: of a share Wilson's at the effective number of units, else t.

    The effective number is the share's own variance as if its units were independent over the variance found,
    brought down for the few articles. Nearer to 0 or 1 than the variance reaches, the share is what chance or
    the clip made of it, and no guide to that: it is taken to be where an interval by t would end, which is
    where this then ends at 0 itself, or where so many units coded would make it end, if that is farther.
    """
    half = float(scipy.stats.t.ppf(0.5 + LEVEL / 2, group.df)) * float(np.sqrt(variance))
    if not group.bounded:
        return Estimate(value, value - half, value + half, variance, group.df)
    most = flat(group.part * group.units, group.n_units)
    if variance <= _NONE:
        n = most
    else:
        reach = min(half, 0.5)
        p = min(max(value, reach), 1 - reach)
        n = p * (1 - p) / half**2 * Z**2
        n = min(n, most) if p != value else n
    return Estimate(value, *wilson(value, n), variance, group.df)
